import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { layoutById, prepareReport } from "@milstolpe/scb";
import { describe, expect, test } from "vitest";
import { demoMunicipality } from "../demo/index.ts";
import { commandLine, findingsOf } from "./harness.ts";

const { on, run, file, path } = commandLine();

describe("scb", () => {
  test("a written file is checked without an error, and is the same to the byte when it is written again", async () => {
    const [one, two] = [path("one.txt"), path("two.txt")];
    const layout = ["--layout", "betyg-ak9-vt2026"];
    // The demo's grades have planted faults: those rows are kept out, which is why the exit code is not 0.
    expect((await run("scb", "write", "demo", ...layout, "--out", one)).code).toBe(2);
    await run("scb", "write", "demo", ...layout, "--out", two);
    expect(readFileSync(one)).toEqual(readFileSync(two));
    const checked = await run("scb", "check", one, ...layout, "--json");
    expect(checked.code).toBe(0);
    expect(JSON.parse(checked.stdout)).toMatchObject({ layout: "betyg-ak9-vt2026", held: 0 });
  });

  test.each([
    ["a missing file", () => path("none.txt"), 1],
    ["an empty file", () => file("empty.txt", ""), 2],
    ["a file in no known layout", () => file("other.txt", "a;b;c\n1;2;3\n"), 2],
  ])("%s", async (_name, path, expected) => {
    expect((await run("scb", "check", path())).code).toBe(expected);
  });
});

const report = demoMunicipality(1, { scale: 0.3 }).grades.find(({ layout }) => layout === "betyg-ak9-vt2026");
const rows = report?.previous ?? [];
const bytesOf = (records: typeof rows): Uint8Array => {
  const { report: made } = prepareReport({
    layout: "betyg-ak9-vt2026",
    records,
    ...(report ? { header: report.header, reference: report.reference } : {}),
  });
  return made?.bytes ?? new Uint8Array();
};
const sent = file("sent.txt", bytesOf(rows));
const unit = rows[0]?.["Skolenhetskod"] ?? "";
const withoutUnit = file("without-unit.txt", bytesOf(rows.filter((row) => row["Skolenhetskod"] !== unit)));

describe("scb diff", () => {
  test("the same file again: nothing changes", async () => {
    const { code, stdout } = await run("scb", "diff", sent, sent, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ gone: 0, added: 0, changed: 0, lostUnits: [], findings: [] });
  });

  test("a unit that the new file lacks has to be decided, and a signed decision turns it into a note", async () => {
    const answer = await run("scb", "diff", sent, withoutUnit, "--json");
    expect(answer.code).toBe(2);
    expect(JSON.parse(answer.stdout)).toMatchObject({ lostUnits: [unit] });
    expect(findingsOf(answer)).toMatchObject([{ code: "scb.lost-unit", severity: "must" }]);
    const signed = ["--decided", unit, "--by", "Registrar", "--reason", "closed"];
    const decided = await run("scb", "diff", sent, withoutUnit, ...signed, "--json");
    expect(findingsOf(decided)).toMatchObject([{ code: "scb.decided", severity: "check" }]);
  });

  test("nothing of a pupil is printed", async () => {
    const { stdout } = await run("scb", "diff", sent, withoutUnit);
    expect(
      rows.filter(({ PersonNr = "", Efternamn = "" }) => stdout.includes(PersonNr) || stdout.includes(Efternamn)),
    ).toEqual([]);
  });

  test.each([
    ["a decision that nobody signs", [sent, withoutUnit, "--decided", "99000001"], "--by"],
    ["a file without rows", [sent, file("blank.txt", "")], "blank.txt"],
    ["one file", [sent], "NEW"],
  ])("%s: exit code 1", async (_, args, said) => {
    const { code, stderr } = await run("scb", "diff", ...args);
    expect({ code, said: stderr.includes(said) }).toEqual({ code: 1, said: true });
  });
});

describe("scb sign", () => {
  const by = ["--by", "Registrar"];
  const step = (data: string, name: string, path: string, ...more: readonly string[]) =>
    on(data, "scb", "sign", name, path, ...by, ...more, "--json");
  const statusOf = (stdout: string) => (JSON.parse(stdout) as { status?: string }).status;

  test("validated, approved, sent; the next file supersedes it, and the steps are there the next day", async () => {
    const page = path("review.html");
    const taken = [
      await step("signed", "validate", sent, "--page", page),
      await step("signed", "approve", sent),
      await step("signed", "send", sent, "--receipt", "SCB-1"),
      await step("signed", "validate", withoutUnit, "--previous", sent, "--decided", unit, "--reason", "closed"),
      await step("signed", "approve", withoutUnit),
      await step("signed", "send", withoutUnit),
    ];
    expect(taken.map(({ code, stdout }) => [code, statusOf(stdout)])).toEqual([
      [0, "validated"],
      [0, "approved"],
      [0, "sent"],
      [0, "validated"],
      [0, "approved"],
      [0, "sent"],
    ]);
    expect(JSON.parse(taken[5]?.stdout ?? "")).toHaveProperty("reports", 2);
    expect(readFileSync(page, "utf8")).toContain("<html");
  });

  test("a step out of order, another file than the validated one, a unit lost unsaid: held, exit code 3", async () => {
    expect((await step("held", "approve", sent)).code).toBe(3);
    expect((await step("held", "validate", withoutUnit, "--previous", sent)).code).toBe(3);
    expect((await step("held", "validate", sent)).code).toBe(0);
    const other = await step("held", "approve", withoutUnit);
    expect(other.code).toBe(3);
    expect(findingsOf(other)[0]?.code).toBe("scb.sign-off-digest");
    expect((await step("held", "send", sent)).code).toBe(3);
    expect((await step("held", "change", sent, "--reason", "a grade was wrong")).code).toBe(0);
    expect((await step("held", "approve", sent)).code).toBe(3);
  });

  test.each([
    ["a step that there is not", ["scb", "sign", "bless", sent, ...by], "validate"],
    ["nobody who does it", ["scb", "sign", "validate", sent], "--by"],
    ["a change without a reason", ["scb", "sign", "change", sent, ...by], "--reason"],
  ])("%s: exit code 1", async (_, args, said) => {
    const { code, stderr } = await run(...args);
    expect({ code, said: stderr.includes(said) }).toEqual({ code: 1, said: true });
  });

  test("a file in no known layout can't be validated", async () => {
    expect((await step("unknown", "validate", file("other.txt", "a;b;c\n1;2;3\n"))).code).toBe(2);
  });
});

const sheets = new URL("../../../../shared/data/scb/", import.meta.url);
describe.skipIf(!existsSync(sheets))("scb layout import (with SCB's sheets beside the repository)", () => {
  const sheet = (name: string) => fileURLToPath(new URL(name, sheets));
  const grades9 = sheet("datafilsbeskrivning_betyg_ak9_2026.xlsx");

  test("a known term's sheet is the known layout, and can be given as --layout", async () => {
    const out = path("layout.json");
    const answer = await run("scb", "layout", "import", grades9, "--out", out, "--json");
    expect(answer.code).toBe(0);
    expect(JSON.parse(answer.stdout)).toMatchObject({ id: "betyg-ak9-vt2026", changes: [], status: "verified" });
    expect(JSON.parse(readFileSync(out, "utf8"))).toHaveProperty(
      "fields.length",
      layoutById("betyg-ak9-vt2026")?.fields.length,
    );
    expect((await run("scb", "check", sent, "--layout", grades9)).code).toBe(0);
    expect((await run("scb", "check", sent, "--layout", out)).code).toBe(0);
  });

  test("what changed since another term is shown", async () => {
    const answer = await run("scb", "layout", "import", grades9, "--against", "betyg-ak9-vt2025", "--json");
    expect(answer.code).toBe(2);
    expect((JSON.parse(answer.stdout) as { changes: unknown[] }).changes.length).toBeGreaterThan(0);
  });
});

test("a layout of another form is refused with its place", async () => {
  const { code, stderr } = await run("scb", "check", sent, "--layout", file("layout-bad.json", '{"id": 1}'));
  expect(code).toBe(1);
  expect(stderr).toContain("layout-bad.json");
});

test.each([
  ["a file that is no sheet", () => file("no.xlsx", "not a zip"), 2],
  ["a missing sheet", () => path("none.xlsx"), 1],
])("scb layout import of %s", async (_, sheet, expected) => {
  const { code, stderr } = await run("scb", "layout", "import", sheet());
  expect({ code, stack: stderr.includes("    at ") }).toEqual({ code: expected, stack: false });
});
