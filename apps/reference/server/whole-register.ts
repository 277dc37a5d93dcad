import type { Batch, Entity } from "@milstolpe/sync";
import type { Text } from "./status.ts";

/** Whoever takes over these takes away what is not among them. */
const taken: readonly Entity[] = ["units", "persons", "groups", "memberships", "enrolments", "duties"];

/** Why a batch can't stand for a whole register; undefined when it can. */
export function whyNotWhole(batch: Batch): Text | undefined {
  if (batch.kind !== "total") return { sv: "källan är en fil med ändringar.", en: "the source is a file of changes." };
  if (!batch.health.complete)
    return { sv: "registret är inte läst till slutet.", en: "the register is not read to its end." };
  const part = taken.find(
    (entity) => !batch.coverage.some((one) => one.entity === entity && one.complete && one.units === undefined),
  );
  return part && { sv: `källan talar inte för alla (${part}).`, en: `the source does not speak for all (${part}).` };
}
