import type { Entities, Person } from "@milstolpe/sync";
import { csvLine } from "./csv.ts";
import type { Finding } from "./finding.ts";
import { type FindingLog, findingLog } from "./finding-log.ts";
import { leftOut, withoutPeople } from "./import-protection.ts";
import type { NamedFile } from "./named-files.ts";
import { cedsGrades, type GradeTable, gradeCode } from "./school-grades.ts";
import { keyOf, sdsDutyRoles, sdsOrgKinds, sdsRelations } from "./sds-tables.ts";
import { finding } from "./write-messages.ts";

export interface WriteSdsOptions {
  readonly entities: Entities;
  /** Default `2.1`. */
  readonly version?: "1" | "2.1";
  /** Protected people are left out (`exclude`, default) or written like others. */
  readonly protectedPeople?: "exclude" | "include";
  readonly grades?: GradeTable;
}

export interface SdsFiles {
  readonly files: readonly NamedFile[];
  readonly findings: readonly Finding[];
}

type Rows = readonly (readonly (string | undefined)[])[];

/**
 * Writes the CSV files of Microsoft School Data Sync. Pure, and the same bytes for the same input. The same set of files is
 * written every time, since the receiver makes inactive what a missing file held. The format has no place for identity
 * numbers, and v1 none for guardians and dates of a place; line ends inside a value become blanks, as it demands.
 * @example
 * const { files } = writeSds({ entities: batch });
 * files.map(({ name }) => name); // ["orgs.csv", "users.csv", "roles.csv", …]
 */
export function writeSds(options: WriteSdsOptions): SdsFiles {
  const { version = "2.1", protectedPeople = "exclude", grades = cedsGrades } = options;
  const log = findingLog();
  const hidden = protectedPeople === "include" ? new Set<string>() : leftOut(options.entities);
  if (hidden.size > 0) log.add(finding("connectors.protected-left-out", "persons", { count: hidden.size }));
  const entities = withoutPeople(options.entities, hidden);
  const tables = version === "1" ? v1Tables(entities, grades, log) : v21Tables(entities, grades);
  if (entities.placements.length > 0)
    log.add(
      finding("connectors.not-written", "placements", { entity: "placements", count: entities.placements.length }),
    );
  let broken = 0;
  const oneLine = (text = ""): string => {
    if (!/[\r\n]/.test(text)) return text;
    broken += 1;
    return text.replace(/[\r\n]+/g, " ");
  };
  const files = Object.entries(tables).map(([name, rows]) => ({
    name: `${name}.csv`,
    bytes: new TextEncoder().encode(rows.map((row) => csvLine(row.map(oneLine), ",", "\r\n")).join("")),
  }));
  if (broken > 0) log.add(finding("connectors.line-ends-replaced", "files", { count: broken }));
  return { files, findings: log.list() };
}

/** The name people sign in with: EPPN, or the id where there is none. */
const username = ({ id, eppn }: Person): string => eppn ?? id;

function v21Tables(entities: Entities, grades: GradeTable): Readonly<Record<string, Rows>> {
  const sessions = new Map<string, readonly string[]>();
  const session = (start: string | undefined, end: string | undefined): string | undefined => {
    if (start === undefined || end === undefined) return undefined;
    const id = `${start}--${end}`;
    sessions.set(id, [id, `${start} – ${end}`, "term", end.slice(0, 4), start, end]);
    return id;
  };
  const classes = entities.groups.map(({ id, unit, name, startDate, endDate }) => [
    id,
    unit,
    name,
    session(startDate, endDate),
  ]);
  const firstOf = new Set<string>();
  const isPrimary = (person: string): string => {
    const isFirst = !firstOf.has(person);
    firstOf.add(person);
    return isFirst ? "TRUE" : "FALSE";
  };
  return {
    orgs: [
      ["sourcedId", "name", "type", "parentSourcedId"],
      ...entities.units.map(({ id, name, kind, parent }) => [id, name, keyOf(sdsOrgKinds, kind), parent]),
    ],
    users: [
      ["sourcedId", "username", "givenName", "familyName", "email", "phone"],
      ...entities.persons.map((person) => [
        person.id,
        username(person),
        person.givenName,
        person.familyName,
        person.email,
        person.phone,
      ]),
    ],
    roles: [
      ["userSourcedId", "orgSourcedId", "role", "grade", "isPrimary", "roleStartDate", "roleEndDate"],
      ...entities.enrolments.map(({ person, unit, schoolType, schoolYear, startDate, endDate }) => {
        const grade = gradeCode(schoolType, schoolYear, grades);
        return [person, unit, "student", grade, isPrimary(person), startDate, endDate];
      }),
      ...entities.duties.map(({ person, unit, role, startDate, endDate }) => {
        return [person, unit, keyOf(sdsDutyRoles, role), "", isPrimary(person), startDate, endDate];
      }),
    ],
    classes: [["sourcedId", "orgSourcedId", "title", "sessionSourcedIds"], ...classes],
    enrollments: [
      ["classSourcedId", "userSourcedId", "role"],
      ...entities.memberships.map(({ group, person, role }) => [group, person, role === "pupil" ? "student" : role]),
    ],
    academicSessions: [["sourcedId", "title", "type", "schoolYear", "startDate", "endDate"], ...sessions.values()],
    demographics: [
      ["userSourcedId", "sex", "birthDate"],
      ...entities.persons
        .filter(({ sex, birthDate }) => sex !== undefined || birthDate !== undefined)
        .map(({ id, sex, birthDate }) => [id, sex === "Man" ? "male" : sex === "Kvinna" ? "female" : "", birthDate]),
    ],
    relationships: [
      ["userSourcedId", "relationshipUserSourcedId", "relationshipRole"],
      ...entities.guardianships.map(({ child, guardian, relation }) => [
        child,
        guardian,
        keyOf(sdsRelations, relation),
      ]),
    ],
  };
}

/** `2026-08-17` as `8/17/2026`. */
const american = (day: string | undefined): string | undefined =>
  day === undefined ? undefined : `${Number(day.slice(5, 7))}/${Number(day.slice(8))}/${day.slice(0, 4)}`;

function v1Tables(entities: Entities, grades: GradeTable, log: FindingLog): Readonly<Record<string, Rows>> {
  const left = new Map<string, number>();
  const leave = (entity: string, count: number): void => {
    if (count > 0) left.set(entity, (left.get(entity) ?? 0) + count);
  };
  const schools = entities.units.filter(({ kind }) => kind === "Skolenhet");
  leave("units", entities.units.length - schools.length);
  leave("guardianships", entities.guardianships.length);
  const persons = new Map(entities.persons.map((person) => [person.id, person]));
  const named = (id: string): readonly (string | undefined)[] | undefined => {
    const person = persons.get(id);
    if (person === undefined) return undefined;
    return [person.givenName, person.familyName, username(person), person.email];
  };
  const students = entities.enrolments.flatMap(({ person, unit, schoolType, schoolYear }) => {
    const names = named(person);
    const grade = gradeCode(schoolType, schoolYear, grades);
    return names === undefined ? [] : [[person, unit, ...names, grade, american(persons.get(person)?.birthDate)]];
  });
  const teachers = entities.duties.flatMap(({ person, unit }) => {
    const names = named(person);
    return names === undefined ? [] : [[person, unit, ...names]];
  });
  const written = new Set([...students, ...teachers].map(([id]) => id));
  leave("persons", entities.persons.filter(({ id }) => !written.has(id)).length);
  const roster = (role: "pupil" | "teacher") =>
    entities.memberships
      .filter((membership) => membership.role === role && written.has(membership.person))
      .map(({ group, person }) => [group, person]);
  const [pupils, staff] = [roster("pupil"), roster("teacher")];
  leave("memberships", entities.memberships.length - pupils.length - staff.length);
  for (const [entity, count] of left) log.add(finding("connectors.not-written", entity, { entity, count }));
  const people = ["SIS ID", "School SIS ID", "First Name", "Last Name", "Username", "Secondary Email"];
  return {
    School: [
      ["SIS ID", "Name", "School Number"],
      ...schools.map(({ id, name, schoolUnitCode }) => [id, name, schoolUnitCode]),
    ],
    Section: [
      ["SIS ID", "School SIS ID", "Section Name", "Term StartDate", "Term EndDate"],
      ...entities.groups.map(({ id, unit, name, startDate, endDate }) => [
        id,
        unit,
        name,
        american(startDate),
        american(endDate),
      ]),
    ],
    Student: [[...people, "Grade", "Birthdate"], ...students],
    Teacher: [people, ...teachers],
    StudentEnrollment: [["Section SIS ID", "SIS ID"], ...pupils],
    TeacherRoster: [["Section SIS ID", "SIS ID"], ...staff],
  };
}
