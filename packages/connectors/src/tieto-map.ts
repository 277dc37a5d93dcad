import type { Entities, Group, Person, Placement, Unit } from "@milstolpe/sync";
import { parseSchoolUnitCode } from "@milstolpe/swedish";
import { contactGroup, groupKinds, roleName, tietoSchoolTypes, unitKinds } from "./ims-vocabulary.ts";
import { isFinding, readPeriod } from "./period.ts";
import type { Reading } from "./reading.ts";
import { idsOf, type Merge, tietoPerson } from "./tieto-person.ts";
import { guardiansOf, type Remove, schoolTypeOf, tierOf, type Waiting } from "./tieto-ties.ts";
import { newTies } from "./ties.ts";
import { childOf, childrenOf, textAt, type XmlNode } from "./xml-records.ts";
import { finding } from "./xml-messages.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Removed = { -readonly [E in keyof Entities]?: Entities[E][number][] };

/** What the records of all files came to. */
export interface TietoRows {
  readonly entities: Entities;
  readonly removed: Partial<Entities>;
  readonly merges: readonly Merge[];
  /** Groups whose members are all told of. */
  readonly completeGroups: readonly string[];
}

/** Takes records as they come; what refers to something later in the file waits for it. */
export interface TietoMapper {
  /** @param schoolForm - the source's code of the file, `GR` */
  take(record: XmlNode, schoolForm: string, where: string): void;
  finish(): TietoRows;
}

interface WaitingGroup {
  readonly group: Omit<Mutable<Group>, "unit">;
  readonly isGone: boolean;
  readonly where: string;
  readonly raw: XmlNode;
}

export function tietoMapper(reading: Reading): TietoMapper {
  const persons: Person[] = [];
  const units = new Map<string, Mutable<Unit>>();
  const groups = new Map<string, WaitingGroup>();
  const contacts = new Set<string>();
  const waiting: Waiting[] = [];
  const removed: Removed = {};
  const merges: Merge[] = [];
  const completeGroups = new Set<string>();
  const seen = { person: new Set<string>(), group: new Set<string>() };
  const isGone = (node: XmlNode): boolean => node.attributes["recstatus"] === "3";
  const remove = <E extends keyof Entities>(entity: E, row: Entities[E][number]): void => {
    // Each list holds the rows of its own entity.
    const rows: Entities[E][number][] = removed[entity] ?? [];
    rows.push(row);
    Object.assign(removed, { [entity]: rows });
  };

  /** The id of a record that comes for the first time; persons and units are told of again in each school form's file. */
  function freshId(record: XmlNode, kind: "person" | "group", where: string): string | undefined {
    const entity = kind === "person" ? "persons" : "groups";
    const ids = idsOf(record);
    if (ids === undefined) {
      reading.receive(entity);
      reading.reject(entity, record, finding("connectors.missing-field", where, { field: "sourcedid" }));
      return undefined;
    }
    merges.push(...ids.merges);
    if (seen[kind].has(ids.id)) return undefined;
    seen[kind].add(ids.id);
    return ids.id;
  }

  function takePerson(record: XmlNode, where: string): void {
    const id = freshId(record, "person", where);
    if (id === undefined) return;
    reading.receive("persons");
    const into = textAt(record, "extension", "mergeduser") ?? textAt(record, "mergeduser");
    if (record.attributes["recstatus"] === "4" && into !== undefined) {
      merges.push({ from: id, to: into });
      return;
    }
    const person = tietoPerson(record, id, where, reading);
    if (isGone(record)) remove("persons", person);
    else persons.push(person);
  }

  function takeGroup(record: XmlNode, schoolForm: string, where: string): void {
    const id = freshId(record, "group", where);
    if (id === undefined) return;
    const kind = kindOf(record);
    if (kind === contactGroup) {
      contacts.add(id);
      return;
    }
    const unitKind = unitKinds.get(kind);
    const name = reading.name(textAt(record, "description", "short"));
    const types = childrenOf(childOf(record, "extension") ?? record, "schooltype").map(({ text }) => text);
    if (unitKind !== undefined) {
      reading.receive("units");
      const unit = unitOf(record, id, name, unitKind, types.length > 0 ? types : [schoolForm], reading);
      if (isGone(record)) remove("units", unit);
      else units.set(id, unit);
      return;
    }
    reading.receive("groups");
    const known = groupKinds.get(kind);
    if (known === undefined) reading.values.note("grouptype", kind, new Set());
    const period = timeframeOf(record, where, reading);
    if (isFinding(period)) return reading.reject("groups", record, period);
    const schoolType = schoolTypeOf(types[0] ?? schoolForm);
    groups.set(id, {
      group: { id, name, kind: known ?? kind, ...(schoolType === "" ? {} : { schoolType }), ...period },
      isGone: isGone(record),
      where,
      raw: record,
    });
  }

  function takeMembership(record: XmlNode, schoolForm: string, where: string): void {
    const group = textAt(record, "sourcedid", "id");
    if (group === undefined) {
      reading.receive("memberships");
      reading.reject("memberships", record, finding("connectors.missing-field", where, { field: "sourcedid" }));
      return;
    }
    if (/^(true|1)$/i.test(record.attributes["complete"] ?? "")) completeGroups.add(group);
    for (const [index, member] of childrenOf(record, "member").entries()) {
      const place = `${where}/member/${index}`;
      const id = textAt(member, "sourcedid", "id");
      for (const role of childrenOf(member, "role")) {
        const period = timeframeOf(role, place, reading);
        if (id === undefined || isFinding(period)) {
          reading.receive("memberships");
          const missing = finding("connectors.missing-field", place, { field: "sourcedid" });
          reading.reject("memberships", member, id === undefined ? missing : isFinding(period) ? period : missing);
          continue;
        }
        // A status of 0 or Inactive is a role that no longer is.
        const isInactive = /^(0|inactive)$/i.test(textAt(role, "status") ?? "");
        waiting.push({
          group,
          member: id,
          isGroup: /^(2|group)$/i.test(textAt(member, "idtype") ?? member.attributes["idtype"] ?? ""),
          role: roleName(role.attributes["roletype"] ?? "01"),
          period,
          places: placesOf(role, place, reading),
          isGone: isGone(role) || isInactive,
          schoolForm,
          where: place,
        });
      }
    }
  }

  return {
    take(record, schoolForm, where) {
      if (record.name === "person") takePerson(record, where);
      else if (record.name === "group") takeGroup(record, schoolForm, where);
      else if (record.name === "membership") takeMembership(record, schoolForm, where);
    },
    finish() {
      const unitOfGroup = placeGroups(waiting, units, groups);
      const placed = groupsWithUnits(groups, unitOfGroup, remove, reading);
      const ties = newTies(reading);
      const placements: Placement[] = [];
      const tie = tierOf({
        units,
        groups: new Map(placed.map((group) => [group.id, group])),
        ties,
        placements,
        remove,
        reading,
      });
      const direct = new Set(
        waiting
          .filter(({ group, isGroup }) => !isGroup && units.has(group))
          .map(({ group, member }) => `${group}|${member}`),
      );
      const byContact = new Map<string, Waiting[]>();
      for (const one of waiting) {
        if (one.isGroup) continue;
        if (contacts.has(one.group)) byContact.set(one.group, [...(byContact.get(one.group) ?? []), one]);
        else tie(one, direct);
      }
      guardiansOf(byContact, ties, remove, reading);
      if (merges.length > 0) reading.log.add(finding("connectors.merged-ids", "sourcedid", { count: merges.length }));
      return {
        entities: { units: [...units.values()], persons, groups: placed, placements, ...ties.rows() },
        removed,
        merges,
        completeGroups: [...completeGroups].filter((id) => groups.has(id)),
      };
    },
  };
}

const kindOf = (record: XmlNode): string =>
  childrenOf(record, "grouptype")
    .flatMap((type) => childrenOf(type, "typevalue"))
    .find(({ attributes }) => (attributes["level"] ?? "1") === "1")?.text ?? "";

function unitOf(
  record: XmlNode,
  id: string,
  name: string,
  kind: string,
  forms: readonly string[],
  reading: Reading,
): Mutable<Unit> {
  const unit: Mutable<Unit> = { id, name, kind };
  const municipality = textAt(record, "extension", "municipalitycode");
  if (municipality !== undefined && /^\d{3,4}$/.test(municipality))
    unit.municipalityCode = municipality.padStart(4, "0");
  if (kind === "Skolenhet") {
    // The code for SCB is where the source's documentation tells its users to put it.
    const code = textAt(record, "extension", "activitytypecode") ?? "";
    if (parseSchoolUnitCode(code).ok) unit.schoolUnitCode = code;
    const types = [...new Set(forms.filter((form) => form !== "").map(schoolTypeOf))].sort();
    if (types.length > 0) unit.schoolTypes = types.join(" ");
    for (const form of forms)
      if (form !== "" && !tietoSchoolTypes.has(form)) reading.values.note("schooltype", form, new Set());
  }
  return unit;
}

function timeframeOf(node: XmlNode, where: string, reading: Reading): ReturnType<typeof readPeriod> {
  return readPeriod(textAt(node, "timeframe", "begin"), textAt(node, "timeframe", "end"), false, where, reading.log);
}

function placesOf(role: XmlNode, where: string, reading: Reading): Waiting["places"] {
  return childrenOf(childOf(role, "extension") ?? role, "placement").flatMap((placement) => {
    const period = readPeriod(textAt(placement, "begin"), textAt(placement, "end"), false, where, reading.log);
    if (isFinding(period)) {
      reading.log.add(period);
      return [];
    }
    const year = textAt(placement, "schoolyear") ?? "";
    return [{ ...period, ...(/^(\d|10)$/.test(year) ? { schoolYear: Number(year) } : {}) }];
  });
}

/** Groups in units, and units in what is above them: members that are groups. */
function placeGroups(
  waiting: readonly Waiting[],
  units: ReadonlyMap<string, Mutable<Unit>>,
  groups: ReadonlyMap<string, WaitingGroup>,
): ReadonlyMap<string, string> {
  const unitOfGroup = new Map<string, string>();
  for (const { group, member, isGroup, isGone } of waiting) {
    if (!isGroup || isGone) continue;
    const unit = units.get(member);
    if (unit !== undefined) unit.parent = group;
    else if (groups.has(member) && !groups.has(group)) unitOfGroup.set(member, group);
  }
  return unitOfGroup;
}

function groupsWithUnits(
  groups: ReadonlyMap<string, WaitingGroup>,
  unitOfGroup: ReadonlyMap<string, string>,
  remove: Remove,
  reading: Reading,
): readonly Group[] {
  let homeless = 0;
  const placed: Group[] = [];
  for (const [id, { group, isGone, where, raw }] of groups) {
    const unit = unitOfGroup.get(id);
    if (isGone) remove("groups", { ...group, unit: unit ?? "" });
    else if (unit === undefined) {
      homeless += 1;
      reading.rejected.push({
        entity: "groups",
        where,
        finding: finding("connectors.group-without-unit", where, { count: 1 }),
        raw,
      });
    } else placed.push({ ...group, unit });
  }
  if (homeless > 0) reading.log.add(finding("connectors.group-without-unit", "groups", { count: homeless }));
  return placed;
}
