import type { Entities } from "@milstolpe/sync";
import { csvLine } from "./csv.ts";
import type { Finding } from "./finding.ts";
import { findingLog } from "./finding-log.ts";
import { leftOut, withoutPeople } from "./import-protection.ts";
import { finding } from "./write-messages.ts";
import type { NamedFile } from "./named-files.ts";
import { manifestFiles, oneRosterColumns } from "./oneroster-columns.ts";
import { oneRosterRows, type WrittenRow, type WrittenTables } from "./oneroster-rows.ts";
import { isDay } from "./row-reader.ts";
import { cedsGrades, type GradeTable } from "./school-grades.ts";
import { writeZip } from "./zip.ts";

export interface WriteOneRosterOptions {
  readonly entities: Entities;
  /** First and last day of the school year, both included: the session of classes without dates. */
  readonly schoolYear: { readonly start: string; readonly end: string };
  /** Default `1.1`, which more receivers read. */
  readonly version?: "1.1" | "1.2";
  /** What was written last time: the package is then a delta of what has changed and what has gone. */
  readonly previous?: Entities;
  /** When the rows changed: ISO 8601 instant, for the rows of a delta. Needed with `previous`. */
  readonly changedAt?: string;
  /** Protected people are left out (`exclude`, default) or written like others. */
  readonly protectedPeople?: "exclude" | "include";
  readonly grades?: GradeTable;
  /** Default `milstolpe`. */
  readonly sourceName?: string;
}

export interface OneRosterPackage {
  /** The CSV files, the manifest first. */
  readonly files: readonly NamedFile[];
  /** The same files as the zip that receivers take. */
  readonly zip: Uint8Array;
  readonly findings: readonly Finding[];
}

/**
 * Writes a OneRoster package. Pure, and the same bytes for the same input. Identity numbers go into `identifier`, EPPN
 * into `userIds`; a mentor is written as a teacher and staff without a counterpart as `aide`, never as an administrator.
 * What has no place in the format is counted in the findings.
 * @throws RangeError when a day of `schoolYear` is none, or `previous` comes without a `changedAt` that is an instant
 * @example
 * const { zip } = writeOneRoster({ entities: batch, schoolYear: { start: "2026-08-17", end: "2027-06-11" } });
 */
export function writeOneRoster(options: WriteOneRosterOptions): OneRosterPackage {
  const { schoolYear, version = "1.1", previous, changedAt, grades = cedsGrades, sourceName = "milstolpe" } = options;
  if (!isDay(schoolYear.start) || !isDay(schoolYear.end) || schoolYear.end < schoolYear.start)
    throw new RangeError("schoolYear must be two days (YYYY-MM-DD), start before end");
  if (previous !== undefined && Number.isNaN(Date.parse(changedAt ?? "")))
    throw new RangeError("changedAt must be an ISO 8601 instant when previous is given");
  const log = findingLog();
  const hidden = options.protectedPeople === "include" ? new Set<string>() : leftOut(options.entities);
  if (hidden.size > 0) log.add(finding("connectors.protected-left-out", "persons", { count: hidden.size }));
  const tablesOf = (entities: Entities, told = log): WrittenTables =>
    oneRosterRows({ entities: withoutPeople(entities, hidden), schoolYear, version, grades }, told);
  // Lists of ids are joined by commas: one that has a comma in it would be read as two.
  const split = [...options.entities.units, ...options.entities.persons].filter(({ id }) => id.includes(",")).length;
  if (split > 0) log.add(finding("connectors.comma-in-id", "ids", { count: split }));
  const now = tablesOf(options.entities);
  const instant = changedAt === undefined ? "" : new Date(changedAt).toISOString();
  // Who is protected by now is left out of both: a deletion would set off the removal of what is theirs.
  const then = previous === undefined ? undefined : tablesOf(previous, findingLog());
  const written = then === undefined ? now : deltaOf(now, then, instant);
  const modes = new Map(
    manifestFiles[version].map((name) => {
      const rows = written[name];
      if (rows === undefined || (then !== undefined && rows.length === 0)) return [name, "absent"] as const;
      return [name, then === undefined ? "bulk" : "delta"] as const;
    }),
  );
  const encode = (lines: readonly (readonly string[])[]): Uint8Array =>
    new TextEncoder().encode(lines.map((line) => csvLine(line, ",", "\r\n")).join(""));
  const manifest = encode([
    ["propertyName", "value"],
    ["manifest.version", "1.0"],
    ["oneroster.version", version],
    ...[...modes].map(([name, mode]) => [`file.${name}`, mode]),
    ["source.systemName", sourceName],
    ["source.systemCode", sourceName],
  ]);
  const files = [
    { name: "manifest.csv", bytes: manifest },
    ...Object.entries(written).flatMap(([name, rows]) => {
      const columns = oneRosterColumns[version][name] ?? [];
      if (modes.get(name) === "absent") return [];
      const bytes = encode([columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))]);
      return [{ name: `${name}.csv`, bytes }];
    }),
  ];
  return { files, zip: writeZip(files), findings: log.list() };
}

/** Rows that are new or read differently, as `active`; rows that are no longer there, as `tobedeleted`. */
function deltaOf(now: WrittenTables, then: WrittenTables, dateLastModified: string): WrittenTables {
  return Object.fromEntries(
    Object.keys(now).map((name) => {
      const before = new Map((then[name] ?? []).map((row) => [row["sourcedId"], JSON.stringify(row)]));
      const after = new Set((now[name] ?? []).map((row) => row["sourcedId"]));
      const stamp = (row: WrittenRow, status: string): WrittenRow => ({ ...row, status, dateLastModified });
      const changed = (now[name] ?? []).filter((row) => before.get(row["sourcedId"]) !== JSON.stringify(row));
      const gone = (then[name] ?? []).filter((row) => !after.has(row["sourcedId"]));
      return [name, [...changed.map((row) => stamp(row, "active")), ...gone.map((row) => stamp(row, "tobedeleted"))]];
    }),
  );
}
