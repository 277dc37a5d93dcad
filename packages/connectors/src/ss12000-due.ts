import type { Ss12000Subscription } from "./subscribe-ss12000.ts";

/** How long what may wait. Milliseconds. */
export interface Ss12000Patience {
  /** After a notification, so that a burst of them is one reading. Default a minute. */
  readonly settleMs?: number;
  /** Between readings of changes when nothing is told: what a lost notification costs at most. Default six hours. */
  readonly quietMs?: number;
  /** Between totals, which show what no change shows. Default a week. */
  readonly totalMs?: number;
  /** The oldest window that changes are asked for; after a longer gap only a total is whole. Default thirty days. */
  readonly gapMs?: number;
  /** Before a subscription runs out. Default a week. */
  readonly renewMs?: number;
}

export interface Ss12000Standing {
  /** Epoch milliseconds. */
  readonly now: number;
  /** When the last total that was complete was begun, by our own clock (`readAt`): ISO 8601 instant. */
  readonly total?: string;
  /** When the last complete reading was begun, a total or changes (`readAt`). */
  readonly read?: string;
  /** When the last notification came: ISO 8601 instant. */
  readonly notified?: string;
  readonly subscription?: Ss12000Subscription;
  readonly patience?: Ss12000Patience;
}

/** What is due, of a source that is read by totals, changes and notifications. */
export interface Ss12000Due {
  readonly read: "total" | "changes" | "nothing";
  /** Whether the subscription is to be made or renewed. */
  readonly subscribe: boolean;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * Says what is due now. A notification only brings a reading forward; that it may be lost, late, doubled or somebody else's
 * changes nothing but the time, since every reading of changes begins where the last complete one ended.
 * @example
 * ss12000Due({ now: Date.now(), total, read, notified, subscription }); // { read: "changes", subscribe: false }
 */
export function ss12000Due(standing: Ss12000Standing): Ss12000Due {
  const { now, total, read, notified, subscription, patience = {} } = standing;
  const { settleMs = minute, quietMs = 6 * hour, totalMs = 7 * day, gapMs = 30 * day, renewMs = 7 * day } = patience;
  const ageOf = (instant: string | undefined): number => (instant === undefined ? Infinity : now - Date.parse(instant));
  // A reading that began before the notification may not have what it is about.
  const isNews = notified !== undefined && !(Date.parse(notified) < Date.parse(read ?? ""));
  const isTotal = !(ageOf(total) < totalMs) || !(ageOf(read) <= gapMs);
  const isChanges = (isNews && ageOf(notified) >= settleMs) || !(ageOf(read) < quietMs);
  return {
    read: isTotal ? "total" : isChanges ? "changes" : "nothing",
    subscribe: !(Date.parse(subscription?.expires ?? "") - now > renewMs),
  };
}
