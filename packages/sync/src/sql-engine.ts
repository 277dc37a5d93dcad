/** A value as it goes into a statement, in the place of `$1`, `$2` … */
export type SqlValue = string | number | null;

/** What runs SQL: rows by column name, values as text. */
export interface SqlPort {
  /** Values are given apart from the statement, never written into it. */
  query(sql: string, values?: readonly SqlValue[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** A database that can hold a register: one connection, used for one thing at a time. */
export interface SqlEngine extends SqlPort {
  /**
   * Begins to read one state of the database, whatever others write meanwhile. The temporary tables are made first; from
   * then on nothing but them can be written.
   */
  begin(temporaryTables: readonly string[]): Promise<void>;
  /** Ends it. The temporary tables go. */
  end(): Promise<void>;
  /** Adds rows, in the order of `columns`. Without a schema: to a temporary table. */
  insert(
    table: { readonly schema?: string; readonly name: string },
    columns: readonly SqlColumn[],
    rows: readonly (readonly SqlValue[])[],
  ): Promise<void>;
}

export interface SqlColumn {
  readonly name: string;
  readonly type: "text" | "number";
  /** Never NULL. */
  readonly isRequired?: boolean;
}

/** The part of an `AbortSignal` that is used. */
export interface SqlSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void, options: { once: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** Runs a statement that `stop` ends when the signal says so: then it fails with the signal's reason. */
export async function stoppable<T>(signal: SqlSignal | undefined, stop: () => void, run: () => Promise<T>): Promise<T> {
  if (signal?.aborted) throw signal.reason;
  signal?.addEventListener("abort", stop, { once: true });
  try {
    return await run();
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

const inUse = new WeakSet<object>();

/**
 * Runs the statements that begin a transaction; when one fails, none is left open.
 * @throws Error when the connection has one already, which goes on undisturbed
 */
export async function beginning(
  connection: object,
  query: SqlPort["query"],
  end: () => Promise<void>,
  [first = "", ...rest]: readonly string[],
): Promise<void> {
  if (inUse.has(connection)) throw new Error("the connection is in use: what runs at once needs one each");
  inUse.add(connection);
  try {
    await query(first);
  } catch (error) {
    inUse.delete(connection);
    throw error;
  }
  try {
    for (const sql of rest) await query(sql);
  } catch (error) {
    await end();
    throw error;
  }
}

/** Ends what `beginning` has begun. */
export async function ending(connection: object, rollback: () => Promise<unknown>): Promise<void> {
  try {
    await rollback();
  } finally {
    inUse.delete(connection);
  }
}

/** A name as SQL takes it, whatever is in it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * A text as a statement gives it out, with a sign before it: a driver may take a mark at its beginning (U+FEFF) for no part
 * of it, as that of DuckDB does.
 */
export const given = (expression: string): string => `'=' || ${expression}`;
/** The text that `given` has given out. */
export const taken = (value: unknown): string => String(value).slice(1);
