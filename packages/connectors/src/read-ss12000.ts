import type { Batch, Entity } from "@milstolpe/sync";
import type { RetryPolicy } from "./back-off.ts";
import type { Fetch, TokenSource } from "./client-credentials.ts";
import { findingLog } from "./finding-log.ts";
import { finding } from "./ss12000-messages.ts";
import { assembleBatch } from "./ss12000-batch.ts";
import { type Client, createClient } from "./ss12000-client.ts";
import { deletedIds } from "./ss12000-deleted.ts";
import { type Dialect, standardDialect } from "./ss12000-dialect.ts";
import { ss12000Mapper } from "./ss12000-map.ts";
import { type Ss12000List, ss12000Lists } from "./ss12000-model.ts";
import { type ListEnd, openPage, readList } from "./ss12000-pages.ts";

/** How far a reading has come. */
export interface Ss12000Progress {
  readonly list: Ss12000List;
  readonly page: number;
  /** Rows of this list so far. */
  readonly rows: number;
}

export interface ReadSs12000Options {
  /** Address the dialect's paths are below, e.g. `https://register.example/ss12000`. */
  readonly baseUrl: string;
  /** Bearer tokens: `clientCredentials(…)` or a function of your own. Without it requests carry none. */
  readonly token?: TokenSource;
  /** Default `standardDialect`. */
  readonly dialect?: Dialect;
  /** Default `globalThis.fetch`. For client certificates (mTLS): `clientCertificateFetch` of `/node`. */
  readonly fetch?: Fetch;
  /** The time, epoch milliseconds: `Date.now`. */
  readonly now: () => number;
  /** Waits between attempts. Default: a timer. */
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  readonly retry?: RetryPolicy;
  /** Fields this client has no permission to see, by entity: they are left out of the coverage. */
  readonly withheld?: Readonly<Partial<Record<Entity, readonly string[]>>>;
  /** Rows asked for per page (`limit`). Default 1,000. */
  readonly pageSize?: number;
  /** Pages after which a list counts as endless. Default 10,000. */
  readonly maxPages?: number;
  /** Default 256 MiB. */
  readonly maxAnswerBytes?: number;
  /** Default 60,000 ms. */
  readonly requestTimeoutMs?: number;
  /** Name of the source in the batch. Default `ss12000`. */
  readonly source?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Ss12000Progress) => void;
}

/**
 * Reads a whole register over SS 12000 into a batch. Never rejects for what the source does: a refusal, a half page, a
 * broken JSON, a page token that comes twice or pages that change under the reading are findings, and
 * `health.complete` is false. Rows that can't be used are in `rejected`, the rest goes on. What the source does not
 * show (a list, a field) is left out of `coverage`, so that it never counts as empty.
 * @throws TypeError when `baseUrl` is not an http address; RangeError when a number is out of range
 * @throws the reason of `signal` when it is aborted
 * @see SS 12000:2020
 * @example
 * const batch = await readSs12000({ baseUrl, token: clientCredentials({ tokenUrl, clientId, clientSecret }), now: Date.now });
 * if (batch.health.complete) console.log(batch.persons.length);
 */
export async function readSs12000(options: ReadSs12000Options): Promise<Batch> {
  const { dialect = standardDialect, pageSize = 1000, maxPages = 10_000, withheld = {}, onProgress } = options;
  const base = baseOf(options.baseUrl);
  positive("pageSize", pageSize);
  positive("maxPages", maxPages);
  const log = findingLog();
  if (base.protocol === "http:" && !isLoopback(base.hostname)) log.add(finding("connectors.plain-http", "baseUrl", {}));
  const readAt = new Date(options.now()).toISOString();
  const client = clientOf(options, log);
  const mapper = ss12000Mapper(dialect, log);
  const ends: Partial<Record<Ss12000List, ListEnd>> = {};
  for (const list of ss12000Lists) {
    const path = dialect.paths[list];
    if (path === undefined) continue;
    let rows = 0;
    ends[list] = await readList({
      client,
      list,
      url: join(base, path),
      pageSize,
      maxPages,
      onRows(received, page) {
        for (const row of received) mapper.add(list, row, `${list}, row ${(rows += 1)}`);
        onProgress?.({ list, page, rows });
      },
    });
    const end = ends[list];
    // What keeps a whole source from answering is not tried again on every list.
    if (end.state === "broken" && sourceFaults.has(end.finding.code)) {
      for (const rest of ss12000Lists) ends[rest] ??= end;
      break;
    }
  }
  const mapped = mapper.finish();
  const paged = ss12000Lists.filter((list) => pagesOf(ends[list]) > 1);
  const signs = paged.length === 0 ? 0 : mapped.repeatedIds + (await changesSince(client, base, dialect, paged, log));
  if (signs > 0) log.add(finding("connectors.changed-while-read", paged.join(", "), { count: signs }));
  return assembleBatch({
    source: options.source ?? "ss12000",
    readAt,
    dialect,
    withheld,
    ends,
    mapped,
    undisturbed: signs === 0,
    log,
  });
}

/** Faults of the source, not of one list: the token, the network, the load. */
const sourceFaults = new Set([
  "connectors.unauthorised",
  "connectors.token-refused",
  "connectors.unreachable",
  "connectors.overloaded",
  "connectors.server-certificate",
  "connectors.client-certificate",
  "connectors.client-certificate-dropped",
]);

const pagesOf = (end: ListEnd | undefined): number => (end?.state === "complete" ? end.pages : 0);

/**
 * Asks whether anything was created or deleted between the first answer and the last, by the source's own clock: that
 * is what shifts rows from one page to another. Changes to a row move nothing and are not asked for.
 */
async function changesSince(
  client: Client,
  base: URL,
  dialect: Dialect,
  lists: readonly Ss12000List[],
  log: ReturnType<typeof findingLog>,
): Promise<number> {
  const { first, latest } = client.times();
  const since = new Date(first).toISOString();
  const until = new Date(latest + 1000).toISOString();
  let signs = 0;
  let unknown = false;
  for (const list of lists) {
    const query = new URLSearchParams({ "meta.created.after": since, "meta.created.before": until, limit: "1" });
    const answer = await client.get(`${join(base, dialect.paths[list] ?? list)}?${query.toString()}`, list);
    const page = answer.kind === "json" ? openPage(answer.json, list) : undefined;
    if (page === undefined) unknown = true;
    else signs += page.rows.length;
  }
  for (const path of dialect.deletedEntities) {
    const query = new URLSearchParams({ after: since });
    const answer = await client.get(`${join(base, path)}?${query.toString()}`, "deletedEntities");
    const deleted = answer.kind === "json" ? deletedIds(answer.json) : undefined;
    if (deleted === undefined) unknown = true;
    else signs += deleted.ids.filter((entry) => lists.some((list) => list === entry.list)).length;
  }
  if (unknown) log.add(finding("connectors.change-unknown", lists.join(", "), {}));
  return signs;
}

/** @internal */
export function clientOf(
  options: Pick<
    ReadSs12000Options,
    "token" | "fetch" | "now" | "sleep" | "retry" | "requestTimeoutMs" | "maxAnswerBytes" | "signal"
  >,
  log: ReturnType<typeof findingLog>,
): Client {
  const { requestTimeoutMs = 60_000, maxAnswerBytes = 256 * 1024 * 1024, retry = {} } = options;
  positive("requestTimeoutMs", requestTimeoutMs);
  positive("maxAnswerBytes", maxAnswerBytes);
  positive("retry.attempts", retry.attempts ?? 1);
  return createClient(
    {
      fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
      now: options.now,
      sleep: options.sleep ?? timer,
      retry,
      requestTimeoutMs,
      maxAnswerBytes,
      ...(options.token === undefined ? {} : { token: options.token }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    },
    log,
  );
}

/** @internal */
export function baseOf(text: string): URL {
  const base = URL.canParse(text) ? new URL(text) : undefined;
  if (base === undefined || !/^https?:$/.test(base.protocol))
    throw new TypeError("baseUrl must be an http or https address");
  return base;
}

/** @internal Joins without a doubled or lost slash; a query in the base address is kept out of the path. */
export const join = (base: URL, path: string): string =>
  `${base.origin}${base.pathname.replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}`;

const isLoopback = (host: string): boolean => host === "localhost" || host === "[::1]" || host.startsWith("127.");

function positive(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1)
    throw new RangeError(`${name} must be a whole number above 0, got ${value}`);
}

function timer(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(handle);
      // The reason of an abort is whatever the caller chose.
      reject(signal?.reason);
    };
    const handle = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
