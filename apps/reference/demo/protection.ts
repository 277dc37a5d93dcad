import type { Family } from "./families.ts";
import { randomFor } from "./random.ts";
import type { DraftPerson } from "./truth.ts";

/** Families with protected identity at full scale. */
const marked = 7;
const hidden = 3;

/** Marks whole families as protected. @returns the people marked, child by child and guardian by guardian */
export function protect(all: readonly Family[], seed: number, scale: number): readonly DraftPerson[] {
  const random = randomFor(seed, "protection");
  const some = (count: number): number => Math.max(1, Math.round(count * scale));
  const chosen = random
    .shuffle(all.filter(({ children }) => children.every(({ isTwin, birthYear }) => !isTwin && birthYear > 2008)))
    .slice(0, some(marked) + some(hidden));
  return chosen.flatMap(({ children, guardians }, index) => {
    const protection = index < some(marked) ? "Sekretessmarkering" : "Skyddad folkbokföring";
    const people = [...children.map(({ person }) => person), ...guardians];
    for (const person of people) {
      person.protection = protection;
      delete person.phone;
    }
    return people;
  });
}
