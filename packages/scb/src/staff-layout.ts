import { type DraftField, field, headFields, numbered, usualCarrier } from "./draft-field.ts";
import type { Text } from "./finding.ts";
import type { FieldKind, Layout } from "./layout.ts";

// Names and order as a public program quotes them from SCB's description of 2026-05-07; lengths and most codes are not
// known. Rules: SCB's instructions for the register of teachers, 2016 (shares of the teaching sum to 100).

/** A field whose length and characters the source does not state. */
const open = (name: string, label: Text, kind: FieldKind, required = false): DraftField =>
  field(name, label, kind, "A", 100, { required, unstated: ["charClass", "maxLength"] });

const same = (text: string): Text => ({ sv: text, en: text });
const shares = (names: string): readonly DraftField[] =>
  names.split(",").map((name) => open(`Omf${name}`, same(`Omf${name}`), "percent"));
const texts = (names: string): readonly DraftField[] => names.split(",").map((name) => open(name, same(name), "text"));

const ofHead = (name: string): DraftField[] => headFields().filter((one) => one.name === name);
const posts =
  "Rektor,Ledn,SYV,PersBibliotek,Fritidsledare,Speciallarare,Specialpedagog,Asyl,AnnanP,studieh,Lararass,Larare,SFISVA,SFIMMAL";
const subjects =
  "Biologi,Fysik,Geografi,Historia,Idrott,Kemi,Matematik,Religion,Samhall,Bild,HemKonsum,Musik,Slojd,Teknik,Svenska,SVA,Engelska,Franska,Spanska,Tyska,Samiska,OvrigtSprak,Teckensprak,MMAL";
const moreSubjects = "Psykologi,Filosofi,Estetisk,Naturkunsk,Yrkes";
const adaptedSubjects = "Kommunikation,Motorik,Vardagsaktiviteter,Verklighetsuppfattning,Individ,Naturo,Sprakochk";
const taughtFields = () =>
  [...subjects.split(","), ...moreSubjects.split(","), "Bilaga4", "Vissa", "Yrkesgsar"]
    .concat(adaptedSubjects.split(","))
    .map((name) => `Omf${name}`);

/** Pedagogical staff, autumn term 2026: 80 fields, one row per person, unit and kind of activity. Known second-hand. */
export const staffHt2026: Layout = /* @__PURE__ */ (() => ({
  id: "pedpers-ht2026",
  title: { sv: "Pedagogisk personal, HT 2026", en: "Pedagogical staff, autumn 2026" },
  term: "HT2026",
  status: "secondary",
  source: { title: "SCB, Datafilsbeskrivning, pedagogisk personal, as quoted by SchemaPro", date: "2026-05-07" },
  measuredOn: "2026-10-15",
  deadline: "2026-11-02",
  key: ["PersonNr", "SkolenhetsKod", "Verksamhetstyp"],
  carrier: usualCarrier,
  fields: numbered([
    ...headFields().slice(0, 3),
    ...ofHead("Skolenhetskod").map((one) => ({ ...one, name: "SkolenhetsKod" })),
    ...ofHead("PersonNr"),
    open("PersonNamn", { sv: "Namn", en: "Name" }, "name", true),
    open("Verksamhetstyp", { sv: "Verksamhetstyp", en: "Kind of activity" }, "text", true),
    open("SkolenhetNamn", { sv: "Skolenhetens namn", en: "Name of the school unit" }, "text"),
    open("AnstForm", { sv: "Anställningsform", en: "Form of employment" }, "text"),
    ...shares(posts),
    ...texts("KvxSfiTyp,AnordnOrgNr,ForsteLarare,Lektor"),
    field("Undervisning", { sv: "Undervisar (J/N)", en: "Teaches (J/N)" }, "code", "B", 1, {
      required: false,
      codes: ["J", "N"],
    }),
    ...shares(subjects),
    ...texts("MMalKod"),
    ...shares(moreSubjects),
    ...texts("HuvudYrkesAmn1,HuvudYrkesAmn2,HuvudYrkesAmn3"),
    ...shares("Bilaga4"),
    ...texts("Bilaga4amn1,Bilaga4amn2,Bilaga4amn3"),
    ...shares("Vissa"),
    ...texts("Vissaamn1,Vissaamn2,Vissaamn3"),
    ...shares("Yrkesgsar"),
    ...texts("HuvudYrkesgsarAmn1,HuvudYrkesgsarAmn2,HuvudYrkesgsarAmn3"),
    ...shares(adaptedSubjects),
  ]),
  rules: { teaching: { teaches: "Undervisning", shares: taughtFields() } },
}))();
