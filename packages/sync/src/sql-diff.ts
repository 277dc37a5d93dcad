import { type CsvChange, type CsvCounts, type CsvFieldChange, keyText, sumCounts } from "./csv-change.ts";
import { canonical, digestOfDigests, digestOfText } from "./digest.ts";
import type { Finding } from "./finding.ts";
import { finding } from "./table-messages.ts";
import { given, quoted, type SqlEngine, type SqlPort, taken } from "./sql-engine.ts";

export interface SqlDiffOptions {
  /**
   * The two tables as SQL has them: quoted, with a schema where that is needed, or what stands for one (`read_csv(…)`).
   * Part of the statement: never from outside.
   */
  readonly before: string;
  readonly after: string;
  /** Columns that say which row is which; their names may be anything. */
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
 * twice in either table set aside. Only what differs leaves the database. Both are read as they are at one moment, and
 * nothing is written.
 */
export async function sqlDiff(engine: SqlEngine, options: SqlDiffOptions): Promise<TableDiff> {
  if (options.key.length === 0) throw new RangeError("key must name at least one column");
  await engine.begin([]);
  try {
    return await diffOf(engine, options);
  } finally {
    // Should it fail, the connection is gone, and what went before has said why.
    await engine.end().catch(() => undefined);
  }
}

async function diffOf(port: SqlPort, options: SqlDiffOptions): Promise<TableDiff> {
  const { key, columns } = options;
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

/** One database of several that have the rows between them, as by municipality. */
export interface Shard {
  /** What a report calls it: a municipality's code or name. */
  readonly name: string;
  readonly engine: SqlEngine;
}

/** A shard that did not answer, with what to say of it, and what was thrown. */
export interface MissingShard {
  readonly name: string;
  readonly finding: Finding;
  readonly cause: unknown;
}

export const missingShard = (name: string, cause: unknown): MissingShard => ({
  name,
  finding: finding("sync.shard-missing", name, { shard: name }),
  cause,
});

/** What differs in the shards that answered. */
export interface ShardedTableDiff extends TableDiff {
  readonly missing: readonly MissingShard[];
}

/**
 * The same over shards: tables cut by their key in the same way on every one, so that no row has its counterpart
 * elsewhere. Runs the same statements on each and puts the answers together. A municipality to each is such a cut. Of a
 * shard that does not answer nothing is said but its name: its rows are neither added nor removed.
 * @throws what a database throws, when none answers
 */
export async function sqlDiffOverShards(shards: readonly Shard[], options: SqlDiffOptions): Promise<ShardedTableDiff> {
  const missing: MissingShard[] = [];
  const answers = await Promise.all(
    shards.map(async ({ name, engine }) => {
      try {
        return [await sqlDiff(engine, options)];
      } catch (cause) {
        missing.push(missingShard(name, cause));
        return [];
      }
    }),
  );
  const parts = answers.flat();
  if (parts.length === 0 && missing[0]) throw missing[0].cause;
  const changes = parts.flatMap((part) => part.changes);
  return { ...sumCounts(parts), digest: changesDigest(changes), changes, missing };
}

function statements({ before, after, key, columns }: SqlDiffOptions): {
  readonly counts: string;
  readonly changes: string;
} {
  const text = (name: string): string => `COALESCE(CAST(${quoted(name)} AS VARCHAR) COLLATE "C", '')`;
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
      ${pick.map((name) => `${given(`b.${name}`)} AS b_${name}, ${given(`a.${name}`)} AS a_${name}`).join(", ")}
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
    return typeof found === "string" ? taken(found) : "";
  };
  const side = row["in_after"] === null ? "b" : "a";
  const text = keyText(key.map((_, at) => value(`${side}_k${at}`)));
  if (row["in_before"] === null || row["in_after"] === null) {
    const cells = [
      ...key.map((name, at): readonly [string, string] => [name, value(`${side}_k${at}`)]),
      ...columns.map((name, at): readonly [string, string] => [name, value(`${side}_v${at}`)]),
    ];
    return { kind: side === "a" ? "added" : "removed", key: text, row: Object.fromEntries(cells) };
  }
  const changes = columns.flatMap((field, at): readonly CsvFieldChange[] => {
    const change = { field, before: value(`b_v${at}`), after: value(`a_v${at}`) };
    return change.before === change.after ? [] : [change];
  });
  return { kind: "updated", key: text, changes };
}
