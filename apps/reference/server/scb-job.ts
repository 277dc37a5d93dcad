import { createHash } from "node:crypto";
import { join } from "node:path";
import { layoutById, prepareReport, readReport, type PrepareReportOptions, type Prepared } from "@milstolpe/scb";
import type { ScbReportView } from "./status.ts";
import { findingView } from "./sync-view.ts";
import { writeWhole } from "./write-whole.ts";

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
      // What has to be checked has been said of the rows already. An error in the file that was written would be ours:
      // none is expected, and none is hidden.
      findings: [...prepared.findings, ...(reread?.findings ?? []).filter(({ severity }) => severity === "must")].map(
        findingView,
      ),
    },
  };
}
