import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import {
  applyPlan,
  approve,
  check,
  doneOperations,
  noteRun,
  permitted,
  reconcile,
  undoPlan,
  verification,
  type Applied,
  type ApplyError,
  type Approval,
  type Batch,
  type GuardResult,
  type Operation,
  type Plan,
  type PlanHistory,
  type Policy,
  type Verification,
} from "@milstolpe/sync";
import { fileJournal } from "@milstolpe/sync/node";
import { readRegister, registerTarget } from "./register-store.ts";
import { exclusively } from "./run-lock.ts";
import { schoolCalendarAt } from "./school-year.ts";
import { forgetKnown, readKnown } from "./source-known.ts";
import type { Store } from "./store.ts";
import { keepLonger, noteGone, noteStored, placeOfKey } from "./stored-copies.ts";

/** A sync as the store keeps it: the plan, what the guards say of it, and how far it has come. */
export interface SyncRun {
  readonly plan: Plan;
  readonly guards: readonly GuardResult[];
  /** `applying`: begun and not finished, also when the process that did it is gone. */
  readonly state: "planned" | "held" | "rejected" | "approved" | "applying" | "applied" | "undone";
  readonly approval?: Approval;
  readonly applied?: { readonly done: number; readonly conflicts: number; readonly dead: number };
  /** Digest of the run that was applied before this one was planned. */
  readonly after?: string;
}

/** What keeps a step of a sync from being taken. */
export type SyncProblem =
  | "no-plan"
  | "other-plan"
  | "already-applied"
  | "not-approved"
  | "not-applied"
  | "no-such-unit"
  /** Another process is applying or undoing right now. */
  | "busy"
  /** A plan has been begun and not finished. */
  | "half-applied"
  | ApplyError;

/** A step of a sync can't be taken; the store is as it was. */
export class SyncError extends Error {
  readonly code: SyncProblem;
  constructor(code: SyncProblem) {
    super(`the sync can't go on: ${code}`);
    this.code = code;
  }
}

/** Protected identities are written without contact details: a school must know who its pupils are, not where they live. */
export const policy: Policy = { protectedPersons: "minimal" };
const dayMs = 86_400_000;
const runKey = (digest: string): string => `sync.run.${digest}`;

/** The newest sync, or undefined before the first plan. */
export function readRun(store: Store): SyncRun | undefined {
  const digest = store.get("sync.current") as string | undefined;
  return digest === undefined ? undefined : (store.get(runKey(digest)) as SyncRun);
}

/** The newest sync that has been applied and not undone. */
export function readApplied(store: Store): SyncRun | undefined {
  let run = readRun(store);
  while (run !== undefined && run.state !== "applied")
    run = run.after === undefined ? undefined : (store.get(runKey(run.after)) as SyncRun | undefined);
  return run;
}

function keep(store: Store, run: SyncRun, at: string): SyncRun {
  store.transaction(() => {
    noteStored(store, placeOfKey(runKey(run.plan.digest)), "plan", at);
    store.set(runKey(run.plan.digest), run, at);
    store.set("sync.current", run.plan.digest, at);
  });
  return run;
}

/**
 * Plans a sync of what was read, and asks every guard. Writes the plan to the store and nothing to the register.
 * @throws SyncError while a plan is half applied: what it has made has no links yet, and would be made once more
 */
export function planRun(
  store: Store,
  batch: Batch,
  { municipalityCode, at }: { readonly municipalityCode: string; readonly at: string },
): SyncRun {
  if (readRun(store)?.state === "applying") throw new SyncError("half-applied");
  const plan = reconcile({ source: batch, target: readRegister(store), policy });
  return keepPlan(store, plan, { municipalityCode, at });
}

function keepPlan(
  store: Store,
  plan: Plan,
  { municipalityCode, at }: { readonly municipalityCode: string; readonly at: string },
): SyncRun {
  const known = readKnown(store);
  const guards = check(plan, {
    ...readHistory(store),
    ...schoolCalendarAt(plan.readAt),
    municipalityCode,
    ...(known?.source === plan.source ? { appliedTo: known.to } : {}),
  });
  const after = readApplied(store)?.plan.digest;
  const before = readRun(store);
  // A plan that was never begun is of no use when there is a newer one; it is personal data, too.
  if (before && before.state !== "applied" && before.state !== "undone" && before.plan.digest !== plan.digest) {
    store.remove(runKey(before.plan.digest));
    noteGone(store, placeOfKey(runKey(before.plan.digest)), "a newer plan", at);
  }
  return keep(
    store,
    { plan, guards, state: stateOf(guards), ...(after === undefined || after === plan.digest ? {} : { after }) },
    at,
  );
}

const readHistory = (store: Store): PlanHistory | undefined => store.get("sync.history") as PlanHistory | undefined;

function stateOf(guards: readonly GuardResult[]): SyncRun["state"] {
  if (guards.some(({ outcome }) => outcome === "reject")) return "rejected";
  return guards.some(({ outcome, unit }) => outcome === "hold" && unit === undefined) ? "held" : "planned";
}

/** Units that a guard holds, in the target's ids. */
export const heldUnits = ({ guards }: SyncRun): readonly string[] =>
  guards.flatMap(({ outcome, unit }) => (outcome === "hold" && unit !== undefined ? [unit] : []));

export interface ApproveOptions {
  /** The plan's digest, or its first twelve characters or more. */
  readonly digest: string;
  readonly by: string;
  readonly reason: string;
  /** ISO 8601 instant. The approval is good for a day. */
  readonly at: string;
  /** Held units to let through. */
  readonly units?: readonly string[];
  /** True to let through a plan that a guard holds as a whole. */
  readonly heldPlan?: boolean;
}

/**
 * Approves the newest plan, by its digest.
 * @throws SyncError when there is no plan, it is another one or done already, or a guard rejects or holds it
 */
export function approveRun(store: Store, { digest, by, reason, at, units = [], heldPlan }: ApproveOptions): SyncRun {
  const run = readRun(store);
  if (run === undefined) throw new SyncError("no-plan");
  if (digest.length < 12 || !run.plan.digest.startsWith(digest)) throw new SyncError("other-plan");
  if (run.state === "applied" || run.state === "undone") throw new SyncError("already-applied");
  const held = new Set(heldUnits(run));
  if (units.some((unit) => !held.has(unit))) throw new SyncError("no-such-unit");
  // What has been begun is gone on with as it was let through, under the new approval.
  const begun = run.state === "applying" ? run.approval : undefined;
  const through = begun ? (begun.heldUnits ?? []) : units;
  const approval = approve(run.plan, {
    by,
    reason,
    at,
    expires: new Date(Date.parse(at) + dayMs).toISOString(),
    ...(through.length > 0 ? { heldUnits: through } : {}),
    ...(heldPlan === true || begun?.heldPlan === true ? { heldPlan: true } : {}),
  });
  const allowed = permitted(run.plan, run.guards, approval, at);
  if (!allowed.ok) throw new SyncError(allowed.error);
  return keep(store, { ...run, approval, state: begun ? "applying" : "approved" }, at);
}

export interface RunOptions {
  /** Folder of the journals. */
  readonly folder: string;
  readonly now: () => Date;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, all: number) => void;
}

/** One process at a time: two that write one journal would each take the other's changes for conflicts. */
async function alone(folder: string, work: () => Promise<Applied>): Promise<Applied> {
  mkdirSync(join(folder, "journals"), { recursive: true, mode: 0o700 });
  const applied = await exclusively(join(folder, "journals", "lock.sqlite"), work);
  if (applied === undefined) throw new SyncError("busy");
  return applied;
}

/**
 * Makes the approved changes through a journal. Killed at any point, it goes on where it was when it is called again.
 * @throws SyncError when nothing is approved, the approval no longer holds, or another process is at it
 */
export function applyRun(store: Store, options: RunOptions): Promise<Applied> {
  return alone(options.folder, () => applyAlone(store, options));
}

async function applyAlone(store: Store, options: RunOptions): Promise<Applied> {
  const run = readRun(store);
  if (run === undefined) throw new SyncError("no-plan");
  const { plan, guards, approval, state } = run;
  if (approval === undefined || (state !== "approved" && state !== "applying")) throw new SyncError("not-approved");
  const began = options.now().toISOString();
  const allowed = permitted(plan, guards, approval, began);
  if (!allowed.ok) throw new SyncError(allowed.error);
  if (state === "approved") keep(store, { ...run, state: "applying" }, began);
  const applied = await applyThroughJournal(store, { plan, guards, approval }, options);
  if (!applied.isFinished) return applied;
  const at = options.now().toISOString();
  const counts = { done: applied.done, conflicts: applied.conflicts.length, dead: applied.dead.length };
  keep(store, { ...run, state: "applied", applied: counts }, at);
  keepLonger(store, placeOfKey(runKey(plan.digest)), "plan", at);
  keepLonger(store, journalPlace(plan), "journal", at);
  // A delta does not say how many rows the source has.
  const rows = plan.basis.kind === "total" ? plan.basis.source : readHistory(store)?.rows;
  const earlier = noteRun(readHistory(store)?.earlier ?? [], plan, {
    guards,
    approval,
    calendar: schoolCalendarAt(plan.readAt),
  });
  const history: PlanHistory = { appliedReadAt: plan.readAt, earlier, ...(rows ? { rows } : {}) };
  store.set("sync.history", history, at);
  return applied;
}

const journalPlace = ({ digest }: Plan): string => `journals/${digest}.journal`;

/** Whether what is kept at a place is needed by a plan that has been begun and not finished. */
export function isInUse(store: Store, place: string): boolean {
  const run = readRun(store);
  return run?.state === "applying" && [placeOfKey(runKey(run.plan.digest)), journalPlace(run.plan)].includes(place);
}

async function applyThroughJournal(
  store: Store,
  { plan, guards, approval }: Required<Pick<SyncRun, "plan" | "guards" | "approval">>,
  { folder, now, signal, onProgress }: RunOptions,
): Promise<Applied> {
  noteStored(store, journalPlace(plan), "journal", now().toISOString());
  const journal = await fileJournal(join(folder, journalPlace(plan)));
  try {
    const result = await applyPlan(plan, registerTarget(store), journal, {
      guards,
      approval,
      now: () => now().toISOString(),
      sleep: (milliseconds) => wait(milliseconds),
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress } : {}),
    });
    if (!result.ok) throw new SyncError(result.error);
    return result.value;
  } finally {
    await journal.close();
  }
}

/**
 * Reads the register again and compares it with the source, unit by unit. What remains becomes the next plan, which waits
 * for a person: held units, and whatever has gone wrong.
 */
export function verifyRun(
  store: Store,
  batch: Batch,
  options: { readonly municipalityCode: string; readonly at: string },
): Verification {
  const newest = readRun(store);
  const held = newest ? heldOperations(newest) : [];
  const result = verification({ source: batch, target: readRegister(store), policy, held });
  if (result.remaining.operations.length > 0 && newest?.state === "applied") keepPlan(store, result.remaining, options);
  return result;
}

/** Operations of a run that wait for an approval of their unit. */
export function heldOperations(run: SyncRun): readonly Operation[] {
  const approved = new Set(run.approval?.heldUnits);
  const held = new Set(heldUnits(run).filter((unit) => !approved.has(unit)));
  return run.plan.operations.filter(({ unit }) => unit !== undefined && held.has(unit));
}

/**
 * Takes back what the newest applied run did, by its journal. A row that has been changed since is left, and counted.
 * @throws SyncError when nothing has been applied, another process is at it, or a plan is half applied: it is finished
 * first, so that what has been done is known to the last row
 */
export function undoRun(store: Store, options: UndoOptions): Promise<Applied> {
  return alone(options.folder, () => undoAlone(store, options));
}

export interface UndoOptions extends RunOptions {
  readonly by: string;
  readonly reason: string;
}

async function undoAlone(store: Store, { by, reason, ...options }: UndoOptions): Promise<Applied> {
  if (readRun(store)?.state === "applying") throw new SyncError("half-applied");
  const run = readApplied(store);
  if (run?.approval === undefined) throw new SyncError("not-applied");
  const allowed = permitted(run.plan, run.guards, run.approval, run.approval.at);
  if (!allowed.ok) throw new SyncError(allowed.error);
  const journal = await fileJournal(join(options.folder, journalPlace(run.plan)));
  const done = await doneOperations(run.plan, allowed.value.operations, journal).finally(() => journal.close());
  const plan = undoPlan(run.plan, done);
  const at = options.now().toISOString();
  const approval = approve(plan, { by, reason, at, expires: new Date(Date.parse(at) + dayMs).toISOString() });
  const undone = await applyThroughJournal(store, { plan, guards: [], approval }, options);
  if (undone.isFinished) {
    keep(store, { ...run, state: "undone" }, at);
    const earlier = (readHistory(store)?.earlier ?? []).filter(({ digest }) => digest !== run.plan.digest);
    store.set("sync.history", { earlier } satisfies PlanHistory, at);
    forgetKnown(store, at);
  }
  return undone;
}
