import { env } from "node:process";
import type { Batch, Entities } from "@milstolpe/sync";
import * as fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import {
  clientCredentials,
  oneRosterScopes,
  readOneRoster,
  readOneRosterRest,
  readOneRosterRestChanges,
  type ReadOneRosterRestOptions,
  writeOneRoster,
} from "../src/oneroster.ts";
import { readSs12000Folder } from "../src/ss12000.ts";
import {
  type ListeningMock,
  mockOneRoster,
  type MockOneRosterOptions,
  type OneRosterFault,
  type OneRosterLists,
  oneRosterLists,
  type OneRosterServer,
} from "../src/testing.ts";
import { arbitraryRegister } from "./arbitrary-register.ts";
import { register } from "./register.ts";

const schoolYear = { start: "2026-08-17", end: "2027-06-11" };
const now = (): number => Date.parse("2026-11-25T12:00:00Z");
const waits: number[] = [];
const patient = {
  now,
  sleep: (milliseconds: number) => {
    waits.push(milliseconds);
    return Promise.resolve();
  },
};
const listening: ListeningMock[] = [];
afterEach(async () => {
  waits.length = 0;
  for (const server of listening.splice(0)) await server.close();
});

const files = Object.fromEntries(
  Object.entries(register(40)).map(([list, rows]) => [`${list}.json`, new TextEncoder().encode(JSON.stringify(rows))]),
);
const entities: Entities = await readSs12000Folder({ files, readAt: "2026-08-17T05:00:00Z" });

const isLong = env["MILSTOLPE_LONG"] === "1";
const runs = isLong ? 2000 : 30;
const limit = isLong ? 600_000 : 30_000;

const someUsers = Array.from({ length: 10 }, (_, index) => ({
  sourcedId: `u${index}`,
  role: "student",
  orgs: [{ sourcedId: "s" }],
  givenName: "x",
  familyName: "y",
  username: `u${index}`,
  enabledUser: true,
}));

type Version = "1.1" | "1.2";
const versions = ["1.1", "1.2"] as const;

/** Reads a mock over real HTTP. */
async function read(
  mock: Partial<MockOneRosterOptions> = {},
  options: Partial<ReadOneRosterRestOptions> = {},
): Promise<{ batch: Batch; server: OneRosterServer; baseUrl: string; codes: readonly string[] }> {
  const version = mock.version ?? "1.2";
  const server = mockOneRoster({
    version,
    lists: oneRosterLists({ entities, schoolYear, version }),
    pageSize: 30,
    now,
    ...mock,
  });
  const listener = await server.listen();
  listening.push(listener);
  const { baseUrl } = listener;
  const batch = await readOneRosterRest({ baseUrl, version, ...patient, ...options });
  return { batch, server, baseUrl, codes: batch.health.findings.map(({ code }) => code) };
}

/** Rows alone, without where they were met. */
const rowsOf = ({
  units,
  persons,
  groups,
  enrolments,
  placements,
  duties,
  memberships,
  guardianships,
}: Entities): Entities => ({
  units,
  persons,
  groups,
  enrolments,
  placements,
  duties,
  memberships,
  guardianships,
});

const csvOf = (from: Entities, version: Version): Promise<Batch> =>
  readOneRoster({ files: writeOneRoster({ entities: from, schoolYear, version }).zip, readAt: "2026-11-25T12:00:00Z" });

const byId = <T extends { readonly id: string }>(rows: readonly T[]): readonly T[] =>
  rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
const sorted = (from: Entities): object =>
  Object.fromEntries(Object.entries(rowsOf(from)).map(([entity, rows]) => [entity, byId(rows)]));

describe.each(versions)("a service of version %s", (version) => {
  test("gives the batch that the CSV files of the same register give, and asks for nothing it does not need", async () => {
    const { batch, codes, server } = await read({ version });
    const csv = await csvOf(entities, version);
    // The courses that the files have to have are not asked for.
    expect([...codes, "connectors.file-not-carried"]).toEqual(csv.health.findings.map(({ code }) => code));
    expect(sorted(batch)).toEqual(sorted(csv));
    expect(batch.coverage).toEqual(csv.coverage);
    expect(batch.health.received).toEqual(csv.health.received);
    expect(batch.health.complete).toBe(true);
    expect(batch.kind).toBe("total");
    const demographics = server.requests.filter(({ path }) => path.includes("/demographics"));
    expect(demographics.every(({ path }) => /fields=[^&]*birth[Dd]ate/.test(path))).toBe(true);
  });

  test.each(["link", "total", "neither"] as const)(
    "is read to its end when it tells the end by: %s",
    async (paging) => {
      const whole = await read({ version });
      const { batch } = await read({ version, paging, pageSize: 7 });
      expect(sorted(batch)).toEqual(sorted(whole.batch));
      expect(batch.health.complete).toBe(true);
    },
  );

  test("that sorts, selects and filters nothing is read all the same, with a note of it", async () => {
    const { batch, codes } = await read({ version, refuses: ["sort", "fields"] });
    expect(batch.health.complete).toBe(true);
    expect(new Set(codes)).toEqual(new Set(["connectors.option-refused"]));
    expect(sorted(batch)).toEqual(sorted((await read({ version })).batch));
  });
});

test(
  "for any register, REST and CSV give the same rows",
  async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryRegister,
        fc.constantFrom(...versions),
        fc.integer({ min: 1, max: 9 }),
        async (any, version, pageSize) => {
          const mock = mockOneRoster({
            version,
            lists: oneRosterLists({ entities: any, schoolYear, version }),
            pageSize,
            now,
          });
          const fetch = (url: string, init: RequestInit) => mock.handle(new Request(url, init));
          const batch = await readOneRosterRest({ baseUrl: "https://roster.example", version, fetch, ...patient });
          const csv = await csvOf(any, version);
          // A service without people is taken for one that does not show them.
          fc.pre(csv.persons.length > 0);
          expect(sorted(batch)).toEqual(sorted(csv));
          expect(batch.coverage).toEqual(csv.coverage);
        },
      ),
      { numRuns: runs },
    );
  },
  limit,
);

test("with a token by client credentials, renewed when it runs out", async () => {
  const token = { clientId: "milstolpe", clientSecret: "hemlig å" };
  const server = mockOneRoster({
    version: "1.2",
    lists: oneRosterLists({ entities, schoolYear, version: "1.2" }),
    pageSize: 30,
    token,
    now,
    faults: [{ kind: "token-expired", on: "users", page: 2 }],
  });
  const listener = await server.listen();
  listening.push(listener);
  const batch = await readOneRosterRest({
    baseUrl: listener.baseUrl,
    version: "1.2",
    ...patient,
    token: clientCredentials({ tokenUrl: listener.tokenUrl, ...token, scope: oneRosterScopes["1.2"] }),
  });
  expect(batch.health).toMatchObject({ complete: true, findings: [] });
  expect(server.requests.filter(({ path }) => path === "/token")).toHaveLength(2);
});

describe("a service that is not well", () => {
  const users = { on: "users", page: 2 } as const;

  test("429 and 503: read again after the wait it asked for", async () => {
    const { batch, codes } = await read({
      faults: [
        { kind: "status", status: 429, retryAfter: "7", ...users },
        { kind: "status", status: 503, retryAfter: "9", on: "enrollments" },
      ],
    });
    expect(codes).toEqual(["connectors.retried", "connectors.retried"]);
    expect(waits).toEqual([7000, 9000]);
    expect(batch.health.complete).toBe(true);
  });

  test.each<[string, OneRosterFault, string]>([
    ["a half page", { kind: "cut", times: Infinity, ...users }, "connectors.cut-answer"],
    ["broken JSON", { kind: "broken-json", times: Infinity, ...users }, "connectors.broken-json"],
    ["a page in ISO-8859-1", { kind: "latin-1", times: Infinity, ...users }, "connectors.bad-encoding"],
    ["the same page for ever", { kind: "repeat-token", times: Infinity, on: "users" }, "connectors.repeated-page"],
    ["a refusal with a reason", { kind: "status", status: 422, ...users }, "connectors.source-error"],
    ["a list that disappears half way", { kind: "status", status: 404, ...users }, "connectors.http-status"],
    [
      "overload that does not pass",
      { kind: "status", status: 503, times: Infinity, ...users },
      "connectors.overloaded",
    ],
  ])("%s: the batch never looks total, and what was read is kept", async (_name, fault, code) => {
    const { batch, codes } = await read({ faults: [fault] });
    expect(codes).toContain(code);
    expect(batch.health.complete).toBe(false);
    expect(batch.coverage.find(({ entity }) => entity === "persons")?.complete).toBe(false);
    expect(batch.persons.length).toBeGreaterThanOrEqual(30);
    expect(batch.units).toHaveLength(2);
  });

  test.each<[string, OneRosterFault]>([
    ["comes", { kind: "row-added", ...users }],
    ["goes", { kind: "row-removed", ...users }],
  ])("a row that %s before the reader's place: the batch never looks total", async (_name, fault) => {
    for (const paging of ["link and total", "total"] as const) {
      const { batch, codes } = await read({ faults: [fault], paging });
      expect(codes.some((code) => /changed-while-read|fewer-than-told/.test(code))).toBe(true);
      expect(batch.health.complete).toBe(false);
    }
  });

  test("a list that never ends is left after the limit", async () => {
    const endless: ReadOneRosterRestOptions = {
      baseUrl: "https://roster.example",
      version: "1.1",
      ...patient,
      maxPages: 20,
      fetch: (url) => {
        const list = new URL(url).pathname.split("/").at(-1) ?? "";
        const sourcedId = new URL(url).searchParams.get("offset");
        return Promise.resolve(Response.json({ [list]: [{ sourcedId, name: "x", type: "school" }] }));
      },
    };
    const batch = await readOneRosterRest(endless);
    expect(batch.health.complete).toBe(false);
    expect(batch.health.findings.map(({ code }) => code)).toContain("connectors.endless-list");
  });

  test("a link to another server is not followed: the token is for this one", async () => {
    const asked: string[] = [];
    const { batch, codes } = await read(
      {},
      {
        fetch: async (url, init) => {
          asked.push(new URL(url).host);
          const answer = await fetch(url, init);
          const headers = new Headers(answer.headers);
          headers.set("link", headers.get("link")?.replace("</", "<https://evil.example/") ?? "");
          return new Response(await answer.arrayBuffer(), { status: answer.status, headers });
        },
      },
    );
    expect(codes).toContain("connectors.foreign-link");
    expect(new Set(asked)).toEqual(new Set([new URL(listening[0]!.baseUrl).host]));
    expect(batch.health.complete).toBe(true);
  });

  const to = (link: string, rel: string, more = ""): string => `<${link}>${more}; rel=${rel}`;
  interface Page {
    readonly next: string;
    readonly first: string;
    readonly last: string;
    readonly isLast: boolean;
  }
  test.each<[string, number, (page: Page) => string]>([
    ["no link", 3, () => ""],
    ["a link to something else", 3, () => to("/docs", '"service-desc"')],
    ["what a proxy loads beforehand", 3, () => to("/style.css", "preload")],
    ["next, of a title with a comma", 3, ({ next, isLast }) => (isLast ? "" : to(next, "next", '; title="a, b"'))],
    [
      "next, in quotes of the wrong kind",
      3,
      ({ next, first, isLast }) => to(isLast ? first : next, isLast ? "first" : "'next'"),
    ],
    ["next among others", 3, ({ next, first, isLast }) => (isLast ? to(first, "prev") : to(next, '"next last"'))],
    ["first alone, on pages as long as was asked for", 4, ({ first }) => to(first, '"first"')],
    ["first and last, never next", 3, ({ first, last }) => `${to(first, "first")}, ${to(last, '"last"')}`],
  ])("a list is read to its end whatever its links are: %s", async (_name, mostRows, linkOf) => {
    const batch = await readOneRosterRest({
      baseUrl: "https://roster.example",
      version: "1.1",
      ...patient,
      pageSize: 4,
      fetch: (url) => {
        const asked = new URL(url);
        const list = asked.pathname.split("/").at(-1) ?? "";
        const offset = Number(asked.searchParams.get("offset"));
        const rows = { users: someUsers, orgs: [{ sourcedId: "s", name: "x", type: "school" }] }[list] ?? [];
        const at = (start: number): string => `${asked.pathname}?limit=${mostRows}&offset=${start}`;
        const link = linkOf({
          next: at(offset + mostRows),
          first: at(0),
          last: at(Math.floor((rows.length - 1) / mostRows) * mostRows),
          isLast: offset + mostRows >= rows.length,
        });
        const headers: HeadersInit = link === "" ? {} : { link };
        return Promise.resolve(Response.json({ [list]: rows.slice(offset, offset + mostRows) }, { headers }));
      },
    });
    expect(batch.persons).toHaveLength(10);
    expect(batch.health.complete).toBe(true);
  });

  test("fewer rows than it says there are is no end", async () => {
    const { batch, codes } = await read(
      {},
      {
        fetch: async (url, init) => {
          const answer = await fetch(url, init);
          const headers = new Headers(answer.headers);
          headers.delete("link");
          if (url.includes("/users")) headers.set("x-total-count", "9999");
          return new Response(await answer.arrayBuffer(), { status: answer.status, headers });
        },
      },
    );
    expect(codes).toContain("connectors.fewer-than-told");
    expect(batch.health.complete).toBe(false);
  });

  test("a list that is refused is not spoken for; without users there is no register", async () => {
    const { batch, codes } = await read({ faults: [{ kind: "status", status: 403, on: "enrollments" }] });
    expect(codes).toEqual(["connectors.list-withheld"]);
    expect(batch.health.complete).toBe(true);
    expect(batch.coverage.find(({ entity }) => entity === "memberships")).toMatchObject({
      complete: false,
      fields: [],
    });
    const without = await read({ faults: [{ kind: "status", status: 403, on: "users" }] });
    expect(without.codes).toContain("connectors.list-missing");
    expect(without.batch.health.complete).toBe(false);
    const all = oneRosterLists({ entities, schoolYear, version: "1.2" });
    for (const list of ["orgs", "users"] as const) {
      const rows = (all[list] ?? []).map((row) => ({ ...row, status: "tobedeleted" }));
      const emptied = await read({ lists: { ...all, [list]: rows } });
      expect(emptied.codes).toContain("connectors.empty-register");
      expect(emptied.batch.health.complete).toBe(false);
    }
    const empty = await read({ lists: { orgs: [{ sourcedId: "o", name: "x", type: "school" }] } });
    expect(empty.codes).toContain("connectors.empty-register");
    expect(empty.batch.health.complete).toBe(false);
  });

  test("bare ids as references, instants as days, numbers as grades are read; rows without an id are kept aside", async () => {
    const { batch } = await read({
      version: "1.1",
      lists: {
        orgs: [{ sourcedId: "o1", name: "Ödeskolan", type: "school" }],
        users: [
          { sourcedId: "p1", givenName: "Åsa", familyName: "Ek", role: "student", orgs: ["o1"], grades: [6] },
          { givenName: "Utan", familyName: "Id", role: "student", orgs: ["o1"] },
          { sourcedId: "201301012389", givenName: "Bo", familyName: "Ek", role: "student", orgs: [{ id: "fel" }] },
        ],
        academicSessions: [
          {
            sourcedId: "ht",
            title: "HT",
            type: "term",
            startDate: "2026-08-17T00:00:00.000Z",
            endDate: "2026-12-19T00:00:00.000Z",
          },
        ],
        classes: [{ sourcedId: "c1", title: "6A", classType: "homeroom", school: "o1", terms: ["ht"] }],
      },
    });
    expect(batch.enrolments).toEqual([{ id: "p1|o1|GR", person: "p1", unit: "o1", schoolType: "GR", schoolYear: 6 }]);
    expect(batch.groups).toMatchObject([{ startDate: "2026-08-17", endDate: "2026-12-18" }]);
    expect(batch.rejected).toMatchObject([{ entity: "persons", finding: { code: "connectors.missing-field" } }]);
    expect(JSON.stringify(batch.health.findings)).not.toMatch(/Utan|Åsa|20130101/);
  });
});

const byIdOf = (rows: Entities[keyof Entities]): Map<string, object> => new Map(rows.map((row) => [row.id, row]));

const oneRosterEntries = (lists: OneRosterLists | undefined) =>
  (["orgs", "academicSessions", "users", "classes", "enrollments", "demographics"] as const).map(
    (list) => [list, lists?.[list]] as const,
  );

describe("changes", () => {
  const later = "2026-11-24T12:00:00.000Z";
  const changesOf = async (
    version: Version,
    change: (server: OneRosterServer) => void,
    mock: Partial<MockOneRosterOptions> = {},
  ) => {
    const { batch: before, server, baseUrl } = await read({ version, ...mock });
    change(server);
    const asked = server.requests.length;
    const batch = await readOneRosterRestChanges({
      baseUrl,
      version,
      ...patient,
      since: "2026-11-24T00:00:00Z",
      known: before,
    });
    const requests = server.requests.slice(asked).map(({ path }) => path);
    return { batch, before, server, requests };
  };
  const lists = (version: Version) => oneRosterLists({ entities, schoolYear, version });
  const user = (version: Version, id: string) => lists(version).users?.find(({ sourcedId }) => sourcedId === id) ?? {};
  const pupil = entities.enrolments[0]!.person;
  const guardian = entities.guardianships.find(({ child }) => child === pupil)!.guardian;

  test.each(versions)("%s: nothing has changed, and the list of users is not read", async (version) => {
    const { batch, requests } = await changesOf(version, () => {});
    expect(batch.kind).toBe("delta");
    expect(batch.window).toEqual({ from: "2026-11-24T00:00:00Z", to: "2026-11-25T12:00:00.000Z" });
    expect(batch.persons).toEqual([]);
    expect(Object.values(batch.removed ?? {}).flat()).toEqual([]);
    expect(batch.health).toMatchObject({ complete: true, findings: [] });
    expect(requests.filter((path) => path.includes("/users"))).toHaveLength(1);
    expect(requests.every((path) => path.includes("filter=") || path.includes("academicSessions"))).toBe(true);
  });

  test.each(versions)(
    "%s: who changed comes whole, birth date and guardians included, and nobody else",
    async (version) => {
      const { batch, before } = await changesOf(version, (server) =>
        server.put("users", { ...user(version, pupil), familyName: "Nytt", dateLastModified: later }),
      );
      const was = before.persons.find(({ id }) => id === pupil);
      expect(batch.persons).toEqual([{ ...was, familyName: "Nytt" }]);
      expect(batch.guardianships).toEqual(before.guardianships.filter(({ child }) => child === pupil));
      expect(batch.enrolments).toEqual(before.enrolments.filter(({ person }) => person === pupil));
      expect(batch.health.received.persons).toBe(1);
      expect(Object.values(batch.removed ?? {}).flat()).toEqual([]);
    },
  );

  test.each(versions)("%s: a place and a guardian that somebody no longer has are removed", async (version) => {
    const { batch, before } = await changesOf(version, (server) => {
      const { orgs: _o, roles: _r, agents: _a, ...rest } = user(version, pupil);
      server.put("users", { ...rest, orgs: [], roles: [], agents: [], dateLastModified: later });
      const { agents: _, ...own } = user(version, guardian);
      server.put("users", { ...own, agents: [], dateLastModified: later });
    });
    expect(batch.removed?.enrolments).toEqual(before.enrolments.filter(({ person }) => person === pupil));
    expect(batch.removed?.guardianships?.map(({ child }) => child)).toEqual([pupil]);
  });

  test.each(versions)("%s: who is to be deleted goes, with what hung on them", async (version) => {
    const { batch, before } = await changesOf(version, (server) => {
      server.put("users", { ...user(version, pupil), status: "tobedeleted", dateLastModified: later });
      const enrollment = lists(version).enrollments?.at(-1) ?? {};
      server.put("enrollments", { ...enrollment, status: "tobedeleted", dateLastModified: later });
    });
    expect(batch.persons).toEqual([]);
    expect(batch.removed?.persons?.map(({ id }) => id)).toEqual([pupil]);
    expect(batch.removed?.enrolments?.map(({ person }) => person)).toContain(pupil);
    const gone = batch.removed?.memberships?.map(({ id }) => id) ?? [];
    expect(gone).toContain(before.memberships.find(({ person }) => person === pupil)?.id);
    expect(gone).toContain(lists(version).enrollments?.at(-1)?.["sourcedId"]);
  });

  test("a term that moved moves the classes that last for it", async () => {
    const { batch, before } = await changesOf("1.2", (server) => {
      for (const session of lists("1.2").academicSessions ?? [])
        server.put("academicSessions", { ...session, endDate: "2027-06-19", dateLastModified: later });
    });
    expect(batch.groups.map(({ id }) => id)).toEqual(before.groups.map(({ id }) => id));
    expect(batch.groups.some(({ endDate }) => endDate === "2027-06-18")).toBe(true);
  });

  test("a list of users that breaks off half way takes no place and no guardian from anybody", async () => {
    const { batch: before, server } = await read({ version: "1.2" });
    server.put("users", { ...user("1.2", pupil), familyName: "Nytt", dateLastModified: later });
    const batch = await readOneRosterRestChanges({
      baseUrl: "https://roster.example",
      version: "1.2",
      ...patient,
      retry: { attempts: 2 },
      since: "2026-11-24T00:00:00Z",
      known: before,
      fetch: (url, init) =>
        url.includes("/users?") && !url.includes("filter=")
          ? Promise.resolve(new Response('{"users":['))
          : server.handle(new Request(url, init)),
    });
    expect(batch.health.complete).toBe(false);
    expect(batch.health.findings.map(({ code }) => code)).toContain("connectors.broken-json");
    expect(Object.values(batch.removed ?? {}).flat()).toEqual([]);
  });

  test("a source that can't filter says so, and the delta is not complete", async () => {
    const { batch } = await changesOf("1.1", () => {}, { refuses: ["filter"] });
    expect(batch.health.complete).toBe(false);
    expect(batch.health.findings.map(({ code }) => code)).toContain("connectors.filter-refused");
  });

  test(
    "what was there and what has changed give what is there",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          arbitraryRegister,
          arbitraryRegister,
          fc.constantFrom(...versions),
          async (old, young, version) => {
            const [then, today] = [old, young].map((any) => oneRosterLists({ entities: any, schoolYear, version }));
            const whole = async (given: typeof then) => {
              const mock = mockOneRoster({ version, lists: given ?? {}, now });
              const fetch = (url: string, init: RequestInit) => mock.handle(new Request(url, init));
              return {
                mock,
                fetch,
                batch: await readOneRosterRest({ baseUrl: "https://r.example", version, fetch, ...patient }),
              };
            };
            const before = await whole(then);
            const after = await whole(today);
            for (const [list, rows = []] of oneRosterEntries(today)) {
              const ids = new Set(rows.map((row) => row["sourcedId"]));
              for (const row of rows) before.mock.put(list, { ...row, dateLastModified: later });
              for (const row of then?.[list] ?? [])
                if (!ids.has(row["sourcedId"]))
                  before.mock.put(list, { ...row, status: "tobedeleted", dateLastModified: later });
            }
            const delta = await readOneRosterRestChanges({
              baseUrl: "https://r.example",
              version,
              fetch: before.fetch,
              ...patient,
              since: "2026-11-24T00:00:00Z",
              known: before.batch,
            });
            for (const entity of [
              "units",
              "persons",
              "groups",
              "enrolments",
              "duties",
              "memberships",
              "guardianships",
            ] as const) {
              const rows = byIdOf(before.batch[entity]);
              for (const { id } of delta.removed?.[entity] ?? []) rows.delete(id);
              for (const [id, row] of byIdOf(delta[entity])) rows.set(id, row);
              expect({ [entity]: rows }).toEqual({ [entity]: byIdOf(after.batch[entity]) });
            }
          },
        ),
        { numRuns: runs },
      );
    },
    limit,
  );

  test("since must be an instant", async () => {
    const options = {
      baseUrl: "https://r.example",
      version: "1.1" as const,
      ...patient,
      since: "igår",
      known: entities,
    };
    await expect(readOneRosterRestChanges(options)).rejects.toThrow("since");
  });
});
