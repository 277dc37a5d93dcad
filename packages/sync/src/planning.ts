import type { Batch, Entity, Row } from "./batch.ts";
import { isThing, linkedIds, type Thing, things } from "./crosswalk.ts";
import { fieldMerge, newRow, signature, without } from "./field-merge.ts";
import { speaksForAll, unitsSpokenFor } from "./coverage.ts";
import type { Matching } from "./match.ts";
import { newId } from "./new-id.ts";
import { inWritingOrder, operation, unlinking } from "./operations.ts";
import type { Operation, OperationKind, Plan } from "./plan.ts";
import { isProtected, limit, protectedAside, type ProtectedPersons, protectedPersons } from "./protection.ts";
import type { Policy } from "./reconcile.ts";
import {
  type Fields,
  fieldsOf,
  type Link,
  linkId,
  naturalKey,
  references,
  type Register,
  rowKey,
  type Stored,
  type TargetRow,
  targetEntities,
} from "./register.ts";
import { byNaturalKey, isLater, isPlace, placeOf } from "./same-relation.ts";
import type { Sightings } from "./sightings.ts";
import { unitOfPerson } from "./unit-of-person.ts";

const entities = targetEntities.filter((entity): entity is Entity => entity !== "links");
type Relation = Exclude<Entity, Thing>;

interface PlanningOptions {
  readonly source: Batch;
  readonly target: Register;
  readonly policy: Policy;
  readonly matching: Matching;
  readonly applied: Register | undefined;
  readonly sightings: Sightings | undefined;
}

/** The planning of one batch against one register, entity by entity. */
export class Planning {
  readonly aside: Plan["aside"][number][] = [];
  readonly leaving: string[] = [];
  readonly counts = { moved: 0, protectedPersons: 0 };
  readonly #operations: Operation[] = [];
  readonly #source: Batch;
  readonly #target: Register;
  readonly #policy: Policy;
  readonly #inactive: ReadonlySet<string>;
  /** `entity/id` of the target's rows that are left as they are, with what relates to them. */
  readonly #untouched: Set<string>;
  /** `entity/id` of the source's rows that are set aside. */
  readonly #sourceAside: ReadonlySet<string>;
  /** Of rows that refer to something set aside, and stay rows without it: the field. The target's value is left. */
  readonly #unsettled = new WeakMap<TargetRow, string>();
  /** Source id → target id, new rows included. */
  readonly #idOf: Readonly<Record<Thing, Map<string, string>>>;
  /** What the crosswalk says of rows that the batch does not have. */
  readonly #linked: Readonly<Record<Thing, ReadonlyMap<string, string>>>;
  readonly #protected: ProtectedPersons;
  readonly #unitOfPerson: ReadonlyMap<string, string>;
  /** Enrolments and placements that the target did not have: who came to a unit may have left another. */
  readonly #arrivals = new Set<string>();
  readonly #sightings: Sightings | undefined;
  readonly #applied: Register | undefined;
  /** Ids of the target's rows that this source once vouched for. */
  readonly #ours: Readonly<Record<Thing, ReadonlySet<string>>>;

  constructor({ source, target, policy, matching, applied, sightings }: PlanningOptions) {
    this.#sightings = sightings;
    this.#applied = applied;
    this.#source = source;
    this.#target = target;
    this.#policy = policy;
    this.#inactive = new Set(target.inactive);
    this.#untouched = new Set(matching.targetAside);
    this.#sourceAside = matching.aside;
    const linked = linkedIds(source.source, target);
    this.#linked = linked;
    const matched = matching.targetOf.persons;
    this.#protected = protectedPersons(
      source,
      target,
      { matched, linked: linked.persons },
      sightings?.protectedPersons,
    );
    this.#idOf = { units: new Map(), persons: new Map(), groups: new Map() };
    for (const entity of things) {
      const taken = new Set(target[entity].map(({ id }) => id));
      for (const row of source[entity]) {
        const found = matching.targetOf[entity].get(row.id);
        if (found === undefined && matching.aside.has(rowKey(entity, row.id))) continue;
        if (this.#isExcluded(entity, row)) continue;
        const decided = matching.decidedNew.get(rowKey(entity, row.id));
        this.#idOf[entity].set(row.id, found ?? decided ?? newId(entity, source.source, row, (id) => taken.has(id)));
      }
    }
    this.#excludeRest(new Set(matched.values()));
    this.#unitOfPerson = unitOfPerson(source, target, (entity, id) => this.#targetId(entity, id));
    this.#ours = {
      units: new Set([...linked.units.values(), ...this.#idOf.units.values()]),
      persons: new Set([...linked.persons.values(), ...this.#idOf.persons.values()]),
      groups: new Set([...linked.groups.values(), ...this.#idOf.groups.values()]),
    };
  }

  /** Of a protected person nothing may be written: they and what relates to them are set aside. */
  #isExcluded(entity: Thing, { id }: Row): boolean {
    if (entity !== "persons" || !this.#protected.inSource.has(id)) return false;
    this.counts.protectedPersons += 1;
    if ((this.#policy.protectedPersons ?? "exclude") !== "exclude") return false;
    this.aside.push({ entity, sourceId: id, why: protectedAside });
    return true;
  }

  /**
   * Nor of those who are not in the batch. Where it says that somebody marked is gone, they may have been marked so strictly
   * that the source keeps them to itself: under every policy somebody has to see to it.
   */
  #excludeRest(inBatch: ReadonlySet<string>): void {
    const isExcluded = (this.#policy.protectedPersons ?? "exclude") === "exclude";
    const isWhole = speaksForAll(this.#source, "persons");
    const removed = new Set(this.#source.removed?.persons?.map(({ id }) => this.#linked.persons.get(id)));
    const marked = new Set(this.#target.persons.filter(isProtected).map(({ id }) => id));
    const ours = new Set(this.#linked.persons.values());
    for (const targetId of this.#protected.inTarget) {
      const key = rowKey("persons", targetId);
      const isGone = (isWhole || removed.has(targetId)) && !inBatch.has(targetId) && !this.#inactive.has(key);
      const isHidden = isGone && (isExcluded || (marked.has(targetId) && ours.has(targetId)));
      if (isExcluded || isHidden) this.#untouched.add(key);
      if (isHidden) this.aside.push({ entity: "persons", targetId, why: protectedAside });
    }
  }

  /** Every change, in the order in which it must be written. */
  operations(): readonly Operation[] {
    for (const entity of entities) this.#plan(entity);
    for (const entity of things) this.#links(entity);
    return inWritingOrder(this.#operations);
  }

  #targetId(entity: Entity, sourceId: string): string | undefined {
    return isThing(entity) ? this.#idOf[entity].get(sourceId) : undefined;
  }

  #plan(entity: Entity): void {
    const rows: ReadonlyMap<string, TargetRow> = new Map(this.#target[entity].map((row) => [row.id, row]));
    const seen = isThing(entity) ? this.#things(entity, rows) : this.#relations(entity, rows);
    for (const row of this.#gone(entity, rows)) if (!seen.has(row.id)) this.#leave(entity, row);
  }

  /** The target's rows that must be in the batch to be in the source: all, those of some units, or those it says are gone. */
  #gone(entity: Entity, rows: ReadonlyMap<string, TargetRow>): Iterable<TargetRow> {
    if (speaksForAll(this.#source, entity)) return rows.values();
    const removed = this.#removed(entity, rows);
    const units = new Set(
      unitsSpokenFor(this.#source, entity).map((unit) => this.#targetId("units", unit) ?? this.#linked.units.get(unit)),
    );
    if (units.size === 0) return removed;
    const groups = new Map<string, string>(this.#target.groups.map(({ id, unit }) => [id, unit]));
    const unitOf = (row: TargetRow): string => {
      const { unit, group } = fieldsOf(row);
      return String(unit ?? groups.get(String(group)));
    };
    return [...removed, ...Array.from(rows.values()).filter((row) => units.has(unitOf(row)))];
  }

  /** Rows with an identity of their own. Returns the target's ids that were seen in the source. */
  #things(entity: Thing, rows: ReadonlyMap<string, TargetRow>): ReadonlySet<string> {
    const put = this.#putter(entity);
    const seen = new Set<string>();
    for (const row of this.#source[entity]) {
      const id = this.#idOf[entity].get(row.id);
      if (id === undefined) continue;
      seen.add(id);
      const wanted = this.#translate(entity, row, id);
      if (wanted === undefined) continue;
      const isLimited = entity === "persons" && this.#protected.inSource.has(row.id);
      const limited = isLimited ? limit(wanted, this.#policy.protectedPersons ?? "exclude") : wanted;
      if (limited) put(rows.get(id), limited, isLimited);
    }
    return seen;
  }

  /** Rows that say how others hang together: the same relation is the same row, whatever its id. */
  #relations(entity: Relation, rows: ReadonlyMap<string, TargetRow>): ReadonlySet<string> {
    const byKey = byNaturalKey(entity, rows, this.#inactive);
    const wantedByKey = new Map<string, TargetRow>();
    const signed = new Set<string>();
    for (const row of this.#source[entity]) {
      const translated = this.#translate(entity, row, "");
      if (translated === undefined) continue;
      const isSigned = this.#isSigned(entity, row);
      const wanted = isSigned ? without(translated, [signature]) : translated;
      const key = naturalKey(entity, wanted) ?? row.id;
      if (isSigned) signed.add(key);
      const before = wantedByKey.get(key);
      // The same relation twice, at two times: the later one is the one in force; whatever the order of the rows.
      if (before === undefined || isLater(wanted, before)) wantedByKey.set(key, wanted);
    }
    const put = this.#putter(entity);
    const seen = new Set<string>();
    for (const [key, wanted] of wantedByKey) {
      const id = byKey.get(key) ?? key;
      seen.add(id);
      const isNew = !rows.has(id) || this.#inactive.has(rowKey(entity, id));
      if (isNew && isPlace(entity)) this.#arrivals.add(placeOf(entity, wanted));
      put(rows.get(id), Object.assign(wanted, { id }), signed.has(key));
    }
    return seen;
  }

  /** A duty of somebody under a pseudonym: a signature is made of a name. */
  #isSigned(entity: Relation, row: Row): boolean {
    const isHidden = entity === "duties" && this.#policy.protectedPersons === "pseudonymise";
    return isHidden && this.#protected.inSource.has(String(fieldsOf(row)["person"]));
  }

  /** The target's rows that the source says are gone. */
  #removed(entity: Entity, rows: ReadonlyMap<string, TargetRow>): readonly TargetRow[] {
    const gone: readonly Row[] = this.#source.removed?.[entity] ?? [];
    if (gone.length === 0) return [];
    if (isThing(entity)) return this.#removedThings(entity, rows, new Set(gone.map(({ id }) => id)));
    const byKey = byNaturalKey(entity, rows, this.#inactive);
    return gone.flatMap((row) => {
      const wanted = this.#translate(entity, row, "");
      return wanted === undefined ? [] : (rows.get(byKey.get(naturalKey(entity, wanted) ?? "") ?? "") ?? []);
    });
  }

  /**
   * A row that the source knows under another id as well, since it has merged them, is not gone with one of them: that id is no
   * longer its.
   */
  #removedThings(entity: Thing, rows: ReadonlyMap<string, TargetRow>, gone: ReadonlySet<string>): readonly TargetRow[] {
    const remaining = new Set<string>();
    for (const ids of [this.#linked[entity], this.#idOf[entity]])
      for (const [sourceId, targetId] of ids) if (!gone.has(sourceId)) remaining.add(targetId);
    const links = new Map(this.#target.links.map((link) => [link.id, link]));
    return [...gone].flatMap((sourceId) => {
      const targetId = this.#linked[entity].get(sourceId) ?? "";
      if (!remaining.has(targetId)) return rows.get(targetId) ?? [];
      const row = links.get(linkId(this.#source.source, entity, sourceId));
      if (row) this.#operations.push(unlinking(row, this.#unitOf(entity, targetId)));
      return [];
    });
  }

  /** The row in the target's ids; undefined when it refers to something that is set aside. */
  #translate(entity: Entity, row: Row, id: string): TargetRow | undefined {
    const translated: Record<string, Fields[string]> = { ...fieldsOf(row), id };
    let unsettled: string | undefined;
    for (const field in references[entity]) {
      const to = references[entity][field];
      const referred = translated[field];
      if (typeof referred !== "string" || to === undefined) continue;
      const targetId = this.#targetId(to, referred) ?? this.#unread(to, referred);
      if (targetId !== undefined) translated[field] = targetId;
      // A parent may be outside what the source shows; a relation without its end is none.
      else if (field === "parent" || (field === "group" && entity === "placements")) {
        delete translated[field];
        if (this.#isAside(to, referred)) unsettled = field;
      } else return undefined;
    }
    const wanted = translated as unknown as TargetRow;
    if (unsettled !== undefined) this.#unsettled.set(wanted, unsettled);
    return wanted;
  }

  #isAside(entity: Entity, sourceId: string): boolean {
    const targetId = isThing(entity) ? this.#linked[entity].get(sourceId) : undefined;
    if (targetId !== undefined && this.#untouched.has(rowKey(entity, targetId))) return true;
    return this.#sourceAside.has(rowKey(entity, sourceId));
  }

  /** What a row refers to need not be in a batch that does not speak for all of it: then the crosswalk knows it. */
  #unread(entity: Entity, sourceId: string): string | undefined {
    const targetId = isThing(entity) ? this.#linked[entity].get(sourceId) : undefined;
    const isKnown = targetId !== undefined && !this.#untouched.has(rowKey(entity, targetId));
    return isKnown && !speaksForAll(this.#source, entity) ? targetId : undefined;
  }

  /** Plans what makes the target's row read as wanted, if anything does. */
  #putter(entity: Entity): (found: TargetRow | undefined, wanted: TargetRow, isLimited?: boolean) => void {
    const merge = fieldMerge(entity, { source: this.#source, policy: this.#policy, applied: this.#applied });
    const made = newRow(entity, this.#policy);
    return (found, wanted, isLimited = false) => {
      if (found === undefined) return this.#add("create", entity, null, { row: made(wanted), isActive: true });
      if (this.#untouched.size > 0 && this.#untouched.has(rowKey(entity, found.id))) return;
      const isActive = this.#inactive.size === 0 || !this.#inactive.has(rowKey(entity, found.id));
      const field = this.#unsettled.get(wanted);
      const settled = field === undefined ? wanted : { ...wanted, [field]: fieldsOf(found)[field] };
      const row = merge(found, settled, isLimited);
      if (row === found && isActive) return;
      const isRekey = entity === "persons" && fieldsOf(found)["identity"] !== fieldsOf(row)["identity"];
      const kind: OperationKind = !isActive ? "reactivate" : isRekey ? "rekey" : "update";
      this.#add(kind, entity, { row: found, isActive }, { row, isActive: true });
    };
  }

  /** Plans that a row which the source no longer has goes out of use. */
  #leave(entity: Entity, row: TargetRow): void {
    const key = rowKey(entity, row.id);
    if (this.#inactive.has(key) || this.#untouched.has(key) || !this.#isOurs(entity, row)) return;
    const hasMoved = isPlace(entity) && this.#arrivals.has(placeOf(entity, row));
    // Who has come to another unit has left this one; who is no guardian any more is none.
    const isCertain = hasMoved || entity === "guardianships";
    const runs = (this.#sightings?.unseen[key]?.runs ?? 0) + 1;
    if (!isCertain && this.#sightings && runs < (this.#policy.removal?.afterRuns ?? 1)) {
      this.leaving.push(key);
      return;
    }
    if (hasMoved) this.counts.moved += 1;
    this.#add("deactivate", entity, { row, isActive: true }, { row, isActive: false });
  }

  /** Whether this source once vouched for the row: by the crosswalk, or by the ends of the relation. */
  #isOurs(entity: Entity, row: TargetRow): boolean {
    if (isThing(entity)) return this.#ours[entity].has(row.id);
    return Object.entries(references[entity]).every(([field, to]) => {
      const id = fieldsOf(row)[field];
      if (typeof id !== "string") return true;
      return isThing(to) && this.#ours[to].has(id) && !this.#untouched.has(rowKey(to, id));
    });
  }

  /** New crosswalk rows for what was matched or made. */
  #links(entity: Thing): void {
    const known = new Map<string, Link>();
    for (const link of this.#target.links) if (link.entity === entity) known.set(link.id, link);
    for (const [sourceId, targetId] of this.#idOf[entity]) {
      if (this.#linked[entity].get(sourceId) === targetId) continue;
      const id = linkId(this.#source.source, entity, sourceId);
      const row: Link = { entity, id, source: this.#source.source, sourceId, targetId };
      const before = known.get(id);
      const unit = this.#unitOf(entity, targetId);
      this.#operations.push(
        operation("link", "links", before ? { row: before, isActive: true } : null, { row, isActive: true }, unit),
      );
    }
  }

  #add(kind: OperationKind, entity: Entity, before: Stored | null, after: Stored): void {
    this.#operations.push(operation(kind, entity, before, after, this.#unitOf(entity, after.row.id, after.row)));
  }

  #unitOf(entity: Entity, id: string, row?: Row): string | undefined {
    if (entity === "units") return id;
    const fields: Fields = row === undefined ? {} : fieldsOf(row);
    if (typeof fields["unit"] === "string") return fields["unit"];
    const person = entity === "persons" ? id : (fields["person"] ?? fields["child"]);
    return this.#unitOfPerson.get(String(person));
  }
}
