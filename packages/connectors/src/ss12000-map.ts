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
  Unit,
} from "@milstolpe/sync";
import type { FindingLog } from "./finding-log.ts";
import { type Keyed, relationIds } from "./relation-ids.ts";
import { idOf, isObject, type Json, listOf, textOf } from "./row-reader.ts";
import { demandsUnmet } from "./ss12000-demands.ts";
import type { Dialect } from "./ss12000-dialect.ts";
import { assignmentsOf, dutyOf, teacherMemberships, type Teaching, teachingsOf } from "./ss12000-duty.ts";
import { groupOf, listedRole, membershipOf, placementOf } from "./ss12000-group.ts";
import { finding } from "./ss12000-messages.ts";
import type { Ss12000List } from "./ss12000-model.ts";
import { enrolmentOf, guardianshipOf, personOf } from "./ss12000-person.ts";
import { ss12000Rows } from "./ss12000-rows.ts";
import { unitOf } from "./ss12000-unit.ts";

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
  /** Takes what was asked for with a person (`expand`): their duties, placements, groups and children. */
  addEmbedded(person: unknown, where: string): void;
  finish(): Mapped;
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

/** @param duties - duties known from before, for the activities of a delta that name them */
export function ss12000Mapper(dialect: Dialect, log: FindingLog, duties: readonly Duty[] = []): Mapper {
  const rows = ss12000Rows(dialect, log);
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
  const met = new Set<Entity>();
  const seen = new Map<Ss12000List, Set<string>>();
  let repeatedIds = 0;

  function person(json: Json, id: string, where: string): void {
    persons.push(personOf(json, id, where, rows));
    for (const [index, value] of listOf(json["enrolments"]).entries())
      put(enrolments, enrolmentOf(value, id, `${where}/enrolments/${index}`, rows));
    for (const [index, value] of listOf(json["responsibles"]).entries())
      put(guardianships, guardianshipOf(value, id, `${where}/responsibles/${index}`, rows));
  }

  function group(json: Json, id: string, where: string): void {
    const own = groupOf(json, id, where, rows);
    if (own === undefined) return;
    groups.push(own);
    const role = listedRole(own.kind);
    for (const [index, value] of listOf(json["groupMemberships"]).entries()) {
      const member = isObject(value) ? idOf(value["person"]) : undefined;
      const place = `${where}/groupMemberships/${index}`;
      put(memberships, membershipOf(value, { group: id, person: member, role }, place, rows));
    }
  }

  function duty(json: Json, id: string, where: string): void {
    const own = dutyOf(json, id, where, rows);
    if (own === undefined) return;
    dutyPerson.set(id, own.person);
    ownDuties.push(own);
    memberships.push(...assignmentsOf(json, own.person, where, rows));
  }

  type Take = (json: Json, id: string, where: string) => void;
  const take: Record<Ss12000List, { readonly entity: Entity; readonly map: Take }> = {
    organisations: {
      entity: "units",
      map: (json, id, where) => void units.push(unitOf(json, id, where, rows, dialect.organisationType)),
    },
    persons: { entity: "persons", map: person },
    groups: { entity: "groups", map: group },
    duties: { entity: "duties", map: duty },
    placements: {
      entity: "placements",
      map: (json, id, where) => put(placements, placementOf(json, id, where, rows)),
    },
    activities: {
      entity: "memberships",
      map: (json, _id, where) => void teachings.push(...teachingsOf(json, where, rows)),
    },
  };

  function add(list: Ss12000List, row: unknown, where: string): void {
    const { entity, map } = take[list];
    if (list !== "activities") rows.receive(entity);
    if (!isObject(row)) return rows.reject(entity, row, finding("connectors.not-a-row", where, {}));
    const id = textOf(row["id"]);
    if (id === undefined) return rows.reject(entity, row, finding("connectors.missing-field", where, { field: "id" }));
    const ids = seen.get(list) ?? new Set<string>();
    seen.set(list, ids);
    if (ids.has(id)) {
      repeatedIds += 1;
      return rows.reject(entity, row, finding("connectors.duplicate-id", where, { entity: list }));
    }
    ids.add(id);
    for (const [attribute, inside] of inner[list] ?? []) if (row[attribute] !== undefined) met.add(inside);
    map(row, id, looksLikeIdentity.test(id) ? where : `${list}/${id}`);
  }

  function addEmbedded(json: unknown, where: string): void {
    const id = isObject(json) ? textOf(json["id"]) : undefined;
    const embedded = isObject(json) ? json["_embedded"] : undefined;
    if (id === undefined || !isObject(embedded)) return;
    const each = (name: string, use: (value: unknown, place: string) => void): void => {
      for (const [index, value] of listOf(embedded[name]).entries()) use(value, `${where}/${name}/${index}`);
    };
    // Two people who were asked for may share a placement.
    const once = (list: Ss12000List) => (value: unknown, place: string) => {
      if (seen.get(list)?.has(idOf(value) ?? "") !== true) add(list, value, place);
    };
    each("duties", once("duties"));
    each("placements", once("placements"));
    each("ownedPlacements", once("placements"));
    each("groupMemberships", (value, place) => {
      const reference = isObject(value) ? value["group"] : undefined;
      const groupId = idOf(reference);
      const role = listedRole(isObject(reference) ? (textOf(reference["groupType"]) ?? "") : "");
      if (groupId !== undefined)
        put(memberships, membershipOf(value, { group: groupId, person: id, role }, place, rows));
      else {
        rows.receive("memberships");
        rows.reject("memberships", value, finding("connectors.missing-field", place, { field: "group" }));
      }
    });
    each("responsibleFor", (value, place) => {
      const child = isObject(value) ? idOf(value["person"]) : undefined;
      const guardian = isObject(value) ? { ...value, person: { id } } : value;
      put(guardianships, guardianshipOf(child === undefined ? undefined : guardian, child ?? "", place, rows));
    });
  }

  return {
    add,
    addEmbedded,
    finish() {
      const taught = teacherMemberships(teachings, dutyPerson);
      const dangling = { field: "activities.teachers", to: "duties", count: taught.dangling };
      if (taught.dangling > 0) log.add(finding("connectors.dangling-reference", "activities.teachers", dangling));
      const ids = {
        enrolments: relationIds(enrolments),
        memberships: relationIds([...memberships, ...taught.rows]),
        guardianships: relationIds(guardianships),
      };
      for (const [entity, { repeated }] of Object.entries(ids))
        if (repeated > 0) log.add(finding("connectors.repeated-rows", entity, { entity, count: repeated }));
      rows.tell();
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
      const { received, rejected } = rows;
      return { entities, received, rejected, met, repeatedIds, garbled: rows.garbled() };
    },
  };
}

/** Keeps what can be used. */
function put<T>(list: T[], row: T | undefined): void {
  if (row !== undefined) list.push(row);
}
