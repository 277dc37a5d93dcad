import { type Identity, parseIdentity, parseSchoolUnitCode } from "@milstolpe/swedish";
import type { Group, Person, Unit } from "@milstolpe/sync";
import type { ImportReading } from "./import-reading.ts";
import type { ImportRow } from "./import-rows.ts";
import { finding } from "./import-messages.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Schools by their external id. */
export function readSchools(
  rows: readonly ImportRow[],
  parentOf: ReadonlyMap<string, string>,
  reading: ImportReading,
): ReadonlyMap<string, Unit> {
  const units = new Map<string, Unit>();
  for (const { columns, where } of rows) {
    reading.receive("units");
    const id = columns["externalId"] ?? "";
    if (id === "" || units.has(id)) {
      const missing = finding("connectors.missing-field", where, { field: "externalId" });
      reading.reject(
        "units",
        columns,
        id === "" ? missing : finding("connectors.duplicate-id", where, { entity: "school" }),
      );
      continue;
    }
    const unit: Mutable<Unit> = { id, name: reading.name(columns["name"]), kind: "Skolenhet" };
    const parent = parentOf.get(id);
    if (parent !== undefined) unit.parent = parent;
    const code = columns["scbSchoolId"] ?? "";
    if (parseSchoolUnitCode(code).ok) unit.schoolUnitCode = code;
    else if (code !== "") reading.log.add(finding("connectors.bad-value", where, { field: "scbSchoolId" }));
    const type = reading.schoolType(columns["schoolForm"]);
    if (type !== undefined) unit.schoolTypes = type;
    units.set(id, unit);
  }
  return units;
}

/** People by their id, and the school year of those who have one. */
export interface ImportPeople {
  readonly persons: ReadonlyMap<string, Person>;
  readonly schoolYears: ReadonlyMap<string, number>;
}

export function readUsers(rows: readonly ImportRow[], reading: ImportReading): ImportPeople {
  const persons = new Map<string, Person>();
  const schoolYears = new Map<string, number>();
  let repeated = 0;
  for (const { columns, where } of rows) {
    reading.receive("persons");
    const key = parseIdentity(columns["personnummer"] ?? "");
    if (!key.ok) {
      reading.reject("persons", columns, finding("connectors.invalid-key", where, { reason: key.error }));
      continue;
    }
    const person = personOf(columns, key.value, reading);
    const year = columns["schoolYear"] ?? "";
    if (/^(\d|10)$/.test(year)) schoolYears.set(person.id, Number(year));
    else if (year !== "") reading.log.add(finding("connectors.bad-value", where, { field: "schoolYear" }));
    const earlier = persons.get(person.id);
    if (earlier !== undefined && sameRow(earlier, person)) repeated += 1;
    // By the format the values of the file overwrite: the last row is what the platform would end up with.
    else if (earlier !== undefined) reading.log.add(finding("connectors.person-again", where, {}));
    persons.set(person.id, person);
  }
  if (repeated > 0) reading.log.add(finding("connectors.repeated-rows", "user", { entity: "user", count: repeated }));
  return { persons, schoolYears };
}

function personOf(columns: ImportRow["columns"], identity: Identity, reading: ImportReading): Person {
  const phone = [columns["mobile"], columns["phone"], columns["workPhone"]].find((number) => number !== "");
  return {
    id: reading.personId(identity.number),
    identity: identity.number,
    givenName: reading.name(columns["givenName"]),
    familyName: reading.name(columns["familyName"]),
    ...(columns["email"] ? { email: columns["email"] } : {}),
    ...(phone === undefined ? {} : { phone }),
  };
}

const sameRow = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Classes by their external id. A class that no relation puts in a school can't be used. */
export function readClasses(
  rows: readonly ImportRow[],
  schoolOf: ReadonlyMap<string, string>,
  units: ReadonlyMap<string, Unit>,
  reading: ImportReading,
): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const { columns, where } of rows) {
    reading.receive("groups");
    const id = columns["externalId"] ?? "";
    const unit = schoolOf.get(id);
    if (id === "" || unit === undefined) {
      const field = id === "" ? "externalId" : "class_in_school";
      reading.reject("groups", columns, finding("connectors.missing-field", where, { field }));
    } else if (groups.has(id)) {
      reading.reject("groups", columns, finding("connectors.duplicate-id", where, { entity: "class" }));
    } else {
      const schoolType = reading.schoolType(columns["schoolForm"]) ?? units.get(unit)?.schoolTypes;
      const name = reading.name(columns["name"]);
      groups.set(id, { id, name, kind: "Klass", unit, ...(schoolType === undefined ? {} : { schoolType }) });
    }
  }
  return groups;
}
