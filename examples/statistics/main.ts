// A municipality publishes its grades: counted from records, protected, attacked, written as PX, and read back.
import { auditProtection, checkPx, cube, protect, toCsv, toJsonStat, writePx } from "@milstolpe/statistics";

interface Grade {
  readonly school: string;
  readonly subject: string;
  readonly grade: string;
}

// Invented pupils at three schools, one of them small.
const sizes = { Björkskolan: 84, Strandskolan: 61, Åsens: 9 };
const grades: Grade[] = Object.entries(sizes).flatMap(([school, pupils]) =>
  Array.from({ length: pupils }, (_, pupil): Grade[] =>
    ["Ma", "Sv"].map((subject, at) => ({ school, subject, grade: "CEDBEDCAEF".charAt((pupil * 7 + at * pupil) % 10) })),
  ).flat(),
);

const total = { sv: "Samtliga", en: "All" };
const made = cube(grades, {
  languages: ["sv", "en"],
  title: { sv: "Betyg i årskurs 9 efter skola, ämne och betyg", en: "Grades in year 9 by school, subject and grade" },
  dimensions: [
    { id: "skola", label: { sv: "skola", en: "school" }, of: ({ school }) => school, totalLabel: total },
    {
      id: "amne",
      label: { sv: "ämne", en: "subject" },
      of: ({ subject }) => subject,
      categories: [
        { code: "Ma", label: { sv: "matematik", en: "mathematics" } },
        { code: "Sv", label: { sv: "svenska", en: "Swedish" } },
      ],
    },
    { id: "betyg", label: { sv: "betyg", en: "grade" }, of: ({ grade }) => grade, totalLabel: total },
  ],
  facts: {
    matrix: "BETYG9",
    subjectCode: "UF",
    subjectArea: { sv: "Utbildning", en: "Education" },
    contents: { sv: "Betyg", en: "Grades" },
    unit: { sv: "antal", en: "number" },
    source: { sv: "Kommunen", en: "The municipality" },
    updated: "2026-06-20T08:00",
  },
});

const { table, cells, findings, explanation } = protect(made, {
  method: "suppression",
  threshold: 5,
  groups: ["betyg"],
});
console.log(explanation.en);
for (const { at, reason, proven } of cells.slice(0, 3))
  console.log(`  ${Object.values(at).join(" ")}: ${reason}, can be anything from ${proven?.join(" to ")}`);

const { counts } = auditProtection(table, { original: made.table });
console.log(`The attack: ${counts.exposed} exposed, ${counts.protected} protected, ${counts.open} open`);
if (counts.exposed > 0 || findings.some(({ severity }) => severity === "must")) throw new Error("not for publication");

const written = writePx(table, { encoding: "windows-1252", newline: "\n" });
if (!written.ok) throw new Error("the table could not be written");
console.log(`PX: ${written.value.length} bytes, ${checkPx(written.value).length} findings`);
console.log(new TextDecoder("windows-1252").decode(written.value).replace(/^[^]*DATA=/, "DATA="));

// What a reader of a damaged copy is told.
const damaged = new TextDecoder("windows-1252")
  .decode(written.value)
  .replace('SUBJECT-CODE="UF"', 'SUBJECT-CODE="U"F"');
for (const { severity, where, en } of checkPx(new TextEncoder().encode(damaged)))
  console.log(`[${severity}] ${where}: ${en}`);

console.log(toCsv(table, { layout: "wide", newline: "\n" }).split("\n").slice(0, 3).join("\n"));
console.log(Object.keys(toJsonStat(table, { language: "en" })).join(" "));
