import { demoMunicipality } from "../demo/index.ts";
import { demoFiles } from "../server/demo-files.ts";
import { describe, expect, test } from "vitest";
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
  ])("%s: a whole register is read to its end, with what each entity shows", async (format, source) => {
    const { code, stdout } = await run("connect", "check", path(source), "--source-format", format, "--json");
    const checked = JSON.parse(stdout) as Checked;
    expect({ code, format: checked.format, complete: checked.complete }).toEqual({ code: 0, format, complete: true });
    const persons = checked.coverage.find(({ entity }) => entity === "persons");
    expect(persons?.fields).toContain("familyName");
    expect(persons?.rows).toBeGreaterThan(100);
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
