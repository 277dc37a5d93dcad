import type { Day, DayRange, Person, Problem } from "./model.ts";

/** What happens to a plan. Days are calendar days, both ends of a range included. */
export type TrainingEvent =
  | { readonly type: "trainer.away"; readonly trainer: string; readonly from: Day; readonly to: Day }
  | { readonly type: "room.lost"; readonly room: string; readonly from: Day; readonly to: Day }
  | { readonly type: "person.away"; readonly person: string; readonly from: Day; readonly to: Day }
  | { readonly type: "person.joined"; readonly person: Person }
  | { readonly type: "person.left"; readonly person: string }
  /** Access moves; `null` when nobody knows the new date. */
  | { readonly type: "access.moved"; readonly gate: string; readonly date: Day | null };

/** The problem after something happened. Events about things the problem does not have change nothing. */
export function applyEvent(problem: Problem, event: TrainingEvent): Problem {
  switch (event.type) {
    case "trainer.away":
      return { ...problem, trainers: withAbsence(problem.trainers, event.trainer, event) };
    case "room.lost":
      return { ...problem, rooms: withAbsence(problem.rooms, event.room, event) };
    case "person.away":
      return { ...problem, people: withAbsence(problem.people, event.person, event) };
    case "person.joined":
      return { ...problem, people: [...problem.people.filter((one) => one.id !== event.person.id), event.person] };
    case "person.left":
      return { ...problem, people: problem.people.filter((one) => one.id !== event.person) };
    case "access.moved":
      return { ...problem, gates: { ...problem.gates, [event.gate]: event.date } };
  }
}

function withAbsence<T extends { readonly id: string; readonly absences?: readonly DayRange[] }>(
  all: readonly T[],
  id: string,
  { from, to }: DayRange,
): T[] {
  return all.map((one) => (one.id === id ? { ...one, absences: [...(one.absences ?? []), { from, to }] } : one));
}
