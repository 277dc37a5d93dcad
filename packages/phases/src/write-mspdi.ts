import type { CalendarData } from "./calendar.ts";
import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import type { KnownDate, Plan } from "./plan.ts";
import { place } from "./placement.ts";
import { schedule } from "./schedule.ts";
import { xmlText } from "./xml.ts";

export interface WriteMspdiOptions {
  readonly language?: "sv" | "en";
}

/** A file for Microsoft Project, and what could not be said in it. */
export interface MspdiFile {
  readonly xml: string;
  readonly findings: readonly Finding[];
}

const types = { FF: 0, FS: 1, SF: 2, SS: 3 } as const;
const perDay = 4800;

/**
 * A plan as a project for Microsoft Project: phases as summary tasks, working days of eight hours, every link that holds
 * (also those the rules imply), months and known days as constraints, the ids as WBS codes. Only one constraint fits a task;
 * most-lags do not fit at all: such losses are findings.
 */
export function writeMspdi(plan: Plan, { language = "sv" }: WriteMspdiOptions = {}): MspdiFile {
  const placement = place(plan);
  const { network, calendars, durations, earliest, own, first } = placement;
  const findings: Finding[] = [];
  const planned = schedule(plan);
  const times = new Map([
    ...planned.activities.map(({ id, start, end }) => [id, { start, end }] as const),
    ...planned.milestones.map(({ id, date }) => [id, { start: date, end: date }] as const),
  ]);
  const names = Object.keys(plan.calendars ?? {});
  const calendarUid = (name: string | undefined) =>
    name === undefined || !names.includes(name) ? -1 : names.indexOf(name) + 2;
  const phaseUid = new Map(plan.template.phases.map(({ id }, index) => [id, network.nodes.length + 1 + index]));
  const uid = (id: string) => (placement.index.get(id) ?? 0) + 1;
  const task = (id: string): readonly string[] => {
    const at = placement.index.get(id) ?? 0;
    const { activity } = network.nodes[at]!;
    const days = durations[at]!;
    const milestone = plan.template.phases.find((phase) => phase.milestone?.id === id)?.milestone;
    const known = plan.dates?.[id] ?? {};
    const lower =
      earliest[at]! > calendars[at]!.rank(own.day(first))
        ? calendars[at]!.text(earliest[at]! - (days === 0 ? 1 : 0))
        : undefined;
    const constraint = constraintOf(known, lower);
    if (constraint.isLossy) findings.push(finding("phases.mspdi-constraints", id, {}));
    const { start = plan.start, end = plan.start } = times.get(id) ?? {};
    return [
      "    <Task>",
      ...fields({
        UID: uid(id),
        ID: uid(id),
        Name: (activity ?? milestone)?.title[language] ?? id,
        Manual: 0,
        WBS: id,
        OutlineLevel: 2,
        Start: `${start}T08:00:00`,
        Finish: `${end}T17:00:00`,
        Duration: `PT${days * 8}H0M0S`,
        DurationFormat: 7,
        Milestone: days === 0 ? 1 : 0,
        Summary: 0,
        CalendarUID: calendarUid(activity?.calendar),
        ConstraintType: constraint.type,
        ...(constraint.date === undefined ? {} : { ConstraintDate: `${constraint.date}T${constraint.time}:00:00` }),
        ...(known.finishBy === undefined ? {} : { Deadline: `${known.finishBy}T17:00:00` }),
        ...(known.started === undefined ? {} : { ActualStart: `${known.started}T08:00:00` }),
        ...(known.done === undefined ? {} : { ActualFinish: `${known.done}T17:00:00`, PercentComplete: 100 }),
      }),
      ...linksTo(id),
      "    </Task>",
    ];
  };
  const incoming = new Map<string, string[]>();
  for (const { from, to, type, lag, maxLag } of network.links) {
    if (maxLag !== undefined) findings.push(finding("phases.mspdi-max-lag", to, {}));
    const lines = incoming.get(to) ?? [];
    const text = `      <PredecessorLink><PredecessorUID>${uid(from)}</PredecessorUID><Type>${types[type]}</Type><CrossProject>0</CrossProject><LinkLag>${lag * perDay}</LinkLag><LagFormat>7</LagFormat></PredecessorLink>`;
    if (!lines.includes(text)) lines.push(text);
    incoming.set(to, lines);
  }
  const linksTo = (id: string): readonly string[] => incoming.get(id) ?? [];
  const xml = [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    '<Project xmlns="http://schemas.microsoft.com/project">',
    ...fields(
      {
        SaveVersion: 14,
        Name: plan.template.id,
        Title: plan.template.title[language],
        ScheduleFromStart: 1,
        StartDate: `${planned.start}T08:00:00`,
        FinishDate: `${planned.end}T17:00:00`,
        CalendarUID: 1,
        DefaultStartTime: "08:00:00",
        DefaultFinishTime: "17:00:00",
        MinutesPerDay: 480,
        MinutesPerWeek: 2400,
        DaysPerMonth: 20,
        NewTasksAreManual: 0,
      },
      "  ",
    ),
    "  <Calendars>",
    ...calendar(1, "Standard", plan.calendar),
    ...names.flatMap((name, index) => calendar(index + 2, name, plan.calendars?.[name] ?? { holidays: [] })),
    "  </Calendars>",
    "  <Tasks>",
    ...plan.template.phases.flatMap(({ id, title }) => [
      "    <Task>",
      ...fields({
        UID: phaseUid.get(id) ?? 0,
        ID: phaseUid.get(id) ?? 0,
        Name: title[language],
        WBS: id,
        OutlineLevel: 1,
        Summary: 1,
        Manual: 0,
      }),
      "    </Task>",
      ...network.nodes.filter(({ phase }) => phase === id).flatMap((node) => task(node.id)),
    ]),
    "  </Tasks>",
    "</Project>",
    "",
  ].join("\n");
  return { xml, findings };
}

const fields = (values: Readonly<Record<string, string | number>>, indent = "      "): readonly string[] =>
  Object.entries(values).map(([name, value]) => `${indent}<${name}>${xmlText(String(value))}</${name}>`);

/** The one constraint that a task can have: what must be before what may not be earlier. */
function constraintOf(
  { startOn, finishOn, startBy, finishNotBefore, isLate }: KnownDate,
  lower: string | undefined,
): { readonly type: number; readonly date?: string; readonly time: "08" | "17"; readonly isLossy: boolean } {
  const all: readonly (readonly [number, string | undefined, "08" | "17"])[] = [
    [2, startOn, "08"],
    [3, finishOn, "17"],
    [5, startBy, "08"],
    [6, finishNotBefore, "17"],
    [4, startOn === undefined && finishOn === undefined && finishNotBefore === undefined ? lower : undefined, "08"],
  ];
  const given = all.filter(([, date]) => date !== undefined);
  const [found] = given;
  if (!found) return { type: isLate === true ? 1 : 0, time: "08", isLossy: false };
  const [type, date = "", time] = found;
  return { type, date, time, isLossy: given.length > 1 || isLate === true };
}

function calendar(
  uid: number,
  name: string,
  { holidays, weekdays = [1, 2, 3, 4, 5] }: CalendarData,
): readonly string[] {
  const hours =
    "<WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime><WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes>";
  return [
    "    <Calendar>",
    ...fields({ UID: uid, Name: name, IsBaseCalendar: 1 }),
    "      <WeekDays>",
    ...[7, 1, 2, 3, 4, 5, 6].map((day, index) => {
      const isWorked = weekdays.includes(day);
      return `        <WeekDay><DayType>${index + 1}</DayType><DayWorking>${isWorked ? 1 : 0}</DayWorking>${isWorked ? hours : ""}</WeekDay>`;
    }),
    "      </WeekDays>",
    "      <Exceptions>",
    ...holidays.map(
      (day) =>
        `        <Exception><TimePeriod><FromDate>${xmlText(day)}T00:00:00</FromDate><ToDate>${xmlText(day)}T23:59:00</ToDate></TimePeriod><Name>${xmlText(day)}</Name><Type>1</Type><DayWorking>0</DayWorking></Exception>`,
    ),
    "      </Exceptions>",
    "    </Calendar>",
  ];
}
