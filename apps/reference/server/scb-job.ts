import { createHash } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { layoutById, prepareReport, readReport, type PrepareReportOptions, type Prepared } from "@milstolpe/scb";
import type { FindingView, ScbReportView } from "./status.ts";

/** A report file that has been written, and read again as SCB would read it. */
export interface WrittenReport {
  readonly file: string;
  readonly prepared: Prepared;
  readonly view: ScbReportView;
}

/**
 * Prepares a report, writes it whole or not at all, and checks the file that was written. Without a good row there is no
 * file, and the findings say why.
 */
export function writeReport(
  folder: string,
  options: PrepareReportOptions & { readonly layout: string },
): WrittenReport {
  const prepared = prepareReport(options);
  const file = join(folder, "scb", `${options.layout}.txt`);
  const bytes = prepared.report?.bytes ?? new Uint8Array();
  if (prepared.report) writeWhole(file, bytes);
  const reread = prepared.report
    ? readReport(bytes, { layout: options.layout, ...(options.reference ? { reference: options.reference } : {}) })
    : undefined;
  const title = layoutById(options.layout)?.title ?? { sv: options.layout, en: options.layout };
  return {
    file,
    prepared,
    view: {
      layout: options.layout,
      title,
      rows: prepared.report?.rows.length ?? 0,
      held: prepared.held.length,
      bytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      // What is wrong in the written file would be ours: none is expected, and none is hidden.
      findings: [...prepared.findings.map(view), ...(reread?.findings ?? []).map(view)],
    },
  };
}

const view = ({ code, severity, where, sv, en, fix }: FindingView): FindingView => ({
  code,
  severity,
  where,
  sv,
  en,
  ...(fix ? { fix } : {}),
});

/** Writes a file beside its place, through to the disk, and moves it there: a reader sees the old file or the new one. */
export function writeWhole(file: string, bytes: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.part`;
  const handle = openSync(temporary, "w", 0o600);
  try {
    let at = 0;
    while (at < bytes.length) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
    closeSync(handle);
  } catch (error) {
    closeSync(handle);
    rmSync(temporary, { force: true });
    throw error;
  }
  renameSync(temporary, file);
}
