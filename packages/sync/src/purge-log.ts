/** A copy of personal data that was stored: a file, a plan, a journal. No names in it. */
export interface StoredCopy {
  /** Where it is, e.g. a path or a key of a store. */
  readonly place: string;
  /** What it is, e.g. `register file`, `plan`, `journal`. */
  readonly kind: string;
  /** SHA-256 of it, where it has one. */
  readonly digest?: string;
  /** ISO 8601 instants. */
  readonly storedAt: string;
  /** When it must be gone. */
  readonly expires: string;
  /** When and by whom it was taken away. */
  readonly purged?: { readonly at: string; readonly by: string };
}

/** Every copy there was, in the order in which they were stored. Copies that are gone stay in the log: that is the proof. */
export type PurgeLog = readonly StoredCopy[];

/**
 * Notes a copy. A copy that is stored again at the same place is another one.
 * @throws RangeError when `expires` is not after `storedAt`
 */
export function noteCopy(log: PurgeLog, copy: Omit<StoredCopy, "purged">): PurgeLog {
  if (!(Date.parse(copy.expires) > Date.parse(copy.storedAt))) throw new RangeError("expires must be after storedAt");
  return [...log, copy];
}

/** Notes that what was stored at a place has been taken away. Nothing changes when nothing is there. */
export function notePurged(log: PurgeLog, place: string, purged: NonNullable<StoredCopy["purged"]>): PurgeLog {
  return log.map((copy) => (copy.place === place && copy.purged === undefined ? { ...copy, purged } : copy));
}

/** The copies that are still there, and of them those that should be gone. */
export function openCopies(log: PurgeLog, now: string): { readonly open: PurgeLog; readonly overdue: PurgeLog } {
  const open = log.filter(({ purged }) => purged === undefined);
  return { open, overdue: open.filter(({ expires }) => !(Date.parse(expires) > Date.parse(now))) };
}
