import type { Json } from "./row-reader.ts";

/** A change of one thing in Google Workspace, as the REST call that makes it. Personal data: never for a log. */
export interface GoogleOperation {
  readonly kind:
    | "create-org-unit"
    | "create-user"
    | "update-user"
    | "suspend-user"
    | "create-group"
    | "add-member"
    | "remove-member"
    | "create-course"
    | "add-student"
    | "remove-student"
    | "add-teacher";
  /** What it is about, by the register's id or an address, for the person who reviews. */
  readonly about: string;
  readonly method: "POST" | "PATCH" | "DELETE";
  readonly api: "directory" | "classroom";
  /** Below the API's address, each part encoded. */
  readonly path: string;
  readonly body?: Json;
}

/** A user as the directory has it. */
export interface GoogleUser {
  readonly id: string;
  readonly primaryEmail: string;
  /** The register's id, from the external ids. */
  readonly externalId?: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly orgUnitPath: string;
  readonly suspended: boolean;
  readonly isAdmin: boolean;
}

/** What a domain has. */
export interface GoogleState {
  readonly orgUnits: readonly string[];
  readonly users: readonly GoogleUser[];
  /** Members' addresses by the group's address, in lower case. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** By the register's id of the class: who is in its course, by address in lower case. */
  readonly courses: ReadonlyMap<string, { readonly students: readonly string[]; readonly teachers: readonly string[] }>;
}

/** How a municipality has arranged its domain. Data. */
export interface GoogleProfile {
  /** Path of the org unit of pupils and of staff; `{unit}` is the school's name. */
  readonly orgUnits: { readonly pupils: string; readonly staff: string };
  /** Address of a group; `{group}` is the register's id of it, with other signs than letters and digits as `-`. */
  readonly groupAddress: string;
  /** Kinds of groups that become groups, and those that become courses. */
  readonly groupKinds: readonly string[];
  readonly courseKinds: readonly string[];
  /** Default 0.05: the share of our users that may be suspended at once. */
  readonly maxSuspendedShare?: number;
  /** Suspensions that are always allowed. Default 5. */
  readonly freeSuspensions?: number;
  /** Share of the members of our groups and courses that may be removed at once, who keep their accounts. Default 0.1. */
  readonly maxRemovedShare?: number;
  /** Removals of such members that are always allowed. Default 10. */
  readonly freeRemovals?: number;
  /** Protected people are left out (`exclude`, default) or written like others. */
  readonly protectedPeople?: "exclude" | "include";
}

/** The start of a profile: fill in the domain of the addresses. */
export const googleProfile = (domain: string): GoogleProfile => ({
  orgUnits: { pupils: "/Elever/{unit}", staff: "/Personal/{unit}" },
  groupAddress: `{group}@${domain}`,
  groupKinds: ["Klass"],
  courseKinds: ["Undervisning"],
});
