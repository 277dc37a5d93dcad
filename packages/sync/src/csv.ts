export { diffCsv } from "./csv-diff.ts";
export type { CsvDiff } from "./csv-diff.ts";
export { CsvComparison } from "./csv-comparison.ts";
export type { CsvChange, CsvCounts, CsvDiffOptions, CsvFieldChange } from "./csv-change.ts";
export { decodeCsv } from "./csv-encoding.ts";
export type { CsvEncoding, DecodedCsv } from "./csv-encoding.ts";
