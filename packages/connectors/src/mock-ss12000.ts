import { filtered } from "./mock-filters.ts";
import { isObject, type Json, listOf } from "./row-reader.ts";
import { type Dialect, standardDialect } from "./ss12000-dialect.ts";
import { type Ss12000Dataset, type Ss12000List, ss12000Lists } from "./ss12000-model.ts";

/** Which requests a fault is for: every request of its kind when nothing is said. */
export interface Ss12000FaultAim {
  readonly on?: Ss12000List | "token" | "deletedEntities";
  /** Page of the list, from 1. */
  readonly page?: number;
  /** How often it happens. Default 1; `Infinity` for a source that never gets well. */
  readonly times?: number;
}

/** What goes wrong with a source. Each is tried against every request, in order; the first that fits happens. */
export type Ss12000Fault = Ss12000FaultAim &
  (
    | { readonly kind: "status"; readonly status: number; readonly retryAfter?: string }
    /** Half the page, then the connection is closed. */
    | { readonly kind: "cut" }
    /** Half the page as if it were all. */
    | { readonly kind: "broken-json" }
    /** The page in ISO-8859-1. */
    | { readonly kind: "latin-1" }
    | { readonly kind: "slow"; readonly milliseconds: number }
    /** The page refers to itself as the next one. */
    | { readonly kind: "repeat-token" }
    /** The access token has run out: all tokens given so far are refused. */
    | { readonly kind: "token-expired" }
    /** Somebody adds a row before the reader's place in the list: the last row read comes again. */
    | { readonly kind: "row-added" }
    /** Somebody removes a row before the reader's place in the list: the reader misses one. */
    | { readonly kind: "row-removed" }
  );

export interface MockSs12000Options {
  readonly dataset: Ss12000Dataset;
  /** The most rows of a page, whatever `limit` asks for. Default 1,000. */
  readonly pageSize?: number;
  /** Who may have a token. Without it requests need none. */
  readonly token?: { readonly clientId: string; readonly clientSecret: string };
  readonly faults?: readonly Ss12000Fault[];
  /** Default `standardDialect`: decides paths and which lists there are. */
  readonly dialect?: Dialect;
  /** Attributes this client is not shown, by list: `{ persons: ["civicNo"] }`. */
  readonly withhold?: Readonly<Partial<Record<Ss12000List, readonly string[]>>>;
  /** `nested` as the standard has it (default), or the `flat` list of entries that one implementation sends. */
  readonly deletedShape?: "nested" | "flat";
  /** Objects deleted before the reading. */
  readonly deleted?: readonly { readonly list: Ss12000List; readonly id: string; readonly at: string }[];
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

type Counted = Ss12000Fault & { left: number };

const encodeCursor = (cursor: Cursor): string => btoa(encodeURIComponent(JSON.stringify(cursor)));
const decodeCursor = (token: string): Cursor | undefined => {
  try {
    const cursor: Cursor = JSON.parse(decodeURIComponent(atob(token)));
    return cursor;
  } catch {
    return undefined;
  }
};

const jsonRows = (rows: readonly unknown[]): readonly Json[] => rows.filter(isObject);

/** The mock without the server around it. */
export function createMock(options: MockSs12000Options): MockSs12000 {
  const { dialect = standardDialect, pageSize = 1000, withhold = {}, deletedShape = "nested" } = options;
  const now = options.now ?? Date.now;
  const lists: Record<Ss12000List, readonly Json[]> = {
    organisations: jsonRows(options.dataset.organisations),
    persons: jsonRows(options.dataset.persons),
    groups: jsonRows(options.dataset.groups),
    duties: jsonRows(options.dataset.duties),
    placements: jsonRows(options.dataset.placements),
    activities: jsonRows(options.dataset.activities),
  };
  const deleted = [...(options.deleted ?? [])];
  const faults: Counted[] = (options.faults ?? []).map((fault) => Object.assign({ left: fault.times ?? 1 }, fault));
  const requests: MockRequest[] = [];
  const reported: { to: "log" | "statistics"; entry: Json }[] = [];
  const tokens = new Set<string>();
  const tokenPath = dialect.tokenPath ?? "token";
  let issued = 0;

  const json = (body: unknown, status = 200): Response => Response.json(body, { status });
  const error = (status: number, code: string): Response =>
    status === 404 ? new Response(null, { status }) : json({ code, message: code }, status);

  /** The next fault that fits, used up by one. */
  function faultFor(on: Ss12000FaultAim["on"], page: number): Ss12000Fault | undefined {
    const fault = faults.find(
      (candidate) =>
        candidate.left > 0 &&
        candidate.kind !== "token-expired" &&
        (candidate.on === undefined || candidate.on === on) &&
        (candidate.page === undefined || candidate.page === page),
    );
    if (fault !== undefined) fault.left -= 1;
    return fault;
  }

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const path = url.pathname.replace(/^\/+|\/+$/g, "");
    if (path === tokenPath) return giveToken(request);
    if (dialect.deletedEntities.includes(path)) return authorised(request, "deletedEntities", 1) ?? listDeleted(url);
    if (path === dialect.reports?.log || path === dialect.reports?.statistics) return takeReport(request, path);
    for (const list of ss12000Lists) {
      const base = dialect.paths[list];
      if (base === undefined || (path !== base && !path.startsWith(`${base}/`))) continue;
      const rest = path.slice(base.length + 1);
      if (rest === "") return listPage(request, list, url);
      const refused = authorised(request, list, 1);
      if (refused !== undefined) return refused;
      if (rest === "lookup" && request.method === "POST") return lookup(request, list);
      const row = lists[list].find((candidate) => candidate["id"] === rest);
      return row === undefined ? error(404, "NotFound") : json(shown(list, row));
    }
    return error(404, "NotFound");
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

  async function giveToken(request: Request): Promise<Response> {
    const fault = faultFor("token", 1);
    if (fault?.kind === "status") return faultyStatus(fault);
    const form = new URLSearchParams(await request.text());
    const basic = /^Basic (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
    const [id, secret] =
      basic === undefined
        ? [form.get("client_id"), form.get("client_secret")]
        : atob(basic)
            .split(":")
            .map((part) => decodeURIComponent(part.replaceAll("+", " ")));
    const known = options.token ?? { clientId: id, clientSecret: secret };
    if (form.get("grant_type") !== "client_credentials" || id !== known.clientId || secret !== known.clientSecret)
      return json({ error: "invalid_client" }, 401);
    const token = `mock-${(issued += 1)}`;
    tokens.add(token);
    return json({ access_token: token, token_type: "Bearer", expires_in: 3600 });
  }

  function authorised(request: Request, on: Ss12000FaultAim["on"], page: number): Response | undefined {
    const fault = faults.find(
      (candidate) =>
        candidate.kind === "token-expired" &&
        candidate.left > 0 &&
        (candidate.on ?? on) === on &&
        (candidate.page ?? page) === page,
    );
    if (fault !== undefined) {
      fault.left -= 1;
      tokens.clear();
    }
    if (options.token === undefined && fault === undefined) return undefined;
    const bearer = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
    return bearer !== undefined && tokens.has(bearer) ? undefined : error(401, "Unauthorized");
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
    const fault = query.has("meta.created.after") ? undefined : faultFor(list, cursor.page);
    if (fault?.kind === "status") return faultyStatus(fault);
    if (fault?.kind === "row-added") addRow(list);
    if (fault?.kind === "row-removed") removeRow(list);
    if (fault?.kind === "slow") await wait(fault.milliseconds);
    const rows = filtered(list, lists[list], new URLSearchParams(cursor.query));
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

  async function lookup(request: Request, list: Ss12000List): Promise<Response> {
    const body: unknown = await request.json().catch(() => undefined);
    if (!isObject(body)) return error(400, "InvalidBody");
    const ids = new Set(listOf(body["ids"]));
    const numbers = new Set(list === "persons" ? listOf(body["civicNos"]) : []);
    const rows = lists[list].filter(
      (row) => ids.has(row["id"]) || (isObject(row["civicNo"]) && numbers.has(row["civicNo"]["value"])),
    );
    return rows.length > pageSize ? error(503, "TooMany") : json(rows.map((row) => shown(list, row)));
  }

  function listDeleted(url: URL): Response {
    const fault = faultFor("deletedEntities", 1);
    if (fault?.kind === "status") return faultyStatus(fault);
    const after = Date.parse(url.searchParams.get("after") ?? "");
    const entries = deleted.filter((entry) => Number.isNaN(after) || Date.parse(entry.at) > after);
    if (deletedShape === "flat")
      return json(entries.map(({ list, id, at }) => ({ entityType: singular[list], id, deletedAt: at })));
    const data: Record<string, string[]> = {};
    for (const { list, id } of entries) (data[list === "activities" ? "activitites" : list] ??= []).push(id);
    return json({ data, pageToken: null });
  }

  function addRow(list: Ss12000List): void {
    const created = new Date(now()).toISOString();
    lists[list] = [{ ...lists[list][0], id: `added-${created}`, meta: { created, modified: created } }, ...lists[list]];
  }

  function removeRow(list: Ss12000List): void {
    const [first, ...rest] = lists[list];
    // A clock that stands still would hide it from "deleted after the first answer".
    deleted.push({ list, id: String(first?.["id"]), at: new Date(now() + 1).toISOString() });
    lists[list] = rest;
  }

  return {
    requests,
    reported,
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

const singular: Readonly<Record<Ss12000List, string>> = {
  organisations: "Organisation",
  persons: "Person",
  groups: "Group",
  duties: "Duty",
  placements: "Placement",
  activities: "Activity",
};

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

function faultyStatus(fault: { readonly status: number; readonly retryAfter?: string }): Response {
  const headers = fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter };
  return Response.json({ code: "Fault", message: "Fault" }, { status: fault.status, headers });
}

function faultyBody(fault: Ss12000Fault | undefined, body: string): Response {
  const headers = { "content-type": "application/json; charset=utf-8" };
  if (fault?.kind === "latin-1")
    return new Response(
      Uint8Array.from(body, (letter) => letter.charCodeAt(0) & 0xff),
      { headers },
    );
  const bytes = new TextEncoder().encode(body);
  if (fault?.kind === "broken-json") return new Response(bytes.slice(0, bytes.length / 2), { headers });
  if (fault?.kind !== "cut")
    return new Response(bytes, { headers: { ...headers, "content-length": String(bytes.length) } });
  const half = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes.slice(0, bytes.length / 2));
    },
    pull(controller) {
      controller.error(new Error("cut"));
    },
  });
  return new Response(half, { headers: { ...headers, "content-length": String(bytes.length) } });
}
