import type { Batch, Entities, Entity } from "@milstolpe/sync";
import { csvReader, type CsvRow } from "./csv.ts";
import { entityNames } from "./entity.ts";
import { fileBatch, type Spoken } from "./file-batch.ts";
import type { Finding, Result } from "./finding.ts";
import { importPersonId } from "./import-person-id.ts";
import { mapValue } from "./mapping-value.ts";
import { finding } from "./mapping-messages.ts";
import {
  type FileCheck,
  type FileMapping,
  type MappingProfile,
  requiredFields,
  type RowMapping,
} from "./mapping-profile.ts";
import { collectFiles, type NamedFile, type NamedFiles } from "./named-files.ts";
import { newReading, type Reading } from "./reading.ts";
import { type Keyed, relationIds } from "./relation-ids.ts";
import { decodeText, type TextEncoding } from "./text-bytes.ts";
import { type SheetRow, xlsxRows } from "./xlsx-rows.ts";
import { isZip } from "./zip.ts";

export interface ReadWithProfileOptions {
  readonly files: NamedFiles;
  readonly profile: MappingProfile;
  /** When the files were written: ISO 8601 instant with offset. Decides the century of numbers written without. */
  readonly readAt: string;
  /** Id of a person for fields of type `person-id`. Default `importPersonId`. */
  readonly personId?: (identity: string) => string;
  /** Name of the source in the batch. Default: the profile's id. */
  readonly source?: string;
}

/** A line of a file, with its columns by name or place. */
export interface MappedLine {
  readonly where: string;
  readonly raw: CsvRow;
  at(column: string | number): string | undefined;
}

type Fields = Record<string, string | number>;

/** What a relation relates, in the order its id has. */
const keyFields: Readonly<Partial<Record<Entity, readonly string[]>>> = {
  enrolments: ["person", "unit", "schoolType"],
  placements: ["person", "unit", "schoolType"],
  duties: ["person", "unit", "role"],
  memberships: ["group", "person", "role"],
  guardianships: ["child", "guardian"],
};

/**
 * Reads files by a mapping profile: delimited text, or the first sheet of Excel files (xlsx). A line may give rows of several entities, and the same class or school may stand on
 * many lines. Nothing is removed because of the files unless the profile says of an entity that they hold all of it, and
 * every check of the profile holds. Never rejects for what is in the files.
 * @throws TypeError when `readAt` is not an instant
 * @example
 * const batch = await readWithProfile({ files: { "elever.csv": bytes }, profile, readAt: "2026-08-17T05:00:00+02:00" });
 */
export async function readWithProfile(options: ReadWithProfileOptions): Promise<Batch> {
  const { profile, readAt, personId = importPersonId, source = profile.id } = options;
  if (Number.isNaN(Date.parse(readAt))) throw new TypeError("readAt must be an ISO 8601 instant");
  const reading = newReading(3);
  const rows = collector(reading);
  const files = await collectFiles(options.files);
  if (files.length === 0) reading.log.add(finding("connectors.no-files", "", {}));
  let sound = files.length > 0;
  const used = new Set<FileMapping>();
  for (const file of files) {
    const mapping = profile.files.find(({ name }) => isNamed(file.name, name));
    if (mapping === undefined) {
      reading.log.add(finding("connectors.unknown-file", file.name, {}));
      continue;
    }
    used.add(mapping);
    const opened = openLines(file, mapping, reading);
    if (!opened.sound || !checksHold(opened.lines, mapping.checks ?? [], file.name, reading)) sound = false;
    for (const line of opened.lines)
      for (const row of mapping.rows) takeRow(line, row, { on: readAt.slice(0, 10), personId }, rows, reading);
  }
  for (const mapping of profile.files)
    if (!used.has(mapping)) {
      reading.log.add(finding("connectors.file-expected", mapping.name, {}));
      sound = false;
    }
  const mapped = profile.files.flatMap((file) => file.rows);
  const spoken = (entity: Entity): Spoken | undefined => {
    const own = mapped.filter((row) => row.entity === entity);
    if (own.length === 0) return undefined;
    const fields = new Set(own.flatMap((row) => Object.keys(row.fields)).filter((field) => field !== "id"));
    return { whole: profile.total?.includes(entity) === true, fields: [...fields] };
  };
  return fileBatch({ source, readAt, kind: "total", entities: rows.entities(), reading, sound, spoken });
}

/** True when a name fits a pattern in which `*` stands for anything; case does not matter. */
function isNamed(name: string, pattern: string): boolean {
  const parts = pattern.toLowerCase().split("*");
  let rest = name.toLowerCase();
  for (const [index, part] of parts.entries()) {
    const at = index === parts.length - 1 && index > 0 ? rest.lastIndexOf(part) : rest.indexOf(part);
    if (at < 0 || (index === 0 && at !== 0)) return false;
    rest = rest.slice(at + part.length);
  }
  return rest === "" || pattern.endsWith("*");
}

const delimiters = [";", ",", "\t", "|"] as const;

/** The delimiter that the first line has most of. */
function likelyDelimiter(text: string): string {
  const newline = text.indexOf("\n");
  const first = newline < 0 ? text : text.slice(0, newline);
  const count = (delimiter: string): number => first.split(delimiter).length;
  return delimiters.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

/** The rows of a file before anybody asks what is in them. */
export interface FileRows {
  readonly rows: readonly SheetRow[];
  /** What is wrong with the form of the file; the rows are those before it. */
  readonly findings: readonly Finding[];
  readonly endsWithNewline: boolean;
  /** A sheet leaves out the empty cells at the end of a row. */
  readonly isSheet: boolean;
  readonly encoding: TextEncoding;
  readonly delimiter: string;
}

/** Opens delimited text, or the first sheet of an Excel file. */
export function fileRows(
  file: NamedFile,
  { encoding, delimiter: agreed }: Pick<FileMapping, "encoding" | "delimiter">,
): Result<FileRows, Finding> {
  if (isZip(file.bytes)) {
    const sheet = xlsxRows(file);
    return sheet.ok
      ? {
          ok: true,
          value: {
            rows: sheet.value,
            findings: [],
            endsWithNewline: true,
            isSheet: true,
            encoding: "utf-8",
            delimiter: "",
          },
        }
      : sheet;
  }
  const decoded = decodeText(file.bytes, file.name, encoding);
  if (!decoded.ok) return decoded;
  const delimiter = agreed ?? likelyDelimiter(decoded.value.text);
  const rows: SheetRow[] = [];
  const reader = csvReader({ delimiter, onRow: (row, line) => rows.push({ row, line }) });
  reader.push(decoded.value.text);
  const { openQuote, tooLong, endsWithNewline } = reader.end();
  const findings = [
    ...(openQuote === undefined ? [] : [finding("connectors.open-quote", `${file.name}, row ${openQuote}`, {})]),
    ...(tooLong === undefined ? [] : [finding("connectors.row-too-long", `${file.name}, row ${tooLong}`, {})]),
  ];
  const { encoding: read } = decoded.value;
  return { ok: true, value: { rows, findings, endsWithNewline, isSheet: false, encoding: read, delimiter } };
}

function openLines(
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

function checksHold(
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

interface Context {
  readonly on: string;
  readonly personId: (identity: string) => string;
}

function takeRow(line: MappedLine, mapping: RowMapping, context: Context, rows: Collector, reading: Reading): void {
  const { entity, fields: mappings, when = [] } = mapping;
  if (!when.every(({ column, is }) => holds(line.at(column), is))) return;
  const fields: Fields = {};
  const required = requiredFields[entity];
  const values = Object.entries(mappings).map(([name, field]) => [name, mapValue(line, field, context)] as const);
  reading.receive(entity);
  for (const [name, value] of values) {
    if (value.kind === "none") continue;
    // A marking that nobody has explained is more than an unknown word.
    if (value.kind === "unknown")
      reading.values.note(name === "protection" ? "securityMarking" : name, value.text, new Set());
    if (value.kind === "wrong") {
      const told = finding(value.code, line.where, { field: name });
      const isKey = required.includes(name) || name === "startDate" || name === "endDate";
      if (isKey || value.code === "connectors.code-refused") return reading.reject(entity, line.raw, told);
      reading.log.add(told);
      continue;
    }
    const { text } = value;
    fields[name] =
      name === "schoolYear" ? Number(text) : name.endsWith("Name") || name === "name" ? reading.name(text) : text;
  }
  const missing = required.find((name) => !(name in fields));
  if (missing !== undefined)
    reading.reject(entity, line.raw, finding("connectors.missing-field", line.where, { field: missing }));
  else rows.add(entity, fields, line.where);
}

const holds = (value: string | undefined, is: readonly string[] | undefined): boolean =>
  is === undefined ? value !== undefined : is.includes(value ?? "");

interface Collector {
  add(entity: Entity, fields: Fields, where: string): void;
  entities(): Entities;
}

function collector({ log }: Reading): Collector {
  const things = new Map<Entity, Map<string, Fields>>(entityNames.map((entity) => [entity, new Map()]));
  const relations = new Map<Entity, Keyed<Fields>[]>(entityNames.map((entity) => [entity, []]));
  return {
    add(entity, fields, where) {
      const keys = keyFields[entity];
      if (keys !== undefined) {
        const { id, ...row } = fields;
        const isPupil = entity === "memberships" && row["role"] === "pupil";
        const key = (isPupil ? ["group", "person"] : keys).map((name) => String(row[name])).join("|");
        const kind = String(row["schoolYear"] ?? row["relation"] ?? "");
        relations.get(entity)?.push({ key, kind, row, ...(id === undefined ? {} : { own: String(id) }) });
        return;
      }
      const row = entity === "persons" ? { givenName: "", familyName: "", ...fields } : fields;
      const rows = things.get(entity);
      const earlier = rows?.get(String(fields["id"]));
      if (earlier === undefined) rows?.set(String(fields["id"]), row);
      else if (JSON.stringify(earlier) !== JSON.stringify(row))
        log.add(finding("connectors.row-differs", where, { entity }));
    },
    entities() {
      const lists = Object.fromEntries(
        entityNames.map((entity) => [
          entity,
          keyFields[entity] === undefined
            ? [...(things.get(entity)?.values() ?? [])]
            : relationIds(relations.get(entity) ?? []).rows,
        ]),
      );
      // Every row has the fields its entity requires, and no others than a checked profile names.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return lists as unknown as Entities;
    },
  };
}
