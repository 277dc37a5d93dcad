import type { Entities, Entity, Row } from "./batch.ts";
import { fieldsOf, type Link } from "./register.ts";
import { quoted, type SqlColumn, type SqlEngine, type SqlValue } from "./sql-engine.ts";

/** Every field of the model; one that is added there, or becomes optional, does not compile until it is so here. */
const fields: {
  readonly [E in Entity]: {
    readonly [F in Exclude<keyof Entities[E][number], "id">]-?: undefined extends Entities[E][number][F]
      ? SqlColumn["type"]
      : "required";
  };
} = {
  units: {
    name: "required",
    kind: "required",
    parent: "text",
    schoolUnitCode: "text",
    municipalityCode: "text",
    schoolTypes: "text",
  },
  persons: {
    identity: "text",
    givenName: "required",
    familyName: "required",
    birthDate: "text",
    sex: "text",
    email: "text",
    eppn: "text",
    phone: "text",
    protection: "text",
    status: "text",
  },
  groups: {
    name: "required",
    kind: "required",
    unit: "required",
    schoolType: "text",
    startDate: "text",
    endDate: "text",
  },
  enrolments: {
    person: "required",
    unit: "required",
    schoolType: "required",
    schoolYear: "number",
    startDate: "text",
    endDate: "text",
  },
  placements: {
    person: "required",
    unit: "required",
    group: "text",
    schoolType: "required",
    startDate: "text",
    endDate: "text",
  },
  duties: {
    person: "required",
    unit: "required",
    role: "required",
    signature: "text",
    startDate: "text",
    endDate: "text",
  },
  memberships: { group: "required", person: "required", role: "required", startDate: "text", endDate: "text" },
  guardianships: { child: "required", guardian: "required", relation: "required" },
};

/** An entity's columns, the id left out. */
export const columnsOf = (entity: Entity): readonly SqlColumn[] =>
  Object.entries<SqlColumn["type"] | "required">(fields[entity]).map(([name, type]) =>
    type === "required" ? { name, type: "text", isRequired: true } : { name, type },
  );

const textColumns = (...names: readonly string[]): readonly SqlColumn[] =>
  names.map((name) => ({ name, type: "text", isRequired: true }));
/** What a target has besides: its crosswalk, and which rows are out of use. */
const besides = {
  links: textColumns("id", "source", "entity", "sourceId", "targetId"),
  inactive: textColumns("entity", "id"),
};

/** Rows by table, each as a list or as a stream of any length. */
export type TableRows = {
  readonly [E in Entity]?: Iterable<Entities[E][number]> | AsyncIterable<Entities[E][number]>;
} & {
  readonly links?: Iterable<Link> | AsyncIterable<Link>;
  /** `entity/id`. */
  readonly inactive?: Iterable<string> | AsyncIterable<string>;
};

/**
 * Makes the tables of a batch or a register in a schema, where they are not there yet. Views of the same names and columns
 * do as well: over a file, or over tables that a platform has.
 */
export async function createTables(engine: SqlEngine, schema: string): Promise<void> {
  await engine.query(`CREATE SCHEMA IF NOT EXISTS ${quoted(schema)}`);
  const tables: Readonly<Record<string, readonly SqlColumn[]>> = {
    ...Object.fromEntries((Object.keys(fields) as Entity[]).map((entity) => [entity, withId(entity)])),
    ...besides,
  };
  for (const [table, columns] of Object.entries(tables)) {
    const types = columns.map(
      ({ name, type, isRequired }) =>
        `${quoted(name)} ${type === "text" ? "VARCHAR" : "DOUBLE PRECISION"}${isRequired ? " NOT NULL" : ""}`,
    );
    await engine.query(`CREATE TABLE IF NOT EXISTS ${quoted(schema)}.${quoted(table)} (${types.join(", ")})`);
  }
}

/**
 * Adds rows to tables that `createTables` has made, some thousand at a time. A field without a value is NULL, and an empty
 * one is empty: they stay two.
 * @throws RangeError for a field that no column holds, and for text that not every database can (a zero character, half a
 * surrogate pair)
 */
export async function fillTables(engine: SqlEngine, schema: string, rows: TableRows): Promise<void> {
  for (const entity of Object.keys(fields) as Entity[])
    await insertAll(engine, { schema, name: entity }, withId(entity), valuesOf(entity, rows[entity] ?? []));
  await insertAll(engine, { schema, name: "links" }, besides.links, valuesOf("links", rows.links ?? []));
  await insertAll(engine, { schema, name: "inactive" }, besides.inactive, keysOf(rows.inactive ?? []));
}

const withId = (entity: Entity): readonly SqlColumn[] => [
  { name: "id", type: "text", isRequired: true },
  ...columnsOf(entity),
];

async function* valuesOf(
  table: Entity | "links",
  rows: Iterable<Row> | AsyncIterable<Row>,
): AsyncGenerator<readonly SqlValue[]> {
  const columns = table === "links" ? besides.links : withId(table);
  const known = new Set(columns.map(({ name }) => name));
  for await (const row of rows) {
    const values = fieldsOf(row);
    for (const name in values)
      if (!known.has(name) && values[name] !== undefined) throw new RangeError(`${table} have no column ${name}`);
    yield columns.map((column) => checked(values[column.name] ?? null, column, `${table}.${column.name}`));
  }
}

async function* keysOf(keys: Iterable<string> | AsyncIterable<string>): AsyncGenerator<readonly SqlValue[]> {
  for await (const key of keys) {
    const slash = key.indexOf("/");
    yield [key.slice(0, slash), key.slice(slash + 1)];
  }
}

const unholdable = /[\0\p{Surrogate}]/u;

function checked(value: string | number | boolean | null, { type, isRequired }: SqlColumn, where: string): SqlValue {
  if (value === null && !isRequired) return null;
  if (type === "text" ? typeof value !== "string" : !Number.isFinite(value))
    throw new RangeError(
      `${where} must be ${type === "text" ? "text" : "a number"}, got ${value === null ? "nothing" : typeof value}`,
    );
  if (typeof value === "string" && unholdable.test(value))
    throw new RangeError(`${where} has a character that a database can't hold`);
  return value as SqlValue;
}

const chunk = 5000;

async function insertAll(
  engine: SqlEngine,
  table: { readonly schema: string; readonly name: string },
  columns: readonly SqlColumn[],
  rows: AsyncIterable<readonly SqlValue[]>,
): Promise<void> {
  let waiting: (readonly SqlValue[])[] = [];
  for await (const row of rows) {
    waiting.push(row);
    if (waiting.length < chunk) continue;
    await engine.insert(table, columns, waiting);
    waiting = [];
  }
  if (waiting.length > 0) await engine.insert(table, columns, waiting);
}
