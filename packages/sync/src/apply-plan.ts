import type { Approval, ApprovalError } from "./approve.ts";
import { permitted } from "./approve.ts";
import { canonical, digest } from "./digest.ts";
import type { Result } from "./finding.ts";
import type { GuardResult } from "./guards.ts";
import {
  decodeRecords,
  encodeRecord,
  type Journal,
  JournalError,
  type JournalRecord,
  type OperationState,
} from "./journal.ts";
import { isIntact, type Operation, type Plan } from "./plan.ts";
import type { Stored, TargetEntity } from "./register.ts";

/** What the target made of one operation. */
export type WriteResult =
  | { readonly state: "done" }
  /** The row was not as `before` says: it was left as it is. */
  | { readonly state: "conflict" }
  /** Not now: try again, after this many milliseconds when the target says so. */
  | { readonly state: "retry"; readonly afterMs?: number }
  /** Never: the target refuses it. */
  | { readonly state: "dead" };

/** Where the changes go. */
export interface TargetPort {
  /**
   * What may be promised after a crash. `idempotent`: writing an operation twice is the same as once. `readable`: it can
   * be asked what a row is now. `blind`: neither; an operation whose outcome is not known is left to a person.
   */
  readonly guarantee: "idempotent" | "readable" | "blind";
  /** The row as it is now, or null. */
  read(entity: TargetEntity, id: string): Promise<Stored | null>;
  /**
   * Makes the operations in order. Each only when the row is as its `before` says, compared and written at once.
   * `Operation.key` is the idempotency key. Returns one result per operation.
   */
  write(operations: readonly Operation[]): Promise<readonly WriteResult[]>;
}

export interface ApplyOptions {
  readonly guards: readonly GuardResult[];
  readonly approval: Approval;
  /** The time, as an ISO 8601 instant. */
  readonly now: () => string;
  /** Waits before a retry. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Operations per journal write (1 to 1024). Default 256. */
  readonly batchSize?: number;
  /** Attempts per operation. Default 5. */
  readonly attempts?: number;
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
  /** False when it was stopped by the signal: run it again to go on. */
  readonly isFinished: boolean;
}

export type ApplyError =
  | ApprovalError
  /** The journal is of another plan that was not finished. */
  | "journal-of-another-plan";

/**
 * Makes the permitted operations of a plan, through a journal: what is about to be done is written down before it is
 * done, and what became of it after. Killed at any point, it goes on where it was when it is run again with the same
 * journal; run again when it is finished, it does nothing.
 * @returns an error, and nothing done, when the approval does not permit the plan
 * @throws what `journal` or `target` throw: the journal tells the next run how far it came
 * @throws JournalError when the journal is spoilt in the middle: nothing is done
 */
export async function applyPlan(
  plan: Plan,
  target: TargetPort,
  journal: Journal,
  options: ApplyOptions,
): Promise<Result<Applied, ApplyError>> {
  const allowed = permitted(plan, options.guards, options.approval, options.now());
  if (!allowed.ok) return allowed;
  // A plan that was changed after it was approved is another plan, whatever it says its name is.
  if (!isIntact(plan)) return { ok: false, error: "other-plan" };
  const { operations, held } = allowed.value;
  const run = digest(operations.map(({ key }) => key));
  const opened = await openRun(journal, { type: "begin", plan: plan.digest, run, count: operations.length });
  if (!opened.ok) return opened;
  const states = opened.value;
  const { batchSize = 256, onProgress, signal } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > 1024)
    throw new RangeError("batchSize must be 1 to 1024");
  const append = (record: JournalRecord) => journal.append(encodeRecord(record));
  const report = () =>
    onProgress?.(states.filter((state) => state !== undefined && state !== "unknown").length, operations.length);

  for (let from = 0; from < operations.length;) {
    if (signal?.aborted) return { ok: true, value: summary(operations, states, held, false) };
    if (states[from] !== undefined && states[from] !== "unknown") {
      from += 1;
      continue;
    }
    const isUnknown = states[from] === "unknown";
    let to = from + 1;
    while (to < operations.length && to - from < batchSize && states[to] === states[from]) to += 1;
    const batch = operations.slice(from, to);
    // What an earlier run was about to do is not done again unseen.
    const results = isUnknown ? await settle(batch, target, options) : await make(batch, from, to);
    await append({ type: "result", from, states: results });
    results.forEach((state, index) => {
      states[from + index] = state;
    });
    from = to;
    report();
  }
  if (!opened.isEnded) await append({ type: "end" });
  return { ok: true, value: summary(operations, states, held, true) };

  async function make(batch: readonly Operation[], from: number, to: number): Promise<readonly OperationState[]> {
    await append({ type: "intent", from, to });
    return writeAll(batch, target, options);
  }
}

type KnownState = OperationState | "unknown" | undefined;
type Begin = Extract<JournalRecord, { type: "begin" }>;

/** Reads the journal, cuts what is half written, and says what is known of each operation of this run. */
async function openRun(
  journal: Journal,
  begin: Begin,
): Promise<
  | (Result<KnownState[], ApplyError> & { readonly isEnded?: boolean })
  | { ok: true; value: KnownState[]; isEnded: boolean }
> {
  const bytes = await journal.read();
  const { records, wholeBytes, isDamaged } = decodeRecords(bytes);
  if (isDamaged) throw new JournalError();
  if (wholeBytes < bytes.length) await journal.truncate(wholeBytes);
  const last = records.findLastIndex(({ type }) => type === "begin");
  const current = records[last];
  const since = records.slice(last + 1);
  const isEnded = since.some(({ type }) => type === "end");
  const isSame = current?.type === "begin" && current.run === begin.run && current.plan === begin.plan;
  if (current !== undefined && !isSame && !isEnded) return { ok: false, error: "journal-of-another-plan" };
  if (!isSame) {
    await journal.append(encodeRecord(begin));
    return { ok: true, value: Array.from({ length: begin.count }), isEnded: false };
  }
  const states: KnownState[] = Array.from({ length: begin.count });
  for (const record of since) {
    if (record.type === "intent") states.fill("unknown", record.from, record.to);
    if (record.type === "result") record.states.forEach((state, index) => (states[record.from + index] = state));
  }
  return { ok: true, value: states, isEnded };
}

/** Makes operations, trying again what the target puts off. */
async function writeAll(
  batch: readonly Operation[],
  target: TargetPort,
  { attempts = 5, sleep }: ApplyOptions,
): Promise<readonly OperationState[]> {
  const states: OperationState[] = Array.from({ length: batch.length }, () => "dead");
  let left = batch.map((_, index) => index);
  for (let attempt = 1; left.length > 0; attempt += 1) {
    const results = await target.write(
      left.map((index) => batch[index]).filter((operation) => operation !== undefined),
    );
    const again: number[] = [];
    let wait = 0;
    left.forEach((index, place) => {
      const result = results[place] ?? { state: "dead" };
      if (result.state !== "retry") states[index] = result.state;
      else if (attempt < attempts) {
        again.push(index);
        wait = Math.max(wait, result.afterMs ?? 250 * 2 ** attempt);
      }
    });
    left = again;
    if (left.length > 0) await sleep(wait);
  }
  return states;
}

/** Finds out what became of operations that a run which died was about to make, and makes the ones it did not. */
async function settle(
  batch: readonly Operation[],
  target: TargetPort,
  options: ApplyOptions,
): Promise<readonly OperationState[]> {
  if (target.guarantee === "blind") return batch.map(() => "dead");
  if (target.guarantee === "idempotent") return writeAll(batch, target, options);
  const states: OperationState[] = [];
  for (const operation of batch) {
    const now = await target.read(operation.entity, operation.id);
    if (isSame(now, operation.after)) states.push("done");
    else if (isSame(now, operation.before)) states.push((await writeAll([operation], target, options))[0] ?? "dead");
    else states.push("conflict");
  }
  return states;
}

const isSame = (one: Stored | null, other: Stored | null): boolean => canonical(one) === canonical(other);

function summary(
  operations: readonly Operation[],
  states: readonly KnownState[],
  held: readonly Operation[],
  isFinished: boolean,
): Applied {
  const having = (wanted: OperationState) => operations.filter((_, index) => states[index] === wanted);
  return { done: having("done").length, conflicts: having("conflict"), dead: having("dead"), held, isFinished };
}

/**
 * What the journal says became of a plan's operations: the keys of those that are done. For the undo and for reports.
 */
export async function doneOperations(
  plan: Plan,
  permittedOperations: readonly Operation[],
  journal: Journal,
): Promise<readonly Operation[]> {
  const { records } = decodeRecords(await journal.read());
  const run = digest(permittedOperations.map(({ key }) => key));
  const begin = records.findLastIndex(
    (record) => record.type === "begin" && record.plan === plan.digest && record.run === run,
  );
  if (begin === -1) return [];
  const done = new Set<number>();
  for (const record of records.slice(begin + 1)) {
    if (record.type === "begin") break;
    if (record.type === "result")
      record.states.forEach((state, index) =>
        state === "done" ? done.add(record.from + index) : done.delete(record.from + index),
      );
  }
  return permittedOperations.filter((_, index) => done.has(index));
}
