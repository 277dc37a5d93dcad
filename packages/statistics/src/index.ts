export { readPx } from "./read-px.ts";
export type { ReadPx, ReadPxOptions } from "./read-px.ts";
export { checkPx } from "./check-px.ts";
export type { CheckPxOptions } from "./check-px.ts";
export { writePx } from "./write-px.ts";
export type { WritePxOptions } from "./write-px.ts";
export type { PxEncoding, PxFile, PxStatement, PxValue } from "./px-file.ts";
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
