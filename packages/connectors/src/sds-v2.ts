import type { Entities, Group, Person, Unit } from "@milstolpe/sync";
import { countedRows, needed, ownId, type Table, type TableRow } from "./csv-table.ts";
import { readDayText } from "./days.ts";
import { isFinding, type Period, readPeriod } from "./period.ts";
import type { Reading } from "./reading.ts";
import { sdsDutyRoles, sdsOrgKinds, sdsRelations, type SdsV2Table } from "./sds-tables.ts";
import { type GradeTable, gradeOf } from "./school-grades.ts";
import { listOfTexts, readSessions, spanOf } from "./sessions.ts";
import { finding } from "./table-messages.ts";
import { newTies, type Ties } from "./ties.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Tables = ReadonlyMap<SdsV2Table, Table>;

/** Turns the tables of v2 or v2.1 into rows. v2 has one role for each user; v2.1 has a file of roles with dates. */
export function mapSdsV2(tables: Tables, grades: GradeTable, reading: Reading): Entities {
  const ties = newTies(reading);
  const sessions = readSessions(tables.get("academicSessions"), false, () => false, reading);
  const place = (person: string, unit: string, role: string, row: TableRow, period: Period): void =>
    attend(person, unit, role, row, period, grades, ties, reading);
  const persons = personsOf(tables, reading);
  if (tables.has("roles"))
    for (const row of tables.get("roles")?.rows ?? []) placeOfRole(row, sessions, place, reading);
  else
    for (const row of tables.get("users")?.rows ?? []) {
      const id = row.get("sourcedId");
      const role = row.get("role");
      if (id !== undefined && role !== undefined)
        for (const unit of listOfTexts(row.get("orgSourcedIds"))) place(id, unit, role, row, {});
    }
  for (const { row, finding: found } of tables.get("roles")?.refused ?? [])
    for (const entity of ["enrolments", "duties"] as const)
      reading.rejected.push({ entity, where: row.where, finding: found, raw: row.raw });
  for (const row of countedRows(tables.get("enrollments"), "memberships", reading)) {
    const group = needed(row, "classSourcedId", "memberships", reading);
    const person = group === undefined ? undefined : needed(row, "userSourcedId", "memberships", reading);
    const role = person === undefined ? undefined : needed(row, "role", "memberships", reading)?.toLowerCase();
    if (group !== undefined && person !== undefined && role !== undefined)
      ties.join({ group, person, role: role === "student" ? "pupil" : role });
  }
  for (const row of countedRows(tables.get("relationships"), "guardianships", reading)) {
    const child = needed(row, "userSourcedId", "guardianships", reading);
    const guardian =
      child === undefined ? undefined : needed(row, "relationshipUserSourcedId", "guardianships", reading);
    const role =
      guardian === undefined ? undefined : needed(row, "relationshipRole", "guardianships", reading)?.toLowerCase();
    if (child === undefined || guardian === undefined || role === undefined) continue;
    const relation = sdsRelations.get(role);
    if (relation === undefined) reading.values.note("relationshipRole", role, new Set());
    ties.guard({ child, guardian, relation: relation ?? role });
  }
  return {
    units: unitsOf(tables.get("orgs"), reading),
    persons,
    groups: groupsOf(tables.get("classes"), sessions, reading),
    placements: [],
    ...ties.rows(),
  };
}

function unitsOf(table: Table | undefined, reading: Reading): readonly Unit[] {
  const seen = new Set<string>();
  return countedRows(table, "units", reading).flatMap((row): Unit[] => {
    const id = ownId(row, "sourcedId", seen, "units", reading);
    if (id === undefined) return [];
    const type = row.get("type") ?? "";
    const kind = sdsOrgKinds.get(type.toLowerCase());
    if (kind === undefined && type !== "") reading.values.note("orgs.type", type, new Set());
    const parent = row.get("parentSourcedId");
    return [
      {
        id,
        name: reading.name(row.get("name")),
        kind: kind ?? (type || "Övrigt"),
        ...(parent === undefined ? {} : { parent }),
      },
    ];
  });
}

function groupsOf(table: Table | undefined, sessions: ReadonlyMap<string, Period>, reading: Reading): readonly Group[] {
  const seen = new Set<string>();
  return countedRows(table, "groups", reading).flatMap((row): Group[] => {
    const id = ownId(row, "sourcedId", seen, "groups", reading);
    const unit = id === undefined ? undefined : needed(row, "orgSourcedId", "groups", reading);
    if (id === undefined || unit === undefined) return [];
    const span = spanOf(listOfTexts(row.get("sessionSourcedIds")), sessions);
    return [{ id, name: reading.name(row.get("title")), kind: "Undervisning", unit, ...span }];
  });
}

const sexes: ReadonlyMap<string, string> = new Map([
  ["male", "Man"],
  ["female", "Kvinna"],
]);

function personsOf(tables: Tables, reading: Reading): readonly Person[] {
  const details = new Map(
    (tables.get("demographics")?.rows ?? []).map((row) => [row.get("userSourcedId") ?? "", row] as const),
  );
  const seen = new Set<string>();
  return countedRows(tables.get("users"), "persons", reading).flatMap((row): Person[] => {
    const id = ownId(row, "sourcedId", seen, "persons", reading);
    if (id === undefined) return [];
    const person: Mutable<Person> = {
      id,
      givenName: reading.name(row.get("givenName")),
      familyName: reading.name(row.get("familyName")),
    };
    const username = row.get("username");
    if (username?.includes("@") === true) person.eppn = username;
    const email = row.get("email");
    if (email !== undefined) person.email = email;
    const phone = row.get("sms") ?? row.get("phone");
    if (phone !== undefined) person.phone = phone;
    const detail = details.get(id);
    const birthDate = detail?.get("birthDate");
    if (birthDate !== undefined) {
      const day = readDayText(birthDate);
      if (day !== undefined) person.birthDate = day;
      else reading.log.add(finding("connectors.bad-value", detail?.where ?? row.where, { field: "birthDate" }));
    }
    const sex = detail?.get("sex")?.toLowerCase();
    if (sex !== undefined) {
      const known = sexes.get(sex);
      if (known === undefined) reading.values.note("demographics.sex", sex, new Set());
      person.sex = known ?? sex;
    }
    return [person];
  });
}

type Place = (person: string, unit: string, role: string, row: TableRow, period: Period) => void;

/** A row of `roles.csv`: dates of its own, else those of its session. */
function placeOfRole(row: TableRow, sessions: ReadonlyMap<string, Period>, place: Place, reading: Reading): void {
  const columns = ["userSourcedId", "orgSourcedId", "role"] as const;
  const [person, unit, role] = columns.map((column) => row.get(column));
  const entity = role?.toLowerCase() === "student" ? "enrolments" : "duties";
  const own = readPeriod(row.get("roleStartDate"), row.get("roleEndDate"), false, row.where, reading.log);
  const missing = columns.find((column) => row.get(column) === undefined);
  if (person === undefined || unit === undefined || role === undefined || isFinding(own)) {
    const found = isFinding(own) ? own : finding("connectors.missing-field", row.where, { field: missing ?? "" });
    reading.receive(entity);
    reading.reject(entity, row.raw, found);
    return;
  }
  place(person, unit, role, row, { ...sessions.get(row.get("sessionSourcedId") ?? ""), ...own });
}

function attend(
  person: string,
  unit: string,
  roleText: string,
  row: TableRow,
  period: Period,
  grades: GradeTable,
  ties: Ties,
  reading: Reading,
): void {
  const role = roleText.toLowerCase();
  if (sdsRelations.has(role)) return; // told by the relationships
  if (role === "student") {
    const code = row.get("grade");
    const grade = gradeOf(code, grades);
    if (code !== undefined && grade === undefined) reading.values.note("grade", code, new Set());
    reading.receive("enrolments");
    const year = grade?.schoolYear === undefined ? {} : { schoolYear: grade.schoolYear };
    ties.enrol({ person, unit, schoolType: grade?.schoolType ?? "", ...year, ...period });
    return;
  }
  const known = sdsDutyRoles.get(role);
  if (known === undefined) reading.values.note("role", role, new Set());
  reading.receive("duties");
  ties.employ({ person, unit, role: known ?? role, ...period });
}
