// The kernel in another language: conformance vectors are written here and given to kernel.py, which is the same rules in
// Python's standard library. Every event, every refusal and every state has to agree.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { rolloutTemplate } from "@milstolpe/phases";
import { conformanceVectors } from "@milstolpe/phases/testing";

const digest = (text: string) => createHash("sha256").update(text).digest("hex");
const vectors = conformanceVectors(rolloutTemplate, { seed: 2027, count: 3000, digest });
const kernel = fileURLToPath(new URL("kernel.py", import.meta.url));
const { status, stdout, stderr, error } = spawnSync("python3", [kernel], { input: vectors, encoding: "utf8" });
if (error && "code" in error && error.code === "ENOENT") {
  console.log(`No python3 here; ${vectors.split("\n").length - 2} vectors are ready for one.`);
} else {
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = status ?? 1;
}
