import { seeded } from "./csv-data.ts";
import { febrlCluster, febrlLinking, type LinkageSet, setOf } from "./linkage-data.ts";
import { Invented } from "./invented.ts";

interface FebrlOptions {
  readonly originals: number;
  readonly duplicates: number;
  /** Copies of one original, at most: many have one, few have all (as 1, 1/2, 1/3 …). */
  readonly perOriginal: number;
  /** Faults in a field of a copy, and in a copy, at most. */
  readonly perField: number;
  readonly perRecord: number;
  readonly seed: number;
}

const columns = [
  "given_name",
  "surname",
  "street_number",
  "address_1",
  "address_2",
  "suburb",
  "postcode",
  "state",
  "date_of_birth",
  "soc_sec_id",
] as const;
type Row = Record<(typeof columns)[number], string>;

/** How often a field is the one that is faulty (FEBRL's generator: select_prob). */
const chosen: readonly number[] = [0.1, 0.15, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.1, 0.1];

/**
 * A set in the manner of FEBRL (Christen's generator): originals, and copies of them with faults of the keyboard, of OCR, of
 * the ear, missing values, other values, words and names that changed places.
 */
export function febrlLike(options: FebrlOptions): LinkageSet {
  const random = seeded(options.seed);
  const invented = new Invented(random);
  const below = (count: number): number => Math.floor(random() * count);
  const original = (): Row => ({
    given_name: random() < 0.03 ? "" : invented.given(),
    surname: random() < 0.01 ? "" : invented.family(),
    street_number: random() < 0.04 ? "" : String(1 + Math.floor(random() ** 3 * 300)),
    address_1: random() < 0.02 ? "" : invented.street(),
    address_2: random() < 0.3 ? "" : `${invented.word()} ${invented.word()}`,
    suburb: random() < 0.01 ? "" : invented.place(),
    postcode: invented.postcode(),
    state: ["nsw", "vic", "qld", "wa", "sa", "tas", "act", "nt"][Math.floor(random() ** 2 * 8)] ?? "",
    date_of_birth: random() < 0.05 ? "" : invented.date(1900, 100).replaceAll("-", ""),
    soc_sec_id: String(1_000_000 + below(9_000_000)),
  });
  const originals = Array.from({ length: options.originals }, original);
  const rows: (Row & { readonly rec_id: string })[] = originals.map((row, at) => ({ ...row, rec_id: `rec-${at}-org` }));
  const copies = new Map<number, number>();
  const weights = Array.from({ length: options.perOriginal }, (_, at) => 1 / (at + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  while (rows.length < options.originals + options.duplicates) {
    const at = below(options.originals);
    if (copies.has(at)) continue;
    let [lot, count] = [random() * total, 0];
    while (lot > 0) lot -= weights[count++] ?? Number.POSITIVE_INFINITY;
    copies.set(at, count);
    for (let copy = 0; copy < count && rows.length < options.originals + options.duplicates; copy += 1)
      rows.push({ ...faulty(originals[at] as Row), rec_id: `rec-${at}-dup-${copy}` });
  }

  /** A copy with one fault at least. */
  function faulty(row: Row): Row {
    const copy = { ...row };
    const faults = new Map<string, number>();
    for (let fault = 1 + below(options.perRecord); fault > 0; fault -= 1) {
      let [lot, at] = [random(), 0];
      while (at < chosen.length - 1 && lot > (chosen[at] ?? 1)) lot -= chosen[at++] ?? 0;
      const column = columns[at] ?? "surname";
      const known = faults.get(column) ?? 0;
      if (known >= options.perField) continue;
      faults.set(column, known + 1);
      // Now and then the names change places.
      if (column === "surname" && random() < 0.1) [copy.given_name, copy.surname] = [copy.surname, copy.given_name];
      else copy[column] = invented.fault(copy[column], () => original()[column]);
    }
    return copy;
  }

  return setOf(rows, "rec_id", febrlCluster, febrlLinking);
}
