import { DatabaseSync } from "node:sqlite";
import type { TargetPort } from "../src/target-port.ts";
import { canonical } from "../src/digest.ts";
import { type Register, rowKey, type Stored } from "../src/register.ts";
import { toRegister } from "./to-register.ts";

/** A durable target that counts how often each operation took effect. */
export function sqliteTarget(
  file: string,
): TargetPort & { readonly register: () => Register; readonly effects: () => readonly number[] } {
  const db = new DatabaseSync(file);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;");
  db.exec("CREATE TABLE IF NOT EXISTS stored (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
  db.exec("CREATE TABLE IF NOT EXISTS effect (operation TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID");
  const select = db.prepare("SELECT value FROM stored WHERE key = ?");
  const upsert = db.prepare("INSERT INTO stored VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value");
  const remove = db.prepare("DELETE FROM stored WHERE key = ?");
  const count = db.prepare("INSERT INTO effect VALUES (?, 1) ON CONFLICT (operation) DO UPDATE SET times = times + 1");
  const read = (key: string): Stored | null => {
    const found = select.get(key);
    return found === undefined ? null : (JSON.parse(String(found["value"])) as Stored);
  };
  return {
    guarantee: "readable",
    read: (entity, id) => Promise.resolve(read(rowKey(entity, id))),
    write(operations) {
      const results = operations.map(({ key, entity, id, before, after }) => {
        const at = rowKey(entity, id);
        db.exec("BEGIN IMMEDIATE");
        const isAsPlanned = canonical(read(at)) === canonical(before);
        if (isAsPlanned) {
          count.run(key);
          if (after === null) remove.run(at);
          else upsert.run(at, JSON.stringify(after));
        }
        db.exec("COMMIT");
        return isAsPlanned ? ({ state: "done" } as const) : ({ state: "conflict" } as const);
      });
      return Promise.resolve(results);
    },
    register: () =>
      toRegister(
        new Map(
          db
            .prepare("SELECT key, value FROM stored")
            .all()
            .map((row) => [String(row["key"]), JSON.parse(String(row["value"])) as Stored]),
        ),
      ),
    effects: () =>
      db
        .prepare("SELECT times FROM effect")
        .all()
        .map((row) => Number(row["times"])),
  };
}
