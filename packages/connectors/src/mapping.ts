export { readWithProfile } from "./read-with-profile.ts";
export type { ReadWithProfileOptions } from "./read-with-profile.ts";
export { parseMappingProfile } from "./mapping-profile.ts";
export type {
  DayFormat,
  FieldMapping,
  FieldType,
  FileCheck,
  FileMapping,
  MappingProfile,
  RowMapping,
} from "./mapping-profile.ts";
export { proposeProfile } from "./propose-profile.ts";
export type { ColumnProposal, ProposedProfile } from "./propose-profile.ts";
export type { ColumnKind } from "./column-kinds.ts";
export type { NamedFile, NamedFiles } from "./named-files.ts";
