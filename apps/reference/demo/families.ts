import { type AccountOffice, domains } from "./accounts.ts";
import { birthYears, gradeOf } from "./calendar.ts";
import type { IdentityOffice, Issued } from "./identities.ts";
import { familyNames, type FamilyNames, type Sex } from "./names.ts";
import { type Random, randomFor } from "./random.ts";
import type { Address, DraftPerson } from "./truth.ts";
import { parallels } from "./units.ts";

export interface Child {
  readonly person: DraftPerson;
  readonly birthYear: number;
  readonly district: number;
  readonly isTwin: boolean;
}

export interface Family {
  readonly children: readonly Child[];
  readonly guardians: readonly DraftPerson[];
  /** One per guardian; the same when they live together. */
  readonly addresses: readonly Address[];
}

/** Ids of everybody in these families. */
export const peopleOf = (some: readonly Family[]): ReadonlySet<string> =>
  new Set(
    some
      .flatMap(({ children, guardians }) => [...children.map(({ person }) => person), ...guardians])
      .map(({ id }) => id),
  );

export interface FamilyOptions {
  readonly seed: number;
  readonly districts: number;
  readonly scale: number;
  readonly identities: IdentityOffice;
  readonly accounts: AccountOffice;
}

/** Twin pairs at full scale. The first is of the same sex: two numbers apart, nothing else. */
const twinPairs = 6;

/** Makes families until every district has its children of every age. */
export function families(options: FamilyOptions): readonly Family[] {
  const { seed, districts, scale } = options;
  const random = randomFor(seed, "families");
  const make = familyMaker(options, random);
  const places = childrenWanted(districts, randomFor(seed, "cohorts"));
  const take = (district: number, year: number): boolean => {
    const left = places.get(`${district}/${year}`) ?? 0;
    if (left > 0) places.set(`${district}/${year}`, left - 1);
    return left > 0;
  };
  const twinsWanted = Math.max(1, Math.round(twinPairs * scale));
  let twins = 0;
  const made: Family[] = [];
  for (let year: number = birthYears.oldest; year <= birthYears.youngest; year++) {
    for (let district = 0; district < districts; district++) {
      while (take(district, year)) {
        const births = [year];
        let more = random.weighted(siblings);
        for (let next = year + random.weighted(spacing); more > 0; more--, next += random.weighted(spacing))
          if (take(district, next)) births.push(next);
        const grade = gradeOf(year);
        const isTwins = twins < twinsWanted && grade === 8 - twins && take(district, year);
        made.push(make(district, births, isTwins ? (twins === 0 ? "same sex" : "girl and boy") : undefined));
        if (isTwins) twins += 1;
      }
    }
  }
  return made;
}

/** How many more children after the first, and how many years apart: [value, weight]. */
const siblings = [
  [0, 34],
  [1, 43],
  [2, 18],
  [3, 5],
] as const;
const spacing = [
  [1, 1],
  [2, 4],
  [3, 3],
  [4, 1],
] as const;

/** Share of the children of an age who go to the municipality's own preschools and upper-secondary schools. */
function attendance(birthYear: number): number {
  const grade = gradeOf(birthYear);
  if (grade >= 10) return 0.82;
  if (grade >= 0) return 1;
  return [0.9, 0.88, 0.86, 0.78, 0.5, 0.06][-1 - grade] ?? 0;
}

/** How many children each district has of each birth year: classes of 21 to 27 when they start. */
function childrenWanted(districts: number, random: Random): Map<string, number> {
  const wanted = new Map<string, number>();
  for (let district = 0; district < districts; district++) {
    for (let year: number = birthYears.oldest; year <= birthYears.youngest; year++) {
      const cohort = parallels(district) === 2 ? random.between(43, 51) : random.between(21, 27);
      wanted.set(`${district}/${year}`, Math.round(cohort * attendance(year)));
    }
  }
  return wanted;
}

type Twins = "same sex" | "girl and boy";

function familyMaker(
  { seed, identities, accounts }: FamilyOptions,
  random: Random,
): (district: number, births: readonly number[], twins: Twins | undefined) => Family {
  const ids = randomFor(seed, "family-ids");

  const sexOf = (): Sex => (random.chance(0.5) ? "Kvinna" : "Man");

  function child(names: FamilyNames, sex: Sex, issued: Partial<Issued>, taken: Set<string>): DraftPerson {
    let givenName = names.givenName(sex, random);
    while (taken.has(givenName)) givenName = names.givenName(sex, random);
    taken.add(givenName);
    return { ...issued, ...base(ids.uuid(), givenName, names.first, sex) };
  }

  /** Nearly everybody has a personnummer; newcomers have a samordningsnummer or one the municipality made up. */
  function numberFor(year: number, sex: Sex): Issued {
    const issued = identities.personnummer(year, sex);
    const kind = random.weighted([
      ["personnummer", 985],
      ["coordination", 7],
      ["temporary", 8],
    ] as const);
    if (kind === "coordination") return identities.coordination(issued.birthDate, sex);
    return kind === "temporary" ? identities.temporary(issued.birthDate, sex) : issued;
  }

  function guardian(names: FamilyNames, sex: Sex, familyName: string, firstBirth: number): DraftPerson {
    const person = base(ids.uuid(), names.givenName(sex, random), familyName, sex);
    const birthYear = random.between(Math.max(1976, firstBirth - 37), firstBirth - 22);
    // Somebody who lives abroad has no Swedish number.
    if (!random.chance(0.004)) Object.assign(person, identities.adult(birthYear, sex));
    person.email = accounts.email(person.givenName, person.familyName, domains.home);
    // 070-174 06 05 to 99 are set aside for films and books (PTS).
    if (random.chance(0.8)) person.phone = `+46701740${random.between(605, 699)}`;
    return person;
  }

  return (district, births, twins) => {
    const names = familyNames(random);
    const taken = new Set<string>();
    const children = births.map((birthYear, index): Child => {
      const sex = index === 0 && twins === "girl and boy" ? "Kvinna" : sexOf();
      const issued = index === 0 && twins ? identities.personnummer(birthYear, sex) : numberFor(birthYear, sex);
      const isTwin = index === 0 && twins !== undefined;
      return { person: child(names, sex, issued, taken), birthYear, district, isTwin };
    });
    const eldest = children[0];
    if (twins && eldest?.person.birthDate) {
      const { birthDate } = eldest.person;
      const sex = twins === "same sex" && eldest.person.sex === "Kvinna" ? "Kvinna" : "Man";
      const person = child(names, sex, identities.twin(birthDate, sex), taken);
      children.push({ ...eldest, person });
    }
    const guardians = [guardian(names, "Kvinna", names.first, births[0] ?? 0)];
    if (random.chance(0.86))
      guardians.push(guardian(names, random.chance(0.97) ? "Man" : "Kvinna", names.second, births[0] ?? 0));
    const home = address(random);
    return {
      children,
      guardians,
      addresses: guardians.map((_, i) => (i > 0 && random.chance(0.24) ? address(random) : home)),
    };
  };
}

function base(id: string, givenName: string, familyName: string, sex: Sex): DraftPerson {
  return { id, givenName, familyName, sex, protection: "Ingen", status: "Aktiv" };
}

const streets =
  `Kvarngatan Skolgatan Sjövägen Ängsstigen Tallbacken Lindallén Smedjevägen Kyrkbyvägen Hamngatan Åkergränd
  Björkstigen Mossvägen Fyrvägen Rönngatan Stationsvägen Örtagårdsgatan`.split(/\s+/);

/** Postal codes of 999 xx are not in use. */
function address(random: Random): Address {
  return {
    streetAddress: `${random.pick(streets)} ${random.between(1, 98)}`,
    postalCode: `999${String(random.between(10, 49))}`,
    locality: "Milsjö",
  };
}
