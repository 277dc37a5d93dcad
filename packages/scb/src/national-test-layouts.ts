import { type DraftField, field, headFields, numbered, usualCarrier } from "./draft-field.ts";
import type { Text } from "./finding.ts";
import type { CharClass, Layout } from "./layout.ts";
import { testSubjects } from "./test-subjects.ts";

// Facts of SCB's "Datafilsbeskrivning" for the national tests in year 3, 6 and 9, spring term 2026, dated 2025-12-10.
// 99: not taken, or not known. 88: the result is lost. 77: a replacement test was taken. Labels are ours.

const names: Readonly<Record<string, Text>> = {
  MA: { sv: "Matematik", en: "Mathematics" },
  SV: { sv: "Svenska", en: "Swedish" },
  EN: { sv: "Engelska", en: "English" },
  NO: { sv: "NO", en: "Science" },
  SO: { sv: "SO", en: "Social science" },
};

interface Choice {
  /** 99, 88, and for some fields 77; the points beside them come from the range. */
  readonly codes: readonly string[];
  /** Blank where the test was taken digitally, and its result has been collected already. */
  readonly mayBeBlank?: boolean;
  readonly charClass?: CharClass;
}

const labelled = (subject: string, sv: string, en: string): Text => ({
  sv: `${names[subject]?.sv ?? subject}: ${sv}`,
  en: `${names[subject]?.en ?? subject}: ${en}`,
});

function coded(name: string, label: Text, { codes, mayBeBlank = false, charClass = "S" }: Choice): DraftField {
  return field(name, label, "code", charClass, 2, { required: !mayBeBlank, codes });
}

const group = (subject: string, mayBeBlank = false): DraftField =>
  field(`${subject}_GRUPP`, labelled(subject, "undervisningsgrupp", "teaching group"), "text", "BS", 25, {
    required: !mayBeBlank,
    codes: ["99"],
  });

const syllabus = (charClass: CharClass, mayBeBlank = false): DraftField =>
  coded("SV_KURSPLAN", labelled("SV", "kursplan", "syllabus"), { codes: ["1", "2", "99"], mayBeBlank, charClass });

const part = (subject: string, letter: string, choice: Choice): DraftField =>
  coded(
    `${subject}_${letter}_DELT`,
    labelled(subject, `delprov ${letter}, deltagande`, `part ${letter}, taken`),
    choice,
  );

const outcome = (subject: string, letter: string): DraftField =>
  coded(`${subject}_${letter}_PR`, labelled(subject, `delprov ${letter}, resultat`, `part ${letter}, outcome`), {
    codes: ["0", "1", "99", "88"],
  });

function points(
  subject: string,
  letter: string,
  suffix: "PRP" | "POANG",
  range: readonly [number, number],
  { codes, mayBeBlank = false }: Choice,
): DraftField {
  const label = labelled(subject, `delprov ${letter}, poäng`, `part ${letter}, points`);
  return field(`${subject}_${letter}_${suffix}`, label, "points", "S", 2, { required: !mayBeBlank, codes, range });
}

const grade = (subject: string, choice: Choice): DraftField =>
  coded(`${subject}_PROVB`, labelled(subject, "provbetyg", "grade of the test"), {
    ...choice,
    codes: ["A", "B", "C", "D", "E", "F", ...choice.codes],
    charClass: "BS",
  });

const testHead = () =>
  headFields().map((one) => (one.name === "System" || one.name === "Version" ? { ...one, minLength: 1 } : one));
const lost: Choice = { codes: ["99", "88"] };
const taken: Choice = { codes: ["1", "99", "88"] };
const takenOrReplaced: Choice = { codes: ["1", "99", "88", "77"] };
const replaced: Choice = { codes: ["99", "88", "77"] };

/** SHA-256 of the three sheets. */
const sheetHashes = {
  3: "7e0229d105757b0db9069d5952e3222967cdd2c5d00cc0d03a2f6cbe167bf1e0",
  6: "85f95821104cb1cd837ac17f2750c32cbc33715c78c21d9fdb2d07a300040e0c",
  9: "3fc27bd37ea8cc31790ba66e716d96e1e460bfe4681c32152c8b8daaf28bc2f7",
} as const;

function layoutOf(year: 3 | 6 | 9, drafts: readonly DraftField[], more: Partial<Layout> = {}): Layout {
  const fields = numbered([...testHead(), ...drafts]);
  return {
    id: `np-ak${year}-vt2026`,
    title: { sv: `Nationella prov i årskurs ${year}, VT 2026`, en: `National tests, year ${year}, spring 2026` },
    term: "VT2026",
    status: "verified",
    source: {
      title: `SCB, Datafilsbeskrivning, ämnesprov årskurs ${year}`,
      date: "2025-12-10",
      sha256: sheetHashes[year],
    },
    deadline: "2026-06-18",
    carrier: usualCarrier,
    fields,
    rules: { tests: testSubjects(fields) },
    ...more,
  };
}

const wrongPart = (name: string, means: string): { field: string } & Text => ({
  field: name,
  sv: `Beskrivningens text nämner ett annat delprov; fältet läses som ${means}.`,
  en: `The description's text names another part; the field is read as ${means}.`,
});

const year3Points: Readonly<Record<string, number>> = { B: 17, C: 19, D: 14, E: 16, F: 23, G: 15, G1: 18, G2: 12 };

/** National tests, year 3, spring term 2026: 35 fields. */
export const testsYear3Vt2026: Layout = /* @__PURE__ */ (() =>
  layoutOf(
    3,
    [
      group("MA"),
      ...["A", "B", "C", "D", "E", "F", "G", "G1", "G2"].map((letter) => outcome("MA", letter)),
      ...Object.entries(year3Points).map(([letter, most]) => points("MA", letter, "POANG", [0, most], lost)),
      group("SV"),
      syllabus("S"),
      ...["A", "B", "C", "D", "E", "F", "G", "H"].map((letter) => outcome("SV", letter)),
      ...["B", "C"].map((letter) => points("SV", letter, "POANG", [0, 18], lost)),
    ],
    {
      errata: [wrongPart("MA_G_POANG", "MA_G"), wrongPart("SV_C_POANG", "SV_C")],
      variants: [
        {
          lacks: ["MA_G1_PR", "MA_G2_PR", "MA_G1_POANG", "MA_G2_POANG"],
          sv: "31 kolumner: delprov G1 och G2 i matematik saknas",
          en: "31 columns: parts G1 and G2 in mathematics are missing",
        },
      ],
    },
  ))();

const blank = (choice: Choice): Choice => ({ ...choice, mayBeBlank: true });

/** Swedish and English in year 6: every part may have been taken digitally, and is then blank. */
const year6Subject = (subject: "SV" | "EN", range: readonly [number, number]): readonly DraftField[] => {
  const charClass = subject === "SV" ? "S" : "BS";
  return [
    ...["A", "B", "C"].map((letter) =>
      part(subject, letter, { ...(letter === "A" ? taken : takenOrReplaced), charClass }),
    ),
    ...["A", "B", "C"].map((letter) => points(subject, letter, "PRP", range, blank(lost))),
    grade(subject, blank(lost)),
  ];
};

/** National tests, year 6, spring term 2026: 29 fields. */
export const testsYear6Vt2026: Layout = /* @__PURE__ */ (() =>
  layoutOf(6, [
    group("MA"),
    ...["A", "B", "C", "D", "E"].map((letter) => part("MA", letter, taken)),
    grade("MA", lost),
    group("SV", true),
    syllabus("S", true),
    ...year6Subject("SV", [0, 18]),
    group("EN", true),
    ...year6Subject("EN", [1, 6]),
  ]))();

/** Science or social science in year 9: one subject of four or three, drawn for the school. */
const year9Drawn = (area: "NO" | "SO", subjects: readonly string[]): readonly DraftField[] => [
  coded(`${area}_PROV`, labelled(area, "ämne", "subject"), { codes: subjects, mayBeBlank: true, charClass: "B" }),
  ...["A", "B"].map((letter) => part(area, letter, takenOrReplaced)),
  group(area, true),
  grade(area, blank(replaced)),
];

/** National tests, year 9, spring term 2026: 32 fields. */
export const testsYear9Vt2026: Layout = /* @__PURE__ */ (() =>
  layoutOf(
    9,
    [
      group("MA"),
      ...["A", "B", "C", "D"].map((letter) => part("MA", letter, letter === "A" ? taken : takenOrReplaced)),
      grade("MA", replaced),
      group("SV"),
      syllabus("BS"),
      ...["A", "B", "C"].map((letter) => points("SV", letter, "PRP", [0, 18], letter === "A" ? lost : replaced)),
      grade("SV", replaced),
      group("EN"),
      ...["A", "B", "C"].map((letter) => points("EN", letter, "PRP", [1, 9], letter === "B" ? replaced : lost)),
      grade("EN", replaced),
      ...year9Drawn("NO", ["FY", "BI", "KE"]),
      ...year9Drawn("SO", ["GE", "HI", "RE", "SH"]),
    ],
    {
      errata: [
        {
          field: "SO_B_DELT",
          sv: "Beskrivningen hänvisar till fältet självt; det läses som SO_A_DELT.",
          en: "The description refers to the field itself; it is read as SO_A_DELT.",
        },
      ],
    },
  ))();
