import { createHash, generateKeyPairSync, sign } from "node:crypto";
import type { Entities } from "@milstolpe/sync";
import { afterEach, describe, expect, test } from "vitest";
import { clientCertificateFetch, federationPins, readFederation } from "../src/node.ts";
import { egilScimProfile, prepareScim, type PrepareScimOptions } from "../src/scim.ts";
import { readSs12000Folder } from "../src/ss12000.ts";
import { listenWith, type Listening } from "../src/mock-listen.ts";
import { type TestCertificate, testCertificate } from "../src/testing.ts";
import { egilService } from "./egil-server.ts";
import { register } from "./register.ts";

const now = (): number => Date.parse("2026-11-25T12:00:00Z");
const listening: Listening[] = [];
afterEach(async () => {
  for (const server of listening.splice(0)) await server.close();
});

const files = Object.fromEntries(
  Object.entries(register(30)).map(([list, rows]) => [`${list}.json`, new TextEncoder().encode(JSON.stringify(rows))]),
);
const entities: Entities = await readSs12000Folder({ files, readAt: "2026-08-17T05:00:00Z" });

const prepare = (baseUrl: string, more: Partial<PrepareScimOptions> = {}) =>
  prepareScim({
    baseUrl,
    now,
    sleep: async () => {},
    entities,
    profile: egilScimProfile,
    retry: { attempts: 2 },
    ...more,
  });

describe.each([
  ["one by one", { bulk: false, patch: true }],
  ["in bulk", { bulk: true, patch: true }],
  ["without PATCH", { bulk: false, patch: false }],
])("a service with EGIL's schemas (scimmy), %s", (_name, abilities) => {
  test("becomes like the register; a second run finds nothing; a change is that change and no more", async () => {
    const service = egilService(abilities);
    const server = await listenWith((request) => service.handle(request));
    listening.push(server);
    const first = await prepare(server.baseUrl);
    expect(first.plan.findings.filter(({ severity }) => severity === "must")).toEqual([]);
    expect(await first.apply()).toMatchObject({ failed: [], findings: [] });
    expect(service.rows("SchoolUnits")).toHaveLength(1);
    expect(service.rows("Users")).toHaveLength(entities.persons.length);
    expect(
      service.rows("StudentGroups").map(({ studentMemberships }) => (studentMemberships as object[]).length),
    ).toEqual([25, 5]);
    const sis = "urn:scim:schemas:extension:sis:school:1.0:User";
    const pupil = entities.enrolments[0]!;
    const stored = service.rows("Users").find(({ externalId }) => externalId === pupil.person);
    expect(stored?.[sis]).toMatchObject({
      enrolments: [{ value: pupil.unit, schoolType: pupil.schoolType, schoolYear: pupil.schoolYear }],
      securityMarking: false,
      userRelations: [{ relationType: "Vårdnadshavare" }],
    });
    expect((await prepare(server.baseUrl)).plan.operations).toEqual([]);

    const changed: Entities = {
      ...entities,
      groups: entities.groups.map((group, index) => (index === 0 ? { ...group, name: "Ny 1A" } : group)),
      memberships: entities.memberships.slice(1),
    };
    const next = await prepare(server.baseUrl, { entities: changed });
    expect(next.plan.operations.map(({ kind, endpoint }) => [kind, endpoint])).toEqual([["update", "StudentGroups"]]);
    expect(await next.apply()).toMatchObject({ done: 1, failed: [] });
    const group = service.rows("StudentGroups").find(({ displayName }) => displayName === "Ny 1A");
    expect(group?.["studentMemberships"]).toHaveLength(24);
    expect((await prepare(server.baseUrl, { entities: changed })).plan.operations).toEqual([]);
  });
});

/** A key's pin as a federation publishes it. */
const pinOf = ({ keys }: TestCertificate): string =>
  createHash("sha256")
    .update(keys.publicKey.export({ type: "spki", format: "der" }))
    .digest("base64");

const federation = generateKeyPairSync("ec", { namedCurve: "P-256" });
const jwk = { ...federation.publicKey.export({ format: "jwk" }), kid: "2026" };

/** Metadata as a federation signs it. */
function signed(content: object, header: object = {}, key = federation.privateKey): string {
  const encode = (json: object): string => Buffer.from(JSON.stringify(json)).toString("base64url");
  const head = encode({ alg: "ES256", kid: "2026", exp: now() / 1000 + 3600, iat: now() / 1000, ...header });
  const payload = encode(content);
  const signature = sign("sha256", Buffer.from(`${head}.${payload}`), { key, dsaEncoding: "ieee-p1363" });
  return JSON.stringify({ payload, signatures: [{ protected: head, signature: signature.toString("base64url") }] });
}

const member = (baseUri: string, serverPin: string, clientPin = "x") => ({
  version: "1.0.0",
  cache_ttl: 3600,
  entities: [
    {
      entity_id: "https://platform.example",
      organization: "Plattformen AB",
      organization_id: "SE5560000000",
      servers: [{ base_uri: baseUri, pins: [{ alg: "sha256", digest: serverPin }], tags: ["egilv1"] }],
      clients: [{ description: "client", pins: [{ alg: "sha256", digest: clientPin }] }],
    },
  ],
});

describe("the metadata of a federation", () => {
  const read = (metadata: string, keys: Parameters<typeof readFederation>[0]["keys"] = [jwk]) =>
    readFederation({ metadata, keys, now: now() });

  test("is read when it is signed by the federation and has not run out", () => {
    const result = read(signed(member("https://platform.example/scim/v2/", "pin=")));
    expect(result).toMatchObject({
      ok: true,
      value: { expires: "2026-11-25T13:00:00.000Z", entities: [{ organisationId: "SE5560000000", clientPins: ["x"] }] },
    });
    if (!result.ok) throw new Error("refused");
    const pins = (url: string) => federationPins(result.value, url);
    expect(pins("https://platform.example/scim/v2")).toEqual(["pin="]);
    expect(pins("https://platform.example/scim/v2/tenant")).toEqual(["pin="]);
    expect(pins("https://platform.example/scim/v22")).toEqual([]);
    expect(pins("https://platform.example.evil/scim/v2")).toEqual([]);
    expect(pins("http://platform.example/scim/v2")).toEqual([]);
    expect(pins("no address")).toEqual([]);
  });

  test("has no keys for an address that is not https: such origins are all the same, or have no keys", () => {
    for (const base of ["scim://platform.example/v2", "http://platform.example/v2"]) {
      const result = read(signed(member(base, "pin=")));
      if (!result.ok) throw new Error("refused");
      expect(federationPins(result.value, base)).toEqual([]);
      expect(federationPins(result.value, "other://evil.example/v2")).toEqual([]);
    }
  });

  const other = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  const content = member("https://platform.example", "p");
  const tampered = (): string => {
    const jws = JSON.parse(signed(content)) as { payload: string };
    const evil = Buffer.from(JSON.stringify(member("https://platform.example", "evil"))).toString("base64url");
    return JSON.stringify({ ...jws, payload: evil });
  };
  test.each([
    ["signed by somebody else", () => signed(content, {}, other), "connectors.federation-signature"],
    ["changed after it was signed", tampered, "connectors.federation-signature"],
    ["signed with no algorithm", () => signed(content, { alg: "none" }), "connectors.federation-signature"],
    ["signed with a shared secret", () => signed(content, { alg: "HS256" }), "connectors.federation-signature"],
    ["signed with what must be understood", () => signed(content, { crit: ["x"] }), "connectors.federation-signature"],
    [
      "without a signature",
      () => JSON.stringify({ ...JSON.parse(signed(content)), signatures: [] }),
      "connectors.federation-signature",
    ],
    ["run out", () => signed(content, { exp: now() / 1000 - 1 }), "connectors.federation-expired"],
    ["without an end", () => signed(content, { exp: undefined }), "connectors.federation-expired"],
    ["at a time that no calendar has", () => signed(content, { exp: 1e300 }), "connectors.federation-expired"],
    ["no JSON", () => "<html>", "connectors.federation-unreadable"],
    ["without members", () => signed({ version: "1.0.0" }), "connectors.federation-unreadable"],
  ])("%s: not believed", (_name, metadata, code) => {
    expect(read(metadata())).toMatchObject({ ok: false, error: { code } });
  });

  test("is not believed without a key of the federation's", () => {
    expect(read(signed(content), []).ok).toBe(false);
    expect(read(signed(content), [{ kty: "EC", crv: "P-256", x: "!", y: "!" }]).ok).toBe(false);
  });
});

describe("EGIL over federated TLS", () => {
  const serverCertificate = testCertificate({ name: "self-signed platform" });
  const ours = testCertificate({ name: "self-signed municipality" });

  /** A platform with a certificate of its own making that wants to see one of ours. */
  async function platform() {
    const service = egilService({ bulk: true, patch: true });
    const { cert, key } = serverCertificate;
    const server = await listenWith((request) => service.handle(request), {
      tls: { cert, key, ca: ours.cert, requestCert: true, rejectUnauthorized: true },
    });
    listening.push(server);
    return { service, server };
  }

  const pinsFor = (baseUrl: string, pin: string): readonly string[] => {
    const read = readFederation({ metadata: signed(member(baseUrl, pin)), keys: [jwk], now: now() });
    return read.ok ? federationPins(read.value, baseUrl) : [];
  };

  test("the platform is known by the pin of the metadata, and we by our certificate", async () => {
    const { service, server } = await platform();
    const { cert, key } = ours;
    const fetch = clientCertificateFetch({ cert, key, pins: pinsFor(server.baseUrl, pinOf(serverCertificate)) });
    const { plan, apply } = await prepare(server.baseUrl, { fetch });
    expect(plan.isHeld).toBe(false);
    expect(await apply()).toMatchObject({ failed: [], findings: [] });
    expect(service.rows("Users")).toHaveLength(entities.persons.length);
  });

  test("a platform with another key is sent nothing", async () => {
    const { service, server } = await platform();
    const { cert, key } = ours;
    const fetch = clientCertificateFetch({ cert, key, pins: pinsFor(server.baseUrl, pinOf(ours)) });
    const { plan } = await prepare(server.baseUrl, { fetch });
    expect(plan).toMatchObject({ isHeld: true, operations: [] });
    expect(plan.findings.map(({ code }) => code)).toContain("connectors.server-certificate");
    expect(service.requests).toEqual([]);
  });

  test("we are not let in with a certificate that the platform does not know", async () => {
    const { service, server } = await platform();
    const { cert, key } = testCertificate({ name: "somebody else" });
    const fetch = clientCertificateFetch({ cert, key, pins: pinsFor(server.baseUrl, pinOf(serverCertificate)) });
    const { plan } = await prepare(server.baseUrl, { fetch });
    expect(plan).toMatchObject({ isHeld: true, operations: [] });
    expect(plan.findings.map(({ code }) => code)).toContain("connectors.client-certificate-dropped");
    expect(service.requests).toEqual([]);
  });
});
