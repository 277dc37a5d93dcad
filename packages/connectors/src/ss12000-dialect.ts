import type { Entity, Open } from "@milstolpe/sync";
import { entityFields, entityNames } from "./entity.ts";
import type { Ss12000List } from "./ss12000-model.ts";

/** The enums of SS 12000 that reach the batch. A value outside the list is kept and flagged. */
export interface Ss12000Values {
  readonly organisationType: readonly string[];
  readonly schoolType: readonly string[];
  readonly relationType: readonly string[];
  readonly groupType: readonly string[];
  readonly dutyRole: readonly string[];
  readonly assignmentRoleType: readonly string[];
  readonly sex: readonly string[];
  readonly securityMarking: readonly string[];
  readonly personStatus: readonly string[];
}

/** A field of the batch that a dialect demands, of all rows or of those of some school types. */
export interface RequiredField {
  readonly entity: Entity;
  readonly field: string;
  readonly schoolTypes?: readonly string[];
}

/**
 * How one source speaks SS 12000. Data, so that a source we have not met is a copy with a few fields changed:
 * `{ ...standardDialect, id: "ours", paths: { … } }`.
 */
export interface Dialect {
  readonly id: Open<"standard" | "dnp" | "edlevo" | "ist">;
  /** Path of each list below the base address, without slashes at the ends. A list without a path is not delivered. */
  readonly paths: Readonly<Partial<Record<Ss12000List, string>>>;
  /** Where deleted objects are listed; several when each part of the source lists its own. Empty: nowhere. */
  readonly deletedEntities: readonly string[];
  /** Where a receiver reports back to the source; absent: nowhere. */
  readonly reports?: { readonly log: string; readonly statistics: string };
  /** Where changes are subscribed to; absent: nowhere. `resources` when only some resource types can be. */
  readonly subscriptions?: { readonly path: string; readonly resources?: readonly string[] };
  /** Where the token comes from, below the host, when the source has a fixed place for it. */
  readonly tokenPath?: string;
  /** Fields of the batch that this dialect can carry. A field not listed is withheld, which is not the same as empty. */
  readonly delivers: Readonly<Partial<Record<Entity, readonly string[]>>>;
  readonly values: Ss12000Values;
  /** Fields that the dialect demands of every row, beyond the standard: rows without them are counted, and kept. */
  readonly requires?: readonly RequiredField[];
  /** What an organisation without `organisationType` is. */
  readonly organisationType?: string;
  /** Attributes that a client's scopes open: scope → fields of the batch. A missing scope withholds them. */
  readonly scopes?: Readonly<Record<string, Readonly<Partial<Record<Entity, readonly string[]>>>>>;
  /** What in this profile is an assumption, not something the source has published. */
  readonly unverified: readonly string[];
}

const dates = ["startDate", "endDate"] as const;

const standardValues: Ss12000Values = {
  organisationType: ["Huvudman", "Stadsdel", "Rektorsområde", "Skola", "Skolenhet", "Övrigt"],
  schoolType: "FS FKLASS FTH OPPFTH GR GRS SP SAM GY GYS KOMVUX SARVUX SFI KU YH FHS STF KKU HS ABU AU".split(" "),
  relationType: ["Vårdnadshavare", "Annan ansvarig", "Annan behörig", "God man", "Förälder"],
  groupType: ["Undervisning", "Klass", "Mentor", "Provgrupp", "Schema", "Avdelning", "Personalgrupp", "Övrigt"],
  dutyRole: ["Rektor", "Lärare", "Förskollärare", "Övrig pedagogisk personal", "Förskolechef", "Annan personal"],
  assignmentRoleType: [
    "Mentor",
    "Förskollärare",
    "Barnskötare",
    "Fritidspedagog",
    "Specialpedagog",
    "Elevhälsopersonal",
    "Pedagogisk ledare",
    "Schemaläggare",
  ],
  sex: ["Man", "Kvinna", "Okänt"],
  securityMarking: ["Ingen", "Sekretessmarkering", "Skyddad folkbokföring"],
  personStatus: ["Aktiv", "Utvandrad", "Avliden"],
};

/** Position codes of SKR that newer sources send as duty roles; the last two of the old list are being phased out. */
const newerDutyRoles = [
  "Rektor",
  "Lärare",
  "Förskollärare",
  "Barnskötare",
  "Bibliotekarie",
  "Lärarassistent",
  "Fritidspedagog",
  "Annan personal",
  "Studie- och yrkesvägledare",
  "Förstelärare",
  "Kurator",
  "Skolsköterska",
  "Skolläkare",
  "Skolpsykolog",
  "Speciallärare/specialpedagog",
  "Skoladministratör",
  "Övrig arbetsledning",
  "Övrig pedagogisk personal",
  "Förskolechef",
];

const below = (prefix: string): Required<Dialect["paths"]> => ({
  organisations: `${prefix}organisations`,
  persons: `${prefix}persons`,
  groups: `${prefix}groups`,
  duties: `${prefix}duties`,
  placements: `${prefix}placements`,
  activities: `${prefix}activities`,
});

/** SS 12000:2020 as TK450 published it (API 2.0, November 2020). */
export const standardDialect: Dialect = {
  id: "standard",
  paths: below("v2.0/"),
  deletedEntities: ["v2.0/deletedEntities"],
  reports: { log: "v2.0/log", statistics: "v2.0/statistics" },
  subscriptions: { path: "v2.0/subscriptions" },
  delivers: entityFields,
  values: standardValues,
  unverified: ["edition 2024: its text is not public; values outside the lists are kept and flagged"],
};

/** Skolverket's subset for the digital national tests: no preschool, no guardians, its own school type codes. */
export const dnpDialect: Dialect = {
  id: "dnp",
  paths: {
    organisations: "organisations",
    persons: "persons",
    groups: "groups",
    duties: "duties",
    activities: "activities",
  },
  deletedEntities: ["deletedEntities"],
  reports: { log: "log", statistics: "statistics" },
  subscriptions: { path: "subscriptions", resources: ["Activity", "Duty", "Group", "Person", "Organisation"] },
  delivers: {
    units: ["name", "schoolUnitCode"],
    persons: ["identity", "givenName", "familyName", "email", "eppn", "protection"],
    groups: ["name", "kind", "unit", "schoolType"],
    enrolments: ["person", "unit", "schoolType", "schoolYear"],
    duties: ["person", "unit", "role"],
    memberships: ["group", "person", "role"],
  },
  values: {
    ...standardValues,
    schoolType: (
      "FS FKLASS FTH OPPFTH GR GRS TR SP SAM GY GYS VUX VUXSFI VUXGR VUXGY VUXSARGR VUXSARTR VUXSARGY " +
      "SFI SARVUX SARVUXGR SARVUXGY KU YH FHS STF KKU HS ABU AU"
    ).split(" "),
    dutyRole: newerDutyRoles,
  },
  requires: [
    { entity: "units", field: "schoolUnitCode" },
    { entity: "persons", field: "identity" },
    { entity: "persons", field: "eppn" },
    { entity: "groups", field: "schoolType" },
    { entity: "enrolments", field: "schoolYear", schoolTypes: ["GR"] },
  ],
  organisationType: "Skolenhet",
  unverified: [],
};

/** Edlevo's implementation, which its own document (1.4.0, June 2026) calls SS12000:2024. */
export const edlevoDialect: Dialect = {
  id: "edlevo",
  paths: below("WE.Education.IntegrationPortal.ExternalApi/"),
  deletedEntities: ["WE.Education.IntegrationPortal.ExternalApi/deletedentities", "Grades.ExternalApi/deletedentities"],
  subscriptions: {
    path: "WE.Education.IntegrationPortal.ExternalApi/subscriptions",
    resources: ["Organisation", "Placement", "Duty"],
  },
  tokenPath: "WE.Education.IdentityServer.Web/connect/token",
  delivers: entityFields,
  values: {
    ...standardValues,
    organisationType: ["Skola", "Skolenhet"],
    relationType: ["Vårdnadshavare", "Annan ansvarig"],
    groupType: ["Undervisning", "Klass", "Avdelning", "Övrigt"],
    dutyRole: newerDutyRoles,
    assignmentRoleType: ["Förskollärare", "Mentor", "Administrativ personal"],
  },
  unverified: [
    "the path between the prefix and the list's name (a version segment?)",
    "which lists lie under which prefix, and where subscriptions do (on request since 1.4.0)",
    "edition 2024: its text is not public; the lists above are the values met in the source's own document",
  ],
};

/** IST through EduCloud: the standard, with scopes per attribute group that may be removed client by client. */
export const istDialect: Dialect = {
  ...standardDialect,
  id: "ist",
  scopes: {
    "ist.ss12000-v2.api.civicno": { persons: ["identity"] },
    "ist.ss12000-v2.api.birthdate": { persons: ["birthDate"] },
    "ist.ss12000-v2.api.sex": { persons: ["sex"] },
    "ist.ss12000-v2.api.email": { persons: ["email"] },
    "ist.ss12000-v2.api.phonenumbers": { persons: ["phone"] },
    "ist.ss12000-v2.api.responsibles": { guardianships: ["child", "guardian", "relation"] },
    "ist.ss12000-v2.api.groups": {
      groups: ["name", "kind", "unit", "schoolType", ...dates],
      memberships: ["group", "person", "role", ...dates],
    },
    "ist.ss12000-v2.api.duties": { duties: ["person", "unit", "role", "signature", ...dates] },
    "ist.ss12000-v2.api.placements": { placements: ["person", "unit", "group", "schoolType", ...dates] },
  },
  unverified: [
    "the version segment of the paths",
    "what email-school opens when email is not granted",
    "whether securityMarking can be withheld by a scope",
  ],
};

/**
 * The dialect as a client with these scopes meets it: fields whose scope is not granted are withheld.
 * @param dialect - one with `scopes`; any other is returned as it is
 * @param granted - scopes as the token answer lists them
 * @example
 * withScopes(istDialect, ["ist.ss12000-v2.api.civicno"]).delivers.guardianships; // undefined
 */
export function withScopes(dialect: Dialect, granted: readonly string[]): Dialect {
  const missing = Object.entries(dialect.scopes ?? {}).filter(([scope]) => !granted.includes(scope));
  const delivers: Partial<Record<Entity, readonly string[]>> = { ...dialect.delivers };
  for (const [, opens] of missing) {
    for (const entity of entityNames) {
      const left = (delivers[entity] ?? []).filter((field) => !opens[entity]?.includes(field));
      if (left.length > 0) delivers[entity] = left;
      else delete delivers[entity];
    }
  }
  return { ...dialect, delivers };
}
