import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** Version of the tables below. A store written by a newer version is refused, never guessed at. */
const schemaVersion = 1;

const tables = `
  CREATE TABLE IF NOT EXISTS register_row (
    entity TEXT NOT NULL, id TEXT NOT NULL, row TEXT NOT NULL, is_active INTEGER NOT NULL,
    PRIMARY KEY (entity, id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS document (
    key TEXT PRIMARY KEY, value TEXT NOT NULL, at TEXT NOT NULL
  ) WITHOUT ROWID;
`;

/** The app's durable memory: one SQLite file, WAL and full synchronous, so that what was said to be kept is kept. */
export interface Store {
  readonly db: DatabaseSync;
  /** A JSON document by key, or undefined. */
  get(key: string): unknown;
  /** Keeps a JSON document under a key. */
  set(key: string, value: unknown, at: string): void;
  /** Takes a document away. */
  remove(key: string): void;
  /** Runs `work` in one transaction: all of it is kept, or nothing. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** The store was written by a newer version of this program. */
class StoreVersionError extends Error {
  readonly code = "store.newer-version";
}

/**
 * Opens (or makes) the store in a file.
 * @throws StoreVersionError when a newer version of the program wrote it
 */
export function openStore(file: string): Store {
  // A register of children: for this user alone. The write-ahead log takes its mode from the file.
  if (file !== ":memory:") closeSync(openSync(file, "a", 0o600));
  const db = new DatabaseSync(file);
  db.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON;",
  );
  const version = Number(db.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
  if (version > schemaVersion) {
    db.close();
    throw new StoreVersionError(
      `The store has version ${version}; this program knows versions up to ${schemaVersion}.`,
    );
  }
  db.exec(`BEGIN IMMEDIATE; ${tables} PRAGMA user_version = ${schemaVersion}; COMMIT;`);
  const select = db.prepare("SELECT value FROM document WHERE key = ?");
  const upsert = db.prepare(
    "INSERT INTO document (key, value, at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, at = excluded.at",
  );
  return {
    db,
    get(key) {
      const found = select.get(key);
      return found === undefined ? undefined : (JSON.parse(String(found["value"])) as unknown);
    },
    set(key, value, at) {
      upsert.run(key, JSON.stringify(value), at);
    },
    remove(key) {
      db.prepare("DELETE FROM document WHERE key = ?").run(key);
    },
    transaction(work) {
      db.exec("BEGIN IMMEDIATE");
      try {
        const result = work();
        db.exec("COMMIT");
        return result;
      } catch (error) {
        db.exec("ROLLBACK");
        throw error;
      }
    },
    close() {
      db.close();
    },
  };
}
