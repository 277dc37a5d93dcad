export { readSds } from "./read-sds.ts";
export type { ReadSdsOptions } from "./read-sds.ts";
export { writeSds } from "./write-sds.ts";
export type { SdsFiles, WriteSdsOptions } from "./write-sds.ts";
export { cedsGrades } from "./school-grades.ts";
export type { GradeTable, SchoolGrade } from "./school-grades.ts";
export type { NamedFile, NamedFiles } from "./named-files.ts";
