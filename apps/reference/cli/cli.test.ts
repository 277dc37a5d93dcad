import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rolloutTemplate } from "@milstolpe/phases";
import { demoMunicipality, trainingProblem } from "../demo/index.ts";
import { countRegister } from "../server/register-store.ts";
import { openStore } from "../server/store.ts";
import { verbs } from "./verbs.ts";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));
const small = demoMunicipality(1, { scale: 0.05 });
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "milstolpe-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as a user would, on a data folder of its own. */
function milstolpe(data: string, ...args: readonly string[]): Promise<Answer> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ["--conditions=milstolpe-source", "--disable-warning=ExperimentalWarning", main, ...args],
      { env: { ...process.env, MILSTOLPE_DATA: join(folder, data), LANG: "C", LC_ALL: "C" } },
    );
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** A folder of SS 12000 lists; `change` spoils it. */
function lists(name: string, change: Readonly<Record<string, string | undefined>> = {}): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  for (const [list, rows] of Object.entries(small.ss12000)) {
    const text = list in change ? change[list] : JSON.stringify({ data: rows, pageToken: null });
    if (text !== undefined) writeFileSync(join(path, `${list}.json`), text);
  }
  return path;
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("help", () => {
  test.each(verbs.map(({ name }) => [name]))("%s has an example", async (name) => {
    const { code, stdout } = await milstolpe("help", ...name.split(" "), "--help");
    expect(code).toBe(0);
    expect(stdout).toContain(`milstolpe ${name}`);
    expect(stdout).toMatch(/Example:\n {2}milstolpe \S+/);
  });

  test.each([[[]], [["fly"]], [["sync"]]])("%j is answered with the verbs there are, and exit code 1", async (args) => {
    const { code, stderr, stdout } = await milstolpe("help", ...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("sync plan");
  });

  test("an unknown option is named", async () => {
    const { code, stderr } = await milstolpe("help", "plan", "lint", "--fast");
    expect(code).toBe(1);
    expect(stderr).toContain("--fast");
  });
});

describe("id check", () => {
  test.each([
    ["19811228-9874", 0],
    ["19811228-9875", 2],
    ["hello", 2],
  ])("%s exits with %d and is never printed", async (number, expected) => {
    const { code, stdout, stderr } = await milstolpe("id", "id", "check", number, "--json");
    expect(code).toBe(expected);
    expect(stdout + stderr).not.toContain(number);
    expect(stdout + stderr).not.toContain(number.replace("-", ""));
    expect(JSON.parse(stdout)).toHaveProperty("ok", expected === 0);
  });
});

describe("a source that is not as it should be", () => {
  const own = ["--municipality", small.code] as const;
  const [start] = JSON.stringify(small.ss12000.persons).match(/^.{20000}/s) ?? [""];
  test.each<[string, () => string, readonly string[], number, RegExp]>([
    ["a folder that is missing", () => join(folder, "nowhere"), own, 1, /source\.not-found/],
    ["a list that is cut", () => lists("cut", { persons: start }), own, 3, /\[rejected\]/],
    ["a list that is empty", () => lists("empty", { persons: "" }), own, 3, /\[rejected\]/],
    ["no list of people", () => lists("missing", { persons: undefined }), own, 3, /\[rejected\]/],
    ["another municipality", () => lists("whole"), ["--municipality", "0180"], 3, /\[rejected\].*9901/],
    ["no word of whose register it is", () => lists("whole"), [], 1, /--municipality/],
  ])("%s: the exit code says so, and nothing is written", async (name, source, more, expected, said) => {
    const data = `bad-${name.replaceAll(" ", "-")}`;
    const { code, stdout, stderr } = await milstolpe(data, "sync", "plan", "--source", source(), ...more);
    expect({ code, said: said.test(stdout + stderr) }).toEqual({ code: expected, said: true });
    const store = openStore(join(folder, data, "store.sqlite"));
    expect(countRegister(store)).toBe(0);
    store.close();
    const approved = await milstolpe(data, "sync", "apply");
    expect(approved.code).toBe(1);
  });

  test("a file in Windows-1252 that should be UTF-8 is a finding in both languages", async () => {
    const source = lists("latin", { persons: undefined });
    const text = JSON.stringify({ data: small.ss12000.persons, pageToken: null });
    writeFileSync(join(source, "persons.json"), Buffer.from(text, "latin1"));
    const answers = await Promise.all(
      ["sv", "en"].map((lang) =>
        milstolpe(`latin-${lang}`, "sync", "plan", "--source", source, ...own, "--lang", lang),
      ),
    );
    expect(answers.map(({ code }) => code)).toEqual([3, 3]);
    expect(answers[0]?.stdout).toContain("[avvisas]");
    expect(answers[1]?.stdout).toContain("[rejected]");
  });
});

describe("sync, step by step", () => {
  test("plan, approve, apply, verify, undo; each says what it did, and no step can be taken twice", async () => {
    const source = lists("steps");
    const sync = (verb: string, ...args: readonly string[]) => milstolpe("steps", "sync", verb, ...args, "--json");
    const planned = await sync("plan", "--source", source, "--municipality", small.code);
    expect(planned.code).toBe(2);
    const { digest, operations } = JSON.parse(planned.stdout) as {
      digest: string;
      operations: Record<string, number>;
    };
    const signed = ["--by", "Head of IT", "--reason", "first filling"];
    expect((await sync("apply")).code).toBe(1);
    expect((await sync("approve", "0".repeat(64), ...signed)).code).toBe(1);
    expect((await sync("approve", digest)).code).toBe(1);
    expect((await sync("approve", digest, ...signed)).code).toBe(0);
    const applied = await sync("apply");
    expect(applied.code).toBe(0);
    const all = Object.values(operations).reduce((sum, count) => sum + count, 0);
    expect(JSON.parse(applied.stdout)).toMatchObject({ done: all, conflicts: 0, refused: 0, held: 0 });
    expect((await sync("apply")).code).toBe(1);
    const verified = await sync("verify");
    const { units } = JSON.parse(verified.stdout) as { units: { state: string }[] };
    expect(units.every(({ state }) => state === "verified")).toBe(true);
    expect(verified.code).toBe(0);
    const undone = await sync("undo", ...signed);
    expect(JSON.parse(undone.stdout)).toEqual({ undone: all, conflicts: 0 });
    expect((await sync("undo", ...signed)).code).toBe(1);
  });
});

describe("plan", () => {
  test("the rollout template is put in time, and what it leaves open is said", async () => {
    const scheduled = await milstolpe("plan", "plan", "schedule", "--start", "2027-03-01", "--json");
    const { milestones, activities } = JSON.parse(scheduled.stdout) as { milestones: unknown[]; activities: unknown[] };
    expect({ milestones: milestones.length, activities: activities.length > 30 }).toEqual({
      milestones: 5,
      activities: true,
    });
    const linted = await milstolpe("plan", "plan", "lint", "--json");
    expect((JSON.parse(linted.stdout) as { findings: unknown[] }).findings.length).toBeGreaterThan(5);
  });

  test("a plan that waits for itself is a finding with the circle in it, not a crash", async () => {
    const [first] = rolloutTemplate.links;
    const circle = first && { ...first, from: first.to, to: first.from };
    const template = file(
      "circle.json",
      JSON.stringify({ ...rolloutTemplate, links: [...rolloutTemplate.links, circle] }),
    );
    const { code, stdout } = await milstolpe("plan", "plan", "schedule", template, "--start", "2027-03-01", "--json");
    expect(code).toBe(2);
    expect(stdout).toContain(first?.from);
  });

  test.each([
    ["no JSON", "{", 1],
    ["another document", '{"id": 1}', 2],
  ])("%s in place of a template: exit code %3$d", async (_name, content, expected) => {
    const { code, stdout, stderr } = await milstolpe("plan", "plan", "lint", file("template.json", content));
    expect(code).toBe(expected);
    expect(stdout + stderr).not.toMatch(/ {4}at /);
  });

  test("a start that is no day is refused", async () => {
    expect((await milstolpe("plan", "plan", "schedule", "--start", "2027-02-30")).code).toBe(1);
  });
});

describe("training solve", () => {
  const problem = () => trainingProblem(small, { accessFrom: "2026-06-09" });
  test("the same seed and steps give the same plan, and everybody has a place", async () => {
    const path = file("problem.json", JSON.stringify(problem()));
    const runs = await Promise.all(
      ["a", "b"].map(async (name) => {
        const out = join(folder, `plan-${name}.json`);
        const budget = ["--seed", "7", "--iterations", "50000"];
        const answer = await milstolpe("training", "training", "solve", path, ...budget, "--out", out, "--json");
        return { code: answer.code, result: JSON.parse(answer.stdout) as object, plan: readFileSync(out, "utf8") };
      }),
    );
    expect(runs[0]?.code).toBe(0);
    expect(runs[0]?.result).toMatchObject({ hard: 0, medium: 0, unplaced: 0 });
    expect(runs[0]?.plan).toBe(runs[1]?.plan);
  });

  test("access that is not known yet: nobody is placed, the plan is kept, and the exit code says so", async () => {
    const path = file("gated.json", JSON.stringify({ ...problem(), gates: { platform: null } }));
    const { code, stdout } = await milstolpe("training", "training", "solve", path, "--iterations", "1000", "--json");
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ hard: 0, sessions: 0 });
  });
});

describe("scb", () => {
  test("a written file is checked without an error, and is the same to the byte when it is written again", async () => {
    const [one, two] = [join(folder, "one.txt"), join(folder, "two.txt")];
    const layout = ["--layout", "betyg-ak9-vt2026"];
    // The demo's grades have planted faults: those rows are kept out, which is why the exit code is not 0.
    expect((await milstolpe("scb", "scb", "write", "demo", ...layout, "--out", one)).code).toBe(2);
    await milstolpe("scb", "scb", "write", "demo", ...layout, "--out", two);
    expect(readFileSync(one)).toEqual(readFileSync(two));
    const checked = await milstolpe("scb", "scb", "check", one, ...layout, "--json");
    expect(checked.code).toBe(0);
    expect(JSON.parse(checked.stdout)).toMatchObject({ layout: "betyg-ak9-vt2026", held: 0 });
  });

  test.each([
    ["a missing file", () => join(folder, "none.txt"), 1],
    ["an empty file", () => file("empty.txt", ""), 2],
    ["a file in no known layout", () => file("other.txt", "a;b;c\n1;2;3\n"), 2],
  ])("%s", async (_name, path, expected) => {
    expect((await milstolpe("scb", "scb", "check", path())).code).toBe(expected);
  });
});
