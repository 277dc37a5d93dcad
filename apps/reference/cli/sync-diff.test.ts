import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { commandLine } from "./harness.ts";

const { run, file, path } = commandLine();
const before = file("before.csv", "id;name;class\n1;Ek;6A\n2;Gran;6A\n3;Tall;6B\n");
const after = file("after.csv", "id;class;name\n4;6B;Björk\n2;6A;Gran\n1;6B;Ek\n");

describe("sync diff", () => {
  test.each([[[]], [["--workers", "2"]]])("counts what differs, and tells it as lines of JSON (%j)", async (more) => {
    const out = path("changes.ndjson");
    const { code, stdout } = await run("sync", "diff", before, after, "--key", "id", "--out", out, "--json", ...more);
    expect(code).toBe(2);
    const { seconds, ...counts } = JSON.parse(stdout) as Record<string, number>;
    expect(seconds).toBeGreaterThanOrEqual(0);
    expect(counts).toEqual({
      added: 1,
      removed: 1,
      updated: 1,
      fieldChanges: 1,
      unchanged: 1,
      setAside: 0,
      findings: [],
    });
    const changes = readFileSync(out, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(changes).toHaveLength(3);
    expect(changes).toContainEqual({
      kind: "updated",
      key: "1",
      changes: [{ field: "class", before: "6A", after: "6B" }],
    });
  });

  test("a file that is read is never written over, by whatever path it is named", async () => {
    const one = file("kept.csv", "id;x\n1;2\n");
    for (const out of [one, join(dirname(one), ".", "..", basename(dirname(one)), "kept.csv")]) {
      const { code, stderr } = await run("sync", "diff", one, before, "--key", "id", "--out", out);
      expect({ code, said: stderr.includes("--out") }).toEqual({ code: 1, said: true });
      expect(readFileSync(one, "utf8")).toBe("id;x\n1;2\n");
    }
  });

  test("the same file: nothing found, exit code 0", async () => {
    expect((await run("sync", "diff", before, before, "--key", "id")).code).toBe(0);
  });

  test("a key of several columns", async () => {
    const { code, stdout } = await run("sync", "diff", before, before, "--key", "id,class", "--json");
    expect({ code, unchanged: (JSON.parse(stdout) as { unchanged: number }).unchanged }).toEqual({
      code: 0,
      unchanged: 3,
    });
  });

  test("nothing of a row is printed", async () => {
    const { stdout, stderr } = await run("sync", "diff", before, after, "--key", "id");
    expect(stdout + stderr).not.toMatch(/Ek|Gran|Tall|Björk/);
  });

  test.each([
    ["an empty file", () => file("empty.csv", "")],
    ["a file that is cut inside a field", () => file("cut.csv", 'id;name;class\n1;"Ek')],
    ["a file without the key", () => file("other.csv", "number;name\n1;Ek\n")],
  ])("%s is not compared: exit code 3, and no file of changes is left", async (_, other) => {
    const out = path("none.ndjson");
    const { code, stdout } = await run("sync", "diff", before, other(), "--key", "id", "--out", out, "--json");
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toHaveProperty("findings.0.severity", "must");
    expect([existsSync(out), existsSync(`${out}.part`)]).toEqual([false, false]);
  });

  test.each([
    ["no key", [before, after], "--key"],
    ["one file", [before, "--key", "id"], "NEW.csv"],
    ["a missing file", [before, path("none.csv"), "--key", "id"], "none.csv"],
    ["a folder", [before, path("."), "--key", "id"], "folder"],
  ])("%s: exit code 1", async (_, args, said) => {
    const { code, stderr } = await run("sync", "diff", ...args);
    expect({ code, said: stderr.includes(said), stack: stderr.includes("    at ") }).toEqual({
      code: 1,
      said: true,
      stack: false,
    });
  });
});
