import type { RetryPolicy } from "./back-off.ts";
import type { Fetch, TokenSource } from "./client-credentials.ts";
import type { FindingLog } from "./finding-log.ts";
import { finding } from "./http-messages.ts";
import { type Client, createClient } from "./source-client.ts";

/** How a source is read over HTTP, whatever it speaks. */
export interface SourceOptions {
  /** Address that the lists are below, e.g. `https://register.example/ss12000`. */
  readonly baseUrl: string;
  /** Bearer tokens: `clientCredentials(…)` or a function of your own. Without it requests carry none. */
  readonly token?: TokenSource;
  /** Default `globalThis.fetch`. For client certificates (mTLS): `clientCertificateFetch` of `/node`. */
  readonly fetch?: Fetch;
  /** The time, epoch milliseconds: `Date.now`. */
  readonly now: () => number;
  /** Waits between attempts. Default: a timer. */
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  readonly retry?: RetryPolicy;
  /** Rows asked for per page (`limit`). Default 1,000. */
  readonly pageSize?: number;
  /** Pages after which a list counts as endless. Default 10,000. */
  readonly maxPages?: number;
  /** Default 256 MiB. */
  readonly maxAnswerBytes?: number;
  /** Default 60,000 ms. */
  readonly requestTimeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Faults of the source, not of one list: the token, the network, the load. */
export const sourceFaults: ReadonlySet<string> = new Set([
  "connectors.unauthorised",
  "connectors.token-refused",
  "connectors.unreachable",
  "connectors.overloaded",
  "connectors.server-certificate",
  "connectors.client-certificate",
  "connectors.client-certificate-dropped",
]);

/** Personal data in clear text, unless it never leaves this machine. */
export function tellPlainHttp(base: URL, log: FindingLog): void {
  if (base.protocol === "http:" && !isLoopback(base.hostname)) log.add(finding("connectors.plain-http", "baseUrl", {}));
}

/**
 * A client of the source. `reasonOf` reads its own code for a refusal.
 * @throws RangeError when a number is out of range
 */
export function clientOf(
  options: Omit<SourceOptions, "baseUrl">,
  log: FindingLog,
  reasonOf?: (body: unknown) => string,
): Client {
  const { requestTimeoutMs = 60_000, maxAnswerBytes = 256 * 1024 * 1024, retry = {} } = options;
  positive("pageSize", options.pageSize ?? 1);
  positive("maxPages", options.maxPages ?? 1);
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
      ...(reasonOf === undefined ? {} : { reasonOf }),
      ...(options.token === undefined ? {} : { token: options.token }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    },
    log,
  );
}

/** @throws TypeError when it is no http or https address */
export function baseOf(text: string): URL {
  const base = URL.canParse(text) ? new URL(text) : undefined;
  if (base === undefined || !/^https?:$/.test(base.protocol))
    throw new TypeError("baseUrl must be an http or https address");
  return base;
}

/** Joins without a doubled or lost slash; a query in the base address is kept out of the path. */
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
