import { cube, type Cube } from "../src/cube.ts";

/** An invented pupil. */
export interface Pupil {
  readonly school: string;
  readonly grade: string;
  readonly sex: string;
}

/** A repeatable stream of numbers in [0, 1) (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Pupils over schools and grades, some of both small. */
export function pupils(count: number, schools: number, seed = 1): Pupil[] {
  const next = numbers(seed);
  const skewed = (size: number): number => Math.floor(size * next() ** 2);
  return Array.from({ length: count }, () => ({
    school: `S${String(skewed(schools)).padStart(2, "0")}`,
    grade: "EDCBAF".charAt(skewed(6)),
    sex: next() < 0.5 ? "1" : "2",
  }));
}

/** Pupils by school, grade and, when wanted, sex, with totals. */
export function gradeCube(list: readonly Pupil[], withSex = false): Cube {
  const total = { sv: "Totalt", en: "Total" };
  return cube(list, {
    languages: ["sv"],
    title: { sv: "Elever efter skola och betyg" },
    dimensions: [
      { id: "skola", label: { sv: "skola" }, of: ({ school }) => school, totalLabel: total },
      { id: "betyg", label: { sv: "betyg" }, of: ({ grade }) => grade, totalLabel: total },
      ...(withSex ? [{ id: "kön", label: { sv: "kön" }, of: ({ sex }: Pupil) => sex, totalLabel: total }] : []),
    ],
    facts: {
      matrix: "BETYG",
      subjectCode: "UF",
      subjectArea: { sv: "Utbildning" },
      contents: { sv: "Elever" },
      unit: { sv: "antal" },
    },
  });
}
