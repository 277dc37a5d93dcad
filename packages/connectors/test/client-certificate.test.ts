import { createHash } from "node:crypto";
import { createServer as createSecureServer, type ServerOptions } from "node:https";
import { createServer, type Socket } from "node:net";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { checkClientCertificate, clientCertificateFetch, type ClientCertificateFetchOptions } from "../src/node.ts";
import { clientCredentials, readSs12000, reportSs12000 } from "../src/ss12000.ts";
import { mockSs12000, type Ss12000Server, type TestCertificate, testCertificate } from "../src/testing.ts";
import { register } from "./register.ts";

const now = Date.parse("2026-11-25T12:00:00Z");
let authority: TestCertificate;
let forServer: TestCertificate;
let ours: TestCertificate;
beforeAll(() => {
  authority = testCertificate({ name: "Ödeby CA", isAuthority: true });
  forServer = testCertificate({ name: "localhost", issuer: authority, uses: [1] });
  ours = testCertificate({ name: "milstolpe", issuer: authority, uses: [2] });
});

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The mock behind TLS that asks for a client certificate; what it was asked is in `mock.requests`. */
async function secured(options: ServerOptions = {}): Promise<{ baseUrl: string; mock: Ss12000Server }> {
  const token = { clientId: "milstolpe", clientSecret: "hemlig å" };
  const mock = mockSs12000({ dataset: register(40), pageSize: 50, token });
  const { cert, key } = forServer;
  const server = await mock.listen({
    tls: { cert, key, ca: authority.cert, requestCert: true, rejectUnauthorized: true, ...options },
  });
  closing.push(() => server.close());
  return { baseUrl: server.baseUrl, mock };
}

/** Reads with a certificate: both the token and the lists go over the secured connection. */
async function readWith(baseUrl: string, certificate: Partial<ClientCertificateFetchOptions>) {
  const fetch = clientCertificateFetch({ cert: ours.cert, key: ours.key, ca: authority.cert, ...certificate });
  const credentials = { clientId: "milstolpe", clientSecret: "hemlig å" };
  const batch = await readSs12000({
    baseUrl,
    fetch,
    token: clientCredentials({ tokenUrl: `${baseUrl}/token`, ...credentials, fetch }),
    now: () => now,
    sleep: async () => {},
  });
  return { batch, codes: batch.health.findings.map(({ code }) => code) };
}

describe.each(["TLSv1.3", "TLSv1.2"] as const)("a source that wants a client certificate, %s", (version) => {
  const tls = { maxVersion: version, minVersion: version } as const;

  test("is read to its end with the right one", async () => {
    const { baseUrl, mock } = await secured(tls);
    const { batch, codes } = await readWith(baseUrl, {});
    expect(codes).toEqual([]);
    expect(batch.health.complete).toBe(true);
    expect(batch.persons.length).toBeGreaterThan(80);
    expect(mock.requests.length).toBeGreaterThan(8);
  });

  test.each([
    ["one that has run out", () => testCertificate({ name: "x", issuer: authority, to: "2026-02-01T00:00:00Z" })],
    ["one from somebody else", () => testCertificate({ name: "x" })],
  ])("%s: one finding that says so, and no list after list", async (_name, make) => {
    const { baseUrl, mock } = await secured(tls);
    const { cert, key } = make();
    const { batch, codes } = await readWith(baseUrl, { cert, key });
    expect(codes).toEqual(["connectors.client-certificate-dropped"]);
    expect(batch.health.complete).toBe(false);
    expect(batch.coverage.some(({ complete }) => complete)).toBe(false);
    expect(mock.requests).toEqual([]);
  });
});

describe("a server that says by an alert why it ends the handshake", () => {
  test.each([
    [42, "bad certificate", ["connectors.client-certificate"], 1],
    [45, "certificate expired", ["connectors.client-certificate"], 1],
    [48, "unknown authority", ["connectors.client-certificate"], 1],
    [116, "certificate required", ["connectors.client-certificate"], 1],
    [80, "internal error", ["connectors.token-refused"], 5],
  ])("%d, %s", async (alert, _name, expected, times) => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.on("error", () => {});
      socket.once("data", () => socket.end(Uint8Array.from([0x15, 3, 3, 0, 2, 2, alert])));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closing.push(() => server.close());
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const { codes } = await readWith(`https://localhost:${port}`, {});
    expect(codes).toEqual(expected);
    expect(connections).toBe(times);
  });
});

test("a connection that breaks when the certificate has been accepted before is the network's fault", async () => {
  const { baseUrl } = await secured();
  const fetch = clientCertificateFetch({ cert: ours.cert, key: ours.key, ca: authority.cert });
  await (await fetch(`${baseUrl}/v2.0/persons`, {})).body?.cancel();
  await closing.pop()?.();
  const broken = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => broken.listen(Number(new URL(baseUrl).port), "127.0.0.1", resolve));
  closing.push(() => broken.close());
  await expect(fetch(`${baseUrl}/`, {})).rejects.toMatchObject({ code: "ECONNRESET" });
  const fresh = clientCertificateFetch({ cert: ours.cert, key: ours.key, ca: authority.cert });
  const dropped = { code: "connectors.client-certificate-dropped" };
  await expect(fresh(`${baseUrl}/`, {})).rejects.toMatchObject(dropped);
});

describe("a source that is not who it should be", () => {
  test.each([
    [
      "has a certificate from nobody we know",
      {},
      { ca: testCertificate({ name: "Another CA", isAuthority: true }).cert },
    ],
    ["has another key than the pinned", {}, { pins: [createHash("sha256").update("x").digest("base64")] }],
  ])("%s: nothing is sent to it", async (_name, options, certificate) => {
    const { baseUrl, mock } = await secured(options);
    const { batch, codes } = await readWith(baseUrl, certificate);
    expect(codes).toEqual(["connectors.server-certificate"]);
    expect(batch.health.complete).toBe(false);
    expect(mock.requests).toEqual([]);
  });

  test("goes by another name: nothing is sent to it", async () => {
    const elsewhere = testCertificate({ name: "elsewhere", issuer: authority, host: "elsewhere.example" });
    const { baseUrl, mock } = await secured({ cert: elsewhere.cert, key: elsewhere.key });
    const { codes } = await readWith(baseUrl, {});
    expect(codes).toEqual(["connectors.server-certificate"]);
    expect(mock.requests).toEqual([]);
  });

  test("a pinned key is enough, whoever issued the certificate", async () => {
    const own = testCertificate({ name: "self-signed" });
    const { baseUrl } = await secured({ cert: own.cert, key: own.key });
    const spki = own.keys.publicKey.export({ type: "spki", format: "der" });
    const { batch, codes } = await readWith(baseUrl, { pins: [createHash("sha256").update(spki).digest("base64")] });
    expect(codes).toEqual([]);
    expect(batch.health.complete).toBe(true);
  });

  test("writers say it too", async () => {
    const { baseUrl } = await secured();
    const fetch = clientCertificateFetch({ cert: ours.cert, key: ours.key });
    const counts = { persons: { created: 1, updated: 0, removed: 0 } };
    const told = await reportSs12000({ baseUrl, fetch, now: () => now, sleep: async () => {}, counts });
    expect(told).toMatchObject({ sent: 0, findings: [{ code: "connectors.server-certificate", severity: "must" }] });
  });
});

describe("a server that misbehaves", () => {
  test("and never says a word is left in time, though its key is pinned", async () => {
    const sockets = new Set<Socket>();
    const mute = createServer((socket) => {
      sockets.add(socket.resume());
      socket.on("error", () => {});
      socket.on("close", () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
    closing.push(() => mute.close());
    const address = mute.address();
    const url = `https://localhost:${typeof address === "object" ? address?.port : ""}`;
    const pins = [createHash("sha256").update("x").digest("base64")];
    const fetch = clientCertificateFetch({ cert: ours.cert, key: ours.key, pins });
    await expect(fetch(url, { signal: AbortSignal.timeout(200) })).rejects.toThrow(/abort|timeout/i);
    await expect(fetch(url, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    await expect.poll(() => sockets.size).toBe(0);
  }, 3000);

  test("and answers with a status that is none is a fault of the request, not of the program", async () => {
    const { cert, key } = forServer;
    const odd = createSecureServer({ cert, key }, (_request, response) => void response.writeHead(999).end());
    await new Promise<void>((resolve) => odd.listen(0, "127.0.0.1", resolve));
    closing.push(() => {
      odd.closeAllConnections();
      odd.close();
    });
    const address = odd.address();
    const url = `https://localhost:${typeof address === "object" ? address?.port : ""}`;
    const fetch = clientCertificateFetch({ cert: ours.cert, key: ours.key, ca: authority.cert });
    await expect(fetch(url, {})).rejects.toThrow(/status/i);
  });
});

describe("a certificate before it is used", () => {
  const check = (certificate: { cert: string; key: string }, at = "2026-11-25") =>
    checkClientCertificate({ cert: certificate.cert, key: certificate.key, now: Date.parse(at) }).map(
      ({ code, en }) => `${code}: ${en}`,
    );

  test("is fine, or is told of in time", () => {
    expect(check(ours)).toEqual([]);
    expect(check(ours, "2035-12-20")).toEqual([
      "connectors.certificate-expiring: The client certificate runs out on 2036-01-01, in 12 days.",
    ]);
    expect(check(ours, "2036-01-02")).toEqual([
      "connectors.certificate-expired: The client certificate ran out on 2036-01-01.",
    ]);
    expect(check(ours, "2025-12-31")).toEqual([
      "connectors.certificate-early: The client certificate is not valid before 2026-01-01.",
    ]);
  });

  test("is for servers, has another's key, or can't be read", () => {
    expect(check(forServer)[0]).toMatch(/^connectors\.certificate-use/);
    expect(check({ cert: ours.cert, key: forServer.key })[0]).toMatch(/^connectors\.certificate-key/);
    expect(check({ cert: "-----BEGIN", key: ours.key })[0]).toMatch(/^connectors\.certificate-unreadable/);
    expect(() => clientCertificateFetch({ cert: "x", key: ours.key })).toThrow(/PEM|no start line/i);
  });

  test("goes to no address without TLS", async () => {
    const fetch = clientCertificateFetch({ cert: ours.cert, key: ours.key });
    await expect(fetch("http://register.example", {})).rejects.toThrow("https");
  });
});
