import { addDays, birthYears, gradeOf } from "./calendar.ts";
import type { IdentityOffice, Issued } from "./identities.ts";
import { type FamilyNames, familyNames, type Sex } from "./names.ts";
import { type Random, randomFor } from "./random.ts";
import type { Address, DraftPerson } from "./truth.ts";

export interface Child {
  readonly person: DraftPerson;
  readonly birthYear: number;
  readonly district: number;
  /** In the class of a twin, when there is one. */
  readonly twin?: boolean;
}

export interface Family {
  readonly children: readonly Child[];
  readonly guardians: readonly DraftPerson[];
  /** One address each; the same when they live together. */
  readonly addresses: readonly Address[];
}

/** Share of the children of an age that are in the municipality's own preschools and upper-secondary schools. */
function attendance(birthYear: number): number {
  const grade = gradeOf(birthYear);
  if (grade >= 10) return 0.82;
  if (grade >= 0) return 1;
  return [0.9, 0.88, 0.86, 0.78, 0.5, 0.06][-1 - grade] ?? 0;
}

/** How many twin pairs there are at full scale; the first is of the same sex, in the same class. */
const twinPairs = 6;

/** Makes families until every district has its children of every age. */
export function families(seed: number, districts: number, scale: number, office: IdentityOffice): readonly Family[] {
  const random = randomFor(seed, "families");
  const ids = randomFor(seed, "family-ids");
  const years = Array.from({ length: birthYears.youngest - birthYears.oldest + 1 }, (_, i) => birthYears.oldest + i);
  const wanted = new Map<string, number>();
  for (let district = 0; district < districts; district++) {
    // Every second district has two classes in a year, the others one; 22 to 26 children start in each.
    const parallels = district % 7 < 4 ? 2 : 1;
    for (const year of years) {
      const cohort = Array.from({ length: parallels }, () => random.between(21, 26)).reduce((sum, n) => sum + n, 0);
      wanted.set(`${district}/${year}`, Math.round(cohort * attendance(year)));
    }
  }
  let twinsLeft = Math.max(1, Math.round(twinPairs * scale));
  const made: Family[] = [];
  for (const year of years) {
    for (let district = 0; district < districts; district++) {
      while (take(wanted, district, year)) {
        const births = [year];
        for (let more = random.weighted([[0, 34], [1, 43], [2, 18], [3, 5]] as const), last = year; more > 0; more--) {
          last += random.weighted([[1, 1], [2, 4], [3, 3], [4, 1]] as const);
          if (take(wanted, district, last)) births.push(last);
        }
        const twins = twinsLeft > 0 && gradeOf(year) >= 2 && gradeOf(year) <= 8 && take(wanted, district, year);
        made.push(family({ births, twins: twins ? twinsLeft : 0, district, random, ids, office, sameSex: twins && made.every((f) => !f.children[0]?.twin) }));
        if (twins) twinsLeft -= 1;
      }
    }
  }
  return made;
}

function take(wanted: Map<string, number>, district: number, year: number): boolean {
  const left = wanted.get(`${district}/${year}`) ?? 0;
  if (left > 0) wanted.set(`${district}/${year}`, left - 1);
  return left > 0;
}
