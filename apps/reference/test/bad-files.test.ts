import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ss12000Lists } from "@milstolpe/connectors/ss12000";
import { type Batch, check, reconcile } from "@milstolpe/sync";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { demoMunicipality } from "../demo/index.ts";
import { parseSource, readSource } from "../server/source.ts";

// A register that comes as a folder of files: missing, empty, cut, in another encoding, of another municipality.

const demo = demoMunicipality(3, { scale: 0.1 });
const files = new Map(ss12000Lists.map((list) => [`${list}.json`, JSON.stringify(demo.ss12000[list])]));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "milstolpe-files-"));
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const read = (path = folder): Promise<Batch> =>
  readSource(parseSource(path), {
    now: () => new Date("2026-06-08T04:00:00Z"),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    environment: {},
  });

const persons = files.get("persons.json") ?? "";
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff);

describe("a folder of files", () => {
  test("that are whole is the register", async () => {
    const batch = await read();
    expect(batch.health.complete).toBe(true);
    expect(batch.persons).toHaveLength(demo.truth.persons.length);
  });

  test.each([
    ["without the people", undefined, "connectors.list-missing"],
    ["with an empty file", bytes(""), "connectors.empty-file"],
    ["with a file that was cut", bytes(persons.slice(0, persons.length / 2)), "connectors.broken-json"],
    ["with a file in ISO-8859-1", latin1(persons), "connectors.bad-encoding"],
    ["with a list of nothing", bytes("[]"), "connectors.empty-register"],
    ["with a file that is something else", bytes("<html>log in</html>"), "connectors.broken-json"],
  ])("%s is rejected with a finding in both languages, and takes nobody out of use", async (_, content, code) => {
    if (content === undefined) rmSync(join(folder, "persons.json"));
    else writeFileSync(join(folder, "persons.json"), content);
    const batch = await read();
    const found = batch.health.findings.find((one) => one.code === code);
    expect(batch.health.findings.map((one) => one.code)).toContain(code);
    expect(found?.sv).not.toBe(found?.en);
    const plan = reconcile({ source: batch, target: demo.register, policy: demo.policy });
    expect(plan.operations.filter(({ kind }) => kind === "deactivate")).toEqual([]);
    expect(check(plan, demo.history)).toContainEqual(expect.objectContaining({ id: "source-read", outcome: "reject" }));
  });

  test("of another municipality is rejected", async () => {
    const text = files.get("organisations.json") ?? "";
    writeFileSync(
      join(folder, "organisations.json"),
      text.replaceAll('"municipalityCode":"9901"', '"municipalityCode":"9902"'),
    );
    const plan = reconcile({ source: await read(), target: demo.register, policy: demo.policy });
    expect(check(plan, demo.history)).toContainEqual(
      expect.objectContaining({ id: "municipality", outcome: "reject" }),
    );
  });

  test("that is older than what was applied is rejected", async () => {
    const plan = reconcile({ source: await read(), target: demo.register, policy: demo.policy });
    const history = { ...demo.history, appliedReadAt: "2026-06-09T04:00:00Z" };
    expect(check(plan, history)).toContainEqual(expect.objectContaining({ id: "order", outcome: "reject" }));
  });
});

test("a folder that is not there is said to be no folder", async () => {
  await expect(read(join(folder, "nowhere"))).rejects.toMatchObject({ code: "source.not-found" });
});
