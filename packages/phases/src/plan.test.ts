import { describe, expect, test } from "vitest";
import { criticalPath } from "./critical-path.ts";
import { toNetwork } from "./network.ts";
import { createPlan, type PlanOptions } from "./plan.ts";
import { schedule } from "./schedule.ts";
import { rolloutTemplate } from "./rollout-template.ts";
import type { Template } from "./template.ts";

/** Swedish public holidays of 2027, passed in as data. */
const holidays = [
  "2027-01-01",
  "2027-01-06",
  "2027-03-26",
  "2027-03-29",
  "2027-05-06",
  "2027-06-25",
  "2027-12-24",
  "2027-12-31",
];
const options: PlanOptions = {
  start: "2027-03-01",
  calendar: { holidays },
  decisions: { "migration-ordered": false, "guardians-invited": false },
};
const planned = (more: Partial<PlanOptions> = {}, template: Template = rolloutTemplate) =>
  schedule(createPlan(template, { ...options, ...more }));
const day = (result: ReturnType<typeof schedule>, id: string) =>
  result.activities.find((one) => one.id === id) ?? result.milestones.find((one) => one.id === id);

describe("the rollout on a calendar", () => {
  const result = planned();

  test("all that is not conditional is in it, in working days", () => {
    expect(result.activities).toHaveLength(32 + 7 - 3);
    expect(result.excluded).toHaveLength(17 + 3);
    const isWorked = (date: string) =>
      !holidays.includes(date) && ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
    for (const { id, start, end } of result.activities) {
      expect({ id, works: isWorked(start) && isWorked(end) && start <= end }).toEqual({ id, works: true });
    }
  });

  test("five milestones in order, none before the work it guards", () => {
    const dates = result.milestones.map(({ date }) => date);
    expect(dates).toEqual(dates.toSorted());
    expect(new Set(dates).size).toBe(5);
    for (const { id, phase, date } of result.milestones) {
      const last = result.activities.filter((one) => one.phase === phase).map(({ end }) => end);
      expect({ id, waits: last.every((end) => end <= date) }).toEqual({ id, waits: true });
    }
    expect(result.end).toBe(dates.at(-1));
  });

  test("work waits for its month", () => {
    expect(day(result, "template-documents")).toMatchObject({ start: "2027-04-01" });
    expect(day(result, "production-environment")).toMatchObject({ start: expect.stringMatching(/^2027-04/) });
  });

  test("a holiday moves what comes after it", () => {
    const without = planned({ calendar: { holidays: [] } });
    expect(without.end <= result.end).toBe(true);
    expect(day(without, "template-documents")).not.toEqual(day(result, "template-documents"));
  });

  test("some activity is critical up to the end, and floats say how much the others may slip", () => {
    expect(result.milestones.at(-1)?.totalFloat).toBe(0);
    expect(result.activities.filter(({ isCritical }) => isCritical).length).toBeGreaterThan(0);
    expect(result.activities.every(({ totalFloat }) => totalFloat >= 0)).toBe(true);
  });
});

describe("decisions", () => {
  test("an ordered migration brings its 17 activities and the two that wait for the order", () => {
    const result = planned({ decisions: { ...options.decisions, "migration-ordered": true } });
    expect(result.activities).toHaveLength(32 + 7 - 3 + 17 + 2);
  });

  test("one that is not taken is said, and counts as no", () => {
    const result = planned({ decisions: {} });
    expect(result.findings.filter(({ code }) => code === "phases.undecided").map(({ where }) => where)).toEqual([
      "migration-ordered",
      "guardians-invited",
    ]);
    expect(result.activities).toEqual(planned().activities);
  });
});

describe("days known from outside", () => {
  test("what can't begin before access is live begins then", () => {
    const result = planned({ dates: { "key-person-training": { notBefore: "2027-08-23" } } });
    expect(day(result, "key-person-training")).toMatchObject({ start: "2027-08-23" });
    expect(day(result, "m3")).toMatchObject({ date: expect.stringMatching(/^2027-09/) });
  });

  test("what is done ends on its day", () => {
    const result = planned({ dates: { "broad-rollout": { done: "2027-10-29" } } });
    expect(day(result, "broad-rollout")).toMatchObject({ end: "2027-10-29" });
  });

  test("an end before the work could begin, and one after its month, are findings", () => {
    const result = planned({
      dates: { "acceptance-tests": { done: "2027-03-02" }, staffing: { notBefore: "2027-05-03" } },
    });
    const code = (where: string) => result.findings.filter((one) => one.where === where).map((one) => one.code);
    expect(code("acceptance-tests")).toContain("phases.early");
    expect(code("staffing")).toContain("phases.late");
  });

  test("a weekend as start is moved to Monday", () => {
    expect(planned({ start: "2027-02-27" }).start).toBe("2027-03-01");
    expect(() => createPlan(rolloutTemplate, { ...options, start: "2027-02-30" })).toThrow("YYYY-MM-DD");
  });
});

test("an order that can't be kept is a finding with the ring, and no dates", () => {
  const template: Template = {
    ...rolloutTemplate,
    links: [...rolloutTemplate.links, { from: "m3", to: "test-plan", type: "FS", lag: 0, basis: "source" }],
  };
  const result = planned({}, template);
  expect(result.activities).toEqual([]);
  const ring = result.findings.find(({ code }) => code === "phases.not-met");
  expect(ring?.en).toMatch(/m3 > test-plan|test-plan > installation-tests/);
});

describe("the network for a simulation", () => {
  test("has the same days as the schedule", () => {
    const plan = createPlan(rolloutTemplate, options);
    const { network, dayToDate } = toNetwork(plan);
    const waits = network.activities.flatMap(({ id, notBefore }) =>
      notBefore === undefined ? [] : [{ from: "day 0", to: id, type: "SS" as const, lag: notBefore }],
    );
    const path = criticalPath({
      activities: [
        { id: "day 0", duration: 0 },
        ...network.activities.map(({ id, duration }) => ({
          id,
          duration: typeof duration === "number" ? duration : duration.mode,
        })),
      ],
      links: [...network.links, ...waits],
    });
    const { milestones, end } = schedule(plan);
    expect(network.milestones).toEqual(milestones.map(({ id }) => id));
    expect(network.milestones.map((id) => dayToDate(path.ef[id] ?? -1))).toEqual(milestones.map(({ date }) => date));
    expect(dayToDate(path.makespan)).toBe(end);
  });

  test("gives a range where the template has one, and none for what is done", () => {
    const { network } = toNetwork(
      createPlan(rolloutTemplate, { ...options, dates: { staffing: { done: "2027-03-05" } } }),
    );
    const duration = (id: string) => network.activities.find((one) => one.id === id)?.duration;
    expect(duration("sync-verification")).toMatchObject({ min: 10, mode: 15, max: 40 });
    expect(duration("staffing")).toBe(3);
    const begun = toNetwork(
      createPlan(rolloutTemplate, {
        ...options,
        asOf: "2027-05-31",
        dates: { "sync-verification": { started: "2027-05-03" }, "sync-live": { started: "2027-05-03", remaining: 2 } },
      }),
    ).network.activities;
    // Nineteen working days have gone, of forty at most.
    expect(begun.find(({ id }) => id === "sync-verification")?.duration).toEqual({ min: 19, mode: 19, max: 40 });
    expect(begun.find(({ id }) => id === "sync-live")?.duration).toBe(21);
    expect(duration("m1")).toBe(0);
  });
});
