import { boundedText } from "./bounded-text.ts";
import type { Fetch } from "./client-credentials.ts";
import type { Finding } from "./finding.ts";
import { finding } from "./oidc-messages.ts";
import { isObject, type Json } from "./row-reader.ts";

export interface DocumentRequest {
  readonly fetch: Fetch;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/** A JSON object fetched within bounds, or why there is none. `date` is the server's clock, epoch milliseconds. */
export interface FetchedDocument {
  readonly json?: Json;
  readonly date?: number;
  readonly findings: readonly Finding[];
}

/** Fetches a JSON object. Redirects are not followed: who answers is who was asked. */
export async function fetchDocument(url: string, where: string, request: DocumentRequest): Promise<FetchedDocument> {
  const { fetch, timeoutMs, maxBytes, signal } = request;
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  try {
    response = await fetch(url, {
      headers: { Accept: "application/json" },
      redirect: "manual",
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
  } catch {
    signal?.throwIfAborted();
    return { findings: [finding("connectors.oidc-unreachable", where, {})] };
  }
  const date = Date.parse(response.headers.get("date") ?? "");
  const clock = Number.isNaN(date) ? {} : { date };
  if (response.status !== 200) {
    await response.body?.cancel();
    return { ...clock, findings: [finding("connectors.oidc-status", where, { status: response.status })] };
  }
  const body = await boundedText(response, maxBytes).catch(() => "too-large" as const);
  signal?.throwIfAborted();
  let json: unknown;
  try {
    json = typeof body === "string" ? undefined : JSON.parse(body.text);
  } catch {
    json = undefined;
  }
  if (!isObject(json)) return { ...clock, findings: [finding("connectors.oidc-answer", where, {})] };
  const isJson = /^application\/(?:[\w.+-]+\+)?json\b/i.test(response.headers.get("content-type") ?? "");
  return { ...clock, json, findings: isJson ? [] : [finding("connectors.oidc-media-type", where, {})] };
}
