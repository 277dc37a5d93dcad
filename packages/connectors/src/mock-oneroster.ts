import type { Entities } from "@milstolpe/sync";
import { findingLog } from "./finding-log.ts";
import { faultQueue, faultyBody, faultyStatus, type SourceFault, wait } from "./mock-faults.ts";
import { groupBy } from "./group-by.ts";
import { type MockClient, tokenGate } from "./mock-token.ts";
import { oneRosterRows, type WrittenRow } from "./oneroster-rows.ts";
import { type RestList, restLists } from "./oneroster-rest-rows.ts";
import type { Json } from "./row-reader.ts";
import { cedsGrades } from "./school-grades.ts";

export type OneRosterFault = SourceFault<RestList | "token">;

/** The lists of a service: its objects as they come over the wire. */
export type OneRosterLists = Readonly<Partial<Record<RestList, readonly Json[]>>>;

export interface MockOneRosterOptions {
  readonly version: "1.1" | "1.2";
  readonly lists: OneRosterLists;
  /** The most rows of a page, whatever `limit` asks for. Default 100. */
  readonly pageSize?: number;
  /** How a reader is told where the list ends: by both, one, or nothing but an empty page. Default both. */
  readonly paging?: "link and total" | "link" | "total" | "neither";
  /** Parameters that are answered with an error: `filter`, `sort`, `fields`. */
  readonly refuses?: readonly ("filter" | "sort" | "fields")[];
  /** Who may have a token, at `/token`. Without it requests need none. */
  readonly token?: MockClient;
  readonly faults?: readonly OneRosterFault[];
  /** The server's clock, epoch milliseconds. Default `Date.now`. */
  readonly now?: () => number;
}

export interface MockOneRoster {
  handle(request: Request): Promise<Response>;
  /** Path and query of every request so far, and what it was answered with. */
  readonly requests: readonly { readonly path: string; readonly status: number }[];
  /** Puts an object in a list, or in the place of the one with its id. */
  put(list: RestList, row: Json): void;
}

/** The service without the server around it. */
export function createOneRoster(options: MockOneRosterOptions): MockOneRoster {
  const { version, pageSize = 100, paging = "link and total", refuses = [] } = options;
  const now = options.now ?? Date.now;
  const lists = new Map(restLists.map((list) => [list, [...(options.lists[list] ?? [])]]));
  const faults = faultQueue(options.faults ?? []);
  const gate = tokenGate<RestList>(options.token, faults);
  const requests: { path: string; status: number }[] = [];
  const root = version === "1.1" ? "/ims/oneroster/v1p1/" : "/ims/oneroster/rostering/v1p2/";

  /** The rows by id; sorted once, since every page asks for it. */
  const sorted = new Map<RestList, readonly Json[]>();
  function sortedRows(list: RestList): readonly Json[] {
    const rows = sorted.get(list) ?? (lists.get(list) ?? []).toSorted(byId);
    sorted.set(list, rows);
    return rows;
  }

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === "/token") return gate.give(request);
    const list = restLists.find((name) => url.pathname === root + name);
    if (list === undefined) return imsx(404, "unknownobject", version);
    const offset = Number(url.searchParams.get("offset") ?? 0);
    const limit = Math.min(Number(url.searchParams.get("limit") ?? 100), pageSize);
    const page = Math.floor(offset / limit) + 1;
    if (!gate.admits(request, list, page)) return imsx(401, "unauthorisedrequest", version);
    const fault = faults.take(list, page);
    if (fault?.kind === "status")
      return fault.retryAfter ? faultyStatus(fault) : imsx(fault.status, "server_busy", version);
    if (fault?.kind === "slow") await wait(fault.milliseconds);
    const own = lists.get(list) ?? [];
    if (fault?.kind.startsWith("row-") === true) sorted.delete(list);
    if (fault?.kind === "row-added") own.unshift({ ...own[0], sourcedId: " added" });
    if (fault?.kind === "row-removed") own.sort(byId).shift();
    const refused = refuses.find((name) => url.searchParams.has(name));
    if (refused !== undefined)
      return imsx(400, `invalid_${refused === "fields" ? "selection" : refused}_field`, version);
    const rows = shownRows(url.searchParams.get("sort") === "sourcedId" ? sortedRows(list) : own, url.searchParams);
    if (rows === undefined) return imsx(400, "invalid_filter_field", version);
    const from = fault?.kind === "repeat-token" ? Math.max(0, offset - limit) : offset;
    const response = faultyBody(fault, JSON.stringify({ [list]: rows.slice(from, from + limit) }));
    if (paging.includes("total")) response.headers.set("X-Total-Count", String(rows.length));
    if (paging.includes("link")) response.headers.set("Link", linksOf(url, offset, limit, rows.length));
    return response;
  }

  return {
    requests,
    put(list, row) {
      sorted.delete(list);
      const rows = lists.get(list) ?? [];
      const place = rows.findIndex((one) => one["sourcedId"] === row["sourcedId"]);
      if (place < 0) rows.push(row);
      else rows[place] = row;
    },
    async handle(request) {
      const response = await answer(request);
      response.headers.set("date", new Date(now()).toUTCString());
      const url = new URL(request.url);
      requests.push({ path: url.pathname + url.search, status: response.status });
      return response;
    },
  };
}

const byId = (a: Json, b: Json): number => (String(a["sourcedId"]) < String(b["sourcedId"]) ? -1 : 1);

/** The rows that a query asks for; undefined for a filter other than the one that deltas need. */
function shownRows(rows: readonly Json[], query: URLSearchParams): readonly Json[] | undefined {
  const filter = query.get("filter");
  const since = filter === null ? undefined : /^dateLastModified>='([^']+)'$/.exec(filter)?.[1];
  if (filter !== null && since === undefined) return undefined;
  const fields = query.get("fields")?.split(",");
  return rows
    .filter((row) => since === undefined || Date.parse(String(row["dateLastModified"])) >= Date.parse(since))
    .map((row) =>
      fields === undefined ? row : Object.fromEntries(Object.entries(row).filter(([name]) => fields.includes(name))),
    );
}

function linksOf(url: URL, offset: number, limit: number, total: number): string {
  const link = (to: number, rel: string): string => {
    const target = new URL(url);
    target.searchParams.set("offset", String(to));
    return `<${target.pathname}${target.search}>; rel="${rel}"`;
  };
  const next = offset + limit < total ? [link(offset + limit, "next")] : [];
  return [...next, link(0, "first")].join(", ");
}

/** An error as the version puts it. */
function imsx(status: number, minor: string, version: "1.1" | "1.2"): Response {
  const info = { imsx_codeMajor: "failure", imsx_severity: "error", imsx_description: minor };
  const field = { imsx_codeMinorFieldName: "TargetEndSystem", imsx_codeMinorFieldValue: minor };
  return Response.json(
    version === "1.1"
      ? { statusInfoSet: [{ ...info, imsx_codeMinor: minor }] }
      : { ...info, imsx_CodeMinor: { imsx_codeMinorField: [field] } },
    { status },
  );
}

/** A register as the lists of a service, as `writeOneRoster` has it in files. @param modified - stamps the rows */
export function oneRosterLists(options: {
  readonly entities: Entities;
  readonly schoolYear: { readonly start: string; readonly end: string };
  readonly version: "1.1" | "1.2";
  readonly modified?: string;
}): OneRosterLists {
  const { entities, schoolYear, version, modified = "2026-01-01T00:00:00.000Z" } = options;
  const tables = oneRosterRows({ entities, schoolYear, version, grades: cedsGrades }, findingLog());
  const roles = groupBy(tables["roles"] ?? [], ({ userSourcedId = "" }) => userSourcedId);
  const stamp = { status: "active", dateLastModified: modified };
  const listed = (list: RestList, shape: (row: WrittenRow) => Json): readonly Json[] =>
    (tables[list] ?? []).map((row) => ({ sourcedId: row["sourcedId"], ...stamp, ...shape(row) }));
  return {
    orgs: listed("orgs", ({ name, type, identifier, parentSourcedId }) => ({
      name,
      type,
      identifier,
      parent: ref(parentSourcedId, "org"),
    })),
    academicSessions: listed("academicSessions", ({ title, type, startDate, endDate, schoolYear: year }) => ({
      title,
      type,
      startDate,
      endDate,
      schoolYear: year,
    })),
    users: listed("users", (row) => userOf(row, roles.get(row["sourcedId"] ?? "") ?? [], version)),
    classes: listed("classes", ({ title, classType, schoolSourcedId, courseSourcedId, termSourcedIds }) => ({
      title,
      classType,
      school: ref(schoolSourcedId, "org"),
      course: ref(courseSourcedId, "course"),
      terms: refs(termSourcedIds, "academicSession"),
    })),
    enrollments: listed(
      "enrollments",
      ({ classSourcedId, schoolSourcedId, userSourcedId, role, beginDate, endDate }) => ({
        class: ref(classSourcedId, "class"),
        school: ref(schoolSourcedId, "org"),
        user: ref(userSourcedId, "user"),
        role,
        beginDate,
        endDate,
      }),
    ),
    demographics: listed("demographics", ({ birthDate, sex }) => ({
      [version === "1.1" ? "birthdate" : "birthDate"]: birthDate,
      sex,
    })),
  };
}

const ref = (id: string | undefined, type: string): Json | undefined =>
  id === undefined ? undefined : { href: `/${type}s/${id}`, sourcedId: id, type };
const refs = (ids: string | undefined, type: string): readonly (Json | undefined)[] =>
  (ids ?? "").split(",").flatMap((id) => (id === "" ? [] : [ref(id, type)]));

function userOf(row: WrittenRow, roles: readonly WrittenRow[], version: "1.1" | "1.2"): Json {
  const { enabledUser, username, userIds = "", givenName, familyName, identifier, email, sms, grades } = row;
  const place =
    version === "1.1"
      ? { role: row["role"], orgs: refs(row["orgSourcedIds"], "org") }
      : {
          primaryOrg: ref(row["primaryOrgSourcedId"], "org"),
          roles: roles.map(({ roleType, role, orgSourcedId, beginDate, endDate }) => ({
            roleType,
            role,
            org: ref(orgSourcedId, "org"),
            beginDate,
            endDate,
          })),
        };
  return {
    enabledUser: enabledUser === "true",
    username,
    userIds: [...userIds.matchAll(/\{([^:]+):([^}]+)\}/g)].map(([, type, id]) => ({ type, identifier: id })),
    givenName,
    familyName,
    identifier,
    email,
    sms,
    agents: refs(row["agentSourcedIds"], "user"),
    grades: grades === undefined ? [] : [grades],
    ...place,
  };
}
