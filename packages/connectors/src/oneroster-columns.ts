import { words } from "./words.ts";

/** Columns of the files that are written, in the order of each version's CSV binding. */
type Layout = Readonly<Record<string, readonly string[]>>;

const common = ["sourcedId", "status", "dateLastModified"];

const shared: Layout = {
  academicSessions: [...common, "title", "type", "startDate", "endDate", "parentSourcedId", "schoolYear"],
  orgs: [...common, "name", "type", "identifier", "parentSourcedId"],
  courses: [...common, ...words("schoolYearSourcedId title courseCode grades orgSourcedId subjects subjectCodes")],
  classes: [
    ...common,
    ...words("title grades courseSourcedId classCode classType location schoolSourcedId termSourcedIds"),
    ...words("subjects subjectCodes periods"),
  ],
  enrollments: [...common, ...words("classSourcedId schoolSourcedId userSourcedId role primary beginDate endDate")],
  demographics: [
    ...common,
    ...words("birthDate sex americanIndianOrAlaskaNative asian blackOrAfricanAmerican"),
    ...words("nativeHawaiianOrOtherPacificIslander white demographicRaceTwoOrMoreRaces"),
    ...words("hispanicOrLatinoEthnicity countryOfBirthCode stateOfBirthAbbreviation cityOfBirth"),
    "publicSchoolResidenceStatus",
  ],
};

export const oneRosterColumns: Readonly<Record<"1.1" | "1.2", Layout>> = {
  "1.1": {
    ...shared,
    users: [
      ...common,
      ...words("enabledUser orgSourcedIds role username userIds givenName familyName middleName"),
      ...words("identifier email sms phone agentSourcedIds grades password"),
    ],
  },
  "1.2": {
    ...shared,
    users: [
      ...common,
      ...words("enabledUser username userIds givenName familyName middleName identifier email sms phone"),
      ...words("agentSourcedIds grades password userMasterIdentifier resourceSourcedIds"),
      ...words("preferredGivenName preferredMiddleName preferredFamilyName primaryOrgSourcedId pronouns"),
    ],
    roles: [...common, ...words("userSourcedId roleType role beginDate endDate orgSourcedId userProfileSourcedId")],
  },
};

/** Every file a manifest of the version has to speak of, written or not. */
export const manifestFiles: Readonly<Record<"1.1" | "1.2", readonly string[]>> = {
  "1.1": (
    "academicSessions categories classes classResources courses courseResources demographics enrollments lineItems " +
    "orgs resources results users"
  ).split(" "),
  "1.2": (
    "academicSessions categories classes classResources courses courseResources demographics enrollments " +
    "lineItemLearningObjectiveIds lineItems lineItemScoreScales orgs resources resultLearningObjectiveIds results " +
    "resultScoreScales roles scoreScales userProfiles userResources users"
  ).split(" "),
};
