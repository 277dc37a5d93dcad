import { expanded, expandsIn } from "./mock-expand.ts";
import type { Fetch } from "./client-credentials.ts";
import {
  faultQueue,
  faultyBody,
  faultyStatus,
  type Ss12000Fault,
  type Ss12000FaultPlace,
  wait,
} from "./mock-faults.ts";
import { filtered } from "./mock-filters.ts";
import { ingest } from "./mock-ingest.ts";
import { belonging } from "./mock-relationships.ts";
import { type MockDeleted, mockStore } from "./mock-store.ts";
import { type MockClient, tokenGate } from "./mock-token.ts";
import { type MockNotification, mockSubscriptions } from "./mock-subscriptions.ts";
import { isObject, type Json, listOf } from "./row-reader.ts";
import { type Dialect, standardDialect } from "./ss12000-dialect.ts";
import { resourceNames, type Ss12000Dataset, type Ss12000List, ss12000Lists } from "./ss12000-model.ts";

export interface MockSs12000Options {
  readonly dataset: Ss12000Dataset;
  /** The most rows of a page, whatever `limit` asks for. Default 1,000. */
  readonly pageSize?: number;
  /** Who may have a token. Without it requests need none. */
  readonly token?: MockClient;
  readonly faults?: readonly Ss12000Fault[];
  /** Default `standardDialect`: decides paths and which lists there are. */
  readonly dialect?: Dialect;
  /** Attributes this client is not shown, by list: `{ persons: ["civicNo"] }`. */
  readonly withhold?: Readonly<Partial<Record<Ss12000List, readonly string[]>>>;
  /** `nested` as the standard has it (default), or the `flat` list of entries that one implementation sends. */
  readonly deletedShape?: "nested" | "flat";
  /** Objects deleted before the reading. */
  readonly deleted?: readonly MockDeleted[];
  /**
   * Whether the register can be written to, as Skolverket's reference implementation lets its own side do (`POST`, `PUT`,
   * `DELETE` of `{ persons: […] }`). Subscribers are told of it. Default false: the standard is for reading.
   */
  readonly writable?: boolean;
  /** Sends notifications to subscribers. Default `globalThis.fetch`. */
  readonly deliver?: Fetch;
  /** The server's clock, epoch milliseconds. Default `Date.now`. */
  readonly now?: () => number;
}

export interface MockRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly status: number;
}

export interface MockSs12000 {
  /** Answers a request: to be used as a server, or in the place of `fetch`. */
  handle(request: Request): Promise<Response>;
  /** What receivers have reported, in the order in which it came. */
  readonly reported: readonly { readonly to: "log" | "statistics"; readonly entry: Json }[];
  /** Notifications to subscribers, in the order in which they were sent. */
  readonly notifications: readonly MockNotification[];
  /** Every request so far. */
  readonly requests: readonly MockRequest[];
  /** Paths below the server's address. */
  readonly tokenPath: string;
}

interface Cursor {
  readonly list: Ss12000List;
  readonly offset: number;
  readonly page: number;
  readonly query: string;
}

const encodeCursor = (cursor: Cursor): string => btoa(encodeURIComponent(JSON.stringify(cursor)));
const decodeCursor = (token: string): Cursor | undefined => {
  try {
    const cursor: Cursor = JSON.parse(decodeURIComponent(atob(token)));
    return cursor;
  } catch {
    return undefined;
  }
};

/** The mock without the server around it. */
export function createMock(options: MockSs12000Options): MockSs12000 {
  const { dialect = standardDialect, pageSize = 1000, withhold = {}, deletedShape = "nested" } = options;
  const now = options.now ?? Date.now;
  const store = mockStore(options.dataset, options.deleted ?? [], now);
  const faults = faultQueue(options.faults ?? []);
  const subscriptions = mockSubscriptions({
    now,
    faults,
    deliver: options.deliver ?? ((url, init) => globalThis.fetch(url, init)),
    ...(dialect.subscriptions?.resources === undefined ? {} : { resources: dialect.subscriptions.resources }),
  });
  const requests: MockRequest[] = [];
  const reported: { to: "log" | "statistics"; entry: Json }[] = [];
  const gate = tokenGate<Ss12000FaultPlace>(options.token, faults);
  const tokenPath = dialect.tokenPath ?? "token";
  const json = (body: unknown, status = 200): Response => Response.json(body, { status });
  const error = (status: number, code: string): Response =>
    status === 404 ? new Response(null, { status }) : json({ code, message: code }, status);

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const path = url.pathname.replace(/^\/+|\/+$/g, "");
    if (path === tokenPath) return gate.give(request);
    if (dialect.deletedEntities.includes(path)) return authorised(request, "deletedEntities", 1) ?? listDeleted(url);
    if (path === dialect.reports?.log || path === dialect.reports?.statistics) return takeReport(request, path);
    const subscribed = below(dialect.subscriptions?.path, path);
    if (subscribed !== undefined)
      return authorised(request, "subscriptions", 1) ?? subscriptions.answer(request, subscribed);
    for (const list of ss12000Lists) {
      const rest = below(dialect.paths[list], path);
      if (rest === undefined) continue;
      if (rest === "") return request.method === "GET" ? listPage(request, list, url) : write(request, list);
      const refused = authorised(request, list, 1);
      if (refused !== undefined) return refused;
      const expands = list === "persons" ? expandsIn(url.searchParams) : [];
      if (expands === undefined) return error(400, "InvalidExpand");
      if (rest === "lookup" && request.method === "POST") return lookup(request, list, expands);
      const row = store.find(list, rest);
      return row === undefined ? error(404, "NotFound") : json(expanded(shown(list, row), expands, store));
    }
    return error(404, "NotFound");
  }

  async function write(request: Request, list: Ss12000List): Promise<Response> {
    if (options.writable !== true || !["POST", "PUT", "DELETE"].includes(request.method))
      return error(405, "MethodNotAllowed");
    const refused = authorised(request, list, 1);
    if (refused !== undefined) return refused;
    const { response, modified, deleted } = await ingest(request, list, store);
    await subscriptions.notify({ modified: modified ? [list] : [], deleted: deleted ? [list] : [] });
    return response;
  }

  async function takeReport(request: Request, path: string): Promise<Response> {
    const refused = authorised(request, undefined, 1);
    if (refused !== undefined) return refused;
    const entry: unknown = request.method === "POST" ? await request.json().catch(() => undefined) : undefined;
    const isLog = path === dialect.reports?.log;
    const needed = isLog ? ["message", "severityLevel"] : ["resourceType", "newCount", "updatedCount", "deletedCount"];
    if (!isObject(entry) || needed.some((name) => entry[name] === undefined)) return error(400, "InvalidBody");
    reported.push({ to: isLog ? "log" : "statistics", entry });
    return new Response(null, { status: 201 });
  }

  function authorised(request: Request, on: Ss12000FaultPlace | undefined, page: number): Response | undefined {
    return gate.admits(request, on, page) ? undefined : error(401, "Unauthorized");
  }

  async function listPage(request: Request, list: Ss12000List, url: URL): Promise<Response> {
    const query = new URLSearchParams(url.search);
    const limit = query.has("limit") ? Number(query.get("limit")) : pageSize;
    const pageToken = query.get("pageToken");
    query.delete("limit");
    query.delete("pageToken");
    if (!Number.isInteger(limit) || limit < 1) return error(400, "InvalidLimit");
    // By the standard a page token stands alone: the filters are in it.
    if (pageToken !== null && query.size > 0) return error(400, "PageTokenWithFilter");
    const cursor: Cursor | undefined =
      pageToken === null ? { list, offset: 0, page: 1, query: query.toString() } : decodeCursor(pageToken);
    if (cursor === undefined || cursor.list !== list) return error(400, "InvalidPageToken");
    const refused = authorised(request, list, cursor.page);
    if (refused !== undefined) return refused;
    const fault = query.has("meta.created.after") ? undefined : faults.take(list, cursor.page);
    if (fault?.kind === "status") return faultyStatus(fault);
    if (fault?.kind === "row-added") store.putFirst(list);
    if (fault?.kind === "row-removed") store.removeFirst(list);
    if (fault?.kind === "slow") await wait(fault.milliseconds);
    const asked = new URLSearchParams(cursor.query);
    const own =
      list === "persons" ? belonging(store.rows(list), asked, store) : { rows: store.rows(list), rest: asked };
    const rows = own === undefined ? undefined : filtered(list, own.rows, own.rest);
    if (rows === undefined) return error(400, "InvalidFilter");
    const size = Math.min(limit, pageSize);
    const end = cursor.offset + size;
    const next = end < rows.length ? encodeCursor({ ...cursor, offset: end, page: cursor.page + 1 }) : null;
    const body = JSON.stringify({
      data: rows.slice(cursor.offset, end).map((row) => shown(list, row)),
      pageToken: fault?.kind === "repeat-token" ? encodeCursor(cursor) : next,
    });
    return faultyBody(fault, body);
  }

  function shown(list: Ss12000List, row: Json): Json {
    const hidden = withhold[list];
    if (hidden === undefined) return row;
    return Object.fromEntries(Object.entries(row).filter(([name]) => !hidden.includes(name)));
  }

  async function lookup(request: Request, list: Ss12000List, expands: readonly string[]): Promise<Response> {
    const body: unknown = await request.json().catch(() => undefined);
    if (!isObject(body)) return error(400, "InvalidBody");
    const ids = new Set(listOf(body["ids"]));
    const numbers = new Set(list === "persons" ? listOf(body["civicNos"]) : []);
    const rows = store
      .rows(list)
      .filter((row) => ids.has(row["id"]) || (isObject(row["civicNo"]) && numbers.has(row["civicNo"]["value"])));
    return rows.length > pageSize
      ? error(503, "TooMany")
      : json(rows.map((row) => expanded(shown(list, row), expands, store)));
  }

  function listDeleted(url: URL): Response {
    const fault = faults.take("deletedEntities", 1);
    if (fault?.kind === "status") return faultyStatus(fault);
    const after = Date.parse(url.searchParams.get("after") ?? "");
    const entries = store.deletedAfter(after);
    if (deletedShape === "flat")
      return json(entries.map(({ list, id, at }) => ({ entityType: resourceNames[list], id, deletedAt: at })));
    const data: Record<string, string[]> = {};
    for (const { list, id } of entries) (data[list === "activities" ? "activitites" : list] ??= []).push(id);
    return json({ data, pageToken: null });
  }

  return {
    requests,
    reported,
    notifications: subscriptions.sent,
    tokenPath,
    async handle(request) {
      const response = await answer(request);
      response.headers.set("date", new Date(now()).toUTCString());
      const url = new URL(request.url);
      requests.push({ method: request.method, path: url.pathname + url.search, status: response.status });
      return response;
    },
  };
}

/** What follows a place in a path: the empty text at the place itself, undefined elsewhere. */
function below(place: string | undefined, path: string): string | undefined {
  if (place === undefined || (path !== place && !path.startsWith(`${place}/`))) return undefined;
  return path.slice(place.length + 1);
}
