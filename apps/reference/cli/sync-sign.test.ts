import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { demoMunicipality } from "../demo/index.ts";
import { demoFiles } from "../server/demo-files.ts";
import { commandLine } from "./harness.ts";

// A small municipality, read every second night for two months.

let day = 0;
const now = () => new Date(Date.parse("2026-06-09T03:00:00Z") + day * 86_400_000);
const { run, file, path } = commandLine({}, now);
const demo = demoMunicipality(1, { scale: 0.02 });
const json = async (...args: readonly string[]): Promise<Readonly<Record<string, unknown>>> => {
  const { code, stdout } = await run(...args, "--json");
  return { ...(JSON.parse(stdout) as Readonly<Record<string, unknown>>), code };
};

interface Verified {
  readonly units: readonly { readonly unit: string; readonly inRegister: number; readonly state: string }[];
  readonly stale: { readonly isProved: boolean; readonly runs: number; readonly days: number };
}
const verify = async () => (await json("sync", "verify")) as unknown as Verified;
const sign = (unit: string, ...args: readonly string[]) => json("sync", "sign", unit, ...args);
const principal = ["--by", "Head of school", "--role", "principal"];
let unit = "";

beforeAll(async () => {
  for (const [name, content] of demoFiles(demo)) if (name.startsWith("register/")) file(name, content);
  const source = ["--source", path("register"), "--municipality", demo.code];
  const { digest } = await json("sync", "plan", ...source);
  await run("sync", "approve", String(digest), "--by", "Head of IT", "--reason", "first filling");
  await run("sync", "apply");
  const { units } = await verify();
  unit = units.find(({ state, inRegister }) => state === "verified" && inRegister > 20)?.unit ?? "";
});

describe("the way to sign-off", () => {
  test("a sample is drawn: ids and reasons, as many as the demand asks", async () => {
    const out = path("sample.csv");
    const { code, items, population } = await json("sync", "sample", unit, "--out", out);
    expect(code).toBe(0);
    expect(Number(items)).toBeGreaterThan(0);
    expect(Number(items)).toBeLessThanOrEqual(Number(population));
    const text = readFileSync(out, "utf8");
    expect(text).toMatch(/^person;reasons\r\n/);
    expect(demo.truth.persons.filter(({ familyName }) => text.includes(familyName))).toEqual([]);
  });

  test("nobody signs before everything is shown: each reason is named", async () => {
    expect(await sign(unit, ...principal)).toMatchObject({ code: 3, refusals: ["sample", "stale"] });
    expect(await sign(unit, "--checked", "80", "--by", "A teacher", "--role", "teacher")).toMatchObject({
      code: 3,
      refusals: ["stale", "role"],
    });
  });

  test("after 20 readings over 28 days without a stale row, the unit is signed for", async () => {
    let seen = await verify();
    while (!seen.stale.isProved && day < 80) {
      day += 2;
      seen = await verify();
    }
    expect(seen.stale).toMatchObject({ isProved: true, runs: 20 });
    expect(await sign(unit, ...principal)).toMatchObject({
      code: 0,
      state: "signedOff",
      signed: { by: "Head of school", role: "principal" },
    });
  });

  test("too many wrong in the sample: not signed for", async () => {
    const { units } = await verify();
    const other = units.find((one) => one.state === "verified" && one.inRegister > 20 && one.unit !== unit)?.unit ?? "";
    expect(await sign(other, "--checked", "80", "--wrong", "9", ...principal)).toMatchObject({
      code: 3,
      refusals: ["sample"],
    });
  });

  test.each([
    ["a unit that there is not", ["nowhere"], "nowhere"],
    ["more wrong than checked", ["UNIT", "--checked", "1", "--wrong", "2"], "--wrong"],
    ["a signature without a role", ["UNIT", "--by", "Somebody"], "--role"],
  ])("%s: exit code 1", async (_, args, said) => {
    const { code, stderr } = await run("sync", "sign", ...args.map((arg) => (arg === "UNIT" ? unit : arg)));
    expect({ code, said: stderr.includes(said) }).toEqual({ code: 1, said: true });
  });
});

describe("sync quality", () => {
  interface Quality {
    readonly code: number;
    readonly runs: number;
    readonly table: readonly { readonly measure: string; readonly count: number; readonly of: number }[];
    readonly changes: readonly { readonly measure: string; readonly direction: string; readonly unit?: string }[];
  }
  const quality = async (...args: readonly string[]) => (await json("sync", "quality", ...args)) as unknown as Quality;

  test("every verification is in the series, of all units and of one; nobody is in it", async () => {
    const [all, one] = [await quality(), await quality("--unit", unit)];
    expect(all.runs).toBeGreaterThan(15);
    expect(all.changes).toEqual([]);
    const last = all.table.findLast(({ measure }) => measure === "verified");
    expect(last?.count).toBe(last?.of);
    expect(one.table.findLast(({ measure }) => measure === "verified")?.of).toBeLessThan(last?.of ?? 0);
    const { stdout } = await run("sync", "quality", "--lang", "sv");
    expect(stdout).toMatch(/läses som i källan +100\.0 %/);
    expect(demo.truth.persons.filter(({ id }) => stdout.includes(id))).toEqual([]);
  });

  test("what chance does not explain is called worse, and is exit code 2", async () => {
    const { persons, ...lists } = demo.ss12000;
    const spoilt = persons.map((person, at) =>
      at % 3 === 0 ? { ...person, familyName: `Ny${person.familyName}` } : person,
    );
    for (const [list, rows] of Object.entries({ persons: spoilt, ...lists }))
      file(`changed/${list}.json`, JSON.stringify({ data: rows }));
    day += 1;
    await run("sync", "verify", "--source", path("changed"));
    const { code, changes } = await quality();
    expect(code).toBe(2);
    expect(changes).toContainEqual(expect.objectContaining({ measure: "verified", direction: "worsened" }));
    expect(changes.filter(({ measure }) => measure === "matched")).toEqual([]);
  });

  test("a unit that there is not, and a store without a verification", async () => {
    expect((await run("sync", "quality", "--unit", "nowhere")).stderr).toContain("nowhere");
    const empty = commandLine({}, now);
    expect(await empty.run("sync", "quality")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("sync verify") as string,
    });
  });
});
