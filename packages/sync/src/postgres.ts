import { beginning, ending, quoted, type SqlEngine, type SqlSignal, stoppable } from "./sql-engine.ts";

export { sqlDiff, sqlDiffOverShards } from "./sql-diff.ts";
export type { MissingShard, Shard, ShardedTableDiff, SqlDiffOptions, TableDiff } from "./sql-diff.ts";
export { createTables, fillTables } from "./register-tables.ts";
export type { TableRows } from "./register-tables.ts";
export { reconcileShards, reconcileTables } from "./sql-plan.ts";
export type { BatchHeader, ShardedPlan, TableOptions } from "./sql-plan.ts";
export type { SqlColumn, SqlEngine, SqlPort, SqlSignal, SqlValue } from "./sql-engine.ts";
export type { CsvChange, CsvCounts, CsvFieldChange } from "./csv-change.ts";

/** The part of a `Client` (pg) that is used. */
export interface PostgresClientLike {
  query(sql: string, values?: unknown[]): Promise<{ readonly rows: readonly Readonly<Record<string, unknown>>[] }>;
}

export interface PostgresOptions {
  readonly signal?: SqlSignal;
  /** Another client, or a pool, through which a statement that runs is stopped; without one `signal` waits for its end. */
  readonly canceller?: PostgresClientLike;
  /** How long one statement may take. Default: as the server says. */
  readonly timeoutMs?: number;
}

/**
 * PostgreSQL, for `sqlDiff` and `reconcileTables`: a client of its own, not a pool, for its statements belong together.
 * Text is compared byte by byte under every collation. With one client per shard, `sqlDiffOverShards` and
 * `reconcileShards` work where the rows are.
 * @example
 * const plan = await reconcileTables(postgresPort(client, { timeoutMs: 60_000 }), options);
 */
export function postgresPort(
  client: PostgresClientLike,
  { signal, canceller, timeoutMs }: PostgresOptions = {},
): SqlEngine {
  if ("totalCount" in client) throw new TypeError("client must be one client, got a pool");
  let backend: unknown;
  const cancel = (): void => {
    // Should it fail, the statement goes on to its end, and the next one is not begun.
    void canceller?.query("SELECT pg_cancel_backend($1)", [backend]).catch(() => undefined);
  };
  const query: SqlEngine["query"] = (sql, values = []) =>
    stoppable(signal, cancel, async () => {
      if (signal && canceller) backend ??= (await client.query("SELECT pg_backend_pid() AS pid")).rows[0]?.["pid"];
      if (signal?.aborted) throw signal.reason;
      return (await client.query(sql, [...values])).rows;
    });
  const end = (): Promise<void> => ending(client, () => client.query("ROLLBACK"));
  return {
    query,
    begin: (temporaryTables) =>
      beginning(client, query, end, [
        "BEGIN ISOLATION LEVEL REPEATABLE READ",
        ...(timeoutMs === undefined ? [] : [`SET LOCAL statement_timeout = ${Math.ceil(timeoutMs)}`]),
        // The planner knows nothing of tables just filled, and takes them for small: row by row would take hours.
        "SET LOCAL enable_nestloop = off",
        ...temporaryTables,
        "SET TRANSACTION READ ONLY",
      ]),
    end,
    insert: async ({ schema, name }, columns, rows) => {
      if (signal?.aborted) throw signal.reason;
      const table = schema === undefined ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
      const arrays = columns.map(({ type }, at) => `$${at + 1}::${type === "text" ? "text" : "float8"}[]`);
      const names = columns.map((column) => quoted(column.name)).join(", ");
      await client.query(
        `INSERT INTO ${table} (${names}) SELECT * FROM unnest(${arrays.join(", ")})`,
        columns.map((_, at) => rows.map((row) => row[at] ?? null)),
      );
    },
  };
}
