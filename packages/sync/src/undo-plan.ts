import { type Operation, operationKey, type OperationKind, type Plan, planDigest } from "./plan.ts";
import { fieldChanges } from "./field-changes.ts";

const opposite: { readonly [Kind in OperationKind]: OperationKind } = {
  create: "deactivate",
  update: "update",
  rekey: "rekey",
  reactivate: "deactivate",
  deactivate: "reactivate",
  delete: "create",
  link: "unlink",
  unlink: "link",
};

/**
 * The plan that takes back what was done of another: every row as it was before, in the opposite order. A row that was
 * made is taken out of use, not deleted. A row that has been changed since is a conflict when the plan is applied, and is left.
 * @param done - the operations of `plan` that were made; see `doneOperations`
 */
export function undoPlan(plan: Plan, done: readonly Operation[]): Plan {
  const operations = done.toReversed().map(undo);
  const body = {
    source: plan.source,
    readAt: plan.readAt,
    basis: { ...plan.basis, isComplete: true, mustFindings: [] },
    situations: { undone: operations.length },
    aside: [],
    leaving: [],
    operations,
  };
  return { digest: planDigest(body), ...body };
}

function undo(operation: Operation): Operation {
  const { kind, entity, id, before, after, unit } = operation;
  const restored = before ?? (after === null || entity === "links" ? null : { row: after.row, isActive: false });
  return {
    key: operationKey(entity, after, restored),
    kind: opposite[kind],
    entity,
    id,
    before: after,
    after: restored,
    changes: restored === null || kind === "link" ? [] : fieldChanges(after?.row, restored.row),
    ...(unit === undefined ? {} : { unit }),
  };
}
