import { testIdentity } from "@milstolpe/swedish";
import type { ScbRecord } from "../src/layout.ts";

/** Test numbers of the tax agency's series, one a day. */
export const person = (index: number): string =>
  testIdentity(new Date(Date.UTC(2013, 0, 1 + index)).toISOString().slice(0, 10), 239);

const head = (index: number): ScbRecord => ({
  System: "Milstolpe",
  Datum: "2026-06-12",
  Version: "1",
  PersonNr: person(index),
  Skolenhetskod: "99000001",
  Klass: "6A",
  Fornamn: "Åsa",
  Efternamn: "Öberg",
});

/** A row of year 6 that no rule objects to. */
export const year6 = (index = 0, change: ScbRecord = {}): ScbRecord => ({
  ...head(index),
  ...grades("Bl,En,Hkk,Idh,Ma,Mu,No,So,Sl,Sv,Tk", "C"),
  ...grades("M1 (betyg),M2 (betyg),Modmalbe,Bi,Fy,Ke,Ge,Hi,Re,Sh,Sva,Tn,Ovr", "2"),
  ...grades("M1 (språk),M2 (språk),Modm_anm", ""),
  ...change,
});

/** A row of year 9 that no rule objects to. */
export const year9 = (index = 0, change: ScbRecord = {}): ScbRecord => ({
  ...head(index),
  Klass: "9A",
  ...grades("Bl,En,Hkk,Idh,Ma,Mu,Bi,Fy,Ke,Ge,Hi,Re,Sh,Sl,Sv,Tk", "B"),
  ...grades("M1 (betyg),ML (betyg),Sva,Tn,OVR", "2"),
  ...grades("M1 (språk),ML (språk)", ""),
  "M2 (språk)": "FRA",
  "M2 (betyg)": "D",
  ...change,
});

const grades = (names: string, value: string): ScbRecord =>
  Object.fromEntries(names.split(",").map((name) => [name, value]));
