import { isDeepStrictEqual } from "node:util";
import {
  emptyRegister,
  rowKey,
  targetEntities,
  type Operation,
  type Register,
  type Stored,
  type TargetEntity,
  type TargetPort,
  type TargetRow,
  type WriteResult,
} from "@milstolpe/sync";
import type { Store } from "./store.ts";

/** Everything the platform's register holds. */
export function readRegister(store: Store): Register {
  const rows = new Map<string, TargetRow[]>(targetEntities.map((entity) => [entity, []]));
  const inactive: string[] = [];
  const all = store.db.prepare("SELECT entity, id, row, is_active FROM register_row ORDER BY entity, id").iterate();
  for (const { entity, id, row, is_active: isActive } of all) {
    rows.get(String(entity))?.push(JSON.parse(String(row)) as TargetRow);
    if (isActive === 0) inactive.push(rowKey(String(entity) as TargetEntity, String(id)));
  }
  return { ...emptyRegister, ...Object.fromEntries(rows), inactive };
}

/** How many rows the register holds. */
export function countRegister(store: Store): number {
  return Number(store.db.prepare("SELECT count(*) AS rows FROM register_row").get()?.["rows"]);
}

/** Fills an empty register with what a platform held before: all of it, or nothing. */
export function fillRegister(store: Store, register: Register): void {
  const insert = store.db.prepare("INSERT INTO register_row (entity, id, row, is_active) VALUES (?, ?, ?, ?)");
  const inactive = new Set(register.inactive);
  store.transaction(() => {
    for (const entity of targetEntities) {
      for (const row of register[entity])
        insert.run(entity, row.id, JSON.stringify(row), inactive.has(rowKey(entity, row.id)) ? 0 : 1);
    }
  });
}

/**
 * The register as a sync's target. Each batch is one transaction; each operation is made only when its row is as planned,
 * and leaves a conflict, not a guess, when it is not.
 */
export function registerTarget(store: Store): TargetPort {
  const select = store.db.prepare("SELECT row, is_active FROM register_row WHERE entity = ? AND id = ?");
  const upsert = store.db.prepare(
    "INSERT INTO register_row (entity, id, row, is_active) VALUES (?, ?, ?, ?) ON CONFLICT (entity, id) DO UPDATE SET row = excluded.row, is_active = excluded.is_active",
  );
  const remove = store.db.prepare("DELETE FROM register_row WHERE entity = ? AND id = ?");
  const read = (entity: TargetEntity, id: string): Stored | null => {
    const found = select.get(entity, id);
    return found === undefined
      ? null
      : { row: JSON.parse(String(found["row"])) as TargetRow, isActive: found["is_active"] === 1 };
  };
  const make = ({ entity, id, before, after }: Operation): WriteResult => {
    if (!isDeepStrictEqual(read(entity, id), asKept(before))) return { state: "conflict" };
    if (after === null) remove.run(entity, id);
    else upsert.run(entity, id, JSON.stringify(after.row), after.isActive ? 1 : 0);
    return { state: "done" };
  };
  return {
    guarantee: "readable",
    read: (entity, id) => Promise.resolve(read(entity, id)),
    write: (operations) => Promise.resolve(store.transaction(() => operations.map(make))),
  };
}

/** A row as it reads after it has been kept: what has no value is absent. */
const asKept = (stored: Stored | null): Stored | null => JSON.parse(JSON.stringify(stored)) as Stored | null;
