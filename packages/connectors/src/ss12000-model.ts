import type { Open } from "@milstolpe/sync";

// The JSON that SS 12000:2020 puts on the wire, as far as a register sync needs it. Attribute names, their spelling
// (`enroledAt`) and their enums are the standard's; whatever a source adds is kept out of these types, not out of the JSON.

/** A reference to another object. `displayName` only comes when the client asks for it. */
export interface Ss12000Reference {
  readonly id: string;
  readonly displayName?: string | null;
}

/** A reference to a person may carry the protection marking, so that a list never shows a protected name. */
export interface Ss12000PersonReference extends Ss12000Reference {
  readonly securityMarking?: string | null;
}

/** When the source created and last changed an object: RFC 3339 instants. */
export interface Ss12000Meta {
  readonly created: string;
  readonly modified: string;
}

/** A huvudman, school or school unit (skolenhet). */
export interface Ss12000Organisation {
  readonly id: string;
  readonly meta?: Ss12000Meta;
  readonly displayName: string;
  readonly organisationCode?: string | null;
  readonly organisationType?: Open<"Huvudman" | "Stadsdel" | "Rektorsområde" | "Skola" | "Skolenhet" | "Övrigt">;
  readonly organisationNumber?: string | null;
  readonly parentOrganisation?: Ss12000Reference | null;
  /** Skolenhetskod, eight digits. */
  readonly schoolUnitCode?: string | null;
  readonly schoolTypes?: readonly string[];
  /** Four digits, `0180`. */
  readonly municipalityCode?: string | null;
  readonly email?: string | null;
  readonly phoneNumber?: string | null;
  readonly url?: string | null;
  /** `YYYY-MM-DD`; the last day is included, here and everywhere below. */
  readonly startDate?: string | null;
  readonly endDate?: string | null;
}

/** A pupil's enrolment. It has no id of its own. */
export interface Ss12000Enrolment {
  readonly enroledAt: Ss12000Reference;
  /** Årskurs, 0 to 10. */
  readonly schoolYear?: number | null;
  readonly schoolType: string;
  readonly startDate?: string | null;
  readonly endDate?: string | null;
  readonly cancelled?: boolean;
  readonly educationCode?: string | null;
  readonly programme?: Ss12000Reference;
  readonly specification?: string | null;
}

/** A person: pupil, guardian or staff. */
export interface Ss12000Person {
  readonly id: string;
  readonly meta?: Ss12000Meta;
  readonly givenName: string;
  readonly middleName?: string | null;
  readonly familyName: string;
  readonly eduPersonPrincipalNames?: readonly string[];
  readonly externalIdentifiers?: readonly {
    readonly value: string;
    readonly context: string;
    readonly globallyUnique: boolean;
  }[];
  /** Twelve characters without separator: `200112240129`, `20130101TF01`. Personal data. */
  readonly civicNo?: { readonly value: string; readonly nationality?: string | null } | null;
  readonly birthDate?: string | null;
  readonly sex?: Open<"Man" | "Kvinna" | "Okänt"> | null;
  readonly securityMarking?: Open<"Ingen" | "Sekretessmarkering" | "Skyddad folkbokföring">;
  readonly personStatus?: Open<"Aktiv" | "Utvandrad" | "Avliden">;
  readonly emails?: readonly {
    readonly value: string;
    readonly type?: Open<"Privat" | "Skola elev" | "Skola personal" | "Arbete övrigt"> | null;
  }[];
  readonly phoneNumbers?: readonly {
    readonly value: string;
    readonly type?: Open<"Hem" | "Arbete"> | null;
    readonly mobile?: boolean;
  }[];
  readonly enrolments?: readonly Ss12000Enrolment[];
  readonly responsibles?: readonly {
    readonly person: Ss12000PersonReference;
    readonly relationType: Open<"Vårdnadshavare" | "Annan ansvarig" | "Annan behörig" | "God man" | "Förälder">;
  }[];
}

/** A person in a group, on the group. `id` is not part of the standard, but some sources send one. */
export interface Ss12000GroupMembership {
  readonly id?: string;
  readonly person: Ss12000PersonReference;
  readonly startDate?: string | null;
  readonly endDate?: string | null;
}

/** A class, teaching group or preschool department. */
export interface Ss12000Group {
  readonly id: string;
  readonly meta?: Ss12000Meta;
  readonly displayName: string;
  readonly startDate?: string | null;
  readonly endDate?: string | null;
  readonly groupType: Open<
    "Undervisning" | "Klass" | "Mentor" | "Provgrupp" | "Schema" | "Avdelning" | "Personalgrupp" | "Övrigt"
  >;
  readonly schoolType?: string;
  readonly organisation: Ss12000Reference;
  readonly groupMemberships?: readonly Ss12000GroupMembership[];
}

/** A member of staff at a unit, or a vacancy when `person` is missing. */
export interface Ss12000Duty {
  readonly id: string;
  readonly meta?: Ss12000Meta;
  readonly person?: Ss12000PersonReference | null;
  readonly assignmentRole?: readonly {
    readonly group: Ss12000Reference;
    readonly assignmentRoleType: Open<"Mentor" | "Förskollärare" | "Barnskötare" | "Fritidspedagog">;
    readonly startDate?: string | null;
    readonly endDate?: string | null;
  }[];
  readonly dutyAt: Ss12000Reference;
  readonly dutyRole: Open<"Rektor" | "Lärare" | "Förskollärare" | "Övrig pedagogisk personal" | "Annan personal">;
  readonly signature?: string | null;
  readonly dutyPercent?: number | null;
  readonly startDate?: string | null;
  readonly endDate?: string | null;
}

/** A child placed in preschool or fritidshem. */
export interface Ss12000Placement {
  readonly id: string;
  readonly meta?: Ss12000Meta;
  readonly placedAt: Ss12000Reference;
  readonly group?: Ss12000Reference | null;
  readonly child: Ss12000PersonReference;
  readonly owners?: readonly Ss12000PersonReference[];
  readonly schoolType?: string;
  readonly startDate?: string | null;
  readonly endDate?: string | null;
  readonly reason?: string | null;
  readonly maxWeeklyScheduleHours?: number | null;
}

/** What is taught to which groups by whom. Teachers hang here; mentors hang on the duty. */
export interface Ss12000Activity {
  readonly id: string;
  readonly meta?: Ss12000Meta;
  readonly displayName: string;
  readonly calendarEventsRequired?: boolean;
  readonly startDate?: string | null;
  readonly endDate?: string | null;
  readonly activityType?: Open<"Undervisning" | "Elevaktivitet" | "Provaktivitet" | "Läraraktivitet" | "Övrigt">;
  readonly groups: readonly Ss12000Reference[];
  readonly teachers?: readonly {
    readonly duty: Ss12000Reference;
    readonly startDate?: string | null;
    readonly endDate?: string | null;
  }[];
  readonly syllabus?: Ss12000Reference | null;
  readonly organisation: Ss12000Reference;
  readonly parentActivity?: Ss12000Reference | null;
}

/** The lists that are read: each is a path of the API and a file of a folder. */
export type Ss12000List = "organisations" | "persons" | "groups" | "duties" | "placements" | "activities";

/** A whole register as SS 12000 JSON: what the mock server serves and what a folder of files holds. */
export interface Ss12000Dataset {
  readonly organisations: readonly Ss12000Organisation[];
  readonly persons: readonly Ss12000Person[];
  readonly groups: readonly Ss12000Group[];
  readonly duties: readonly Ss12000Duty[];
  readonly placements: readonly Ss12000Placement[];
  readonly activities: readonly Ss12000Activity[];
}

/** The lists in reading order: what is referred to comes before what refers to it. */
export const ss12000Lists: readonly Ss12000List[] = [
  "organisations",
  "persons",
  "groups",
  "duties",
  "placements",
  "activities",
];

/** What the standard calls one object of a list: the names of its resource types. */
export const resourceNames: Readonly<Record<Ss12000List, string>> = {
  organisations: "Organisation",
  persons: "Person",
  groups: "Group",
  duties: "Duty",
  placements: "Placement",
  activities: "Activity",
};
