import type { SqlPort } from "./sql-diff.ts";

export { sqlDiff, sqlDiffOverShards } from "./sql-diff.ts";
export type { SqlDiffOptions, SqlPort, TableDiff } from "./sql-diff.ts";
export type { CsvChange, CsvCounts, CsvFieldChange } from "./csv-change.ts";

/** The part of a `Client` or `Pool` (pg) that is used. */
export interface PostgresClientLike {
  query(sql: string): Promise<{ readonly rows: readonly Readonly<Record<string, unknown>>[] }>;
}

/**
 * Runs `sqlDiff` in PostgreSQL. Text is compared byte by byte under every deterministic collation. With one client per
 * shard, `sqlDiffOverShards` runs it where the rows are.
 * @example
 * const diff = await sqlDiffOverShards(clients.map(postgresPort), { before: "old", after: "new", key: ["id"], columns });
 */
export function postgresPort(client: PostgresClientLike): SqlPort {
  return { query: async (sql) => (await client.query(sql)).rows };
}
