import { retryAfterMs } from "./back-off.ts";
import { ConnectorError, isConnectorError } from "./connector-error.ts";
import { isObject, textOf } from "./row-reader.ts";

/** The part of `fetch` that is used; a function of your own can add client certificates, a proxy or a log. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Whether an answer points to another address. None is followed, and every request says so (`redirect: "manual"`): data,
 * secrets and tokens are for the address that they are sent to. Browsers hide the status of such an answer.
 */
export const isRedirect = ({ status, type }: Response): boolean =>
  type === "opaqueredirect" || (status >= 300 && status < 400);

/** Gives a bearer token. `renew` is true when the source has refused the last one. */
export type TokenSource = (request: { readonly renew: boolean; readonly signal?: AbortSignal }) => Promise<string>;

export interface ClientCredentials {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Scopes, separated by blanks, when the source wants them named. */
  readonly scope?: string;
  /** How the client says who it is: in the Authorization header (default), or in the body. */
  readonly authentication?: "basic" | "body";
  /** Default `globalThis.fetch`. */
  readonly fetch?: Fetch;
}

/**
 * A token source for the OAuth 2 client credentials grant. Keeps the token until the source refuses it; readers that
 * ask at the same time share one request. Redirects are not followed.
 * @returns a function that rejects with a `ConnectorError`: `connectors.token-refused` when the answer is a refusal,
 * `connectors.token-unavailable` when it may help to ask again, or what `fetch` says of a certificate. None holds the secret.
 * @see RFC 6749, 4.4
 * @example
 * const token = clientCredentials({ tokenUrl: "https://register.example/token", clientId, clientSecret });
 */
export function clientCredentials(options: ClientCredentials): TokenSource {
  let kept: Promise<string> | undefined;
  return async ({ renew, signal }) => {
    if (kept === undefined || renew) {
      const asked = requestToken(options, signal);
      kept = asked;
      asked.catch(() => {
        if (kept === asked) kept = undefined;
      });
    }
    return kept;
  };
}

async function requestToken(options: ClientCredentials, signal?: AbortSignal): Promise<string> {
  const { tokenUrl, clientId, clientSecret, scope, authentication = "basic" } = options;
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const body = new URLSearchParams({ grant_type: "client_credentials", ...(scope === undefined ? {} : { scope }) });
  const headers: Record<string, string> = { Accept: "application/json" };
  if (authentication === "basic") headers["Authorization"] = `Basic ${basicCredentials(clientId, clientSecret)}`;
  else {
    body.set("client_id", clientId);
    body.set("client_secret", clientSecret);
  }
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(tokenUrl, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
      ...(signal === undefined ? {} : { signal }),
    });
    answer = response.ok ? await response.json() : undefined;
  } catch (cause) {
    signal?.throwIfAborted();
    if (isConnectorError(cause)) throw cause;
    throw new ConnectorError("connectors.token-unavailable", { cause });
  }
  const { status } = response;
  if (status === 429 || status >= 500) {
    const wait = retryAfterMs(response.headers.get("retry-after"), Number.NaN);
    throw new ConnectorError("connectors.token-unavailable", {
      status,
      ...(wait === undefined || Number.isNaN(wait) ? {} : { retryAfterMs: wait }),
    });
  }
  const token = isObject(answer) ? textOf(answer["access_token"]) : undefined;
  if (token === undefined) throw new ConnectorError("connectors.token-refused", { status });
  return token;
}

/** Client id and secret as the header wants them: form-encoded, then joined, then base64 (RFC 6749, 2.3.1). */
function basicCredentials(clientId: string, clientSecret: string): string {
  const encode = (text: string): string => new URLSearchParams([["", text]]).toString().slice(1);
  return btoa(`${encode(clientId)}:${encode(clientSecret)}`);
}
