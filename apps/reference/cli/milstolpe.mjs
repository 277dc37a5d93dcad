#!/usr/bin/env node
// Starts the command line from its sources. They need Node 22.18; on an older one it runs under Node 24 through npx.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const [major, minor] = process.versions.node.split(".").map(Number);
const newEnough = major > 22 || (major === 22 && minor >= 18);
const main = fileURLToPath(new URL("./main.ts", import.meta.url));
const flags = [
  "--conditions=milstolpe-source",
  "--disable-warning=ExperimentalWarning",
  main,
  ...process.argv.slice(2),
];
const [command, args] = newEnough
  ? [process.execPath, flags]
  : ["npx", ["--yes", "-p", "node@24.21.0", "node", ...flags]];
const { status } = spawnSync(command, args, { stdio: "inherit", shell: !newEnough && process.platform === "win32" });
process.exit(status ?? 1);
