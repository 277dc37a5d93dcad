import type { Text } from "./finding.ts";
import type { Day } from "./model.ts";

/**
 * A rule that one problem has and another has not, as data: `Problem.rules` is a list of them. All but `custom` survive JSON.
 * Points are whole numbers; what has none is forbidden.
 */
export type ProblemRule =
  | TravelRule
  | FairnessRule
  | UseGapRule
  | NoOverlapRule
  | CompactRule
  | SpreadDaysRule
  | SameRoomRule
  | ClassSeatsRule
  | CustomRule;

/**
 * Nobody does two sessions of a day at sites further apart than the time between them. Sites are the rooms' (`Room.site`); a
 * room without one, or online, is everywhere. Counted by pairs of sessions of a trainer or a person on one day.
 */
export interface TravelRule {
  readonly kind: "travel";
  /** Minutes from door to door, either way. */
  readonly times: readonly { readonly between: readonly [string, string]; readonly minutes: number }[];
  /** Minutes between different sites that are not listed. Default 0. */
  readonly otherwise?: number;
  /** `forbidden`, or points for each trip that is too short; 0 is off. Default `forbidden`. */
  readonly trainers?: "forbidden" | number;
  readonly people?: "forbidden" | number;
}

/**
 * A burden is spread evenly: points for the sum of squared deviations from the mean, rounded down, which grows the more the
 * further one of them is from the others.
 * - `trainer-sessions`: sessions that each trainer holds. Default: of trainers with a course of the problem
 * - `unit-lateness`: working days from the opening of the window to the session, on average over the unit's places, rounded
 *   down; units without places are left out
 * - `unit-away`: slots in which somebody of the unit is away, per ten of its staff, rounded down
 * @see Pesant, Régin: SPREAD, a balancing constraint based on statistics, CP 2005 (deviation in the second norm)
 */
export interface FairnessRule {
  readonly kind: "fairness";
  readonly of: "trainer-sessions" | "unit-lateness" | "unit-away";
  readonly points: number;
  /** Ids of the trainers or units that are compared. Default: all. */
  readonly among?: readonly string[];
}

/** What is learnt is soon used: points for every calendar day by which a person's last session comes too early or too late. */
export interface UseGapRule {
  readonly kind: "use-gap";
  /** The day on which each unit begins to use what it learns, by unit id. Units left out have none. */
  readonly begins: Readonly<Record<string, Day>>;
  /** Calendar days from the last session to that day. Default 0: on the day itself at the latest. */
  readonly atLeast?: number;
  readonly atMost: number;
  /** Per person and day outside. */
  readonly points: number;
}

/** Courses of one group are not held at once: a class, or a curriculum. Counted by pairs of sessions of different courses. */
export interface NoOverlapRule {
  readonly kind: "no-overlap";
  /** Lists of course ids. */
  readonly groups: readonly (readonly string[])[];
}

/** The sessions of a group follow upon each other: points for each that has no other of its group right before or after it. */
export interface CompactRule {
  readonly kind: "compact";
  readonly groups: readonly (readonly string[])[];
  readonly points: number;
}

/** A course's sessions are spread over days: points for every day too few. */
export interface SpreadDaysRule {
  readonly kind: "spread-days";
  /** Days at least, by course id. */
  readonly days: Readonly<Record<string, number>>;
  readonly points: number;
}

/** A course stays in one room: points for every room more. */
export interface SameRoomRule {
  readonly kind: "same-room";
  /** Default: every course. */
  readonly courses?: readonly string[];
  readonly points: number;
}

/** A class that comes as a whole, and not person by person, has seats: points for every one of them without. */
export interface ClassSeatsRule {
  readonly kind: "class-seats";
  /** People in the class, by course id. */
  readonly people: Readonly<Record<string, number>>;
  readonly points: number;
}

/** A session as a rule of your own sees it. */
export interface RuleSession {
  readonly course: string;
  readonly day: Day;
  readonly slot: string;
  readonly room: string;
  readonly trainer: string;
  /** In the order of the problem; of a person's or unit's sessions, those people alone. */
  readonly people: readonly string[];
}

/** What a rule of your own looks at: the sessions of one day, trainer, unit …, in the order of time. */
export interface RuleGroup {
  /** Id of what the rule is asked `per`: the course for `session`, empty for `plan`. */
  readonly id: string;
  /** Never empty. */
  readonly sessions: readonly RuleSession[];
}

/**
 * A soft rule of your own: a pure function that is asked about one group at a time. The contract that makes it fast and exact:
 * the answer depends on the group alone, and is a whole number of points from 0. The solver then asks anew only for groups
 * that a step has changed, and `evaluate` asks for all of them. Being a function it does not survive JSON or `postMessage`:
 * a worker imports it (see `solverPool`).
 */
export interface CustomRule {
  readonly kind: "custom";
  /** Among the problem's own; scores have it as `custom:id`. */
  readonly id: string;
  readonly title: Text;
  /** Fastest per session or day, which a step rarely changes; slowest per unit or person, which nearly every step does. */
  readonly per: "session" | "person" | "unit" | "trainer" | "room" | "course" | "day" | "plan";
  readonly points: (group: RuleGroup) => number;
}

/** The rules of one kind. */
export const rulesOf = <K extends ProblemRule["kind"]>(
  { rules = [] }: { readonly rules?: readonly ProblemRule[] },
  kind: K,
): Extract<ProblemRule, { kind: K }>[] =>
  rules.filter((one): one is Extract<ProblemRule, { kind: K }> => one.kind === kind);

/** Minutes of the day of an `HH:MM`. */
export function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

/** Sum of squared deviations from the mean, rounded down: 0 when all are equal, and of nothing. Whole numbers alone. */
export const unevenness = (count: number, sum: number, squares: number): number =>
  count === 0 ? 0 : Math.floor((count * squares - sum * sum) / count);

/** A rule of the caller's own, held to its contract. @throws RangeError when it does not answer with a whole number from 0 */
export function pointsOf(rule: CustomRule, group: RuleGroup): number {
  if (group.sessions.length === 0) return 0;
  const points = rule.points(group);
  if (!Number.isInteger(points) || points < 0)
    throw new RangeError(`rule ${rule.id} must answer with a whole number from 0, got ${points}`);
  return points;
}

/** Minutes between two sites: the problem's own table. */
export function travelMinutes(rule: TravelRule): (a: string, b: string) => number {
  const table = new Map(
    rule.times.flatMap(({ between: [a, b], minutes }) => [
      [JSON.stringify([a, b]), minutes],
      [JSON.stringify([b, a]), minutes],
    ]),
  );
  return (a, b) => (a === b ? 0 : (table.get(JSON.stringify([a, b])) ?? rule.otherwise ?? 0));
}
