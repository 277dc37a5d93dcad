import { canonical } from "./digest.ts";
import type { OperationState } from "./journal.ts";
import type { Operation } from "./plan.ts";
import type { Stored } from "./register.ts";
import type { TargetPort, WriteContext } from "./target-port.ts";

export interface WriteOptions {
  /** Waits before a retry. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Attempts per operation. Default 5. */
  readonly attempts?: number;
  /** A number from 0 to 1, to spread the retries of many runs. Default: none, the waits double from half a second. */
  readonly random?: () => number;
}

/**
 * Makes operations, trying again what the target puts off: after the time it asks for, else after waits that double.
 * What is put off too often is dead. When the target does not say what became of them (it throws), they are settled.
 * @throws what the target throws when it goes on not saying, or is blind
 */
export async function writeAll(
  batch: readonly Operation[],
  target: TargetPort,
  context: WriteContext,
  options: WriteOptions,
): Promise<readonly OperationState[]> {
  const { attempts = 5, sleep } = options;
  const states: OperationState[] = Array.from({ length: batch.length }, () => "dead");
  let left = batch.map((_, index) => index);
  for (let attempt = 1; left.length > 0; attempt += 1) {
    const operations = left.flatMap((index) => batch[index] ?? []);
    let results;
    try {
      results = await target.write(operations, context);
    } catch (error) {
      if (target.guarantee === "blind" || attempt >= attempts) throw error;
      await sleep(backoff(attempt, options));
      const settled = await settle(operations, target, context, { ...options, attempts: attempts - attempt });
      left.forEach((index, place) => (states[index] = settled[place] ?? "dead"));
      return states;
    }
    const again: number[] = [];
    let wait = 0;
    left.forEach((index, place) => {
      const result = results[place] ?? { state: "dead" };
      if (result.state !== "retry") states[index] = result.state;
      else if (attempt < attempts) {
        again.push(index);
        wait = Math.max(wait, result.afterMs ?? backoff(attempt, options));
      }
    });
    left = again;
    if (left.length > 0) await sleep(wait);
  }
  return states;
}

/** Finds out what became of operations whose outcome is not known, and makes the ones that were not made. */
export async function settle(
  batch: readonly Operation[],
  target: TargetPort,
  context: WriteContext,
  options: WriteOptions,
): Promise<readonly OperationState[]> {
  if (target.guarantee === "blind") return batch.map(() => "dead");
  if (target.guarantee === "idempotent") return writeAll(batch, target, context, options);
  const states: OperationState[] = [];
  for (const operation of batch) {
    const now = await target.read(operation.entity, operation.id);
    if (isSame(now, operation.after)) states.push("done");
    else if (!isSame(now, operation.before)) states.push("conflict");
    else states.push((await writeAll([operation], target, context, options))[0] ?? "dead");
  }
  return states;
}

const isSame = (one: Stored | null, other: Stored | null): boolean => canonical(one) === canonical(other);

/** Half a second, one, two, four …; with `random`, between half of that and all of it. */
function backoff(attempt: number, { random }: WriteOptions): number {
  const longest = 250 * 2 ** attempt;
  return random === undefined ? longest : longest / 2 + (random() * longest) / 2;
}
