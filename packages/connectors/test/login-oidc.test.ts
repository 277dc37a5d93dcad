import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { formBrowser, verifyOidcLogin, type LoginRun, type VerifyOidcLoginOptions } from "../src/login.ts";
import { oidcServer, type TestOidcProvider } from "./oidc-server.ts";

const callbackUrl = "https://service.example/callback";
const claims = {
  eppn: "hemlig7@odeby.example",
  sisSchoolUnitCode: ["74812345"],
  family_name: "Hemligsson",
  colour: "blue",
};

// The provider tells its user of everything that is for trying out only.
beforeAll(() => {
  vi.spyOn(console, "info").mockImplementation(() => undefined);
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
});
let provider: TestOidcProvider | undefined;
afterEach(async () => {
  await provider?.close();
  provider = undefined;
});

async function run(
  spoiled: Partial<Parameters<typeof oidcServer>[0]> = {},
  options: Partial<VerifyOidcLoginOptions> = {},
): Promise<LoginRun> {
  provider = await oidcServer({ claims, callbackUrl, ...spoiled });
  return verifyOidcLogin({
    method: "pupils",
    issuer: provider.issuer,
    client: { id: "service", secret: "secret", callbackUrl },
    domains: ["odeby.example"],
    scope: "openid",
    browse: formBrowser({ fill: { login: "test-person", password: "any" } }),
    account: ({ eppn }) => (eppn === "hemlig7@odeby.example" ? "one" : "none"),
    isKnownUnit: (code) => code === "74812345",
    required: ["eppn", "schoolUnits"],
    allowLoopback: true,
    now: Date.now,
    ...options,
  });
}
const outcomes = ({ evidence }: LoginRun, outcome: string): readonly string[] =>
  evidence.steps
    .filter((step) => step.outcome === outcome)
    .map(({ id, reason }) => (reason === undefined ? id : `${id}: ${reason}`));

test("a login that is in order passes every step, its spoiled answers are refused, and no value is in the evidence", async () => {
  const result = await run();
  expect(result.evidence.findings.filter(({ severity }) => severity === "must")).toEqual([]);
  expect(outcomes(result, "failed")).toEqual([]);
  expect(outcomes(result, "skipped")).toEqual(["assurance: not-asked"]);
  expect(outcomes(result, "passed")).toHaveLength(16);
  expect(result.evidence).toMatchObject({ protocol: "oidc", isVerified: true, unknownAttributes: 1 });
  expect(result.evidence.attributes).toEqual(["eduPersonPrincipalName", "sisSchoolUnitCode", "sn"]);
  expect(result.text).not.toMatch(/hemlig|74812345|blue|test-person/i);
});

test.each<[string, Parameters<typeof run>[0], Partial<VerifyOidcLoginOptions>, readonly string[]]>([
  ["an address over http", {}, { allowLoopback: false }, ["provider: provider-findings"]],
  [
    "a client that the provider does not know",
    {},
    { client: { id: "other", secret: "secret", callbackUrl } },
    ["answer: browser"],
  ],
  ["a wrong secret", {}, { client: { id: "service", secret: "wrong", callbackUrl } }, ["accepted: token-request"]],
  ["a clock far ahead of theirs", {}, { now: () => Date.now() + 86_400_000 }, ["accepted: time"]],
  [
    "another domain",
    { claims: { ...claims, eppn: "a@evil.example" } },
    {},
    ["attributes: missing", "scope: not-among", "account: unknown"],
  ],
  ["no unit", { claims: { eppn: claims.eppn } }, {}, ["attributes: missing"]],
  [
    "a unit that is not in the register",
    { claims: { ...claims, sisSchoolUnitCode: "74812346" } },
    {},
    ["unit: unknown"],
  ],
  ["an account that nobody has", {}, { account: () => "none" }, ["account: unknown"]],
  ["a level of assurance that is not given", {}, { assurance: ["https://loa.example/3"] }, ["assurance: missing"]],
])("%s fails the step that it is about", async (_, spoiled, options, expected) => {
  const result = await run(spoiled, { isSingleLogin: true, ...options });
  expect(outcomes(result, "failed")).toEqual(expected);
  expect(result.evidence.isVerified).toBe(false);
  expect(result.text).not.toMatch(/hemlig/i);
});

/** A provider with a fault of its own: its answers changed on their way. */
const through =
  (change: (url: string, body: string) => string | undefined): NonNullable<VerifyOidcLoginOptions["fetch"]> =>
  async (url, init) => {
    const sent = init.body instanceof URLSearchParams ? init.body.toString() : "";
    const text = change(url, sent);
    return text === undefined
      ? fetch(url, init)
      : new Response(text, { headers: { "content-type": "application/json" } });
  };

test("a provider that redeems a code twice fails", async () => {
  let first = "";
  const result = await run(
    {},
    {
      isSingleLogin: true,
      fetch: async (url, init) => {
        if (url.endsWith("/token") && first !== "")
          return new Response(first, { headers: { "content-type": "application/json" } });
        const response = await fetch(url, init);
        if (url.endsWith("/token")) first = await response.clone().text();
        return response;
      },
    },
  );
  expect(outcomes(result, "failed")).toEqual(["refuses-replay: accepted"]);
});

test("an error that is not the provider's refusal shows nothing", async () => {
  let asked = 0;
  const result = await run(
    {},
    {
      isSingleLogin: true,
      fetch: through((url) => {
        if (url.endsWith("/token")) asked += 1;
        return url.endsWith("/token") && asked > 1 ? "{}" : undefined;
      }),
    },
  );
  expect(outcomes(result, "failed")).toEqual(["refuses-replay: other"]);
});
