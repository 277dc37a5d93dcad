import { finding } from "./messages.ts";
import type { Finding } from "./finding.ts";
import { dayNumber, weekday } from "./calendar.ts";
import type { Course, DayRange, Occasion, Person, Plan, Problem, Room, Trainer, Unit } from "./model.ts";

/**
 * The compact form of a rollout problem: everything by index. Slot `t = day * K + k`; `from`, `to` are day indexes, both
 * included.
 */
export interface CompactProblem {
  readonly days: readonly string[];
  /** ISO weekday per day. */
  readonly wd?: readonly number[];
  /** Days, and slots a day. */
  readonly D: number;
  readonly K: number;
  readonly units: readonly { readonly form: string; readonly size: number; readonly cap: readonly number[] }[];
  readonly courses: readonly {
    readonly id: string;
    readonly from: number;
    readonly to: number;
    /** 1: may be held online, then for up to 50. */
    readonly online: number;
    readonly cap: number;
    readonly pref: readonly number[];
    /** `sp`: key persons. `lar`: their colleagues, who come after. Others: no order. */
    readonly kind: string;
    readonly form?: string;
  }[];
  readonly people: readonly {
    /** Unit and course, by index. */
    readonly u: number;
    readonly c: number;
    /** Free half day: ISO weekday, and 1 for everything after the first slot or 0 for the first slot. */
    readonly part: readonly [number, number] | null;
    /** First day away, and how many days. */
    readonly leave: readonly [number, number] | null;
  }[];
  readonly rooms: readonly { readonly cap: number; readonly online: number }[];
  readonly trainers: readonly {
    /** 1 per course the trainer can hold. */
    readonly q: readonly number[];
    /** Slots when the trainer is away: their indexes, or one 0/1 per slot. */
    readonly off: readonly number[];
    readonly maxDay: number;
  }[];
  /** Working days from a unit's last `sp` session to its first `lar` session. */
  readonly gap: number;
  readonly w: { readonly un: number; readonly sess: number; readonly split: number };
}

/** An answer to a compact problem: sessions, and the session's index (or -1) per person. */
export interface CompactAnswer {
  readonly sessions: readonly ({
    readonly course: number;
    readonly t: number;
    readonly room: number;
    readonly trainer: number;
  } | null)[];
  readonly person: readonly number[];
}

const ONLINE_PLACES = 50;
const LATE_EVERY = 10;

/**
 * States a compact problem in the model. `evaluate(…).soft` of a plan is then the compact form's cost to the last point
 * (100 per person without a place included, by `w.un`).
 */
export function readCompact(compact: CompactProblem): Problem {
  const { days, K, gap, w } = compact;
  const slots = compactSlots(K);
  const at = (index: number): string => days[Math.min(Math.max(index, 0), days.length - 1)] ?? "";
  const range = (from: number, to: number): DayRange => ({ from: at(from), to: at(to) });
  const occasion = (t: number): Occasion => ({ day: at(Math.floor(t / K)), slot: slots[t % K]!.id });
  const keyCourses = compact.courses.filter((course) => course.kind === "sp").map((course) => course.id);

  const courses = compact.courses.map((course): Course => ({
    id: course.id,
    audience: { roles: [course.kind] },
    capacity: course.cap,
    ...(course.online === 1 ? { onlineCapacity: ONLINE_PLACES } : {}),
    held: course.online === 1 ? "either" : "room",
    window: range(course.from, course.to),
    slotCost: Object.fromEntries(slots.map((slot, k) => [slot.id, course.pref[k] ?? 0])),
    ...(course.kind === "lar" && keyCourses.length > 0
      ? { requires: keyCourses.map((id) => ({ course: id, minWorkingDays: gap, scope: "unit" as const })) }
      : {}),
  }));

  const people = compact.people.map(({ u, c, part, leave }, index): Person => {
    const course = compact.courses[c]!;
    const free = part && {
      weekday: part[0],
      slots: slots.filter((_, k) => (part[1] === 1 ? k >= 1 : k === 0)).map((slot) => slot.id),
    };
    // A leave that lies outside the days asks for nothing.
    const away = leave && leave[1] > 0 && leave[0] < days.length && leave[0] + leave[1] > 0 ? leave : null;
    return {
      id: `p${index}`,
      unit: `u${u}`,
      roles: [course.kind],
      schoolForm: compact.units[u]!.form,
      ...(course.kind === "sp" ? { keyPerson: true } : {}),
      ...(free ? { freeTime: [free] } : {}),
      ...(away ? { absences: [range(away[0], away[0] + away[1] - 1)] } : {}),
      courses: [course.id],
    };
  });

  return {
    form: "compact",
    days,
    slots,
    units: compact.units.map((unit, index): Unit => ({
      id: `u${index}`,
      schoolForm: unit.form,
      headcount: unit.size,
      maxAway: Object.fromEntries(
        slots.flatMap((slot, k) => (unit.cap[k] === undefined ? [] : [[slot.id, { people: unit.cap[k] }]])),
      ),
    })),
    people,
    courses,
    rooms: compact.rooms.map((room, index): Room => ({
      id: `r${index}`,
      seats: room.online === 1 ? Math.min(room.cap, ONLINE_PLACES) : room.cap,
      online: room.online === 1,
    })),
    trainers: compact.trainers.map((trainer, index): Trainer => ({
      id: `t${index}`,
      qualifications: compact.courses.filter((_, c) => trainer.q[c] === 1).map((course) => course.id),
      busy: offSlots(trainer.off, days.length * K).map(occasion),
      maxPerDay: trainer.maxDay,
    })),
    weights: { session: w.sess, unitSplit: w.split, unplaced: w.un, lateEvery: LATE_EVERY },
  };
}

/** What is odd about a compact problem although it can be read. */
export function checkCompact(compact: CompactProblem): Finding[] {
  return compact.days.flatMap((day, index) => {
    const stated = compact.wd?.[index];
    return stated === undefined || Number.isNaN(dayNumber(day)) || stated === weekday(day)
      ? []
      : [finding("training.weekday", `wd[${index}]`, { day, stated })];
  });
}

/**
 * Writes a plan as an answer to the compact problem it was made for.
 * @throws RangeError when `problem` did not come from `readCompact`
 */
export function toCompactAnswer(problem: Problem, plan: Plan): CompactAnswer {
  if (problem.form !== "compact") throw new RangeError("problem must come from readCompact");
  const index = (items: readonly { readonly id: string }[]) => new Map(items.map((item, i) => [item.id, i]));
  const [courses, rooms, trainers] = [index(problem.courses), index(problem.rooms), index(problem.trainers)];
  const slots = index(problem.slots);
  const days = new Map(problem.days.map((day, i) => [day, i]));
  const held = plan.sessions.filter((session) => session.status !== "cancelled");
  const sessions = index(held);
  const placed = new Map(plan.assignments.filter((a) => a.status !== "absent").map((a) => [a.person, a.session]));
  return {
    sessions: held.map((session) => ({
      course: courses.get(session.course)!,
      t: days.get(session.day)! * problem.slots.length + slots.get(session.slot)!,
      room: rooms.get(session.room)!,
      trainer: trainers.get(session.trainer)!,
    })),
    person: problem.people.map((person) => sessions.get(placed.get(person.id) ?? "") ?? -1),
  };
}

/** Reads an answer in compact form as a plan, so that `evaluate` can check it. */
export function fromCompactAnswer(problem: Problem, answer: CompactAnswer): Plan {
  const K = problem.slots.length;
  const id = (items: readonly { readonly id: string }[], i: number): string => items[i]?.id ?? `${i}`;
  return {
    sessions: answer.sessions.flatMap((session, i) =>
      session === null
        ? []
        : [
            {
              id: `s${i}`,
              course: id(problem.courses, session.course),
              day: problem.days[Math.floor(session.t / K)] ?? "",
              slot: id(problem.slots, session.t % K),
              room: id(problem.rooms, session.room),
              trainer: id(problem.trainers, session.trainer),
              status: "draft" as const,
            },
          ],
    ),
    assignments: answer.person.flatMap((session, i) =>
      session < 0
        ? []
        : [
            {
              person: id(problem.people, i),
              course: id(problem.courses, answer.sessions[session]?.course ?? -1),
              session: `s${session}`,
              status: "planned" as const,
            },
          ],
    ),
  };
}

/** Three slots are morning, midday and after school; any other number gets plain names and times an hour and a half apart. */
function compactSlots(count: number): Problem["slots"] {
  if (count === 3) {
    return [
      { id: "morning", start: "08:30", end: "11:00" },
      { id: "midday", start: "12:30", end: "15:00" },
      { id: "after-school", start: "15:30", end: "17:30" },
    ];
  }
  const clock = (minutes: number): string =>
    `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  return Array.from({ length: count }, (_, k) => ({
    id: `slot-${k + 1}`,
    start: clock(480 + k * 90),
    end: clock(480 + k * 90 + 75),
  }));
}

function offSlots(off: readonly number[], total: number): number[] {
  const isMask = off.length === total && off.every((value) => value === 0 || value === 1);
  return isMask ? off.flatMap((value, t) => (value === 1 ? [t] : [])) : off.filter((t) => t >= 0 && t < total);
}
