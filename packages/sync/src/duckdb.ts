import { beginning, ending, type SqlEngine, type SqlSignal, type SqlValue, stoppable } from "./sql-engine.ts";

export { sqlDiff, sqlDiffOverShards } from "./sql-diff.ts";
export type { MissingShard, Shard, ShardedTableDiff, SqlDiffOptions, TableDiff } from "./sql-diff.ts";
export { createTables, fillTables } from "./register-tables.ts";
export type { TableRows } from "./register-tables.ts";
export { reconcileShards, reconcileTables } from "./sql-plan.ts";
export type { BatchHeader, ShardedPlan, TableOptions } from "./sql-plan.ts";
export type { SqlColumn, SqlEngine, SqlPort, SqlSignal, SqlValue } from "./sql-engine.ts";
export type { CsvChange, CsvCounts, CsvFieldChange } from "./csv-change.ts";

/** The part of a `DuckDBConnection` (@duckdb/node-api) that is used. */
export interface DuckdbConnectionLike {
  runAndReadAll(
    sql: string,
    values?: SqlValue[],
  ): Promise<{ getRowObjects(): readonly Readonly<Record<string, unknown>>[] }>;
  createAppender(table: string, schema?: string | null, catalog?: string | null): Promise<DuckdbAppenderLike>;
  interrupt(): void;
}

/** The part of a `DuckDBAppender` that is used. */
export interface DuckdbAppenderLike {
  appendNull(): void;
  appendVarchar(value: string): void;
  appendDouble(value: number): void;
  endRow(): void;
  closeSync(): void;
}

/**
 * DuckDB, for `sqlDiff` and `reconcileTables`: its tables, and whatever it reads as one (CSV, Parquet, an attached
 * PostgreSQL). `signal` stops the statement that runs.
 * @example
 * const diff = await sqlDiff(duckdbPort(connection), { before: "monday", after: "tuesday", key: ["id"], columns });
 */
export function duckdbPort(
  connection: DuckdbConnectionLike,
  { signal }: { readonly signal?: SqlSignal } = {},
): SqlEngine {
  const query: SqlEngine["query"] = (sql, values = []) =>
    stoppable(
      signal,
      () => connection.interrupt(),
      async () => (await connection.runAndReadAll(sql, [...values])).getRowObjects(),
    );
  const end = (): Promise<void> => ending(connection, () => connection.runAndReadAll("ROLLBACK"));
  return {
    query,
    begin: (temporaryTables) => beginning(connection, query, end, ["BEGIN TRANSACTION READ ONLY", ...temporaryTables]),
    end,
    insert: async ({ schema, name }, columns, rows) => {
      if (signal?.aborted) throw signal.reason;
      const appender = await connection.createAppender(name, schema ?? null, schema === undefined ? "temp" : null);
      for (const row of rows) {
        for (const [at, { type }] of columns.entries()) {
          const value = row[at] ?? null;
          if (value === null) appender.appendNull();
          else if (type === "text") appender.appendVarchar(String(value));
          else appender.appendDouble(Number(value));
        }
        appender.endRow();
      }
      appender.closeSync();
    },
  };
}
