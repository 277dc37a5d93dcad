import { ss12000Lists } from "@milstolpe/connectors/ss12000";
import { writeImportFiles } from "@milstolpe/connectors/import-files";
import { writeOneRoster } from "@milstolpe/connectors/oneroster";
import { writeSds } from "@milstolpe/connectors/sds";
import { writeSkola24 } from "@milstolpe/connectors/skola24";
import { writeTieto } from "@milstolpe/connectors/tieto";
import { createPlan, rolloutTemplate, toNetwork } from "@milstolpe/phases";
import { driversOf, fiveByFive, inferredQuantification } from "@milstolpe/risk";
import { prepareReport } from "@milstolpe/scb";
import { writePx } from "@milstolpe/statistics";
import type { Person } from "@milstolpe/sync";
import { trainingProblem, type DemoMunicipality } from "../demo/index.ts";
import { demoDecisions, demoStart, swedishHolidays } from "../demo/rollout.ts";
import { gradeCube } from "./grade-table.ts";
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
  const writtenAt = `${days.today}T05:00:00+02:00`;
  for (const schoolForm of ["FKLASS", "GR"]) {
    const { name, bytes } = writeTieto({ entities: truth, schoolForm, dataSource: demo.name, writtenAt });
    files.set(`tieto/${name}`, bytes);
  }
  const school = demo.units.find(({ kind }) => kind === "preschool")?.row.id;
  if (school !== undefined)
    for (const { name, bytes } of writeSkola24({ entities: truth, unit: school, on: days.today }).files)
      files.set(`skola24/${name}`, bytes);

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
  const px = writePx(gradeCube(demo).table);
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
