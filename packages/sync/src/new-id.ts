import type { Entity, Row } from "./batch.ts";
import { digest } from "./digest.ts";

/**
 * A target id for a new row: the same source row always gets the same one, so that a plan can be made twice. An id that
 * the source uses again for somebody else gets another.
 */
export function newId(entity: Entity, source: string, { id }: Row, isTaken: (made: string) => boolean): string {
  for (let use = 0; ; use += 1) {
    const made = named(entity, [source, entity, id, use]);
    if (!isTaken(made)) return made;
  }
}

/** A target id for a row that somebody has decided is a new one: a decision makes one row, however often it is read. */
export function decidedId(
  source: string,
  { entity, sourceId, at }: { readonly entity: Entity; readonly sourceId: string; readonly at: string },
): string {
  return named(entity, [source, entity, sourceId, "decided", at]);
}

const named = (entity: Entity, parts: readonly (string | number)[]): string =>
  `${entity.slice(0, -1)}-${digest(parts).slice(0, 20)}`;
