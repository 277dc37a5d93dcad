import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  dnpDialect,
  edlevoDialect,
  istDialect,
  readSs12000,
  readSs12000Changes,
  readSs12000Notification,
  ss12000Due,
  type Ss12000Standing,
  subscribeSs12000,
  type SubscribeSs12000Options,
  unsubscribeSs12000,
} from "../src/ss12000.ts";
import { type ListeningMock, mockSs12000, type MockSs12000Options, type Ss12000Server } from "../src/testing.ts";
import { register } from "./register.ts";

const secret = "en-hemlighet-av-god-längd";
const target = `https://ours.example/hooks/${encodeURIComponent(secret)}`;
const day = 24 * 3600 * 1000;
let clock = Date.parse("2026-08-17T05:00:00Z");
const calls: { url: string; body: string }[] = [];
const open: ListeningMock[] = [];
beforeEach(() => {
  clock = Date.parse("2026-08-17T05:00:00Z");
  calls.length = 0;
});
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** A source that can be written to and whose notifications end up in `calls`. */
async function source(options: Partial<MockSs12000Options> = {}): Promise<Ss12000Server & { baseUrl: string }> {
  const mock = mockSs12000({
    dataset: register(10),
    writable: true,
    now: () => clock,
    deliver: (url, init) => {
      calls.push({ url, body: typeof init.body === "string" ? init.body : "" });
      return Promise.resolve(new Response(null));
    },
    ...options,
  });
  const server = await mock.listen();
  open.push(server);
  return { ...mock, baseUrl: server.baseUrl };
}

const options = (baseUrl: string, more: Partial<SubscribeSs12000Options> = {}): SubscribeSs12000Options => ({
  baseUrl,
  now: () => clock,
  sleep: async () => {},
  target,
  ...more,
});

const asked = (server: Ss12000Server): readonly string[] =>
  server.requests.filter(({ path }) => path.includes("subscriptions")).map(({ method }) => method);

const write = (baseUrl: string, method: string, body: object): Promise<Response> =>
  fetch(`${baseUrl}/v2.0/${Object.keys(body)[0]}`, { method, body: JSON.stringify(body) });

describe("a subscription", () => {
  test("is made once; later calls renew it", async () => {
    const server = await source();
    const first = await subscribeSs12000(options(server.baseUrl));
    expect(first).toMatchObject({ subscription: { target, expires: "2026-11-15T05:00:00.000Z" }, findings: [] });
    expect(first.subscription?.lists).toHaveLength(6);
    clock += 30 * day;
    const second = await subscribeSs12000(options(server.baseUrl, { previous: first.subscription! }));
    expect(second.subscription).toEqual({ ...first.subscription, expires: "2026-12-15T05:00:00.000Z" });
    expect(asked(server)).toEqual(["GET", "POST", "PATCH"]);
  });

  test("that the source has forgotten is made anew, and said to have lapsed", async () => {
    const server = await source();
    const first = await subscribeSs12000(options(server.baseUrl));
    clock += 91 * day;
    const second = await subscribeSs12000(options(server.baseUrl, { previous: first.subscription! }));
    expect(second.findings.map(({ code }) => code)).toEqual(["connectors.subscription-lapsed"]);
    expect(second.subscription?.id).not.toBe(first.subscription?.id);
  });

  test("whose answer was lost is found again, not made twice", async () => {
    const server = await source();
    let lost = false;
    const losing = async (url: string, init: RequestInit): Promise<Response> => {
      const response = await fetch(url, init);
      if (init.method !== "POST" || lost) return response;
      lost = true;
      await response.body?.cancel();
      throw new TypeError("terminated");
    };
    const first = await subscribeSs12000(options(server.baseUrl, { fetch: losing }));
    expect(first.subscription).toBeUndefined();
    expect(first.findings.map(({ code }) => code)).toEqual(["connectors.outcome-unknown"]);
    const second = await subscribeSs12000(options(server.baseUrl, { fetch: losing }));
    expect(second.subscription?.lists).toHaveLength(6);
    const { data }: { data: unknown[] } = await (await fetch(`${server.baseUrl}/v2.0/subscriptions`)).json();
    expect(data).toHaveLength(1);
  });

  test("for more lists than before replaces the one there was", async () => {
    const server = await source();
    const first = await subscribeSs12000(options(server.baseUrl, { lists: ["persons"] }));
    const second = await subscribeSs12000(options(server.baseUrl, { previous: first.subscription! }));
    expect(second.subscription?.lists).toHaveLength(6);
    expect(asked(server)).toEqual(["GET", "POST", "DELETE", "POST"]);
  });

  test("that can't be renewed just now still stands until it runs out", async () => {
    const server = await source({ faults: [{ kind: "status", status: 403, on: "subscriptions", times: Infinity }] });
    const previous = { id: "s1", target, lists: ["persons"] as const, expires: "2026-08-20T00:00:00Z" };
    const still = await subscribeSs12000(options(server.baseUrl, { previous, lists: ["persons"] }));
    expect(still.subscription).toEqual(previous);
    expect(still.findings.map(({ code }) => code)).toEqual(["connectors.change-refused"]);
    clock += 5 * day;
    const gone = await subscribeSs12000(options(server.baseUrl, { previous, lists: ["persons"] }));
    expect(gone.subscription).toBeUndefined();
  });

  test("lists that a source does not tell of are named", async () => {
    const server = await source({ dialect: edlevoDialect });
    const made = await subscribeSs12000(options(server.baseUrl, { dialect: edlevoDialect }));
    expect(made.subscription?.lists).toEqual(["organisations", "duties", "placements"]);
    expect(made.findings.map(({ code, where }) => [code, where])).toEqual([
      ["connectors.not-told", "persons"],
      ["connectors.not-told", "groups"],
      ["connectors.not-told", "activities"],
    ]);
  });

  test("ends, and may be ended twice", async () => {
    const server = await source();
    const { subscription } = await subscribeSs12000(options(server.baseUrl));
    const end = () => unsubscribeSs12000({ ...options(server.baseUrl), id: subscription!.id });
    expect(await end()).toEqual([]);
    expect(await end()).toEqual([]);
    expect(asked(server)).toEqual(["GET", "POST", "DELETE", "DELETE"]);
  });

  test("to an http address is flagged; what is no address is the caller's error", async () => {
    const server = await source({ dialect: dnpDialect });
    const plain = options(server.baseUrl, { target: "http://ours.example/x", dialect: dnpDialect });
    expect((await subscribeSs12000(plain)).findings.map(({ code }) => code)).toEqual(["connectors.plain-http"]);
    await expect(subscribeSs12000(options(server.baseUrl, { target: "ours" }))).rejects.toThrow("target");
    const { subscriptions: _, ...without } = istDialect;
    await expect(subscribeSs12000(options(server.baseUrl, { dialect: without }))).rejects.toThrow("ist");
  });
});

describe("a notification", () => {
  const call = (body: string, url = target, method = "POST") =>
    readSs12000Notification({ request: new Request(url, { method, ...(method === "GET" ? {} : { body }) }), secret });

  test("names lists and says whether something was deleted", async () => {
    expect(await call('{"modifiedEntites":["Person","Grade","Activity","Person"],"deletedEntities":true}')).toEqual({
      status: 200,
      notification: { lists: ["persons", "activities"], others: ["Grade"], deletions: true },
    });
    expect((await call('{"modifiedEntities":["Duty"]}')).notification).toEqual({
      lists: ["duties"],
      others: [],
      deletions: false,
    });
  });

  test.each([
    ["somebody who does not know the secret", 404, "{}", "https://ours.example/hooks/gissning-av-god-längd-x"],
    ["somebody who knows its beginning", 404, "{}", target.slice(0, -1)],
    ["something else than a notification", 400, '{"modifiedEntites":"Person"}', target],
    ["no JSON", 400, "<html>", target],
    ["more than a notification can be", 413, `{"modifiedEntites":["${"x".repeat(70_000)}"]}`, target],
  ])("%s is answered with %d and reads nothing", async (_name, status, body, url) => {
    const received = await call(body, url);
    expect(received.status).toBe(status);
    expect(received.notification).toBeUndefined();
    expect(JSON.stringify(received.finding)).not.toContain("hemlighet");
  });

  test("only comes by POST, and only with a secret worth the name", async () => {
    expect((await call("", target, "GET")).status).toBe(405);
    const request = new Request("https://ours.example/hooks/kort", { method: "POST", body: "{}" });
    await expect(readSs12000Notification({ request, secret: "kort" })).rejects.toThrow("secret");
  });
});

describe("from change to reading", () => {
  const pupil = { id: "00000099-0000-4000-8000-000000000001", givenName: "Ny", familyName: "Elev" };
  const newcomer = {
    persons: [{ ...pupil, eduPersonPrincipalNames: ["ny@skola.example"], civicNo: { value: "201301012389" } }],
  };
  const gone = { persons: [{ id: pupil.id }] };

  test("a change is told to who asked, and the reading of changes gives it", async () => {
    const server = await source();
    const before = await readSs12000({ baseUrl: server.baseUrl, now: () => clock });
    await subscribeSs12000(options(server.baseUrl, { lists: ["persons"] }));
    clock += 60_000;
    expect((await write(server.baseUrl, "POST", newcomer)).status).toBe(201);
    await write(server.baseUrl, "DELETE", gone);
    expect(calls.map(({ url }) => url)).toEqual([target, target]);
    const told = await Promise.all(
      calls.map(({ body }) =>
        readSs12000Notification({ request: new Request(target, { method: "POST", body }), secret }),
      ),
    );
    expect(told.map(({ notification }) => notification)).toEqual([
      { lists: ["persons"], others: [], deletions: false },
      { lists: [], others: [], deletions: true },
    ]);
    await write(server.baseUrl, "POST", newcomer);
    const changes = await readSs12000Changes({
      baseUrl: server.baseUrl,
      now: () => clock,
      since: before.readAt,
      known: before,
    });
    expect(changes.persons.map(({ id }) => id)).toEqual([pupil.id]);
  });

  test("a notification that is lost costs time and no change: the next window begins where the last one ended", async () => {
    const server = await source({ faults: [{ kind: "lost", on: "notifications" }] });
    const before = await readSs12000({ baseUrl: server.baseUrl, now: () => clock });
    const { subscription } = await subscribeSs12000(options(server.baseUrl));
    clock += 60_000;
    await write(server.baseUrl, "POST", newcomer);
    expect(calls).toEqual([]);
    expect(server.notifications).toMatchObject([{ delivered: false, attempts: 0 }]);
    const standing = { total: before.readAt, read: before.readAt, ...(subscription ? { subscription } : {}) };
    expect(ss12000Due({ now: clock, ...standing })).toEqual({ read: "nothing", subscribe: false });
    clock += 6 * 3600 * 1000;
    expect(ss12000Due({ now: clock, ...standing }).read).toBe("changes");
    const read = { baseUrl: server.baseUrl, now: () => clock, since: before.readAt, known: before };
    expect((await readSs12000Changes(read)).persons.map(({ id }) => id)).toEqual([pupil.id]);
  });

  test("a subscriber who does not answer is told four times, and left", async () => {
    const server = await source({ deliver: () => Promise.resolve(new Response(null, { status: 500 })) });
    await subscribeSs12000(options(server.baseUrl));
    await write(server.baseUrl, "POST", newcomer);
    expect(server.notifications).toEqual([{ target, delivered: false, attempts: 4 }]);
  });
});

describe("what is due", () => {
  const at = (hours: number): string => new Date(clock - hours * 3600 * 1000).toISOString();
  const subscription = { id: "s", target, lists: [], expires: "2026-10-01T00:00:00Z" };
  const due = (standing: Partial<Ss12000Standing>) => ss12000Due({ now: clock, subscription, ...standing });

  test.each<[string, Partial<Ss12000Standing>, string]>([
    ["nothing was ever read", {}, "total"],
    ["all is fresh", { total: at(24), read: at(1) }, "nothing"],
    ["it was quiet for long", { total: at(24), read: at(7) }, "changes"],
    ["something was told a while ago", { total: at(24), read: at(1), notified: at(0.5) }, "changes"],
    ["something was told just now", { total: at(24), read: at(1), notified: at(0.001) }, "nothing"],
    ["what was told has been read", { total: at(24), read: at(1), notified: at(2) }, "nothing"],
    ["the last total is a week old", { total: at(24 * 7), read: at(1) }, "total"],
    ["the gap is longer than sources remember", { total: at(24), read: at(24 * 31) }, "total"],
    ["a time can't be read", { total: "igår", read: at(1) }, "total"],
  ])("%s", (_name, standing, read) => {
    expect(due(standing).read).toBe(read);
  });

  test("a subscription is renewed a week before it runs out", () => {
    const expiring = (hours: number) => ({ subscription: { ...subscription, expires: at(-hours) } });
    expect(due(expiring(24 * 8)).subscribe).toBe(false);
    expect(due(expiring(24 * 6)).subscribe).toBe(true);
    expect(ss12000Due({ now: clock }).subscribe).toBe(true);
  });
});
