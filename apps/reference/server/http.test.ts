import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { httpApp, type Actions } from "./http.ts";
import { keepStatus } from "./status-store.ts";
import { openStore, type Store } from "./store.ts";

let store: Store;
const approve = vi.fn<Actions["approve"]>();
beforeEach(() => {
  store = openStore(":memory:");
  approve.mockReset().mockResolvedValue({ ok: true, text: { sv: "Klart.", en: "Done." } });
});
afterEach(() => store.close());

const own = { headers: { host: "127.0.0.1:8080" } };
const request = { digest: "d1", by: "A. Admin", reason: "school closed", units: ["u1"] };
const post = (headers: Record<string, string>, body: unknown) =>
  httpApp(store, { approve }).request("/api/sync/approve", {
    method: "POST",
    headers: { host: "127.0.0.1:8080", "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

test("the status is empty before anything has been done, and whole after", async () => {
  const app = httpApp(store, { approve });
  expect(await (await app.request("/api/status", own)).json()).toMatchObject({ steps: [] });
  keepStatus(store, "municipality", { code: "9901", name: "Test" }, "2027-03-01T08:00:00Z");
  expect(await (await app.request("/api/status", own)).json()).toMatchObject({
    municipality: { name: "Test" },
    updatedAt: "2027-03-01T08:00:00Z",
  });
});

test("an approval from the page itself is carried out", async () => {
  const response = await post({ origin: "http://127.0.0.1:8080" }, request);
  expect(response.status).toBe(200);
  expect(approve).toHaveBeenCalledWith(request);
});

test.each([[{ origin: "https://elsewhere.example" }], [{ origin: "null" }], [{}]])(
  "an approval from elsewhere is refused: %j",
  async (headers) => {
    const response = await post(headers, request);
    expect(response.status).toBe(403);
    expect(approve).not.toHaveBeenCalled();
  },
);

test.each([[{ ...request, reason: " " }], [{ ...request, units: [] }], [{ ...request, digest: 1 }], ["text"]])(
  "an approval that lacks something is refused: %j",
  async (body) => {
    expect((await post({ origin: "http://127.0.0.1:8080" }, body)).status).toBe(400);
  },
);

test("nothing outside the page's folder is served", async () => {
  const app = httpApp(store, { approve });
  for (const path of ["/../package.json", "/%2e%2e/server/http.ts", "/..%2f..%2fpackage.json"]) {
    expect((await app.request(path, own)).status).toBe(404);
  }
});

test.each(["evil.example:8080", "127.0.0.1.evil.example", "evil.example@127.0.0.1:8080 ", ""])(
  "a name that was made to point here is answered nothing: %j",
  async (host) => {
    const app = httpApp(store, { approve });
    expect((await app.request("/api/status", { headers: { host } })).status).toBe(421);
    const decided = await post({ host, origin: `http://${host}` }, request);
    expect(decided.status).toBe(421);
    expect(approve).not.toHaveBeenCalled();
  },
);

test.each(["localhost:8080", "[::1]:8080", "127.0.0.1"])("the machine's own names are answered: %s", async (host) => {
  expect((await httpApp(store, { approve }).request("/api/status", { headers: { host } })).status).toBe(200);
});

test("the page runs only its own scripts", async () => {
  const response = await httpApp(store, { approve }).request("/api/status", own);
  expect(response.headers.get("content-security-policy")).toContain("default-src 'self'");
});
