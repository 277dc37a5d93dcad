import type { Budget, Stopped } from "./anneal.ts";
import { weekNumber } from "./calendar.ts";
import type { Day, Plan, Problem, Trainer } from "./model.ts";
import { solve, type Solution } from "./solve.ts";

/** Solves one part; `solve` itself, or a worker that does. */
export type SolvePart = (
  problem: Problem,
  options: Budget & { readonly seed: number; readonly start?: Plan },
) => Promise<Solution>;

export type SolvePartsOptions = Budget & {
  /** Any integer. With `iterations`, which count per part, the same seed gives the same plans, however many work at once. */
  readonly seed: number;
  readonly signal?: { readonly aborted: boolean };
  /** Called when a part is done. */
  readonly onPart?: (part: number, solution: Solution) => void;
  /** Parts that are solved at once. Default 1; more helps when `solvePart` hands the work to workers. */
  readonly concurrency?: number;
  /** Default: `solve`, in this thread. */
  readonly solvePart?: SolvePart;
};

export interface PartsSolution {
  /** In the order of the parts. A part that was not reached before the signal has `null`. */
  readonly parts: readonly (Solution | null)[];
  readonly hard: number;
  readonly medium: number;
  readonly soft: number;
  readonly stopped: Stopped;
}

/**
 * Solves many municipalities' problems that share trainers: trainers with the same id in several parts are one person, who
 * is in one municipality on any day. First their weeks are dealt out and the parts solved by themselves; then parts that
 * left somebody without a place are solved again, from their plan, with the days that nobody used.
 * @param parts - problems whose ids differ, but for the shared trainers'; memory is needed for the plans and one part at a time
 * @example
 * const { parts, medium } = await solveParts(problems, { seed: 1, iterations: 300_000 });
 */
export async function solveParts(parts: readonly Problem[], options: SolvePartsOptions): Promise<PartsSolution> {
  const { seed, signal, onPart, concurrency = 1, solvePart = solve } = options;
  const budget: Budget =
    options.iterations === undefined
      ? { timeMs: options.timeMs / Math.max(1, parts.length), now: options.now }
      : { iterations: options.iterations };
  const holders = sharedTrainers(parts);
  const solutions: (Solution | null)[] = parts.map(() => null);
  const isOver = (): boolean => signal?.aborted === true;

  await inTurns(parts.length, concurrency, async (p) => {
    if (isOver()) return;
    const own = withTrainers(parts[p]!, (trainer, day) => {
      const sharing = holders.get(trainer.id);
      return sharing === undefined || sharing.length === 1 || turnOf(sharing, day) === p;
    });
    solutions[p] = await solvePart(own, { ...budget, seed: seed + p });
    onPart?.(p, solutions[p]);
  });

  const isUsed = new Map<string, number>();
  const use = (p: number): void => {
    for (const { trainer, day } of solutions[p]?.plan.sessions ?? [])
      if (holders.has(trainer)) isUsed.set(`${trainer} ${day}`, p);
  };
  for (const p of parts.keys()) use(p);
  for (const [p, first] of solutions.entries()) {
    if (isOver() || first === null || first.score.medium === 0) continue;
    const own = withTrainers(parts[p]!, (trainer, day) => {
      const by = isUsed.get(`${trainer.id} ${day}`);
      return by === undefined || by === p;
    });
    const again = await solvePart(own, { ...budget, seed: seed + p, start: first.plan });
    if (again.score.medium > first.score.medium) continue;
    for (const [key, by] of isUsed) if (by === p) isUsed.delete(key);
    solutions[p] = again;
    use(p);
    onPart?.(p, again);
  }

  const total = { hard: 0, medium: 0, soft: 0 };
  for (const one of solutions) {
    total.hard += one?.score.hard ?? 0;
    total.medium += one?.score.medium ?? 0;
    total.soft += one?.score.soft ?? 0;
  }
  return { parts: solutions, ...total, stopped: isOver() ? "signal" : "budget" };
}

/** By trainer id: the parts that share them, for trainers who are in more than one. */
function sharedTrainers(parts: readonly Problem[]): Map<string, readonly number[]> {
  const holders = new Map<string, number[]>();
  for (const [p, { trainers }] of parts.entries())
    for (const { id } of trainers) holders.set(id, [...(holders.get(id) ?? []), p]);
  return new Map([...holders].filter(([, sharing]) => sharing.length > 1));
}

/** Weeks go round: the part whose turn a week is. */
function turnOf(sharing: readonly number[], day: Day): number {
  return sharing[weekNumber(day) % sharing.length]!;
}

/** A part in which trainers are away on the days that are not theirs to give. */
function withTrainers(part: Problem, isFree: (trainer: Trainer, day: Day) => boolean): Problem {
  return {
    ...part,
    trainers: part.trainers.map((trainer) => {
      const away = part.days.filter((day) => !isFree(trainer, day)).map((day) => ({ from: day, to: day }));
      return away.length === 0 ? trainer : { ...trainer, absences: [...(trainer.absences ?? []), ...away] };
    }),
  };
}

/** Runs tasks 0 to `count` - 1, so many at once. */
async function inTurns(count: number, concurrency: number, run: (task: number) => Promise<void>): Promise<void> {
  let next = 0;
  const hand = async (): Promise<void> => {
    while (next < count) await run(next++);
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(concurrency, count)) }, hand));
}
