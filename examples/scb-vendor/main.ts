// A school system writes its grade file: from its own records to a checked file, a page to sign and a way to SCB.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  diffLayouts,
  gradesYear6Vt2025,
  gradesYear6Vt2026,
  manifestDigest,
  manifestOf,
  newSignOff,
  prepareReport,
  reviewPage,
  type ScbRecord,
  signOff,
} from "@milstolpe/scb";

/** A pupil as this school system keeps one. A subject without a grade is not there. */
interface Pupil {
  readonly number: string;
  readonly unit: string;
  readonly group: string;
  readonly given: string;
  readonly family: string;
  readonly grades: Readonly<Record<string, string>>;
  readonly language?: string;
}

const layout = gradesYear6Vt2026;
for (const { field, what, before, after } of diffLayouts(gradesYear6Vt2025, layout))
  console.log(`Since last year: ${field}, ${what} ${before} → ${after}`);

/** The vendor's whole work: every field of the layout from the system's own record; 2 is a subject that is not read. */
function toRecord({ number, unit, group, given, family, grades, language = "" }: Pupil): ScbRecord {
  const record: Record<string, string> = {};
  for (const { name, kind } of layout.fields) if (kind === "grade") record[name] = grades[name] ?? "2";
  return {
    ...record,
    PersonNr: number,
    Skolenhetskod: unit,
    Klass: group,
    Fornamn: given,
    Efternamn: family,
    "M2 (språk)": language,
  };
}

const all = { Bl: "C", En: "B", Hkk: "D", Idh: "A", Ma: "C", Mu: "E", No: "C", So: "D", Sl: "B", Sv: "C", Tk: "C" };
const pupils: readonly Pupil[] = [
  {
    number: "20130101TF10",
    unit: "99000001",
    group: "6A",
    given: "Test",
    family: "Ett",
    grades: { ...all, "M2 (betyg)": "B" },
    language: "FRA",
  },
  {
    number: "20130102TF20",
    unit: "99000001",
    group: "6A",
    given: "Test",
    family: "Två",
    grades: { ...all, "M2 (betyg)": "D" },
  },
];
const header = { System: "Example", Datum: "2026-06-12", Version: "14.0" };

const first = prepareReport({ layout, records: pupils.map(toRecord), header });
for (const { severity, where, en } of first.findings) console.log(`[${severity}] ${where}: ${en}`);

const corrected = pupils.map((pupil) => ({ ...pupil, language: pupil.language ?? "DEU" })).map(toRecord);
const prepared = prepareReport({ layout, records: corrected, header });
const generator = { name: "Example", version: "14.0" };
const manifest = manifestOf(prepared, { layout, fileName: "betyg-ak6.txt", records: corrected, generator });
const folder = mkdtempSync(join(tmpdir(), "scb-"));
writeFileSync(join(folder, "betyg-ak6.txt"), prepared.report?.bytes ?? "");
writeFileSync(
  join(folder, "review.html"),
  reviewPage({ layout, manifest, findings: prepared.findings, language: "en" }),
);
console.log(`${manifest.rows} rows, ${manifest.file.bytes} bytes, SHA-256 ${manifest.file.sha256.slice(0, 12)}…`);

const at = "2026-06-12T08:00:00Z";
const validated = signOff(newSignOff, { type: "report.validated", manifest, by: "system", at });
const digest = manifestDigest(manifest);
const approved = validated.ok && signOff(validated.value, { type: "report.approved", digest, by: "head", at });
console.log(`Status: ${approved && approved.ok ? approved.value.status : "held"}`);
