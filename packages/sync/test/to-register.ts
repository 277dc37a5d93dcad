import { type Register, type Stored, type TargetEntity, targetEntities, type TargetRow } from "../src/register.ts";

/** Rows by key as a register, in the order of their ids. */
export function toRegister(rows: ReadonlyMap<string, Stored>): Register {
  const result = Object.fromEntries(targetEntities.map((entity): [TargetEntity, TargetRow[]] => [entity, []]));
  const inactive: string[] = [];
  for (const [key, { row, isActive }] of [...rows].sort(([a], [b]) => (a < b ? -1 : 1))) {
    result[key.slice(0, key.indexOf("/"))]?.push(row);
    if (!isActive) inactive.push(key);
  }
  return { ...result, inactive } as unknown as Register;
}
