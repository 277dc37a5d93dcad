import type { Board } from "./board.ts";
import { compile } from "./compile.ts";
import { evaluate } from "./evaluate.ts";
import { settle } from "./held.ts";
import { loadPlan } from "./load-plan.ts";
import type { Plan, Problem } from "./model.ts";
import { compareScores, type Score } from "./score.ts";
import { copyOf } from "./snapshot.ts";
import { toPlan } from "./to-plan.ts";

export { jointBound } from "./joint-bound.ts";
export type { JointBound, JointBoundOptions } from "./joint-bound.ts";

/** What is used of `highs` (npm, MIT): a solver of mixed-integer programs in CPLEX LP form. */
export interface LinearSolver {
  readonly solve: (
    model: string,
    options?: { readonly time_limit?: number; readonly output_flag?: boolean },
  ) => {
    readonly Status: string;
    readonly ObjectiveValue?: number;
    readonly Columns: Readonly<Record<string, object>>;
  };
}

export interface PolishOptions {
  /** From `await (await import("highs")).default()`, or another with its call. */
  readonly highs: LinearSolver;
  /** Seconds for each course at most. Default 10. The call blocks: `polishInThread` (in `/exact-worker`) runs it where it can be ended. */
  readonly secondsPerCourse?: number;
}

export interface Polished {
  readonly plan: Plan;
  readonly score: Score;
  /** Courses whose places were proved the best there are for these sessions, everything else as it is. */
  readonly optimal: readonly string[];
}

/** People of one unit in one course with the same free times: who of them sits where makes no difference. */
interface Group {
  readonly block: number;
  readonly needs: readonly number[];
}

/**
 * Seats people anew in the sessions of a plan, course by course, as a mixed-integer program: the best places there are for
 * those sessions. Pinned and attended places stay, as do courses that take several slots or whose people have other courses
 * to keep in order.
 * @returns a plan no worse than the one given
 * @example
 * const highs = await (await import("highs")).default();
 * const { plan, optimal } = polishPlaces(problem, solution.plan, { highs });
 */
export function polishPlaces(problem: Problem, plan: Plan, { highs, secondsPerCourse = 10 }: PolishOptions): Polished {
  const c = compile(settle(problem, plan).problem);
  const { board, given } = loadPlan(c, plan);
  const optimal: string[] = [];
  for (const [course, { id }] of problem.courses.entries()) {
    const groups = movable(board, course);
    if (groups === null || groups.length === 0) continue;
    const { model, variables } = assignment(board, course, groups);
    const { Status, Columns } = highs.solve(model, { time_limit: secondsPerCourse, output_flag: false });
    if (Status !== "Optimal" && Status !== "Time limit reached") continue;
    const before = board.energy;
    board.trial();
    for (const group of groups) for (const n of group.needs) if (board.place[n]! >= 0) board.unseat(n);
    const left = groups.map((group) => [...group.needs]);
    for (const { name, group, session } of variables) {
      for (let seats = valueOf(Columns[name]); seats > 0; seats--) {
        const n = left[group]!.pop();
        if (n === undefined || board.count[session]! >= board.seats[session]!) break;
        if (board.maySit(n, board.start[session]!, -1, board.room[session]!)) board.seat(n, session);
      }
    }
    if (board.energy > before) board.undo();
    else board.keep();
    // With rules that look at who sits where, the program has not all of the points.
    if (Status === "Optimal" && !board.talliesSeats) optimal.push(id);
  }
  const next = toPlan(c, copyOf(board), given);
  const [score, was] = [evaluate(problem, next), evaluate(problem, plan)];
  return compareScores(score, was) <= 0 ? { plan: next, score, optimal } : { plan, score: was, optimal: [] };
}

/** A variable's value as a whole number; integer programs come back within a tolerance. */
function valueOf(column: object | undefined): number {
  return column && "Primal" in column && typeof column.Primal === "number" ? Math.round(column.Primal) : 0;
}

/** The groups of a course that can be seated anew; `null` when its people can't be told apart from their other courses. */
function movable(board: Board, course: number): Group[] | null {
  const { c } = board;
  if (c.duration[course] !== 1) return null;
  const groups = new Map<string, { block: number; needs: number[] }>();
  for (let n = 0; n < c.needs.length; n++) {
    if (c.courseOf[n] !== course || c.unitOf[n]! < 0) continue;
    if (c.siblings[n] || c.needBefore[n]) return null;
    if (board.fixed[n] === 1) continue;
    const key = `${c.blockOf[n]} ${c.classOf[n]}`;
    const own = groups.get(key);
    if (own) own.needs.push(n);
    else groups.set(key, { block: c.blockOf[n]!, needs: [n] });
  }
  return [...groups.values()];
}

interface Variable {
  readonly name: string;
  readonly group: number;
  readonly session: number;
}

/** Who sits where, as a program: x people of a group in a session; y is 1 where a unit has anybody at a time. */
function assignment(board: Board, course: number, groups: readonly Group[]): { model: string; variables: Variable[] } {
  const { c } = board;
  const moved = new Set(groups.flatMap((group) => group.needs));
  const fixedAt = (s: number): number => {
    let count = 0;
    for (let i = 0; i < board.count[s]!; i++) if (!moved.has(board.members[s]![i]!)) count++;
    return count;
  };
  const goal: string[] = [];
  const rows: string[] = [];
  const variables: Variable[] = [];
  const bySession = new Map<number, string[]>();
  const byTime = new Map<string, { block: number; t: number; names: string[]; freed: number }>();
  for (const [g, { block, needs }] of groups.entries()) {
    const own: string[] = [];
    const n = needs[0]!;
    for (const s of board.sessionsOf[course]!.items) {
      const t = board.start[s]!;
      const isOpen = c.open[c.classOf[n]! * c.T + t] === 1;
      if (!isOpen || (board.sequence.ordered[n] === 1 && !board.sequence.allows(n, t))) continue;
      const name = `x${g}_${s}`;
      variables.push({ name, group: g, session: s });
      own.push(name);
      goal.push(`${board.price(n, t)} ${name}`);
      bySession.set(s, [...(bySession.get(s) ?? []), name]);
      const key = `${block}_${t}`;
      const at = byTime.get(key) ?? { block, t, names: [], freed: 0 };
      at.names.push(name);
      byTime.set(key, at);
    }
    goal.push(`${board.unplacedCost} u${g}`);
    rows.push(`${[...own, `u${g}`].join(" + ")} = ${needs.length}`);
  }
  for (const [s, names] of bySession) rows.push(`${names.join(" + ")} <= ${Math.max(0, board.seats[s]! - fixedAt(s))}`);
  for (const n of moved) {
    const s = board.place[n]!;
    const at = s < 0 ? undefined : byTime.get(`${c.blockOf[n]}_${board.start[s]}`);
    if (at) at.freed++;
  }
  const binaries: string[] = [];
  for (const [key, { block, t, names, freed }] of byTime) {
    const unit = c.blockUnit[block]!;
    const others = board.away[unit * c.T + t]! - freed;
    const most = Math.max(0, c.awayLimit[unit * c.K + (t % c.K)]! - others);
    const people = c.blocks.start[block + 1]! - c.blocks.start[block]!;
    binaries.push(`y${key}`);
    // Where somebody who stays is there already, one more does not split the unit.
    const isThere = board.together[block * c.T + t]! > freed;
    goal.push(`${isThere ? 0 : c.weights.unitSplit} y${key}`);
    rows.push(`${names.join(" + ")} - ${Math.min(most, people)} y${key} <= 0`);
  }
  const model = [
    "Minimize",
    ` obj: ${wrapped(goal)}`,
    "Subject To",
    ...rows.map((row, i) => ` r${i}: ${wrapped(row.split(" + "))}`),
    "General",
    ...variables.map(({ name }) => ` ${name}`),
    ...groups.map((_, g) => ` u${g}`),
    "Binary",
    ...binaries.map((name) => ` ${name}`),
    "End",
  ].join("\n");
  return { model, variables };
}

/** LP files have short lines. */
const wrapped = (terms: readonly string[]): string =>
  terms.map((term, i) => (i > 0 && i % 12 === 0 ? `\n   ${term}` : term)).join(" + ");
