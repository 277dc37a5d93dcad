export { readOneRoster } from "./read-oneroster.ts";
export type { ReadOneRosterOptions } from "./read-oneroster.ts";
export { writeOneRoster } from "./write-oneroster.ts";
export type { OneRosterPackage, WriteOneRosterOptions } from "./write-oneroster.ts";
export { cedsGrades } from "./school-grades.ts";
export type { GradeTable, SchoolGrade } from "./school-grades.ts";
export type { ZipLimits } from "./zip.ts";
