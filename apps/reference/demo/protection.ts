import type { Family } from "./families.ts";
import { randomFor } from "./random.ts";
import type { Protection } from "./truth.ts";

/** Families with a protected identity at full scale, by the kind of protection. */
const protectedFamilies = [
  ["Sekretessmarkering", 7],
  ["Skyddad folkbokföring", 3],
] as const satisfies readonly (readonly [Protection, number])[];

/** Marks whole families as protected. @returns the families, those with Sekretessmarkering first */
export function protect(all: readonly Family[], seed: number, scale: number): readonly Family[] {
  const random = randomFor(seed, "protection");
  const pool = random.shuffle(
    all.filter(({ children }) => children.every(({ isTwin, birthYear }) => !isTwin && birthYear > 2008)),
  );
  const chosen: Family[] = [];
  for (const [protection, count] of protectedFamilies) {
    for (const family of pool.splice(0, Math.max(1, Math.round(count * scale)))) {
      for (const person of [...family.children.map((child) => child.person), ...family.guardians]) {
        person.protection = protection;
        delete person.phone;
      }
      chosen.push(family);
    }
  }
  return chosen;
}
