import type { FindingLog } from "./finding-log.ts";
import { linksIn } from "./link-header.ts";
import type { ListEnd } from "./list-end.ts";
import { finding } from "./oneroster-rest-messages.ts";
import { isObject, type Json, textOf } from "./row-reader.ts";
import type { Answer, Client } from "./source-client.ts";

export interface ReadRestListOptions {
  readonly client: Client;
  readonly list: string;
  /** Address of the list, without query. */
  readonly url: string;
  readonly pageSize: number;
  readonly maxPages: number;
  /** Rows to be shown. Default: all. */
  readonly filter?: string;
  /** Attributes to be shown, where the source can choose. Default: all. */
  readonly fields?: readonly string[];
  readonly log: FindingLog;
  readonly onRows: (rows: readonly Json[], page: number) => void;
}

/** How a list ended, and whether it moved under the reading: rows that came twice, a total that changed. */
export interface RestListEnd {
  readonly end: ListEnd;
  readonly signs: number;
  /** How many rows the source says there are. */
  readonly total?: number;
}

/**
 * Reads a list to its end by `limit` and `offset`, or by the links that the source gives. Sorted by id where the source can,
 * so that a row that comes or goes shifts as few others as possible. What says that the list is at its end is a page whose
 * links lead to other pages but not to a next one, the total, or else a page without rows: a short page may be a source that
 * gives fewer than asked for, and links to something else say nothing of the list.
 */
export async function readRestList(options: ReadRestListOptions): Promise<RestListEnd> {
  const { client, list, url, pageSize, maxPages, filter, log, onRows } = options;
  const seen = new Set<string>();
  const asked = new Map<string, string>([
    ["sort", "sourcedId"],
    ["fields", (options.fields ?? []).join(",")],
  ]);
  if (options.fields === undefined) asked.delete("fields");
  let total: number | undefined;
  let signs = 0;
  let next: string | undefined;
  let offset = 0;
  const ended = (end: ListEnd): RestListEnd => ({ end, signs, ...(total === undefined ? {} : { total }) });
  const broken = (found: ReturnType<typeof finding>): RestListEnd => ended({ state: "broken", finding: found });

  for (let page = 1; page <= maxPages; page += 1) {
    const where = `${list}, page ${page}`;
    const answer = await client.get(next ?? addressOf(url, { pageSize, offset, filter, asked }), where);
    if (answer.kind === "withheld")
      return page === 1
        ? ended({ state: "withheld" })
        : broken(finding("connectors.http-status", where, { status: answer.status }));
    if (answer.kind === "failed") {
      const refused = page === 1 ? refusedOption(answer, asked, filter) : undefined;
      if (refused === undefined) return broken(refusalOf(answer, filter, where));
      asked.delete(refused);
      log.add(finding("connectors.option-refused", list, { option: refused }));
      page -= 1;
      continue;
    }
    const rows = rowsIn(answer.json, list);
    if (rows === undefined) return broken(finding("connectors.unexpected-shape", where, { list }));
    const fresh = rows.filter((row) => isNew(row, seen));
    if (rows.length > 0 && fresh.length === 0) return broken(finding("connectors.repeated-page", where, {}));
    signs += rows.length - fresh.length;
    const told = totalIn(answer.headers);
    if (told !== undefined && total !== undefined && told !== total) signs += 1;
    total = told ?? total;
    onRows(fresh, page);
    offset += rows.length;
    const links = linksIn(answer.headers.get("link") ?? "");
    const link = nextLink(links, url);
    if (link === "foreign") log.add(finding("connectors.foreign-link", list, {}));
    const isLast =
      link === undefined && isLastPage(links, { url, offset, isFull: next === undefined && rows.length >= pageSize });
    next = link === "foreign" ? undefined : link;
    const isAtEnd = isLast || rows.length === 0 || (next === undefined && total !== undefined && offset >= total);
    if (!isAtEnd) continue;
    if (total !== undefined && seen.size < total)
      return broken(finding("connectors.fewer-than-told", list, { told: total, count: seen.size }));
    return ended({ state: "complete", pages: page });
  }
  return broken(finding("connectors.endless-list", list, { pages: maxPages }));
}

function addressOf(
  url: string,
  query: { pageSize: number; offset: number; filter: string | undefined; asked: ReadonlyMap<string, string> },
): string {
  const { pageSize, offset, filter, asked } = query;
  const parameters = new URLSearchParams({ limit: String(pageSize), offset: String(offset) });
  for (const [name, value] of asked) parameters.set(name, value);
  if (asked.has("sort")) parameters.set("orderBy", "asc");
  if (filter !== undefined) parameters.set("filter", filter);
  return `${url}?${parameters.toString().replaceAll("+", "%20")}`;
}

type Refusal = Extract<Answer, { kind: "failed" }>;

/** The option that a source does not take; it may say which one, or just that the request is wrong. */
function refusedOption(
  { status, reason = "" }: Refusal,
  asked: ReadonlyMap<string, string>,
  filter: string | undefined,
): string | undefined {
  if (status !== 400 && status !== 422 && status !== 501) return undefined;
  if (asked.has("fields") && (reason === "invalid_selection_field" || reason === "")) return "fields";
  if (asked.has("sort") && (reason === "invalid_sort_field" || (reason === "" && filter === undefined))) return "sort";
  return undefined;
}

function refusalOf(answer: Refusal, filter: string | undefined, where: string): ReturnType<typeof finding> {
  const { status, reason = "" } = answer;
  if (status === undefined || status === 401 || status === 429 || status >= 500) return answer.finding;
  if (filter !== undefined && (reason === "invalid_filter_field" || (status === 400 && reason === "")))
    return finding("connectors.filter-refused", where, {});
  return reason === "" ? answer.finding : finding("connectors.source-error", where, { status, reason });
}

/** The rows of a page: `{ users: […] }`, or a bare array. What is no object can't be told apart, and makes the page unusable. */
function rowsIn(json: unknown, list: string): readonly Json[] | undefined {
  const rows: unknown = isObject(json) ? json[list] : json;
  return Array.isArray(rows) && rows.every(isObject) ? rows : undefined;
}

function isNew(row: Json, seen: Set<string>): boolean {
  // A row without an id is told of by whoever maps it; it is like no other.
  const id = textOf(row["sourcedId"]) ?? ` ${JSON.stringify(row)}`;
  if (seen.has(id)) return false;
  seen.add(id);
  return true;
}

function totalIn(headers: Headers): number | undefined {
  const text = headers.get("x-total-count");
  return text !== null && /^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined;
}

type Links = ReadonlyMap<string, string>;

/** The address of the next page, if a link leads there. */
function nextLink(links: Links, url: string): string | undefined {
  const given = links.get("next");
  if (given === undefined) return undefined;
  const link = URL.canParse(given, url) ? new URL(given, url) : undefined;
  // The token goes with every request: it is for this server alone.
  return link !== undefined && link.origin === new URL(url).origin ? link.href : "foreign";
}

/**
 * Whether a page without a next one is the last: it has links to other pages of the list, none of them to rows beyond
 * `offset`, and it is not as long as was asked for. A service whose next links have been followed may end with such a page.
 */
function isLastPage(links: Links, page: { url: string; offset: number; isFull: boolean }): boolean {
  const { url, offset, isFull } = page;
  if (isFull || !["first", "prev", "previous", "last"].some((relation) => links.has(relation))) return false;
  const last = links.get("last") ?? "";
  const start = URL.canParse(last, url) ? Number(new URL(last, url).searchParams.get("offset")) : 0;
  return !(start >= offset);
}
