export { prepareReport } from "./prepare-report.ts";
export type { HeldRow, Prepared, PrepareReportOptions, Report, ReportHeader } from "./prepare-report.ts";
export { readReport } from "./read-report.ts";
export type { HeldLine, ReadReport, ReadReportOptions } from "./read-report.ts";
export { checkRows } from "./check-report.ts";
export type { CheckedRow } from "./check-report.ts";
export { rowChecker } from "./row-checker.ts";
export type { CheckOptions, PlaceOfRow, RowChecker } from "./row-checker.ts";
export type { Reference } from "./check-cell.ts";
export { checkLosses, diffSubmissions } from "./diff-submissions.ts";
export type { Decision, SubmissionDiff, UnitChange } from "./diff-submissions.ts";
export { withCarrier, writeChunks, writeRows } from "./write-rows.ts";
export { layoutById, layouts } from "./layouts.ts";
export { gradesYear6Vt2025, gradesYear6Vt2026, gradesYear9Vt2025, gradesYear9Vt2026 } from "./grade-layouts.ts";
export { testsYear3Vt2026, testsYear6Vt2026, testsYear9Vt2026 } from "./national-test-layouts.ts";
export { staffHt2026 } from "./staff-layout.ts";
export { pupilsDraft } from "./pupil-layout.ts";
export { checkYears, compareYears, yearSummary } from "./year-summary.ts";
export type { YearChange, YearComment, YearPolicy, YearSummary } from "./year-summary.ts";
export type { ProtectedIdentities, ProtectedIdentityDecision } from "./protected-identity.ts";
export { manifestDigest, manifestOf } from "./manifest.ts";
export type { Generator, Manifest, ManifestFindings, ManifestOptions } from "./manifest.ts";
export { reviewPage } from "./review-page.ts";
export type { ReviewPageOptions } from "./review-page.ts";
export { newSignOff, signOff } from "./sign-off.ts";
export type { SignOff, SignOffAct, SignOffEvent, SignOffStatus, SignOffStep } from "./sign-off.ts";
export { diffLayouts } from "./diff-layouts.ts";
export type { LayoutChange } from "./diff-layouts.ts";
export type {
  Block,
  Carrier,
  CharClass,
  Erratum,
  Field,
  FieldKind,
  LanguageSubject,
  Layout,
  LayoutRules,
  LayoutSource,
  ScbRecord,
  TeachingShares,
  TestSubject,
  Variant,
} from "./layout.ts";
export type { FoundEncoding } from "./text-lines.ts";
export type { ScbCode } from "./finding-code.ts";
export type { FileParams } from "./file-messages.ts";
export type { RowParams } from "./row-messages.ts";
export type { SubmissionParams } from "./submission-messages.ts";
export type { RegisterParams } from "./register-messages.ts";
export type { SheetParams } from "./sheet-messages.ts";
export type { SignOffParams } from "./sign-off-messages.ts";
export type { Place } from "./row-rule.ts";
export type { Finding, Result, Text } from "./finding.ts";
