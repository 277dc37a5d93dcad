import type { Batch, Entity } from "./batch.ts";
import { type Register, rowKey } from "./register.ts";

/** Of several units the first by id, so that the order of rows does not matter. */
function put(units: Map<string, string>, person: string, unit: string): void {
  const known = units.get(person);
  if (known === undefined || unit < known) units.set(person, unit);
}

/**
 * Where people belong, in target ids: where they are pupils or staff in the source, else in the target; a guardian's is the
 * child's.
 */
export function unitOfPerson(
  source: Batch,
  target: Register,
  idOf: (entity: Entity, id: string) => string | undefined,
): ReadonlyMap<string, string> {
  const inSource = new Map<string, string>();
  for (const entity of ["enrolments", "placements", "duties"] as const) {
    for (const { person, unit } of source[entity]) {
      const [personId, unitId] = [idOf("persons", person), idOf("units", unit)];
      if (personId !== undefined && unitId !== undefined) put(inSource, personId, unitId);
    }
  }
  const inTarget = new Map<string, string>();
  const inactive = new Set(target.inactive);
  for (const entity of ["enrolments", "placements", "duties"] as const) {
    for (const { id, person, unit } of target[entity])
      if (!inSource.has(person) && !inactive.has(rowKey(entity, id))) put(inTarget, person, unit);
  }
  const unitOf = new Map([...inTarget, ...inSource]);
  const ofGuardian = new Map<string, string>();
  const guard = (child: string | undefined, guardian: string | undefined): void => {
    const unit = child === undefined ? undefined : unitOf.get(child);
    if (unit !== undefined && guardian !== undefined && !unitOf.has(guardian)) put(ofGuardian, guardian, unit);
  };
  for (const { child, guardian } of source.guardianships) guard(idOf("persons", child), idOf("persons", guardian));
  for (const { child, guardian } of target.guardianships) guard(child, guardian);
  for (const [guardian, unit] of ofGuardian) unitOf.set(guardian, unit);
  return unitOf;
}
