import { boundedText } from "./bounded-text.ts";
import type { Finding } from "./finding.ts";
import { isObject, listOf, textOf } from "./row-reader.ts";
import { listNamed } from "./ss12000-deleted.ts";
import type { Ss12000List } from "./ss12000-model.ts";
import { finding } from "./subscription-messages.ts";

/** What a source says when something has changed: that there is something to fetch, and nothing of what it is. */
export interface Ss12000Notification {
  /** Lists that have something new. */
  readonly lists: readonly Ss12000List[];
  /** Resource types that are not read, as the source writes them. */
  readonly others: readonly string[];
  /** Whether something was deleted. */
  readonly deletions: boolean;
}

export interface ReadSs12000NotificationOptions {
  readonly request: Request;
  /** The last part of the target that was subscribed with; notifications are not signed, so that it is what shows who calls. */
  readonly secret: string;
  /** Default 64 KiB. */
  readonly maxBytes?: number;
}

/** What to answer the source, and what it said when it was the source. */
export interface ReceivedSs12000Notification {
  /** 200, or 400, 404, 405, 413. */
  readonly status: number;
  readonly notification?: Ss12000Notification;
  readonly finding?: Finding;
}

/**
 * Reads a call to the address of notifications. Whoever does not know the secret gets a 404 like any other wrong address.
 * Nothing in a notification is data: it is a reason to read changes, from where the last window ended, of all lists and not
 * only of those it names, since another notification may have been lost.
 * @throws RangeError when the secret is shorter than 16 characters
 * @see SS 12000:2020, the callback of Subscription; its `modifiedEntites` is the standard's spelling
 * @example
 * const { status, notification } = await readSs12000Notification({ request, secret });
 * if (notification !== undefined) notifiedAt = clock();
 */
export async function readSs12000Notification(
  options: ReadSs12000NotificationOptions,
): Promise<ReceivedSs12000Notification> {
  const { request, secret, maxBytes = 64 * 1024 } = options;
  if (secret.length < 16) throw new RangeError("secret must have at least 16 characters");
  const refused = (status: number): ReceivedSs12000Notification => ({
    status,
    finding: finding("connectors.notification-refused", "notification", { status }),
  });
  const last = new URL(request.url).pathname.split("/").at(-1) ?? "";
  if (!isSame(last, encodeURIComponent(secret))) return refused(404);
  if (request.method !== "POST") return refused(405);
  const body = await boundedText(request, maxBytes).catch(() => undefined);
  if (body === "too-large") return refused(413);
  if (body === undefined || body === "not-utf-8") return refused(400);
  const notification = notificationIn(body.text);
  return notification === undefined ? refused(400) : { status: 200, notification };
}

function notificationIn(text: string): Ss12000Notification | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(json)) return undefined;
  const modified = json["modifiedEntites"] ?? json["modifiedEntities"] ?? [];
  const deleted = json["deletedEntities"] ?? false;
  if (!Array.isArray(modified) || typeof deleted !== "boolean") return undefined;
  const names = listOf(modified).flatMap((name) => textOf(name) ?? []);
  const lists = names.flatMap((name) => listNamed(name) ?? []);
  return {
    lists: [...new Set(lists)],
    others: [...new Set(names.filter((name) => listNamed(name) === undefined))],
    deletions: deleted,
  };
}

/** Compares without telling by its time where the texts differ. */
function isSame(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let place = 0; place < other.length; place += 1)
    difference |= other.charCodeAt(place) ^ one.charCodeAt(place % Math.max(one.length, 1));
  return difference === 0;
}
