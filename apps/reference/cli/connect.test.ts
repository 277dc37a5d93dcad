import { afterAll, describe, expect, test } from "vitest";
import { demoMunicipality, serveDemo } from "../demo/index.ts";
import { demoFiles } from "../server/demo-files.ts";
import { commandLine, findingsOf } from "./harness.ts";

const { on, run, file, path } = commandLine();
const demo = demoMunicipality(1, { scale: 0.05 });
for (const [name, content] of demoFiles(demo)) file(name, content);

interface Checked {
  readonly format: string;
  readonly complete: boolean;
  readonly coverage: readonly { readonly entity: string; readonly rows: number; readonly fields: readonly string[] }[];
}

describe("connect check", () => {
  test.each([
    ["ss12000", "register"],
    ["ss12000-ist", "register"],
    ["import-files", "import-files"],
    ["oneroster", "oneroster.zip"],
    ["sds", "sds"],
    ["tieto", "tieto"],
  ])("%s: a whole register is read to its end, with what each entity shows", async (format, source) => {
    const { code, stdout } = await run("connect", "check", path(source), "--source-format", format, "--json");
    const checked = JSON.parse(stdout) as Checked;
    expect({ code, format: checked.format, complete: checked.complete }).toEqual({ code: 0, format, complete: true });
    const persons = checked.coverage.find(({ entity }) => entity === "persons");
    expect(persons?.fields).toContain("familyName");
    expect(persons?.rows).toBeGreaterThan(100);
  });

  test("skola24: a school's children, guardians and staff, of whom nothing may be removed elsewhere", async () => {
    const { code, stdout } = await run("connect", "check", path("skola24"), "--source-format", "skola24", "--json");
    const { coverage } = JSON.parse(stdout) as Checked;
    expect(code).toBe(0);
    expect(coverage.find(({ entity }) => entity === "guardianships")?.rows).toBeGreaterThan(10);
    expect(coverage.find(({ entity }) => entity === "persons")).toMatchObject({ complete: false, units: 1 });
    expect(coverage.find(({ entity }) => entity === "placements")).toMatchObject({ complete: true, units: 1 });
  });

  test("tieto with its school forms: the whole register, and not when a form's file did not come", async () => {
    const check = (forms: string) =>
      run("connect", "check", path("tieto"), "--source-format", `tieto:${forms}`, "--json");
    const whole = await check("FKLASS,GR");
    expect({ code: whole.code, ...(JSON.parse(whole.stdout) as Checked) }).toMatchObject({ code: 0, complete: true });
    const spokenFor = ({ stdout }: { stdout: string }): boolean =>
      (JSON.parse(stdout) as { coverage: { complete: boolean }[] }).coverage.every(({ complete }) => complete);
    expect(spokenFor(whole)).toBe(true);
    const unsaid = await run("connect", "check", path("tieto"), "--source-format", "tieto", "--json");
    expect({ code: unsaid.code, spokenFor: spokenFor(unsaid) }).toEqual({ code: 0, spokenFor: false });
    expect(findingsOf(unsaid).map(({ code }) => code)).toContain("connectors.forms-unsaid");
    const half = await check("FKLASS,GR,GY");
    expect({ code: half.code, ...(JSON.parse(half.stdout) as Checked) }).toMatchObject({ code: 2, complete: false });
    expect(findingsOf(half).map(({ code }) => code)).toContain("connectors.form-missing");
  });

  test("a file that nobody has described is read by the profile that was proposed for it", async () => {
    const profile = path("profile.json");
    const proposed = await run("connect", "propose", path("register.csv"), "--out", profile, "--json");
    expect(proposed.code).toBe(0);
    expect(JSON.parse(proposed.stdout)).toHaveProperty("columns.0", expect.objectContaining({ kind: "identity" }));
    const { code, stdout } = await run("connect", "check", path("register.csv"), "--source-format", profile, "--json");
    const { coverage } = JSON.parse(stdout) as Checked;
    expect(code).toBe(0);
    expect(coverage.find(({ entity }) => entity === "persons")).toMatchObject({ complete: false });
    const [first] = demo.truth.persons;
    expect(proposed.stdout).not.toContain(first?.familyName);
  });

  test.each([
    ["no JSON", "{"],
    ["no profile", '{"id": 1}'],
  ])("%s in place of a profile: exit code 1, with the place", async (_, content) => {
    const profile = file("bad-profile.json", content);
    const { code, stderr } = await run("connect", "check", path("register.csv"), "--source-format", profile);
    expect(code).toBe(1);
    expect(stderr).toContain("bad-profile.json");
  });

  test("nothing of a person is printed", async () => {
    const { stdout, stderr } = await run("connect", "check", path("register"));
    const said = stdout + stderr;
    const told = demo.truth.persons.filter(({ familyName, identity, id }) =>
      [familyName, identity ?? id, id].some((text) => said.includes(text)),
    );
    expect(told).toEqual([]);
  });

  test("files of another format are findings, and the reading does not count as whole", async () => {
    const answer = await run("connect", "check", path("sds"), "--source-format", "import-files", "--json");
    expect(answer.code).toBe(2);
    expect(JSON.parse(answer.stdout)).toHaveProperty("complete", false);
    expect(findingsOf(answer).length).toBeGreaterThan(0);
  });

  test.each([
    ["a zip that is none", () => file("no.zip", "PK but no zip")],
    ["an empty file", () => file("empty.csv", "")],
  ])("%s is a finding, not a crash", async (_, source) => {
    const answer = await run("connect", "check", source(), "--source-format", "oneroster", "--json");
    expect({ code: answer.code, stderr: answer.stderr.includes("    at ") }).toEqual({ code: 2, stderr: false });
    expect(JSON.parse(answer.stdout)).toHaveProperty("complete", false);
    expect(findingsOf(answer)).not.toEqual([]);
  });

  test.each([
    ["a format that there is not", ["connect", "check", ".", "--source-format", "excel"], /excel.*oneroster/s],
    ["a file format at an address", ["connect", "check", "http://127.0.0.1:9", "--source-format", "sds"], /address/],
    ["no source", ["connect", "check"], /SOURCE/],
  ])("%s is refused, exit code 1", async (_, args, said) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(said);
  });

  test("a server that does not answer: a finding, exit code 2", async () => {
    const answer = await run("connect", "check", "http://127.0.0.1:9/ss12000", "--json");
    expect(answer.code).toBe(2);
    expect(findingsOf(answer).some(({ severity }) => severity === "must")).toBe(true);
  });
});

describe("connect check of an address", async () => {
  const server = await serveDemo(demo);
  afterAll(() => server.close());
  const { clientId, clientSecret } = server.credentials;
  const secrets = {
    MILSTOLPE_CLIENT_ID: clientId,
    MILSTOLPE_CLIENT_SECRET: clientSecret,
    MILSTOLPE_TOKEN_URL: server.tokenUrl,
  };
  const allowed = commandLine(secrets);
  const wrong = commandLine({ ...secrets, MILSTOLPE_CLIENT_SECRET: "guessed" });

  test("with the secrets in the environment: the whole register, over HTTP", async () => {
    const { code, stdout } = await allowed.run("connect", "check", server.baseUrl, "--json");
    const { complete, coverage } = JSON.parse(stdout) as Checked;
    expect({ code, complete }).toEqual({ code: 0, complete: true });
    expect(coverage.find(({ entity }) => entity === "persons")?.rows).toBe(demo.truth.persons.length);
  });

  test.each([
    ["without secrets", run],
    ["with a wrong secret", wrong.run],
  ])("%s: refused as a finding, and no secret is printed", async (_, runIn) => {
    const answer = await runIn("connect", "check", server.baseUrl, "--json");
    expect(answer.code).toBe(2);
    expect(JSON.parse(answer.stdout)).toHaveProperty("complete", false);
    expect(findingsOf(answer).some(({ severity }) => severity === "must")).toBe(true);
    expect(answer.stdout + answer.stderr).not.toContain(clientSecret);
    expect(answer.stdout + answer.stderr).not.toContain("guessed");
  });
});

describe("sync plan --source-format", () => {
  test.each([
    ["import-files", "import-files"],
    ["oneroster", "oneroster.zip"],
    ["sds", "sds"],
  ])("%s: the files become a plan, and are read again in the same format", async (format, source) => {
    const from = ["--source", path(source), "--source-format", format, "--municipality", demo.code];
    const planned = await on(format, "sync", "plan", ...from, "--json");
    expect([2, 3]).toContain(planned.code);
    const { operations } = JSON.parse(planned.stdout) as { operations: Record<string, number> };
    expect(operations["create"]).toBeGreaterThan(100);
    const again = await on(format, "sync", "plan", "--json");
    expect(JSON.parse(again.stdout)).toMatchObject({ operations });
  });
});
