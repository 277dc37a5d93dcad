import { existsSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandLine } from "./harness.ts";
import { verbs } from "./verbs.ts";

// Every example that `--help` prints, typed in the order in which the verbs are listed, in one empty folder.

const { folder, run } = commandLine();
const home = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => process.chdir(home));

/** Not quick, or without an end, or on what the main job has left, or on somebody's service: tested elsewhere. */
const elsewhere = new Set(["demo", "serve", "plan status", "connect send", "connect login"]);
/** Need a file that is not ours to write: SCB's own sheet. */
const foreign = new Set(["scb layout import"]);

/** `--by "Head of IT"` as the shell would split it. */
const words = (line: string): string[] => (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ""));

let digest = "";
test.each(
  verbs.filter(({ name }) => !elsewhere.has(name) && !foreign.has(name)).map((verb) => [verb.example, verb] as const),
)("milstolpe %s", async (example, { name }) => {
  // The digest that is approved is the one that the plan before it printed.
  const args = words(example).map((word) => (/^[0-9a-f]{16}$/.test(word) ? digest : word));
  const answer = await run(...args);
  digest = /Plan ([0-9a-f]{16})/.exec(answer.stdout)?.[1] ?? digest;
  expect({ name, code: answer.code, stderr: answer.stderr }).toEqual({
    name,
    code: expect.toBeOneOf([0, 2]) as number,
    stderr: expect.not.stringMatching(/Error|fault/) as string,
  });
  const out = args[args.indexOf("--out") + 1];
  expect(!args.includes("--out") || existsSync(out ?? "")).toBe(true);
});

test("an example names its own verb", () => {
  for (const { name, example } of verbs) expect(example.startsWith(name)).toBe(true);
});
