import { parseIdentity, parseSchoolUnitCode } from "@milstolpe/swedish";
import type { Entities, Group, Person, Unit } from "@milstolpe/sync";
import { countedRows, needed, ownId, type Table, type TableRow } from "./csv-table.ts";
import { readDayText } from "./days.ts";
import { isFinding, readPeriod } from "./period.ts";
import type { Reading } from "./reading.ts";
import type { SdsV1Table } from "./sds-tables.ts";
import { type GradeTable, gradeOf } from "./school-grades.ts";
import { finding } from "./table-messages.ts";
import { newTies, type Ties } from "./ties.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Turns the tables of v1 into rows. A pupil or teacher of two schools is on two rows with one id. */
export function mapSdsV1(tables: ReadonlyMap<SdsV1Table, Table>, grades: GradeTable, reading: Reading): Entities {
  const ties = newTies(reading);
  const persons = new Map<string, Person>();
  for (const row of countedRows(tables.get("Student"), "persons", reading)) {
    const unit = personAt(row, persons, reading);
    if (unit !== undefined) enrolAt(row, unit, grades, ties, reading);
  }
  for (const row of countedRows(tables.get("Teacher"), "persons", reading)) {
    const unit = personAt(row, persons, reading);
    if (unit === undefined) continue;
    reading.receive("duties");
    ties.employ({ person: row.get("SIS ID") ?? "", unit, role: "Lärare" });
  }
  for (const [table, role] of [
    ["StudentEnrollment", "pupil"],
    ["TeacherRoster", "teacher"],
  ] as const)
    for (const row of countedRows(tables.get(table), "memberships", reading)) {
      const group = needed(row, "Section SIS ID", "memberships", reading);
      const person = group === undefined ? undefined : needed(row, "SIS ID", "memberships", reading);
      if (group !== undefined && person !== undefined) ties.join({ group, person, role });
    }
  return {
    units: unitsOf(tables.get("School"), reading),
    persons: [...persons.values()],
    groups: groupsOf(tables.get("Section"), reading),
    placements: [],
    ...ties.rows(),
  };
}

function unitsOf(table: Table | undefined, reading: Reading): readonly Unit[] {
  const seen = new Set<string>();
  return countedRows(table, "units", reading).flatMap((row): Unit[] => {
    const id = ownId(row, "SIS ID", seen, "units", reading);
    if (id === undefined) return [];
    const code = row.get("School Number") ?? "";
    return [
      {
        id,
        name: reading.name(row.get("Name")),
        kind: "Skolenhet",
        ...(parseSchoolUnitCode(code).ok ? { schoolUnitCode: code } : {}),
      },
    ];
  });
}

function groupsOf(table: Table | undefined, reading: Reading): readonly Group[] {
  const seen = new Set<string>();
  return countedRows(table, "groups", reading).flatMap((row): Group[] => {
    const id = ownId(row, "SIS ID", seen, "groups", reading);
    const unit = id === undefined ? undefined : needed(row, "School SIS ID", "groups", reading);
    if (id === undefined || unit === undefined) return [];
    const period = readPeriod(row.get("Term StartDate"), row.get("Term EndDate"), false, row.where, reading.log);
    if (isFinding(period)) {
      reading.reject("groups", row.raw, period);
      return [];
    }
    return [{ id, name: reading.name(row.get("Section Name")), kind: "Undervisning", unit, ...period }];
  });
}

/** Takes a person from a row unless an earlier row had them; returns the school of the row. */
function personAt(row: TableRow, persons: Map<string, Person>, reading: Reading): string | undefined {
  const id = needed(row, "SIS ID", "persons", reading);
  const unit = id === undefined ? undefined : needed(row, "School SIS ID", "persons", reading);
  if (id === undefined || unit === undefined) return undefined;
  const person: Mutable<Person> = {
    id,
    givenName: reading.name(row.get("First Name")),
    familyName: reading.name(row.get("Last Name")),
  };
  const username = row.get("Username");
  if (username?.includes("@") === true) person.eppn = username;
  const email = row.get("Secondary Email");
  if (email !== undefined) person.email = email;
  // The format has no field for an identity number: the free ones are used when they hold one.
  for (const column of ["Student Number", "Teacher Number", "State ID"]) {
    const parsed = parseIdentity(row.get(column) ?? "");
    if (parsed.ok) person.identity ??= parsed.value.number;
  }
  const birthDate = row.get("Birthdate");
  if (birthDate !== undefined) {
    const day = readDayText(birthDate);
    if (day !== undefined) person.birthDate = day;
    else reading.log.add(finding("connectors.bad-value", row.where, { field: "Birthdate" }));
  }
  const earlier = persons.get(id);
  if (earlier === undefined) persons.set(id, person);
  else if (JSON.stringify(earlier) !== JSON.stringify(person))
    reading.log.add(finding("connectors.person-differs", row.where, {}));
  return unit;
}

function enrolAt(row: TableRow, unit: string, grades: GradeTable, ties: Ties, reading: Reading): void {
  const code = row.get("Grade");
  const grade = gradeOf(code, grades);
  if (code !== undefined && grade === undefined) reading.values.note("Grade", code, new Set());
  reading.receive("enrolments");
  ties.enrol({
    person: row.get("SIS ID") ?? "",
    unit,
    schoolType: grade?.schoolType ?? "",
    ...(grade?.schoolYear === undefined ? {} : { schoolYear: grade.schoolYear }),
  });
}
