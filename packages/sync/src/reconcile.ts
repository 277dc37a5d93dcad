import type { Batch, Entity, Person, Row } from "./batch.ts";
import { digest } from "./digest.ts";
import { match, type MatchDecision, type Matching, speaksForAll } from "./match.ts";
import { type FieldChange, type Operation, type OperationKind, type Plan, type PlanBasis, planDigest } from "./plan.ts";
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
  type TargetEntity,
  type TargetRow,
  targetEntities,
} from "./register.ts";

/** Who decides about a field: the source, the source while the target has nothing, or the target alone. */
export type FieldOwner = "source" | "target-if-empty" | "target";

export interface Policy {
  /** Owner by `entity.field`. Default `source`. */
  readonly owners?: Readonly<Record<string, FieldOwner>>;
  /**
   * What is written of a person with a protected identity. `exclude` (default): nothing, a person deals with it.
   * `pseudonymise`: no name, no contact details. `minimal`: name and number, no contact details. `include`: everything.
   */
  readonly protectedPersons?: "exclude" | "pseudonymise" | "minimal" | "include";
}

export interface ReconcileOptions {
  readonly source: Batch;
  readonly target: Register;
  readonly policy?: Policy;
  readonly decisions?: readonly MatchDecision[];
}

const entities = targetEntities.filter((entity): entity is Entity => entity !== "links");
const contactFields = ["email", "phone", "eppn"] as const;

/**
 * Plans what has to change so that the target reads like the source. Pure; writes nothing. A field the source does not
 * cover is never blanked, a row is only taken out of use where the source is complete, and nothing is ever deleted: rows
 * are deactivated. Disputed and duplicate rows, and all that refers to them, are set aside.
 * O(rows × fields). The order of the rows does not matter.
 * @example
 * const plan = reconcile({ source: batch, target: register, policy: { protectedPersons: "minimal" } });
 */
export function reconcile({ source, target, policy = {}, decisions = [] }: ReconcileOptions): Plan {
  const matching = match({ source, target, decisions });
  const aside: Plan["aside"][number][] = matching.situations
    .filter(({ kind }) => kind === "disputed" || kind === "duplicateKey")
    .map(({ entity, sourceId, targetId, by, kind }) => ({
      entity,
      ...(sourceId === undefined ? {} : { sourceId }),
      ...(targetId === undefined ? {} : { targetId }),
      why: by ?? kind,
    }));
  const work = new Work(source, target, policy, matching);
  for (const entity of entities) work.plan(entity);
  const operations = [...work.operations, ...work.links()].sort(inWritingOrder);
  const body = {
    source: source.source,
    readAt: source.readAt,
    basis: basisOf(source, target, work),
    situations: countSituations(matching, work),
    aside: [...aside, ...work.aside].sort((a, b) =>
      compare(`${a.entity}${a.sourceId ?? ""}${a.targetId ?? ""}`, `${b.entity}${b.sourceId ?? ""}${b.targetId ?? ""}`),
    ),
    operations,
  };
  return { digest: planDigest(body), ...body };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const order = new Map(targetEntities.map((entity, index) => [entity, index]));

/** Rows come into use after what they refer to, and go out of use before it. */
function inWritingOrder(a: Operation, b: Operation): number {
  const [aOut, bOut] = [a.kind === "deactivate", b.kind === "deactivate"];
  if (aOut !== bOut) return aOut ? 1 : -1;
  const byEntity = (order.get(a.entity) ?? 0) - (order.get(b.entity) ?? 0);
  return (aOut ? -byEntity : byEntity) || compare(a.id, b.id);
}

/** The planning of one batch against one register, entity by entity. */
class Work {
  readonly operations: Operation[] = [];
  readonly aside: Plan["aside"][number][] = [];
  readonly counts = { moved: 0, protected: 0 };
  readonly #source: Batch;
  readonly #target: Register;
  readonly #policy: Policy;
  readonly #matching: Matching;
  readonly #inactive: ReadonlySet<string>;
  /** Source id → target id, new rows included. */
  readonly #idOf = new Map<string, string>();
  readonly #unitOfPerson: ReadonlyMap<string, string>;

  constructor(source: Batch, target: Register, policy: Policy, matching: Matching) {
    this.#source = source;
    this.#target = target;
    this.#policy = policy;
    this.#matching = matching;
    this.#inactive = new Set(target.inactive);
    for (const entity of ["units", "persons", "groups"] as const) {
      const taken = new Set(target[entity].map(({ id }) => id));
      for (const { id } of source[entity]) {
        if (matching.aside.has(rowKey(entity, id))) continue;
        this.#idOf.set(
          rowKey(entity, id),
          matching.targetOf[entity].get(id) ?? newId(entity, source.source, id, taken),
        );
      }
    }
    this.#unitOfPerson = unitOfPerson(source, target, (key) => this.#idOf.get(key));
  }

  plan(entity: Entity): void {
    const rows: ReadonlyMap<string, TargetRow> = new Map(this.#target[entity].map((row) => [row.id, row]));
    const seen =
      entity === "units" || entity === "persons" || entity === "groups"
        ? this.#things(entity, rows)
        : this.#relations(entity, rows);
    if (!speaksForAll(this.#source, entity)) return;
    for (const row of rows.values()) if (!seen.has(row.id)) this.#leave(entity, row);
  }

  /** Rows with an identity of their own. Returns the target's ids that were seen in the source. */
  #things(entity: "units" | "persons" | "groups", rows: ReadonlyMap<string, TargetRow>): ReadonlySet<string> {
    const seen = new Set<string>();
    for (const row of this.#source[entity]) {
      const id = this.#idOf.get(rowKey(entity, row.id));
      if (id === undefined) continue;
      seen.add(id);
      const wanted = this.#translate(entity, row, id);
      if (wanted === undefined) continue;
      if (entity === "persons" && isProtected(row)) {
        this.counts.protected += 1;
        const limited = this.#limit(wanted);
        if (limited) this.#put(entity, rows.get(id), limited);
        else this.aside.push({ entity, sourceId: row.id, why: "protected identity" });
        continue;
      }
      this.#put(entity, rows.get(id), wanted);
    }
    return seen;
  }

  /** Rows that say how others hang together: the same relation is the same row, whatever its id. */
  #relations(
    entity: Exclude<Entity, "units" | "persons" | "groups">,
    rows: ReadonlyMap<string, TargetRow>,
  ): ReadonlySet<string> {
    const byKey = new Map<string, string>();
    for (const row of rows.values()) {
      const key = naturalKey(entity, row) ?? row.id;
      // Of two rows for one relation the active one is the relation.
      if (!byKey.has(key) || !this.#inactive.has(rowKey(entity, row.id))) byKey.set(key, row.id);
    }
    const wantedByKey = new Map<string, TargetRow>();
    const seen = new Set<string>();
    for (const row of this.#source[entity]) {
      const wanted = this.#translate(entity, row, "");
      if (wanted === undefined) continue;
      const key = naturalKey(entity, wanted) ?? row.id;
      const before = wantedByKey.get(key);
      // The same relation twice, at two times: the later one is the one in force.
      if (
        !before ||
        compare(String(fieldsOf(before)["startDate"] ?? ""), String(fieldsOf(wanted)["startDate"] ?? "")) < 0
      )
        wantedByKey.set(key, wanted);
    }
    for (const [key, wanted] of wantedByKey) {
      const id = byKey.get(key) ?? key;
      seen.add(id);
      this.#put(entity, rows.get(id), withId(wanted, id));
    }
    return seen;
  }

  /** The row in the target's ids; undefined when it refers to something that is set aside. */
  #translate(entity: Entity, row: Row, id: string): TargetRow | undefined {
    const translated: Record<string, Fields[string]> = { ...fieldsOf(row), id };
    for (const [field, to] of Object.entries(references[entity])) {
      const referred = translated[field];
      if (typeof referred !== "string") continue;
      const targetId = this.#idOf.get(rowKey(to, referred));
      if (targetId === undefined) {
        // A parent may be outside what the source shows; a relation without its end is none.
        if (field !== "parent" && field !== "group") return undefined;
        if (entity === "memberships") return undefined;
        delete translated[field];
      } else translated[field] = targetId;
    }
    return translated as unknown as TargetRow;
  }

  #limit(row: TargetRow): TargetRow | undefined {
    const { protectedPersons = "exclude" } = this.#policy;
    if (protectedPersons === "exclude") return undefined;
    if (protectedPersons === "include") return row;
    const limited: Record<string, Fields[string]> = { ...fieldsOf(row) };
    for (const field of contactFields) delete limited[field];
    if (protectedPersons === "pseudonymise") Object.assign(limited, { givenName: "Skyddad", familyName: "Identitet" });
    return limited as unknown as TargetRow;
  }

  /** Plans what makes the target's row read as wanted, if anything does. */
  #put(entity: Entity, found: TargetRow | undefined, wanted: TargetRow): void {
    const isActive = found !== undefined && !this.#inactive.has(rowKey(entity, wanted.id));
    if (found === undefined) {
      this.#add("create", entity, null, { row: tidy(wanted), isActive: true });
      return;
    }
    if (this.#matching.targetAside.has(rowKey(entity, found.id))) return;
    const row = this.#merge(entity, found, wanted);
    const before = { row: found, isActive };
    const changes = fieldChanges(found, row);
    if (changes.length === 0 && isActive) return;
    const kind: OperationKind = !isActive
      ? "reactivate"
      : entity === "persons" && changes.some(({ field }) => field === "identity")
        ? "rekey"
        : "update";
    this.#add(kind, entity, before, { row, isActive: true });
  }

  /** The target's row with the fields that the source covers and owns. */
  #merge(entity: Entity, found: TargetRow, wanted: TargetRow): TargetRow {
    const merged: Record<string, Fields[string]> = { ...fieldsOf(found) };
    const isLimited = entity === "persons" && isProtected(wanted);
    for (const field of coveredFields(this.#source, entity)) {
      const owner = this.#policy.owners?.[`${entity}.${field}`] ?? "source";
      const value = fieldsOf(wanted)[field];
      const mayWrite = owner === "source" || (owner === "target-if-empty" && (merged[field] ?? "") === "");
      // What a protected person must not have is taken away, whoever owns the field.
      if (mayWrite || (isLimited && contactFields.some((name) => name === field))) merged[field] = value;
    }
    return tidy(merged as unknown as TargetRow);
  }

  /** Plans that a row which the source no longer has goes out of use. */
  #leave(entity: Entity, row: TargetRow): void {
    const key = rowKey(entity, row.id);
    if (this.#inactive.has(key) || this.#matching.targetAside.has(key) || !this.#isOurs(entity, row)) return;
    if (entity === "enrolments" || entity === "placements") {
      const person = String(fieldsOf(row)["person"]);
      const unit = this.#unitOfPerson.get(`source/${person}`);
      if (unit !== undefined && unit !== fieldsOf(row)["unit"]) this.counts.moved += 1;
    }
    this.#add("deactivate", entity, { row, isActive: true }, { row, isActive: false });
  }

  /** Whether this source once vouched for the row: by the crosswalk, or by the ends of the relation. */
  #isOurs(entity: Entity, row: TargetRow): boolean {
    if (this.#ours === undefined) {
      this.#ours = new Set(
        this.#target.links
          .filter(({ source }) => source === this.#source.source)
          .map((link) => rowKey(link.entity, link.targetId)),
      );
      for (const [key, id] of this.#idOf) this.#ours.add(`${key.slice(0, key.indexOf("/"))}/${id}`);
    }
    const ours = this.#ours;
    if (entity === "units" || entity === "persons" || entity === "groups") return ours.has(rowKey(entity, row.id));
    return Object.entries(references[entity]).every(([field, to]) => {
      const id = fieldsOf(row)[field];
      return typeof id !== "string" || (ours.has(rowKey(to, id)) && !this.#matching.targetAside.has(rowKey(to, id)));
    });
  }
  #ours: Set<string> | undefined;

  /** New crosswalk rows for what was matched or made. */
  links(): readonly Operation[] {
    const known = new Map(this.#target.links.map((link) => [link.id, link]));
    const operations: Operation[] = [];
    for (const entity of ["units", "persons", "groups"] as const) {
      for (const { id } of this.#source[entity]) {
        const targetId = this.#idOf.get(rowKey(entity, id));
        const link = linkId(this.#source.source, entity, id);
        const before = known.get(link);
        if (targetId === undefined || before?.targetId === targetId) continue;
        if (entity === "persons" && this.aside.some(({ sourceId }) => sourceId === id)) continue;
        const row: Link = { id: link, source: this.#source.source, entity, sourceId: id, targetId };
        operations.push(
          this.#operation(
            "link",
            "links",
            link,
            before ? { row: before, isActive: true } : null,
            { row, isActive: true },
            this.#unitOf(entity, targetId),
          ),
        );
      }
    }
    return operations;
  }

  #add(kind: OperationKind, entity: Entity, before: Stored | null, after: Stored): void {
    this.operations.push(
      this.#operation(kind, entity, after.row.id, before, after, this.#unitOf(entity, after.row.id, after.row)),
    );
  }

  #operation(
    kind: OperationKind,
    entity: TargetEntity,
    id: string,
    before: Stored | null,
    after: Stored,
    unit: string | undefined,
  ): Operation {
    return {
      key: digest([entity, id, before, after]),
      kind,
      entity,
      id,
      before,
      after,
      changes: kind === "link" ? [] : fieldChanges(before?.row, after.row),
      ...(unit === undefined ? {} : { unit }),
    };
  }

  #unitOf(entity: Entity, id: string, row?: Row): string | undefined {
    if (entity === "units") return id;
    const fields = row === undefined ? {} : fieldsOf(row);
    if (typeof fields["unit"] === "string") return fields["unit"];
    const person = entity === "persons" ? id : (fields["person"] ?? fields["child"]);
    return this.#unitOfPerson.get(String(person));
  }
}

/**
 * A target id for a new row: the same source row always gets the same one, so that a plan can be made twice. An id that
 * the source uses again for somebody else gets another.
 */
function newId(entity: Entity, source: string, id: string, taken: ReadonlySet<string>): string {
  for (let use = 0; ; use += 1) {
    const made = `${entity.slice(0, -1)}-${digest([source, entity, id, use]).slice(0, 20)}`;
    if (!taken.has(made)) return made;
  }
}

function isProtected(row: Row): boolean {
  const { protection } = row as Person;
  return protection !== undefined && protection !== "Ingen";
}

function withId(row: TargetRow, id: string): TargetRow {
  return { ...row, id };
}

/** Without fields that have no value: absent and undefined are the same nothing. */
function tidy(row: TargetRow): TargetRow {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as unknown as TargetRow;
}

function coveredFields(source: Batch, entity: Entity): readonly string[] {
  return [...new Set(source.coverage.filter((one) => one.entity === entity).flatMap(({ fields }) => fields))].filter(
    (field) => field !== "id",
  );
}

/** The fields in which two rows differ, by name. */
export function fieldChanges(before: Row | undefined, after: Row): readonly FieldChange[] {
  const [from, to]: readonly [Fields, Fields] = [before === undefined ? {} : fieldsOf(before), fieldsOf(after)];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((field) => field !== "id" && (from[field] ?? "") !== (to[field] ?? ""))
    .sort()
    .map((field) => ({
      field,
      ...(from[field] === undefined ? {} : { before: from[field] }),
      ...(to[field] === undefined ? {} : { after: to[field] }),
    }));
}

/**
 * The unit each person belongs to, in target ids: where they are pupils or staff in the source, else where they were in
 * the target; a guardian's is the child's. Under `source/…` only what the source says.
 */
function unitOfPerson(
  source: Batch,
  target: Register,
  idOf: (key: string) => string | undefined,
): ReadonlyMap<string, string> {
  const units = new Map<string, string>();
  const put = (key: string, unit: string) => {
    const known = units.get(key);
    // Of several units the first by id, so that the order of rows does not matter.
    if (known === undefined || unit < known) units.set(key, unit);
  };
  for (const entity of ["enrolments", "placements", "duties"] as const) {
    for (const { person, unit } of source[entity]) {
      const [personId, unitId] = [idOf(rowKey("persons", person)), idOf(rowKey("units", unit))];
      if (personId !== undefined && unitId !== undefined) put(`source/${personId}`, unitId);
    }
  }
  for (const [key, unit] of Array.from(units)) put(key.slice("source/".length), unit);
  const inactive = new Set(target.inactive);
  for (const entity of ["enrolments", "placements", "duties"] as const) {
    for (const row of target[entity]) {
      if (!units.has(`source/${row.person}`) && !inactive.has(rowKey(entity, row.id))) put(row.person, row.unit);
    }
  }
  const guardians: (readonly [string, string])[] = [
    ...source.guardianships.flatMap(({ child, guardian }): (readonly [string, string])[] => {
      const [childId, guardianId] = [idOf(rowKey("persons", child)), idOf(rowKey("persons", guardian))];
      return childId === undefined || guardianId === undefined ? [] : [[childId, guardianId]];
    }),
    ...target.guardianships.map(({ child, guardian }) => [child, guardian] as const),
  ];
  const ofGuardian = new Map<string, string>();
  for (const [child, guardian] of guardians) {
    const unit = units.get(child);
    const known = ofGuardian.get(guardian);
    if (unit !== undefined && !units.has(guardian) && (known === undefined || unit < known))
      ofGuardian.set(guardian, unit);
  }
  return new Map([...units, ...ofGuardian]);
}

function countSituations({ situations }: Matching, { counts }: Work): Record<string, number> {
  const result: Record<string, number> = {};
  for (const { kind } of situations) result[kind] = (result[kind] ?? 0) + 1;
  return { ...result, moved: counts.moved, protected: counts.protected };
}

const twice =
  /Ã[\u0080-\u00bf\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2030\u2039\u203a\u20ac\u2122\u02dc\u02c6]/;

function basisOf(source: Batch, target: Register, _work: Work): PlanBasis {
  const count = (rows: Batch | Register) =>
    Object.fromEntries(entities.map((entity) => [entity, rows[entity].length])) as Record<Entity, number>;
  const inactive = new Set(target.inactive);
  const pupilsByUnit: Record<string, number> = {};
  for (const entity of ["enrolments", "placements"] as const) {
    for (const { id, unit } of target[entity])
      if (!inactive.has(rowKey(entity, id))) pupilsByUnit[unit] = (pupilsByUnit[unit] ?? 0) + 1;
  }
  const texts = [
    ...source.persons.map(({ givenName, familyName }) => `${givenName} ${familyName}`),
    ...source.units.map(({ name }) => name),
    ...source.groups.map(({ name }) => name),
  ];
  const knownCodes = new Set(
    target.units.flatMap(({ schoolUnitCode }) => (schoolUnitCode === undefined ? [] : [schoolUnitCode])),
  );
  const codes = source.units.flatMap(({ schoolUnitCode }) => (schoolUnitCode === undefined ? [] : [schoolUnitCode]));
  return {
    isComplete: source.health.complete,
    kind: source.kind,
    source: count(source),
    target: count(target),
    pupilsByUnit,
    municipalityCodes: [
      ...new Set(
        source.units.flatMap(({ municipalityCode }) => (municipalityCode === undefined ? [] : [municipalityCode])),
      ),
    ].sort(),
    garbled: {
      twice: texts.filter((text) => twice.test(text)).length,
      lost: texts.filter((text) => text.includes("\ufffd")).length,
      nordic: texts.filter((text) => /[åäöÅÄÖ]/.test(text)).length,
    },
    rejected: source.rejected.length,
    knownUnits: { known: codes.filter((code) => knownCodes.has(code)).length, all: codes.length },
    mustFindings: [
      ...new Set(source.health.findings.filter(({ severity }) => severity === "must").map(({ code }) => code)),
    ].sort(),
  };
}
