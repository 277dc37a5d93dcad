import { field, headFields, numbered, usualCarrier } from "./draft-field.ts";
import type { Layout } from "./layout.ts";

/**
 * Pupils of compulsory school on 15 October: what is reported is known from manuals of school systems, but neither the
 * names that SCB gives the fields, nor their order, lengths or codes. A draft: nothing is written with it.
 */
export const pupilsDraft: Layout = /* @__PURE__ */ (() => ({
  id: "elever-draft",
  title: { sv: "Elever i grundskolan 15 oktober (utkast)", en: "Pupils of compulsory school, 15 October (draft)" },
  term: "HT2026",
  status: "draft",
  source: { title: "Manuals of school systems; SCB's description is not public", date: "2016-11-01" },
  carrier: usualCarrier,
  fields: numbered([
    ...headFields(),
    ...(
      [
        ["SkolenhetNamn", "Skolenhetens namn", "Name of the school unit"],
        ["Arskurs", "Årskurs", "Year"],
        ["Klass", "Klass", "Class"],
        ["Fritidshem", "Inskriven på fritidshem", "Enrolled in after-school care"],
        ["FritidshemKod", "Fritidshemmets skolenhetskod", "School unit code of the after-school care"],
        ["FritidshemNamn", "Fritidshemmets namn", "Name of the after-school care"],
        ["Avdelning", "Avdelningens namn", "Name of the group"],
        ["SvenskaSomAndrasprak", "Läser svenska som andraspråk", "Reads Swedish as a second language"],
        ["ModernaSprak", "Moderna språk", "Modern languages"],
        ["Modersmal", "Modersmål: språk, berättigad, deltar", "Mother tongue: language, entitled, takes part"],
        ["Minoritetssprak", "Nationellt minoritetsspråk", "National minority language"],
        ["Atgardsprogram", "Åtgärdsprogram", "Action programme"],
        ["SarskildGrupp", "Särskild undervisningsgrupp", "Special teaching group"],
        ["EnskildUndervisning", "Enskild undervisning", "Individual teaching"],
        ["AnpassadStudiegang", "Anpassad studiegång", "Adapted course of study"],
        ["Distans", "Distansundervisning som särskilt stöd", "Remote teaching as special support"],
        ["Studiehandledning", "Studiehandledning på modersmålet", "Study guidance in the mother tongue"],
        ["AlternativSprakval", "Alternativ till språkval", "Alternative to language choice"],
        ["IntegreradElev", "Integrerad elev i anpassad grundskola", "Integrated pupil of adapted school"],
      ] as const
    ).map(([name, sv, en]) =>
      field(name, { sv, en }, "text", "A", 100, { required: false, unstated: ["charClass", "maxLength"] }),
    ),
  ]),
  rules: {},
}))();
