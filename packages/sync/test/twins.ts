import type { LinkRecord } from "../src/link.ts";
import { seeded } from "./csv-data.ts";

// Names that twins really have: alike, and a letter from each other.
const twinNames = [
  ["Emil", "Emilia"],
  ["Maja", "Maia"],
  ["Anna", "Hanna"],
  ["Elin", "Elina"],
  ["Noah", "Noa"],
  ["Alva", "Alma"],
  ["Oskar", "Oscar"],
  ["Isak", "Isac"],
] as const;
const single = ["Åsa", "Björn", "Cleo", "Dag", "Ebba", "Fanny", "Greta", "Hugo", "Ines", "Jon"];
const families = ["Ek", "Lind", "Åberg", "Öst", "Nyström", "Ali", "Berg", "Sjö", "Wall", "Holm"];

/**
 * Two registers of the same families without a common number: twins, siblings and only children, of whom a tenth is
 * missing on either side and a tenth is written otherwise. Who is who is told by `person`.
 */
export function twinRegisters(count: number, seed: number) {
  const random = seeded(seed);
  const left: LinkRecord[] = [];
  const right: LinkRecord[] = [];
  const personOf = new Map<string, string>();
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  let number = 0;
  for (let family = 0; family < count; family += 1) {
    const common = {
      family: pick(families),
      unit: `unit ${Math.floor(random() * 20)}`,
      guardian1: `guardian ${family}`,
      guardian2: random() < 0.8 ? `other ${family}` : "",
    };
    const birthDate = () =>
      `20${10 + Math.floor(random() * 9)}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)}`;
    const twinsBorn = birthDate();
    const children =
      random() < 0.6
        ? pick(twinNames).map((given) => ({ ...common, given, birthDate: twinsBorn }))
        : [pick(single), pick(single)].map((given, at) => ({
            ...common,
            given: at === 0 ? given : `${given}a`,
            birthDate: birthDate(),
          }));
    for (const child of children) {
      number += 1;
      for (const [list, name] of [
        [left, "l"],
        [right, "r"],
      ] as const) {
        if (random() < 0.1) continue;
        const id = `${name}${number}`;
        personOf.set(id, `person ${number}`);
        const lot = random();
        list.push({
          id,
          ...child,
          ...(lot < 0.03 ? { given: child.family, family: child.given } : {}),
          ...(lot > 0.97 ? { unit: "unit 99" } : {}),
          ...(lot > 0.94 && lot < 0.97 ? { guardian1: "", guardian2: "" } : {}),
        });
      }
    }
  }
  return { left, right, personOf };
}
