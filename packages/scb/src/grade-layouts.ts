import { type DraftField, field, headFields, numbered, usualCarrier } from "./draft-field.ts";
import type { Text } from "./finding.ts";
import type { CharClass, Layout } from "./layout.ts";

// Facts of SCB's "Datafilsbeskrivning" for grades in year 6 and year 9, spring term 2026, dated 2025-12-10. Labels are ours.

const subjects: Readonly<Record<string, Text>> = {
  Bl: { sv: "Bild", en: "Art" },
  En: { sv: "Engelska", en: "English" },
  Hkk: { sv: "Hem- och konsumentkunskap", en: "Home and consumer studies" },
  Idh: { sv: "Idrott och hälsa", en: "Physical education and health" },
  Ma: { sv: "Matematik", en: "Mathematics" },
  "M1 (språk)": { sv: "Språk, skolans val", en: "Language, school's choice" },
  "M1 (betyg)": { sv: "Betyg, språk inom skolans val", en: "Grade, language of the school's choice" },
  "M2 (språk)": { sv: "Språk, språkval", en: "Language, language choice" },
  "M2 (betyg)": { sv: "Betyg, språk inom språkval", en: "Grade, language of the language choice" },
  "ML (språk)": { sv: "Språk, modersmål", en: "Language, mother tongue" },
  "ML (betyg)": { sv: "Betyg, modersmål", en: "Grade, mother tongue" },
  Modm_anm: { sv: "Språk, modersmål", en: "Language, mother tongue" },
  Modmalbe: { sv: "Betyg, modersmål", en: "Grade, mother tongue" },
  Mu: { sv: "Musik", en: "Music" },
  No: { sv: "NO-block", en: "Science block" },
  Bi: { sv: "Biologi", en: "Biology" },
  Fy: { sv: "Fysik", en: "Physics" },
  Ke: { sv: "Kemi", en: "Chemistry" },
  So: { sv: "SO-block", en: "Social science block" },
  Ge: { sv: "Geografi", en: "Geography" },
  Hi: { sv: "Historia", en: "History" },
  Re: { sv: "Religionskunskap", en: "Religion" },
  Sh: { sv: "Samhällskunskap", en: "Civics" },
  Sl: { sv: "Slöjd", en: "Crafts" },
  Sv: { sv: "Svenska", en: "Swedish" },
  Sva: { sv: "Svenska som andraspråk", en: "Swedish as a second language" },
  Tn: { sv: "Teckenspråk för hörande", en: "Sign language for the hearing" },
  Tk: { sv: "Teknik", en: "Technology" },
  Ovr: { sv: "Dans", en: "Dance" },
  OVR: { sv: "Dans", en: "Dance" },
};

const head = (): readonly DraftField[] => [
  ...headFields(),
  field("Klass", { sv: "Klass", en: "Class" }, "text", "A", 25),
  field("Fornamn", { sv: "Förnamn", en: "Given name" }, "name", "B", 20),
  field("Efternamn", { sv: "Efternamn", en: "Family name" }, "name", "B", 20),
];

const labelOf = (name: string): Text => subjects[name] ?? { sv: name, en: name };
const language = (name: string, charClass: CharClass): DraftField =>
  field(name, labelOf(name), "language", charClass, 3, { required: false });

/** Grades in file order; a name in `languages` is a language code, `optional` may be 2, `always` may not be 3. */
function gradeFields(
  names: readonly string[],
  {
    languages,
    optional,
    never3,
    extra,
  }: {
    languages: ReadonlySet<string>;
    optional: ReadonlySet<string>;
    never3: ReadonlySet<string>;
    extra: readonly string[];
  },
): readonly DraftField[] {
  return names.map((name) => {
    if (languages.has(name)) return language(name, name === "Modm_anm" ? "B" : "BS");
    const codes = ["A", "B", "C", "D", "E", "F"].concat(
      "9",
      never3.has(name) ? [] : "3",
      optional.has(name) ? "2" : [],
      extra,
    );
    return field(name, labelOf(name), "grade", "BS", 1, { codes });
  });
}

/** Terminsbetyg, year 6, spring term 2026: 35 fields. */
export const gradesYear6Vt2026: Layout = /* @__PURE__ */ (() => ({
  id: "betyg-ak6-vt2026",
  title: { sv: "Terminsbetyg i årskurs 6, VT 2026", en: "Term grades, year 6, spring 2026" },
  term: "VT2026",
  status: "verified",
  source: {
    title: "SCB, Datafilsbeskrivning, terminsbetyg årskurs 6",
    date: "2025-12-10",
    sha256: "a4507b85c9ea40c054cd62b38f6fb7db0fb14a9ede22bd51a0d11f6b07979c4a",
  },
  carrier: usualCarrier,
  fields: numbered([
    ...head(),
    ...gradeFields(
      "Bl,En,Hkk,Idh,Ma,M1 (språk),M1 (betyg),M2 (språk),M2 (betyg),Modm_anm,Modmalbe,Mu,No,Bi,Fy,Ke,So,Ge,Hi,Re,Sh,Sl,Sv,Sva,Tn,Tk,Ovr".split(
        ",",
      ),
      {
        languages: new Set(["M1 (språk)", "M2 (språk)", "Modm_anm"]),
        optional: new Set("M1 (betyg),M2 (betyg),Modmalbe,No,Bi,Fy,Ke,So,Ge,Hi,Re,Sh,Sv,Sva,Tn,Ovr".split(",")),
        never3: new Set(["Modmalbe", "Tn"]),
        extra: ["Y", "Z"],
      },
    ),
  ]),
  rules: {
    swedish: ["Sv", "Sva"],
    blocks: [
      { block: "No", subjects: ["Bi", "Fy", "Ke"] },
      { block: "So", subjects: ["Ge", "Hi", "Re", "Sh"] },
    ],
    languages: [
      { language: "M1 (språk)", grade: "M1 (betyg)" },
      { language: "M2 (språk)", grade: "M2 (betyg)" },
      { language: "Modm_anm", grade: "Modmalbe" },
    ],
    dance: "Ovr",
  },
}))();

/** Slutbetyg, year 9, spring term 2026: 33 fields. */
export const gradesYear9Vt2026: Layout = /* @__PURE__ */ (() => ({
  id: "betyg-ak9-vt2026",
  title: { sv: "Slutbetyg i årskurs 9, VT 2026", en: "Final grades, year 9, spring 2026" },
  term: "VT2026",
  status: "verified",
  source: {
    title: "SCB, Datafilsbeskrivning, slutbetyg årskurs 9",
    date: "2025-12-10",
    sha256: "598a6185634e2d6d32a9216eb530b525a098e23a979d598fe063bff3cbe432dc",
  },
  carrier: usualCarrier,
  fields: numbered([
    ...head(),
    ...gradeFields(
      "Bl,En,Hkk,Idh,Ma,M1 (språk),M1 (betyg),M2 (språk),M2 (betyg),ML (språk),ML (betyg),Mu,Bi,Fy,Ke,Ge,Hi,Re,Sh,Sl,Sv,Sva,Tn,Tk,OVR".split(
        ",",
      ),
      {
        languages: new Set(["M1 (språk)", "M2 (språk)", "ML (språk)"]),
        optional: new Set("M1 (betyg),M2 (betyg),ML (betyg),Sv,Sva,Tn,OVR".split(",")),
        never3: new Set(["Tn"]),
        extra: [],
      },
    ),
  ]),
  rules: {
    swedish: ["Sv", "Sva"],
    blocks: [],
    languages: [
      { language: "M1 (språk)", grade: "M1 (betyg)" },
      { language: "M2 (språk)", grade: "M2 (betyg)" },
      { language: "ML (språk)", grade: "ML (betyg)" },
    ],
    dance: "OVR",
  },
}))();

/**
 * The year before: SCB's description of 2024-12. A class had 20 characters. Year 6 also had the code 9999999999 for what is
 * not known; for which field is not in the transcription that this rests on, so it is not here.
 */
function inVt2025(layout: Layout, date: string, deadline?: string): Layout {
  return {
    ...layout,
    id: layout.id.replace("vt2026", "vt2025"),
    title: { sv: layout.title.sv.replace("2026", "2025"), en: layout.title.en.replace("2026", "2025") },
    term: "VT2025",
    source: { title: layout.source.title, date },
    ...(deadline === undefined ? {} : { deadline }),
    fields: layout.fields.map((one) => (one.name === "Klass" ? { ...one, maxLength: 20 } : one)),
  };
}

/** Terminsbetyg, year 6, spring term 2025: 35 fields. */
export const gradesYear6Vt2025: Layout = /* @__PURE__ */ inVt2025(gradesYear6Vt2026, "2024-12-13", "2025-06-18");

/** Slutbetyg, year 9, spring term 2025: 33 fields. */
export const gradesYear9Vt2025: Layout = /* @__PURE__ */ inVt2025(gradesYear9Vt2026, "2024-12-12");
