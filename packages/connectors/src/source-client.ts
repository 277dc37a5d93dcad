import { backOffMs, retryAfterMs, type RetryPolicy } from "./back-off.ts";
import { type Body, boundedText } from "./bounded-text.ts";
import { type Fetch, isRedirect, type TokenSource } from "./client-credentials.ts";
import { certificateFaultOf, isConnectorError } from "./connector-error.ts";
import type { Finding } from "./finding.ts";
import type { FindingLog } from "./finding-log.ts";
import { finding } from "./http-messages.ts";

/** What a request came to: JSON, a source that will not show it, or a fault that repeating did not cure. */
export type Answer =
  | { readonly kind: "json"; readonly json: unknown; readonly headers: Headers }
  | { readonly kind: "withheld"; readonly status: number }
  | { readonly kind: "failed"; readonly finding: Finding; readonly status?: number; readonly reason?: string };

export interface ClientOptions {
  readonly token?: TokenSource;
  readonly fetch: Fetch;
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  readonly retry: RetryPolicy;
  readonly requestTimeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly signal?: AbortSignal;
  /** Why a request was refused, as the source's own code; the empty text when it does not say. */
  readonly reasonOf?: (body: unknown) => string;
}

export interface Client {
  /** GETs JSON; repeats what may be cured by repeating. `where` names the list and page in findings, never the URL. */
  get(url: string, where: string): Promise<Answer>;
  /** The source's own clock, epoch milliseconds: its first and its latest `Date` header, ours when it sends none. */
  times(): { readonly first: number; readonly latest: number };
}

/** A fault that may pass: what to say if it does not. */
interface Fault {
  readonly found: (attempts: number) => Finding;
  /** Attempts that are worth while, when fewer than the policy's. */
  readonly attempts?: number;
  readonly status?: number;
  readonly retryAfterMs?: number;
}

/** A certificate that is not accepted will not be the next time; a connection that was dropped is tried once more. */
function certificateFault(error: unknown, where: string): Fault | undefined {
  const code = certificateFaultOf(error);
  if (code === undefined) return undefined;
  return { found: () => finding(code, where, {}), attempts: code === "connectors.client-certificate-dropped" ? 2 : 1 };
}

const maxRefusalBytes = 64 * 1024;

/** Answers that mean "later", and those of a gateway before the source. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

export function createClient(options: ClientOptions, log: FindingLog): Client {
  const { retry, signal } = options;
  const attempts = retry.attempts ?? 5;
  const times: { first?: number; latest?: number } = {};
  let bearer: string | undefined;

  async function get(url: string, where: string): Promise<Answer> {
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      signal?.throwIfAborted();
      const outcome = await attemptOnce(url, where);
      if (outcome === "unauthorised") {
        // A token runs out in the middle of a long read: one new token per request, not counted as a fault.
        if (renewed || options.token === undefined)
          return { kind: "failed", finding: finding("connectors.unauthorised", where, {}), status: 401 };
        renewed = true;
        bearer = undefined;
        attempt -= 1;
        continue;
      }
      if ("kind" in outcome) {
        if (attempt > 1 && outcome.kind === "json")
          log.add(finding("connectors.retried", where, { count: attempt - 1 }));
        return outcome;
      }
      if (attempt >= Math.min(attempts, outcome.attempts ?? attempts))
        return {
          kind: "failed",
          finding: outcome.found(attempt),
          ...(outcome.status === undefined ? {} : { status: outcome.status }),
        };
      await options.sleep(backOffMs(retry, attempt, outcome.retryAfterMs), signal);
    }

    async function attemptOnce(target: string, place: string): Promise<Answer | Fault | "unauthorised"> {
      const timeout = AbortSignal.timeout(options.requestTimeoutMs);
      const limit = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
      if (options.token !== undefined && bearer === undefined) {
        try {
          bearer = await options.token({ renew: renewed, ...(signal === undefined ? {} : { signal }) });
        } catch (error) {
          return tokenFault(error, place);
        }
      }
      let response: Response;
      try {
        const headers: Record<string, string> = { Accept: "application/json" };
        if (bearer !== undefined) headers["Authorization"] = `Bearer ${bearer}`;
        response = await options.fetch(target, { headers, redirect: "manual", signal: limit });
      } catch (error) {
        signal?.throwIfAborted();
        return (
          certificateFault(error, place) ?? {
            found: (count) => finding("connectors.unreachable", place, { attempts: count }),
          }
        );
      }
      const date = Date.parse(response.headers.get("date") ?? "");
      times.latest = Number.isNaN(date) ? options.now() : date;
      times.first ??= times.latest;
      const { status } = response;
      if (isRedirect(response)) {
        await response.body?.cancel().catch(() => {});
        return { kind: "failed", finding: finding("connectors.redirected", place, {}), status };
      }
      const isRefusal = status !== 200 && !passing.has(status) && ![401, 403, 404].includes(status);
      if (status !== 200 && !(isRefusal && options.reasonOf !== undefined))
        await response.body?.cancel().catch(() => {});
      if (status === 401) return "unauthorised";
      if (passing.has(status)) {
        const wait = retryAfterMs(response.headers.get("retry-after"), options.now());
        return {
          found: (count) => finding("connectors.overloaded", place, { status, attempts: count }),
          status,
          ...(wait === undefined ? {} : { retryAfterMs: wait }),
        };
      }
      if (status === 403 || status === 404) return { kind: "withheld", status };
      if (status === 200) return readJson(response, place);
      const found = finding("connectors.http-status", place, { status });
      return { kind: "failed", finding: found, status, reason: await reasonIn(response) };
    }

    function tokenFault(error: unknown, place: string): Answer | Fault {
      signal?.throwIfAborted();
      const certificate = certificateFault(error, place);
      if (certificate !== undefined) return certificate;
      const status = isConnectorError(error) ? error.status : undefined;
      const found = (): Finding => finding("connectors.token-refused", place, { status: status ?? 0 });
      if (isConnectorError(error) && error.code === "connectors.token-unavailable")
        return { found, ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }) };
      return { kind: "failed", finding: found() };
    }
  }

  /** The source's own code for a refusal, or nothing: what is no code is not repeated. */
  async function reasonIn(response: Response): Promise<string> {
    if (options.reasonOf === undefined) return "";
    const body = await boundedText(response, maxRefusalBytes).catch(() => undefined);
    if (body === undefined || typeof body === "string") return "";
    try {
      const reason = options.reasonOf(JSON.parse(body.text));
      return /^[A-Za-z_ ]{1,40}$/.test(reason) ? reason : "";
    } catch {
      return "";
    }
  }

  async function readJson(response: Response, where: string): Promise<Answer | Fault> {
    const limit = options.maxAnswerBytes;
    let body: Body;
    try {
      body = await boundedText(response, limit);
    } catch {
      signal?.throwIfAborted();
      return { found: (count) => finding("connectors.cut-answer", where, { attempts: count }) };
    }
    if (body === "too-large")
      return { kind: "failed", finding: finding("connectors.answer-too-large", where, { limit }) };
    if (body === "not-utf-8")
      return { found: () => finding("connectors.bad-encoding", where, { expected: "UTF-8" }), attempts: 2 };
    try {
      return { kind: "json", json: JSON.parse(body.text) as unknown, headers: response.headers };
    } catch {
      // A page that was cut on its way comes whole the next time; one that is no JSON twice will not become it.
      return { found: () => finding("connectors.broken-json", where, {}), attempts: 2 };
    }
  }

  return {
    get,
    times: () => ({ first: times.first ?? options.now(), latest: times.latest ?? options.now() }),
  };
}
