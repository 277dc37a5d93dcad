import { mkdirSync, readFileSync } from "node:fs";
import { rolloutTemplate, schedule } from "@milstolpe/phases";
import { describe, expect, test } from "vitest";
import { demoLog, demoStart, swedishHolidays } from "../demo/rollout.ts";
import { planFrom, planView } from "../server/rollout-job.ts";
import { keepStatus } from "../server/status-store.ts";
import { openStore } from "../server/store.ts";
import { commandLine } from "./harness.ts";

const { run, on, file, path } = commandLine();

describe("plan", () => {
  test("the rollout template is put in time, and what it leaves open is said", async () => {
    const scheduled = await run("plan", "schedule", "--start", "2027-03-01", "--json");
    const { milestones, activities } = JSON.parse(scheduled.stdout) as { milestones: unknown[]; activities: unknown[] };
    expect({ milestones: milestones.length, activities: activities.length > 30 }).toEqual({
      milestones: 5,
      activities: true,
    });
    const linted = await run("plan", "lint", "--json");
    expect((JSON.parse(linted.stdout) as { findings: unknown[] }).findings.length).toBeGreaterThan(5);
  });

  test("a plan that waits for itself is a finding with the circle in it, not a crash", async () => {
    const [first] = rolloutTemplate.links;
    const circle = first && { ...first, from: first.to, to: first.from };
    const template = file(
      "circle.json",
      JSON.stringify({ ...rolloutTemplate, links: [...rolloutTemplate.links, circle] }),
    );
    const { code, stdout } = await run("plan", "schedule", template, "--start", "2027-03-01", "--json");
    expect(code).toBe(2);
    expect(stdout).toContain(first?.from);
  });

  const [phase] = rolloutTemplate.phases;
  const [activity] = phase?.activities ?? [];
  const withPhase = (change: object) => ({
    ...rolloutTemplate,
    phases: [{ ...phase, ...change }, ...rolloutTemplate.phases.slice(1)],
  });
  const withActivity = (change: object) =>
    withPhase({ activities: [{ ...activity, ...change }, ...(phase?.activities.slice(1) ?? [])] });
  const [link] = rolloutTemplate.links;
  test.each([
    [
      "a link to nowhere",
      { ...rolloutTemplate, links: [...rolloutTemplate.links, { ...link, to: "nowhere" }] },
      "nowhere",
    ],
    [
      "a ring of one",
      { ...rolloutTemplate, links: [...rolloutTemplate.links, { ...link, to: link?.from }] },
      link?.from,
    ],
    ["a party that there is not", withActivity({ responsible: ["ghost"] }), "ghost"],
    ["a condition that nobody decides", withActivity({ condition: { decision: "ghost", is: true } }), "ghost"],
    [
      "a gate that nobody can pass",
      withPhase({ milestone: { ...phase?.milestone, approver: { party: "ghost", body: "ghost", basis: "source" } } }),
      "ghost",
    ],
    ["an activity there twice", withPhase({ activities: [activity, ...(phase?.activities ?? [])] }), activity?.id],
    [
      "a duration that ends before it begins",
      withActivity({ duration: { min: 9, mode: 5, max: 2, basis: "source" } }),
      "",
    ],
  ])("a template with %s: lint, verify and schedule say so, exit code 2", async (_, template, said) => {
    const fault = file("fault.json", JSON.stringify(template));
    for (const verb of ["lint", "verify", "schedule"]) {
      const { code, stdout, stderr } = await run("plan", verb, fault);
      expect({ verb, code, said: stdout.includes(said ?? "?"), stderr }).toEqual({
        verb,
        code: 2,
        said: true,
        stderr: "",
      });
      expect(stdout).toContain("[must]");
    }
  });

  test.each([
    ["no JSON", "{", 1],
    ["another document", '{"id": 1}', 2],
  ])("%s in place of a template: exit code %3$d", async (_name, content, expected) => {
    const { code, stdout, stderr } = await run("plan", "lint", file("template.json", content));
    expect(code).toBe(expected);
    expect(stdout + stderr).not.toMatch(/ {4}at /);
  });

  test.each([
    [".xml", /^<\?xml[^]*<Project /],
    [".ics", /^BEGIN:VCALENDAR\r\n[^]*BEGIN:VEVENT/],
    [".csv", /^id,kind,title/],
    [".mmd", /^gantt\n/],
    [".svg", /^<svg/],
    [".html", /^<!doctype html>[^]*<svg[^]*<table/],
  ])("the schedule is written as %s", async (end, expected) => {
    const out = path(`plan${end}`);
    const { code } = await run("plan", "schedule", "--start", "2027-03-01", "--out", out);
    expect(code).toBe(0);
    expect(readFileSync(out, "utf8")).toMatch(expected);
  });

  test("a format that there is not is refused", async () => {
    const { code, stderr } = await run("plan", "schedule", "--out", path("plan.docx"));
    expect({ code, said: stderr.includes(".html") }).toEqual({ code: 1, said: true });
  });

  test("a start that is no day is refused", async () => {
    expect((await run("plan", "schedule", "--start", "2027-02-30")).code).toBe(1);
  });
});

describe("plan status", () => {
  test("a store without a rollout says what to do", async () => {
    const { code, stderr } = await run("plan", "status");
    expect({ code, said: stderr.includes("demo --once") }).toEqual({ code: 1, said: true });
  });

  test("of a rollout: its milestones, their days, and what is open before them with who can do it", async () => {
    mkdirSync(path("rollout"));
    const store = openStore(path("rollout/store.sqlite"));
    const rollout = { start: demoStart, holidays: swedishHolidays(demoStart), log: demoLog(rolloutTemplate) };
    const plan = planFrom(rolloutTemplate, rollout, { today: "2026-06-08", known: {} });
    const view = planView(rolloutTemplate, schedule(plan), rollout.log, []);
    keepStatus(store, "plan", view, "2026-06-08T08:00:00Z");
    store.close();
    const { code, stdout } = await on("rollout", "plan", "status", "--json");
    const { milestones } = JSON.parse(stdout) as { milestones: { state: string; open: { by: string[] }[] }[] };
    expect(code).toBe(2);
    expect(milestones.map(({ state }) => state)).toEqual(["passed", "open", "open", "open", "open"]);
    expect(milestones[1]?.open.every(({ by }) => by.length > 0)).toBe(true);
  });
});
