import type { Coverage, Entity } from "./batch.ts";
import { openRelations, whatTheyHangOn } from "./open-relations.ts";
import { contestedRows, openThings, protectedRows, surePairs } from "./open-things.ts";
import type { FieldOwner } from "./reconcile.ts";

/** Which tables, and what of the batch and the policy decides what differs. */
export interface OpenRowsOptions {
  readonly from: string;
  readonly to: string;
  readonly coverage: readonly Coverage[];
  readonly owners: Readonly<Record<string, FieldOwner>>;
  /** True when a row of the entity that is missing from the batch is gone. */
  readonly speaksForAll: (entity: Entity) => boolean;
  /** True when the batch speaks for the entity at some units: those in `spoken`. */
  readonly speaksForSome: (entity: Entity) => boolean;
}

/**
 * Tables that live as long as the search. `named` is what to look at whatever it is like; `contested` are hashes of ids
 * and numbers that other shards have too; `spoken` are units of the source, by entity.
 */
export const temporaryTables: readonly string[] = Object.entries({
  named: "side, entity, id",
  contested: "hash",
  spoken: "entity, unit",
  made: "entity, id",
  hashed: "hash",
  crosswalk: "entity, s, t",
  thing_s: "entity, id, number",
  thing_t: "entity, id, number, active",
  guard_s: "id",
  guard_t: "id",
  pair: "entity, s, t, number_s, number_t",
  doubtful: "what, entity, value",
  sure: "entity, s, t",
  open_s: "entity, id",
  unsure_t: "entity, id",
  relation_s: "entity, source_key, target_key",
  repeated_key: "entity, source_key",
  candidate: "entity, source_key, t",
  differing: "entity, source_key",
  settled: "entity, source_key, t",
  part_s: "entity, id",
  part_t: "entity, id",
  core_s: "id",
  core_t: "id",
  part_relation_s: "entity, source_key",
  part_relation_t: "entity, id",
}).map(
  ([name, columns]) =>
    `CREATE TEMPORARY TABLE ${name} (${columns
      .split(", ")
      .map((one) => `${one} VARCHAR`)
      .join(", ")})`,
);
/** The tables that are filled by the search itself. */
const searched = temporaryTables.slice(8).map((sql) => /TABLE (\w+)/.exec(sql)?.[1] ?? "");

/**
 * Finds the rows that a plan depends on, and leaves out the settled ones: linked, in use, nothing like them elsewhere, and
 * the same in every field that the source covers and owns. What hangs together comes together, so that a plan for the rows
 * found is the plan for all rows. What may be left out must never be too much; what is found may be.
 */
export function searchStatements(options: OpenRowsOptions): readonly string[] {
  return [
    ...searched.map((name) => `DELETE FROM ${name}`),
    ...contestedRows,
    ...protectedRows(options),
    ...surePairs(),
    ...openThings(options),
    ...openRelations(options),
    ...whatTheyHangOn(options),
  ];
}
