import { fieldChanges } from "./field-changes.ts";
import { type Operation, operationKey, type OperationKind } from "./plan.ts";
import { type Link, type Stored, type TargetEntity, targetEntities } from "./register.ts";

/** One change of one row, from what is there to what shall be. */
export function operation(
  kind: OperationKind,
  entity: TargetEntity,
  before: Stored | null,
  after: Stored,
  unit: string | undefined,
): Operation {
  const made: Operation & { unit?: string } = {
    key: operationKey(entity, before, after),
    kind,
    entity,
    id: after.row.id,
    before,
    after,
    changes: kind === "link" ? [] : fieldChanges(before?.row, after.row),
  };
  if (unit !== undefined) made.unit = unit;
  return made;
}

/** Takes a row out of the crosswalk. */
export function unlinking(row: Link, unit: string | undefined): Operation {
  const before = { row, isActive: true };
  return {
    key: operationKey("links", before, null),
    kind: "unlink",
    entity: "links",
    id: row.id,
    before,
    after: null,
    changes: [],
    ...(unit === undefined ? {} : { unit }),
  };
}

/** Rows come into use after what they refer to, and go out of use before it; of one kind, by id. */
export function inWritingOrder(operations: readonly Operation[]): readonly Operation[] {
  const [into, outOf] = [new Map<TargetEntity, Operation[]>(), new Map<TargetEntity, Operation[]>()];
  for (const one of operations) {
    const groups = one.kind === "deactivate" ? outOf : into;
    const group = groups.get(one.entity);
    if (group) group.push(one);
    else groups.set(one.entity, [one]);
  }
  const sorted = (group: Operation[] = []): readonly Operation[] =>
    group.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return [
    ...targetEntities.flatMap((entity) => sorted(into.get(entity))),
    ...targetEntities.toReversed().flatMap((entity) => sorted(outOf.get(entity))),
  ];
}
