import { rmSync } from "node:fs";
import { join } from "node:path";
import { noteCopy, notePurged, openCopies, type PurgeLog, type StoredCopy } from "@milstolpe/sync";
import type { Store } from "./store.ts";

/** What is kept of people beside the register itself, and for how many days. */
const keptDays = {
  /** Plans and journals: so long a sync can be undone. */
  plan: 90,
  journal: 90,
  /** The source's ids, by which changes are understood. */
  "source ids": 90,
  /** Until the same report is sent again, a year later. */
  "report file": 365,
} as const;

export type CopyKind = keyof typeof keptDays;

/** Where a document of the store is, as a place of the log. */
export const placeOfKey = (key: string): string => `store/${key}`;

const logKey = "store.copies";
const dayMs = 86_400_000;
const readLog = (store: Store): PurgeLog => (store.get(logKey) as PurgeLog | undefined) ?? [];

/** Notes that personal data is kept at a place, from now on; a copy that is there already is noted once. */
export function noteStored(store: Store, place: string, kind: CopyKind, at: string): void {
  const log = readLog(store);
  if (log.some((copy) => copy.place === place && copy.purged === undefined)) return;
  const expires = new Date(Date.parse(at) + keptDays[kind] * dayMs).toISOString();
  store.set(logKey, noteCopy(log, { place, kind, storedAt: at, expires }), at);
}

/** Counts the days of a copy anew, from now on: it has been written again, or come into use. */
export function keepLonger(store: Store, place: string, kind: CopyKind, at: string): void {
  noteStored(store, place, kind, at);
  const expires = new Date(Date.parse(at) + keptDays[kind] * dayMs).toISOString();
  const log = readLog(store).map((copy) =>
    copy.place === place && copy.purged === undefined ? { ...copy, expires } : copy,
  );
  store.set(logKey, log, at);
}

/** Notes that what was kept at a place is gone. */
export function noteGone(store: Store, place: string, by: string, at: string): void {
  store.set(logKey, notePurged(readLog(store), place, { at, by }), at);
}

/** Copies that are there, those that should be gone, and those that are. */
export function storedCopies(store: Store, at: string) {
  const log = readLog(store);
  return { ...openCopies(log, at), purged: log.filter(({ purged }) => purged !== undefined) };
}

/**
 * Takes away what should be gone, and notes by whom. What a plan that is half applied needs stays until it is finished.
 * Stopped half way, it goes on when it is called again.
 * @returns the copies that were taken away
 */
export function purgeOverdue(
  store: Store,
  folder: string,
  { by, at, inUse }: { readonly by: string; readonly at: string; readonly inUse: (place: string) => boolean },
): readonly StoredCopy[] {
  const gone = storedCopies(store, at).overdue.filter(({ place }) => !inUse(place));
  for (const { place } of gone) {
    const key = place.startsWith("store/") ? place.slice("store/".length) : undefined;
    if (key === undefined) rmSync(join(folder, place), { force: true });
    else store.remove(key);
    noteGone(store, place, by, at);
  }
  return gone;
}
