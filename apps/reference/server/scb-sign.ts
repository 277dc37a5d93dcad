import {
  checkLosses,
  diffSubmissions,
  manifestDigest,
  manifestOf,
  newSignOff,
  prepareReport,
  readReport,
  signOff,
  type Decision,
  type Finding,
  type Layout,
  type Manifest,
  type Result,
  type ScbRecord,
  type SignOff,
  type SignOffEvent,
} from "@milstolpe/scb";
import type { Store } from "./store.ts";

const generator = { name: "milstolpe", version: "0.0.0" } as const;

/** A report on its way to SCB, as the store keeps it: its manifest and the steps taken; never its rows. */
export interface SignedReport {
  readonly layout: string;
  readonly file: string;
  readonly manifest: Manifest;
  readonly signOff: SignOff;
}

const keyOf = (layout: string): string => `scb.reports.${layout}`;

/** The reports of a collection and term in the order in which they were validated. */
export const reportsOf = (store: Store, layout: string): readonly SignedReport[] =>
  (store.get(keyOf(layout)) as readonly SignedReport[] | undefined) ?? [];

/** A file as it would be sent: which layout it is in, and its manifest. */
export interface Examined {
  readonly layout: Layout;
  readonly rows: readonly ScbRecord[];
  readonly manifest: Manifest;
  readonly findings: readonly Finding[];
}

export interface ExamineOptions {
  readonly fileName: string;
  /** Default: the layout is recognised. */
  readonly layout?: Layout;
  /** Rows of the file that this one replaces at SCB. */
  readonly previous?: readonly ScbRecord[];
  readonly decisions?: readonly Decision[];
}

/** Checks a file as it would be sent, against the one it replaces, and makes its manifest. */
export function examine(bytes: Uint8Array, options: ExamineOptions): Result<Examined, readonly Finding[]> {
  const { fileName, previous, decisions = [] } = options;
  const read = readReport(bytes, options.layout ? { layout: options.layout } : {});
  const { layout } = read;
  if (!layout || read.rows.length === 0) return { ok: false, error: read.findings };
  const losses = previous ? checkLosses(diffSubmissions(previous, read.rows, layout), decisions) : [];
  const findings = [...read.findings, ...losses];
  const isComplete = findings.every(({ severity }) => severity !== "must");
  const prepared = prepareReport({ layout, records: read.rows });
  if (!prepared.report) return { ok: false, error: prepared.findings };
  const { report } = prepared;
  const manifest = manifestOf(
    // The file that lies there is what is signed, not one that we would have written in its place.
    { report: { ...report, bytes, rows: read.rows, isComplete }, held: [], findings },
    { layout, fileName, records: read.rows, generator, decisions },
  );
  return { ok: true, value: { layout, rows: read.rows, manifest, findings } };
}

/** A step that the user asks for; the digest is the file's own. */
export type SignStep =
  | { readonly step: "validate" | "approve"; readonly by: string }
  | { readonly step: "send"; readonly by: string; readonly receipt?: string }
  | { readonly step: "change"; readonly by: string; readonly reason: string };

/**
 * Takes the newest report of a collection one step, and keeps it. A new file may be validated when the one before has been
 * sent; when the new one is sent, the one before is superseded.
 */
export function sign(
  store: Store,
  { layout, manifest: found }: Examined,
  asked: SignStep,
  { file, at }: { readonly file: string; readonly at: string },
): Result<SignedReport, Finding> {
  const reports = reportsOf(store, layout.id);
  const newest = reports.at(-1);
  const isNew = newest === undefined || (asked.step === "validate" && newest.signOff.status === "sent");
  const before = isNew ? newSignOff : newest.signOff;
  // The same file is the same report, whatever it is compared with this time.
  const isSame = !isNew && newest.manifest.file.sha256 === found.file.sha256;
  const manifest = asked.step !== "validate" && isSame ? newest.manifest : found;
  const result = signOff(before, eventOf(asked, manifest, at));
  if (!result.ok) return result;
  const report: SignedReport = { layout: layout.id, file, manifest, signOff: result.value };
  const kept = isNew ? reports : reports.slice(0, -1);
  const settled = asked.step === "send" ? kept.map((one) => superseded(one, manifest, asked.by, at)) : kept;
  store.set(keyOf(layout.id), [...settled, report], at);
  return { ok: true, value: report };
}

function eventOf(asked: SignStep, manifest: Manifest, at: string): SignOffEvent {
  const { by } = asked;
  switch (asked.step) {
    case "validate":
      return { type: "report.validated", manifest, by, at };
    case "approve":
      return { type: "report.approved", digest: manifestDigest(manifest), by, at };
    case "send":
      return {
        type: "report.sent",
        digest: manifestDigest(manifest),
        by,
        at,
        ...(asked.receipt === undefined ? {} : { receipt: asked.receipt }),
      };
    case "change":
      return { type: "report.changed", reason: asked.reason, by, at };
  }
}

function superseded(report: SignedReport, by: Manifest, who: string, at: string): SignedReport {
  if (report.signOff.status !== "sent") return report;
  const result = signOff(report.signOff, { type: "report.superseded", newDigest: manifestDigest(by), by: who, at });
  return result.ok ? { ...report, signOff: result.value } : report;
}
