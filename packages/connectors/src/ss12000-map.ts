import { parseIdentity, parseSchoolUnitCode } from "@milstolpe/swedish";
import type {
  Duty,
  Enrolment,
  Entities,
  Entity,
  Group,
  Guardianship,
  Membership,
  Person,
  Placement,
  Rejected,
  Row,
  Unit,
} from "@milstolpe/sync";
import type { Finding } from "./finding.ts";
import type { FindingLog } from "./finding-log.ts";
import { isGarbled } from "./garbled.ts";
import { finding } from "./ss12000-messages.ts";
import { openValues } from "./open-values.ts";
import { type Keyed, relationIds } from "./relation-ids.ts";
import { idOf, isDay, isObject, type Json, listOf, textOf } from "./row-reader.ts";
import type { Dialect, Ss12000Values } from "./ss12000-dialect.ts";
import type { Ss12000List } from "./ss12000-model.ts";

/** What the mapping of a whole register came to. */
export interface Mapped {
  readonly entities: Entities;
  readonly received: Readonly<Partial<Record<Entity, number>>>;
  readonly rejected: readonly Rejected[];
  /** Entities that came inside another list at least once: one that never does is withheld, not empty. */
  readonly met: ReadonlySet<Entity>;
  /** Ids that came twice in a list. */
  readonly repeatedIds: number;
  /** Names that a wrong encoding has spoiled. */
  readonly garbled: number;
}

/** Turns SS 12000 JSON into the rows of a batch, page by page. */
export interface Mapper {
  /** Takes one object of a list. `where` is the list and the row's place in it. */
  add(list: Ss12000List, row: unknown, where: string): void;
  finish(): Mapped;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
interface Period {
  startDate?: string;
  endDate?: string;
}

/** An activity's teachers wait until all duties are known, since a duty is what says which person it is. */
interface Teaching extends Period {
  readonly group: string;
  readonly duty: string;
}

/** The attributes that hold rows of another entity. */
const inner: Readonly<Partial<Record<Ss12000List, readonly (readonly [attribute: string, inside: Entity])[]>>> = {
  persons: [
    ["enrolments", "enrolments"],
    ["responsibles", "guardianships"],
  ],
  groups: [["groupMemberships", "memberships"]],
};

/** Ids are uuids; where a source uses identity numbers instead, findings name the row by its place. */
const looksLikeIdentity = /^(\d{2})?\d{6}[-+]?[\dA-Z]{2}\d{2}$/i;

const nothing: ReadonlySet<string> = new Set();

const emailRank = ["Skola elev", "Skola personal", "Arbete övrigt", "Privat"];
const rankOf = (order: readonly string[], value: unknown): number => {
  const place = order.indexOf(String(value));
  return place < 0 ? order.length : place;
};

/** The first by rank, then by text, so that a source that reorders its list changes nothing. */
function preferred(values: readonly unknown[], rank: (value: Json) => number): string | undefined {
  return values
    .filter(isObject)
    .flatMap((value) => {
      const text = textOf(value["value"]);
      return text === undefined ? [] : [{ text, rank: rank(value) }];
    })
    .sort((a, b) => a.rank - b.rank || (a.text < b.text ? -1 : 1))[0]?.text;
}

/** @param duties - duties known from before, for the activities of a delta that name them */
export function ss12000Mapper(dialect: Dialect, log: FindingLog, duties: readonly Duty[] = []): Mapper {
  const units: Unit[] = [];
  const persons: Person[] = [];
  const groups: Group[] = [];
  const ownDuties: Duty[] = [];
  const placements: Placement[] = [];
  const enrolments: Keyed<Omit<Enrolment, "id">>[] = [];
  const memberships: Keyed<Omit<Membership, "id">>[] = [];
  const guardianships: Keyed<Omit<Guardianship, "id">>[] = [];
  const teachings: Teaching[] = [];
  const dutyPerson = new Map(duties.map(({ id, person }) => [id, person]));
  const rejected: Rejected[] = [];
  const received: Partial<Record<Entity, number>> = {};
  const met = new Set<Entity>();
  const seen = new Map<Ss12000List, Set<string>>();
  const values = openValues();
  const known = new Map(Object.entries(dialect.values).map(([field, list]) => [field, new Set<string>(list)]));
  let repeatedIds = 0;
  let garbled = 0;
  let vacant = 0;
  let cancelled = 0;
  let foreign = 0;
  let guessed = 0;

  const receive = (entity: Entity): void => {
    received[entity] = (received[entity] ?? 0) + 1;
  };
  const reject = (entity: Entity, raw: unknown, found: Finding): void => {
    log.add(found);
    rejected.push({ entity, where: found.where, finding: found, raw });
  };
  /** The value of an open enum, noted when the dialect does not list it. */
  const open = (field: keyof Ss12000Values, value: unknown): string | undefined => {
    const text = textOf(value);
    if (text !== undefined) values.note(field, text, known.get(field) ?? nothing);
    return text;
  };
  /** A name, or an empty one with a finding: the name of a protected person may be withheld. */
  const nameOf = (json: Json, field: string, where: string): string => {
    const name = textOf(json[field]);
    if (name === undefined) log.add(finding("connectors.missing-name", where, { field }));
    else if (isGarbled(name)) garbled += 1;
    return name ?? "";
  };
  /** Puts the dates on a row, or says why it can't be used: a date that can't be read must not become an open end. */
  const period = (json: Json, where: string): Period | Finding => {
    const result: Period = {};
    for (const field of ["startDate", "endDate"] as const) {
      const value = json[field];
      if (value === undefined || value === null || value === "") continue;
      if (typeof value !== "string" || !isDay(value)) return finding("connectors.bad-date", where, { field });
      result[field] = value;
    }
    if (result.startDate !== undefined && result.endDate !== undefined && result.endDate < result.startDate)
      log.add(finding("connectors.reversed-dates", where, {}));
    return result;
  };
  const isFinding = (value: Period | Finding): value is Finding => "code" in value;

  function organisation(json: Json, id: string, where: string): void {
    const name = nameOf(json, "displayName", where);
    const kind = open("organisationType", json["organisationType"]) ?? dialect.organisationType;
    const unit: Mutable<Unit> = { id, name, kind: kind ?? "Övrigt" };
    const parent = idOf(json["parentOrganisation"]);
    if (parent !== undefined) unit.parent = parent;
    const code = textOf(json["schoolUnitCode"]);
    if (code !== undefined) {
      if (parseSchoolUnitCode(code).ok) unit.schoolUnitCode = code;
      else log.add(finding("connectors.bad-value", where, { field: "schoolUnitCode" }));
    }
    // Sent as a number by sources that lose the leading zero: 180 is 0180.
    const municipality = json["municipalityCode"];
    if (municipality !== undefined && municipality !== null && municipality !== "") {
      const text = typeof municipality === "number" ? String(municipality).padStart(4, "0") : textOf(municipality);
      if (text !== undefined && /^\d{4}$/.test(text)) unit.municipalityCode = text;
      else log.add(finding("connectors.bad-value", where, { field: "municipalityCode" }));
    }
    const types = listOf(json["schoolTypes"]).flatMap((type) => open("schoolType", type) ?? []);
    if (types.length > 0) unit.schoolTypes = [...new Set(types)].sort().join(" ");
    units.push(unit);
  }

  function person(json: Json, id: string, where: string): void {
    const row: Mutable<Person> = {
      id,
      givenName: nameOf(json, "givenName", where),
      familyName: nameOf(json, "familyName", where),
    };
    identity(json["civicNo"], row, where);
    const birthDate = textOf(json["birthDate"]);
    if (birthDate !== undefined) {
      if (isDay(birthDate)) row.birthDate = birthDate;
      else log.add(finding("connectors.bad-value", where, { field: "birthDate" }));
    }
    const sex = open("sex", json["sex"]);
    if (sex !== undefined) row.sex = sex;
    const email = preferred(listOf(json["emails"]), (value) => rankOf(emailRank, value["type"]));
    if (email !== undefined) row.email = email;
    const eppns = listOf(json["eduPersonPrincipalNames"]).flatMap((eppn) => textOf(eppn) ?? []);
    const eppn = eppns.sort()[0];
    if (eppn !== undefined) row.eppn = eppn;
    const phone = preferred(listOf(json["phoneNumbers"]), (value) => (value["mobile"] === false ? 1 : 0));
    if (phone !== undefined) row.phone = phone;
    const protection = open("securityMarking", json["securityMarking"]);
    if (protection !== undefined) row.protection = protection;
    const status = open("personStatus", json["personStatus"]);
    if (status !== undefined) row.status = status;
    persons.push(row);
    for (const [index, value] of listOf(json["enrolments"]).entries())
      enrolment(value, id, `${where}/enrolments/${index}`);
    for (const [index, value] of listOf(json["responsibles"]).entries())
      responsible(value, id, `${where}/responsibles/${index}`);
  }

  function identity(civicNo: unknown, row: Mutable<Person>, where: string): void {
    const value = isObject(civicNo) ? textOf(civicNo["value"]) : undefined;
    if (value === undefined || !isObject(civicNo)) return;
    if ((textOf(civicNo["nationality"]) ?? "SE").toUpperCase() !== "SE") {
      foreign += 1;
      return;
    }
    const parsed = parseIdentity(value);
    if (parsed.ok) {
      row.identity = parsed.value.number;
      if (parsed.value.century !== undefined) guessed += 1;
    } else log.add(finding("connectors.invalid-identity", where, { reason: parsed.error }));
  }

  function enrolment(json: unknown, personId: string, where: string): void {
    receive("enrolments");
    if (!isObject(json)) return reject("enrolments", json, finding("connectors.not-a-row", where, {}));
    const unit = idOf(json["enroledAt"]);
    const schoolType = open("schoolType", json["schoolType"]);
    if (unit === undefined || schoolType === undefined) {
      const field = unit === undefined ? "enroledAt" : "schoolType";
      return reject("enrolments", json, finding("connectors.missing-field", where, { field }));
    }
    const dates = period(json, where);
    if (isFinding(dates)) return reject("enrolments", json, dates);
    if (json["cancelled"] === true) {
      cancelled += 1;
      return;
    }
    const row: Mutable<Omit<Enrolment, "id">> = { person: personId, unit, schoolType, ...dates };
    const year = json["schoolYear"];
    if (year !== undefined && year !== null) {
      if (Number.isInteger(year) && Number(year) >= 0 && Number(year) <= 10) row.schoolYear = Number(year);
      else log.add(finding("connectors.bad-value", where, { field: "schoolYear" }));
    }
    const kind = row.schoolYear === undefined ? "" : String(row.schoolYear);
    enrolments.push({ key: `${personId}|${unit}|${schoolType}`, kind, row });
  }

  function responsible(json: unknown, child: string, where: string): void {
    receive("guardianships");
    const guardian = isObject(json) ? idOf(json["person"]) : undefined;
    const relation = isObject(json) ? open("relationType", json["relationType"]) : undefined;
    if (guardian === undefined || relation === undefined) {
      const field = guardian === undefined ? "person" : "relationType";
      return reject("guardianships", json, finding("connectors.missing-field", where, { field }));
    }
    guardianships.push({ key: `${child}|${guardian}`, kind: relation, row: { child, guardian, relation } });
  }

  function group(json: Json, id: string, where: string): void {
    const unit = idOf(json["organisation"]);
    const kind = open("groupType", json["groupType"]);
    if (unit === undefined || kind === undefined) {
      const field = unit === undefined ? "organisation" : "groupType";
      return reject("groups", json, finding("connectors.missing-field", where, { field }));
    }
    const dates = period(json, where);
    if (isFinding(dates)) return reject("groups", json, dates);
    const name = nameOf(json, "displayName", where);
    const schoolType = open("schoolType", json["schoolType"]);
    groups.push({ id, name, kind, unit, ...(schoolType === undefined ? {} : { schoolType }), ...dates });
    const role = kind === "Personalgrupp" ? "staff" : "pupil";
    for (const [index, value] of listOf(json["groupMemberships"]).entries()) {
      const place = `${where}/groupMemberships/${index}`;
      membership(value, isObject(value) ? idOf(value["person"]) : undefined, id, role, place);
    }
  }

  function membership(json: unknown, personId: string | undefined, groupId: string, role: string, where: string): void {
    receive("memberships");
    if (!isObject(json)) return reject("memberships", json, finding("connectors.not-a-row", where, {}));
    if (personId === undefined)
      return reject("memberships", json, finding("connectors.missing-field", where, { field: "person" }));
    const dates = period(json, where);
    if (isFinding(dates)) return reject("memberships", json, dates);
    const own = textOf(json["id"]);
    memberships.push({
      key: membershipKey(groupId, personId, role),
      ...(own === undefined ? {} : { own }),
      row: { group: groupId, person: personId, role, ...dates },
    });
  }

  function duty(json: Json, id: string, where: string): void {
    const unit = idOf(json["dutyAt"]);
    const role = open("dutyRole", json["dutyRole"]);
    if (unit === undefined || role === undefined) {
      const field = unit === undefined ? "dutyAt" : "dutyRole";
      return reject("duties", json, finding("connectors.missing-field", where, { field }));
    }
    const dates = period(json, where);
    if (isFinding(dates)) return reject("duties", json, dates);
    const personId = idOf(json["person"]);
    if (personId === undefined) {
      vacant += 1;
      return;
    }
    dutyPerson.set(id, personId);
    const signature = textOf(json["signature"]);
    ownDuties.push({ id, person: personId, unit, role, ...(signature === undefined ? {} : { signature }), ...dates });
    for (const [index, value] of listOf(json["assignmentRole"]).entries()) {
      const place = `${where}/assignmentRole/${index}`;
      const groupId = isObject(value) ? idOf(value["group"]) : undefined;
      const kind = isObject(value) ? open("assignmentRoleType", value["assignmentRoleType"]) : undefined;
      if (groupId === undefined || kind === undefined) {
        receive("memberships");
        const field = groupId === undefined ? "group" : "assignmentRoleType";
        reject("memberships", value, finding("connectors.missing-field", place, { field }));
      } else membership(value, personId, groupId, assignedRole(kind), place);
    }
  }

  function placement(json: Json, id: string, where: string): void {
    const unit = idOf(json["placedAt"]);
    const child = idOf(json["child"]);
    if (unit === undefined || child === undefined) {
      const field = unit === undefined ? "placedAt" : "child";
      return reject("placements", json, finding("connectors.missing-field", where, { field }));
    }
    const dates = period(json, where);
    if (isFinding(dates)) return reject("placements", json, dates);
    const schoolType = open("schoolType", json["schoolType"]) ?? "";
    const groupId = idOf(json["group"]);
    placements.push({
      id,
      person: child,
      unit,
      ...(groupId === undefined ? {} : { group: groupId }),
      schoolType,
      ...dates,
    });
  }

  function activity(json: Json, _id: string, where: string): void {
    const own = period(json, where);
    for (const [index, value] of listOf(json["teachers"]).entries()) {
      const place = `${where}/teachers/${index}`;
      receive("memberships");
      const dutyId = isObject(value) ? idOf(value["duty"]) : undefined;
      if (dutyId === undefined || !isObject(value)) {
        reject("memberships", value, finding("connectors.missing-field", place, { field: "duty" }));
        continue;
      }
      const dates = isFinding(own) ? own : period(value, place);
      if (isFinding(dates)) {
        reject("memberships", value, dates);
        continue;
      }
      for (const group of listOf(json["groups"])) {
        const groupId = idOf(group);
        if (groupId !== undefined) teachings.push({ group: groupId, duty: dutyId, ...own, ...dates });
      }
    }
  }

  const take: Record<Ss12000List, { entity: Entity; map: (json: Json, id: string, where: string) => void }> = {
    organisations: { entity: "units", map: organisation },
    persons: { entity: "persons", map: person },
    groups: { entity: "groups", map: group },
    duties: { entity: "duties", map: duty },
    placements: { entity: "placements", map: placement },
    activities: { entity: "memberships", map: activity },
  };

  return {
    add(list, row, where) {
      const { entity, map } = take[list];
      if (list !== "activities") receive(entity);
      if (!isObject(row)) return reject(entity, row, finding("connectors.not-a-row", where, {}));
      const id = textOf(row["id"]);
      if (id === undefined) return reject(entity, row, finding("connectors.missing-field", where, { field: "id" }));
      const ids = seen.get(list) ?? new Set<string>();
      seen.set(list, ids);
      if (ids.has(id)) {
        repeatedIds += 1;
        return reject(entity, row, finding("connectors.duplicate-id", where, { entity: list }));
      }
      ids.add(id);
      for (const [attribute, inside] of inner[list] ?? []) if (row[attribute] !== undefined) met.add(inside);
      map(row, id, looksLikeIdentity.test(id) ? where : `${list}/${id}`);
    },
    finish() {
      const taught = teacherMemberships(teachings, dutyPerson);
      if (taught.dangling > 0)
        log.add(
          finding("connectors.dangling-reference", "activities.teachers", {
            field: "activities.teachers",
            to: "duties",
            count: taught.dangling,
          }),
        );
      const ids = {
        enrolments: relationIds(enrolments),
        memberships: relationIds([...memberships, ...taught.rows]),
        guardianships: relationIds(guardianships),
      };
      for (const [entity, { repeated }] of Object.entries(ids))
        if (repeated > 0) log.add(finding("connectors.repeated-rows", entity, { entity, count: repeated }));
      if (vacant > 0) log.add(finding("connectors.vacant-duty", "duties", { count: vacant }));
      if (cancelled > 0) log.add(finding("connectors.cancelled-enrolment", "enrolments", { count: cancelled }));
      if (foreign > 0) log.add(finding("connectors.foreign-identity", "persons", { count: foreign }));
      if (guessed > 0) log.add(finding("connectors.guessed-century", "persons", { count: guessed }));
      if (garbled > 0) log.add(finding("connectors.garbled-text", "names", { count: garbled }));
      for (const found of values.findings()) log.add(found);
      const entities: Entities = {
        units,
        persons,
        groups,
        enrolments: ids.enrolments.rows,
        placements,
        duties: ownDuties,
        memberships: ids.memberships.rows,
        guardianships: ids.guardianships.rows,
      };
      for (const found of demandsUnmet(entities, dialect)) log.add(found);
      return {
        entities,
        received,
        rejected,
        met,
        repeatedIds,
        garbled,
      };
    },
  };
}

/**
 * What a dialect demands and some rows lack. A field that no row has is withheld, which is told of elsewhere; people
 * without enrolment or duty (guardians) are not what a dialect speaks of.
 */
function demandsUnmet(entities: Entities, { id, requires = [] }: Dialect): readonly Finding[] {
  const spokenOf = new Set([...entities.enrolments, ...entities.duties].map(({ person }) => person));
  return requires.flatMap(({ entity, field, schoolTypes }) => {
    const rows: readonly (Row & { readonly schoolType?: string })[] =
      entity === "persons" ? entities.persons.filter((person) => spokenOf.has(person.id)) : entities[entity];
    const asked = rows.filter(({ schoolType }) => schoolTypes === undefined || schoolTypes.includes(schoolType ?? ""));
    const count = asked.filter((row) => !(field in row)).length;
    return count === 0 || count === rows.length
      ? []
      : [finding("connectors.dialect-requires", entity, { field, dialect: id, count })];
  });
}

const membershipKey = (group: string, person: string, role: string): string =>
  role === "pupil" ? `${group}|${person}` : `${group}|${person}|${role}`;

/** The role in a group that an assignment gives. Roles without a counterpart keep their own name. */
const assignedRole = (kind: string): string =>
  kind === "Mentor" ? "mentor" : kind === "Förskollärare" ? "teacher" : kind;

/**
 * Who teaches which group: one membership per person and group, however many subjects it is about, from the first day
 * of the first activity to the last day of the last.
 */
function teacherMemberships(
  teachings: readonly Teaching[],
  dutyPerson: ReadonlyMap<string, string>,
): { readonly rows: readonly Keyed<Omit<Membership, "id">>[]; readonly dangling: number } {
  const spans = new Map<string, { group: string; person: string; starts: string; ends: string }>();
  let dangling = 0;
  for (const { group, duty, startDate = "", endDate = "9999-12-31" } of teachings) {
    const person = dutyPerson.get(duty);
    if (person === undefined) {
      dangling += 1;
      continue;
    }
    const key = membershipKey(group, person, "teacher");
    const span = spans.get(key);
    spans.set(key, {
      group,
      person,
      starts: span !== undefined && span.starts < startDate ? span.starts : startDate,
      ends: span !== undefined && span.ends > endDate ? span.ends : endDate,
    });
  }
  const rows = [...spans].map(([key, { group, person, starts, ends }]) => ({
    key,
    row: {
      group,
      person,
      role: "teacher",
      ...(starts === "" ? {} : { startDate: starts }),
      ...(ends === "9999-12-31" ? {} : { endDate: ends }),
    },
  }));
  return { rows, dangling };
}
