import type { Batch, Entities, Entity } from "@milstolpe/sync";
import { entityNames } from "./entity.ts";
import { fileBatch, type Spoken } from "./file-batch.ts";
import { importPersonId } from "./import-person-id.ts";
import { mapValue } from "./mapping-value.ts";
import { finding } from "./mapping-messages.ts";
import { type FileMapping, type MappingProfile, requiredFields, type RowMapping } from "./mapping-profile.ts";
import { checksHold, type MappedLine, openLines } from "./mapped-lines.ts";
import { collectFiles, type NamedFiles } from "./named-files.ts";
import { newReading, type Reading } from "./reading.ts";
import { type Keyed, relationIds } from "./relation-ids.ts";

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
