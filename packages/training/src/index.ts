export type { Finding, Result, Text } from "./finding.ts";
export { defaultWeights } from "./model.ts";
export type {
  Assignment,
  AssignmentStatus,
  Audience,
  AwayLimit,
  Course,
  Day,
  DayRange,
  FreeTime,
  Gate,
  Occasion,
  Person,
  Plan,
  Preparation,
  Problem,
  Requirement,
  Room,
  Session,
  SessionStatus,
  Slot,
  Trainer,
  Unit,
  Weights,
} from "./model.ts";
export type {
  ClassSeatsRule,
  CompactRule,
  CustomRule,
  FairnessRule,
  NoOverlapRule,
  ProblemRule,
  RuleGroup,
  RuleSession,
  SameRoomRule,
  SpreadDaysRule,
  TravelRule,
  UseGapRule,
} from "./problem-rule.ts";
export { constraintOf, constraints } from "./constraints.ts";
export type { Constraint, ConstraintId, ScoredId } from "./constraints.ts";
export { checkProblem } from "./check-problem.ts";
export { checkFeasibility } from "./check-feasibility.ts";
export { explainInfeasible } from "./explain-infeasible.ts";
export type { Conflict, ExplainOptions, Explanation, Relaxation } from "./explain-infeasible.ts";
export { solve } from "./solve.ts";
export type { Solution, SolveOptions } from "./solve.ts";
export type { Budget, Progress, SearchOptions, Stopped } from "./anneal.ts";
export { solveParts } from "./solve-parts.ts";
export type { PartsSolution, SolvePart, SolvePartsOptions } from "./solve-parts.ts";
export { analyze } from "./analyze.ts";
export type { Analysis, ConstraintAnalysis } from "./analyze.ts";
export type { Match } from "./facts.ts";
export { diff } from "./diff.ts";
export type { PersonChange, PlanDiff, SessionChange, Time } from "./diff.ts";
export { recommend, recommender } from "./recommend.ts";
export type { Recommendation, Recommender, RecommendOptions } from "./recommend.ts";
export { replan } from "./replan.ts";
export type { ChangeCost, Replan, ReplanOptions } from "./replan.ts";
export { catchUp, recordAttendance } from "./catch-up.ts";
export type { Attendance, CatchUp, CatchUpOptions, Waiting } from "./catch-up.ts";
export { applyEvent } from "./event.ts";
export type { TrainingEvent } from "./event.ts";
export { evaluate } from "./evaluate.ts";
export { compareScores } from "./score.ts";
export type { Score } from "./score.ts";
export { agenda } from "./agenda.ts";
export type { AgendaEntry, Whose } from "./agenda.ts";
export { lowerBound } from "./lower-bound.ts";
export type { LowerBound } from "./lower-bound.ts";
export { coverage } from "./coverage.ts";
export type { Coverage, CourseReach, Reach, UnitReach } from "./coverage.ts";
export { fromCompactAnswer, readCompact, toCompactAnswer } from "./compact.ts";
export type { CompactAnswer, CompactProblem } from "./compact.ts";
export { finding } from "./messages.ts";
export type { TrainingCode } from "./messages.ts";
