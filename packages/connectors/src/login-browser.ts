import { boundedText } from "./bounded-text.ts";
import type { Fetch } from "./client-credentials.ts";

/** What to open, and where the answer is to come. */
export interface BrowseRequest {
  readonly url: string;
  readonly callbackUrl: string;
  readonly signal?: AbortSignal;
}

/** What arrived at the callback address: by redirect its whole address, by a form also the fields. */
export interface BrowseAnswer {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Logs somebody in and catches what is sent to the callback address. With a person, a browser and a second factor this is a
 * window that you open and an address that you listen at; `formBrowser` does it for a test provider with forms.
 */
export type Browse = (request: BrowseRequest) => Promise<BrowseAnswer>;

export interface FormBrowserOptions {
  /** What to fill in, by the name of the field: `{ username, password }`. */
  readonly fill: Readonly<Record<string, string>>;
  /** Default `globalThis.fetch`. */
  readonly fetch?: Fetch;
  /** Pages and redirects before it gives up. Default 20. */
  readonly maxSteps?: number;
  /** Hosts it may go to, beside the first and the callback's. Default none. */
  readonly hosts?: readonly string[];
}

/** Why the browser came to a stop; a code, since pages hold personal data. */
export class BrowseError extends Error {
  override readonly name = "BrowseError";
  readonly code: "too-many-steps" | "no-form" | "form-repeats" | "other-host" | "answer";

  constructor(code: BrowseError["code"]) {
    super(code);
    this.code = code;
  }
}

/**
 * A browser of the least kind: cookies, redirects and plain HTML forms, no scripts. For test providers; it keeps nothing
 * beyond one login.
 * @returns a function that rejects with a `BrowseError` when there is no way on
 * @example
 * const browse = formBrowser({ fill: { username: "test", password: process.env.TEST_PASSWORD } });
 */
export function formBrowser(options: FormBrowserOptions): Browse {
  const { fill, maxSteps = 20, hosts = [] } = options;
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  return async ({ url, callbackUrl, signal }) => {
    const cookies = cookieJar();
    const allowed = new Set([new URL(url).host, ...hosts]);
    const seen = new Set<string>();
    let next: PageRequest = { url, method: "GET", fields: {} };
    for (let step = 0; step < maxSteps; step += 1) {
      if (isAt(next.url, callbackUrl)) return { url: next.url, fields: next.fields };
      const here = new URL(next.url);
      if (!allowed.has(here.host)) throw new BrowseError("other-host");
      const headers: Record<string, string> = { Accept: "text/html", Cookie: cookies.headerFor(here) };
      const body = next.method === "POST" ? new URLSearchParams(next.fields) : undefined;
      const response: Response = await fetch(next.url, {
        method: next.method,
        redirect: "manual",
        headers,
        ...(body === undefined ? {} : { body }),
        ...(signal === undefined ? {} : { signal }),
      });
      cookies.keep(here, response.headers.getSetCookie());
      const location = response.headers.get("location");
      if (response.status >= 300 && response.status < 400 && location !== null) {
        await response.body?.cancel();
        next = { url: new URL(location, here).href, method: "GET", fields: {} };
        continue;
      }
      const page = await boundedText(response, 1024 * 1024);
      if (typeof page === "string" || !response.ok) throw new BrowseError("answer");
      const form = formOf(page.text, here, fill);
      if (form === undefined) throw new BrowseError("no-form");
      const key = JSON.stringify(form);
      if (seen.has(key) && form.method === "POST") throw new BrowseError("form-repeats");
      seen.add(key);
      next = form;
    }
    throw new BrowseError("too-many-steps");
  };
}

interface PageRequest {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly fields: Readonly<Record<string, string>>;
}

const isAt = (url: string, callbackUrl: string): boolean => {
  const [a, b] = [new URL(url), new URL(callbackUrl)];
  return a.origin === b.origin && a.pathname === b.pathname;
};

/** The first form of a page, its hidden fields kept and what is to be filled in filled in. */
function formOf(html: string, base: URL, fill: Readonly<Record<string, string>>): PageRequest | undefined {
  const from = html.search(/<form\b/i);
  const end = html.toLowerCase().indexOf("</form", from);
  const close = html.indexOf(">", from);
  if (from < 0 || close < 0 || end < close) return undefined;
  const [start, inside] = [html.slice(from + "<form".length, close), html.slice(close + 1, end)];
  const attributes = attributesOf(start);
  const fields: Record<string, string> = {};
  for (const [, kind = "", text = ""] of inside.matchAll(/<(input|button)\b([^>]*)>/gi)) {
    const { name, value = "", type = "text", checked } = attributesOf(text);
    if (name === undefined || type === "button" || type === "reset") continue;
    if (/^(?:checkbox|radio)$/i.test(type) && checked === undefined) continue;
    // A button is pressed by its value: the first one that has a name.
    if ((kind.toLowerCase() === "button" || type === "submit") && name in fields) continue;
    fields[name] = fill[name] ?? value;
  }
  const url = new URL(attributes["action"] ?? "", base);
  const method = (attributes["method"] ?? "get").toUpperCase() === "POST" ? "POST" : "GET";
  if (method === "GET") for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
  return { url: url.href, method, fields: method === "POST" ? fields : {} };
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function attributesOf(text: string): Partial<Record<string, string>> {
  const attributes: Partial<Record<string, string>> = Object.create(null) as Partial<Record<string, string>>;
  for (const [, name = "", double, single, bare] of text.matchAll(
    /([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g,
  )) {
    const value = double ?? single ?? bare ?? "";
    attributes[name.toLowerCase()] = value.replace(
      /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi,
      (whole, decimal?: string, digits?: string, word?: string) => {
        if (word !== undefined) return entities[word.toLowerCase()] ?? whole;
        const code = decimal === undefined ? Number.parseInt(digits ?? "", 16) : Number(decimal);
        return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      },
    );
  }
  return attributes;
}

/** Cookies by host and path; their ends are kept to only as far as a removal goes. */
function cookieJar() {
  const cookies = new Map<
    string,
    { readonly host: string; readonly path: string; readonly name: string; readonly value: string }
  >();
  return {
    keep(from: URL, headers: readonly string[]): void {
      for (const header of headers) {
        const [pair = "", ...rest] = header.split(";").map((part) => part.trim());
        const at = pair.indexOf("=");
        if (at < 1) continue;
        const settings = new Map(
          rest.map((part) => [part.split("=")[0]?.toLowerCase() ?? "", part.slice(part.indexOf("=") + 1)]),
        );
        const cookie = {
          host: from.host,
          path: settings.get("path") ?? "/",
          name: pair.slice(0, at),
          value: pair.slice(at + 1),
        };
        const key = `${cookie.host} ${cookie.path} ${cookie.name}`;
        const end = Date.parse(settings.get("expires") ?? "");
        if (settings.get("max-age") === "0" || end <= 0 || cookie.value === "") cookies.delete(key);
        else cookies.set(key, cookie);
      }
    },
    headerFor: (url: URL): string =>
      [...cookies.values()]
        .filter(
          ({ host, path }) =>
            host === url.host && (url.pathname === path || url.pathname.startsWith(path.replace(/\/?$/, "/"))),
        )
        .map(({ name, value }) => `${name}=${value}`)
        .join("; "),
  };
}
