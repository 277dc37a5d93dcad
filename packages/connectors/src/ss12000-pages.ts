import type { Finding } from "./finding.ts";
import type { ListEnd } from "./list-end.ts";
import { finding } from "./ss12000-messages.ts";
import { isObject, textOf } from "./row-reader.ts";
import type { Client } from "./source-client.ts";
import type { Ss12000List } from "./ss12000-model.ts";

/** One page: its rows, and the token of the next. */
export interface Page {
  readonly rows: readonly unknown[];
  readonly next?: string;
}

/**
 * Opens the envelope of a page. The standard's is `{ data, pageToken }`; a bare array and `{ persons: […] }` are met too.
 * @returns undefined when there is no list in it, or a token that is no token: taken for the end, it would make everybody
 * on the pages after it look gone
 */
export function openPage(json: unknown, list: string): Page | undefined {
  if (Array.isArray(json)) return { rows: json };
  if (!isObject(json)) return undefined;
  const rows = Array.isArray(json["data"]) ? json["data"] : json[list];
  if (!Array.isArray(rows)) return undefined;
  const token = json["pageToken"];
  const next = typeof token === "number" ? String(token) : textOf(token);
  if (next === undefined && token !== undefined && token !== null && token !== "") return undefined;
  return next === undefined ? { rows } : { rows, next };
}

export interface ReadListOptions {
  readonly client: Client;
  readonly list: Ss12000List;
  /** Address of the list, without query. */
  readonly url: string;
  readonly pageSize: number;
  readonly maxPages: number;
  /** Filters of the first page; by the standard a page token carries them on. */
  readonly filters?: Readonly<Record<string, string>>;
  readonly onRows: (rows: readonly unknown[], page: number) => void;
}

/** Pages without rows that are followed before the list counts as endless. */
const maxEmptyPages = 20;

/**
 * Reads a list to its end, page by page. A page token is only ever combined with `limit`; anything else is a 400 by
 * the standard. Stops, and says so, at a fault that repeating did not cure.
 */
export async function readList(options: ReadListOptions): Promise<ListEnd> {
  const { client, list, url, pageSize, maxPages, filters = {}, onRows } = options;
  const tokens = new Set<string>();
  let token: string | undefined;
  let emptyPages = 0;
  const broken = (found: Finding): ListEnd => ({ state: "broken", finding: found });
  for (let page = 1; page <= maxPages; page += 1) {
    const where = `${list}, page ${page}`;
    const query = new URLSearchParams({
      limit: String(pageSize),
      ...(token === undefined ? filters : { pageToken: token }),
    });
    const answer = await client.get(`${url}?${query.toString()}`, where);
    if (answer.kind === "withheld")
      return page === 1
        ? { state: "withheld" }
        : broken(finding("connectors.http-status", where, { status: answer.status }));
    if (answer.kind === "failed")
      return broken(
        answer.status === 400 && token !== undefined ? finding("connectors.refused-token", where, {}) : answer.finding,
      );
    const opened = openPage(answer.json, list);
    if (opened === undefined) return broken(finding("connectors.unexpected-shape", where, { list }));
    onRows(opened.rows, page);
    if (opened.next === undefined) return { state: "complete", pages: page };
    if (tokens.has(opened.next)) return broken(finding("connectors.repeated-token", where, {}));
    emptyPages = opened.rows.length === 0 ? emptyPages + 1 : 0;
    if (emptyPages >= maxEmptyPages) return broken(finding("connectors.empty-pages", where, { pages: emptyPages }));
    tokens.add(opened.next);
    token = opened.next;
  }
  return broken(finding("connectors.endless-list", list, { pages: maxPages }));
}
