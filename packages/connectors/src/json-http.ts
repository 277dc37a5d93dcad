import { backOffMs, retryAfterMs, type RetryPolicy } from "./back-off.ts";
import { boundedText } from "./bounded-text.ts";
import { type Fetch, isRedirect, type TokenSource } from "./client-credentials.ts";
import { type CertificateFault, certificateFaultOf } from "./connector-error.ts";
import type { Finding } from "./finding.ts";
import { isObject, type Json } from "./row-reader.ts";
import { finding } from "./send-messages.ts";

export interface HttpOptions {
  readonly token?: TokenSource;
  /** Default `globalThis.fetch`. */
  readonly fetch?: Fetch;
  /** The time, epoch milliseconds: `Date.now`. */
  readonly now: () => number;
  /** Waits between attempts. Default: a timer. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  readonly retry?: RetryPolicy;
  /** Default 60,000 ms. */
  readonly requestTimeoutMs?: number;
  /** Default 64 MiB. */
  readonly maxAnswerBytes?: number;
  readonly signal?: AbortSignal;
}

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly body?: Json;
  /** True for a request that may be made twice although it is a POST: a question. */
  readonly isSafe?: boolean;
  /** Version that the resource must have. */
  readonly ifMatch?: string;
  /** What to call it in findings: an endpoint or an external id, never a name. */
  readonly where: string;
}

/** What a request came to. */
export type HttpAnswer =
  | {
      readonly kind: "done";
      readonly status: number;
      readonly json: Json | undefined;
      readonly list?: readonly unknown[];
    }
  | { readonly kind: "refused"; readonly status: number; readonly reason: string }
  | { readonly kind: "failed"; readonly finding: Finding };

export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

/** How a kind of service speaks. */
export interface HttpManners {
  readonly contentType: string;
  /** Why a request was refused, as the service's own code; the empty text when it does not say. */
  readonly reasonOf: (body: Json) => string;
  /** Reasons that mean "later". */
  readonly busyReasons?: ReadonlySet<string>;
}

/**
 * Sends JSON requests. What a service turns away for its load is sent again; a creation whose answer was lost is not,
 * since it may have been made.
 */
export function jsonSender(options: HttpOptions, manners: HttpManners): Send {
  const { now, signal, retry = {}, requestTimeoutMs = 60_000, maxAnswerBytes = 64 * 1024 * 1024 } = options;
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const sleep = options.sleep ?? ((wait: number) => new Promise<void>((resolve) => setTimeout(resolve, wait)));
  let bearer: string | undefined;

  async function attempt(request: HttpRequest, renew: boolean): Promise<Response | CertificateFault | undefined> {
    if (options.token !== undefined && (bearer === undefined || renew))
      bearer = await options.token({ renew, ...(signal === undefined ? {} : { signal }) });
    const timeout = AbortSignal.timeout(requestTimeoutMs);
    const headers: Record<string, string> = { Accept: `${manners.contentType}, application/json` };
    if (bearer !== undefined) headers["Authorization"] = `Bearer ${bearer}`;
    if (request.ifMatch !== undefined) headers["If-Match"] = request.ifMatch;
    if (request.body !== undefined) headers["Content-Type"] = manners.contentType;
    try {
      return await fetch(request.url, {
        method: request.method,
        headers,
        redirect: "manual",
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      });
    } catch (error) {
      signal?.throwIfAborted();
      return certificateFaultOf(error);
    }
  }

  return async (request) => {
    const { where } = request;
    const isCreation = request.method === "POST" && request.isSafe !== true;
    const attempts = retry.attempts ?? 5;
    let renewed = false;
    for (let count = 1; ; count += 1) {
      signal?.throwIfAborted();
      let response: Response | CertificateFault | undefined;
      try {
        response = await attempt(request, renewed && count === 1);
      } catch (error) {
        signal?.throwIfAborted();
        const certificate = certificateFaultOf(error);
        const found =
          certificate === undefined
            ? finding("connectors.token-refused", where, { status: 0 })
            : finding(certificate, where, {});
        return { kind: "failed", finding: found };
      }
      // The connection was never made: nothing has been done, and little gets better by repeating.
      if (typeof response === "string") {
        const mayPass = response === "connectors.client-certificate-dropped" && !isCreation && count < 2;
        if (!mayPass) return { kind: "failed", finding: finding(response, where, {}) };
        await sleep(backOffMs(retry, count));
        continue;
      }
      if (response === undefined) {
        if (isCreation) return { kind: "failed", finding: finding("connectors.outcome-unknown", where, {}) };
        if (count >= attempts)
          return { kind: "failed", finding: finding("connectors.unreachable", where, { attempts: count }) };
        await sleep(backOffMs(retry, count));
        continue;
      }
      const { status } = response;
      if (isRedirect(response)) {
        await response.body?.cancel();
        return { kind: "failed", finding: finding("connectors.redirected", where, {}) };
      }
      if (status === 401 && !renewed && options.token !== undefined) {
        renewed = true;
        bearer = undefined;
        count = 0;
        await response.body?.cancel();
        continue;
      }
      // A creation that failed inside the service may have been made: only what was turned away is sent again.
      const mayRepeat = passing.has(status) && (!isCreation || status === 429 || status === 503);
      if (mayRepeat && count < attempts) {
        await response.body?.cancel();
        await sleep(backOffMs(retry, count, retryAfterMs(response.headers.get("retry-after"), now())));
        continue;
      }
      if (passing.has(status)) {
        await response.body?.cancel();
        return { kind: "failed", finding: finding("connectors.overloaded", where, { status, attempts: count }) };
      }
      const answer = await answerOf(response, where);
      const isBusy = answer.kind === "refused" && manners.busyReasons?.has(answer.reason) === true;
      if (!isBusy) return answer;
      if (count >= attempts)
        return { kind: "failed", finding: finding("connectors.overloaded", where, { status, attempts: count }) };
      await sleep(backOffMs(retry, count));
    }
  };

  async function answerOf(response: Response, where: string): Promise<HttpAnswer> {
    const { status } = response;
    const failed = (found: Finding): HttpAnswer => ({ kind: "failed", finding: found });
    if (status === 204) return { kind: "done", status, json: undefined };
    const body = await boundedText(response, maxAnswerBytes).catch(() => undefined);
    if (body === undefined) return failed(finding("connectors.cut-answer", where, { attempts: 1 }));
    if (body === "too-large") return failed(finding("connectors.answer-too-large", where, { limit: maxAnswerBytes }));
    if (body === "not-utf-8") return failed(finding("connectors.bad-encoding", where, { expected: "UTF-8" }));
    let json: unknown;
    try {
      json = body.text === "" ? undefined : JSON.parse(body.text);
    } catch {
      json = null;
    }
    if (status >= 400) {
      if (status === 401) return failed(finding("connectors.unauthorised", where, {}));
      const reason = isObject(json) ? manners.reasonOf(json) : "";
      return { kind: "refused", status, reason: /^[A-Za-z_]{1,40}$/.test(reason) ? reason : "" };
    }
    if (json === undefined) return { kind: "done", status, json: undefined };
    if (Array.isArray(json)) return { kind: "done", status, json: undefined, list: json };
    return isObject(json) ? { kind: "done", status, json } : failed(finding("connectors.answer-shape", where, {}));
  }
}

/** The address without a slash at its end. @throws TypeError when it is none */
export function httpBase(name: string, text: string): string {
  if (!/^https?:\/\//.test(text)) throw new TypeError(`${name} must be an http or https address`);
  return text.replace(/\/+$/, "");
}
