import type { ScbCode, ScbRecord } from "@milstolpe/scb";
import type { Random } from "./random.ts";

/** A fault that was put into a row on purpose. */
export interface PlantedFault {
  /** Index of the row in the records. */
  readonly row: number;
  /** The finding it has to lead to. */
  readonly code: ScbCode;
}

type Fault = readonly [code: ScbCode, spoil: (row: ScbRecord) => ScbRecord];

/** Mistakes of both years, as people and systems make them. */
const inBoth: readonly Fault[] = [
  ["scb.swedish-both", (row) => ({ ...row, Sv: "C", Sva: "C" })],
  ["scb.swedish-none", (row) => ({ ...row, Sv: "2", Sva: "2" })],
  ["scb.language-missing", (row) => ({ ...row, "M2 (språk)": "", "M2 (betyg)": "D" })],
  ["scb.language-unexpected", (row) => ({ ...row, "M2 (språk)": "SPA", "M2 (betyg)": "2" })],
  ["scb.blank", (row) => ({ ...row, Ma: "" })],
  ["scb.identity", (row) => ({ ...row, PersonNr: withWrongCheckDigit(row["PersonNr"] ?? "") })],
  ["scb.school-unit-unknown", (row) => ({ ...row, Skolenhetskod: "99019999" })],
];

const inYear6: readonly Fault[] = [
  ...inBoth,
  ["scb.block-and-subject", (row) => ({ ...row, No: "C", Bi: "C", Fy: "2", Ke: "2" })],
  ["scb.block-or-subject", (row) => ({ ...row, So: "2", Ge: "C", Hi: "2", Re: "C", Sh: "C" })],
  ["scb.unencodable", (row) => ({ ...row, Fornamn: "Łucja" })],
  ["scb.dance-not-given", (row) => ({ ...row, Ovr: "B" })],
];

const inYear9: readonly Fault[] = [
  ...inBoth,
  // Year 6 may have a Y where there is no basis; a final grade may not.
  ["scb.code", (row) => ({ ...row, Bl: "Y" })],
  ["scb.dance-not-given", (row) => ({ ...row, OVR: "B" })],
];

/**
 * Puts one fault of each kind into the rows, and adds a row that is there twice and one of a pupil in an adapted school.
 * @param adapted - such a row; absent where nobody of the year goes to an adapted school
 */
export function plantFaults(
  clean: readonly ScbRecord[],
  year: 6 | 9,
  adapted: ScbRecord | undefined,
  random: Random,
): { readonly records: readonly ScbRecord[]; readonly planted: readonly PlantedFault[] } {
  const records = [...clean];
  const planted: PlantedFault[] = [];
  // Only pupils with a personnummer: another number may stay right when a digit changes.
  const places = random.shuffle(records.flatMap(({ PersonNr = "" }, row) => (/^\d{12}$/.test(PersonNr) ? [row] : [])));
  for (const [code, spoil] of year === 6 ? inYear6 : inYear9) {
    const row = places.pop();
    if (row === undefined) break;
    records[row] = spoil(records[row] ?? {});
    planted.push({ row, code });
  }
  const again = places.pop();
  if (again !== undefined) {
    planted.push({ row: records.length, code: "scb.duplicate-person" });
    records.push(records[again] ?? {});
  }
  if (adapted) {
    planted.push({ row: records.length, code: "scb.adapted-school" });
    records.push(adapted);
  }
  return { records, planted: planted.sort((a, b) => a.row - b.row) };
}

const withWrongCheckDigit = (number: string): string => `${number.slice(0, -1)}${(Number(number.at(-1)) + 1) % 10}`;
