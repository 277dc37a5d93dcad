import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { formBrowser, type LoginEvidence } from "@milstolpe/connectors/login";
// @ts-expect-error -- the provider comes without types
import { Provider } from "oidc-provider";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { demoMunicipality } from "../demo/index.ts";
import { demoFiles } from "../server/demo-files.ts";
import { signedMetadata } from "../test/signed-metadata.ts";
import { commandLine } from "./harness.ts";
import { run as runVerb } from "./run.ts";

const { run, file, path } = commandLine();
const demo = demoMunicipality(1, { scale: 0.05 });
for (const [name, content] of demoFiles(demo)) if (name.startsWith("register/")) file(name, content);
const eppn = demo.truth.persons.find((person) => person.eppn !== undefined)?.eppn ?? "";
const callbackUrl = "http://127.0.0.1:38765/callback";

let issuer = "";
let handle: RequestListener = () => undefined;
const server = createServer((request, response) => handle(request, response));
beforeAll(async () => {
  // The provider tells of everything that is for trying out only.
  vi.spyOn(console, "info").mockImplementation(() => undefined);
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: "platform", client_secret: "secret", redirect_uris: [callbackUrl] }],
    claims: { openid: ["sub", "eppn"] },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, eppn: id }) }),
  });
  handle = provider.callback() as RequestListener;
});
afterAll(() => void server.close());

const words = (line: string): readonly string[] => line.split(" ");
const args = (out: string, provider = issuer): readonly string[] => [
  ...words(`connect login ${provider} --method staff --service platform --callback ${callbackUrl} --scope openid`),
  ...words(`--domains ${eppn.split("@")[1]} --register ${path("register")} --out ${path(out)}`),
];

/** Runs the verb with a person at hand who opens what they are told to and logs in as somebody. */
async function loggedInAs(user: string, out: string) {
  let stdout = "";
  const browse = formBrowser({ fill: { login: user, password: "any" } });
  const code = await runVerb([...args(out), "--json"], {
    stdout: { write: (text) => (stdout += text) },
    stderr: {
      write(text) {
        const url = /^(http\S+\/auth\?\S+)$/m.exec(text)?.[1];
        if (url !== undefined) void browse({ url, callbackUrl }).then((answer) => fetch(answer.url));
      },
    },
    environment: { MILSTOLPE_LOGIN_SECRET: "secret" },
    folder: path("data"),
    now: () => new Date(),
    signal: new AbortController().signal,
  });
  return { code, stdout, ...(JSON.parse(stdout) as { readonly sha256: string; readonly evidence: LoginEvidence }) };
}

test("a person logs in, and the evidence is a file that its digest fits, with nothing of the person in it", async () => {
  const { code, stdout, sha256, evidence } = await loggedInAs(eppn, "login.json");
  expect(evidence.steps.filter(({ outcome }) => outcome === "failed")).toEqual([]);
  expect(code).toBe(0);
  const text = readFileSync(path("login.json"));
  expect(createHash("sha256").update(text).digest("hex")).toBe(sha256);
  expect(JSON.parse(text.toString())).toMatchObject({ method: "staff", isVerified: true });
  expect(stdout + text.toString()).not.toContain(eppn.split("@")[0]);
});

test("somebody whom the register does not know: exit code 2, and the step that failed", async () => {
  const { code, evidence } = await loggedInAs(`nobody@${eppn.split("@")[1]}`, "nobody.json");
  expect(code).toBe(2);
  expect(evidence.steps.filter(({ outcome }) => outcome === "failed").map(({ id }) => id)).toEqual(["account"]);
});

test.each([
  ["an address that others can reach", ["--callback", "http://0.0.0.0:80/callback"], "--callback"],
  ["an address of another computer", ["--callback", "https://platform.example/callback"], "--callback"],
  ["a field that is not known", ["--required", "shoeSize"], "--required"],
])("%s is refused before anything is asked", async (_, more, said) => {
  const { code, stderr } = await run(...args("none.json"), ...more);
  expect(code).toBe(1);
  expect(stderr).toContain(said);
  expect(existsSync(path("none.json"))).toBe(false);
});

test("metadata that is not the federation's lets nobody log in", async () => {
  const metadata = file("metadata.xml", signedMetadata(new Date(Date.now() + 86_400_000).toISOString()).xml);
  const certificate = file("other.pem", signedMetadata("2026-12-01T00:00:00Z").certificate);
  const entity = "https://login.odeby.example/saml";
  const answer = await run(...args("none.json", metadata), "--certificate", certificate, "--entity", entity);
  expect(answer.code).toBe(1);
  expect(answer.stderr).toContain(entity);
});
