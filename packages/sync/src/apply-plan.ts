import type { Approval, ApprovalError } from "./approve.ts";
import { permitted } from "./approve.ts";
import { digest } from "./digest.ts";
import type { Result } from "./finding.ts";
import type { GuardResult } from "./guard-result.ts";
import { encodeRecord, type Journal, type JournalRecord, type OperationState } from "./journal.ts";
import { type KnownState, openRun } from "./journal-run.ts";
import { isIntact, type Operation, type Plan } from "./plan.ts";
import type { Lease, TargetPort } from "./target-port.ts";
import { settle, writeAll, type WriteOptions } from "./write-operations.ts";

export interface ApplyOptions extends WriteOptions {
  readonly guards: readonly GuardResult[];
  readonly approval: Approval;
  /** The time, as an ISO 8601 instant. */
  readonly now: () => string;
  /** Persons who must have signed the approval. Default 1. */
  readonly persons?: number;
  /** Operations per journal write (1 to 1024). Default 256. */
  readonly batchSize?: number;
  /** Operations per second at most. Default: as many as the target takes. */
  readonly perSecond?: number;
  /** The right to apply. It is asked for again before every batch, and its token goes with every write. */
  readonly lease?: Lease;
  /** Tries once more what an earlier run of this plan gave up. */
  readonly replayDead?: boolean;
  readonly signal?: AbortSignalLike;
  readonly onProgress?: (done: number, all: number) => void;
}

/** The part of AbortSignal that is used. */
export interface AbortSignalLike {
  readonly aborted: boolean;
}

export interface Applied {
  readonly done: number;
  /** Operations whose row was not as planned, and which were left. */
  readonly conflicts: readonly Operation[];
  /** Operations the target refused, or whose outcome a blind target can't tell. */
  readonly dead: readonly Operation[];
  /** Operations that wait for an approval of their unit. */
  readonly held: readonly Operation[];
  /** False when it was stopped before its end: run it again to go on. */
  readonly isFinished: boolean;
  /** Why it was stopped: by the caller; since the target refuses nearly half of what it is given; by the loss of its lease. */
  readonly stopped?: "signal" | "refused" | "lease";
}

export type ApplyError =
  | ApprovalError
  /** The journal is of another plan that was not finished. */
  | "journal-of-another-plan";

/** After so many results in a run, a run of which this share is refused is stopped (Entra's quarantine: 40 %). */
const breaker = { results: 50, share: 0.4 } as const;

/**
 * Makes the permitted operations of a plan, through a journal: what is about to be done is written down before it is
 * done, and what became of it after. Killed at any point, it goes on where it was when it is run again with the same
 * journal; run again when it is finished, it does nothing.
 * @returns an error, and nothing done, when the approval does not permit the plan or the plan is not what was approved
 * @throws what `journal` or `target` throw: the journal tells the next run how far it came
 * @throws JournalError when the journal is spoilt in the middle: nothing is done
 */
export async function applyPlan(
  plan: Plan,
  target: TargetPort,
  journal: Journal,
  options: ApplyOptions,
): Promise<Result<Applied, ApplyError>> {
  const { batchSize = 256, onProgress, signal, lease, perSecond, sleep } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > 1024)
    throw new RangeError("batchSize must be 1 to 1024");
  if (perSecond !== undefined && !(perSecond > 0)) throw new RangeError("perSecond must be above 0");
  const allowed = permitted(plan, options.guards, options.approval, options.now(), options);
  if (!allowed.ok) return allowed;
  // A plan that was changed after it was approved is another plan, whatever it says its name is.
  if (!isIntact(plan)) return { ok: false, error: "other-plan" };
  const { operations, held } = allowed.value;
  const run = digest(operations.map(({ key }) => key));
  const opened = await openRun(journal, { type: "begin", plan: plan.digest, run, count: operations.length });
  if (!opened.ok) return opened;
  const { states, isEnded } = opened.value;
  if (options.replayDead === true) states.forEach((state, index) => state === "dead" && (states[index] = undefined));
  const append = (record: JournalRecord) => journal.append(encodeRecord(record));
  const context = lease === undefined ? {} : { fence: lease.token };
  const made = { results: 0, refused: 0 };

  for (let from = 0; from < operations.length;) {
    if (isKnown(states[from])) {
      from += 1;
      continue;
    }
    if (signal?.aborted) return stop("signal");
    if (made.results >= breaker.results && made.refused >= made.results * breaker.share) return stop("refused");
    if (lease !== undefined && !(await lease.renew())) return stop("lease");
    const isUnknown = states[from] === "unknown";
    let to = from + 1;
    while (to < operations.length && to - from < batchSize && states[to] === states[from]) to += 1;
    const results = await make(from, to, isUnknown);
    await append({ type: "result", from, states: results });
    results.forEach((state, index) => {
      states[from + index] = state;
      made.results += 1;
      if (state === "dead") made.refused += 1;
    });
    if (perSecond !== undefined) await sleep(((to - from) / perSecond) * 1000);
    from = to;
    onProgress?.(states.filter((state) => isKnown(state)).length, operations.length);
  }
  if (!isEnded) await append({ type: "end" });
  return { ok: true, value: summary(operations, states, held) };

  async function make(from: number, to: number, isUnknown: boolean): Promise<readonly OperationState[]> {
    const batch = operations.slice(from, to);
    // What an earlier run was about to do is not done again unseen.
    if (isUnknown) return settle(batch, target, context, options);
    await append({ type: "intent", from, to });
    return writeAll(batch, target, context, options);
  }

  function stop(why: NonNullable<Applied["stopped"]>): Result<Applied, ApplyError> {
    return { ok: true, value: { ...summary(operations, states, held), isFinished: false, stopped: why } };
  }
}

const isKnown = (state: KnownState): boolean => state !== undefined && state !== "unknown";

function summary(operations: readonly Operation[], states: readonly KnownState[], held: readonly Operation[]): Applied {
  const having = (wanted: OperationState) => operations.filter((_, index) => states[index] === wanted);
  return { done: having("done").length, conflicts: having("conflict"), dead: having("dead"), held, isFinished: true };
}
