import type { SqlPort } from "./sql-diff.ts";

export { sqlDiff, sqlDiffOverShards } from "./sql-diff.ts";
export type { SqlDiffOptions, SqlPort, TableDiff } from "./sql-diff.ts";
export type { CsvChange, CsvCounts, CsvFieldChange } from "./csv-change.ts";

/** The part of a `DuckDBConnection` (@duckdb/node-api) that is used. */
export interface DuckdbConnectionLike {
  runAndReadAll(sql: string): Promise<{ getRowObjects(): readonly Readonly<Record<string, unknown>>[] }>;
}

/**
 * Runs `sqlDiff` in DuckDB: on its tables, and on whatever it reads as one (CSV, Parquet, an attached PostgreSQL).
 * @example
 * const diff = await sqlDiff(duckdbPort(connection), { before: "monday", after: "tuesday", key: ["id"], columns });
 */
export function duckdbPort(connection: DuckdbConnectionLike): SqlPort {
  return { query: async (sql) => (await connection.runAndReadAll(sql)).getRowObjects() };
}
