import type { TableSpec } from "./csv-table.ts";
import { words } from "./words.ts";

const common = ["status", "dateLastModified"];
const extensions = ["metadata."];

/** The files of OneRoster that are read. Columns of both versions; what only one has is optional. */
export const oneRosterTables = {
  orgs: {
    required: ["sourcedId", "name", "type"],
    optional: [...common, "identifier", "parentSourcedId"],
    extensions,
  },
  academicSessions: {
    required: ["sourcedId", "title", "type", "startDate", "endDate"],
    optional: [...common, "parentSourcedId", "schoolYear"],
    extensions,
  },
  users: {
    required: ["sourcedId", "givenName", "familyName"],
    optional: [
      ...common,
      ...words("enabledUser orgSourcedIds role username userIds middleName identifier email sms phone"),
      ...words("agentSourcedIds grades password userMasterIdentifier resourceSourcedIds"),
      ...words("preferredGivenName preferredMiddleName preferredFamilyName primaryOrgSourcedId pronouns"),
    ],
    extensions,
  },
  roles: {
    required: ["userSourcedId", "role", "orgSourcedId"],
    optional: [...common, "sourcedId", "roleType", "beginDate", "endDate", "userProfileSourcedId"],
    extensions,
  },
  classes: {
    required: ["sourcedId", "title", "schoolSourcedId"],
    optional: [
      ...common,
      ...words("grades courseSourcedId classCode classType location termSourcedIds subjects subjectCodes"),
      ...words("periods"),
    ],
    extensions,
  },
  enrollments: {
    required: ["classSourcedId", "userSourcedId", "role"],
    optional: [...common, "sourcedId", "schoolSourcedId", "primary", "beginDate", "endDate"],
    extensions,
  },
  demographics: {
    required: ["sourcedId"],
    optional: [...common, "birthDate", "sex"],
    // The other columns are about race, ethnicity and place of birth: a Swedish register has no ground to keep them.
    extensions: [
      ...extensions,
      ...words("americanIndianOrAlaskaNative asian blackOrAfricanAmerican"),
      ...words("nativeHawaiianOrOtherPacificIslander white demographicRaceTwoOrMoreRaces"),
      ...words("hispanicOrLatinoEthnicity countryOfBirthCode stateOfBirthAbbreviation cityOfBirth"),
      ...words("publicSchoolResidenceStatus"),
    ],
    aliases: { userSourcedId: "sourcedId" },
  },
} as const satisfies Readonly<Record<string, TableSpec>>;

export type OneRosterTable = keyof typeof oneRosterTables;

/** Files of the format that have no place in a register of people. */
export const notCarried: ReadonlySet<string> = new Set(
  (
    "categories classResources courseResources courses lineItems resources results userProfiles userResources " +
    "scoreScales lineItemLearningObjectiveIds lineItemScoreScales resultLearningObjectiveIds resultScoreScales"
  ).split(" "),
);

/** Standing of a file in one package: not there, whole, or what has changed. */
export type FileMode = "absent" | "bulk" | "delta";

export const isOneRosterTable = (name: string): name is OneRosterTable => Object.hasOwn(oneRosterTables, name);

/** Kinds of organisation, and what they are here. */
export const orgKinds: ReadonlyMap<string, string> = new Map(
  Object.entries({
    school: "Skolenhet",
    district: "Huvudman",
    local: "Stadsdel",
    department: "Övrigt",
    state: "Övrigt",
    national: "Övrigt",
  }),
);

/** Roles of staff as duty roles. Others keep their own name. */
export const dutyRoles: ReadonlyMap<string, string> = new Map(
  Object.entries({
    teacher: "Lärare",
    principal: "Rektor",
    aide: "Övrig pedagogisk personal",
  }),
);

/** Roles of people who stand by a pupil, as relations. */
export const relationRoles: ReadonlyMap<string, string> = new Map(
  Object.entries({
    guardian: "Vårdnadshavare",
    parent: "Förälder",
    relative: "Annan ansvarig",
  }),
);
