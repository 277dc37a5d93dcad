import { parseIdentity, parseSchoolUnitCode } from "@milstolpe/swedish";
import type { Entities, Entity, Group, Person, Unit } from "@milstolpe/sync";
import { countedRows, needed, ownId, type Table, type TableRow } from "./csv-table.ts";
import { readDayText } from "./days.ts";
import { finding } from "./oneroster-messages.ts";
import { type OneRosterTable, orgKinds } from "./oneroster-tables.ts";
import { isGone, oneRosterTies } from "./oneroster-ties.ts";
import type { Period } from "./period.ts";
import type { Reading } from "./reading.ts";
import type { GradeTable } from "./school-grades.ts";
import { listOfTexts, readSessions, spanOf } from "./sessions.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface OneRosterRows {
  readonly entities: Entities;
  /** Rows marked for deletion; undefined when there are none. */
  readonly removed?: Partial<Entities>;
}

export type Tables = ReadonlyMap<OneRosterTable, Table>;

/** Rows that stand and rows that are to go. */
interface Split<T> {
  readonly live: readonly T[];
  readonly gone: readonly T[];
}

/** Turns the tables of a package into rows. */
export function mapOneRoster(
  tables: Tables,
  version: "1.1" | "1.2",
  grades: GradeTable,
  reading: Reading,
): OneRosterRows {
  const terms = readSessions(tables.get("academicSessions"), true, isGone, reading);
  const details = new Map(
    (tables.get("demographics")?.rows ?? []).map((row) => [row.get("sourcedId") ?? "", row] as const),
  );
  const split = <T>(table: OneRosterTable, entity: Entity, map: (row: TableRow, id: string) => T | undefined) =>
    splitRows(tables.get(table), entity, map, reading);
  const units = split("orgs", "units", (row, id) => unitOf(row, id, reading));
  const groups = split("classes", "groups", (row, id) => groupOf(row, id, terms, reading));
  const persons = split("users", "persons", (row, id) => personOf(row, id, details.get(id), reading));
  const disabled = (tables.get("users")?.rows ?? []).filter((row) => /^false$/i.test(row.get("enabledUser") ?? ""));
  if (disabled.length > 0)
    reading.log.add(finding("connectors.disabled-users", "users.csv", { count: disabled.length }));
  const ties = oneRosterTies(tables, version, grades, reading);
  const removed: Partial<Entities> = {
    units: units.gone,
    persons: persons.gone,
    groups: groups.gone,
    ...ties.removed,
  };
  return {
    entities: { units: units.live, persons: persons.live, groups: groups.live, placements: [], ...ties.rows },
    ...(Object.values(removed).some((rows) => rows.length > 0) ? { removed } : {}),
  };
}

function splitRows<T>(
  table: Table | undefined,
  entity: Entity,
  map: (row: TableRow, id: string) => T | undefined,
  reading: Reading,
): Split<T> {
  const live: T[] = [];
  const gone: T[] = [];
  const seen = new Set<string>();
  for (const row of countedRows(table, entity, reading)) {
    const id = ownId(row, "sourcedId", seen, entity, reading);
    const mapped = id === undefined ? undefined : map(row, id);
    if (mapped !== undefined) (isGone(row) ? gone : live).push(mapped);
  }
  return { live, gone };
}

function unitOf(row: TableRow, id: string, reading: Reading): Unit {
  const type = (row.get("type") ?? "").toLowerCase();
  const kind = orgKinds.get(type);
  if (kind === undefined && type !== "") reading.values.note("orgs.type", type, new Set());
  const unit: Mutable<Unit> = { id, name: reading.name(row.get("name")), kind: kind ?? (type || "Övrigt") };
  const parent = row.get("parentSourcedId");
  if (parent !== undefined) unit.parent = parent;
  const code = row.get("identifier");
  // The format does not say what an identifier is: one that is a school unit code is taken for it.
  if (kind === "Skolenhet" && code !== undefined && parseSchoolUnitCode(code).ok) unit.schoolUnitCode = code;
  return unit;
}

/** A class lasts from the first day of its first term to the last day of its last. */
function groupOf(row: TableRow, id: string, terms: ReadonlyMap<string, Period>, reading: Reading): Group | undefined {
  const unit = needed(row, "schoolSourcedId", "groups", reading);
  if (unit === undefined) return undefined;
  const type = row.get("classType") ?? "scheduled";
  const kind = type === "homeroom" ? "Klass" : type === "scheduled" ? "Undervisning" : type;
  if (kind === type) reading.values.note("classes.classType", type, new Set());
  const span = spanOf(listOfTexts(row.get("termSourcedIds")), terms);
  return { id, name: reading.name(row.get("title")), kind, unit, ...span };
}

const sexes: ReadonlyMap<string, string> = new Map(
  Object.entries({ male: "Man", female: "Kvinna", unspecified: "Okänt" }),
);

function personOf(row: TableRow, id: string, details: TableRow | undefined, reading: Reading): Person {
  const person: Mutable<Person> = {
    id,
    givenName: reading.name(row.get("givenName")),
    familyName: reading.name(row.get("familyName")),
  };
  const ids = userIds(row.get("userIds"));
  identityOf(row, ids, person, reading);
  const eppn = ids.get("edupersonprincipalname") ?? ids.get("eppn");
  if (eppn !== undefined) person.eppn = eppn;
  const email = row.get("email");
  if (email !== undefined) person.email = email;
  const phone = row.get("sms") ?? row.get("phone");
  if (phone !== undefined) person.phone = phone;
  const birthDate = details?.get("birthDate");
  if (birthDate !== undefined) {
    const day = readDayText(birthDate);
    if (day !== undefined) person.birthDate = day;
    else reading.log.add(finding("connectors.bad-value", details?.where ?? row.where, { field: "birthDate" }));
  }
  const sex = details?.get("sex")?.toLowerCase();
  if (sex !== undefined) {
    const known = sexes.get(sex);
    if (known === undefined) reading.values.note("demographics.sex", sex, new Set());
    person.sex = known ?? sex;
  }
  return person;
}

/** `{Type:Id},{Type:Id}` by type in lower case. */
const userIds = (text: string | undefined): ReadonlyMap<string, string> =>
  new Map(
    [...(text ?? "").matchAll(/\{([^:{}]+):([^{}]*)\}/g)].map(([, type = "", id = ""]) => [
      type.trim().toLowerCase(),
      id.trim(),
    ]),
  );

/** Types of user ids under which Swedish registers send the identity number. */
const identityTypes = ["civicno", "personnummer", "noredupersonnin", "nin"];

/**
 * The format has no field for an identity number: the two free ones are used when they hold one, and what is called one
 * but is not is told of.
 */
function identityOf(row: TableRow, ids: ReadonlyMap<string, string>, person: Mutable<Person>, reading: Reading): void {
  const named = identityTypes.flatMap((type) => ids.get(type) ?? [])[0];
  for (const text of [named, row.get("userMasterIdentifier"), row.get("identifier")]) {
    const parsed = parseIdentity(text ?? "");
    if (parsed.ok) {
      person.identity = parsed.value.number;
      return;
    }
    if (text !== undefined && text === named)
      reading.log.add(finding("connectors.invalid-identity", row.where, { reason: parsed.error }));
  }
}
