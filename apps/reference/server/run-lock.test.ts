import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { exclusively } from "./run-lock.ts";

const folder = mkdtempSync(join(tmpdir(), "milstolpe-lock-"));
const file = join(folder, "lock.sqlite");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Another process that takes the lock, says so, and keeps it until it is killed. */
async function holder() {
  const module = fileURLToPath(new URL("./run-lock.ts", import.meta.url));
  const code = `import { exclusively } from ${JSON.stringify(module)};
    await exclusively(${JSON.stringify(file)}, () => new Promise(() => { console.log("held"); setInterval(() => 0, 1000); }));`;
  const child = spawn(process.execPath, ["--no-warnings", "--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((held) => child.stdout.once("data", held));
  return child;
}

test("the lock of another process is respected, and gone when that process is killed", async () => {
  const other = await holder();
  expect(await exclusively(file, () => Promise.resolve("ours"))).toBeUndefined();
  const gone = new Promise((resolve) => other.once("close", resolve));
  other.kill("SIGKILL");
  await gone;
  expect(await exclusively(file, () => Promise.resolve("ours"))).toBe("ours");
});

test("the lock is let go when the work fails", async () => {
  await expect(exclusively(file, () => Promise.reject(new RangeError("stop")))).rejects.toThrow("stop");
  expect(await exclusively(file, () => Promise.resolve("ours"))).toBe("ours");
});
