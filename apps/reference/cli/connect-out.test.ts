import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mockGoogle } from "@milstolpe/connectors/testing";
import { demoMunicipality } from "../demo/index.ts";
import { demoFiles } from "../server/demo-files.ts";
import { writeFormats } from "../server/write-format.ts";
import { scimService, type ScimService } from "../test/scim-service.ts";
import { commandLine, findingsOf } from "./harness.ts";

const { run, file, path } = commandLine({}, () => new Date("2026-06-08T06:00:00Z"));
const demo = demoMunicipality(1, { scale: 0.02 });
for (const [name, content] of demoFiles(demo)) if (name.startsWith("register/")) file(name, content);

const nameOf = ({ givenName, familyName }: (typeof demo.truth.persons)[number]): string => `${givenName} ${familyName}`;
const isOpen = ({ protection = "Ingen" }: (typeof demo.truth.persons)[number]): boolean => protection === "Ingen";
const openNames = new Set(demo.truth.persons.filter(isOpen).map(nameOf));
/** Of protected people, those that nobody else has. */
const protectedNames = demo.truth.persons
  .filter((person) => !isOpen(person) && !openNames.has(nameOf(person)))
  .map(nameOf);
// Ten of each list: a register that has lost almost everybody.
file("few/organisations.json", JSON.stringify({ data: demo.ss12000.organisations ?? [] }));
for (const list of ["persons", "groups", "duties", "placements", "activities"] as const)
  file(`few/${list}.json`, JSON.stringify({ data: (demo.ss12000[list] ?? []).slice(0, 10) }));
const school = demo.units.find(({ kind }) => kind === "preschool")?.row.id ?? "";

interface Covered {
  readonly complete: boolean;
  readonly coverage: readonly { readonly entity: string; readonly rows: number }[];
}

describe("connect write", () => {
  const extra: Readonly<Record<string, readonly string[]>> = {
    tieto: ["--school-form", "GR"],
    skola24: ["--unit", school],
  };

  test.each(writeFormats.map(({ id }) => [id]))("%s: what is written is read back to its end", async (format) => {
    const out = path(`out-${format}`);
    const args = ["--to", format, "--out", out, ...(extra[format] ?? [])];
    const written = await run("connect", "write", path("register"), ...args, "--json");
    // Files that need everybody's identity number tell of each person without one.
    expect(written.code).toBe(format === "import-files" || format === "skola24" ? 2 : 0);
    const read = await run(
      "connect",
      "check",
      format === "oneroster" ? `${out}/oneroster.zip` : out,
      "--source-format",
      format,
      "--json",
    );
    const { complete, coverage } = JSON.parse(read.stdout) as Covered;
    expect(complete).toBe(true);
    expect(coverage.find(({ entity }) => entity === "persons")?.rows).toBeGreaterThan(20);
  });

  test("protected people are in no file, and are counted", async () => {
    expect(protectedNames.length).toBeGreaterThan(0);
    const out = path("out-protected");
    const answer = await run("connect", "write", path("register"), "--to", "sds", "--out", out, "--json");
    expect(findingsOf(answer).map(({ code }) => code)).toContain("connectors.protected-left-out");
    const text = readdirSync(out).map((name) => readFileSync(`${out}/${name}`, "utf8").replaceAll(",", " "));
    expect(protectedNames.filter((name) => text.some((content) => content.includes(name)))).toEqual([]);
  });

  test("half a register is written to no file, since a receiver removes whom the files lack", async () => {
    file("half/persons.json", '{"data": [{"id": "p1"');
    const answer = await run("connect", "write", path("half"), "--to", "sds", "--out", path("out-half"));
    expect(answer.code).toBe(2);
    expect(existsSync(path("out-half"))).toBe(false);
  });

  test.each([
    ["an unknown format", ["--to", "word", "--out", "x"], /word.*oneroster/s],
    ["no folder", ["--to", "sds"], /--out/],
    ["the folder that is read", ["--to", "sds", "--out", path("register")], /--out/],
    ["no school where a file holds one", ["--to", "skola24", "--out", "x"], /--unit/],
    ["a school that there is not", ["--to", "skola24", "--out", "x", "--unit", "nowhere"], /nowhere/],
    ["a day that there is not", ["--to", "sds", "--out", "x", "--on", "2026-02-30"], /--on/],
  ])("%s is refused, exit code 1", async (_, args, said) => {
    const { code, stderr } = await run("connect", "write", path("register"), ...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(said);
  });
});

describe("connect send", () => {
  let scim: ScimService;
  const google = mockGoogle("milsjo.example");
  // Both APIs on one address, as a proxy would have them.
  const proxy = createServer((incoming, outgoing) => {
    const answer = async (): Promise<void> => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
      const { url = "/", method = "GET" } = incoming;
      const body = Buffer.concat(chunks).toString("utf8");
      const host = url.startsWith("/v1/") ? "classroom" : "admin";
      const response = await google.fetch(`https://${host}.example${url}`, {
        method,
        ...(body === "" ? {} : { body }),
      });
      outgoing.writeHead(response.status, { "content-type": "application/json" });
      outgoing.end(await response.text());
    };
    answer().catch(() => outgoing.destroy());
  });
  beforeAll(async () => {
    scim = await scimService();
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    await scim.close();
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });
  const toScim = (...args: readonly string[]) =>
    run("connect", "send", path("register"), "--to", "scim", "--url", scim.baseUrl, "--json", ...args);
  const digestOf = ({ stdout }: { readonly stdout: string }): string =>
    (JSON.parse(stdout) as { digest: string }).digest;

  test("shows a plan, changes nothing, applies the plan that was shown, and then finds nothing to do", async () => {
    const shown = await toScim();
    expect(shown.code).toBe(0);
    expect(JSON.parse(shown.stdout)).toMatchObject({ isHeld: false, counts: { "create Users": expect.any(Number) } });
    expect(scim.Users.size).toBe(0);
    const applied = await toScim("--apply", digestOf(shown));
    expect(JSON.parse(applied.stdout)).toMatchObject({ failed: 0 });
    expect(applied.code).toBe(0);
    expect(scim.Users.size).toBeGreaterThan(50);
    const names = new Set([...scim.Users.values()].map(({ displayName }) => displayName));
    expect(protectedNames.filter((name) => names.has(name))).toEqual([]);
    expect(JSON.parse((await toScim()).stdout)).toMatchObject({ counts: {} });
  });

  test("a service that has changed since is not written to", async () => {
    const shown = await toScim();
    const [first] = scim.Users.values();
    if (first) first["displayName"] = "changed since";
    const applied = await toScim("--apply", digestOf(shown));
    expect(applied.code).toBe(1);
    expect(applied.stderr).toContain("another");
    expect(first?.["displayName"]).toBe("changed since");
  });

  test("a plan seen for one service is not applied to another", async () => {
    const other = await scimService();
    const from = ["connect", "send", path("few"), "--to", "scim", "--json", "--url"];
    const [here, there] = [await scimService(), other];
    const shown = await run(...from, here.baseUrl);
    const applied = await run(...from, there.baseUrl, "--apply", digestOf(shown));
    expect({ code: applied.code, users: other.Users.size }).toEqual({ code: 1, users: 0 });
    await Promise.all([here.close(), other.close()]);
  });

  test("without its memberships a register is sent to no service: every group would be emptied", async () => {
    for (const [list, rows] of Object.entries(demo.ss12000))
      if (list !== "groups") file(`groupless/${list}.json`, JSON.stringify({ data: rows }));
    const answer = await run("connect", "send", path("groupless"), "--to", "scim", "--url", scim.baseUrl);
    expect({ code: answer.code, said: /does not speak for all \((groups|memberships)\)/.test(answer.stdout) }).toEqual({
      code: 2,
      said: true,
    });
  });

  test("removals beyond the limit are held, and let through by an express word alone", async () => {
    const few = (...args: readonly string[]) =>
      run("connect", "send", path("few"), "--to", "scim", "--url", scim.baseUrl, "--json", ...args);
    const shown = await few();
    expect(shown.code).toBe(3);
    const users = () => [...scim.Users.values()].filter(({ active }) => active !== false).length;
    const before = users();
    expect((await few("--apply", digestOf(shown))).code).toBe(3);
    expect(users()).toBe(before);
    expect((await few("--apply", digestOf(shown), "--held-plan")).code).toBe(0);
    expect(users()).toBeLessThan(before / 2);
  });

  test("google: org units, users and groups of a domain, then nothing to do", async () => {
    const address = proxy.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    const to = ["--to", "google", "--url", url, "--domain", "milsjo.example", "--json"];
    const send = (...args: readonly string[]) => run("connect", "send", path("few"), ...to, ...args);
    const shown = await send();
    expect(shown.code).toBe(0);
    const applied = await send("--apply", digestOf(shown));
    expect({ code: applied.code, ...(JSON.parse(applied.stdout) as object) }).toMatchObject({ code: 0, failed: 0 });
    expect(google.users.size).toBeGreaterThan(5);
    expect(JSON.parse((await send()).stdout)).toMatchObject({ counts: {} });
  });

  test.each([
    ["an unknown service", ["--to", "fax", "--url", "https://a.example"], /fax.*scim/s],
    ["no address", ["--to", "scim"], /--url/],
    ["an address in clear text", ["--to", "scim", "--url", "http://platform.example"], /https/],
    ["no domain", ["--to", "google"], /--domain/],
  ])("%s is refused, exit code 1", async (_, args, said) => {
    const { code, stderr } = await run("connect", "send", path("register"), ...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(said);
  });

  test("files of one school are sent to no service: they do not speak for everybody", async () => {
    const out = path("one-school");
    await run("connect", "write", path("register"), "--to", "skola24", "--unit", school, "--out", out);
    const to = ["--to", "scim", "--url", scim.baseUrl];
    const answer = await run("connect", "send", out, "--source-format", "skola24", ...to);
    expect({ code: answer.code, said: answer.stdout.includes("does not speak for all") }).toEqual({
      code: 2,
      said: true,
    });
  });

  test("an address that holds no service is a finding, and nothing is planned", async () => {
    const url = `${scim.baseUrl}/elsewhere`;
    const answer = await run("connect", "send", path("register"), "--to", "scim", "--url", url, "--json");
    expect(answer.code).toBe(3);
    expect(findingsOf(answer).length).toBeGreaterThan(0);
    expect(answer.stderr).not.toContain("    at ");
  });
});
