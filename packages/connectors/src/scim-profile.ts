import type { Entities, Person } from "@milstolpe/sync";
import { groupBy } from "./group-by.ts";
import { isProtected, leftOut, withoutPeople } from "./import-protection.ts";
import type { Json } from "./row-reader.ts";

/** A resource as it should be in the service. */
export interface DesiredResource {
  readonly endpoint: string;
  readonly externalId: string;
  /** Attributes that we keep; others of the resource are left alone. */
  readonly attributes: Json;
  /** Members by the endpoint and external id they have: the service's own id is found when they are written. */
  readonly members?: readonly { readonly endpoint: string; readonly externalId: string }[];
}

export interface ScimPeopleOptions {
  /** Protected people are left out (`exclude`, default) or written like others. */
  readonly protectedPeople?: "exclude" | "include";
  /** True to send identity numbers, where the profile has a place for them. Default false. */
  readonly civicNumbers?: boolean;
}

/** How one kind of service wants its resources. */
export interface ScimProfile {
  readonly id: string;
  /** Endpoints in the order in which they are written. */
  readonly endpoints: readonly string[];
  /** Attributes that are kept, by endpoint: one that we no longer have a value for is taken away. */
  readonly managed: Readonly<Record<string, readonly string[]>>;
  readonly schemas: Readonly<Record<string, readonly string[]>>;
  /** By endpoint: the attribute that lists who belongs to a resource by external id, where it is not `members`. */
  readonly rosters?: Readonly<Record<string, string>>;
  /** Endpoints whose resources can be deactivated rather than deleted. */
  readonly deactivates: readonly string[];
  readonly resources: (entities: Entities, options?: ScimPeopleOptions) => readonly DesiredResource[];
  /** External ids have to be uuids. */
  readonly wantsUuids: boolean;
  /** What in this profile is an assumption. */
  readonly unverified: readonly string[];
}

const userUrn = "urn:ietf:params:scim:schemas:core:2.0:User";
const groupUrn = "urn:ietf:params:scim:schemas:core:2.0:Group";

const defined = (fields: Readonly<Record<string, unknown>>): Json =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

function userAttributes({ id, givenName, familyName, email, eppn, phone }: Person): Json {
  return defined({
    userName: eppn ?? email ?? id,
    name: { givenName, familyName },
    displayName: `${givenName} ${familyName}`.trim(),
    emails: email === undefined ? undefined : [{ value: email, type: "work", primary: true }],
    phoneNumbers: phone === undefined ? undefined : [{ value: phone, type: "mobile" }],
    active: true,
  });
}

const shownPeople = (entities: Entities, { protectedPeople = "exclude" }: ScimPeopleOptions = {}): Entities =>
  protectedPeople === "include" ? entities : withoutPeople(entities, leftOut(entities));

/** Users and groups of RFC 7643, as most services take them. */
export const coreScimProfile: ScimProfile = {
  id: "scim-core",
  endpoints: ["Users", "Groups"],
  managed: {
    Users: ["userName", "name", "displayName", "emails", "phoneNumbers", "active"],
    Groups: ["displayName"],
  },
  schemas: { Users: [userUrn], Groups: [groupUrn] },
  deactivates: ["Users"],
  wantsUuids: false,
  unverified: [],
  resources(all, options) {
    const entities = shownPeople(all, options);
    const members = groupBy(entities.memberships, ({ group }) => group);
    return [
      ...entities.persons.map((person) => ({
        endpoint: "Users",
        externalId: person.id,
        attributes: userAttributes(person),
      })),
      ...entities.groups.map(({ id, name }) => ({
        endpoint: "Groups",
        externalId: id,
        attributes: { displayName: name },
        members: [...new Set((members.get(id) ?? []).map(({ person }) => person))].map((person) => ({
          endpoint: "Users",
          externalId: person,
        })),
      })),
    ];
  },
};

const sis = (kind: string): string => `urn:scim:schemas:extension:sis:school:1.0:${kind}`;
const reference = (value: string): Json => ({ value });

/** EGIL: SS 12000:2018 as SCIM, the way Swedish municipalities send their pupils to platforms. */
export const egilScimProfile: ScimProfile = {
  id: "egil",
  endpoints: ["Organisations", "SchoolUnits", "Users", "Employments", "StudentGroups"],
  managed: {
    Organisations: ["displayName"],
    SchoolUnits: ["displayName", "schoolUnitCode", "organisation", "municipalityCode", "schoolTypes"],
    Users: ["userName", "name", "displayName", "emails", sis("User")],
    Employments: ["employedAt", "user", "employmentRole", "signature"],
    StudentGroups: ["displayName", "owner", "studentGroupType", "studentMemberships", "schoolType"],
  },
  schemas: {
    Organisations: [sis("Organisation")],
    SchoolUnits: [sis("SchoolUnit")],
    Users: [userUrn, sis("User")],
    Employments: [sis("Employment")],
    StudentGroups: [sis("StudentGroup")],
  },
  rosters: { StudentGroups: "studentMemberships" },
  deactivates: [],
  wantsUuids: true,
  unverified: [
    "that references (`organisation`, `owner`, `employedAt`, `user`) are objects with `value`",
    "that `value` of a reference is the external id",
    "Activities and SchoolUnitGroups: a batch has neither, and they are not sent",
  ],
  resources(all, options) {
    const entities = shownPeople(all, options);
    const enrolments = groupBy(entities.enrolments, ({ person }) => person);
    const guardians = groupBy(entities.guardianships, ({ child }) => child);
    const pupils = groupBy(
      entities.memberships.filter(({ role }) => role === "pupil"),
      ({ group }) => group,
    );
    const names = new Map(
      entities.persons.map((person) => [person.id, `${person.givenName} ${person.familyName}`.trim()]),
    );
    const isUnit = (kind: string): boolean => kind === "Skolenhet";
    const extension = (person: Person): Json =>
      defined({
        enrolments: (enrolments.get(person.id) ?? []).map(({ unit, schoolYear, schoolType }) =>
          defined({ value: unit, schoolYear, schoolType }),
        ),
        civicNo: options?.civicNumbers === true ? person.identity : undefined,
        securityMarking: isProtected(person),
        userRelations: (guardians.get(person.id) ?? []).map(({ guardian, relation }) =>
          defined({ value: guardian, relationType: relation, displayName: names.get(guardian) }),
        ),
      });
    return [
      ...entities.units
        .filter(({ kind }) => kind === "Huvudman")
        .map(({ id, name }) => ({ endpoint: "Organisations", externalId: id, attributes: { displayName: name } })),
      ...entities.units
        .filter(({ kind }) => isUnit(kind))
        .map(({ id, name, schoolUnitCode, parent, municipalityCode, schoolTypes }) => ({
          endpoint: "SchoolUnits",
          externalId: id,
          attributes: defined({
            displayName: name,
            schoolUnitCode,
            organisation: parent === undefined ? undefined : reference(parent),
            municipalityCode,
            schoolTypes: schoolTypes?.split(" "),
          }),
        })),
      ...entities.persons.map((person) => {
        const { userName, name, displayName, emails } = userAttributes(person);
        return {
          endpoint: "Users",
          externalId: person.id,
          attributes: defined({ userName, name, displayName, emails, [sis("User")]: extension(person) }),
        };
      }),
      ...entities.duties.map(({ id, person, unit, role, signature }) => ({
        endpoint: "Employments",
        externalId: id,
        attributes: defined({
          employedAt: reference(unit),
          user: reference(person),
          employmentRole: role,
          signature,
        }),
      })),
      ...entities.groups.map(({ id, name, unit, kind, schoolType }) => ({
        endpoint: "StudentGroups",
        externalId: id,
        attributes: defined({
          displayName: name,
          owner: reference(unit),
          studentGroupType: kind,
          studentMemberships: [...new Set((pupils.get(id) ?? []).map(({ person }) => person))].map(reference),
          schoolType,
        }),
      })),
    ];
  },
};
