import { fileURLToPath } from "node:url";
import { run } from "./run.ts";

const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
process.once("SIGTERM", () => stop.abort());
// Whoever reads only the first lines (`| head`) ends the reading, not the work.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  folder: fileURLToPath(new URL("../data", import.meta.url)),
  now: () => new Date(),
  signal: stop.signal,
});
