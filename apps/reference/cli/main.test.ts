import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { commandLine, type Answer } from "./harness.ts";

// What only a real process shows: exit codes, the two streams, the environment, a reader that goes away.

const { path } = commandLine();
const main = fileURLToPath(new URL("./main.ts", import.meta.url));

function milstolpe(environment: NodeJS.ProcessEnv, ...args: readonly string[]) {
  return spawn(
    process.execPath,
    ["--conditions=milstolpe-source", "--disable-warning=ExperimentalWarning", main, ...args],
    { env: { ...process.env, MILSTOLPE_DATA: path("data"), LANG: "C", LC_ALL: "C", ...environment } },
  );
}

function answer(environment: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Answer> {
  return new Promise((resolve) => {
    const child = milstolpe(environment, ...args);
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.on("close", (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}

test("the exit code says whether something was found, and stdout is one JSON document", async () => {
  const { code, stdout } = await answer({}, "plan", "lint", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toHaveProperty("findings");
  expect((await answer({}, "id", "check", "hello")).code).toBe(2);
});

test("the language follows the locale", async () => {
  expect((await answer({ LC_ALL: "sv_SE.UTF-8" }, "--help")).stdout).toContain("Användning:");
});

test("a store that is no store, and a data folder that is a file: said in words, exit code 1", async () => {
  mkdirSync(path("broken"));
  writeFileSync(path("broken/store.sqlite"), "this is not SQLite ".repeat(400));
  writeFileSync(path("a-file"), "");
  const answers = await Promise.all(
    ["broken", "a-file"].map((data) => answer({ MILSTOLPE_DATA: path(data) }, "plan", "status")),
  );
  for (const { code, stderr } of answers) {
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Error: /);
    expect(stderr).not.toMatch(/\n {4}at /);
  }
});

test("a reader that goes away after the first lines is no error", async () => {
  const child = milstolpe({}, "plan", "schedule", "--start", "2027-03-01");
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.destroy();
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

test.skipIf(process.platform === "win32")(
  "no room for a file: said in words, and nothing half-written is left",
  async () => {
    const limited = ["-c", 'ulimit -f 20; exec "$@"', "sh", process.execPath];
    const node = ["--conditions=milstolpe-source", "--disable-warning=ExperimentalWarning", main];
    const child = spawn("sh", [...limited, ...node, "demo", "files", path("full"), "--scale", "0.05"]);
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Error: .*\(EFBIG\)/);
    expect(readdirSync(path("full/register")).filter((name) => name.endsWith(".part"))).toEqual([]);
  },
);
