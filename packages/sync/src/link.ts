export { linkRecords, personLinking } from "./link-records.ts";
export type { LinkDemand, LinkedPair, Linking, LinkOptions, LinkReason } from "./link-records.ts";
export { linkLevels } from "./link-comparison.ts";
export type { LinkComparison, LinkRecord } from "./link-comparison.ts";
export type { LinkBlock } from "./link-blocks.ts";
export type { LinkModel } from "./link-model.ts";
export { editDistance, jaroWinkler } from "./similarity.ts";
export { matchCandidates } from "./match-candidates.ts";
export type { CandidateOptions } from "./match-candidates.ts";
