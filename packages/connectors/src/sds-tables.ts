import type { TableSpec } from "./csv-table.ts";
import { words } from "./words.ts";

/** Columns that exist and are not read: passwords, addresses, what is about origin or health, another system's keys. */
const unread = {
  school: "School NCES_ID,State ID,Grade Low,Grade High,Principal SIS ID,Principal Name,Principal Secondary Email",
  address: "Address,City,State,Country,Zip,Postal Code,Phone,Zone",
  section: "Section Number,Term SIS ID,Term Name,Course SIS ID,Course Name,Course Number,Course Description",
  more: "Course Subject,Periods,Password,Title,Qualification,Graduation Year,Middle Name",
};
const names = (...texts: readonly string[]): readonly string[] => texts.flatMap((text) => text.split(","));

/** What the British edition of the format calls some columns. */
const british = { ID: "SIS ID", "School DfE Number": "School SIS ID" };
const person = names("First Name,Last Name,Secondary Email,Status,State ID");

/** The files of School Data Sync v1. */
export const sdsV1Tables = {
  School: {
    required: ["SIS ID", "Name"],
    optional: ["School Number"],
    aliases: british,
    extensions: names(unread.school, unread.address),
  },
  Section: {
    required: ["SIS ID", "School SIS ID", "Section Name"],
    optional: ["Term StartDate", "Term EndDate", "Status"],
    aliases: british,
    extensions: names(unread.section, unread.more),
  },
  Student: {
    required: ["SIS ID", "School SIS ID", "Username"],
    optional: [...person, "Student Number", "Grade", "Birthdate"],
    aliases: british,
    extensions: names(unread.more),
  },
  Teacher: {
    required: ["SIS ID", "School SIS ID", "Username"],
    optional: [...person, "Teacher Number"],
    aliases: british,
    extensions: names(unread.more),
  },
  StudentEnrollment: { required: ["Section SIS ID", "SIS ID"], aliases: british },
  TeacherRoster: { required: ["Section SIS ID", "SIS ID"], aliases: british },
} as const satisfies Readonly<Record<string, TableSpec>>;

/** The files of School Data Sync v2 and v2.1. */
export const sdsV2Tables = {
  orgs: { required: ["sourcedId", "name", "type"], optional: ["parentSourcedId"] },
  users: {
    required: ["sourcedId", "username"],
    optional: words("givenName familyName email phone sms orgSourcedIds role grade"),
    extensions: words("password activeDirectoryMatchId"),
  },
  roles: {
    required: ["userSourcedId", "orgSourcedId", "role"],
    optional: words("sessionSourcedId grade isPrimary roleStartDate roleEndDate"),
  },
  classes: {
    required: ["sourcedId", "orgSourcedId", "title"],
    optional: ["sessionSourcedIds"],
    extensions: words("courseSourcedId code"),
  },
  enrollments: { required: ["classSourcedId", "userSourcedId", "role"] },
  academicSessions: {
    required: ["sourcedId", "title", "type", "startDate", "endDate"],
    optional: ["schoolYear"],
  },
  demographics: {
    required: ["userSourcedId"],
    optional: ["sex", "birthDate"],
    extensions: words("birthCity birthState birthCountry ethnicityCodes raceCodes"),
  },
  relationships: { required: ["userSourcedId", "relationshipUserSourcedId", "relationshipRole"] },
} as const satisfies Readonly<Record<string, TableSpec>>;

/** Files of the format without a place in a register; flags are about pupils' support needs and family economy. */
export const sdsNotCarried: ReadonlySet<string> = new Set(["courses", "userFlags"]);

export type SdsV1Table = keyof typeof sdsV1Tables;
export type SdsV2Table = keyof typeof sdsV2Tables;

/** Kinds of organisation; others keep their own name. */
export const sdsOrgKinds: ReadonlyMap<string, string> = new Map([
  ["school", "Skolenhet"],
  ["district", "Huvudman"],
]);

/** Roles of staff as duty roles; others keep their own name. */
export const sdsDutyRoles: ReadonlyMap<string, string> = new Map([
  ["teacher", "Lärare"],
  ["principal", "Rektor"],
  ["aide", "Övrig pedagogisk personal"],
]);

/** Roles in a relationship as relations; others keep their own name. */
export const sdsRelations: ReadonlyMap<string, string> = new Map([
  ["guardian", "Vårdnadshavare"],
  ["parent", "Förälder"],
]);

/** The key of a value in one of these tables. */
export const keyOf = (table: ReadonlyMap<string, string>, value: string): string =>
  [...table].find(([, ours]) => ours === value)?.[0] ?? value;
