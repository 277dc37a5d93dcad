import type { Batch, Entities, Entity, Row } from "@milstolpe/sync";

/** The fields that tell what a row is and what it ties; all others are left out. */
const tying: Readonly<Record<Entity, readonly string[]>> = {
  units: ["id", "kind"],
  persons: ["id"],
  groups: ["id", "kind", "unit"],
  enrolments: ["id", "person", "unit", "schoolType"],
  placements: ["id", "person", "unit", "schoolType"],
  duties: ["id", "person", "unit", "role"],
  memberships: ["id", "group", "person", "role"],
  guardianships: ["id", "child", "guardian", "relation"],
};

/** Fields that every row of an entity has: kept empty, since nobody needs to know what stood in them. */
const emptied: Readonly<Partial<Record<Entity, object>>> = {
  units: { name: "" },
  persons: { givenName: "", familyName: "" },
  groups: { name: "" },
};

/**
 * What is remembered of a source from one reading to the next, so that its changes can be understood: ids, and what ties
 * them. No names, identity numbers or dates. A total takes the place of what was known where it speaks for all of an entity;
 * where it does not, and in a delta, rows are added, and those told of as removed or merged taken away.
 * @param before - what was known before; none before the first reading
 * @example
 * let known = knownRows(await readSs12000(options));
 * known = knownRows(await readSs12000Changes({ ...options, since, known }), known);
 */
export function knownRows(batch: Batch, before?: Entities): Entities {
  const isWhole = (entity: Entity): boolean =>
    batch.kind === "total" &&
    batch.health.complete &&
    batch.coverage.some((one) => one.entity === entity && one.complete && one.units === undefined);
  const rowsOf = (entity: Entity): readonly Row[] => {
    const rows = new Map<string, Row>();
    if (!isWhole(entity)) for (const row of before?.[entity] ?? []) rows.set(row.id, row);
    for (const { id } of batch.removed?.[entity] ?? []) rows.delete(id);
    for (const { from, ...merge } of batch.merged ?? []) if (merge.entity === entity) rows.delete(from);
    for (const row of batch[entity]) rows.set(row.id, bare(entity, row));
    return [...rows.values()];
  };
  const entities = Object.keys(tying) as Entity[];
  return Object.fromEntries(entities.map((entity) => [entity, rowsOf(entity)])) as unknown as Entities;
}

function bare(entity: Entity, row: Row): Row {
  const fields = row as unknown as Readonly<Record<string, unknown>>;
  const kept = tying[entity].flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]] as const]));
  return { ...emptied[entity], ...Object.fromEntries(kept) } as unknown as Row;
}
