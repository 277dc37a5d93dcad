import { check, emptyRegister, reconcile } from "@milstolpe/sync";
import { describe, expect, test } from "vitest";
import { readSs12000, readSs12000Folder, type Ss12000Dataset } from "../src/ss12000.ts";
import { mockSs12000 } from "../src/testing.ts";
import { register } from "./register.ts";

const readAt = "2025-10-01T08:00:00.000Z";
const dataset = register(60);
const encode = (json: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(json));
const filesOf = (lists: Ss12000Dataset): Record<string, Uint8Array> =>
  Object.fromEntries(Object.entries(lists).map(([list, data]) => [`${list}.json`, encode({ data, pageToken: null })]));
const sound = filesOf(dataset);
const codesOf = (batch: { health: { findings: readonly { code: string }[] } }) =>
  batch.health.findings.map(({ code }) => code);

describe("a folder", () => {
  test("gives the same batch as the same register over HTTP", async () => {
    const mock = mockSs12000({ dataset });
    const online = await readSs12000({
      baseUrl: "http://127.0.0.1",
      now: () => Date.parse(readAt),
      source: "x",
      fetch: (url, init) => mock.handle(new Request(url, init)),
    });
    expect(await readSs12000Folder({ files: sound, readAt, source: "x" })).toEqual(online);
  });

  test.each([
    ["arrays", Object.fromEntries(Object.entries(dataset).map(([list, rows]) => [`${list}.json`, encode(rows)]))],
    [
      "lists under their own name",
      Object.fromEntries(Object.entries(dataset).map(([list, rows]) => [`${list}.json`, encode({ [list]: rows })])),
    ],
    [
      "a byte order mark",
      Object.fromEntries(
        Object.entries(sound).map(([name, bytes]) => [name, Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes)]),
      ),
    ],
    [
      "pages",
      {
        ...Object.fromEntries(Object.entries(sound).filter(([name]) => name !== "persons.json")),
        "persons-10.json": encode({ data: dataset.persons.slice(100), pageToken: null }),
        "persons-9.json": encode({ data: dataset.persons.slice(50, 100), pageToken: "c" }),
        "Persons_1.json": encode({ data: dataset.persons.slice(0, 50), pageToken: "b" }),
      },
    ],
  ])("of %s", async (_name, files) => {
    const expected = await readSs12000Folder({ files: sound, readAt });
    expect(await readSs12000Folder({ files, readAt })).toEqual(expected);
  });

  test("may be a stream of files", async () => {
    async function* stream() {
      for (const [name, bytes] of Object.entries(sound)) yield { name, bytes };
    }
    expect(await readSs12000Folder({ files: stream(), readAt })).toEqual(
      await readSs12000Folder({ files: sound, readAt }),
    );
  });
});

describe("a file that is not well", () => {
  const persons = sound["persons.json"] ?? new Uint8Array();
  const text = new TextDecoder().decode(persons);
  const latin1 = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const mojibake = new TextEncoder().encode(new TextDecoder("windows-1252").decode(persons));
  test.each<[string, Uint8Array, string]>([
    ["empty", new Uint8Array(), "connectors.empty-file"],
    ["only blanks", new TextEncoder().encode(" \n"), "connectors.empty-file"],
    ["cut", persons.slice(0, persons.length / 2), "connectors.broken-json"],
    ["cut inside an å", persons.slice(0, persons.indexOf(0xc3) + 1), "connectors.bad-encoding"],
    ["ISO-8859-1", latin1, "connectors.bad-encoding"],
    ["encoded twice", mojibake, "connectors.garbled-text"],
    ["a web page", new TextEncoder().encode("<html>Logga in</html>"), "connectors.broken-json"],
    ["an answer without data", encode({ code: "503", message: "later" }), "connectors.unexpected-shape"],
    ["a page that is not the last", encode({ data: dataset.persons, pageToken: "next" }), "connectors.pages-missing"],
    ["an empty list", encode({ data: [], pageToken: null }), "connectors.empty-register"],
  ])("%s: a finding in two languages, and the batch never looks total", async (_name, bytes, code) => {
    const batch = await readSs12000Folder({ files: { ...sound, "persons.json": bytes }, readAt });
    const found = batch.health.findings.find((candidate) => candidate.code === code);
    expect(found).toMatchObject({ severity: "must" });
    expect(found?.sv).not.toBe("");
    expect(found?.en).not.toBe(found?.sv);
    expect(batch.health.complete).toBe(false);
    expect(batch.units.length).toBeGreaterThan(0);
  });

  test("a missing file is not spoken for; without persons there is no register", async () => {
    const { "placements.json": _placements, ...withoutPlacements } = sound;
    const batch = await readSs12000Folder({ files: withoutPlacements, readAt });
    expect(codesOf(batch)).toEqual(["connectors.list-withheld"]);
    expect(batch.health.complete).toBe(true);
    const { "persons.json": _persons, ...withoutPersons } = sound;
    const none = await readSs12000Folder({ files: withoutPersons, readAt });
    expect(codesOf(none)).toContain("connectors.list-missing");
    expect(none.health.complete).toBe(false);
  });

  test("another municipality's register is read as it is, and the sync refuses it as a whole", async () => {
    const foreign = dataset.organisations.map((unit) => ({ ...unit, municipalityCode: "9901" }));
    const batch = await readSs12000Folder({ files: filesOf({ ...dataset, organisations: foreign }), readAt });
    expect(batch.health.complete).toBe(true);
    const guards = check(reconcile({ source: batch, target: emptyRegister }), { municipalityCode: "0180" });
    expect(guards.find(({ id }) => id === "municipality")?.outcome).toBe("reject");
  });

  test("no files at all", async () => {
    const batch = await readSs12000Folder({ files: {}, readAt });
    expect(codesOf(batch)).toContain("connectors.no-files");
    expect(batch.health.complete).toBe(false);
  });

  test("a file of something else is told of", async () => {
    const batch = await readSs12000Folder({ files: { ...sound, "läsmig.txt": encode("hej") }, readAt });
    expect(codesOf(batch)).toEqual(["connectors.unknown-file"]);
    expect(batch.health.complete).toBe(true);
  });

  test("an instant that is none is the caller's fault", async () => {
    await expect(readSs12000Folder({ files: sound, readAt: "i går" })).rejects.toThrow("readAt");
  });
});
