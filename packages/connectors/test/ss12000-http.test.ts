import { afterEach, describe, expect, test } from "vitest";
import { clientCredentials, type ReadSs12000Options, readSs12000 } from "../src/ss12000.ts";
import {
  type ListeningMock,
  mockSs12000,
  type MockSs12000Options,
  type Ss12000Fault,
  type Ss12000Server,
} from "../src/testing.ts";
import { register, uuid } from "./register.ts";

const dataset = register(130);
const listening: ListeningMock[] = [];
afterEach(async () => {
  for (const server of listening.splice(0)) await server.close();
});

/** The waits that were asked for, without waiting. */
const waits: number[] = [];
const patient = {
  now: () => Date.parse("2025-10-01T08:00:00Z"),
  sleep: (milliseconds: number) => {
    waits.push(milliseconds);
    return Promise.resolve();
  },
};

/** Reads a mock over real HTTP. */
async function read(mock: Partial<MockSs12000Options>, options: Partial<ReadSs12000Options> = {}) {
  waits.length = 0;
  const server: Ss12000Server = mockSs12000({ dataset, pageSize: 50, ...mock });
  const listener = await server.listen();
  listening.push(listener);
  const batch = await readSs12000({ baseUrl: listener.baseUrl, ...patient, ...options });
  return { batch, server, listener, codes: batch.health.findings.map((found) => found.code) };
}

const token = { clientId: "milstolpe", clientSecret: "hemlig å" };

describe("a source that is well", () => {
  test("gives every row of every list, page by page", async () => {
    const { batch, codes } = await read({});
    expect(codes).toEqual([]);
    expect(batch.health).toMatchObject({ complete: true, received: { units: 2, persons: 266, enrolments: 130 } });
    expect(batch.units).toHaveLength(2);
    expect(batch.persons).toHaveLength(266);
    expect(batch.groups).toHaveLength(6);
    expect(batch.enrolments).toHaveLength(130);
    expect(batch.guardianships).toHaveLength(130);
    expect(batch.placements).toHaveLength(13);
    expect(batch.duties).toHaveLength(6);
    // 130 pupils, 6 mentors, 6 teachers
    expect(batch.memberships).toHaveLength(142);
    expect(batch.coverage.every((entry) => entry.complete)).toBe(true);
    expect(batch.rejected).toEqual([]);
  });

  test("a page token is never combined with anything but limit", async () => {
    const { server } = await read({});
    const queries = server.requests.map(({ path }) => new URLSearchParams(path.split("?")[1]));
    const paged = queries.filter((query) => query.has("pageToken"));
    expect(paged.length).toBeGreaterThan(4);
    for (const query of paged) expect([...query.keys()].sort()).toEqual(["limit", "pageToken"]);
    expect(server.requests.every(({ status }) => status === 200)).toBe(true);
  });

  test("the same register gives the same batch whatever the size of its pages", async () => {
    const whole = await read({ pageSize: 10_000 });
    const small = await read({ pageSize: 7 });
    expect(small.batch).toEqual(whole.batch);
  });

  test("progress tells the list, the page and the rows so far", async () => {
    const seen: string[] = [];
    await read({ pageSize: 100 }, { onProgress: ({ list, page, rows }) => seen.push(`${list} ${page} ${rows}`) });
    expect(seen).toEqual([
      "organisations 1 2",
      "persons 1 100",
      "persons 2 200",
      "persons 3 266",
      "groups 1 6",
      "duties 1 6",
      "placements 1 13",
      "activities 1 6",
    ]);
  });
});

describe("a token", () => {
  const needsToken = { token };
  const credentials = (listener: { tokenUrl: string }, clientSecret = token.clientSecret) =>
    clientCredentials({ tokenUrl: listener.tokenUrl, clientId: token.clientId, clientSecret });

  async function readWithToken(mock: Partial<MockSs12000Options>, clientSecret?: string) {
    const server = mockSs12000({ dataset, pageSize: 50, ...needsToken, ...mock });
    const listener = await server.listen();
    listening.push(listener);
    const batch = await readSs12000({
      baseUrl: listener.baseUrl,
      ...patient,
      token: credentials(listener, clientSecret),
    });
    const asked = server.requests.filter(({ method }) => method === "POST").length;
    return { batch, asked, codes: batch.health.findings.map((found) => found.code) };
  }

  test("is asked for once and used for every page", async () => {
    const { batch, asked } = await readWithToken({});
    expect(batch.health.complete).toBe(true);
    expect(asked).toBe(1);
  });

  test("that runs out in the middle of a list is renewed, and nothing is lost", async () => {
    const { batch, asked, codes } = await readWithToken({
      faults: [{ kind: "token-expired", on: "persons", page: 3 }],
    });
    expect(codes).toEqual([]);
    expect(batch.persons).toHaveLength(266);
    expect(asked).toBe(2);
  });

  test("that never helps is a finding, and only one door is knocked on", async () => {
    const { batch, codes } = await readWithToken({ faults: [{ kind: "token-expired", times: Infinity }] });
    expect(codes).toEqual(["connectors.unauthorised"]);
    expect(batch.health.complete).toBe(false);
    expect(batch.coverage.some((entry) => entry.complete)).toBe(false);
  });

  test("with the wrong secret is a finding that does not hold the secret", async () => {
    const { batch, codes } = await readWithToken({}, "fel hemlighet");
    expect(codes).toEqual(["connectors.token-refused"]);
    expect(batch.health.complete).toBe(false);
    expect(JSON.stringify(batch)).not.toContain("fel hemlighet");
  });

  test("endpoint that is overloaded for a while is asked again", async () => {
    const faults: Ss12000Fault[] = [{ kind: "status", status: 503, on: "token", times: 2 }];
    const { batch, asked } = await readWithToken({ faults });
    expect(batch.health.complete).toBe(true);
    expect(asked).toBe(3);
  });
});

describe("a source that is not well", () => {
  const persons = { on: "persons", page: 2 } as const;

  test("503 then 200: read again after the wait it asked for, with a note of it", async () => {
    const { batch, codes } = await read({
      faults: [{ kind: "status", status: 503, retryAfter: "7", times: 2, ...persons }],
    });
    expect(codes).toEqual(["connectors.retried"]);
    expect(batch.health.complete).toBe(true);
    expect(batch.persons).toHaveLength(266);
    expect(waits).toEqual([7000, 7000]);
  });

  test("429 without a wait: back-off doubles, with jitter from the random source", async () => {
    await read(
      { faults: [{ kind: "status", status: 429, times: 3, ...persons }] },
      { retry: { baseMs: 100, random: () => 0.5 } },
    );
    expect(waits).toEqual([75, 150, 300]);
  });

  const cures: [string, Ss12000Fault, string][] = [
    ["a half page", { kind: "cut", ...persons }, "connectors.cut-answer"],
    ["broken JSON", { kind: "broken-json", ...persons }, "connectors.broken-json"],
    ["a page in ISO-8859-1", { kind: "latin-1", ...persons }, "connectors.bad-encoding"],
    ["an overloaded source", { kind: "status", status: 503, ...persons }, "connectors.overloaded"],
  ];

  test.each(cures)("%s that passes costs a repetition and nothing else", async (_name, fault) => {
    const { batch, codes } = await read({ faults: [fault] });
    expect(codes).toEqual(["connectors.retried"]);
    expect(batch.health.complete).toBe(true);
    expect(batch.persons).toHaveLength(266);
  });

  const faults: [string, Ss12000Fault, string][] = [
    ...cures
      .slice(0, 3)
      .map(([name, fault, code]): [string, Ss12000Fault, string] => [name, { ...fault, times: Infinity }, code]),
    ["a page that refers to itself", { kind: "repeat-token", ...persons }, "connectors.repeated-token"],
    ["its own page token refused", { kind: "status", status: 400, ...persons }, "connectors.refused-token"],
    ["an answer nobody foresaw", { kind: "status", status: 418, ...persons }, "connectors.http-status"],
    ["a list that disappears half way", { kind: "status", status: 404, ...persons }, "connectors.http-status"],
  ];

  test.each(faults)("%s: the batch never looks total", async (_name, fault, code) => {
    const { batch, codes } = await read({ faults: [fault] });
    expect(codes).toContain(code);
    expect(batch.health.complete).toBe(false);
    // What comes from the persons is not spoken for; what was read before the fault is kept.
    for (const { entity, complete } of batch.coverage)
      expect({ entity, complete }).toEqual({
        entity,
        complete: !["persons", "enrolments", "guardianships"].includes(entity),
      });
    expect(batch.persons.length).toBeGreaterThanOrEqual(50);
    expect(batch.units).toHaveLength(2);
  });

  test("overload that does not pass: the source is left alone, not tried list by list", async () => {
    const { batch, codes, server } = await read({
      faults: [{ kind: "status", status: 503, times: Infinity, ...persons }],
    });
    expect(codes).toEqual(["connectors.overloaded"]);
    expect(batch.health.complete).toBe(false);
    expect(batch.coverage.filter(({ complete }) => complete).map(({ entity }) => entity)).toEqual(["units"]);
    expect(server.requests.filter(({ status }) => status === 503)).toHaveLength(5);
    expect(server.requests.some(({ path }) => path.includes("groups"))).toBe(false);
  });

  test("a web page where the lists should be is not asked for over and over", async () => {
    let asked = 0;
    const batch = await readSs12000({
      baseUrl: "https://register.example",
      ...patient,
      fetch: () => {
        asked += 1;
        return Promise.resolve(new Response("<html>Logga in</html>", { headers: { "content-type": "text/html" } }));
      },
    });
    expect(batch.health.complete).toBe(false);
    expect(batch.health.findings.every(({ code }) => code === "connectors.broken-json")).toBe(true);
    expect(asked).toBeLessThanOrEqual(12);
  });

  test("a row that comes before the reader's place shifts the pages: the batch never looks total", async () => {
    const { batch, codes } = await read({ faults: [{ kind: "row-added", ...persons }] });
    expect(codes).toContain("connectors.changed-while-read");
    expect(batch.health.complete).toBe(false);
  });

  test("a row that goes before the reader's place hides another: the batch never looks total", async () => {
    const { batch, codes } = await read({ faults: [{ kind: "row-removed", ...persons }] });
    expect(codes).toContain("connectors.changed-while-read");
    expect(batch.health.complete).toBe(false);
    expect(batch.persons).toHaveLength(265);
  });

  test("a source without deletedEntities is read, with the doubt told", async () => {
    const { batch, codes } = await read({ faults: [{ kind: "status", status: 404, on: "deletedEntities" }] });
    expect(codes).toEqual(["connectors.change-unknown"]);
    expect(batch.health.complete).toBe(true);
  });

  test("nobody at the address", async () => {
    const batch = await readSs12000({ baseUrl: "http://127.0.0.1:1", ...patient, retry: { attempts: 2 } });
    expect(batch.health.complete).toBe(false);
    expect(batch.health.findings.map((found) => found.code)).toContain("connectors.unreachable");
  });

  test("an answer that never comes is given up after the time limit", async () => {
    const { batch, codes } = await read(
      { faults: [{ kind: "slow", milliseconds: 5000, on: "organisations" }] },
      { requestTimeoutMs: 50, retry: { attempts: 1 } },
    );
    expect(codes).toContain("connectors.unreachable");
    expect(batch.health.complete).toBe(false);
  });

  test("an answer larger than the limit is not read to its end", async () => {
    const { codes } = await read({}, { maxAnswerBytes: 5000 });
    expect(codes).toContain("connectors.answer-too-large");
  });

  test("a list that never ends is left after the limit", async () => {
    const { batch, codes } = await read({ pageSize: 1 }, { maxPages: 20 });
    expect(codes).toContain("connectors.endless-list");
    expect(batch.health.complete).toBe(false);
  });

  test("a register without persons is no register", async () => {
    const { batch, codes } = await read({ dataset: { ...dataset, persons: [] } });
    expect(codes).toContain("connectors.empty-register");
    expect(batch.health.complete).toBe(false);
  });

  test("an abort stops the reading with the caller's reason", async () => {
    const controller = new AbortController();
    const reading = read({}, { signal: controller.signal, onProgress: () => controller.abort(new Error("enough")) });
    await expect(reading).rejects.toThrow("enough");
  });
});

describe("a source that does not show all", () => {
  test("a list that is refused is not spoken for, and the rest is total", async () => {
    const { batch, codes } = await read({ faults: [{ kind: "status", status: 403, on: "placements" }] });
    expect(codes).toEqual(["connectors.list-withheld"]);
    expect(batch.health.complete).toBe(true);
    expect(batch.coverage.find((entry) => entry.entity === "placements")).toEqual({
      entity: "placements",
      complete: false,
      fields: [],
    });
    expect(batch.health.received.placements).toBeUndefined();
  });

  test("without activities no membership may be removed, since teachers hang there", async () => {
    const { batch } = await read({ faults: [{ kind: "status", status: 403, on: "activities" }] });
    const memberships = batch.coverage.find((entry) => entry.entity === "memberships");
    expect(memberships?.complete).toBe(false);
    expect(memberships?.fields).toContain("startDate");
    expect(batch.memberships).toHaveLength(136);
  });

  test("a withheld identity number is not an empty one", async () => {
    const { batch, codes } = await read({ withhold: { persons: ["civicNo", "responsibles"] } });
    expect(codes).toEqual(["connectors.field-withheld", "connectors.list-withheld"]);
    const fields = batch.coverage.find((entry) => entry.entity === "persons")?.fields;
    expect(fields).not.toContain("identity");
    expect(fields).toContain("givenName");
    expect(batch.coverage.find((entry) => entry.entity === "guardianships")?.complete).toBe(false);
  });

  test("fields that the caller knows to be withheld are left out of the coverage", async () => {
    const { batch } = await read({}, { withheld: { persons: ["phone"] } });
    expect(batch.coverage.find((entry) => entry.entity === "persons")?.fields).not.toContain("phone");
  });

  test("without units there is no register to read", async () => {
    const { batch, codes } = await read({ faults: [{ kind: "status", status: 403, on: "organisations" }] });
    expect(codes).toContain("connectors.list-missing");
    expect(batch.health.complete).toBe(false);
  });
});

describe("a school that goes first", () => {
  const large = register(300);
  const school = uuid(1, 1);

  test("is read with its pupils, their guardians, its staff and its groups; its places are all that is spoken for", async () => {
    const whole = (await read({ dataset: large, pageSize: 1000 })).batch;
    const { batch, codes, server } = await read({ dataset: large }, { organisations: [school] });
    expect(codes).toEqual([]);
    expect(batch.health.complete).toBe(true);
    const sorted = <T extends { id: string }>(rows: readonly T[]) => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const here = <T extends { id: string; unit: string }>(rows: readonly T[]) =>
      sorted(rows.filter(({ unit }) => unit === school));
    expect(batch.units).toEqual(whole.units);
    expect(sorted(batch.groups)).toEqual(here(whole.groups));
    expect(sorted(batch.duties)).toEqual(here(whole.duties));
    expect(sorted(batch.placements)).toEqual(here(whole.placements));
    const children = new Set([...here(whole.enrolments), ...here(whole.placements)].map(({ person }) => person));
    const ids = new Set([
      ...children,
      ...here(whole.duties).map(({ person }) => person),
      ...whole.guardianships.filter(({ child }) => children.has(child)).map(({ guardian }) => guardian),
    ]);
    expect(new Set(batch.persons.map(({ id }) => id))).toEqual(ids);
    expect(batch.persons.length).toBeLessThan(whole.persons.length);
    const groups = new Set(batch.groups.map(({ id }) => id));
    expect(sorted(batch.memberships)).toEqual(sorted(whole.memberships.filter(({ group }) => groups.has(group))));
    for (const { entity, complete, units } of batch.coverage)
      expect({ entity, complete, units }).toEqual({
        entity,
        // Who is not there may be at another school.
        complete: entity !== "persons" && entity !== "guardianships",
        units: entity === "units" ? undefined : [school],
      });
    expect(server.requests.every(({ status }) => status === 200)).toBe(true);
  });

  test("is not spoken for when one of the questions was not answered to its end", async () => {
    const faults = [{ kind: "status", status: 400, on: "persons", page: 2 }] as const;
    const { batch } = await read({ dataset: large, faults }, { organisations: [school] });
    expect(batch.health.complete).toBe(false);
    expect(batch.coverage.find(({ entity }) => entity === "persons")?.complete).toBe(false);
  });
});

describe("the mock as a source of the standard", () => {
  test("a page token with a filter is refused, and so is a filter nobody knows", async () => {
    const { listener } = await read({});
    const status = async (path: string) => (await fetch(`${listener.baseUrl}/v2.0/${path}`)).status;
    expect(await status("persons?pageToken=x&nameContains=Y")).toBe(400);
    expect(await status("persons?pageToken=x")).toBe(400);
    expect(await status("persons?shoeSize=43")).toBe(400);
    expect(await status("persons?limit=0")).toBe(400);
    expect(await status("persons?relationship.organisation=x&relationship.entity.type=friend")).toBe(400);
    expect(await status(`persons/${uuid(2, 0)}?expand=friends`)).toBe(400);
    expect(await status(`persons/${uuid(2, 0)}`)).toBe(200);
    expect(await status("persons/nobody")).toBe(404);
  });

  test("filters and lookup find what they should", async () => {
    const { listener } = await read({});
    const rows = async (path: string): Promise<{ data: { id: string }[] }> =>
      (await fetch(`${listener.baseUrl}/v2.0/${path}`)).json();
    expect((await rows(`groups?organisation=${uuid(1, 1)}&groupType=Klass`)).data).toHaveLength(6);
    expect((await rows("persons?nameContains=%C3%A5sa&nameContains=bj")).data.length).toBeGreaterThan(0);
    expect((await rows("organisations?type=Huvudman")).data).toEqual([dataset.organisations[0]]);
    expect((await rows(`placements?owner=${uuid(3, 2)}`)).data.map(({ id }) => id)).toEqual([uuid(7, 2)]);
    expect((await rows("persons?meta.modified.after=2025-08-15T06:00:00Z")).data).toEqual([]);
    const found = await fetch(`${listener.baseUrl}/v2.0/persons/lookup`, {
      method: "POST",
      body: JSON.stringify({ ids: [uuid(2, 1)], civicNos: [dataset.persons[5]?.civicNo?.value] }),
    });
    expect(await found.json()).toEqual([dataset.persons[1], dataset.persons[5]]);
  });
});

describe("contract", () => {
  test.each([
    ["baseUrl", { baseUrl: "register.example" }],
    ["pageSize", { pageSize: 0 }],
    ["maxPages", { maxPages: 1.5 }],
    ["retry.attempts", { retry: { attempts: 0 } }],
  ])("%s out of range is thrown, naming it", async (name, options) => {
    await expect(readSs12000({ baseUrl: "http://127.0.0.1:1", now: () => 0, ...options })).rejects.toThrow(name);
  });

  test("personal data over http beyond this machine is flagged", async () => {
    const mock = mockSs12000({ dataset });
    const batch = await readSs12000({
      baseUrl: "http://register.example",
      now: () => Date.parse("2025-10-01T08:00:00Z"),
      fetch: (url, init) => mock.handle(new Request(url, init)),
    });
    expect(batch.health.findings.map((found) => found.code)).toEqual(["connectors.plain-http"]);
    expect(batch.health.complete).toBe(true);
  });
});
