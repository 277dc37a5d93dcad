import { formatIdentity, parseIdentity } from "@milstolpe/swedish";
import type { Entities, Entity, Person, Unit } from "@milstolpe/sync";
import { csvLine } from "./csv.ts";
import type { Finding } from "./finding.ts";
import { type FindingLog, findingLog } from "./finding-log.ts";
import {
  defaultImportProfile,
  importLayouts,
  type ImportProfile,
  type ImportRowType,
  type RelationType,
} from "./import-profile.ts";
import { isProtected, leftOut } from "./import-protection.ts";
import { finding } from "./write-messages.ts";
import type { NamedFile } from "./named-files.ts";
import { isDay } from "./row-reader.ts";
import { encodeText } from "./text-bytes.ts";

export interface WriteImportFilesOptions {
  readonly entities: Entities;
  /** The day the files are for, `YYYY-MM-DD`: they hold no dates, so only what is true on this day is written. */
  readonly on: string;
  /** Default `defaultImportProfile`. */
  readonly profile?: ImportProfile;
  /** What was written last time: what has gone since is written as `remove`, and only what is new as `add`. */
  readonly previous?: { readonly entities: Entities; readonly on: string };
}

export interface ImportFiles {
  /** In the order in which they must be imported: objects before what relates them. */
  readonly files: readonly NamedFile[];
  readonly findings: readonly Finding[];
}

/** A relation as a row of the relation file. */
interface Relation {
  readonly type: RelationType;
  readonly subject: string;
  readonly object: string;
  /** The person it is about, by whom the rows are grouped; none for relations between objects. */
  readonly person?: string;
}

interface Operation extends Relation {
  readonly operation: "add" | "remove";
}

/**
 * Writes the platform's import files: schools, classes, users, relations. Pure, and the same bytes for the same input.
 * Protected people are handled as the profile says; nobody who is left out is ever written as `remove`. What has no
 * place in the files is counted in the findings.
 * @throws RangeError when `on` is not a day
 * @example
 * const { files } = writeImportFiles({ entities: batch, on: "2026-08-17" });
 * files.map(({ name }) => name); // ["1-schools.csv", "2-classes.csv", "3-users.csv", "4-relations.txt"]
 */
export function writeImportFiles(options: WriteImportFilesOptions): ImportFiles {
  const { entities, on, profile = defaultImportProfile, previous } = options;
  for (const [name, day] of [
    ["on", on],
    ["previous.on", previous?.on ?? on],
  ] as const)
    if (!isDay(day)) throw new RangeError(`${name} must be a day (YYYY-MM-DD), got ${JSON.stringify(day)}`);
  const log = findingLog();
  const out = profile.protectedPeople === "exclude" ? leftOut(entities) : new Set<string>();
  const now = stateOn(entities, on, profile, out, log);
  if (out.size > 0) log.add(finding("connectors.protected-left-out", "persons", { count: out.size }));
  const { writeDelimiter: delimiter, newline } = profile;
  const objects = (kind: ImportRowType, rows: readonly Columns[]): readonly string[] =>
    rows.map((columns) => csvLine(layOut(kind, columns), delimiter, newline));
  const relations = operationsOf(now, previous, profile, out).map((operation) =>
    csvLine(
      profile.relationColumns.map((column) => operation[column]),
      "\t",
      newline,
    ),
  );
  const texts: readonly (readonly [name: string, lines: readonly string[]])[] = [
    ["1-schools.csv", objects("school", now.schools)],
    ["2-classes.csv", objects("class", now.classes)],
    ["3-users.csv", objects("user", now.users)],
    ["4-relations.txt", relations],
  ];
  const files = texts.map(([name, lines]) => ({ name, bytes: bytesOf(name, lines, profile, log) }));
  return { files, findings: log.list() };
}

type Columns = Readonly<Record<string, string>>;

const layOut = (kind: ImportRowType, columns: Columns): readonly string[] =>
  importLayouts[kind].map((name) => (name === "rowType" ? kind : (columns[name] ?? "")));

interface State {
  readonly schools: readonly Columns[];
  readonly classes: readonly Columns[];
  readonly users: readonly Columns[];
  readonly relations: readonly Relation[];
}

const isCurrent = (row: { readonly startDate?: string; readonly endDate?: string }, on: string): boolean =>
  (row.startDate ?? on) <= on && on <= (row.endDate ?? on);

/** Rows and relations that are true on a day. */
function stateOn(
  entities: Entities,
  on: string,
  profile: ImportProfile,
  out: ReadonlySet<string>,
  log: FindingLog,
): State {
  const left = new Map<Entity, number>();
  const leave = (entity: Entity): void => void left.set(entity, (left.get(entity) ?? 0) + 1);
  const schools = new Map<string, Unit>();
  for (const unit of entities.units) {
    if (unit.kind === "Skolenhet") schools.set(unit.id, unit);
    else leave("units");
  }
  const keys = personKeys(entities.persons, out, log);
  const years = new Map<string, string>();
  const relations: Relation[] = [];
  const tie = (entity: Entity, person: string, type: RelationType, object: string | undefined): void => {
    if (out.has(person)) return;
    const subject = keys.get(person);
    if (subject === undefined || object === undefined) leave(entity);
    else relations.push({ type, subject, object, person });
  };

  for (const { id, parent } of schools.values())
    if (parent !== undefined) relations.push({ type: "school_in_org", subject: id, object: parent });
  const classes = new Map<string, Columns>();
  for (const group of entities.groups) {
    if (!isCurrent(group, on)) continue;
    const school = schools.get(group.unit);
    if (!profile.classKinds.includes(group.kind) || school === undefined) {
      leave("groups");
      continue;
    }
    // By the format a class says its school form only when it is another than its school's.
    const form = formOf(group.schoolType, profile);
    const schoolForm = form === formOf(school.schoolTypes, profile) ? "" : form;
    classes.set(group.id, { externalId: group.id, name: group.name, schoolForm });
    relations.push({ type: "class_in_school", subject: group.id, object: group.unit });
  }
  const schoolsOfPupil = new Map<string, Set<string>>();
  for (const enrolment of entities.enrolments) {
    if (!isCurrent(enrolment, on)) continue;
    const { person, unit, schoolYear } = enrolment;
    if (schoolYear !== undefined && !years.has(person)) years.set(person, String(schoolYear));
    tie("enrolments", person, "student_in_school", schools.get(unit)?.id);
    if (schools.has(unit)) schoolsOfPupil.set(person, (schoolsOfPupil.get(person) ?? new Set()).add(unit));
  }
  for (const duty of entities.duties)
    if (isCurrent(duty, on)) tie("duties", duty.person, "staff_in_school", schools.get(duty.unit)?.id);
  const inClass = new Map<string, RelationType>([
    ["pupil", "student_in_class"],
    ["teacher", "teacher_in_class"],
    ["mentor", "mentor_for"],
  ]);
  for (const membership of entities.memberships) {
    if (!isCurrent(membership, on)) continue;
    const type = inClass.get(membership.role);
    if (type === undefined) leave("memberships");
    else tie("memberships", membership.person, type, classes.has(membership.group) ? membership.group : undefined);
  }
  for (const { child, guardian } of entities.guardianships) {
    if (out.has(child)) continue;
    tie("guardianships", guardian, "guardian_for", keys.get(child));
    for (const unit of schoolsOfPupil.get(child) ?? []) tie("guardianships", guardian, "external_user_in_school", unit);
  }
  for (const placement of entities.placements) if (isCurrent(placement, on)) leave("placements");
  for (const [entity, count] of left) log.add(finding("connectors.not-written", entity, { entity, count }));
  const reduced = [...schools.values()].filter(({ schoolTypes = "" }) => schoolTypes.includes(" ")).length;
  if (reduced > 0) log.add(finding("connectors.school-forms-reduced", "units", { count: reduced }));
  return {
    schools: [...schools.values()].map((unit) => ({
      externalId: unit.id,
      scbSchoolId: unit.schoolUnitCode ?? "",
      name: unit.name,
      schoolForm: formOf(unit.schoolTypes, profile),
    })),
    classes: [...classes.values()],
    users: entities.persons.flatMap((person) => {
      const key = keys.get(person.id);
      return key === undefined ? [] : [userOf(person, key, years.get(person.id), profile)];
    }),
    relations,
  };
}

/** How the files name each person who is written. */
function personKeys(
  persons: readonly Person[],
  out: ReadonlySet<string>,
  log: FindingLog,
): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const { id, identity } of persons) {
    if (out.has(id)) continue;
    const parsed = parseIdentity(identity ?? "");
    if (parsed.ok) keys.set(id, formatIdentity(parsed.value.number, "12-"));
    else log.add(finding("connectors.no-identity", `persons/${id}`, {}));
  }
  return keys;
}

function userOf(person: Person, key: string, schoolYear: string | undefined, profile: ImportProfile): Columns {
  const { givenName, familyName, email = "", phone = "" } = person;
  const names = { givenName, familyName, personnummer: key, schoolYear: schoolYear ?? "" };
  return profile.protectedPeople === "minimal" && isProtected(person)
    ? { ...names, hideContactDetails: "true" }
    : { ...names, email, mobile: phone };
}

/** The platform's word for a school type. Of several, the first that the profile knows; an unknown one as it is. */
function formOf(schoolTypes: string | undefined, profile: ImportProfile): string {
  const types = (schoolTypes ?? "").split(" ");
  const known = Object.entries(profile.schoolForms).find(([type]) => types.includes(type));
  return known?.[1] ?? types[0] ?? "";
}

/** Operations in the order in which the platform must meet them: objects first, then person by person. */
function operationsOf(
  now: State,
  previous: WriteImportFilesOptions["previous"],
  profile: ImportProfile,
  out: ReadonlySet<string>,
): readonly Operation[] {
  const keyOf = ({ type, subject, object }: Relation): string => JSON.stringify([type, subject, object]);
  const unique = new Map(now.relations.map((relation) => [keyOf(relation), relation]));
  const before = new Map<string, Relation>();
  if (previous !== undefined) {
    // Who is protected by now is left alone: a removal would name them, and set off the deletion of what is theirs.
    const then = stateOn(previous.entities, previous.on, profile, out, findingLog());
    for (const relation of then.relations) before.set(keyOf(relation), relation);
  }
  const adds = [...unique].filter(([key]) => !before.has(key));
  const removes = [...before].filter(([key]) => !unique.has(key));
  const operations: Operation[] = [
    ...adds.map(([, relation]): Operation => Object.assign({ operation: "add" as const }, relation)),
    ...removes.map(([, relation]): Operation => Object.assign({ operation: "remove" as const }, relation)),
  ];
  const first = profile.relationOrder === "remove-before-add" ? "remove" : "add";
  const places = new Map<string, number>();
  for (const { person } of operations) if (person !== undefined && !places.has(person)) places.set(person, places.size);
  const rank = ({ person, operation }: Operation): readonly [number, number] => [
    person === undefined ? -1 : (places.get(person) ?? 0),
    operation === first ? 0 : 1,
  ];
  return operations
    .map((operation) => ({ operation, rank: rank(operation) }))
    .sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1])
    .map(({ operation }) => operation);
}

/** The lines as bytes; a line that the encoding can't hold is left out and told of, never written with other letters. */
function bytesOf(name: string, lines: readonly string[], profile: ImportProfile, log: FindingLog): Uint8Array {
  const written = lines.filter((line, index) => {
    if (profile.writeEncoding === "utf-8" || encodeText(line, profile.writeEncoding) !== undefined) return true;
    log.add(finding("connectors.not-in-encoding", `${name}, row ${index + 1}`, {}));
    return false;
  });
  return encodeText(written.join(""), profile.writeEncoding) ?? new Uint8Array();
}
