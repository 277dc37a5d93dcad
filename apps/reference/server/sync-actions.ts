import type { Applied, Batch, StaleProof, Verification } from "@milstolpe/sync";
import type { SyncView, Text } from "./status.ts";
import { keepStatus, readStatus } from "./status-store.ts";
import type { Store } from "./store.ts";
import {
  applyRun,
  approveRun,
  planRun,
  readRun,
  undoRun,
  verifyRun,
  type ApproveOptions,
  type RunOptions,
  type SyncProblem,
  type SyncRun,
} from "./sync-job.ts";
import { noteArrived, noteReading } from "./source-known.ts";
import { noteVerified } from "./sync-review.ts";
import { syncView, waitingOf } from "./sync-view.ts";

/** What every step of a sync is taken with; the page and the command line use the same. */
export interface SyncContext extends RunOptions {
  readonly store: Store;
  /** Code of the municipality whose register this is; a plan of another one is rejected. */
  readonly municipalityCode: string;
  /** Where the register was read, when it was an address; see `addressOf`. */
  readonly address?: string;
}

const at = ({ now }: SyncContext): string => now().toISOString();

/** Changes what the status says of the sync. */
function keepView(context: SyncContext, change: Partial<SyncView>): void {
  const { waiting: _settled, ...before } = readStatus(context.store).sync ?? ({} as SyncView);
  keepStatus(context.store, "sync", { ...before, ...change }, at(context));
}

/** Plans a sync of what was read. The register is not touched. */
export function planSync(context: SyncContext, batch: Batch): SyncRun {
  const run = planRun(context.store, batch, { municipalityCode: context.municipalityCode, at: at(context) });
  noteReading(context.store, batch, { plan: run.plan, address: context.address, at: at(context) });
  if (run.plan.operations.length === 0 && run.state === "planned")
    noteArrived(context.store, run.plan.digest, at(context));
  keepStatus(context.store, "sync", syncView(run, batch), at(context));
  return run;
}

/** Approves the newest plan. @throws SyncError */
export function approveSync(context: SyncContext, options: Omit<ApproveOptions, "at">): SyncRun {
  const run = approveRun(context.store, { ...options, at: at(context) });
  const { waiting } = readStatus(context.store).sync ?? {};
  const { by, reason, at: when } = run.approval ?? { ...options, at: at(context) };
  keepView(context, {
    digest: run.plan.digest,
    state: run.state,
    approval: { by, reason, at: when },
    ...(waiting ? { waiting } : {}),
  });
  return run;
}

/** Applies the approved plan, or goes on where a run that was stopped came to. @throws SyncError */
export async function applySync(context: SyncContext): Promise<Applied> {
  const applied = await applyRun(context.store, context);
  const run = readRun(context.store);
  const isWhole = applied.conflicts.length + applied.dead.length + applied.held.length === 0;
  if (run && applied.isFinished && isWhole) noteArrived(context.store, run.plan.digest, at(context));
  const { waiting } = readStatus(context.store).sync ?? {};
  if (run)
    keepView(context, {
      state: run.state,
      ...(run.applied ? { applied: run.applied } : {}),
      ...(waiting ? { waiting } : {}),
    });
  return applied;
}

/** Reads the register again, compares it with the source, and notes what was seen: what waits, and the stale proof. */
export function verifySync(context: SyncContext, batch: Batch): Verification & { readonly stale: StaleProof } {
  const { municipalityCode } = context;
  const result = verifyRun(context.store, batch, { municipalityCode, at: at(context) });
  const run = readRun(context.store);
  const { digest, operations } = result.remaining;
  if (operations.length === 0 || run?.plan.digest === digest)
    noteReading(context.store, batch, { plan: result.remaining, address: context.address, at: at(context) });
  if (operations.length === 0) noteArrived(context.store, digest, at(context));
  keepView(context, { verification: result.units, ...(run ? waitingOf(run, batch) : {}) });
  return { ...result, stale: noteVerified(context.store, batch, result, at(context)) };
}

/** Takes back the newest applied plan. @throws SyncError */
export async function undoSync(context: SyncContext, who: { readonly by: string; readonly reason: string }) {
  const undone = await undoRun(context.store, { ...context, ...who });
  if (undone.isFinished) keepView(context, { state: "undone" });
  return undone;
}

/** What keeps a step from being taken, for people. */
export const syncProblems: Readonly<Record<SyncProblem, Text>> = {
  "no-plan": {
    sv: "Det finns ingen plan. Gör en med ”sync plan”.",
    en: "There is no plan. Make one with “sync plan”.",
  },
  "other-plan": {
    sv: "Godkännandet gäller en annan plan än den senaste. Läs den senaste och godkänn den.",
    en: "The approval is for another plan than the newest. Read the newest and approve that.",
  },
  "already-applied": {
    sv: "Planen är redan genomförd eller ångrad. Gör en ny.",
    en: "The plan has been applied or undone already. Make a new one.",
  },
  "not-approved": { sv: "Planen är inte godkänd.", en: "The plan has not been approved." },
  "not-applied": { sv: "Det finns ingen genomförd plan att ångra.", en: "There is no applied plan to undo." },
  "no-such-unit": {
    sv: "En av enheterna hålls inte av den här planen.",
    en: "One of the units is not held by this plan.",
  },
  "half-applied": {
    sv: "En plan är halvvägs genomförd. Slutför den först med ”sync apply”; har godkännandet gått ut, godkänn den igen.",
    en: "A plan is half applied. Finish it first with “sync apply”; if its approval has expired, approve it again.",
  },
  busy: {
    sv: "En annan process genomför eller ångrar just nu. Vänta tills den är klar.",
    en: "Another process is applying or undoing right now. Wait until it has finished.",
  },
  rejected: {
    sv: "Ett skydd avvisar planen. Inget godkännande släpper igenom den; rätta källan och läs igen.",
    en: "A guard rejects the plan. No approval lets it through; correct the source and read again.",
  },
  expired: { sv: "Godkännandet har gått ut. Godkänn igen.", en: "The approval has expired. Approve again." },
  held: {
    sv: "Ett skydd håller hela planen. Granska den, och godkänn med --held-plan om den stämmer.",
    en: "A guard holds the whole plan. Review it, and approve with --held-plan if it is right.",
  },
  "journal-of-another-plan": {
    sv: "En annan plan är halvvägs genomförd. Slutför den först med ”sync apply”.",
    en: "Another plan is half applied. Finish it first with “sync apply”.",
  },
};
