import { digest } from "./digest.ts";
import type { Result } from "./finding.ts";
import {
  decodeRecords,
  encodeRecord,
  type Journal,
  JournalError,
  type JournalRecord,
  type OperationState,
} from "./journal.ts";
import type { Operation, Plan } from "./plan.ts";

/** What is known of an operation: its state, that it was about to be made, or nothing. */
export type KnownState = OperationState | "unknown" | undefined;
type Begin = Extract<JournalRecord, { type: "begin" }>;

/** A run of a plan, as far as its journal tells. */
export interface OpenedRun {
  readonly states: KnownState[];
  readonly isEnded: boolean;
}

/**
 * Reads the journal, cuts what is half written, and says what is known of each operation of this run.
 * @throws JournalError when the journal is spoilt before its end
 */
export async function openRun(journal: Journal, begin: Begin): Promise<Result<OpenedRun, "journal-of-another-plan">> {
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
  const states: KnownState[] = Array.from({ length: begin.count });
  if (!isSame) {
    await journal.append(encodeRecord(begin));
    return { ok: true, value: { states, isEnded: false } };
  }
  for (const record of since) {
    if (record.type === "intent") states.fill("unknown", record.from, record.to);
    if (record.type === "result") record.states.forEach((state, index) => (states[record.from + index] = state));
  }
  return { ok: true, value: { states, isEnded } };
}

/** The operations of a plan that the journal says are done. For the undo and for reports. */
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
