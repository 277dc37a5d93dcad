import type { TextEncoding } from "./text-bytes.ts";

/** The columns of each kind of row, in order; the last one says which kind it is. An empty name is an unused column. */
export const importLayouts = {
  user: [
    "givenName",
    "familyName",
    "email",
    "personnummer",
    "description",
    "phone",
    "mobile",
    "workPhone",
    "address",
    "postalCode",
    "city",
    "hideContactDetails",
    "personalNotices",
    "groupMessages",
    "systemMessages",
    "schoolYear",
    "",
    "",
    "rowType",
  ],
  class: ["externalId", "name", "schoolForm", "ageFrom", "ageTo", "description", "rowType"],
  school: [
    "externalId",
    "scbSchoolId",
    "name",
    "schoolForm",
    "ageFrom",
    "ageTo",
    "description",
    "url",
    "phone",
    "fax",
    "address",
    "postalCode",
    "city",
    "visitingAddress",
    "rowType",
  ],
} as const;

export type ImportRowType = keyof typeof importLayouts;

/** The relations that a relation file can hold, and what stands on either side. */
export const relationTypes = [
  "school_in_org",
  "class_in_school",
  "student_in_school",
  "staff_in_school",
  "student_in_class",
  "teacher_in_class",
  "mentor_for",
  "guardian_for",
  "external_user_in_school",
  "administrator_for",
] as const;

export type RelationType = (typeof relationTypes)[number];
export type RelationColumn = "operation" | "type" | "subject" | "object";

/**
 * How one platform takes its import files. Data: what a platform does otherwise is a copy with fields changed.
 * What its documentation leaves open is listed in `unverified`; settle it with example files from the platform.
 */
export interface ImportProfile {
  readonly id: string;
  /** Encoding of files that are read. `detect`: UTF-8 when the bytes are UTF-8, else ISO-8859-1. */
  readonly readEncoding: TextEncoding | "detect";
  readonly writeEncoding: TextEncoding;
  /** Delimiter of files that are read; `detect` tries tab, semicolon and comma. */
  readonly readDelimiter: "\t" | ";" | "," | "detect";
  readonly writeDelimiter: "\t" | ";" | ",";
  readonly newline: "\r\n" | "\n";
  /** Order of the columns of the relation file, which is always tab-separated. */
  readonly relationColumns: readonly RelationColumn[];
  /** In which order the platform must meet the operations on one person, and the one in which they count when read. */
  readonly relationOrder: "add-before-remove" | "remove-before-add" | "as-written";
  /** School type of the register → the platform's word for it. Others are kept as they are and flagged. */
  readonly schoolForms: Readonly<Record<string, string>>;
  /** Kinds of groups that are written as classes. */
  readonly classKinds: readonly string[];
  /**
   * What becomes of protected people when files are written: left out with all their relations (`exclude`), name and
   * number alone with contact details hidden (`minimal`), or like everybody else (`include`).
   */
  readonly protectedPeople: "exclude" | "minimal" | "include";
  /** What in this profile is an assumption. */
  readonly unverified: readonly string[];
}

/** The platform's published import format, with the safest choice where the documentation is silent. */
export const defaultImportProfile: ImportProfile = {
  id: "platform-import",
  readEncoding: "detect",
  writeEncoding: "utf-8",
  readDelimiter: "detect",
  writeDelimiter: ";",
  newline: "\r\n",
  relationColumns: ["operation", "type", "subject", "object"],
  relationOrder: "add-before-remove",
  schoolForms: {
    FS: "se.forskoleverksamhet.forskola",
    GR: "se.grundskoleutbildning.grundskola",
    GRS: "se.grundskoleutbildning.sarskola.grundsarskola",
    GY: "se.gymnasieutbildning.gymnasieskola",
    KOMVUX: "se.vuxenutbildning",
  },
  classKinds: ["Klass"],
  protectedPeople: "exclude",
  unverified: [
    "relationColumns: the order of the columns in the relation file",
    "relationOrder: whether add comes before remove for one person",
    "schoolForms: the list of school forms may be longer",
    "classKinds: whether teaching groups and preschool departments may be written as classes",
    "mentor_for: whether a mentor is tied to a pupil or to a class; both are read, a class is written",
  ],
};
