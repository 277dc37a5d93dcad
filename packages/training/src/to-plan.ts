import type { Compiled } from "./compile.ts";
import type { Assignment, Plan, Session } from "./model.ts";
import type { Snapshot } from "./snapshot.ts";

/** What a plan had before the search, so that ids and statuses survive it. */
export interface Given {
  /** By session index on the board: the session it came from. */
  readonly sessions: readonly (Session | undefined)[];
  /** By need: the assignment it came from. */
  readonly assignments: readonly (Assignment | undefined)[];
  /** What the plan keeps untouched: cancelled sessions, people who were absent, anything the problem does not know. */
  readonly rest: Plan;
}

const pad = (value: number, width: number): string => String(value).padStart(width, "0");

/**
 * Writes a copied board as a plan: sessions in the order of time, room and course, people in the order of the problem. New
 * sessions get ids `s001`, `s002` … that no session of `given` has.
 */
export function toPlan(c: Compiled, found: Snapshot, given?: Given): Plan {
  const { problem, K } = c;
  const used = [...found.course.keys()].filter((s) => found.course[s]! >= 0);
  used.sort(
    (a, b) =>
      found.start[a]! - found.start[b]! ||
      found.room[a]! - found.room[b]! ||
      found.course[a]! - found.course[b]! ||
      a - b,
  );
  const taken = new Set([...(given?.sessions ?? []), ...(given?.rest.sessions ?? [])].map((one) => one?.id));
  const width = Math.max(3, String(used.length + taken.size).length);
  const ids = new Map<number, string>();
  let next = 0;
  const sessions = used.map((s): Session => {
    const course = problem.courses[found.course[s]!]!.id;
    // A session held again at another time is the same session; one of another course is not.
    const before = given?.sessions[s]?.course === course ? given.sessions[s] : undefined;
    let id = before?.id;
    while (id === undefined) {
      next++;
      const candidate = `s${pad(next, width)}`;
      if (!taken.has(candidate)) id = candidate;
    }
    ids.set(s, id);
    return {
      id,
      course,
      day: problem.days[Math.floor(found.start[s]! / K)]!,
      slot: problem.slots[found.start[s]! % K]!.id,
      room: problem.rooms[found.room[s]!]!.id,
      trainer: problem.trainers[found.trainer[s]!]!.id,
      status: before?.status ?? "draft",
      ...(before?.pin === undefined ? {} : { pin: before.pin }),
    };
  });
  const assignments = c.needs.flatMap(({ person, course }, n): Assignment[] => {
    const s = found.place[n]!;
    if (s < 0) return [];
    const before = given?.assignments[n];
    const session = ids.get(s)!;
    return [
      before?.session === session
        ? before
        : { person: person.id, course: course.id, session, status: "planned" as const },
    ];
  });
  return {
    sessions: given ? [...given.rest.sessions, ...sessions] : sessions,
    assignments: given ? [...given.rest.assignments, ...assignments] : assignments,
  };
}
