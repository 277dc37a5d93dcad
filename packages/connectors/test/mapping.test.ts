import { existsSync, readFileSync } from "node:fs";
import { testIdentity } from "@milstolpe/swedish";
import type { Batch } from "@milstolpe/sync";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { importPersonId } from "../src/import-person-id.ts";
import { type MappingProfile, parseMappingProfile, proposeProfile, readWithProfile } from "../src/mapping.ts";

const readAt = "2026-10-01T05:00:00+02:00";
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const lines = (...rows: readonly string[]): Uint8Array => bytes(`${rows.join("\r\n")}\r\n`);
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const codesOf = (batch: Batch): readonly string[] => batch.health.findings.map(({ code }) => code);
const asa = testIdentity("2013-01-01", 238);
const bo = testIdentity("2013-01-02", 239);
const eva = testIdentity("1985-03-04", 980);

const person = { column: "Pnr", type: "person-id" } as const;
const unit = { column: "Skolenhetskod", type: "school-unit-code" } as const;
const klass = { join: [{ column: "Skolenhetskod" }, { column: "Klass" }] } as const;
const profile: MappingProfile = {
  id: "elevregister",
  total: ["persons", "enrolments"],
  files: [
    {
      name: "elever*.csv",
      rows: [
        {
          entity: "units",
          fields: { id: unit, name: { column: "Skola" }, kind: { value: "Skolenhet" }, schoolUnitCode: unit },
        },
        {
          entity: "persons",
          fields: {
            id: person,
            identity: { column: "Pnr", type: "identity" },
            givenName: { column: "Namn", take: { split: ",", part: 1 } },
            familyName: { column: "Namn", take: { split: ",", part: 0 } },
            phone: { column: ["Mobil", "Telefon"] },
            protection: { column: "Skydd", codes: { J: "Sekretessmarkering", N: "Ingen" } },
          },
        },
        {
          entity: "groups",
          when: [{ column: "Klass" }],
          fields: { id: klass, name: { column: "Klass" }, kind: { value: "Klass" }, unit },
        },
        {
          entity: "enrolments",
          fields: {
            person,
            unit,
            schoolType: { column: "Form", codes: { Grundskola: "GR", Fritids: "" }, otherwise: "reject" },
            schoolYear: { column: "Åk", type: "number" },
            startDate: { column: "Start", type: "day", format: "DD.MM.YYYY" },
          },
        },
        {
          entity: "memberships",
          when: [{ column: "Klass" }],
          fields: { group: klass, person, role: { value: "pupil" } },
        },
        {
          entity: "guardianships",
          when: [{ column: "Vh" }],
          fields: {
            child: person,
            guardian: { column: "Vh", type: "person-id" },
            relation: { value: "Vårdnadshavare" },
          },
        },
      ],
      checks: [
        { kind: "least-rows", least: 2 },
        { kind: "filled", column: "Pnr", least: 0.9 },
        { kind: "unique", column: "Pnr" },
      ],
    },
  ],
};
const header = "Skolenhetskod;Skola;Pnr;Namn;Mobil;Telefon;Skydd;Klass;Form;Åk;Start;Vh";
const rowA = `10000001;Ödeskolan;${asa};Ek, Åsa;;08-1;N;6A;Grundskola;6;17.08.2026;${eva}`;
const rowB = `10000001;Ödeskolan;${bo.slice(2)};Björk, Bo;0701;;J;;Grundskola;;;`;
const read = (file: Uint8Array = lines(header, rowA, rowB), name = "elever-2026.csv") =>
  readWithProfile({ files: { [name]: file }, profile, readAt });

describe("a file by its profile", () => {
  test("gives rows of several entities from each line, and one class for many", async () => {
    const batch = await read();
    const [a, b] = [asa, bo].map(importPersonId);
    expect(batch.units).toEqual([{ id: "10000001", name: "Ödeskolan", kind: "Skolenhet", schoolUnitCode: "10000001" }]);
    expect(batch.persons).toEqual([
      { id: a, identity: asa, givenName: "Åsa", familyName: "Ek", phone: "08-1", protection: "Ingen" },
      { id: b, identity: bo, givenName: "Bo", familyName: "Björk", phone: "0701", protection: "Sekretessmarkering" },
    ]);
    expect(batch.groups).toEqual([{ id: "10000001|6A", name: "6A", kind: "Klass", unit: "10000001" }]);
    expect(batch.enrolments[0]).toEqual({
      id: `${a}|10000001|GR`,
      person: a,
      unit: "10000001",
      schoolType: "GR",
      schoolYear: 6,
      startDate: "2026-08-17",
    });
    expect(batch.memberships).toEqual([{ id: `10000001|6A|${a}`, group: "10000001|6A", person: a, role: "pupil" }]);
    expect(batch.guardianships).toHaveLength(1);
    expect(codesOf(batch)).toEqual(["connectors.dangling-reference"]); // the guardian, of whom no file tells
    expect(batch.health.complete).toBe(true);
  });

  test("speaks wholly only for what the profile says the files hold all of", async () => {
    const batch = await read();
    expect(batch.coverage.filter(({ complete }) => complete).map(({ entity }) => entity)).toEqual([
      "persons",
      "enrolments",
    ]);
    expect(batch.coverage.find(({ entity }) => entity === "duties")).toEqual({
      entity: "duties",
      complete: false,
      fields: [],
    });
  });

  test("is found by its name, in any case, in UTF-8 or Latin-1", async () => {
    const other = latin1(`${header}\r\n${rowA}\r\n${rowB}\r\n`);
    expect((await read(other, "ELEVER HT.CSV")).persons).toEqual((await read()).persons);
  });

  test("without a header has its columns by their places", async () => {
    const places: MappingProfile = {
      id: "x",
      files: [
        {
          name: "*",
          header: false,
          rows: [{ entity: "persons", fields: { id: { column: 0, type: "person-id" }, familyName: { column: 1 } } }],
        },
      ],
    };
    const batch = await readWithProfile({
      files: { "x.txt": lines(`${asa}\tEk`, `${bo}\tBjörk`) },
      profile: places,
      readAt,
    });
    expect(batch.persons.map(({ familyName }) => familyName)).toEqual(["Ek", "Björk"]);
  });
});

describe("a file that is not what the profile says", () => {
  test.each<[string, Uint8Array, string, boolean]>([
    ["no rows", lines(header), "connectors.empty-file", false],
    ["empty", bytes(""), "connectors.empty-file", false],
    ["fewer rows than expected", lines(header, rowA), "connectors.check-rows", false],
    ["a column too few", lines(header.replace(";Klass", ";Grupp"), rowA, rowB), "connectors.profile-column", false],
    ["a column twice", lines(header.replace("Mobil", "Klass"), rowA, rowB), "connectors.duplicate-column", false],
    ["numbers that are not filled in", lines(header, rowA, rowB, "1;;;;;;;;;;;"), "connectors.check-filled", false],
    ["the same number twice", lines(header, rowA, rowA), "connectors.check-unique", false],
    ["a ragged row", lines(header, rowA, rowB, "1;2"), "connectors.column-count", true],
    ["cut", bytes(`${header}\r\n${rowA}\r\n${rowB}\r\n10000001;Öde`), "connectors.cut-file", false],
    [
      "a number that is none",
      lines(header, rowA, rowB.replace(bo.slice(2), "1301020000")),
      "connectors.bad-value",
      true,
    ],
    ["a day that is none", lines(header, rowA.replace("17.08", "31.02"), rowB), "connectors.bad-date", true],
    [
      "a word that has to be translated",
      lines(header, rowA, rowB.replace("Grundskola", "Gymnasium")),
      "connectors.code-refused",
      true,
    ],
    [
      "a marking nobody has explained",
      lines(header, rowA, rowB.replace(";J;", ";X;")),
      "connectors.unknown-marking",
      true,
    ],
    [
      "another name of the same school",
      lines(header, rowA, rowB.replace("Ödeskolan", "Skolan Öde")),
      "connectors.row-differs",
      true,
    ],
    ["spoiled by another program", lines(header, rowA.replace("Åsa", "Ã…sa"), rowB), "connectors.garbled-text", false],
  ])("%s is told of", async (_name, file, code, complete) => {
    const batch = await read(file);
    expect(codesOf(batch)).toContain(code);
    expect(batch.health.complete).toBe(complete);
    expect(JSON.stringify(batch.health.findings)).not.toMatch(/Åsa|Björk|1301/);
  });

  test("a file that is missing, and one too many", async () => {
    const batch = await read(undefined, "personal.csv");
    expect(codesOf(batch)).toEqual(expect.arrayContaining(["connectors.unknown-file", "connectors.file-expected"]));
    expect(batch.health.complete).toBe(false);
  });

  test("an instant that is none is the caller's fault", async () => {
    await expect(readWithProfile({ files: {}, profile, readAt: "" })).rejects.toThrow("readAt");
  });
});

describe("a profile from outside", () => {
  test("that is right is given back", () => {
    expect(parseMappingProfile(JSON.parse(JSON.stringify(profile)))).toEqual({
      ok: true,
      value: JSON.parse(JSON.stringify(profile)),
    });
  });

  const file = { name: "x", rows: [{ entity: "persons", fields: { id: { column: "a" } } }] };
  test.each<[string, unknown, string]>([
    ["nothing", null, "profile"],
    ["no files", { id: "x", files: [] }, "files"],
    ["no id", { files: [file] }, "id"],
    [
      "an unknown entity",
      { id: "x", files: [{ name: "x", rows: [{ entity: "cats", fields: {} }] }] },
      "files[0].rows[0].entity",
    ],
    [
      "a required field that is missing",
      { id: "x", files: [{ name: "x", rows: [{ entity: "persons", fields: {} }] }] },
      "files[0].rows[0].fields.id",
    ],
    [
      "a field nobody knows",
      {
        id: "x",
        files: [
          { name: "x", rows: [{ entity: "persons", fields: { id: { column: "a" }, shoeSize: { column: "b" } } }] },
        ],
      },
      "files[0].rows[0].fields.shoeSize",
    ],
    [
      "two origins",
      { id: "x", files: [{ name: "x", rows: [{ entity: "persons", fields: { id: { column: "a", value: "b" } } }] }] },
      "files[0].rows[0].fields.id",
    ],
    [
      "an unknown type",
      {
        id: "x",
        files: [{ name: "x", rows: [{ entity: "persons", fields: { id: { column: "a", type: "toString" } } }] }],
      },
      "files[0].rows[0].fields.id.type",
    ],
    ["an unknown entity in total", { id: "x", total: ["cats"], files: [file] }, "total[0]"],
    [
      "a check without column",
      { id: "x", files: [{ ...file, checks: [{ kind: "unique" }] }] },
      "files[0].checks[0].column",
    ],
    ["a delimiter of two", { id: "x", files: [{ ...file, delimiter: "::" }] }, "files[0].delimiter"],
  ])("with %s is refused at the place", (_name, json, where) => {
    const result = parseMappingProfile(json);
    expect(result.ok).toBe(false);
    expect(!result.ok && result.error.map((found) => found.where)).toContain(where);
  });

  test("whatever it is, an answer is given; and one that is taken can be used on any file", async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), fc.string(), fc.uint8Array({ maxLength: 200 }), async (value, column, data) => {
        const json = {
          id: "x",
          files: [{ name: "*", rows: [{ entity: "persons", fields: { id: { column }, sex: value } }] }],
        };
        for (const candidate of [value, json]) {
          const result = parseMappingProfile(candidate);
          if (result.ok) await readWithProfile({ files: { "x.csv": data }, profile: result.value, readAt });
          expect(result.ok || result.error.length > 0).toBe(true);
        }
      }),
    );
  });
});

describe("the assistant", () => {
  const proposed = (file: Uint8Array, name = "fil.csv") => {
    const result = proposeProfile({ name, bytes: file });
    if (!result.ok) throw new Error(result.error.code);
    return result.value;
  };
  const kindsOf = (file: Uint8Array) => proposed(file).columns.map(({ kind }) => kind);
  const people = Array.from({ length: 20 }, (_, index) =>
    testIdentity(`2013-03-${String(index + 1).padStart(2, "0")}`, 238),
  );
  const given = ["Åsa", "Bo", "Cilla", "Dan"];
  const family = ["Ek", "Björk", "Lind", "Alm"];

  const pupils = lines(
    "Skolenhetskod;Skola;Personnummer;Förnamn;Efternamn;Klass;Årskurs;E-post;Från",
    ...people.map(
      (id, i) =>
        `10000001;Ödeskolan;${id};${given[i % 4]};${family[i % 4]};6${"AB"[i % 2]};6;e${i}@skola.example;2026-08-${17 + (i % 3)}`,
    ),
  );

  test("knows the columns of a pupil file, and its proposal reads the file", async () => {
    const { profile: own, columns, confidence, assumed, delimiter, hasHeader } = proposed(pupils, "elever.csv");
    expect(columns.map(({ kind }) => kind)).toEqual([
      "unit-code",
      "unit-name",
      "identity",
      "given-name",
      "family-name",
      "class",
      "school-year",
      "email",
      "start-date",
    ]);
    expect(confidence).toBeGreaterThan(0.6);
    expect([delimiter, hasHeader]).toEqual([";", true]);
    expect(assumed).toContain("enrolments.schoolType");
    expect(parseMappingProfile(own).ok).toBe(true);
    const batch = await readWithProfile({ files: { "elever.csv": pupils }, profile: own, readAt });
    expect(batch.persons).toHaveLength(20);
    expect(batch.persons[0]).toMatchObject({
      identity: people[0],
      givenName: "Åsa",
      familyName: "Ek",
      email: "e0@skola.example",
    });
    expect(batch.groups.map(({ name }) => name)).toEqual(["6A", "6B"]);
    expect(batch.enrolments).toHaveLength(20);
    expect(batch.memberships).toHaveLength(20);
    expect(batch.coverage.some(({ complete }) => complete)).toBe(false);
  });

  test("knows columns by their values alone, and is less sure", () => {
    const bare = lines(...people.map((id, i) => `${id},e${i}@skola.example,10000001`));
    const { columns, hasHeader } = proposed(bare);
    expect(hasHeader).toBe(false);
    expect(columns.map(({ kind }) => kind)).toEqual(["identity", "email", "unit-code"]);
    const withNames = proposed(
      lines("Personnummer,E-post,Skolenhetskod", ...people.map((id, i) => `${id},e${i}@skola.example,10000001`)),
    );
    for (const [index, column] of columns.entries())
      expect(column.confidence).toBeLessThan(withNames.columns[index]?.confidence ?? 0);
  });

  test("a name that its values speak against is doubted", () => {
    const right = proposed(lines("E-post;Personnummer", ...people.map((id, i) => `e${i}@x.se;${id}`)));
    const wrong = proposed(lines("E-post;Personnummer", ...people.map((id) => `saknas;${id}`)));
    expect(right.columns[0]?.confidence).toBeGreaterThan(0.9);
    expect(wrong.columns[0]?.confidence).toBeLessThan(0.5);
  });

  test("staff have duties, guardians have children", async () => {
    const staff = lines(
      "Skola;Personnummer;Namn;Signatur;Befattning",
      ...people.map((id, i) => `Ödeskolan;${id};${family[i % 4]}, ${given[i % 4]};AB${i % 9};Lärare`),
    );
    const batch = await readWithProfile({
      files: { "p.csv": staff },
      profile: proposed(staff, "p.csv").profile,
      readAt,
    });
    expect(batch.duties[0]).toMatchObject({ unit: "Ödeskolan", role: "Lärare", signature: "AB0" });
    expect(batch.persons[0]).toMatchObject({ givenName: "Åsa", familyName: "Ek" });
    const guardians = lines(
      "Personnummer;Vårdnadshavare personnummer",
      ...people.map((id, i) => `${id};${testIdentity(`1985-03-${String(i + 1).padStart(2, "0")}`, 980)}`),
    );
    expect(kindsOf(guardians)).toEqual(["identity", "guardian-identity"]);
  });

  test("a day is read in the format that all values have", () => {
    const file = lines(
      "Personnummer;Född",
      ...people.map((id, i) => `${id};${String(i + 1).padStart(2, "0")}/03/2013`),
    );
    const [row] = proposed(file).profile.files[0]?.rows.filter(({ entity }) => entity === "persons") ?? [];
    expect(row?.fields["birthDate"]).toMatchObject({ format: "DD/MM/YYYY" });
  });

  test("of nothing it knows it says nothing", () => {
    const { columns, confidence } = proposed(lines("x;y", "3.5;#", "4.5;##"));
    expect(columns.map(({ kind }) => kind)).toEqual([undefined, undefined]);
    expect(confidence).toBe(0);
    expect(proposeProfile({ name: "x", bytes: bytes("") })).toMatchObject({ ok: false });
  });

  test("holds no value of the file", () => {
    expect(JSON.stringify(proposed(pupils))).not.toMatch(/Åsa|Björk|2013|@/);
  });

  test("whatever bytes come, nothing throws, and it is never surer than sure", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
        const result = proposeProfile({ name: "x.csv", bytes: data });
        expect(
          result.ok ? result.value.columns.every(({ confidence }) => confidence >= 0 && confidence <= 1) : true,
        ).toBe(true);
      }),
    );
  });

  const linkage = new URL("../../../../shared/data/linkage/", import.meta.url);
  test.skipIf(!existsSync(linkage))("files that nobody made for it (read where the public data is at hand)", () => {
    const columns = (name: string) =>
      new Map(
        proposed(readFileSync(new URL(name, linkage))).columns.map(({ column, kind, confidence }) => [
          String(column),
          { kind, confidence },
        ]),
      );
    const fake = columns("fake_1000.csv");
    for (const [column, kind] of [
      ["first_name", "given-name"],
      ["surname", "family-name"],
      ["dob", "birth-date"],
      ["email", "email"],
    ]) {
      expect(fake.get(column ?? "")?.kind).toBe(kind);
      expect(fake.get(column ?? "")?.confidence).toBeGreaterThan(0.5);
    }
    expect(fake.get("unique_id")?.confidence).toBeLessThan(0.5);
    const febrl = columns("febrl_dataset1.csv");
    for (const [column, kind] of [
      ["given_name", "given-name"],
      ["surname", "family-name"],
      ["date_of_birth", "birth-date"],
    ])
      expect(febrl.get(column ?? "")?.kind).toBe(kind);
  });
});
