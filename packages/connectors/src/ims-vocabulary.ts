import { schoolForms } from "@milstolpe/swedish";

// IMS Enterprise 1.1 in the words of Tieto Education (Edlevo), organisation v12, and in the numbers of the plain standard.

/** School forms as the source codes them → school types of SS 12000. */
export const tietoSchoolTypes: ReadonlyMap<string, string> = new Map(
  schoolForms.flatMap(({ code, tieto }) => tieto.map((theirs) => [theirs, code] as const)),
);

/** School forms in which a child has a place rather than an enrolment. `PC` (pedagogisk omsorg) has no code in SS 12000. */
export const placementForms: ReadonlySet<string> = new Set(["FS", "F", "PC"]);

/** Kinds of group that are organisations. */
export const unitKinds: ReadonlyMap<string, string> = new Map([
  ["Unit", "Skolenhet"],
  ["Organization", "Huvudman"],
  ["Area", "Rektorsområde"],
]);

/** Kinds of group that are groups of people. Others keep their own name. */
export const groupKinds: ReadonlyMap<string, string> = new Map([
  ["Class", "Klass"],
  ["EducationGroup", "Undervisning"],
  ["MentorGroup", "Mentor"],
  ["ScheduleGroup", "Schema"],
  ["ExamGroup", "Provgrupp"],
  ["Department", "Avdelning"],
  ["OtherGroup", "Övrigt"],
]);

/** A child's own group, in which its guardians are. */
export const contactGroup = "ContactGroup";

/** The numbers that the plain standard has for roles. */
const numberedRoles: ReadonlyMap<string, string> = new Map([
  ["01", "Learner"],
  ["02", "Instructor"],
  ["03", "ContentDeveloper"],
  ["04", "Member"],
  ["05", "Manager"],
  ["06", "Mentor"],
  ["07", "Administrator"],
  ["08", "TeachingAssistant"],
]);
export const roleName = (text: string): string => numberedRoles.get(text.padStart(2, "0")) ?? text;

/** Roles of those who learn. */
export const pupilRoles: ReadonlySet<string> = new Set(["Student", "Child", "Learner"]);

/** Roles in a group. Others keep their own name. */
export const memberRoles: ReadonlyMap<string, string> = new Map([
  ["Instructor", "teacher"],
  ["Mentor", "mentor"],
]);

/** Roles at a unit as duty roles. Others keep their own name. */
export const unitDutyRoles: ReadonlyMap<string, string> = new Map([
  ["Instructor", "Lärare"],
  ["Principal", "Rektor"],
]);

/** Roles in a child's contact group. Others keep their own name. */
export const contactRelations: ReadonlyMap<string, string> = new Map([
  ["Guardian", "Vårdnadshavare"],
  ["OtherResponsible", "Annan ansvarig"],
]);

export const genders: ReadonlyMap<string, string> = new Map([
  ["Male", "Man"],
  ["Female", "Kvinna"],
  ["Unknown", "Okänt"],
]);

export const personStatuses: ReadonlyMap<string, string> = new Map([
  ["Normal", "Aktiv"],
  ["Deceased", "Avliden"],
  ["Emigrated", "Utvandrad"],
]);
