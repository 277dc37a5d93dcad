import { describe, expect, test } from "vitest";
import { demoMunicipality } from "../demo/index.ts";
import { countRegister } from "../server/register-store.ts";
import { openStore } from "../server/store.ts";
import { commandLine } from "./harness.ts";

const { on, file, path } = commandLine();
const small = demoMunicipality(1, { scale: 0.05 });

/** A folder of SS 12000 lists; `change` spoils it. */
function lists(name: string, change: Readonly<Record<string, string | undefined>> = {}): string {
  for (const [list, rows] of Object.entries(small.ss12000)) {
    const text = list in change ? change[list] : JSON.stringify({ data: rows, pageToken: null });
    if (text !== undefined) file(`${name}/${list}.json`, text);
  }
  return path(name);
}

describe("a source that is not as it should be", () => {
  const own = ["--municipality", small.code] as const;
  const [start] = JSON.stringify(small.ss12000.persons).match(/^.{20000}/s) ?? [""];
  test.each<[string, () => string, readonly string[], number, RegExp]>([
    ["a folder that is missing", () => path("nowhere"), own, 1, /is no file, no folder/],
    ["a list that is cut", () => lists("cut", { persons: start }), own, 3, /\[rejected\]/],
    ["a list that is empty", () => lists("empty", { persons: "" }), own, 3, /\[rejected\]/],
    ["no list of people", () => lists("missing", { persons: undefined }), own, 3, /\[rejected\]/],
    ["another municipality", () => lists("whole"), ["--municipality", "0180"], 3, /\[rejected\].*9901/],
    ["no word of whose register it is", () => lists("whole"), [], 1, /--municipality/],
  ])("%s: the exit code says so, and nothing is written", async (name, source, more, expected, said) => {
    const data = `bad-${name.replaceAll(" ", "-")}`;
    const { code, stdout, stderr } = await on(data, "sync", "plan", "--source", source(), ...more);
    expect({ code, said: said.test(stdout + stderr) }).toEqual({ code: expected, said: true });
    const store = openStore(path(`${data}/store.sqlite`));
    expect(countRegister(store)).toBe(0);
    store.close();
    const approved = await on(data, "sync", "apply");
    expect(approved.code).toBe(1);
  });

  test("a file in Windows-1252 that should be UTF-8 is a finding in both languages", async () => {
    const source = lists("latin", { persons: undefined });
    const text = JSON.stringify({ data: small.ss12000.persons, pageToken: null });
    file("latin/persons.json", Buffer.from(text, "latin1"));
    const answers = await Promise.all(
      ["sv", "en"].map((lang) => on(`latin-${lang}`, "sync", "plan", "--source", source, ...own, "--lang", lang)),
    );
    expect(answers.map(({ code }) => code)).toEqual([3, 3]);
    expect(answers[0]?.stdout).toContain("[avvisas]");
    expect(answers[1]?.stdout).toContain("[rejected]");
  });
});

describe("sync, step by step", () => {
  test("plan, approve, apply, verify, undo; each says what it did, and no step can be taken twice", async () => {
    const source = lists("steps");
    const sync = (verb: string, ...args: readonly string[]) => on("steps", "sync", verb, ...args, "--json");
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
