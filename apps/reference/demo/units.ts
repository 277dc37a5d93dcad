import type { Unit } from "@milstolpe/sync";
import { randomFor } from "./random.ts";

/** The demo municipality. Neither the name nor the code belongs to a real one: there is no county 99. */
export const municipalityName = "Milsjö kommun";
export const municipalityCode = "9901";

/** What a unit does, in the words of the training groups and of the school types. */
export type UnitKind =
  | "preschool"
  | "primary"
  | "after-school"
  | "lower-secondary"
  | "adapted"
  | "upper-secondary"
  | "adapted-upper-secondary"
  | "adult";

/** A school unit of the demo, with what the register row does not say. */
export interface DemoUnit {
  readonly row: Unit;
  readonly kind: UnitKind;
  /** Number of the district it takes children from; lower-secondary schools have several. */
  readonly districts: readonly number[];
}

export interface Organisation {
  readonly huvudman: Unit;
  /** Areas below the huvudman, above the units. */
  readonly areas: readonly Unit[];
  /** The education office: people work there, nobody goes to school. */
  readonly central: Unit;
  readonly units: readonly DemoUnit[];
  readonly districts: number;
}

/** A name for each of the 14 districts. */
const districtNames = [
  "Kvarnliden",
  "Björkhamra",
  "Lillåsen",
  "Ekhagen",
  "Tallmon",
  "Ängslyckan",
  "Smedjebergsviken",
  "Rönnparken",
  "Sjöhöjden",
  "Åkervallen",
  "Norrskogsbyn",
  "Hästhovsdalen",
  "Fyrudden",
  "Östanvikstorp",
];

const preschoolNames =
  `Blåsippan Gullvivan Kantarellen Trollsländan Igelkotten Ekorren Lärkan Humlan Smultronet Vitsippan Kastanjen Lönnen
  Svalan Grodan Tranan Hjortronet Lingonet Snöstjärnan Månstrålen Regnbågen Solstrålen Tuvan Backen Stenhuggaren
  Väderkvarnen Sjöboden Äppelträdet Päronet Nyckelpigan Fjärilen Myrstacken Uttern Bävern Rödhaken Gläntan Kojan`.split(
    /\s+/,
  );

const lowerSecondaryNames = ["Ekhags", "Sjöhöjds", "Tallmo", "Fyrudds", "Rönnparks", "Björkhamra", "Kvarn", "Vallens"];

/** How many classes a year a district has: two in four districts of seven. It has one preschool more than that. */
export const parallels = (district: number): 1 | 2 => (district % 7 < 4 ? 2 : 1);

/** Lower and upper secondary schools serve several districts: how many there are. */
const shared = (full: number, districts: number): number =>
  Math.max(1, Math.floor((full * districts) / districtNames.length));

const schoolTypes: Record<UnitKind, string> = {
  preschool: "FS",
  primary: "FKLASS GR",
  "after-school": "FTH",
  "lower-secondary": "GR",
  adapted: "GRS",
  "upper-secondary": "GY",
  "adapted-upper-secondary": "GYS",
  // VUXSFI is not in the 2.0 enum; registers that also serve the national tests send it.
  adult: "KOMVUX VUXSFI",
};

/**
 * The municipality's units: 77 when there are 14 districts. School unit codes begin with the municipality's code and
 * count from 0001, which no assigned code does in so many neighbours.
 */
export function organisation(seed: number, scale: number): Organisation {
  const random = randomFor(seed, "units");
  const districts = Math.max(1, Math.round(districtNames.length * scale));
  const huvudman: Unit = {
    id: random.uuid(),
    name: municipalityName,
    kind: "Huvudman",
    municipalityCode,
  };
  const area = (name: string): Unit => ({
    id: random.uuid(),
    name,
    kind: "Rektorsområde",
    parent: huvudman.id,
    municipalityCode,
  });
  const north = area("Norra rektorsområdet");
  const south = area("Södra rektorsområdet");
  const upper = area("Gymnasie- och vuxenutbildning");
  const central: Unit = { ...area("Utbildningsförvaltningen"), kind: "Övrigt" };

  const units: DemoUnit[] = [];
  const add = (kind: UnitKind, name: string, of: readonly number[]): void => {
    const parent = kind.startsWith("upper") || kind === "adapted-upper-secondary" || kind === "adult" ? upper : null;
    units.push({
      kind,
      districts: of,
      row: {
        id: random.uuid(),
        name,
        kind: "Skolenhet",
        parent: (parent ?? ((of[0] ?? 0) < districts / 2 ? north : south)).id,
        schoolUnitCode: `${municipalityCode}${String(units.length + 1).padStart(4, "0")}`,
        municipalityCode,
        schoolTypes: schoolTypes[kind],
      },
    });
  };
  const every = Array.from({ length: districts }, (_, district) => district);
  const nameOf = (district: number): string => districtNames[district]!;
  for (const district of every) add("primary", `${nameOf(district)}s skola`, [district]);
  for (const district of every) add("after-school", `${nameOf(district)}s fritidshem`, [district]);
  const preschools = every.flatMap((district) => Array.from({ length: parallels(district) + 1 }, () => district));
  for (const [i, district] of preschools.entries()) add("preschool", `Förskolan ${preschoolNames[i]}`, [district]);
  const lower = shared(8, districts);
  for (let i = 0; i < lower; i++)
    add(
      "lower-secondary",
      `${lowerSecondaryNames[i] ?? i}skolan`,
      every.filter((district) => Math.floor((district * lower) / districts) === i),
    );
  add("adapted", "Lyktans anpassade grundskola", every);
  for (let i = 0; i < shared(2, districts); i++)
    add("upper-secondary", i === 0 ? "Milsjö gymnasium" : "Hamngymnasiet", every);
  add("adapted-upper-secondary", "Milsjö anpassade gymnasium", every);
  add("adult", "Milsjö vuxenutbildning", every);
  return { huvudman, areas: [north, south, upper], central, units, districts };
}
