import { mockSs12000, type TestCertificate, testCertificate } from "@milstolpe/connectors/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoMunicipality } from "../demo/index.ts";
import { commandLine } from "./harness.ts";

const environment: Record<string, string> = {};
const { run, file } = commandLine(environment, () => new Date("2026-06-08T06:00:00Z"));
const demo = demoMunicipality(1, { scale: 0.02 });
let authority: TestCertificate;
let address = "";
let close = (): Promise<void> => Promise.resolve();

beforeAll(async () => {
  authority = testCertificate({ name: "Ödeby CA", isAuthority: true });
  const { cert, key } = testCertificate({ name: "localhost", issuer: authority, uses: [1] });
  const tls = { cert, key, ca: authority.cert, requestCert: true, rejectUnauthorized: true };
  const server = await mockSs12000({ dataset: demo.ss12000, pageSize: 500 }).listen({ tls });
  address = server.baseUrl;
  close = () => server.close();
});
afterAll(() => close());

/** Tries the source with what the environment then names. */
async function check(names: Readonly<Record<string, string>>) {
  for (const name of Object.keys(environment)) delete environment[name];
  Object.assign(environment, names);
  return run("connect", "check", address, "--json");
}

test("a source that demands a client certificate is read with the one that the environment names", async () => {
  const { cert, key } = testCertificate({ name: "milstolpe", issuer: authority, uses: [2] });
  const names = {
    MILSTOLPE_CLIENT_CERTIFICATE: file("client.pem", cert),
    MILSTOLPE_CLIENT_KEY: file("client.key", key),
    MILSTOLPE_CLIENT_CA: file("ca.pem", authority.cert),
  };
  const read = await check(names);
  expect(read.code).toBe(0);
  expect(JSON.parse(read.stdout)).toMatchObject({ complete: true });

  const old = testCertificate({ name: "old", issuer: authority, to: "2026-02-01T00:00:00Z" });
  const files = {
    MILSTOLPE_CLIENT_CERTIFICATE: file("old.pem", old.cert),
    MILSTOLPE_CLIENT_KEY: file("old.key", old.key),
  };
  expect(await check({ ...names, ...files })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("2026-02-01") as string,
  });
  const half = await check({ MILSTOLPE_CLIENT_CERTIFICATE: names.MILSTOLPE_CLIENT_CERTIFICATE });
  expect(half).toMatchObject({ code: 1, stderr: expect.stringContaining("MILSTOLPE_CLIENT_KEY") as string });
  const junk = await check({ ...names, MILSTOLPE_CLIENT_KEY: file("junk.key", "no key") });
  expect(junk.code).toBe(1);
  expect(junk.stderr).not.toContain("    at ");
  const missing = await check({ ...names, MILSTOLPE_CLIENT_KEY: "no-such.key" });
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining("no-such.key") as string });
});
