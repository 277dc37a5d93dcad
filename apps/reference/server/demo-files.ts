import { ss12000Lists } from "@milstolpe/connectors/ss12000";
import { writeImportFiles } from "@milstolpe/connectors/import-files";
import { writeOneRoster } from "@milstolpe/connectors/oneroster";
import { writeSds } from "@milstolpe/connectors/sds";
import { createPlan, rolloutTemplate, toNetwork } from "@milstolpe/phases";
import { driversOf, fiveByFive, inferredQuantification } from "@milstolpe/risk";
import { layoutById, prepareReport } from "@milstolpe/scb";
import { writePx, type Table } from "@milstolpe/statistics";
import type { Person } from "@milstolpe/sync";
import { trainingProblem, type DemoMunicipality } from "../demo/index.ts";
import { demoDecisions, demoStart, swedishHolidays } from "../demo/rollout.ts";
import { demoRisks } from "./risk-job.ts";

const schoolYear = { start: "2025-08-18", end: "2026-06-12" };

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/**
 * The demo municipality as files, by path: what its systems would export, to try the command line on. The people are
 * invented, and their identity numbers are of the published test series.
 */
export function demoFiles(demo: DemoMunicipality): ReadonlyMap<string, string | Uint8Array> {
  const { ss12000, truth, register, days } = demo;
  const files = new Map<string, string | Uint8Array>();
  for (const list of ss12000Lists)
    files.set(`register/${list}.json`, JSON.stringify({ data: ss12000[list] ?? [], pageToken: null }));
  for (const { name, bytes } of writeImportFiles({ entities: truth, on: days.today }).files)
    files.set(`import-files/${name}`, bytes);
  files.set("oneroster.zip", writeOneRoster({ entities: truth, schoolYear }).zip);
  for (const { name, bytes } of writeSds({ entities: truth }).files) files.set(`sds/${name}`, bytes);

  files.set("platform.csv", peopleAsCsv(register.persons));
  files.set("register.csv", peopleAsCsv(truth.persons));

  files.set("training-problem.json", JSON.stringify(trainingProblem(demo, { accessFrom: days.today })));

  const calendar = { holidays: swedishHolidays(demoStart) };
  const plan = createPlan(rolloutTemplate, { start: demoStart, calendar, decisions: demoDecisions });
  const { network } = toNetwork(plan);
  files.set("plan-template.json", json(rolloutTemplate));
  files.set("risk-register.json", json(demoRisks));
  files.set("risk-model.json", json({ network, ...driversOf(demoRisks, fiveByFive, inferredQuantification, network) }));

  for (const { layout, header, records, previous, reference } of demo.grades) {
    const sent = prepareReport({ layout, header, records: previous, reference }).report;
    if (sent) files.set(`scb/${layout}-sent.txt`, sent.bytes);
    files.set(`scb/${layout}-records.json`, JSON.stringify({ header, records }));
  }
  const px = writePx(gradeTable(demo));
  if (px.ok) files.set("grades.px", px.value);
  return files;
}

const columns = ["identity", "givenName", "familyName", "birthDate", "email"] as const;

/** Everybody who has an identity number of their own, a line each: what a spreadsheet would hold. */
function peopleAsCsv(people: readonly Person[]): string {
  const seen = new Set<string | undefined>([undefined]);
  const lines = people.flatMap((person) => {
    if (seen.has(person.identity)) return [];
    seen.add(person.identity);
    return [columns.map((name) => `"${(person[name] ?? "").replaceAll('"', '""')}"`).join(";")];
  });
  return [columns.join(";"), ...lines.sort(), ""].join("\r\n");
}

/** How many pupils of year 9 have which grade in which subject: small numbers that nobody should publish as they are. */
function gradeTable({ grades, name, days }: DemoMunicipality): Table {
  const { previous = [] } = grades.find(({ layout }) => layout === "betyg-ak9-vt2026") ?? {};
  const subjects = (layoutById("betyg-ak9-vt2026")?.fields ?? []).filter(
    ({ kind, codes = [] }) => kind === "grade" && codes.includes("A"),
  );
  const marks = ["A", "B", "C", "D", "E", "F"];
  const category = (code: string) => ({ code, label: { sv: code, en: code } });
  const time = `${days.today}T09:00`;
  return {
    languages: ["sv", "en"],
    title: { sv: `Betyg i årskurs 9, ${name}`, en: `Grades in year 9, ${name}` },
    dimensions: [
      { id: "subject", label: { sv: "ämne", en: "subject" }, categories: subjects.map(({ name: id }) => category(id)) },
      { id: "grade", label: { sv: "betyg", en: "grade" }, categories: marks.map((mark) => category(mark)) },
    ],
    stubCount: 1,
    values: subjects.flatMap(({ name: id }) => marks.map((mark) => previous.filter((row) => row[id] === mark).length)),
    status: {},
    legend: {},
    decimals: 0,
    notes: [],
    facts: {
      matrix: "GRADES9",
      subjectCode: "UF",
      subjectArea: { sv: "Utbildning", en: "Education" },
      contents: { sv: "Elever", en: "Pupils" },
      unit: { sv: "antal", en: "number" },
      source: { sv: name, en: name },
      created: time,
      updated: time,
    },
  };
}
