import type { ProblemRule } from "./problem-rule.ts";

/**
 * A training problem: who shall learn what, and the days, rooms and trainers there are. Plain data, ids are the caller's
 * (use register ids, never names or identity numbers). Every count of people, days and points is a non-negative integer.
 */

/** A calendar day, `YYYY-MM-DD`. */
export type Day = string;

/** Days from `from` to `to`, both included, as people write them in a letter. */
export interface DayRange {
  readonly from: Day;
  readonly to: Day;
}

/** A part of the day in which a session can be held; the same every day. Times are local wall-clock time, `HH:MM`. */
export interface Slot {
  readonly id: string;
  readonly start: string;
  readonly end: string;
}

/** At most so many people, or at most this share (0-1) of the unit's headcount, rounded up. */
export type AwayLimit = { readonly people: number } | { readonly share: number };

/** A school unit, preschool, or an office: the group that can't be without too many of its people at once. */
export interface Unit {
  readonly id: string;
  readonly schoolForm?: string;
  readonly site?: string;
  /** People who work here. Default: the people of the problem who belong to the unit. */
  readonly headcount?: number;
  /** How many may be away at once, per slot id. A slot that is left out has no limit. */
  readonly maxAway?: Readonly<Record<string, AwayLimit>>;
  /** First day on which the unit's people can log in. Comes on top of the courses' gates. */
  readonly accessFrom?: Day;
}

/** A half day or day off that comes back every week. */
export interface FreeTime {
  /** ISO weekday, 1 (Monday) to 7. */
  readonly weekday: number;
  /** Slot ids; left out: the whole day. */
  readonly slots?: readonly string[];
}

/** Somebody to train. */
export interface Person {
  readonly id: string;
  readonly unit: string;
  readonly roles: readonly string[];
  readonly schoolForm?: string;
  /** Lärspridare: learns first and then helps the colleagues at the unit. */
  readonly keyPerson?: boolean;
  readonly freeTime?: readonly FreeTime[];
  readonly absences?: readonly DayRange[];
  /** Courses already done: not planned again, and they count as met prerequisites. */
  readonly completed?: readonly string[];
  /** Exactly these courses, whatever the courses' audiences say. */
  readonly courses?: readonly string[];
  /** First day on which this person can log in. Comes on top of the unit's date and the courses' gates. */
  readonly accessFrom?: Day;
}

export interface Trainer {
  readonly id: string;
  /** Ids of the courses this trainer can hold. */
  readonly qualifications: readonly string[];
  readonly freeTime?: readonly FreeTime[];
  readonly absences?: readonly DayRange[];
  /** Single occasions when the trainer is busy. */
  readonly busy?: readonly Occasion[];
  /** Sessions at most in a day. Default: no limit. */
  readonly maxPerDay?: number;
  /** Sessions at most in a week, Monday to Sunday. Default: no limit. */
  readonly maxPerWeek?: number;
}

export interface Room {
  readonly id: string;
  readonly seats: number;
  /** A meeting on the net. */
  readonly online?: boolean;
  readonly site?: string;
  readonly absences?: readonly DayRange[];
  readonly busy?: readonly Occasion[];
}

/** One slot on one day. */
export interface Occasion {
  readonly day: Day;
  readonly slot: string;
}

/** Who a course is for. Every field that is given must hold; an empty audience is everybody. */
export interface Audience {
  readonly roles?: readonly string[];
  readonly schoolForms?: readonly string[];
  readonly units?: readonly string[];
  /** `true`: key persons only. `false`: everybody else. */
  readonly keyPersons?: boolean;
}

/** Another course that must come first. */
export interface Requirement {
  readonly course: string;
  /** Days of the problem (working days) from the required session to this one; 1 is the next working day. */
  readonly minWorkingDays: number;
  /**
   * `person`: the same person has done it (or has it in `completed`). `unit`: everybody at the unit who has a place on
   * the required course is through it: key persons before their colleagues.
   */
  readonly scope: "person" | "unit";
}

/** Training is worth little before one can log in: the date comes from outside (a milestone, an integration). */
export interface Gate {
  /** Key into `Problem.gates`. */
  readonly id: string;
  /**
   * Calendar days from a session until access must be live. 0: live on the day of the session. 7: live within a week
   * after it. Default 0.
   */
  readonly liveWithinDays?: number;
}

/** Online material that participants go through beforehand. */
export interface Preparation {
  readonly material: string;
  readonly availableFrom: Day;
  /** Calendar days participants have for it before their session. */
  readonly leadDays: number;
}

export interface Course {
  readonly id: string;
  readonly title?: { readonly sv: string; readonly en: string };
  readonly audience?: Audience;
  /** People at most in one session in a room. */
  readonly capacity: number;
  /** People at most in one session online. Default: `capacity`. */
  readonly onlineCapacity?: number;
  /** Where it can be held. Default `room`. */
  readonly held?: "room" | "online" | "either";
  /** Consecutive slots of one day. Default 1. */
  readonly durationSlots?: number;
  readonly window: DayRange;
  readonly requires?: readonly Requirement[];
  readonly preparation?: Preparation;
  readonly gate?: Gate;
  /** Points per person for a session that starts in this slot (time-of-day wishes). Left out: 0. */
  readonly slotCost?: Readonly<Record<string, number>>;
}

/** What the soft constraints weigh, in points. */
export interface Weights {
  /** Per session held. Default 20. */
  readonly session: number;
  /** Per distinct (unit, course, start) in use: a unit that goes in many small groups. Default 2. */
  readonly unitSplit: number;
  /** One point per person for every so many working days after the window opens; 0 is off. Default 10. */
  readonly lateEvery: number;
  /**
   * Per session that no other trainer could take over at its time: qualified, there, not busy, within the daily limit.
   * What it costs in other points buys fewer people moved when a trainer falls ill. Default 0.
   */
  readonly standIn: number;
  /** Per place not given, on top of the medium level where each such place counts before all points. Default 0. */
  readonly unplaced: number;
}

export interface Problem {
  /** Days on which sessions can be held, ascending: working days without holidays and school breaks. */
  readonly days: readonly Day[];
  /** In the order of the day. */
  readonly slots: readonly Slot[];
  readonly units: readonly Unit[];
  readonly people: readonly Person[];
  readonly courses: readonly Course[];
  readonly rooms: readonly Room[];
  readonly trainers: readonly Trainer[];
  /** First day access is live, per gate id. `null`: not known yet, so nobody behind that gate can be trained. */
  readonly gates?: Readonly<Record<string, Day | null>>;
  readonly weights?: Partial<Weights>;
  /** What this problem asks for beyond what all of them do. Default: nothing. */
  readonly rules?: readonly ProblemRule[];
  /** Set by `readCompact`: the problem came in the compact form, and an answer in that form can be written. */
  readonly form?: "compact";
}

/** Also held, whatever its status says, is a session that somebody has attended. */
export type SessionStatus = "draft" | "published" | "held" | "cancelled";

/** A course held once. `cancelled` sessions take no room, trainer or people. */
export interface Session {
  readonly id: string;
  readonly course: string;
  readonly day: Day;
  /** The slot it starts in. */
  readonly slot: string;
  readonly room: string;
  readonly trainer: string;
  readonly status: SessionStatus;
  /** True: day, slot, room and trainer stay as they are. `held` sessions always do. */
  readonly pin?: boolean;
}

export type AssignmentStatus = "planned" | "invited" | "attended" | "absent";

/** A place in a session. A person who was `absent` needs a new one. */
export interface Assignment {
  readonly person: string;
  readonly course: string;
  readonly session: string;
  readonly status: AssignmentStatus;
  /** True: this person keeps this place. `attended` assignments always do. */
  readonly pin?: boolean;
}

export interface Plan {
  readonly sessions: readonly Session[];
  readonly assignments: readonly Assignment[];
}

export const defaultWeights: Weights = { session: 20, unitSplit: 2, lateEvery: 10, standIn: 0, unplaced: 0 };
