import { cube, type Cube } from "@milstolpe/statistics";
import type { DemoMunicipality } from "../demo/index.ts";

const subjects: Readonly<Record<string, { readonly sv: string; readonly en: string }>> = {
  En: { sv: "Engelska", en: "English" },
  Ma: { sv: "Matematik", en: "Mathematics" },
};
const marks = ["A", "B", "C", "D", "E", "F"] as const;
const total = { sv: "Totalt", en: "Total" };

/** How many pupils of year 9 have which grade in English and mathematics, by school: numbers that are about somebody. */
export function gradeCube({ grades, units, name, days }: DemoMunicipality): Cube {
  const { previous = [] } = grades.find(({ layout }) => layout === "betyg-ak9-vt2026") ?? {};
  const schools = new Map(units.map(({ row }) => [row.schoolUnitCode ?? "", row.name]));
  const present = [...new Set(previous.map((row) => row["Skolenhetskod"] ?? ""))].toSorted();
  const given = previous.flatMap((row) =>
    Object.keys(subjects).map((subject) => ({ school: row["Skolenhetskod"], subject, mark: row[subject] ?? "" })),
  );
  const at = `${days.today}T09:00`;
  return cube(given, {
    languages: ["sv", "en"],
    title: { sv: `Betyg i årskurs 9 efter skola, ${name}`, en: `Grades in year 9 by school, ${name}` },
    dimensions: [
      {
        id: "subject",
        label: { sv: "ämne", en: "subject" },
        of: ({ subject }) => subject,
        categories: Object.entries(subjects).map(([code, label]) => ({ code, label })),
      },
      {
        id: "school",
        label: { sv: "skola", en: "school" },
        of: ({ school }) => school,
        categories: present.map((code) => ({
          code,
          label: { sv: schools.get(code) ?? code, en: schools.get(code) ?? code },
        })),
        totalLabel: total,
      },
      {
        id: "grade",
        label: { sv: "betyg", en: "grade" },
        of: ({ mark }) => marks.find((one) => one === mark),
        categories: marks.map((code) => ({ code, label: { sv: code, en: code } })),
        totalLabel: total,
      },
    ],
    facts: {
      matrix: "GRADES9",
      subjectCode: "UF",
      subjectArea: { sv: "Utbildning", en: "Education" },
      contents: { sv: "Elever", en: "Pupils" },
      unit: { sv: "antal", en: "number" },
      source: { sv: name, en: name },
      created: at,
      updated: at,
    },
  });
}
