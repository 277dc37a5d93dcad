import { parseIdentity } from "@milstolpe/swedish";
import type { Duty, Enrolment, Entity, Group, Guardianship, Membership, Unit } from "@milstolpe/sync";
import type { ImportPeople } from "./import-objects.ts";
import type { ImportProfile, RelationType } from "./import-profile.ts";
import type { ImportReading } from "./import-reading.ts";
import { type ImportRelation, isRelationType } from "./import-rows.ts";
import { finding } from "./import-messages.ts";

/** What each relation between a person and something else becomes. */
const becomes = new Map<RelationType, Entity>([
  ["student_in_school", "enrolments"],
  ["staff_in_school", "duties"],
  ["student_in_class", "memberships"],
  ["teacher_in_class", "memberships"],
  ["mentor_for", "memberships"],
  ["guardian_for", "guardianships"],
]);
const roles = new Map<RelationType, string>([
  ["student_in_class", "pupil"],
  ["teacher_in_class", "teacher"],
  ["mentor_for", "mentor"],
]);
/** Relations between objects, which have been read by the time people are tied to them. */
const betweenObjects = new Set<RelationType>(["school_in_org", "class_in_school"]);

const keyOf = (text: string): string => {
  const parsed = parseIdentity(text);
  return parsed.ok ? parsed.value.number : text;
};

/**
 * Does every operation in the order in which they count, and returns the relations that stand afterwards. A number with
 * and without hyphen is the same person.
 */
export function standingRelations(
  relations: readonly ImportRelation[],
  order: ImportProfile["relationOrder"],
): readonly ImportRelation[] {
  const first = order === "remove-before-add" ? "remove" : "add";
  const rank = (relation: ImportRelation): number => (relation.operation === first ? 0 : 1);
  const ordered = order === "as-written" ? relations : relations.toSorted((a, b) => rank(a) - rank(b));
  const standing = new Map<string, ImportRelation>();
  for (const relation of ordered) {
    const key = JSON.stringify([relation.type, keyOf(relation.subject), keyOf(relation.object)]);
    if (relation.operation === "remove") standing.delete(key);
    else if (!standing.has(key)) standing.set(key, relation);
  }
  return [...standing.values()];
}

/** The object of a relation by its subject, e.g. the school of each class; a second, other object is told of. */
export function objectsBySubject(
  relations: readonly ImportRelation[],
  type: RelationType,
  reading: ImportReading,
): ReadonlyMap<string, string> {
  const objects = new Map<string, string>();
  for (const relation of relations) {
    if (relation.type !== type) continue;
    const there = objects.get(relation.subject);
    if (there === undefined) objects.set(relation.subject, relation.object);
    else if (there !== relation.object) reading.log.add(finding("connectors.two-schools", relation.where, {}));
  }
  return objects;
}

/** What ties people to schools, classes and each other. */
export interface ImportTies {
  readonly enrolments: readonly Enrolment[];
  readonly duties: readonly Duty[];
  readonly memberships: readonly Membership[];
  readonly guardianships: readonly Guardianship[];
  /** A last row was half a row. */
  readonly cut: boolean;
  /** Relation types of which some row had no counterpart in a batch. */
  readonly notCarried: ReadonlySet<string>;
}

export function readTies(
  relations: readonly ImportRelation[],
  units: ReadonlyMap<string, Unit>,
  groups: ReadonlyMap<string, Group>,
  people: ImportPeople,
  reading: ImportReading,
): ImportTies {
  const enrolments: Enrolment[] = [];
  const duties: Duty[] = [];
  const memberships: Membership[] = [];
  const guardianships: Guardianship[] = [];
  const notCarried = new Map<string, number>();
  const dangling = new Map<string, number>();
  const count = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  let cut = false;

  /** The id of the person on one side of a relation; undefined when the row had to be kept aside. */
  function personOf(text: string, entity: Entity, relation: ImportRelation): string | undefined {
    const key = parseIdentity(text);
    if (!key.ok) {
      const { where } = relation;
      reading.reject(entity, relation, finding("connectors.invalid-key", where, { reason: key.error }));
      return undefined;
    }
    const id = reading.personId(key.value.number);
    if (!people.persons.has(id)) count(dangling, `${relation.type}|user`);
    return id;
  }

  for (const relation of relations) {
    const { type, subject, object, where } = relation;
    if (!isRelationType(type)) {
      reading.values.note("relation", type, new Set());
      notCarried.set(type, 0);
      continue;
    }
    if (betweenObjects.has(type)) continue;
    const entity = becomes.get(type);
    // A mentor of a pupil, not of a class, has no place in a batch.
    if (entity === undefined || (type === "mentor_for" && parseIdentity(object).ok)) {
      count(notCarried, type);
      continue;
    }
    reading.receive(entity);
    const person = personOf(subject, entity, relation);
    if (person === undefined) continue;
    if (entity === "guardianships") {
      const child = personOf(object, entity, relation);
      if (child !== undefined)
        guardianships.push({ id: `${child}|${person}`, child, guardian: person, relation: "Vårdnadshavare" });
      continue;
    }
    const inSchool = entity === "enrolments" || entity === "duties";
    if (!(inSchool ? units : groups).has(object)) {
      // The id of something unknown on a last row without line end is most likely half an id.
      if (relation.unfinished) {
        reading.reject(entity, relation, finding("connectors.cut-file", where, {}));
        cut = true;
        continue;
      }
      count(dangling, `${type}|${inSchool ? "school" : "class"}`);
    }
    if (entity === "enrolments") {
      const schoolType = units.get(object)?.schoolTypes ?? "";
      const schoolYear = people.schoolYears.get(person);
      const id = `${person}|${object}|${schoolType}`;
      enrolments.push({ id, person, unit: object, schoolType, ...(schoolYear === undefined ? {} : { schoolYear }) });
    } else if (entity === "duties") {
      duties.push({ id: `${person}|${object}`, person, unit: object, role: "Annan personal" });
    } else {
      const role = roles.get(type) ?? type;
      const id = role === "pupil" ? `${object}|${person}` : `${object}|${person}|${role}`;
      memberships.push({ id, group: object, person, role });
    }
  }
  for (const [type, number] of notCarried)
    if (number > 0) reading.log.add(finding("connectors.relations-not-carried", type, { type, count: number }));
  for (const [key, number] of dangling) {
    const [field = "", to = ""] = key.split("|");
    reading.log.add(finding("connectors.dangling-reference", field, { field, to, count: number }));
  }
  return { enrolments, duties, memberships, guardianships, cut, notCarried: new Set(notCarried.keys()) };
}
