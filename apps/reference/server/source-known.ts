import { knownRows } from "@milstolpe/connectors";
import type { Batch, Entities, Entity, Plan } from "@milstolpe/sync";
import type { Store } from "./store.ts";
import { noteGone, noteStored, placeOfKey } from "./stored-copies.ts";

/** What the register holds of a source, from its newest reading that was applied to the last row. */
export interface Known {
  /** The batch's source. */
  readonly source: string;
  /** Where it was read, in which format, when it was an address. Another one has other changes. */
  readonly address?: string;
  /** The time up to which the source's changes are here: ISO 8601 instant. */
  readonly to: string;
  /** Entities whose rows the newest whole reading told of, all of them. */
  readonly covered: readonly Entity[];
  /** Ids and what ties them; see `knownRows`. */
  readonly rows: Entities;
}

/** A reading whose plan has not been applied to the last row yet. */
interface Pending extends Known {
  readonly digest: string;
}

const knownKey = "sync.known";
const pendingKey = "sync.reading";

/** What is known of the source that was read last, if a whole reading of it has been applied. */
export const readKnown = (store: Store): Known | undefined => store.get(knownKey) as Known | undefined;

/** Our clock and the source's may differ; what is read once more is the same once more. */
const clockMarginMs = 600_000;

/** The time moves on only when what was told of before is told of again: what is withheld now may change meanwhile. */
function knownAfter(store: Store, batch: Batch, address: string | undefined): Known | undefined {
  const { kind, source, readAt, window, health, coverage } = batch;
  const kept = readKnown(store);
  const before = kept?.source === source ? kept : undefined;
  if (!health.complete || (kind === "delta" && (before === undefined || window === undefined))) return undefined;
  const told = coverage.filter(({ fields }) => fields.length > 0);
  const whole = told.filter(({ complete, units }) => kind === "delta" || (complete && units === undefined));
  const entities = [...new Set(whole.map(({ entity }) => entity))];
  const isAll = (before?.covered ?? told.map(({ entity }) => entity)).every((entity) => entities.includes(entity));
  const rows = knownRows(batch, before?.rows);
  if (!isAll) return before && { ...before, rows };
  const to = window?.to ?? new Date(Date.parse(readAt) - clockMarginMs).toISOString();
  const covered = kind === "delta" && before ? before.covered : entities;
  return { source, to, covered, rows, ...(address === undefined ? {} : { address }) };
}

/** True when nothing of a reading waits for a person: what is set aside or could not be read is not told of again. */
const isSettled = (plan: Plan, batch: Batch): boolean =>
  batch.rejected.length === 0 && plan.aside.every(({ why }) => why === "protected identity");

/** Notes a reading with the plan that was made of it: it counts when that plan has been applied to the last row. */
export function noteReading(
  store: Store,
  batch: Batch,
  { plan, address, at }: { readonly plan: Plan; readonly address: string | undefined; readonly at: string },
): void {
  const known = isSettled(plan, batch) ? knownAfter(store, batch, address) : undefined;
  if (known === undefined) return forget(store, pendingKey, at);
  keep(store, pendingKey, { ...known, digest: plan.digest } satisfies Pending, at);
}

/** Keeps what is known anew: the days that it may be kept are counted from here. */
function keep(store: Store, key: string, known: Known | Pending, at: string): void {
  noteGone(store, placeOfKey(key), "a newer reading", at);
  store.set(key, known, at);
  noteStored(store, placeOfKey(key), "source ids", at);
}

function forget(store: Store, key: string, at: string): void {
  store.remove(key);
  noteGone(store, placeOfKey(key), "a newer reading", at);
}

/**
 * Notes that all of a plan is in the register: the next changes are asked for from where its reading ended. While a unit is
 * held, or a row was refused or set aside, the next changes are asked for from the reading before.
 */
export function noteArrived(store: Store, digest: string, at: string): void {
  const pending = store.get(pendingKey) as Pending | undefined;
  if (pending?.digest !== digest) return;
  const { digest: _arrived, ...known } = pending;
  store.transaction(() => {
    keep(store, knownKey, known, at);
    forget(store, pendingKey, at);
  });
}

/** After an undo only a whole reading tells what the register lacks. */
export function forgetKnown(store: Store, at: string): void {
  forget(store, knownKey, at);
  forget(store, pendingKey, at);
}
