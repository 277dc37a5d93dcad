import type { Batch, Entity } from "./batch.ts";

/** True when a row of the entity that is missing from the batch is gone from the source. */
export function speaksForAll(source: Batch, entity: Entity): boolean {
  return isWholeOf(source, entity) && covers(source, entity).some(({ units }) => units === undefined);
}

/** Units, in the source's ids, of which a row of the entity that is missing from the batch is gone from the source. */
export function unitsSpokenFor(source: Batch, entity: Entity): readonly string[] {
  return isWholeOf(source, entity) ? covers(source, entity).flatMap(({ units }) => units ?? []) : [];
}

function isWholeOf(source: Batch, entity: Entity): boolean {
  // A row that could not be read is not a row that is gone.
  return source.health.complete && source.kind === "total" && source.rejected.every((row) => row.entity !== entity);
}

const covers = (source: Batch, entity: Entity): Batch["coverage"] =>
  source.coverage.filter((one) => one.entity === entity && one.complete);
