export type {
  Batch,
  Coverage,
  Duty,
  Enrolment,
  Entities,
  Entity,
  Group,
  Guardianship,
  Health,
  Membership,
  Merge,
  Open,
  Person,
  Placement,
  Rejected,
  Row,
  SchoolType,
  Unit,
} from "./batch.ts";
export { emptyRegister, linkId, rowKey, targetEntities } from "./register.ts";
export type { Link, Register, Stored, TargetEntity, TargetRow } from "./register.ts";
export { match } from "./match.ts";
export type { MatchCandidate, MatchDecision, Matching, MatchOptions, Situation, SituationKind } from "./match.ts";
export { reconcile } from "./reconcile.ts";
export type { FieldOwner, Policy, ReconcileOptions, RemovalPolicy } from "./reconcile.ts";
export { countOperations } from "./plan.ts";
export type { FieldChange, Operation, OperationKind, Plan, PlanBasis } from "./plan.ts";
export { check } from "./guards.ts";
export type { PlanHistory } from "./guards.ts";
export { guardLimits, rolloverLimits } from "./guard-limits.ts";
export type { GuardLimits } from "./guard-limits.ts";
export type { GuardId, GuardOutcome, GuardResult, HistoryEvidence } from "./guard-result.ts";
export { noteRun } from "./run-record.ts";
export type { RunRecord, SchoolCalendar, Season } from "./run-record.ts";
export { approve, countersign, permitted } from "./approve.ts";
export type { Approval, ApprovalError, Permitted, Signature } from "./approve.ts";
export { applyPlan } from "./apply-plan.ts";
export type { AbortSignalLike, Applied, ApplyError, ApplyOptions } from "./apply-plan.ts";
export { doneOperations } from "./journal-run.ts";
export type { Lease, TargetPort, WriteContext, WriteResult } from "./target-port.ts";
export type { WriteOptions } from "./write-operations.ts";
export { JournalError, memoryJournal } from "./journal.ts";
export type { Journal, JournalRecord, OperationState } from "./journal.ts";
export { undoPlan } from "./undo-plan.ts";
export { deletionPlan } from "./deletion-plan.ts";
export type { DeletionOptions } from "./deletion-plan.ts";
export { noSightings, noteSightings, staleProof } from "./sightings.ts";
export type { SightingRun, Sightings, StaleProof, Unseen } from "./sightings.ts";
export { digestTree, treeDifferences } from "./digest-tree.ts";
export type { DigestDifference, DigestLevel, DigestNode } from "./digest-tree.ts";
export { verification } from "./verification.ts";
export type { UnitVerification, Verification } from "./verification.ts";
export { errorBound, sampleSize } from "./sampling.ts";
export type { SamplingDemand } from "./sampling.ts";
export { workList } from "./work-list.ts";
export type { WorkItem, WorkList, WorkListOptions, WorkReason } from "./work-list.ts";
export { noteQuality, qualityOf } from "./quality.ts";
export type { QualityCell, QualityOptions, QualityRun } from "./quality.ts";
export { qualityChanges, qualityTable } from "./quality-table.ts";
export type { QualityChange, QualityMeasure, QualityRow } from "./quality-table.ts";
export { differenceInterval, shareInterval } from "./interval.ts";
export type { ShareInterval } from "./interval.ts";
export { newReview, noteChecked, noteVerification, signOff, verified } from "./sign-off.ts";
export type { ReviewState, SignOffRefusal, SignOffRule, UnitReview } from "./sign-off.ts";
export { noteCopy, notePurged, openCopies } from "./purge-log.ts";
export type { PurgeLog, StoredCopy } from "./purge-log.ts";
export type { SyncCode } from "./messages.ts";
export type { TableCode } from "./table-messages.ts";
export type { Finding, Result, Text } from "./finding.ts";
