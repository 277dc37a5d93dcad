import { type CalendarData, dayNumber, dayText } from "./calendar.ts";
import type { LinkType } from "./critical-path.ts";
import type { Finding, Result } from "./finding.ts";
import { finding } from "./messages.ts";
import type { KnownDate, PlanOptions } from "./plan.ts";
import type { Activity, Phase, Template, TemplateLink } from "./template.ts";
import { readXml, type XmlElement, XmlError } from "./xml.ts";

/** What the file says of a task's times; slack in working days. */
export interface StatedTimes {
  readonly earlyStart: string;
  readonly earlyFinish: string;
  readonly lateStart: string;
  readonly lateFinish: string;
  readonly totalSlack: number;
  readonly freeSlack: number;
}

/** A project as a template and what it takes to plan it: `createPlan(template, options)`. */
export interface MspdiProject {
  readonly template: Template;
  readonly options: Pick<PlanOptions, "start" | "calendar" | "calendars" | "dates">;
  /** By id of the activity: what the program that wrote the file had computed. */
  readonly stated: Readonly<Record<string, StatedTimes>>;
  /** What was read differently from how it was written. */
  readonly findings: readonly Finding[];
}

const linkTypes: readonly LinkType[] = ["FF", "FS", "SF", "SS"];

/**
 * Reads a project saved as XML by Microsoft Project. Summary tasks of the first level become phases; every other task an
 * activity by its WBS code when that is its own, else `task-` and its number. Times of day are not kept: a plan is in whole
 * working days.
 * @see schemas.microsoft.com/project (MSPDI): link types 0 FF, 1 FS, 2 SF, 3 SS; lags and slack in tenths of a minute
 */
export function readMspdi(xml: string): Result<MspdiProject, readonly Finding[]> {
  let root: XmlElement;
  try {
    root = readXml(xml);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return { ok: false, error: [finding("phases.mspdi-form", `@${error.offset}`, { problem: error.message })] };
  }
  const start = valueOf(root, "StartDate")?.slice(0, 10);
  if (root.name !== "Project" || start === undefined || !isDay(start))
    return { ok: false, error: [finding("phases.mspdi-form", "/Project", { problem: "StartDate" })] };
  return { ok: true, value: new Reader(root, start).read() };
}

const childOf = ({ children }: XmlElement, name: string) => children.find((child) => child.name === name);
const valueOf = (element: XmlElement, name: string): string | undefined => childOf(element, name)?.text.trim();
const listOf = (element: XmlElement, outer: string, inner: string): readonly XmlElement[] =>
  (childOf(element, outer)?.children ?? []).filter(({ name }) => name === inner);

function isDay(text: string): boolean {
  try {
    dayNumber(text);
    return true;
  } catch {
    return false;
  }
}

class Reader {
  readonly #root: XmlElement;
  readonly #start: string;
  readonly #minutesPerDay: number;
  readonly #findings: Finding[] = [];
  readonly #ids = new Map<string, string>();

  constructor(root: XmlElement, start: string) {
    this.#root = root;
    this.#start = start;
    this.#minutesPerDay = Number(valueOf(root, "MinutesPerDay") ?? 480) || 480;
  }

  read(): MspdiProject {
    const tasks = listOf(this.#root, "Tasks", "Task").filter((task) => valueOf(task, "UID") !== "0");
    const leaves = tasks.filter((task) => valueOf(task, "Summary") !== "1");
    const codes = leaves.map((task) => valueOf(task, "WBS") ?? "");
    for (const task of leaves) {
      const [uid = "", code = ""] = [valueOf(task, "UID"), valueOf(task, "WBS")];
      const isOwn = /[a-z]/i.test(code) && codes.filter((one) => one === code).length === 1;
      this.#ids.set(uid, isOwn ? code : `task-${uid}`);
    }
    const calendars = this.#calendars();
    const own = valueOf(this.#root, "CalendarUID") ?? "";
    const title = valueOf(this.#root, "Title") ?? valueOf(this.#root, "Name") ?? "";
    const dates: Record<string, KnownDate> = {};
    const stated: Record<string, StatedTimes> = {};
    for (const task of leaves) {
      const id = this.#idOf(task);
      const known = this.#known(task);
      if (Object.keys(known).length > 0) dates[id] = known;
      const times = this.#stated(task);
      if (times) stated[id] = times;
    }
    return {
      template: {
        id: "project",
        version: "1.0.0",
        title: { sv: title, en: title },
        parties: [],
        roles: [],
        bodies: [],
        subprojects: [],
        decisions: [],
        phases: this.#phases(tasks, own),
        links: leaves.flatMap((task) => this.#links(task)),
      },
      options: {
        start: this.#start,
        calendar: calendars.get(own) ?? { holidays: [] },
        calendars: Object.fromEntries(
          [...calendars].filter(([uid]) => uid !== own).map(([uid, data]) => [`calendar-${uid}`, data]),
        ),
        dates,
      },
      stated,
      findings: this.#findings,
    };
  }

  #idOf(task: XmlElement): string {
    return this.#ids.get(valueOf(task, "UID") ?? "") ?? "";
  }

  #phases(tasks: readonly XmlElement[], own: string): readonly Phase[] {
    const phases: { id: string; title: string; activities: Activity[] }[] = [];
    for (const task of tasks) {
      const name = valueOf(task, "Name") ?? "";
      const isPhase = valueOf(task, "Summary") === "1";
      if (isPhase && (valueOf(task, "OutlineLevel") ?? "1") === "1")
        phases.push({ id: `phase-${valueOf(task, "UID")}`, title: name, activities: [] });
      if (isPhase) continue;
      if (phases.length === 0) phases.push({ id: "phase-0", title: "", activities: [] });
      phases.at(-1)?.activities.push(this.#activity(task, name, own));
    }
    return phases.map(({ id, title, activities }) => ({
      id,
      title: { sv: title, en: title },
      weeks: { min: 0, max: 0 },
      activities,
    }));
  }

  #activity(task: XmlElement, name: string, own: string): Activity {
    const id = this.#idOf(task);
    const days = this.#days(this.#minutes(valueOf(task, "Duration") ?? "PT0H0M0S"), id, "Duration");
    const calendar = valueOf(task, "CalendarUID") ?? "-1";
    return {
      id,
      kind: "step",
      title: { sv: name, en: name },
      obligation: "mandatory",
      responsible: [],
      duration: { min: days, mode: days, max: days, basis: "source" },
      ...(calendar === "-1" || calendar === own ? {} : { calendar: `calendar-${calendar}` }),
    };
  }

  #links(task: XmlElement): readonly TemplateLink[] {
    const to = this.#idOf(task);
    return task.children
      .filter(({ name }) => name === "PredecessorLink")
      .flatMap((link) => {
        const from = this.#ids.get(valueOf(link, "PredecessorUID") ?? "");
        const type = linkTypes[Number(valueOf(link, "Type") ?? 1)];
        if (from === undefined || type === undefined) {
          this.#findings.push(finding("phases.mspdi-link", to, {}));
          return [];
        }
        const format = Number(valueOf(link, "LagFormat") ?? 7);
        // 4, 6, 8, 10, 12: elapsed time; 19 and 20: percent of the predecessor.
        if (format === 19 || format === 20 || (format <= 12 && format % 2 === 0))
          this.#findings.push(finding("phases.mspdi-lag", to, {}));
        const lag = this.#days(Number(valueOf(link, "LinkLag") ?? 0) / 10, to, "LinkLag");
        return [{ from, to, type, lag, basis: "source" } as const];
      });
  }

  /** Constraints, deadlines and what has been done. */
  #known(task: XmlElement): KnownDate {
    const day = (name: string) => {
      const text = valueOf(task, name)?.slice(0, 10);
      return text !== undefined && isDay(text) ? text : undefined;
    };
    const date = day("ConstraintDate");
    const deadline = day("Deadline");
    const [started, done] = [day("ActualStart"), day("ActualFinish")];
    const type = Number(valueOf(task, "ConstraintType") ?? 0);
    const keys = [
      undefined,
      "isLate",
      "startOn",
      "finishOn",
      "notBefore",
      "startBy",
      "finishNotBefore",
      "finishBy",
    ] as const;
    const key = keys[type];
    return {
      ...(key === "isLate" ? { isLate: true } : {}),
      ...(key !== undefined && key !== "isLate" && date !== undefined ? { [key]: date } : {}),
      ...(deadline === undefined || key === "finishBy" ? {} : { finishBy: deadline }),
      ...(started === undefined ? {} : { started }),
      ...(done === undefined ? {} : { done }),
    };
  }

  #stated(task: XmlElement): StatedTimes | undefined {
    const texts = ["EarlyStart", "EarlyFinish", "LateStart", "LateFinish"].map((name) => valueOf(task, name));
    const [earlyStart, earlyFinish, lateStart, lateFinish] = texts;
    if (earlyStart === undefined || earlyFinish === undefined || lateStart === undefined || lateFinish === undefined)
      return undefined;
    const slack = (name: string) => Number(valueOf(task, name) ?? 0) / 10 / this.#minutesPerDay;
    return {
      earlyStart,
      earlyFinish,
      lateStart,
      lateFinish,
      totalSlack: slack("TotalSlack"),
      freeSlack: slack("FreeSlack"),
    };
  }

  #calendars(): ReadonlyMap<string, CalendarData> {
    return new Map(
      listOf(this.#root, "Calendars", "Calendar").map((calendar) => {
        const worked = new Set([1, 2, 3, 4, 5]);
        const holidays: string[] = [];
        for (const day of listOf(calendar, "WeekDays", "WeekDay")) {
          const isWorked = valueOf(day, "DayWorking") === "1";
          const type = Number(valueOf(day, "DayType"));
          // 1 is Sunday. 0 is an exception with a period.
          if (type === 0 && !isWorked) holidays.push(...daysOf(childOf(day, "TimePeriod")));
          else if (isWorked) worked.add(type === 1 ? 7 : type - 1);
          else worked.delete(type === 1 ? 7 : type - 1);
        }
        for (const exception of listOf(calendar, "Exceptions", "Exception"))
          if (valueOf(exception, "DayWorking") !== "1") holidays.push(...daysOf(childOf(exception, "TimePeriod")));
        const weekdays = [...worked].filter((day) => day >= 1 && day <= 7).toSorted((a, b) => a - b);
        return [valueOf(calendar, "UID") ?? "", { holidays: [...new Set(holidays)], weekdays }] as const;
      }),
    );
  }

  /** Minutes of `PT8H30M0S`. */
  #minutes(duration: string): number {
    const parts = /^P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(duration);
    return Number(parts?.[1] ?? 0) * 1440 + Number(parts?.[2] ?? 0) * 60 + Number(parts?.[3] ?? 0);
  }

  #days(minutes: number, where: string, what: string): number {
    const days = minutes / this.#minutesPerDay;
    if (Number.isInteger(days)) return days;
    this.#findings.push(finding("phases.mspdi-part-day", where, { what }));
    // Up, so that nothing is planned shorter than it is.
    return Math.ceil(days);
  }
}

function daysOf(period: XmlElement | undefined): readonly string[] {
  const [from, to] = ["FromDate", "ToDate"].map((name) => (period ? valueOf(period, name)?.slice(0, 10) : undefined));
  if (from === undefined || to === undefined || !isDay(from) || !isDay(to)) return [];
  const [first, last] = [dayNumber(from), dayNumber(to)];
  // A holiday of years is a fault of the file, not a calendar.
  return Array.from({ length: Math.min(Math.max(0, last - first + 1), 400) }, (_, index) => dayText(first + index));
}
