import type { ScoredId } from "./constraints.ts";
import { evaluate } from "./evaluate.ts";
import type { Day, Plan, Problem, Session } from "./model.ts";

/** When somebody's session is. */
export interface Time {
  readonly session: string;
  readonly day: Day;
  readonly slot: string;
}

/** A person whose place changed in a way they must be told of. */
export interface PersonChange {
  readonly person: string;
  readonly course: string;
  /** `null`: had none, or has none any more. */
  readonly from: Time | null;
  readonly to: Time | null;
  /** True when day or slot differ; false when only the session does (another room or trainer at the same time). */
  readonly isNewTime: boolean;
}

export interface SessionChange {
  readonly before: Session;
  readonly after: Session;
}

/** What changes from one plan to another. */
export interface PlanDiff {
  readonly people: readonly PersonChange[];
  /** Distinct people who had a time and now have another or none. */
  readonly moved: number;
  readonly opened: readonly Session[];
  /** Sessions that are gone or cancelled. */
  readonly closed: readonly Session[];
  /** Sessions with another day, slot, room or trainer. */
  readonly changed: readonly SessionChange[];
  /** Per constraint, what the second plan has more (or, when negative, less) of; only where they differ. */
  readonly score: Readonly<Partial<Record<ScoredId, number>>>;
}

/**
 * Compares two plans for one problem: who has to be told what, and what it does to the score.
 * @example
 * diff(problem, before, after).moved; // people who get another time
 */
export function diff(problem: Problem, before: Plan, after: Plan): PlanDiff {
  const [old, next] = [heldById(before), heldById(after)];
  const people: PersonChange[] = [];
  const [was, is] = [timesOf(before, old), timesOf(after, next)];
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    const from = was.get(key) ?? null;
    const to = is.get(key) ?? null;
    const isNewTime = from?.day !== to?.day || from?.slot !== to?.slot;
    if (!isNewTime && from?.session === to?.session) continue;
    const [person, course] = JSON.parse(key) as [string, string];
    people.push({ person, course, from, to, isNewTime });
  }
  const changed = [...old.values()].flatMap((one): SessionChange[] => {
    const other = next.get(one.id);
    return other && fields.some((field) => one[field] !== other[field]) ? [{ before: one, after: other }] : [];
  });
  return {
    people,
    moved: new Set(people.flatMap((one) => (one.from && one.isNewTime ? [one.person] : []))).size,
    opened: [...next.values()].filter((one) => !old.has(one.id)),
    closed: [...old.values()].filter((one) => !next.has(one.id)),
    changed,
    score: scoreDiff(problem, before, after),
  };
}

const fields = ["course", "day", "slot", "room", "trainer"] as const;

const heldById = (plan: Plan): Map<string, Session> =>
  new Map(plan.sessions.filter((one) => one.status !== "cancelled").map((one) => [one.id, one]));

const timesOf = (plan: Plan, sessions: ReadonlyMap<string, Session>): Map<string, Time> =>
  new Map(
    plan.assignments.flatMap((one): [string, Time][] => {
      const at = sessions.get(one.session);
      if (!at || one.status === "absent") return [];
      return [[JSON.stringify([one.person, one.course]), { session: at.id, day: at.day, slot: at.slot }]];
    }),
  );

function scoreDiff(problem: Problem, before: Plan, after: Plan): PlanDiff["score"] {
  const [a, b] = [evaluate(problem, before).byConstraint, evaluate(problem, after).byConstraint];
  const ids = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<ScoredId>;
  return Object.fromEntries(
    [...ids].flatMap((id) => {
      const more = (b[id] ?? 0) - (a[id] ?? 0);
      return more === 0 ? [] : [[id, more]];
    }),
  );
}
