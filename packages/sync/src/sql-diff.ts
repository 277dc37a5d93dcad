import { type CsvChange, type CsvCounts, type CsvFieldChange, sumCounts } from "./csv-change.ts";
import { canonical, digestOfDigests, digestOfText } from "./digest.ts";

/** What runs SQL: rows by column name, values as text. */
export interface SqlPort {
  query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

export interface SqlDiffOptions {
  /** Names of the two tables, as SQL has them: quoted and with a schema where that is needed. */
  readonly before: string;
  readonly after: string;
  /** Columns that say which row is which. */
  readonly key: readonly string[];
  /** Columns to compare, the key left out. */
  readonly columns: readonly string[];
}

/** What differs between two tables. */
export interface TableDiff extends CsvCounts {
  /** SHA-256 of the changes: the same from every engine, and in any order. */
  readonly digest: string;
  readonly changes: readonly CsvChange[];
}

/**
 * The name of a set of changes, whatever engine found them and in whatever order: SHA-256 over those of the changes.
 * An update's fields are taken by name.
 */
export function changesDigest(changes: Iterable<CsvChange>): string {
  const digests = Array.from(changes, (change) =>
    digestOfText(
      canonical(
        change.kind === "updated"
          ? { ...change, changes: change.changes.toSorted((a, b) => (a.field < b.field ? -1 : 1)) }
          : change,
      ),
    ),
  );
  return digestOfDigests("", digests.sort());
}

/**
 * Compares two tables where they are, with the rules of `diffCsv`: values as text, NULL and empty alike, a key that occurs
 * twice in either table set aside. Only what differs leaves the database. Plain SQL: DuckDB, PostgreSQL, and what speaks
 * like them.
 */
export async function sqlDiff(port: SqlPort, options: SqlDiffOptions): Promise<TableDiff> {
  const { key, columns } = options;
  if (key.length === 0) throw new RangeError("key must name at least one column");
  const sql = statements(options);
  const [counts = {}] = await port.query(sql.counts);
  const rows = await port.query(sql.changes);
  const changes = rows.map((row) => changeOf(row, key, columns));
  const number = (name: string): number => Number(counts[name] ?? 0);
  const of = (kind: CsvChange["kind"]): number => changes.filter((change) => change.kind === kind).length;
  return {
    added: of("added"),
    removed: of("removed"),
    updated: of("updated"),
    fieldChanges: changes.reduce((sum, change) => sum + (change.kind === "updated" ? change.changes.length : 0), 0),
    unchanged: number("unchanged"),
    setAside: number("set_aside"),
    digest: changesDigest(changes),
    changes,
  };
}

/**
 * The same over shards: tables cut by their key in the same way on every one, so that no row has its counterpart
 * elsewhere. Runs the same statements on each and puts the answers together. An address per municipality is such a cut.
 */
export async function sqlDiffOverShards(ports: readonly SqlPort[], options: SqlDiffOptions): Promise<TableDiff> {
  const parts = await Promise.all(ports.map((port) => sqlDiff(port, options)));
  const changes = parts.flatMap((part) => part.changes);
  return { ...sumCounts(parts), digest: changesDigest(changes), changes };
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function statements({ before, after, key, columns }: SqlDiffOptions): {
  readonly counts: string;
  readonly changes: string;
} {
  const text = (name: string): string => `COALESCE(CAST(${quoted(name)} AS VARCHAR), '')`;
  // Keys and values by number: a column may be called anything.
  const keys = key.map((name, at) => `${text(name)} AS k${at}`).join(", ");
  const values = columns.map((name, at) => `${text(name)} AS v${at}`).join(", ");
  const keyNames = key.map((_, at) => `k${at}`);
  const grouped = keyNames.join(", ");
  const same = keyNames.map((name) => `b.${name} = a.${name}`).join(" AND ");
  const sameAside = keyNames.map((name) => `x.${name} = r.${name}`).join(" AND ");
  const differs = columns.map((_, at) => `b.v${at} <> a.v${at}`).join(" OR ") || "FALSE";
  const table = (name: string): string =>
    `SELECT ${[keys, values].filter((part) => part !== "").join(", ")} FROM ${name}`;
  const isEmpty = keyNames.map((name) => `${name} = ''`).join(" AND ");
  const repeated = (name: string): string =>
    `SELECT ${grouped} FROM ${name} GROUP BY ${grouped} HAVING count(*) > 1 OR (${isEmpty})`;
  const kept = (name: string): string =>
    `SELECT r.*, 1 AS present FROM ${name} r WHERE NOT EXISTS (SELECT 1 FROM aside x WHERE ${sameAside})`;
  const common = `WITH all_before AS (${table(before)}), all_after AS (${table(after)}),
    aside AS (${repeated("all_before")} UNION ${repeated("all_after")}),
    b AS (${kept("all_before")}), a AS (${kept("all_after")})`;
  const pick = [...keyNames, ...columns.map((_, at) => `v${at}`)];
  return {
    counts: `${common} SELECT (SELECT count(*) FROM b JOIN a ON ${same} WHERE NOT (${differs})) AS unchanged,
      (SELECT count(*) FROM aside) AS set_aside`,
    changes: `${common} SELECT b.present AS in_before, a.present AS in_after,
      ${pick.map((name) => `b.${name} AS b_${name}, a.${name} AS a_${name}`).join(", ")}
      FROM b FULL OUTER JOIN a ON ${same} WHERE b.present IS NULL OR a.present IS NULL OR ${differs}`,
  };
}

function changeOf(
  row: Readonly<Record<string, unknown>>,
  key: readonly string[],
  columns: readonly string[],
): CsvChange {
  const value = (name: string): string => {
    const found = row[name];
    return typeof found === "string" ? found : "";
  };
  const side = row["in_after"] === null ? "b" : "a";
  const keyText = key.map((_, at) => value(`${side}_k${at}`)).join("|");
  if (row["in_before"] === null || row["in_after"] === null) {
    const cells = [
      ...key.map((name, at): readonly [string, string] => [name, value(`${side}_k${at}`)]),
      ...columns.map((name, at): readonly [string, string] => [name, value(`${side}_v${at}`)]),
    ];
    return { kind: side === "a" ? "added" : "removed", key: keyText, row: Object.fromEntries(cells) };
  }
  const changes = columns.flatMap((field, at): readonly CsvFieldChange[] => {
    const change = { field, before: value(`b_v${at}`), after: value(`a_v${at}`) };
    return change.before === change.after ? [] : [change];
  });
  return { kind: "updated", key: keyText, changes };
}
