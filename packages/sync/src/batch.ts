import type { Finding } from "./finding.ts";

/**
 * A vocabulary that registers extend on their own: the known values for the editor's sake, and every other string.
 * An unknown value is kept and flagged (`check`), never refused.
 */
export type Open<Known extends string> = Known | (string & {});

export type SchoolType = Open<
  "FS" | "FKLASS" | "FTH" | "OPPFTH" | "GR" | "GRS" | "SP" | "SAM" | "GY" | "GYS" | "KOMVUX"
>;

/** Fields every row has. Rows are flat, so that a difference is always one field with a before and an after. */
export interface Row {
  /** The id the system that holds the row gave it. Unique within its entity, never re-used on purpose. */
  readonly id: string;
}

/** A school unit (skolenhet), or the school or area above it. */
export interface Unit extends Row {
  readonly name: string;
  readonly kind: Open<"Huvudman" | "Stadsdel" | "Rektorsområde" | "Skola" | "Skolenhet" | "Övrigt">;
  readonly parent?: string;
  /** Skolenhetskod, eight digits. */
  readonly schoolUnitCode?: string;
  /** Four digits, as text: `0180`. */
  readonly municipalityCode?: string;
  /** School types, sorted and joined by a blank: `FKLASS GR`. */
  readonly schoolTypes?: string;
}

/** A person: pupil, guardian or staff; what they are follows from enrolments, guardianships and duties. */
export interface Person extends Row {
  /** Identity number, twelve characters (personnummer, samordningsnummer, TF or interim number). Personal data. */
  readonly identity?: string;
  readonly givenName: string;
  readonly familyName: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate?: string;
  readonly sex?: Open<"Man" | "Kvinna" | "Okänt">;
  readonly email?: string;
  /** eduPersonPrincipalName. */
  readonly eppn?: string;
  readonly phone?: string;
  readonly protection?: Open<"Ingen" | "Sekretessmarkering" | "Skyddad folkbokföring">;
  readonly status?: Open<"Aktiv" | "Utvandrad" | "Avliden">;
}

/** A class, teaching group or preschool department. */
export interface Group extends Row {
  readonly name: string;
  readonly kind: Open<"Undervisning" | "Klass" | "Mentor" | "Schema" | "Avdelning" | "Personalgrupp" | "Övrigt">;
  readonly unit: string;
  readonly schoolType?: SchoolType;
  /** Dates are `YYYY-MM-DD`; both ends are inclusive, as in SS 12000. */
  readonly startDate?: string;
  readonly endDate?: string;
}

/** A person in a group. The id is `group|person` unless the source has one of its own. */
export interface Membership extends Row {
  readonly group: string;
  readonly person: string;
  readonly role: Open<"pupil" | "teacher" | "mentor">;
  readonly startDate?: string;
  readonly endDate?: string;
}

/** A pupil enrolled at a unit. The id is `person|unit|schoolType` unless the source has one of its own. */
export interface Enrolment extends Row {
  readonly person: string;
  readonly unit: string;
  readonly schoolType: SchoolType;
  /** Årskurs, 0 to 10. */
  readonly schoolYear?: number;
  readonly startDate?: string;
  readonly endDate?: string;
}

/** A child placed in preschool or fritidshem. */
export interface Placement extends Row {
  readonly person: string;
  readonly unit: string;
  readonly group?: string;
  readonly schoolType: SchoolType;
  readonly startDate?: string;
  readonly endDate?: string;
}

/** A member of staff at a unit. */
export interface Duty extends Row {
  readonly person: string;
  readonly unit: string;
  readonly role: Open<"Rektor" | "Lärare" | "Förskollärare" | "Övrig pedagogisk personal" | "Annan personal">;
  readonly signature?: string;
  readonly startDate?: string;
  readonly endDate?: string;
}

/** A guardian (or another responsible person) of a child. The id is `child|guardian` unless the source has one. */
export interface Guardianship extends Row {
  readonly child: string;
  readonly guardian: string;
  readonly relation: Open<"Vårdnadshavare" | "Annan ansvarig" | "Annan behörig" | "God man" | "Förälder">;
}

/** The entities of a register, in the order in which they must be written (a relation after what it relates). */
export interface Entities {
  readonly units: readonly Unit[];
  readonly persons: readonly Person[];
  readonly groups: readonly Group[];
  readonly enrolments: readonly Enrolment[];
  readonly placements: readonly Placement[];
  readonly duties: readonly Duty[];
  readonly memberships: readonly Membership[];
  readonly guardianships: readonly Guardianship[];
}

export type Entity = keyof Entities;

/**
 * What a source says it delivers. Absence only means removal where coverage says `complete`: a total file that leaves
 * out a unit, and a delta that leaves out a person, look the same but mean different things. A field not listed is one
 * the source withholds (not authorised, not in the file): it never blanks what the target holds.
 */
export interface Coverage {
  readonly entity: Entity;
  /** Ids of the units spoken for; absent means all. */
  readonly units?: readonly string[];
  /** True when every row in scope is in the batch, so that a missing one is gone. */
  readonly complete: boolean;
  readonly fields: readonly string[];
}

/** Whether the reading itself went well. */
export interface Health {
  /** True when the source was read to its end. A batch that is not complete may never remove anything. */
  readonly complete: boolean;
  /** Rows received per entity, rejected ones included. */
  readonly received: Readonly<Partial<Record<Entity, number>>>;
  readonly findings: readonly Finding[];
}

/** A row that could not be used, kept aside with the reason. */
export interface Rejected {
  readonly entity: Entity;
  readonly where: string;
  readonly finding: Finding;
  /** The row as it came. Personal data: for the person who corrects it, never for a log. */
  readonly raw: unknown;
}

/** That two rows of the source have become one. */
export interface Merge {
  readonly entity: "units" | "persons" | "groups";
  readonly from: string;
  readonly into: string;
}

/** One reading of one source. */
export interface Batch extends Entities {
  /** Which source, e.g. `ss12000` or a file name without personal data. */
  readonly source: string;
  /** When the reading began: ISO 8601 instant with offset. */
  readonly readAt: string;
  readonly kind: "total" | "delta";
  /** Of a delta: the time it tells of, as instants; `from` must not be after the end of the one applied before. */
  readonly window?: { readonly from: string; readonly to: string };
  /**
   * Rows the source says are gone: units, people and groups by id, relations by what they relate. For deltas, where
   * absence says nothing.
   */
  readonly removed?: Partial<Entities>;
  /** Rows the source has made one: what was `from` is `into` from now on. */
  readonly merged?: readonly Merge[];
  readonly coverage: readonly Coverage[];
  readonly health: Health;
  readonly rejected: readonly Rejected[];
}
