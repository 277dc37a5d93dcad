import type { Entities, Membership } from "@milstolpe/sync";
import { withImplied } from "./implied-removals.ts";
import type { TietoBatch } from "./read-tieto.ts";

/**
 * Adds to a delta what its source leaves to the receiver: whoever is no longer in a group whose members were all told
 * of has left it, and with a person, group or unit that is gone go the rows that tie it. Total batches are returned as
 * they are.
 * @param known - the register as this source left it
 * @example
 * const whole = completeDelta(await readTieto({ files, readAt }), register);
 */
export function completeDelta(batch: TietoBatch, known: Entities): TietoBatch {
  if (batch.kind === "total") return batch;
  const complete = new Set(batch.completeGroups);
  const keyOf = ({ group, person, role }: Omit<Membership, "id">): string => [group, person, role].join("|");
  const told = new Set(batch.memberships.map(keyOf));
  const removed = withImplied({
    removed: batch.removed ?? {},
    known,
    isUntold: (entity, row) =>
      entity === "memberships" &&
      "group" in row &&
      "role" in row &&
      complete.has(row.group ?? "") &&
      !told.has(keyOf(row)),
  });
  return { ...batch, removed };
}
