import type { Fetch } from "./client-credentials.ts";
import type { FaultQueue, Ss12000FaultPlace } from "./mock-faults.ts";
import { isObject, listOf, textOf } from "./row-reader.ts";
import { resourceNames, type Ss12000List } from "./ss12000-model.ts";

/** How long a subscription lives, and how often an unanswered notification is sent, at Skolverket's reference. */
const lifeMs = 90 * 24 * 3600 * 1000;
const deliveryAttempts = 4;

/** A notification that was sent, or tried to. */
export interface MockNotification {
  readonly target: string;
  readonly delivered: boolean;
  readonly attempts: number;
}

interface Kept {
  readonly id: string;
  readonly name: string;
  readonly target: string;
  readonly resourceTypes: readonly { readonly resource: string }[];
  expires: number;
}

export interface MockSubscriptions {
  /** Answers a request below the place of subscriptions; `rest` is what follows it in the path. */
  answer(request: Request, rest: string): Promise<Response>;
  /** Tells everybody who asked that there is something to fetch. */
  notify(changed: {
    readonly modified: readonly Ss12000List[];
    readonly deleted: readonly Ss12000List[];
  }): Promise<void>;
  readonly sent: readonly MockNotification[];
}

/** @param resources - resource types that can be subscribed to; all when absent */
export function mockSubscriptions(options: {
  readonly now: () => number;
  readonly deliver: Fetch;
  readonly faults: FaultQueue<Ss12000FaultPlace>;
  readonly resources?: readonly string[];
}): MockSubscriptions {
  const { now, deliver, faults, resources } = options;
  const kept = new Map<string, Kept>();
  const sent: MockNotification[] = [];
  let made = 0;
  const shown = ({ expires, ...rest }: Kept) => ({ ...rest, expires: new Date(expires).toISOString() });
  const refused = (status: number, code: string): Response => Response.json({ code, message: code }, { status });

  async function create(request: Request): Promise<Response> {
    const body: unknown = await request.json().catch(() => undefined);
    const name = isObject(body) ? textOf(body["name"]) : undefined;
    const target = isObject(body) ? textOf(body["target"]) : undefined;
    const types = listOf(isObject(body) ? body["resourceTypes"] : undefined).flatMap((type) => {
      const resource = isObject(type) ? textOf(type["resource"]) : undefined;
      return resource === undefined ? [] : [{ resource }];
    });
    if (name === undefined || target === undefined || !/^https?:\/\//.test(target) || types.length === 0)
      return refused(400, "InvalidBody");
    if (resources !== undefined && types.some(({ resource }) => !resources.includes(resource)))
      return refused(400, "InvalidResourceType");
    // The ids are uuids, the same in every run.
    const id = `00000012-0000-4000-8000-${String((made += 1)).padStart(12, "0")}`;
    const subscription: Kept = { id, name, target, resourceTypes: types, expires: now() + lifeMs };
    kept.set(id, subscription);
    return Response.json(shown(subscription), { status: 201 });
  }

  async function send(target: string, body: unknown): Promise<void> {
    if (faults.take("notifications", 1)?.kind === "lost") {
      sent.push({ target, delivered: false, attempts: 0 });
      return;
    }
    for (let attempt = 1; attempt <= deliveryAttempts; attempt += 1) {
      const headers = { "Content-Type": "application/json" };
      const response = await deliver(target, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => {});
      await response?.body?.cancel();
      if (response?.ok === true || attempt === deliveryAttempts) {
        sent.push({ target, delivered: response?.ok === true, attempts: attempt });
        return;
      }
    }
  }

  return {
    sent,
    async answer(request, rest) {
      const fault = faults.take("subscriptions", 1);
      if (fault?.kind === "status") return refused(fault.status, "Fault");
      if (rest === "") {
        if (request.method === "POST") return create(request);
        return Response.json({ data: [...kept.values()].map(shown), pageToken: null });
      }
      const subscription = kept.get(rest);
      // One that has run out is gone.
      if (subscription === undefined || subscription.expires <= now()) return new Response(null, { status: 404 });
      if (request.method === "DELETE") {
        kept.delete(rest);
        return new Response(null, { status: 204 });
      }
      if (request.method === "PATCH") subscription.expires = now() + lifeMs;
      return Response.json(shown(subscription));
    },
    async notify({ modified, deleted }) {
      for (const { target, resourceTypes, expires } of kept.values()) {
        if (expires <= now()) continue;
        const asked = new Set(resourceTypes.map(({ resource }) => resource));
        const modifiedEntites = modified.map((list) => resourceNames[list]).filter((name) => asked.has(name));
        const deletedEntities = deleted.some((list) => asked.has(resourceNames[list]));
        if (modifiedEntites.length > 0 || deletedEntities) await send(target, { modifiedEntites, deletedEntities });
      }
    },
  };
}
