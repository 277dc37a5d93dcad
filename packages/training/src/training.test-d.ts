import { expectTypeOf } from "vitest";
import { calendarFigure } from "./svg.ts";
import {
  constraintOf,
  evaluate,
  solve,
  type ConstraintId,
  type Match,
  type Plan,
  type Problem,
  type ProblemRule,
  type Score,
  type ScoredId,
  type Solution,
  type SolveOptions,
  type TrainingEvent,
  type Whose,
} from "./index.ts";
import { parsePlan, parseProblem } from "./schema.ts";

declare const problem: Problem;
declare const plan: Plan;

// A budget is steps or time, and time needs a clock.
expectTypeOf(solve).returns.resolves.toEqualTypeOf<Solution>();
expectTypeOf<{ seed: 1; iterations: 10 }>().toExtend<SolveOptions>();
expectTypeOf<{ seed: 1; timeMs: 10; now: () => number }>().toExtend<SolveOptions>();
expectTypeOf<{ seed: 1; timeMs: 10 }>().not.toExtend<SolveOptions>();
expectTypeOf<{ seed: 1; iterations: 10; timeMs: 10; now: () => number }>().not.toExtend<SolveOptions>();
expectTypeOf<{ iterations: 10 }>().not.toExtend<SolveOptions>();

// A score counts by the constraints there are and by rules of the caller's own, and by nothing else.
expectTypeOf(evaluate(problem, plan)).toEqualTypeOf<Score>();
expectTypeOf<ConstraintId>().toExtend<ScoredId>();
expectTypeOf<"custom:late-fridays">().toExtend<ScoredId>();
expectTypeOf<"lateness">().toExtend<ScoredId>();
expectTypeOf<"latenes">().not.toExtend<ScoredId>();
expectTypeOf<Match["constraint"]>().toEqualTypeOf<ScoredId>();
expectTypeOf<Score["byConstraint"]["custom:mine"]>().toEqualTypeOf<number | undefined>();
expectTypeOf(constraintOf).parameter(1).toEqualTypeOf<ScoredId>();

// A rule has the fields of its kind. What is forbidden has no points, and what has points says how many.
expectTypeOf<{ kind: "travel"; times: []; trainers: "forbidden"; people: 5 }>().toExtend<ProblemRule>();
expectTypeOf<{ kind: "travel"; times: []; trainers: "never" }>().not.toExtend<ProblemRule>();
expectTypeOf<{ kind: "fairness"; of: "trainer-sessions"; points: 1 }>().toExtend<ProblemRule>();
expectTypeOf<{ kind: "fairness"; of: "rooms"; points: 1 }>().not.toExtend<ProblemRule>();
expectTypeOf<{ kind: "compact"; groups: [] }>().not.toExtend<ProblemRule>();
expectTypeOf<{ kind: "custom"; id: "x"; per: "day"; points: () => number }>().not.toExtend<ProblemRule>();
expectTypeOf<ProblemRule["kind"]>().toEqualTypeOf<
  "travel" | "fairness" | "use-gap" | "no-overlap" | "compact" | "spread-days" | "same-room" | "class-seats" | "custom"
>();

// Inputs can be frozen; what comes back can't be changed in place by mistake.
expectTypeOf<Readonly<Problem>>().toEqualTypeOf<Problem>();
expectTypeOf<Readonly<Plan>>().toEqualTypeOf<Plan>();
// @ts-expect-error -- a plan is a new value, not one to write in
plan.sessions.push(plan.sessions[0]!);

// A calendar is one thing's, or everybody's.
expectTypeOf<{ unit: string }>().toExtend<Whose>();
expectTypeOf<{ school: string }>().not.toExtend<Whose>();
// @ts-expect-error -- there is no calendar in a third language
calendarFigure(problem, plan, { language: "fi" });

// What was read is a result: the problem is there only when it is known to be one.
const read = parseProblem({});
expectTypeOf(read.ok ? read.value : undefined).toEqualTypeOf<Problem | undefined>();
expectTypeOf(read).not.toHaveProperty("value");
expectTypeOf(parsePlan).parameter(0).toBeUnknown();

// Events tell what has happened to whom; each has its own fields.
expectTypeOf<{ type: "trainer.away"; trainer: "t"; from: "2027-01-01"; to: "2027-01-02" }>().toExtend<TrainingEvent>();
expectTypeOf<{ type: "trainer.away"; room: "r"; from: "2027-01-01"; to: "2027-01-02" }>().not.toExtend<TrainingEvent>();
