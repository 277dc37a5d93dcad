import type { Entities, Entity } from "../src/batch.ts";
import { linkId, type Link, type Register } from "../src/register.ts";

const given = ["Åsa", "Björn", "Cecilia", "Dmitri", "Élodie", "Göran", "Hanna", "Ali"];
const family = ["Andersson", "Öberg", "Nilsson", "van der Berg", "Åkesson", "O'Hara", "Łukasz"];

const unitSize = 300;
const classSize = 25;
const pupilsIn = (people: number): number => Math.floor(people * 0.6);

function pupil(index: number, prefix: string) {
  const year = 2010 + (index % 10);
  return {
    id: `${prefix}p${index}`,
    identity: `${year}${String(1 + (index % 12)).padStart(2, "0")}01${String(index % 10_000).padStart(4, "0")}`,
    givenName: given[index % given.length] ?? "",
    familyName: family[index % family.length] ?? "",
    birthDate: `${year}-${String(1 + (index % 12)).padStart(2, "0")}-01`,
    email: `p${index}@example.se`,
    protection: "Ingen",
  };
}

const changes = (index: number): boolean => index % 1000 < 10;
const leaves = (index: number): boolean => index % 1000 >= 10 && index % 1000 < 14;
const moves = (index: number): boolean => index % 1000 >= 20 && index % 1000 < 22;

type Stream<E extends Entity> = Iterable<Entities[E][number]>;
export type PlantedRows = { readonly [E in Entity]: Stream<E> };

/**
 * A register of so many people: six in ten pupils, with enrolment, class and a guardian. As a source it has what is planted:
 * in a thousand pupils ten with another address, four gone, two at another unit; and one new one for every two hundred.
 * `municipality` of `municipalities` makes a part of it; they make the whole together. The numbers of pupils are made
 * their own by the index, as far as the form of a number goes.
 */
export function plantedRows(
  people: number,
  side: "source" | "target",
  municipality = 0,
  municipalities = 1,
): PlantedRows {
  const prefix = side === "source" ? "" : "t-";
  const pupils = pupilsIn(people);
  const guardians = people - pupils;
  const fresh = side === "source" ? Math.floor(pupils / 200) : 0;
  const units = Math.max(municipalities * 2, Math.ceil(pupils / unitSize));
  // A pupil's place follows from the guardian, so that families stay in one municipality.
  const familyOf = (index: number): number => index % guardians;
  const home = (index: number): number => familyOf(index) % municipalities;
  const unitOf = (index: number): number => {
    const own = Math.floor(units / municipalities);
    const moved = side === "source" && moves(index) ? 1 : 0;
    return home(index) + municipalities * ((Math.floor(familyOf(index) / municipalities) + moved) % own);
  };
  const classes = Math.max(1, Math.ceil(pupils / units / classSize));
  const here = function* (): Generator<number> {
    for (let index = 0; index < pupils + fresh; index += 1)
      if (home(index) === municipality && !(side === "source" && index < pupils && leaves(index))) yield index;
  };
  const groupOf = (index: number): string =>
    `${prefix}g${home(index) + municipalities * (Math.floor(familyOf(index) / municipalities) % Math.floor(units / municipalities))}-${index % classes}`;
  return {
    units: of(function* () {
      for (let index = municipality; index < Math.floor(units / municipalities) * municipalities; index += municipalities)
        yield { id: `${prefix}u${index}`, name: `Skolan ${index}`, kind: "Skolenhet", schoolUnitCode: String(10_000_000 + index), municipalityCode: "9901" };
    }),
    persons: of(function* () {
      for (const index of here()) {
        const person = unique(pupil(index, prefix), index);
        yield side === "source" && index < pupils && changes(index) ? { ...person, email: `ny${index}@example.se` } : person;
      }
      for (let index = municipality; index < guardians; index += municipalities)
        yield { id: `${prefix}v${index}`, givenName: given[index % 8] ?? "", familyName: family[index % 7] ?? "", email: `v${index}@example.se`, protection: "Ingen" };
    }),
    groups: of(function* () {
      for (let unit = municipality; unit < Math.floor(units / municipalities) * municipalities; unit += municipalities)
        for (let index = 0; index < classes; index += 1)
          yield { id: `${prefix}g${unit}-${index}`, name: `${index} Å`, kind: "Klass", unit: `${prefix}u${unit}` };
    }),
    enrolments: of(function* () {
      for (const index of here())
        yield { id: `${prefix}e${index}`, person: `${prefix}p${index}`, unit: `${prefix}u${unitOf(index)}`, schoolType: "GR", schoolYear: index % 10 };
    }),
    placements: [],
    duties: [],
    memberships: of(function* () {
      for (const index of here())
        yield { id: `${prefix}m${index}`, group: groupOf(index), person: `${prefix}p${index}`, role: "pupil" };
    }),
    guardianships: of(function* () {
      for (const index of here())
        yield { id: `${prefix}w${index}`, child: `${prefix}p${index}`, guardian: `${prefix}v${familyOf(index)}`, relation: "Vårdnadshavare" };
    }),
  }; // prettier-ignore
}

/** Twelve characters that nobody else has: a hundred million serial numbers, letters where digits do not suffice. */
const unique = <P extends { readonly identity: string }>(person: P, index: number): P => ({
  ...person,
  identity: person.identity.slice(0, 8) + serial(Math.floor(index / 60)),
});
const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const serial = (at: number): string =>
  `${letters[Math.floor(at / 3600) % 36]}${letters[Math.floor(at / 100) % 36]}${String(at % 100).padStart(2, "0")}`;

const of = <T>(make: () => Generator<T>): Iterable<T> => ({ [Symbol.iterator]: make });

/** The crosswalk of a planted target. */
export function* plantedLinks(rows: PlantedRows, source: string): Generator<Link> {
  for (const entity of ["units", "persons", "groups"] as const)
    for (const { id } of rows[entity]) {
      const sourceId = id.slice(2);
      yield { id: linkId(source, entity, sourceId), source, entity, sourceId, targetId: id };
    }
}

/** What a plan must have: operations by kind and entity. */
export function plantedTruth(people: number): Readonly<Record<string, number>> {
  const pupils = pupilsIn(people);
  const count = (of: (index: number) => boolean): number =>
    Array.from({ length: pupils }, (_, index) => index).filter(of).length;
  const [fresh, gone, moved] = [Math.floor(pupils / 200), count(leaves), count(moves)];
  return {
    "create persons": fresh,
    "create enrolments": fresh + moved,
    "create memberships": fresh,
    "create guardianships": fresh,
    "link links": fresh,
    "update persons": count(changes),
    "deactivate persons": gone,
    "deactivate enrolments": gone + moved,
    "deactivate memberships": gone,
    "deactivate guardianships": gone,
  };
}

/** The rows as they are in memory. */
export const listed = (rows: PlantedRows): Entities =>
  Object.fromEntries(Object.entries(rows).map(([entity, list]) => [entity, [...list]])) as unknown as Entities;

export const listedRegister = (rows: PlantedRows, source: string): Register => ({
  ...listed(rows),
  links: [...plantedLinks(rows, source)],
  inactive: [],
});
