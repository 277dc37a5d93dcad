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

const testHead = (row: ScbRecord): ScbRecord => {
  const { Klass: _class, Fornamn: _given, Efternamn: _family, ...rest } = row;
  return rest;
};

/** A row of the national tests of year 3 that no rule objects to. */
export const tests3 = (change: ScbRecord = {}): ScbRecord => ({
  ...testHead(head(0)),
  ...grades("MA_GRUPP,SV_GRUPP", "3A"),
  ...grades("MA_A_PR,MA_B_PR,MA_C_PR,MA_D_PR,MA_E_PR,MA_F_PR,MA_G_PR,MA_G1_PR,MA_G2_PR,SV_KURSPLAN", "1"),
  ...grades("SV_A_PR,SV_B_PR,SV_C_PR,SV_D_PR,SV_E_PR,SV_F_PR,SV_G_PR,SV_H_PR", "0"),
  ...grades("MA_B_POANG,MA_C_POANG,MA_D_POANG,MA_E_POANG,MA_F_POANG,MA_G_POANG,MA_G1_POANG,MA_G2_POANG", "12"),
  ...grades("SV_B_POANG,SV_C_POANG", "17"),
  ...change,
});

/** A row of the national tests of year 6 that no rule objects to. */
export const tests6 = (change: ScbRecord = {}): ScbRecord => ({
  ...testHead(head(0)),
  ...grades("MA_GRUPP,SV_GRUPP,EN_GRUPP", "6A"),
  ...grades("MA_A_DELT,MA_B_DELT,MA_C_DELT,MA_D_DELT,MA_E_DELT,SV_KURSPLAN,SV_A_DELT,SV_B_DELT,SV_C_DELT", "1"),
  ...grades("EN_A_DELT,EN_B_DELT,EN_C_DELT", "1"),
  ...grades("SV_A_PRP,SV_B_PRP,SV_C_PRP,EN_A_PRP,EN_B_PRP,EN_C_PRP", "5"),
  ...grades("MA_PROVB,SV_PROVB,EN_PROVB", "C"),
  ...change,
});

/** A row of the national tests of year 9 that no rule objects to. */
export const tests9 = (change: ScbRecord = {}): ScbRecord => ({
  ...testHead(head(0)),
  ...grades("MA_GRUPP,SV_GRUPP,EN_GRUPP,NO_GRUPP,SO_GRUPP", "9A"),
  ...grades("MA_A_DELT,MA_B_DELT,MA_C_DELT,MA_D_DELT,SV_KURSPLAN,NO_A_DELT,NO_B_DELT,SO_A_DELT,SO_B_DELT", "1"),
  ...grades("SV_A_PRP,SV_B_PRP,SV_C_PRP,EN_A_PRP,EN_B_PRP,EN_C_PRP", "7"),
  ...grades("MA_PROVB,SV_PROVB,EN_PROVB,NO_PROVB,SO_PROVB", "B"),
  NO_PROV: "FY",
  SO_PROV: "SH",
  ...change,
});

const grades = (names: string, value: string): ScbRecord =>
  Object.fromEntries(names.split(",").map((name) => [name, value]));
