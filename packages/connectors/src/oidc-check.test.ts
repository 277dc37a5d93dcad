import { expect, test } from "vitest";
import { checkOidcProvider, type CheckOidcOptions } from "./oidc-check.ts";

const issuer = "https://login.odeby.example";
const now = (): number => Date.parse("2026-11-25T12:00:00Z");
const discovery = {
  issuer,
  authorization_endpoint: `${issuer}/auth`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  userinfo_endpoint: `${issuer}/me`,
  response_types_supported: ["code"],
  subject_types_supported: ["pairwise"],
  id_token_signing_alg_values_supported: ["RS256", "ES256"],
  code_challenge_methods_supported: ["S256"],
  scopes_supported: ["openid", "profile"],
};
const rsa = (bits: number, kid = "1") => ({
  kty: "RSA",
  use: "sig",
  kid,
  e: "AQAB",
  n: Buffer.alloc(bits / 8, 0xab).toString("base64url"),
});
const keys = { keys: [rsa(2048)] };

interface Answers {
  readonly discovery?: unknown;
  readonly keys?: unknown;
  readonly headers?: Record<string, string>;
  readonly status?: number;
}
function asked(answers: Answers = {}, options: Partial<CheckOidcOptions> = {}) {
  const urls: string[] = [];
  const check = checkOidcProvider({
    issuer,
    now,
    fetch: async (url) => {
      urls.push(url);
      const isKeys = url.endsWith("/keys");
      const value = isKeys ? (answers.keys ?? keys) : { ...discovery, ...(answers.discovery as object) };
      const text = typeof answers.discovery === "string" && !isKeys ? answers.discovery : JSON.stringify(value);
      return new Response(text, {
        status: answers.status ?? 200,
        headers: { "content-type": "application/json", date: new Date(now()).toUTCString(), ...answers.headers },
      });
    },
    ...options,
  });
  return { check, urls };
}
const codesOf = async (answers: Answers, options: Partial<CheckOidcOptions> = {}): Promise<readonly string[]> =>
  (await asked(answers, options).check).findings.map(({ code }) => code.replace("connectors.oidc-", ""));

test("a provider in order has no findings, and is asked twice", async () => {
  const { check, urls } = asked();
  expect(await check).toEqual({
    issuer,
    isUsable: true,
    algorithms: ["RS256", "ES256"],
    scopes: ["openid", "profile"],
    claims: [],
    assurance: [],
    hasPkce: true,
    signingKeys: 1,
    clockAheadMs: 0,
    findings: [],
  });
  expect(urls).toEqual([`${issuer}/.well-known/openid-configuration`, `${issuer}/keys`]);
});

test.each<[string, Answers, readonly string[]]>([
  ["another issuer", { discovery: { issuer: "https://login.evil.example" } }, ["issuer"]],
  ["its own name with a slash more", { discovery: { issuer: `${issuer}/` } }, ["issuer"]],
  ["no issuer", { discovery: { issuer: undefined } }, ["issuer"]],
  ["no token endpoint", { discovery: { token_endpoint: undefined } }, ["missing"]],
  ["an endpoint over http", { discovery: { token_endpoint: "http://login.odeby.example/token" } }, ["endpoint"]],
  ["an endpoint that is no address", { discovery: { token_endpoint: 7 } }, ["endpoint"]],
  ["an endpoint at another host", { discovery: { token_endpoint: "https://b.example/token" } }, ["other-origin"]],
  ["no subject types", { discovery: { subject_types_supported: [] } }, ["missing"]],
  ["unsigned tokens", { discovery: { id_token_signing_alg_values_supported: ["RS256", "none"] } }, ["unsigned-tokens"]],
  [
    "only shared secrets",
    { discovery: { id_token_signing_alg_values_supported: ["HS256"] } },
    ["no-algorithm", "shared-secret"],
  ],
  ["no code flow", { discovery: { response_types_supported: ["id_token"] } }, ["no-code", "implicit"]],
  ["the implicit flow", { discovery: { response_types_supported: ["code", "code token"] } }, ["implicit"]],
  ["no PKCE", { discovery: { code_challenge_methods_supported: undefined } }, ["no-pkce"]],
  ["plain PKCE", { discovery: { code_challenge_methods_supported: ["S256", "plain"] } }, ["plain-pkce"]],
  ["a clock that is slow", { headers: { date: "Wed, 25 Nov 2026 11:55:00 GMT" } }, ["clock"]],
  ["a clock that is fast", { headers: { date: "Wed, 25 Nov 2026 12:05:00 GMT" } }, ["clock"]],
  ["text for JSON", { headers: { "content-type": "text/html" } }, ["media-type", "media-type"]],
  ["half an answer", { discovery: '{"issuer":' }, ["answer"]],
  ["a list", { discovery: "[]" }, ["answer"]],
  ["a refusal", { status: 404 }, ["status"]],
  ["a redirect", { status: 302, headers: { location: "https://evil.example" } }, ["status"]],
  ["no keys", { keys: { keys: [] } }, ["no-key"]],
  ["keys of another form", { keys: { keys: "none" } }, ["no-key"]],
  ["a key that is no object", { keys: { keys: [null, rsa(2048)] } }, ["key"]],
  ["a weak key", { keys: { keys: [rsa(1024)] } }, ["weak-key", "no-key"]],
  ["a key that is not base64url", { keys: { keys: [{ kty: "RSA", n: "abcde", e: "AQAB" }] } }, ["key", "no-key"]],
  ["a secret key", { keys: { keys: [{ ...rsa(2048), d: "AQAB" }] } }, ["private-key"]],
  ["a shared key", { keys: { keys: [{ kty: "oct", k: "AQAB", kid: "1" }] } }, ["private-key", "no-key"]],
  ["the same name twice", { keys: { keys: [rsa(2048), rsa(4096)] } }, ["key-id"]],
  [
    "a curve that nobody knows",
    { keys: { keys: [{ kty: "EC", crv: "P-1", x: "a", y: "b", kid: "1" }] } },
    ["key", "no-key"],
  ],
  ["an exponent of 1", { keys: { keys: [{ ...rsa(2048), e: "AQ" }] } }, ["key", "no-key"]],
  ["a key of an encryption algorithm alone", { keys: { keys: [{ ...rsa(2048), alg: "RSA-OAEP" }] } }, ["no-key"]],
  ["a key for encrypting alone", { keys: { keys: [{ ...rsa(2048), key_ops: ["encrypt"] }] } }, ["no-key"]],
  [
    "keys that fit no algorithm",
    {
      discovery: { id_token_signing_alg_values_supported: ["RS256"] },
      keys: { keys: [{ kty: "EC", crv: "P-256", x: "a", y: "b", kid: "1" }] },
    },
    ["no-key"],
  ],
  [
    "a secret key after many",
    {
      keys: {
        keys: Array.from({ length: 201 }, (_, at) => ({ ...rsa(2048, `${at}`), ...(at === 200 ? { d: "AQAB" } : {}) })),
      },
    },
    ["private-key"],
  ],
  ["an encryption key alone", { keys: { keys: [{ ...rsa(2048), use: "enc" }] } }, ["no-key"]],
])("%s is told of", async (_, answers, expected) => {
  expect(await codesOf(answers)).toEqual(expected);
});

test.each([
  "http://login.example",
  "https://a:b@login.example",
  "https://login.example?x=1",
  "login.example",
  "http://127.0.0.1:80",
])("%s is not asked", async (address) => {
  const { check, urls } = asked({}, { issuer: address });
  expect((await check).findings).toMatchObject([{ code: "connectors.oidc-address" }]);
  expect(urls).toEqual([]);
});

test("an answer without end is cut off, and one that never comes is given up", async () => {
  const endless = new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(64 * 1024).fill(32)) });
  const huge = checkOidcProvider({ issuer, now, fetch: () => Promise.resolve(new Response(endless)) });
  expect((await huge).findings).toMatchObject([{ code: "connectors.oidc-answer" }]);
  const never = checkOidcProvider({
    issuer,
    now,
    requestTimeoutMs: 20,
    fetch: (_, { signal }) =>
      new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("late")))),
  });
  expect((await never).findings).toMatchObject([{ code: "connectors.oidc-unreachable" }]);
});
