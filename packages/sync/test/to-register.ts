import type { Register, Stored, TargetEntity, TargetRow } from "../src/register.ts";

/** Rows by key as a register, in the order of their ids. */
export function toRegister(rows: ReadonlyMap<string, Stored>): Register {
  const result: Record<TargetEntity, TargetRow[]> = {
    units: [],
    persons: [],
    groups: [],
    enrolments: [],
    placements: [],
    duties: [],
    memberships: [],
    guardianships: [],
    links: [],
  };
  const inactive: string[] = [];
  for (const [key, { row, isActive }] of [...rows].sort(([a], [b]) => (a < b ? -1 : 1))) {
    result[key.slice(0, key.indexOf("/")) as TargetEntity].push(row);
    if (!isActive) inactive.push(key);
  }
  return { ...result, inactive } as unknown as Register;
}
