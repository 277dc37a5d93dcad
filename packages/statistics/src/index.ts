export { cube } from "./cube.ts";
export type { CellDetail, Cube, CubeDimension, CubeOptions } from "./cube.ts";
export { protect } from "./protect.ts";
export type { CellKeyPolicy, Policy, ProtectedCell, Protection, RoundingPolicy, SuppressionPolicy } from "./protect.ts";
export { withSameCells } from "./same-cells.ts";
export type { Reason, SensitivityRules } from "./primary-cells.ts";
export { perturbationTable } from "./cell-key.ts";
export type { PerturbationOptions, PerturbationRow, PerturbationTable } from "./cell-key.ts";
export { auditProtection } from "./audit.ts";
export type { Audit, AuditOptions, CellInterval } from "./audit.ts";
export { auditByLp } from "./audit-lp.ts";
export type { LpSolution, LpSolver } from "./audit-lp.ts";
export { readPx } from "./read-px.ts";
export type { ReadPx, ReadPxOptions } from "./read-px.ts";
export { streamPx } from "./stream-px.ts";
export type { StreamedPx } from "./stream-px.ts";
export type { CellTaker } from "./px-cells.ts";
export { checkPx } from "./check-px.ts";
export type { CheckPxOptions } from "./check-px.ts";
export { writePx } from "./write-px.ts";
export type { WritePxOptions } from "./write-px.ts";
export type { PxEncoding, PxFile, PxStatement, PxValue } from "./px-file.ts";
export { toJsonStat } from "./to-json-stat.ts";
export type { MetaIdPlace, ToJsonStatOptions } from "./to-json-stat.ts";
export { fromJsonStat } from "./from-json-stat.ts";
export type { FromJsonStat, FromJsonStatOptions } from "./from-json-stat.ts";
export { checkJsonStat } from "./check-json-stat.ts";
export type { JsonStatCategory, JsonStatDataset, JsonStatDimension, JsonStatLink } from "./json-stat.ts";
export { toCsv } from "./to-csv.ts";
export type { ToCsvOptions } from "./to-csv.ts";
export { toSdmxCsv } from "./to-sdmx-csv.ts";
export type { ToSdmxCsvOptions } from "./to-sdmx-csv.ts";
export { cellCount, cellIndex, cellPlace, inLanguage, sumsOf } from "./table.ts";
export type {
  Category,
  Dimension,
  DimensionRole,
  Localized,
  Note,
  Sum,
  Table,
  TableFacts,
  TimeScale,
} from "./table.ts";
export type { StatisticsCode } from "./messages.ts";
export type { Finding, Result, Text } from "./finding.ts";
