import type { Board } from "./board.ts";
import type { Compiled } from "./compile.ts";
import { CustomTally } from "./custom-tally.ts";
import { fairnessTally } from "./fairness-tally.ts";
import { Journeys } from "./journeys.ts";
import type { ProblemRule } from "./problem-rule.ts";
import type { Tally } from "./tally.ts";
import { classSeatsTally, CompactTally, SameRoomTally, SpreadDaysTally } from "./timetable-tallies.ts";
import { personTripTally, trainerTripTally } from "./trip-tallies.ts";
import { UseGapTally } from "./use-gap-tally.ts";

/** Running points for the problem's own soft rules; none for what is forbidden (see `Guards`) or weighs nothing. */
export const ruleTallies = (c: Compiled, board: Board): Tally[] =>
  (c.problem.rules ?? []).flatMap((rule) => tallyOf(rule, c, board));

function tallyOf(rule: ProblemRule, c: Compiled, board: Board): Tally[] {
  switch (rule.kind) {
    case "travel": {
      const journeys = new Journeys(c, rule);
      const { trainers = "forbidden", people = "forbidden" } = rule;
      return [
        ...(typeof trainers === "number" && trainers > 0 ? [trainerTripTally(c, board, journeys, trainers)] : []),
        ...(typeof people === "number" && people > 0 ? [personTripTally(c, board, journeys, people)] : []),
      ];
    }
    case "no-overlap":
      return [];
    case "custom":
      return [new CustomTally(c, board, rule)];
    default:
      return rule.points === 0 ? [] : [pointed(rule, c, board)];
  }
}

function pointed(
  rule: Exclude<ProblemRule, { kind: "travel" | "no-overlap" | "custom" }>,
  c: Compiled,
  board: Board,
): Tally {
  switch (rule.kind) {
    case "fairness":
      return fairnessTally(c, board, rule);
    case "use-gap":
      return new UseGapTally(c, board, rule);
    case "compact":
      return new CompactTally(c, board, rule);
    case "spread-days":
      return new SpreadDaysTally(c, board, rule);
    case "same-room":
      return new SameRoomTally(c, board, rule);
    case "class-seats":
      return classSeatsTally(c, board, rule);
  }
}
