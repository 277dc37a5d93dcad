import type { Batch } from "@milstolpe/sync";
import { readTable, type Table } from "./csv-table.ts";
import { fileBatch } from "./file-batch.ts";
import { finding } from "./oneroster-messages.ts";
import { collectFiles, type NamedFile, type NamedFiles } from "./named-files.ts";
import { oneRosterSpoken } from "./oneroster-coverage.ts";
import { mapOneRoster } from "./oneroster-map.ts";
import { type OneRosterManifest, readManifest } from "./oneroster-manifest.ts";
import { isOneRosterTable, notCarried, type OneRosterTable, oneRosterTables } from "./oneroster-tables.ts";
import { newReading, type Reading } from "./reading.ts";
import { cedsGrades, type GradeTable } from "./school-grades.ts";
import { isZip, readZip, type ZipLimits } from "./zip.ts";

export interface ReadOneRosterOptions {
  /** The zip file, or the CSV files that lie in it. */
  readonly files: Uint8Array | NamedFiles;
  /** When the files were written: ISO 8601 instant with offset. */
  readonly readAt: string;
  /** Grade codes as Swedish school types. Default `cedsGrades`. */
  readonly grades?: GradeTable;
  /** Of a delta: the time it tells of, as instants. The format does not say. */
  readonly window?: { readonly from: string; readonly to: string };
  readonly zip?: ZipLimits;
  /** Name of the source in the batch. Default `oneroster`. */
  readonly source?: string;
}

/**
 * Reads a OneRoster 1.1 or 1.2 package (zip or CSV files) into a batch. The manifest decides which files are whole (bulk)
 * and which hold changes (delta): with any delta the batch is one, and rows marked `tobedeleted` are in `removed`. Without a
 * manifest the files are read and speak for nothing wholly. Without a school or without a person a total is not complete. End
 * dates, exclusive in the format, become inclusive.
 *
 * Never rejects for what is in the files. Grades, line items, resources and courses are not carried; of demographics only
 * birth date and sex are read.
 * @throws TypeError when `readAt` is not an instant
 * @see 1EdTech OneRoster 1.1 (2017) and 1.2.1 (2023), CSV binding
 * @example
 * const batch = await readOneRoster({ files: zipBytes, readAt: "2026-08-17T05:00:00+02:00" });
 */
export async function readOneRoster(options: ReadOneRosterOptions): Promise<Batch> {
  const { readAt, source = "oneroster", grades = cedsGrades, window } = options;
  if (Number.isNaN(Date.parse(readAt))) throw new TypeError("readAt must be an ISO 8601 instant");
  const reading = newReading(3);
  const { files, sound: unpacked } = await unpack(options, reading);
  const byName = new Map(files.map((file) => [file.name.replace(/\.csv$/i, ""), file]));
  const manifest = readManifest(byName.get("manifest"), reading.log);
  const opened = openTables(byName, manifest, reading);
  const { entities, removed } = mapOneRoster(opened.tables, manifest?.version ?? "1.1", grades, reading);
  const core = (["orgs", "users"] as const).filter((table) => !opened.tables.has(table));
  if (core.length > 0) reading.log.add(finding("connectors.core-missing", "files", { files: core.join(", ") }));
  const isDelta = [...(manifest?.files.values() ?? [])].includes("delta");
  // What is to be deleted is not in the register: files of nothing else are as empty as those without rows.
  const rows = { orgs: entities.units, users: entities.persons };
  const empty = (["orgs", "users"] as const).filter(
    (table) => !isDelta && opened.tables.get(table)?.sound === true && rows[table].length === 0,
  );
  for (const table of empty) reading.log.add(finding("connectors.empty-file", `${table}.csv`, {}));
  const whole = (table: OneRosterTable): boolean =>
    manifest?.files.get(table) === "bulk" && opened.tables.get(table)?.sound === true;
  const spoken = oneRosterSpoken(manifest?.version ?? "1.1", (table) => opened.tables.has(table), whole);
  return fileBatch({
    source,
    readAt,
    kind: isDelta ? "delta" : "total",
    ...(window === undefined ? {} : { window }),
    ...(removed === undefined ? {} : { removed }),
    entities,
    reading,
    sound: unpacked && opened.sound && core.length === 0 && empty.length === 0,
    spoken,
  });
}

async function unpack(
  { files, zip }: ReadOneRosterOptions,
  { log }: Reading,
): Promise<{ readonly files: readonly NamedFile[]; readonly sound: boolean }> {
  let sound = true;
  let collected: readonly NamedFile[];
  if (files instanceof Uint8Array) {
    if (!isZip(files)) {
      log.add(finding("connectors.zip-broken", "zip", {}));
      return { files: [], sound: false };
    }
    const content = readZip(files, "zip", zip);
    for (const found of content.findings) log.add(found);
    sound = content.findings.every(({ severity }) => severity === "check");
    collected = content.files;
  } else collected = await collectFiles(files);
  if (collected.length === 0) log.add(finding("connectors.no-files", "", {}));
  return { files: collected, sound: sound && collected.length > 0 };
}

function openTables(
  byName: ReadonlyMap<string, NamedFile>,
  manifest: OneRosterManifest | undefined,
  { log }: Reading,
): { readonly tables: ReadonlyMap<OneRosterTable, Table>; readonly sound: boolean } {
  const tables = new Map<OneRosterTable, Table>();
  let sound = true;
  for (const [name, file] of byName) {
    if (name === "manifest") continue;
    if (notCarried.has(name)) {
      log.add(finding("connectors.file-not-carried", file.name, {}));
      continue;
    }
    if (!isOneRosterTable(name)) {
      log.add(finding("connectors.unknown-file", file.name, {}));
      continue;
    }
    if (manifest?.files.get(name) === "absent" || (manifest !== undefined && !manifest.files.has(name))) {
      log.add(finding("connectors.file-not-declared", file.name, {}));
      continue;
    }
    const table = readTable(file, oneRosterTables[name], log);
    if (table?.sound !== true) sound = false;
    if (table !== undefined) tables.set(name, table);
  }
  for (const [name, mode] of manifest?.files ?? []) {
    if (mode === "absent" || byName.has(name)) continue;
    log.add(finding("connectors.file-missing", `${name}.csv`, {}));
    if (isOneRosterTable(name)) sound = false;
  }
  return { tables, sound };
}
