import { rolloutTemplate } from "@milstolpe/phases";
import { describe, expect, test } from "vitest";
import { commandLine } from "./harness.ts";

const { run, file } = commandLine();

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

  test.each([
    ["no JSON", "{", 1],
    ["another document", '{"id": 1}', 2],
  ])("%s in place of a template: exit code %3$d", async (_name, content, expected) => {
    const { code, stdout, stderr } = await run("plan", "lint", file("template.json", content));
    expect(code).toBe(expected);
    expect(stdout + stderr).not.toMatch(/ {4}at /);
  });

  test("a start that is no day is refused", async () => {
    expect((await run("plan", "schedule", "--start", "2027-02-30")).code).toBe(1);
  });
});
