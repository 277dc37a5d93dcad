import type { Entities, Group, Person, Unit } from "@milstolpe/sync";
import type { Finding } from "./finding.ts";
import { findingLog } from "./finding-log.ts";
import { leftOut, withoutPeople } from "./import-protection.ts";
import {
  contactGroup,
  contactRelations,
  genders,
  groupKinds,
  memberRoles,
  personStatuses,
  tietoSchoolTypes,
  unitDutyRoles,
  unitKinds,
} from "./ims-vocabulary.ts";
import type { NamedFile } from "./named-files.ts";
import { groupBy } from "./group-by.ts";
import type { Period } from "./period.ts";
import { words } from "./words.ts";
import { finding } from "./write-messages.ts";
import { branch, leaf, type XmlElement, xmlText } from "./xml-text.ts";

export interface WriteTietoOptions {
  readonly entities: Entities;
  /** School form of the file by the source's code, `GR`: only what belongs to it is written. */
  readonly schoolForm: string;
  /** Who the file comes from. */
  readonly dataSource: string;
  /** When the file is written, and the time it tells of: ISO 8601 instants. */
  readonly writtenAt: string;
  /** Protected people are left out (`exclude`, default) or written like others, with their marking. */
  readonly protectedPeople?: "exclude" | "include";
}

export interface TietoFile extends NamedFile {
  readonly findings: readonly Finding[];
}

/** The key that a table has for a value; the value itself when it has none. */
const wordFor = (table: ReadonlyMap<string, string>, value: string): string | undefined =>
  [...table].find(([, ours]) => ours === value)?.[0];

/** The schema knows no other words for roles. */
const knownRoles = new Set([
  ...words("Learner Instructor Member Manager Mentor Administrator TeachingAssistant Guardian OtherResponsible"),
  ...words("Contact Student Child GradeAuthority Principal Trustee"),
]);

/**
 * Writes a total export of one school form as Tieto Education (Edlevo) does, valid by its schema (organisation v12).
 * Pure, and the same bytes for the same input. Roles without a word in the schema are written as `Member`; what has no
 * place in the format or in the school form is counted.
 * @example
 * const { name, bytes } = writeTieto({ entities, schoolForm: "GR", dataSource: "ödeby", writtenAt });
 */
export function writeTieto(options: WriteTietoOptions): TietoFile {
  const { schoolForm, dataSource, writtenAt, protectedPeople = "exclude" } = options;
  if (Number.isNaN(Date.parse(writtenAt))) throw new TypeError("writtenAt must be an ISO 8601 instant");
  const log = findingLog();
  const hidden = protectedPeople === "include" ? new Set<string>() : leftOut(options.entities);
  if (hidden.size > 0) log.add(finding("connectors.protected-left-out", "persons", { count: hidden.size }));
  const entities = ofForm(withoutPeople(options.entities, hidden), tietoSchoolTypes.get(schoolForm) ?? schoolForm);
  const lines: string[] = [];
  const put = (...elements: readonly XmlElement[]): void => {
    for (const element of elements) lines.push(xmlText(element));
  };
  put({
    name: "properties",
    content: [
      ...leaf("schooltype", schoolForm),
      ...leaf("datasource", dataSource),
      ...leaf("type", "CompleteOrganization"),
      ...branch("timeframe", leaf("start", writtenAt)),
      ...leaf("datetime", writtenAt),
    ],
  });
  const sourced = (id: string): XmlElement => ({
    name: "sourcedid",
    content: [...leaf("source", dataSource), ...leaf("id", id)],
  });
  const pupils = new Set([...entities.enrolments, ...entities.placements].map(({ person }) => person));
  for (const person of entities.persons) put(personElement(person, sourced, pupils.has(person.id)));
  const units = entities.units.filter(({ kind }) => wordFor(unitKinds, kind) !== undefined);
  for (const unit of units) put(unitElement(unit, sourced));
  for (const group of entities.groups) put(groupElement(group, sourced));
  const children = [...new Set(entities.guardianships.map(({ child }) => child))];
  for (const child of children) put(contactElement(child, sourced));
  const { members, reduced } = membersOf(entities, children);
  for (const [group, elements] of members)
    put({
      name: "membership",
      attributes: { complete: "true" },
      content: [sourced(group), ...elements.map((one) => one(sourced))],
    });
  const left = entities.units.length - units.length;
  if (left > 0) log.add(finding("connectors.not-written", "units", { entity: "units", count: left }));
  const open = entities.enrolments.filter((row) => row.schoolYear !== undefined && !isClosed(row)).length;
  if (open > 0) log.add(finding("connectors.open-ends", "enrolments", { count: open }));
  if (reduced > 0) log.add(finding("connectors.roles-as-member", "role", { count: reduced }));
  const text =
    '<?xml version="1.0" encoding="utf-8"?>\n<enterprise xmlns="http://open.tieto.com/edu/organization/v12">\n' +
    `${lines.join("\n")}\n</enterprise>\n`;
  return { name: `${schoolForm}.xml`, bytes: new TextEncoder().encode(text), findings: log.list() };
}

type Sourced = (id: string) => XmlElement;

function personElement(person: Person, sourced: Sourced, isPupil: boolean): XmlElement {
  const { id, givenName, familyName, identity, sex, birthDate, email, phone, protection, status } = person;
  const privacy: readonly XmlElement[] =
    protection === undefined
      ? []
      : protection === "Ingen"
        ? leaf("privacy", "false")
        : leaf("privacy", "true", { level: protection === "Skyddad folkbokföring" ? "2" : "1" });
  return {
    name: "person",
    attributes: { recstatus: "1" },
    content: [
      sourced(id),
      ...leaf("userid", identity, { useridtype: "PID" }),
      {
        name: "name",
        content: [
          { name: "fn", content: `${familyName}, ${givenName}` },
          { name: "n", content: [...leaf("family", familyName), ...leaf("given", givenName)] },
        ],
      },
      ...branch("demographics", leaf("gender", sex && wordFor(genders, sex)), leaf("bday", birthDate)),
      ...leaf("emailworkschool", email),
      ...leaf("tel", phone, { teltype: "Mobile" }),
      {
        name: "institutionrole",
        attributes: { primaryrole: "Yes", institutionroletype: isPupil ? "Student" : "Other" },
        content: "",
      },
      ...branch("extension", privacy, leaf("status", status && wordFor(personStatuses, status))),
    ],
  };
}

const typed = (kind: string): readonly XmlElement[] => branch("grouptype", leaf("typevalue", kind, { level: "1" }));
const named = (text: string): XmlElement => ({ name: "description", content: [{ name: "short", content: text }] });
const timeframe = ({ startDate, endDate }: Period): readonly XmlElement[] =>
  branch("timeframe", leaf("begin", startDate), leaf("end", endDate));

function unitElement(unit: Unit, sourced: Sourced): XmlElement {
  const forms = (unit.schoolTypes ?? "")
    .split(" ")
    .flatMap((type) => leaf("schooltype", wordFor(tietoSchoolTypes, type) ?? type));
  return {
    name: "group",
    attributes: { recstatus: "1" },
    content: [
      sourced(unit.id),
      ...typed(wordFor(unitKinds, unit.kind) ?? "Unit"),
      named(unit.name),
      ...branch(
        "extension",
        leaf("municipalitycode", unit.municipalityCode),
        forms,
        leaf("activitytypecode", unit.schoolUnitCode),
      ),
    ],
  };
}

function groupElement(group: Group, sourced: Sourced): XmlElement {
  const { id, kind, name, schoolType = "" } = group;
  return {
    name: "group",
    attributes: { recstatus: "1" },
    content: [
      sourced(id),
      ...typed(wordFor(groupKinds, kind) ?? "OtherGroup"),
      named(name),
      ...timeframe(group),
      ...branch("extension", leaf("schooltype", wordFor(tietoSchoolTypes, schoolType) ?? schoolType)),
    ],
  };
}

/** The id of the group that holds a child's guardians. */
const contactId = (child: string): string => `contacts-${child}`;

const contactElement = (child: string, sourced: Sourced): XmlElement => ({
  name: "group",
  attributes: { recstatus: "1" },
  content: [sourced(contactId(child)), ...typed(contactGroup), named(contactGroup)],
});

type Member = (sourced: Sourced) => XmlElement;

const member =
  (
    id: string,
    isGroup: boolean,
    roletype: string,
    period: Period = {},
    extension: readonly XmlElement[] = [],
  ): Member =>
  (sourced) => ({
    name: "member",
    content: [
      sourced(id),
      ...leaf("idtype", isGroup ? "Group" : "Person"),
      {
        name: "role",
        attributes: { recstatus: "1", roletype },
        content: [...leaf("status", "Active"), ...timeframe(period), ...branch("extension", extension)],
      },
    ],
  });

/** Who is in which group: groups in units, units in what is above them, people in both, guardians in contact groups. */
function membersOf(
  entities: Entities,
  children: readonly string[],
): { readonly members: ReadonlyMap<string, readonly Member[]>; readonly reduced: number } {
  const members = new Map<string, Member[]>();
  let reduced = 0;
  const put = (group: string, one: Member): void => {
    const own = members.get(group) ?? [];
    members.set(group, own);
    own.push(one);
  };
  const guardians = groupBy(entities.guardianships, ({ child }) => child);
  const role = (word: string): string => {
    if (knownRoles.has(word)) return word;
    reduced += 1;
    return "Member";
  };
  for (const { id, parent, kind } of entities.units)
    if (parent !== undefined) put(parent, member(id, true, wordFor(unitKinds, kind) ?? "Unit"));
  for (const { id, unit, kind } of entities.groups)
    put(unit, member(id, true, wordFor(groupKinds, kind) ?? "OtherGroup"));
  for (const { person, unit, role: duty, ...period } of entities.duties)
    put(unit, member(person, false, role(wordFor(unitDutyRoles, duty) ?? duty), period));
  const groups = new Map(entities.groups.map((group) => [group.id, group]));
  const enrolments = groupBy(entities.enrolments, ({ person, unit }) => `${person}|${unit}`);
  const placements = groupBy(entities.placements, ({ person, group = "" }) => `${person}|${group}`);
  const told = new Set<object>();
  for (const { group, person, role: name, ...period } of entities.memberships) {
    const { kind, unit } = groups.get(group) ?? { kind: "", unit: "" };
    const isHome = name === "pupil" && (kind === "Klass" || kind === "Avdelning");
    const child = placements.get(`${person}|${group}`) ?? [];
    const places = (isHome ? [...(enrolments.get(`${person}|${unit}`) ?? []), ...child] : []).filter(
      (row) => isClosed(row) && !told.has(row),
    );
    for (const place of places) told.add(place);
    const word = name === "pupil" ? (child.length > 0 ? "Child" : "Student") : (wordFor(memberRoles, name) ?? name);
    put(group, member(person, false, role(word), period, places.flatMap(placementElement)));
  }
  // A place that no class tells of, or that has no end: at the school itself.
  for (const enrolment of entities.enrolments)
    if (!told.has(enrolment))
      put(enrolment.unit, member(enrolment.person, false, "Student", enrolment, placementElement(enrolment)));
  for (const placement of entities.placements)
    if (!told.has(placement))
      put(placement.unit, member(placement.person, false, "Child", placement, placementElement(placement)));
  for (const child of children) {
    put(contactId(child), member(child, false, "Child"));
    for (const { guardian, relation } of guardians.get(child) ?? [])
      put(contactId(child), member(guardian, false, role(wordFor(contactRelations, relation) ?? relation)));
  }
  return { members, reduced };
}

/** A pupil's place: the schema demands both days, so one with an open end is told of by its year alone. */
function placementElement(row: { readonly schoolYear?: number } & Period): readonly XmlElement[] {
  const { schoolYear, startDate, endDate } = row;
  if (!isClosed(row)) return [];
  return branch(
    "placement",
    leaf("schoolyear", schoolYear === undefined ? undefined : String(schoolYear)),
    leaf("begin", startDate),
    leaf("end", endDate),
    leaf("timestamp", startDate),
  );
}

const isClosed = ({ startDate, endDate }: Period): boolean => startDate !== undefined && endDate !== undefined;

/** What belongs to one school form: its enrolments and placements, its groups, and the people tied to either. */
function ofForm(entities: Entities, schoolType: string): Entities {
  const enrolments = entities.enrolments.filter((row) => row.schoolType === schoolType);
  const placements = entities.placements.filter((row) => row.schoolType === schoolType);
  const groups = entities.groups.filter((group) => (group.schoolType ?? schoolType) === schoolType);
  const ids = new Set(groups.map(({ id }) => id));
  const memberships = entities.memberships.filter(({ group }) => ids.has(group));
  const learners = new Set([...enrolments, ...placements].map(({ person }) => person));
  const guardianships = entities.guardianships.filter(({ child }) => learners.has(child));
  const people = new Set([
    ...learners,
    ...[...entities.duties, ...memberships].map(({ person }) => person),
    ...guardianships.map(({ guardian }) => guardian),
  ]);
  const persons = entities.persons.filter(({ id }) => people.has(id));
  return { ...entities, persons, groups, enrolments, placements, memberships, guardianships };
}
