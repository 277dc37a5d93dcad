import type { Finding, Result } from "./finding.ts";
import { finding } from "./messages.ts";
import { numberText } from "./number-text.ts";
import { forEachCell } from "./table-cells.ts";
import type { Table } from "./table.ts";

/** How a table is written as SDMX-CSV. */
export interface ToSdmxCsvOptions {
  /** The dataflow the rows belong to: `AGENCY:ID(VERSION)`. */
  readonly dataflow: string;
  /** What is done with the rows. Default `I`, information. */
  readonly action?: "I" | "A" | "R" | "D";
  /** Confidentiality of a cell that is not shown (CL_CONF_STATUS). Default `C`; the reason is not told apart. */
  readonly confStatus?: string;
  /** Status (CL_OBS_STATUS) of a cell by its remark. Default: `..` is `Q`, suppressed; others without number `M`, missing. */
  readonly obsStatus?: Readonly<Record<string, string>>;
}

/**
 * A table as SDMX-CSV 2.0: one row a cell with codes, OBS_VALUE, OBS_STATUS and CONF_STATUS. A code or dimension that is
 * no SDMX identifier is a finding, and then nothing is written.
 * @see https://github.com/sdmx-twg/sdmx-csv (version 2.0)
 * @example
 * toSdmxCsv(table, { dataflow: "SE_KOMMUN:GRADES(1.0)" });
 */
export function toSdmxCsv(
  table: Table,
  { dataflow, action = "I", confStatus = "C", obsStatus = { "..": "Q" } }: ToSdmxCsvOptions,
): Result<string, readonly Finding[]> {
  const findings: Finding[] = [];
  if (!/^[\w.-]+:[\w@$-]+\(\d+(\.\d+)*\+?\)$/.test(dataflow)) findings.push(finding("sdmx.dataflow", "dataflow", {}));
  for (const [at, { id, categories }] of table.dimensions.entries()) {
    if (!/^[A-Za-z]\w*$/.test(id)) findings.push(finding("sdmx.dimension-id", `dimension ${at + 1}`, {}));
    const wrong = categories.filter(({ code }) => !/^[\w@$-]+$/.test(code)).length;
    if (wrong > 0) findings.push(finding("sdmx.code", `dimension ${at + 1}`, { codes: wrong }));
  }
  if (findings.length > 0) return { ok: false, error: findings };
  const ids = table.dimensions.map(({ id }) => id);
  const rows = [["STRUCTURE", "STRUCTURE_ID", "ACTION", ...ids, "OBS_VALUE", "OBS_STATUS", "CONF_STATUS"].join(",")];
  forEachCell(table, (cell, places) => {
    const value = table.values[cell] ?? null;
    const codes = places.map((place, at) => table.dimensions[at]?.categories[place]?.code ?? "");
    const status =
      value === null ? (obsStatus[table.status[cell] ?? ""] ?? "M") : (obsStatus[table.status[cell] ?? ""] ?? "A");
    const cells = [value === null ? "" : numberText(value), status, status === "Q" ? confStatus : "F"];
    rows.push(["dataflow", dataflow, action, ...codes, ...cells].join(","));
  });
  return { ok: true, value: rows.map((row) => `${row}\r\n`).join("") };
}
