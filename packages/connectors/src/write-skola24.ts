import { formatIdentity, parseIdentity } from "@milstolpe/swedish";
import type { Entities, Person } from "@milstolpe/sync";
import { csvLine } from "./csv.ts";
import type { Finding } from "./finding.ts";
import { findingLog } from "./finding-log.ts";
import { isProtected, leftOut, withoutPeople } from "./import-protection.ts";
import type { NamedFile } from "./named-files.ts";
import { isDay } from "./row-reader.ts";
import { type Skola24Profile, skola24Profile } from "./skola24-layout.ts";
import { encodeText } from "./text-bytes.ts";
import { finding } from "./write-messages.ts";

export interface WriteSkola24Options {
  readonly entities: Entities;
  /** Id of the school: the system takes one at a time, and everybody in it. */
  readonly unit: string;
  /** The day the files are for, `YYYY-MM-DD`: they hold no dates. */
  readonly on: string;
  /**
   * Protected people are left out (`exclude`, default) or written with their mark (`mark`), upon which the system reports
   * them and does not import them.
   */
  readonly protectedPeople?: "exclude" | "mark";
  readonly profile?: Skola24Profile;
}

export interface Skola24Files {
  /** Children, staff and guardians of the school. */
  readonly files: readonly NamedFile[];
  readonly findings: readonly Finding[];
}

/**
 * Writes the CSV files of Skola24 for one school: whoever is enrolled or placed there on the day, its staff, and the
 * guardians of its children. Pure, and the same bytes for the same input.
 * @throws RangeError when `on` is not a day or no unit has the id
 * @example
 * const { files } = writeSkola24({ entities: batch, unit: "u1", on: "2026-08-17" });
 */
export function writeSkola24(options: WriteSkola24Options): Skola24Files {
  const { unit: unitId, on, protectedPeople = "exclude", profile = skola24Profile } = options;
  if (!isDay(on)) throw new RangeError("on must be a day (YYYY-MM-DD)");
  const unit = options.entities.units.find(({ id }) => id === unitId);
  if (unit === undefined) throw new RangeError("no unit has the id given as unit");
  const log = findingLog();
  const hidden = protectedPeople === "mark" ? new Set<string>() : leftOut(options.entities);
  if (hidden.size > 0) log.add(finding("connectors.protected-left-out", "persons", { count: hidden.size }));
  const entities = withoutPeople(options.entities, hidden);
  const persons = new Map(entities.persons.map((person) => [person.id, person]));
  const isHere = (row: { readonly unit: string; readonly startDate?: string; readonly endDate?: string }): boolean =>
    row.unit === unitId && (row.startDate ?? on) <= on && on <= (row.endDate ?? on);
  const told = new Set<string>();
  const numberOf = (id: string): string | undefined => {
    const parsed = parseIdentity(persons.get(id)?.identity ?? "");
    if (parsed.ok) return formatIdentity(parsed.value.number, "12-");
    if (!told.has(id)) log.add(finding("connectors.no-identity", `persons/${id}`, {}));
    told.add(id);
    return undefined;
  };
  const mark = (person: Person): string => (isProtected(person) ? "1" : "");

  const departments = departmentsOf(entities, unitId, on);
  const children = [...entities.placements, ...entities.enrolments].filter(isHere).map(({ person }) => person);
  const childRows = unique(children).flatMap((id) => {
    const person = persons.get(id);
    const number = person === undefined ? undefined : numberOf(id);
    if (person === undefined || number === undefined) return [];
    return [[unit.name, departments.get(id) ?? "", number, person.givenName, person.familyName, mark(person)]];
  });
  const duties = entities.duties.filter(isHere);
  const staffRows = unique(duties.map(({ person }) => person)).flatMap((id) => {
    const person = persons.get(id);
    const number = person === undefined ? undefined : numberOf(id);
    if (person === undefined || number === undefined) return [];
    const signature = duties.find((duty) => duty.person === id)?.signature ?? "";
    return [[unit.name, "", number, person.givenName, person.familyName, signature, person.email ?? "", mark(person)]];
  });
  const here = new Set(children);
  const guardianRows = entities.guardianships.flatMap(({ child, guardian }) => {
    const person = persons.get(guardian);
    const childPerson = persons.get(child);
    if (!here.has(child) || person === undefined || childPerson === undefined || isProtected(childPerson)) return [];
    const [childNumber, number] = [numberOf(child), numberOf(guardian)];
    if (childNumber === undefined || number === undefined) return [];
    const mobile = (person.phone ?? "").replace(/[\s-]/g, "");
    return [[childNumber, number, person.givenName, person.familyName, person.email ?? "", mobile]];
  });
  const file = (name: string, rows: readonly (readonly string[])[]): NamedFile => {
    const lines = rows.map((row) => csvLine(row, ";", "\r\n"));
    const written = lines.filter((line, index) => {
      if (encodeText(line, profile.writeEncoding) !== undefined) return true;
      log.add(finding("connectors.not-in-encoding", `${name}, row ${index + 1}`, {}));
      return false;
    });
    return { name, bytes: encodeText(written.join(""), profile.writeEncoding) ?? new Uint8Array() };
  };
  const files = [file("children.csv", childRows), file("staff.csv", staffRows), file("guardians.csv", guardianRows)];
  return { files, findings: log.list() };
}

const unique = (ids: readonly string[]): readonly string[] => [...new Set(ids)];

/** The department, or else the class, that each child is in on the day. */
function departmentsOf(entities: Entities, unit: string, on: string): ReadonlyMap<string, string> {
  const groups = new Map(entities.groups.filter((group) => group.unit === unit).map((group) => [group.id, group]));
  const names = new Map<string, string>();
  for (const { person, group = "" } of entities.placements) {
    const name = groups.get(group)?.name;
    if (name !== undefined) names.set(person, name);
  }
  for (const { group, person, role, startDate, endDate } of entities.memberships) {
    const { name, kind } = groups.get(group) ?? {};
    const isNow = (startDate ?? on) <= on && on <= (endDate ?? on);
    if (name !== undefined && role === "pupil" && isNow && (kind === "Klass" || kind === "Avdelning"))
      if (!names.has(person)) names.set(person, name);
  }
  return names;
}
