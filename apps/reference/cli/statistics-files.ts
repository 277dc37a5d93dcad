import { fromJsonStat, readPx, type Finding, type PxFile, type Table } from "@milstolpe/statistics";
import { demoMunicipality } from "../demo/index.ts";
import { gradeCube } from "../server/grade-table.ts";
import { readBytes } from "./files.ts";
import { exit, UsageError, type Call, type ExitCode } from "./verb.ts";

/** A table as it was read; of a PX file also what the table has no place for. */
export interface ReadTable {
  readonly table?: Table;
  readonly file?: PxFile;
  readonly findings: readonly Finding[];
}

/** Whether a file is PX or JSON-stat, by its name. @throws UsageError when the name does not say */
export function kindOf(path: string): "px" | "json-stat" {
  const name = path.toLowerCase();
  if (name.endsWith(".px")) return "px";
  if (name.endsWith(".json")) return "json-stat";
  throw new UsageError({
    sv: `${path}: namnet ska sluta på .px (PX) eller .json (JSON-stat).`,
    en: `${path}: the name must end in .px (PX) or .json (JSON-stat).`,
  });
}

export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Reads a table that the user named: a file, or the demo's grades. */
export function readTable(path: string): ReadTable {
  if (path === "demo") return { table: gradeCube(demoMunicipality()).table, findings: [] };
  if (kindOf(path) === "json-stat") return fromJsonStat(textOf(readBytes(path)));
  const { file, table, findings } = readPx(readBytes(path));
  return table ? { file, table, findings } : { findings };
}

/** Prints what was found, and says by the exit code whether something has to be done. */
export function report(call: Call, findings: readonly Finding[], more: object = {}): ExitCode {
  const { terminal } = call;
  terminal.document({ ...more, findings });
  terminal.findings(findings, 50);
  if (findings.length === 0) terminal.line(terminal.say({ sv: "Inga anmärkningar.", en: "No findings." }));
  return findings.some(({ severity }) => severity === "must") ? exit.found : exit.done;
}
