import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { workingCalendar } from "./calendar.ts";
import { readMspdi, writeMspdi } from "./mspdi.ts";
import { createPlan, type PlanOptions } from "./plan.ts";
import { rolloutTemplate } from "./rollout-template.ts";
import { schedule } from "./schedule.ts";

const data = fileURLToPath(new URL("../../../../shared/data/scheduling/mspdi/", import.meta.url));
const read = (xml: string) => {
  const result = readMspdi(xml);
  if (!result.ok) throw new Error(result.error.map(({ en }) => en).join());
  return result.value;
};

describe.skipIf(!existsSync(data))("files that Microsoft Project wrote (the data folder beside the checkout)", () => {
  test.each([
    ["mspdirelations.xml", 5],
    ["task-links-project2007-mspdi.xml", 16],
    ["task-links-project2013-mspdi.xml", 16],
  ])("%s: early and late days and both slacks of %i tasks are what Project says", (file, count) => {
    const { template, options, stated, findings } = read(readFileSync(data + file, "utf8"));
    const { activities } = schedule(createPlan(template, options));
    const days = workingCalendar(options.calendar, 2005, 2016);
    // A finish at eight in the morning is the end of the day worked before.
    const finish = (moment: string) =>
      moment.endsWith("T08:00:00") ? days.add(moment.slice(0, 10), -1) : moment.slice(0, 10);
    expect(findings).toEqual([]);
    expect(activities).toHaveLength(count);
    expect(
      activities.map(({ id, start, end, lateStart, lateEnd, totalFloat, freeFloat }) => ({
        id,
        start,
        end,
        lateStart,
        lateEnd,
        totalFloat,
        freeFloat,
      })),
    ).toEqual(
      activities.map(({ id }) => {
        const says = stated[id]!;
        return {
          id,
          start: says.earlyStart.slice(0, 10),
          end: finish(says.earlyFinish),
          lateStart: says.lateStart.slice(0, 10),
          lateEnd: finish(says.lateFinish),
          totalFloat: says.totalSlack,
          freeFloat: says.freeSlack,
        };
      }),
    );
  });

  test("a file of manual tasks is read with all its links", () => {
    const { template } = read(readFileSync(`${data}task-links-project2019-mspdi.xml`, "utf8"));
    expect(template.links).toHaveLength(8);
    expect(new Set(template.links.map(({ type }) => type)).size).toBeGreaterThan(1);
  });
});

describe("a plan as a file and back", () => {
  const options: PlanOptions = {
    start: "2027-03-01",
    calendar: { holidays: ["2027-03-26", "2027-03-29", "2027-05-06"] },
    decisions: { "migration-ordered": true, "guardians-invited": true },
    dates: { "key-person-training": { notBefore: "2027-05-17" }, evaluation: { finishBy: "2027-12-01" } },
  };

  test("has the same days, ids, titles and links", () => {
    const plan = createPlan(rolloutTemplate, options);
    const before = schedule(plan);
    const { xml, findings } = writeMspdi(plan, { language: "en" });
    expect(findings).toEqual([]);
    const { template, options: readOptions, findings: doubts } = read(xml);
    expect(doubts).toEqual([]);
    const after = new Map(schedule(createPlan(template, readOptions)).activities.map((one) => [one.id, one]));
    for (const { id, start, end, workingDays } of before.activities)
      expect(after.get(id)).toMatchObject({ id, start, end, workingDays });
    for (const { id, date } of before.milestones) expect(after.get(id)).toMatchObject({ id, start: date, end: date });
    const titles = template.phases.map(({ title }) => title.en);
    expect(titles).toEqual(rolloutTemplate.phases.map(({ title }) => title.en));
    expect(template.phases[0]?.activities[0]?.title.en).toBe(rolloutTemplate.phases[0]?.activities[0]?.title.en);
  });

  test("keeps the sort of every link, and its lag", () => {
    // Durations that differ, so that no two sorts give the same days.
    const links = (["FS", "SS", "FF", "SF"] as const).map((type, index) => ({
      from: "rollout-plan",
      to: ["staffing", "headcount", "responsibilities", "risk-analysis"][index]!,
      type,
      lag: [2, 3, 4, 9][index]!,
      basis: "source" as const,
    }));
    const plan = createPlan({ ...rolloutTemplate, links }, options);
    const back = read(writeMspdi(plan).xml);
    const kept = back.template.links.filter(({ from }) => from === "rollout-plan");
    expect(kept).toEqual(expect.arrayContaining(links));
    const xml = writeMspdi(plan).xml;
    // Project's numbers: 0 FF, 1 FS, 2 SF, 3 SS; a day is 4800 tenths of a minute.
    for (const [type, lag] of [
      [1, 9600],
      [3, 14_400],
      [0, 19_200],
      [2, 43_200],
    ])
      expect(xml).toContain(`<Type>${type}</Type><CrossProject>0</CrossProject><LinkLag>${lag}</LinkLag>`);
  });

  test("says what does not fit", () => {
    const first = { from: "staffing", to: "responsibilities", type: "FS", lag: 0, maxLag: 3, basis: "source" } as const;
    const dates = { staffing: { startOn: "2027-03-02", finishNotBefore: "2027-03-09" } };
    const plan = createPlan({ ...rolloutTemplate, links: [first] }, { ...options, dates });
    expect(writeMspdi(plan).findings.map(({ code, where }) => `${code} ${where}`)).toEqual(
      expect.arrayContaining(["phases.mspdi-max-lag responsibilities", "phases.mspdi-constraints staffing"]),
    );
  });

  test("keeps calendars of other names, and what is done", () => {
    const template = {
      ...rolloutTemplate,
      phases: rolloutTemplate.phases.map((phase) => ({
        ...phase,
        activities: phase.activities.map((one) =>
          one.id === "key-person-training" ? { ...one, calendar: "school" } : one,
        ),
      })),
    };
    const plan = createPlan(template, {
      ...options,
      calendars: { school: { holidays: [], weekdays: [2, 4] } },
      dates: { staffing: { started: "2027-03-02", done: "2027-03-04" } },
    });
    const back = read(writeMspdi(plan).xml);
    const find = (result: ReturnType<typeof schedule>, id: string) => result.activities.find((one) => one.id === id);
    const now = schedule(createPlan(back.template, back.options));
    for (const id of ["staffing", "key-person-training"])
      expect(find(now, id)).toMatchObject({
        start: find(schedule(plan), id)?.start,
        end: find(schedule(plan), id)?.end,
      });
  });
});

describe("a file that is wrong", () => {
  test.each([
    ["empty", ""],
    ["no XML", "start;end\n1;2"],
    ["cut", "<Project><StartDate>2027-03-01T08:00:00</StartDate>"],
    ["crossed", "<Project><a></b></Project>"],
    ["another document", "<html><StartDate>2027-03-01</StartDate></html>"],
    ["without a start", "<Project><Tasks/></Project>"],
    ["with a start that is no day", "<Project><StartDate>2027-02-31T08:00:00</StartDate></Project>"],
    ["with entities that explode", '<!DOCTYPE p [<!ENTITY a "aaaa">]><Project>&a;</Project>'],
    ["with an unknown entity", "<Project><StartDate>&x;</StartDate></Project>"],
  ])("%s is a finding", (_, xml) => {
    expect(readMspdi(xml)).toMatchObject({ ok: false, error: [{ code: "phases.mspdi-form", severity: "must" }] });
  });

  const project = (tasks: string) =>
    `<?xml version="1.0"?><Project><StartDate>2027-03-01T08:00:00</StartDate><Tasks>${tasks}</Tasks></Project>`;
  test.each([
    [0, "FF"],
    [1, "FS"],
    [2, "SF"],
    [3, "SS"],
  ])("a link of type %i is %s", (number, type) => {
    const link = `<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>${number}</Type></PredecessorLink>`;
    const { template } = read(project(`<Task><UID>1</UID></Task><Task><UID>2</UID>${link}</Task>`));
    expect(template.links).toMatchObject([{ from: "task-1", to: "task-2", type }]);
  });

  test.each([
    ["phases.mspdi-part-day", "<Task><UID>1</UID><Duration>PT4H0M0S</Duration></Task>"],
    [
      "phases.mspdi-link",
      "<Task><UID>1</UID><PredecessorLink><PredecessorUID>9</PredecessorUID><Type>1</Type></PredecessorLink></Task>",
    ],
    [
      "phases.mspdi-lag",
      "<Task><UID>1</UID></Task><Task><UID>2</UID><PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type><LinkLag>4800</LinkLag><LagFormat>8</LagFormat></PredecessorLink></Task>",
    ],
  ])("%s is said, and the rest is read", (code, tasks) => {
    const { findings, template } = read(project(tasks));
    expect(findings.map((one) => one.code)).toEqual([code]);
    expect(template.phases[0]?.activities[0]?.id).toBe("task-1");
  });

  test("characters, comments and sections are read as they are meant", () => {
    const { template } = read(
      project("<!-- x --><Task><UID>1</UID><Name>R&#228;tt &amp; <![CDATA[<sant>]]></Name><Empty a='>'/></Task>"),
    );
    expect(template.phases[0]?.activities[0]?.title.sv).toBe("Rätt & <sant>");
  });
});
