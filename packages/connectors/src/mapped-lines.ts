import type { CsvRow } from "./csv.ts";
import { fileRows } from "./file-rows.ts";
import type { Finding } from "./finding.ts";
import { finding } from "./mapping-messages.ts";
import type { FileCheck, FileMapping, RowMapping } from "./mapping-profile.ts";
import type { NamedFile } from "./named-files.ts";
import type { Reading } from "./reading.ts";

/** A line of a file, with its columns by name or place. */
export interface MappedLine {
  readonly where: string;
  readonly raw: CsvRow;
  at(column: string | number): string | undefined;
}

/** The lines of a file as a profile sees them; what is wrong with the file goes to the log of the reading. */
export function openLines(
  file: NamedFile,
  mapping: FileMapping,
  reading: Reading,
): { readonly lines: readonly MappedLine[]; readonly sound: boolean } {
  const { log } = reading;
  let sound = true;
  const fault = (told: Finding): void => {
    log.add(told);
    sound = false;
  };
  const opened = fileRows(file, mapping);
  if (!opened.ok) {
    fault(opened.error);
    return { lines: [], sound };
  }
  for (const told of opened.value.findings) fault(told);
  const { endsWithNewline, isSheet } = opened.value;
  const found = [...opened.value.rows];
  const header = mapping.header === false ? undefined : found.shift()?.row.map((name) => name.trim());
  const places = new Map<string, number>();
  for (const [index, name] of (header ?? []).entries()) {
    if (places.has(name) && columnsOf(mapping).has(name))
      fault(finding("connectors.duplicate-column", file.name, { column: name }));
    else if (!places.has(name)) places.set(name, index);
  }
  const width = header?.length ?? Math.max(0, ...found.map(({ row }) => row.length));
  for (const column of columnsOf(mapping)) {
    const isThere = typeof column === "number" ? column < width : places.has(column);
    if (!isThere) fault(finding("connectors.profile-column", file.name, { column: String(column) }));
  }
  if (found.length === 0 && sound) fault(finding("connectors.empty-file", file.name, {}));
  const lines: MappedLine[] = [];
  for (const [index, { row, line }] of found.entries()) {
    const where = `${file.name}, row ${line}`;
    if (header !== undefined && !isSheet && row.length !== width) {
      const isCut = index === found.length - 1 && !endsWithNewline && row.length < width;
      const told = isCut
        ? finding("connectors.cut-file", where, {})
        : finding("connectors.column-count", where, { expected: width, columns: row.length });
      if (isCut) sound = false;
      for (const entity of new Set(mapping.rows.map((one) => one.entity))) reading.receive(entity);
      reading.reject(mapping.rows[0]?.entity ?? "persons", row, told);
      continue;
    }
    lines.push({
      where,
      raw: row,
      at(column) {
        const value = row[typeof column === "number" ? column : (places.get(column) ?? -1)]?.trim();
        return value === "" ? undefined : value;
      },
    });
  }
  return { lines, sound };
}

/** Every column that a mapping reads. */
function columnsOf(mapping: FileMapping): ReadonlySet<string | number> {
  const columns = new Set<string | number>();
  const visit = (field: RowMapping["fields"][string]): void => {
    const { column, join } = field;
    for (const one of column === undefined ? [] : typeof column === "object" ? column : [column]) columns.add(one);
    for (const part of join ?? []) visit(part);
  };
  for (const row of mapping.rows) {
    for (const field of Object.values(row.fields)) visit(field);
    for (const { column } of row.when ?? []) columns.add(column);
  }
  for (const { column } of mapping.checks ?? []) if (column !== undefined) columns.add(column);
  return columns;
}

/** True when every check of the profile holds; those that do not are told of. */
export function checksHold(
  lines: readonly MappedLine[],
  checks: readonly FileCheck[],
  file: string,
  { log }: Reading,
): boolean {
  let holds = true;
  for (const { kind, column = 0, least = 0 } of checks) {
    const values = lines.flatMap((line) => line.at(column) ?? []);
    const share = lines.length === 0 ? 0 : values.length / lines.length;
    const repeated = values.length - new Set(values).size;
    const name = String(column);
    const told =
      kind === "least-rows"
        ? lines.length < least && finding("connectors.check-rows", file, { least, count: lines.length })
        : kind === "filled"
          ? share < least &&
            finding("connectors.check-filled", file, {
              column: name,
              percent: Math.floor(share * 100),
              least: Math.round(least * 100),
            })
          : repeated > 0 && finding("connectors.check-unique", file, { column: name, count: repeated });
    if (told === false) continue;
    log.add(told);
    holds = false;
  }
  return holds;
}
