import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { prepareScim } from "../src/scim.ts";
import { clientCredentials, lookUpSs12000, readSs12000, readSs12000Folder } from "../src/ss12000.ts";
import { register } from "./register.ts";

/** What came to the other server, and how the first one points to it. */
const arrived: string[] = [];
let status = 308;
const other = createServer((request, response) => {
  arrived.push(`${request.method} ${request.url}`);
  request.resume();
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ Resources: [], totalResults: 0, id: "1", data: [], access_token: "x" }));
});
const first = createServer((request, response) => {
  request.resume();
  // A service that is read as it should be, and points elsewhere when it is written to.
  if (request.method === "GET" && request.url?.startsWith("/scim")) {
    response.setHeader("content-type", "application/json");
    return void response.end(JSON.stringify({ Resources: [], totalResults: 0 }));
  }
  response.writeHead(status, { location: `${addressOf(other)}${request.url}` }).end();
});
const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const start = (server: Server) => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

beforeAll(async () => {
  await Promise.all([start(other), start(first)]);
});
beforeEach(() => {
  arrived.length = 0;
});
afterAll(() => {
  for (const server of [other, first]) {
    server.closeAllConnections();
    server.close();
  }
});

const files = Object.fromEntries(
  Object.entries(register(3)).map(([list, rows]) => [`${list}.json`, new TextEncoder().encode(JSON.stringify(rows))]),
);
const now = (): number => 0;
const codesOf = (findings: readonly { readonly code: string }[]) => new Set(findings.map(({ code }) => code));
const redirected = new Set(["connectors.redirected"]);

test.each([301, 302, 303, 307, 308])("an answer %i leads nobody to another address", async (given) => {
  status = given;
  const entities = await readSs12000Folder({ files, readAt: "2026-08-17T05:00:00Z" });
  const { plan, apply } = await prepareScim({ baseUrl: `${addressOf(first)}/scim`, entities, now });
  const sent = await apply();
  expect(sent).toMatchObject({ done: 0 });
  expect(sent.failed).toHaveLength(plan.operations.length);
  expect(codesOf(sent.findings)).toContain("connectors.redirected");

  const baseUrl = addressOf(first);
  const batch = await readSs12000({ baseUrl, now });
  expect({ codes: codesOf(batch.health.findings), complete: batch.health.complete }).toEqual({
    codes: redirected,
    complete: false,
  });
  const single = await lookUpSs12000({ baseUrl, now, civicNumbers: ["201001012383"] });
  expect(codesOf(single.health.findings)).toContain("connectors.redirected");

  for (const authentication of ["basic", "body"] as const) {
    const tokenUrl = `${baseUrl}/token`;
    const token = clientCredentials({ tokenUrl, clientId: "id", clientSecret: "secret", authentication });
    await expect(token({ renew: false })).rejects.toMatchObject({ code: "connectors.token-refused", status: given });
  }
  expect(arrived).toEqual([]);
});
