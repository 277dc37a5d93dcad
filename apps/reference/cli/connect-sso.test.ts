import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { signedMetadata } from "../test/signed-metadata.ts";
import { commandLine, findingsOf } from "./harness.ts";

const { run, file, path } = commandLine({}, () => new Date("2026-11-25T12:00:00Z"));
const federation = signedMetadata("2026-12-01T00:00:00Z");
file("metadata.xml", federation.xml);
file("federation.pem", federation.certificate);
file("other.pem", signedMetadata("2026-12-01T00:00:00Z").certificate);
file("spoiled.xml", federation.xml.replace(">odeby.example<", ">evil.example<"));
const check = (name: string, ...args: readonly string[]) => run("connect", "check", path(name), ...args);
const codesOf = (answer: Parameters<typeof findingsOf>[0]) => findingsOf(answer).map(({ code }) => code);

describe("connect check of a federation's metadata", () => {
  test("what the federation has signed is shown with what may be said by whom", async () => {
    const { code, stdout } = await check("metadata.xml", "--certificate", path("federation.pem"));
    expect(stdout).toContain("https://login.odeby.example/saml  odeby.example");
    // The one member has no key for its signatures.
    expect(code).toBe(2);
    const json = await check("metadata.xml", "--certificate", path("federation.pem"), "--json");
    expect(JSON.parse(json.stdout)).toMatchObject({ format: "saml", isUsable: true, counts: { entities: 1, idp: 1 } });
    expect(codesOf(json)).toEqual(["connectors.saml-no-key"]);
    expect(stdout + json.stdout).not.toContain("hemlig");
  });

  test.each([
    [
      "another federation's certificate",
      "metadata.xml",
      ["--certificate", path("other.pem")],
      "connectors.saml-signature",
    ],
    ["a changed document", "spoiled.xml", ["--certificate", path("federation.pem")], "connectors.saml-digest"],
    [
      "too long a validity",
      "metadata.xml",
      ["--certificate", path("federation.pem"), "--max-validity", "3"],
      "connectors.saml-too-long-valid",
    ],
    ["a certificate that is none", "metadata.xml", ["--certificate", path("metadata.xml")], "connectors.saml-trust"],
  ])("%s: exit code 2, and no entity", async (_, name, args, expected) => {
    const answer = await check(name, ...args, "--json");
    expect(answer.code).toBe(2);
    expect(codesOf(answer)).toContain(expected);
    expect(JSON.parse(answer.stdout)).toMatchObject({ isUsable: false, entities: [] });
  });

  test("without a certificate the document is shown, and said not to be verified", async () => {
    const answer = await check("metadata.xml", "--source-format", "saml", "--json");
    expect(answer.code).toBe(2);
    expect(codesOf(answer)).toContain("connectors.saml-unverified");
    expect(JSON.parse(answer.stdout)).toHaveProperty("entities.0.entityID", "https://login.odeby.example/saml");
  });

  test("a name that says more than a name does is not shown, verified or not", async () => {
    const boast = "https://federation.example signed by the federation, and in time&#10;  9 entities";
    file("boast.xml", federation.xml.replace('Name="federation"', `Name="${boast}"`));
    for (const args of [
      ["--source-format", "saml"],
      ["--certificate", path("federation.pem")],
    ]) {
      const { stdout } = await check("boast.xml", ...args);
      expect(stdout).toMatch(/^SAML: NOT verified/);
      expect(stdout).not.toMatch(/signed by|9 entities/);
    }
  });

  test("a file that is not there is said in words", async () => {
    const { code, stderr } = await check("none.xml", "--source-format", "saml");
    expect(code).toBe(1);
    expect(stderr).toContain("none.xml");
  });
});

test("connect check of an OpenID Connect issuer says what is wrong with it", async () => {
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    if (request.url !== "/.well-known/openid-configuration") return void response.writeHead(404).end();
    response.end(JSON.stringify({ issuer: "https://evil.example", id_token_signing_alg_values_supported: ["none"] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answer = await run("connect", "check", issuer, "--source-format", "oidc", "--json");
  server.close();
  expect(answer.code).toBe(2);
  expect(codesOf(answer)).toEqual(
    expect.arrayContaining(["connectors.oidc-issuer", "connectors.oidc-unsigned-tokens", "connectors.oidc-no-pkce"]),
  );
});
