import { groupsOf, match, takes, type Facts, type Held, type Match } from "./facts.ts";
import type {
  ClassSeatsRule,
  CompactRule,
  NoOverlapRule,
  ProblemRule,
  SameRoomRule,
  SpreadDaysRule,
} from "./problem-rule.ts";

type TimetableRule = NoOverlapRule | CompactRule | SpreadDaysRule | SameRoomRule | ClassSeatsRule;

/** What the rules of general timetabling have to say, from the rules alone. */
export function timetableMatches(rule: Extract<ProblemRule, TimetableRule>, { held, problem }: Facts): Match[] {
  const worth = (found: readonly Match[]): Match[] => found.filter((one) => one.amount > 0);
  switch (rule.kind) {
    case "no-overlap":
      return noOverlap(rule, held);
    case "compact":
      return worth(
        rule.groups.flatMap((group) => alone(group, held).map((one) => matchOf("compactness", rule.points, [one]))),
      );
    case "spread-days":
      return worth(
        problem.courses.map(({ id }) => {
          const own = held.filter((one) => one.course.id === id);
          const days = new Set(own.map((one) => one.day)).size;
          return matchOf("spread-days", rule.points * Math.max(0, (rule.days[id] ?? 0) - days), own);
        }),
      );
    case "same-room":
      return worth(
        groupsOf(
          held.filter((one) => rule.courses?.includes(one.course.id) ?? true),
          (one) => one.course.id,
        ).map((own) => matchOf("same-room", rule.points * (new Set(own.map((one) => one.room.id)).size - 1), own)),
      );
    case "class-seats":
      return worth(
        held.map((one) => {
          const standing = Math.max(0, (rule.people[one.course.id] ?? 0) - one.room.seats);
          return matchOf("class-seats", rule.points * standing, [one]);
        }),
      );
  }
}

const matchOf = (constraint: Match["constraint"], amount: number, sessions: readonly Held[]): Match =>
  match(
    constraint,
    amount,
    sessions.map((one) => one.session.id),
  );

function noOverlap({ groups }: NoOverlapRule, held: readonly Held[]): Match[] {
  const isTogether = (one: string, other: string): boolean =>
    one !== other && groups.some((group) => group.includes(one) && group.includes(other));
  return groupsOf(held, (one) => one.session.day).flatMap((own) =>
    own.flatMap((a, i) =>
      own.slice(i + 1).flatMap((b) => {
        const isAtOnce = takes(a).some((when) => takes(b).includes(when));
        return isAtOnce && isTogether(a.course.id, b.course.id) ? [matchOf("group-overlap", 1, [a, b])] : [];
      }),
    ),
  );
}

/** Sessions of a group's courses with no other of them ending as they begin or beginning as they end. */
function alone(group: readonly string[], held: readonly Held[]): Held[] {
  const own = held.filter((one) => group.includes(one.course.id));
  const end = (one: Held): number => one.slot + (one.course.durationSlots ?? 1);
  return own.filter(
    (one) => !own.some((other) => other.day === one.day && (other.slot === end(one) || end(other) === one.slot)),
  );
}
