import { testIdentity } from "@milstolpe/swedish";
import { gradesYear9Vt2026, type ScbRecord } from "@milstolpe/scb";

const given = ["Åsa", "Nils", "Märta", "Ali", "Ebba", "Örjan", "Liv", "Jamal", "Elsa", "Sixten"];
const family = ["Öberg", "Lind", "Sjö", "Hassan", "Åkerman", "Nyström", "Dahl", "Ek"];
const marks = "ABCDEF9";
const languages = ["FRA", "DEU", "SPA"];
const subjects = gradesYear9Vt2026.fields.filter(({ kind, codes = [] }) => kind === "grade" && !codes.includes("2"));

/** Test numbers of the tax agency's series, so many as there are days in twenty years, in two serials. */
const numbers = Array.from({ length: 7000 }, (_, day) => {
  const date = new Date(Date.UTC(1994, 0, 1 + day)).toISOString().slice(0, 10);
  return [testIdentity(date, 238), testIdentity(date, 239)];
}).flat();

/**
 * The invented pupil with this number, the same every time. Beyond the test series pupils get TF numbers, two digits to a
 * day: enough for a million.
 */
export function pupil(index: number): ScbRecord {
  const day = Math.floor(index / 90);
  const tf = `${new Date(Date.UTC(1980, 0, 1 + day)).toISOString().slice(0, 10).replaceAll("-", "")}TF${10 + (index % 90)}`;
  const row: Record<string, string> = {
    System: "Milstolpe",
    Datum: "2026-06-12",
    Version: "1.0.0",
    PersonNr: numbers[index] ?? tf,
    Skolenhetskod: String(99_000_000 + (index % 77)),
    Klass: `9${"ABCDEFGH"[index % 8]}`,
    Fornamn: given[index % given.length] ?? "",
    Efternamn: family[index % family.length] ?? "",
    "M1 (språk)": "",
    "M1 (betyg)": "2",
    "M2 (språk)": languages[index % 3] ?? "",
    "M2 (betyg)": marks[index % 7] ?? "",
    "ML (språk)": "",
    "ML (betyg)": "2",
    Sv: marks[(index + 3) % 7] ?? "",
    Sva: "2",
    Tn: "2",
    OVR: "2",
  };
  for (const [at, { name }] of subjects.entries()) row[name] = marks[(index * 31 + at * 7) % 7] ?? "";
  return row;
}
