import type { Entities, Group, Person } from "@milstolpe/sync";
import { shiftDay } from "./days.ts";
import type { FindingLog } from "./finding-log.ts";
import { groupBy } from "./group-by.ts";
import { finding } from "./write-messages.ts";
import type { Period } from "./period.ts";
import { type GradeTable, gradeCode } from "./school-grades.ts";

/** A row to be written: its fields by column, the empty ones left out. */
export type WrittenRow = Readonly<Record<string, string>>;
export type WrittenTables = Readonly<Record<string, readonly WrittenRow[]>>;

export interface OneRosterState {
  readonly entities: Entities;
  /** First and last day of the school year, both included: what a class without dates is given. */
  readonly schoolYear: { readonly start: string; readonly end: string };
  readonly version: "1.1" | "1.2";
  readonly grades: GradeTable;
}

const orgTypes: ReadonlyMap<string, string> = new Map(
  Object.entries({ Skolenhet: "school", Huvudman: "district", Stadsdel: "local" }),
);
const guardianRoles: ReadonlyMap<string, string> = new Map(
  Object.entries({ Vårdnadshavare: "guardian", Förälder: "parent" }),
);
const sexes: ReadonlyMap<string, string> = new Map(Object.entries({ Man: "male", Kvinna: "female" }));

/** A staff role of the format. What has no counterpart becomes the one with the fewest rights, never an administrator. */
function staffRole(role: string, version: "1.1" | "1.2"): string {
  if (role === "Lärare" || role === "Förskollärare") return "teacher";
  if (role === "Rektor") return version === "1.2" ? "principal" : "aide";
  return "aide";
}

const defined = (fields: Readonly<Record<string, string | undefined>>): WrittenRow =>
  Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ""),
  );

/** End dates are exclusive in the format. */
const dates = ({ startDate, endDate }: Period) => ({
  beginDate: startDate,
  endDate: endDate === undefined ? undefined : shiftDay(endDate, 1),
});

/** The rows of every file, for what is there; what has no place in the format is counted. */
export function oneRosterRows(state: OneRosterState, log: FindingLog): WrittenTables {
  const { entities, version, grades } = state;
  const left = new Map<string, number>();
  const leave = (entity: string): void => void left.set(entity, (left.get(entity) ?? 0) + 1);
  const places = placesOf(state, leave);
  const users: WrittenRow[] = [];
  const demographics: WrittenRow[] = [];
  const roles: WrittenRow[] = [];
  const guardians = groupBy(entities.guardianships, ({ child }) => child);
  const enrolments = groupBy(entities.enrolments, ({ person }) => person);
  const written = new Set<string>();
  for (const person of entities.persons) {
    const own = places.get(person.id) ?? [];
    const [first] = own;
    if (first === undefined && version === "1.1") {
      leave("persons");
      continue;
    }
    written.add(person.id);
    const grade = (enrolments.get(person.id) ?? [])
      .map(({ schoolType, schoolYear }) => gradeCode(schoolType, schoolYear, grades))
      .find((code) => code !== undefined);
    const agents = (guardians.get(person.id) ?? []).map(({ guardian }) => guardian);
    const sameRole = own.filter(({ role }) => role === first?.role);
    users.push({
      ...userRow(person, agents, grade),
      ...(version === "1.1"
        ? { role: first?.role ?? "", orgSourcedIds: [...new Set(sameRole.map(({ unit }) => unit))].join(",") }
        : defined({ primaryOrgSourcedId: first?.unit })),
    });
    if (version === "1.1") for (let rest = own.length - sameRole.length; rest > 0; rest -= 1) leave("roles");
    else
      for (const [index, { unit, role, ...period }] of own.entries())
        roles.push(
          defined({
            sourcedId: [person.id, unit, role, String(index)].join("|"),
            userSourcedId: person.id,
            roleType: index === 0 ? "primary" : "secondary",
            role,
            orgSourcedId: unit,
            ...dates(period),
          }),
        );
    if (person.birthDate !== undefined || person.sex !== undefined) {
      const sex =
        sexes.get(person.sex ?? "") ?? (version === "1.2" && person.sex === "Okänt" ? "unspecified" : undefined);
      demographics.push(defined({ sourcedId: person.id, birthDate: person.birthDate, sex }));
    }
  }
  const classes = classRows(state);
  const enrollments = enrollmentRows(entities, written, leave, log);
  for (let count = entities.placements.length; count > 0; count -= 1) leave("placements");
  for (const [entity, count] of left) log.add(finding("connectors.not-written", entity, { entity, count }));
  return {
    orgs: entities.units.map(({ id, name, kind, parent, schoolUnitCode }) =>
      defined({
        sourcedId: id,
        name,
        type: orgTypes.get(kind) ?? "department",
        identifier: schoolUnitCode,
        parentSourcedId: parent,
      }),
    ),
    ...classes,
    users,
    ...(version === "1.2" ? { roles } : {}),
    demographics,
    enrollments,
  };
}

interface Place extends Period {
  readonly unit: string;
  readonly role: string;
}

/** Where each person is and as what: pupils first, then staff, then guardians at their children's schools. */
function placesOf(state: OneRosterState, leave: (entity: string) => void): ReadonlyMap<string, readonly Place[]> {
  const { entities, version } = state;
  const places = new Map<string, Place[]>();
  const put = (person: string, place: Place): void => {
    const own = places.get(person) ?? [];
    places.set(person, own);
    own.push(place);
  };
  const persons = new Set(entities.persons.map(({ id }) => id));
  const schools = new Map<string, Set<string>>();
  for (const { person, unit, startDate, endDate } of entities.enrolments) {
    if (!persons.has(person)) leave("enrolments");
    else put(person, { unit, role: "student", ...periodOf(startDate, endDate) });
    schools.set(person, (schools.get(person) ?? new Set()).add(unit));
  }
  for (const { person, unit, role, startDate, endDate } of entities.duties) {
    if (!persons.has(person)) leave("duties");
    else put(person, { unit, role: staffRole(role, version), ...periodOf(startDate, endDate) });
  }
  for (const { child, guardian, relation } of entities.guardianships) {
    if (!persons.has(guardian) || !persons.has(child)) leave("guardianships");
    else
      for (const unit of schools.get(child) ?? []) {
        const role = guardianRoles.get(relation) ?? "relative";
        const isThere = places.get(guardian)?.some((place) => place.unit === unit && place.role === role);
        if (isThere !== true) put(guardian, { unit, role });
      }
  }
  return places;
}

const periodOf = (startDate: string | undefined, endDate: string | undefined): Period => ({
  ...(startDate === undefined ? {} : { startDate }),
  ...(endDate === undefined ? {} : { endDate }),
});

function userRow(person: Person, agents: readonly string[], grade: string | undefined): WrittenRow {
  const { id, givenName, familyName, identity, email, eppn, phone } = person;
  return defined({
    sourcedId: id,
    enabledUser: "true",
    username: eppn ?? email ?? id,
    userIds: eppn === undefined ? undefined : `{eduPersonPrincipalName:${eppn}}`,
    givenName,
    familyName,
    identifier: identity,
    email,
    sms: phone,
    agentSourcedIds: [...new Set(agents)].join(","),
    grades: grade,
  });
}

/** Classes, the sessions they last for, and a course for each kind of class at a unit, which the format demands. */
function classRows({ entities, schoolYear }: OneRosterState): WrittenTables {
  const sessions = new Map<string, WrittenRow>();
  const courses = new Map<string, WrittenRow>();
  const session = (group: Partial<Group>): string => {
    const [start, end] = [group.startDate ?? schoolYear.start, group.endDate ?? schoolYear.end];
    const id = `${start}--${end}`;
    sessions.set(id, {
      sourcedId: id,
      title: `${start} – ${end}`,
      type: start === schoolYear.start && end === schoolYear.end ? "schoolYear" : "term",
      startDate: start,
      endDate: shiftDay(end, 1),
      schoolYear: end.slice(0, 4),
    });
    return id;
  };
  session({});
  const classes = entities.groups.map((group) => {
    const { id, name, kind, unit } = group;
    const course = `${unit}|${kind}`;
    courses.set(course, { sourcedId: course, title: kind, orgSourcedId: unit });
    return {
      sourcedId: id,
      title: name,
      courseSourcedId: course,
      classType: kind === "Klass" ? "homeroom" : "scheduled",
      schoolSourcedId: unit,
      termSourcedIds: session(group),
    };
  });
  return { academicSessions: [...sessions.values()], courses: [...courses.values()], classes };
}

/** Memberships. The format knows no mentors: they are written as teachers, where they are not there as such already. */
function enrollmentRows(
  entities: Entities,
  written: ReadonlySet<string>,
  leave: (entity: string) => void,
  log: FindingLog,
): readonly WrittenRow[] {
  const units = new Map(entities.groups.map(({ id, unit }) => [id, unit]));
  const teaches = new Set(
    entities.memberships.filter(({ role }) => role === "teacher").map(({ group, person }) => `${group}|${person}`),
  );
  let reduced = 0;
  const rows: WrittenRow[] = [];
  for (const { id, group, person, role, startDate, endDate } of entities.memberships) {
    const unit = units.get(group);
    const isStaff = role !== "pupil" && role !== "teacher";
    if (unit === undefined || !written.has(person) || (role !== "mentor" && isStaff)) {
      leave("memberships");
      continue;
    }
    if (isStaff) {
      reduced += 1;
      if (teaches.has(`${group}|${person}`)) continue;
    }
    rows.push(
      defined({
        sourcedId: id,
        classSourcedId: group,
        schoolSourcedId: unit,
        userSourcedId: person,
        role: role === "pupil" ? "student" : "teacher",
        ...dates(periodOf(startDate, endDate)),
      }),
    );
  }
  if (reduced > 0) log.add(finding("connectors.roles-reduced", "memberships", { count: reduced }));
  return rows;
}
