import type { Text } from "./finding.ts";

/** Who writes the code: SS 12000:2020, Skolverket's DNP subset of it, or Tieto Education (Edlevo). */
export type SchoolFormSystem = "ss12000" | "dnp" | "tieto";

/** A school form (skolform), by the code that SS 12000 has for it. */
export interface SchoolForm {
  readonly code: string;
  /** Since 2 July 2023 särskola is called anpassad skola; the codes kept their letters. */
  readonly name: Text;
  /** Codes of the other systems that mean it, the plainest first. */
  readonly dnp: readonly string[];
  readonly tieto: readonly string[];
}

/**
 * The school forms whose codes differ between registers, or that have a name of their own. Codes of SS 12000 that are not
 * here (`KU`, `STF`, `ABU` …) are the same in DNP and unknown to Tieto.
 * @see SS 12000:2020 (schoolType); Skolverket, DNP profile; Tieto Education, Organization API v12
 */
export const schoolForms: readonly SchoolForm[] = [
  { code: "FS", name: { sv: "förskola", en: "preschool" }, dnp: ["FS"], tieto: ["FS"] },
  { code: "FKLASS", name: { sv: "förskoleklass", en: "preschool class" }, dnp: ["FKLASS"], tieto: ["FK"] },
  { code: "FTH", name: { sv: "fritidshem", en: "after-school centre" }, dnp: ["FTH"], tieto: ["F"] },
  {
    code: "OPPFTH",
    name: { sv: "öppen fritidsverksamhet", en: "open after-school activity" },
    dnp: ["OPPFTH"],
    tieto: [],
  },
  { code: "GR", name: { sv: "grundskola", en: "compulsory school" }, dnp: ["GR"], tieto: ["GR"] },
  {
    code: "GRS",
    name: { sv: "anpassad grundskola", en: "adapted compulsory school" },
    dnp: ["GRS", "TR"],
    tieto: ["S"],
  },
  { code: "SP", name: { sv: "specialskola", en: "special needs school" }, dnp: ["SP"], tieto: [] },
  { code: "SAM", name: { sv: "sameskola", en: "Sami school" }, dnp: ["SAM"], tieto: [] },
  { code: "GY", name: { sv: "gymnasieskola", en: "upper secondary school" }, dnp: ["GY"], tieto: ["GY"] },
  {
    code: "GYS",
    name: { sv: "anpassad gymnasieskola", en: "adapted upper secondary school" },
    dnp: ["GYS"],
    tieto: ["GS"],
  },
  {
    code: "KOMVUX",
    name: { sv: "kommunal vuxenutbildning", en: "municipal adult education" },
    dnp: ["VUX", "VUXGR", "VUXGY"],
    tieto: ["KV"],
  },
  {
    code: "SARVUX",
    name: { sv: "kommunal vuxenutbildning som anpassad utbildning", en: "adapted municipal adult education" },
    dnp: ["SARVUX", "SARVUXGR", "SARVUXGY", "VUXSARGR", "VUXSARTR", "VUXSARGY"],
    tieto: ["SV"],
  },
  {
    code: "SFI",
    name: { sv: "svenska för invandrare", en: "Swedish for immigrants" },
    dnp: ["SFI", "VUXSFI"],
    tieto: ["SF"],
  },
  { code: "YH", name: { sv: "yrkeshögskola", en: "higher vocational education" }, dnp: ["YH"], tieto: ["YH"] },
];

/**
 * The school form that a code means in a system. Several codes of DNP may mean one form of SS 12000, so the way back is the
 * plainest of them.
 * @returns undefined for a code that is not in the table: it may still be right, see {@link schoolForms}
 * @example
 * schoolForm("S", "tieto")?.code; // "GRS"
 * schoolForm("GRS")?.name.sv; // "anpassad grundskola"
 */
export function schoolForm(code: string, system: SchoolFormSystem = "ss12000"): SchoolForm | undefined {
  return schoolForms.find((one) => (system === "ss12000" ? one.code === code : one[system].includes(code)));
}
