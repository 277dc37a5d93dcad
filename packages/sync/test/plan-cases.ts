import * as fc from "fast-check";
import type { Batch, Entities, Entity } from "../src/batch.ts";
import type { MatchCandidate, MatchDecision } from "../src/match.ts";
import { newId } from "../src/new-id.ts";
import { type FieldOwner, type Policy, reconcile, type ReconcileOptions } from "../src/reconcile.ts";
import { emptyRegister, linkId, type Register, rowKey } from "../src/register.ts";
import type { Sightings } from "../src/sightings.ts";
import { afterPlan } from "./municipality.ts";
import { batch } from "./rosters.ts";
import { worlds } from "./worlds.ts";

// Few ids, numbers and values, so that nearly everything clashes with something.
const id = fc.constantFrom("1", "2", "3", "4");
/** Values that engines treat differently where they are not told how. */
const traps = fc.constantFrom(
  "", "a", "A", "å", "a\u030a", "Å", "\u212b", "e\u0301", "\u00e9", " a", "a ", "a\t", "0012", "12", "1e3", "NULL", "null", "x,y", 'q"', "'", "\\", "\\'",
  "$1", "1\n2", "ß", "ss", "SS", "İ", "i", "\u{1f600}", "\ufeffa", "\u00a0a", "%", "_", "2024-01-01", "2024-01-01 ", "01/02/2024", "Ã¥", "?a", "a?b", "\ufffd", "\u0085", "aｂ", "x".repeat(9000),
); // prettier-ignore
const value = fc.option(traps, { nil: undefined });
const number = fc.option(fc.constantFrom("", "201001010001", "201001010002", "20100101000 ", "201001010003"), {
  nil: undefined,
});
const protection = fc.oneof(
  { weight: 12, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: fc.constant("Ingen") },
  { weight: 1, arbitrary: fc.constantFrom("Sekretessmarkering", "", "?") },
);
const day = fc.option(fc.constantFrom("2026-08-01", "2027-01-01", "1/8 2026"), { nil: undefined });
const schoolYear = fc.option(fc.constantFrom(0, 6, 6.5, 14), { nil: undefined });
const schoolType = fc.constantFrom("GR", "GY");

const present = (row: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(row).filter(([, one]) => one !== undefined));
const some = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>, maxLength: number) =>
  fc.array(fc.record({ ...fields }).map(present), { maxLength });

/** Rows of every entity. Ids of one entity may occur twice only where they are a source's. */
const entities = (isSource: boolean, size: number): fc.Arbitrary<Entities> =>
  fc
    .record({
      units: some({ id, name: traps, kind: fc.constant("Skolenhet"), parent: fc.option(id, { nil: undefined }), schoolUnitCode: number, municipalityCode: fc.constantFrom("9901", undefined) }, 3),
      persons: some({ id, identity: number, givenName: traps, familyName: traps, birthDate: day, email: value, protection }, size),
      groups: some({ id, name: traps, kind: fc.constant("Klass"), unit: id }, 3),
      enrolments: some({ id, person: id, unit: id, schoolType, schoolYear, startDate: day }, size),
      placements: some({ id, person: id, unit: id, group: fc.option(id, { nil: undefined }), schoolType, startDate: day }, 2),
      duties: some({ id, person: id, unit: id, role: fc.constantFrom("Rektor", "Lärare"), signature: value }, 2),
      memberships: some({ id, group: id, person: id, role: fc.constant("pupil"), startDate: day }, size),
      guardianships: some({ id, child: id, guardian: id, relation: traps }, size),
    })
    .map((rows) => (isSource ? rows : single(rows)) as unknown as Entities); // prettier-ignore

const single = (rows: Readonly<Record<string, readonly { readonly id?: unknown }[]>>) =>
  Object.fromEntries(
    Object.entries(rows).map(([entity, list]) => [entity, [...new Map(list.map((row) => [row.id, row])).values()]]),
  );

const thing = fc.constantFrom("units", "persons", "groups" as const);
const registers: fc.Arbitrary<Register> = fc
  .record({
    rows: entities(false, 4),
    links: fc.uniqueArray(fc.tuple(fc.constantFrom("test", "test", "test", "other"), thing, id, id), {
      maxLength: 9,
      selector: ([source, entity, sourceId]) => linkId(source, entity, sourceId),
    }),
    inactive: fc.uniqueArray(
      fc.tuple(fc.constantFrom(...(Object.keys(emptyRegister).slice(0, 8) as Entity[])), id).map(([entity, one]) => rowKey(entity, one)),
      { maxLength: 4 },
    ),
    made: fc.array(fc.tuple(thing, id, fc.nat(1)), { maxLength: 1 }),
  })
  .map(({ rows, links, inactive, made }) => {
    const register = {
      ...rows,
      links: links.map(([source, entity, sourceId, targetId]) => ({ id: linkId(source, entity, sourceId), source, entity, sourceId, targetId })),
      inactive: inactive.filter((key) => rows[key.slice(0, key.indexOf("/")) as Entity].some(({ id: one }) => key.endsWith(`/${one}`))),
    };
    // What a run that broke off has left: rows with the very id the next one would make.
    for (const [entity, one] of made) {
      const row = { ...made0[entity], ...register[entity][0], id: newId(entity, "test", { id: one }, () => false) };
      Object.assign(register, { [entity]: [...register[entity], row] });
    }
    return register;
  }); // prettier-ignore

const made0 = {
  units: { name: "x", kind: "Skolenhet" },
  persons: { givenName: "x", familyName: "y" },
  groups: { name: "x", kind: "Klass", unit: "1" },
};

/** A register that reads like a batch but for a row or two: what an ordinary night finds. */
const settled = (source: Entities): Register => ({
  ...(single(source as unknown as Parameters<typeof single>[0]) as unknown as Entities),
  links: (["units", "persons", "groups"] as const).flatMap((entity) =>
    [...new Set(source[entity].map((row) => row.id))].map((one) => ({
      id: linkId("test", entity, one),
      source: "test",
      entity,
      sourceId: one,
      targetId: one,
    })),
  ),
  inactive: [],
});

const owner = fc.constantFrom<FieldOwner>("source", "target", "target-if-empty", "manual");
const policies: fc.Arbitrary<Policy> = fc.record(
  {
    owners: fc.dictionary(
      fc.constantFrom("persons.email", "persons.givenName", "persons.identity", "groups.unit", "enrolments.schoolYear", "duties.signature"),
      owner,
      { maxKeys: 3 },
    ),
    protectedPersons: fc.constantFrom("exclude", "pseudonymise", "minimal", "include" as const),
    removal: fc.constant({ afterRuns: 2 }),
    likeness: fc.constantFrom("ask", "link-definite" as const),
  },
  { requiredKeys: [] },
); // prettier-ignore

const decisions: fc.Arbitrary<MatchDecision[]> = fc.array(
  fc.record({ entity: thing, sourceId: id, targetId: fc.constantFrom("new", "1", "2", "9"), by: fc.constant("somebody"), at: fc.constant("2027-01-01T00:00:00Z") }),
  { maxLength: 1 },
); // prettier-ignore
const candidates: fc.Arbitrary<MatchCandidate[]> = fc.array(
  fc.record({ sourceId: id, targetId: id, isDefinite: fc.boolean() }).map((one) => ({ ...one, reasons: [] }) as unknown as MatchCandidate),
  { maxLength: 1 },
); // prettier-ignore

const kinds = fc.constantFrom<"total" | "partial" | "delta">("total", "total", "partial", "delta");

function header(rows: Entities, kind: "total" | "partial" | "delta", withheld: readonly string[]): Batch {
  const whole = batch(rows);
  return {
    ...whole,
    kind: kind === "delta" ? "delta" : "total",
    coverage: whole.coverage.map((one) => ({
      ...one,
      fields: one.fields.filter((field) => !withheld.includes(`${one.entity}.${field}`)),
      ...(kind === "partial" && one.entity !== "units" ? { units: ["1", "2"] } : {}),
    })),
  };
}

/** Batches and registers of every kind of trouble, each with what was decided about it. */
const clashes: fc.Arbitrary<ReconcileOptions> = fc
  .record({
    rows: entities(true, 4),
    target: fc.option(registers, { nil: undefined, freq: 2 }),
    changed: entities(true, 2),
    kind: kinds,
    withheld: fc.subarray(["persons.identity", "persons.protection", "persons.email", "enrolments.schoolYear"]),
    policy: policies,
    decisions,
    candidates,
    merged: fc.array(fc.record({ entity: thing, from: id, into: id }), { maxLength: 1 }),
    removed: fc.option(entities(true, 1), { nil: undefined, freq: 1 }),
    remembered: fc.option(fc.array(id, { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 1 }),
    unseen: fc.boolean(),
    applied: fc.option(registers, { nil: undefined }),
  })
  .map((one) => {
    // A register of its own, or the batch's with a few rows of another instead.
    const merge = (a: Entities, b: Entities): Entities =>
      Object.fromEntries(
        (Object.keys(a) as Entity[]).map((entity) => [entity, [...a[entity].filter((row) => !b[entity].some((other) => other.id === row.id)), ...b[entity]]]),
      ) as unknown as Entities;
    const target = one.target ?? settled(one.rows);
    const rows = one.target ? one.rows : merge(one.rows, one.changed);
    const sightings: Sightings = {
      runs: [],
      unseen: one.unseen ? { "persons/1": { since: "2027-02-01T05:00:00Z", runs: 1 } } : {},
      ...(one.remembered ? { protectedPersons: one.remembered } : {}),
    };
    return {
      source: { ...header(rows, one.kind, one.withheld), merged: one.merged, ...(one.removed ? { removed: one.removed } : {}) },
      target,
      policy: one.policy,
      decisions: one.decisions,
      candidates: one.candidates,
      sightings,
      ...(one.applied ? { applied: one.applied } : {}),
    };
  }); // prettier-ignore

/** Registers that a sync has filled, and what has happened since. */
const lives: fc.Arbitrary<ReconcileOptions> = worlds().map(({ before, after, policy }) => ({
  source: after,
  target: afterPlan(emptyRegister, reconcile({ source: before, target: emptyRegister, policy })),
  policy,
}));

export const planCases: fc.Arbitrary<ReconcileOptions> = fc.oneof({ weight: 2, arbitrary: clashes }, lives);
