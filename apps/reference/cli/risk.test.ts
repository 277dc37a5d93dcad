import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { demoMunicipality } from "../demo/index.ts";
import { demoFiles } from "../server/demo-files.ts";
import { commandLine, findingsOf } from "./harness.ts";

const { run, file, path } = commandLine();
const files = demoFiles(demoMunicipality(1, { scale: 0.05 }));
const model = file("model.json", files.get("risk-model.json") ?? "");
const register = file("register.json", files.get("risk-register.json") ?? "");
const budget = ["--iterations", "2000", "--seed", "3"];

interface Simulated {
  readonly milestones: Readonly<
    Record<
      string,
      { readonly p50: number; readonly p80: number; readonly mean: number; readonly standardError: number }
    >
  >;
  readonly criticality: Readonly<Record<string, number>>;
  readonly seconds: number;
}

const fixed = {
  network: {
    activities: [
      { id: "a", duration: 3 },
      { id: "live", duration: { min: 2, mode: 2, max: 2 } },
    ],
    links: [{ from: "a", to: "live", type: "FS", lag: 0 }],
    milestones: ["live"],
  },
};

describe("risk simulate", () => {
  test("a model: P50, P80, mean and error of every milestone, and how critical each activity is", async () => {
    const { code, stdout } = await run(
      "risk",
      "simulate",
      file("fixed.json", JSON.stringify(fixed)),
      ...budget,
      "--json",
    );
    const { milestones, criticality, seconds } = JSON.parse(stdout) as Simulated;
    expect(code).toBe(0);
    expect(milestones["live"]).toMatchObject({ p50: 5, p80: 5, mean: 5, standardError: 0 });
    expect(criticality).toEqual({ a: 1, live: 1 });
    expect(seconds).toBeGreaterThanOrEqual(0);
  });

  test("the rollout as a model and as a register on its plan: the same numbers, and the seed decides them", async () => {
    const of = async (...args: readonly string[]) => {
      const answer = await run("risk", "simulate", ...args, "--json");
      const { milestones } = JSON.parse(answer.stdout) as Simulated;
      return Object.entries(milestones).map(([id, { p50, p80, mean }]) => [id, p50, p80, mean]);
    };
    const asModel = await of(model, ...budget);
    expect(asModel).toHaveLength(5);
    expect(await of(register, ...budget)).toEqual(asModel);
    expect(await of(...budget)).toEqual(asModel);
    expect(await of(model, "--iterations", "2000", "--seed", "4")).not.toEqual(asModel);
  });

  test.each([
    ["a correlation above 1", { ...fixed, correlation: [{ a: "a", b: "live", rho: 2 }] }, "risk.invalid"],
    [
      "a link to nowhere",
      { network: { ...fixed.network, links: [{ from: "a", to: "x", type: "FS", lag: 0 }] } },
      "risk.unknown-id",
    ],
    [
      "a ring",
      { network: { ...fixed.network, links: [...fixed.network.links, { from: "live", to: "a", type: "FS", lag: 0 }] } },
      "risk.cyclic-links",
    ],
    ["another document", { hello: "world" }, "risk.invalid"],
  ])("%s is a finding, and nothing is simulated", async (_, document, code) => {
    const answer = await run("risk", "simulate", file("bad.json", JSON.stringify(document)), "--json");
    expect(answer.code).toBe(2);
    expect(findingsOf(answer).map((one) => one.code)).toContain(code);
  });

  test.each([
    ["no JSON", () => [file("none.json", "{")], "JSON"],
    ["no iterations", () => [model, "--iterations", "0"], "--iterations"],
    ["half an iteration", () => [model, "--iterations", "1.5"], "--iterations"],
    ["a seed that is none", () => [model, "--seed", "now"], "--seed"],
    ["a start that is no day", () => ["--start", "2026-02-30"], "--start"],
  ])("%s: exit code 1", async (_, args, said) => {
    const { code, stderr } = await run("risk", "simulate", ...args());
    expect({ code, said: stderr.includes(said) }).toEqual({ code: 1, said: true });
  });
});

describe("risk report", () => {
  test("in both languages, with every milestone by name and day", async () => {
    const [sv, en] = await Promise.all(
      ["sv", "en"].map(async (lang) => {
        const out = path(`risks-${lang}.md`);
        const { code } = await run("risk", "report", register, ...budget, "--lang", lang, "--out", out);
        expect(code).toBe(0);
        return readFileSync(out, "utf8");
      }),
    );
    expect(sv).toMatch(/^# Riskrapport/);
    expect(en).toMatch(/^# Risk report/);
    expect(en?.match(/\d{4}-\d{2}-\d{2}/g)?.length).toBeGreaterThan(10);
    expect(en).not.toContain("Riskrapport");
  });

  test("to the screen, or in a document", async () => {
    expect((await run("risk", "report", ...budget)).stdout).toContain("# Risk report");
    expect(JSON.parse((await run("risk", "report", ...budget, "--json")).stdout)).toHaveProperty("markdown");
  });

  test("a model has no register to report", async () => {
    const { code, stderr } = await run("risk", "report", model, ...budget);
    expect({ code, said: stderr.includes("risk simulate") }).toEqual({ code: 1, said: true });
  });
});
