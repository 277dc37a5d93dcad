import type { Batch, Entities } from "@milstolpe/sync";
import { testIdentity } from "@milstolpe/swedish";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { importPersonId } from "../src/import-person-id.ts";
import { readSkola24, skola24Profile, writeSkola24 } from "../src/skola24.ts";
import { arbitraryRegister } from "./arbitrary-register.ts";

const readAt = "2026-10-01T05:00:00+02:00";
const on = "2026-10-01";
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const lines = (...rows: readonly string[]): Uint8Array => latin1(`${rows.join("\r\n")}\r\n`);
const codesOf = (batch: Batch): readonly string[] => batch.health.findings.map(({ code }) => code);
const asa = testIdentity("2020-01-01", 238);
const bo = testIdentity("2020-01-02", 239);
const eva = testIdentity("1985-03-04", 980);
const lars = testIdentity("1975-03-04", 981);

const children = lines(
  `Förskolan Ån;Ekorren;${asa.slice(0, 8)}-${asa.slice(8)};Åsa;Ek`,
  `Förskolan Ån;Ekorren;${bo.slice(2)};Bo;Björk;0`,
);
const staff = lines(`Förskolan Ån;;${lars};Lars;Lind;LL;lars@skola.example;`);
const guardians = lines(`${asa};${eva};Eva;Ek;eva@post.example;0701740600`, `${bo};${eva};Eva;Ek`);
const files = {
  children: { "barn.csv": children },
  staff: { "personal.csv": staff },
  guardians: { "vh.csv": guardians },
};
const read = (changes: object = {}) => readSkola24({ ...files, readAt, schoolType: "FS", ...changes });

describe("the three files", () => {
  test("become children in departments, staff and guardians, of the schools they name", async () => {
    const batch = await read({ unitId: (name: string) => (name === "Förskolan Ån" ? "u1" : name) });
    const [a, b, g, t] = [asa, bo, eva, lars].map(importPersonId);
    expect(batch.units).toEqual([{ id: "u1", name: "Förskolan Ån", kind: "Skolenhet" }]);
    expect(batch.persons.map(({ id, givenName }) => [id, givenName])).toEqual([
      [a, "Åsa"],
      [b, "Bo"],
      [t, "Lars"],
      [g, "Eva"],
    ]);
    expect(batch.persons[3]).toMatchObject({ email: "eva@post.example", phone: "0701740600" });
    expect(batch.placements[0]).toEqual({
      id: `${a}|u1|FS`,
      person: a,
      unit: "u1",
      schoolType: "FS",
      group: "u1|Ekorren",
    });
    expect(batch.groups).toEqual([{ id: "u1|Ekorren", name: "Ekorren", kind: "Avdelning", unit: "u1" }]);
    expect(batch.memberships).toHaveLength(2);
    expect(batch.duties).toMatchObject([{ person: t, unit: "u1", signature: "LL" }]);
    expect(batch.guardianships.map(({ child, guardian }) => [child, guardian])).toEqual([
      [a, g],
      [b, g],
    ]);
    expect(batch.health.complete).toBe(true);
    expect(codesOf(batch)).toEqual(["connectors.guessed-century"]);
    expect(batch.coverage.every(({ units }) => units?.join() === "u1")).toBe(true);
    const isWhole = (name: string) => batch.coverage.find(({ entity }) => entity === name)?.complete;
    expect(["placements", "groups", "memberships", "duties"].map(isWhole)).toEqual([true, true, true, true]);
    // Who is not there may be at a school of which no file has come.
    expect(["persons", "guardianships"].map(isWhole)).toEqual([false, false]);
  });

  test("a file that is not given is not spoken for, and neither are all people", async () => {
    const batch = await read({ guardians: undefined });
    expect(batch.health.complete).toBe(true);
    expect(batch.coverage.find(({ entity }) => entity === "persons")?.complete).toBe(false);
    expect(batch.coverage.find(({ entity }) => entity === "guardianships")?.fields).toEqual([]);
  });

  test("without a school type the field is withheld; a role of staff always is", async () => {
    const batch = await readSkola24({ ...files, readAt });
    expect(batch.coverage.find(({ entity }) => entity === "placements")?.fields).not.toContain("schoolType");
    expect(batch.coverage.find(({ entity }) => entity === "duties")?.fields).not.toContain("role");
  });
});

describe("a row marked as protected is put aside, whatever the mark", () => {
  test.each(["1", "J", "skyddad"])("%s", async (mark) => {
    const marked = lines(`Förskolan Ån;Ekorren;${asa};Åsa;Ek;${mark}`, `Förskolan Ån;Ekorren;${bo};Bo;Björk;`);
    const batch = await read({ children: { "barn.csv": marked } });
    expect(batch.persons.map(({ givenName }) => givenName)).toEqual(["Bo", "Lars", "Eva"]);
    expect(batch.guardianships).toHaveLength(1); // and the row that says whose guardian somebody is, with it
    expect(batch.rejected.map(({ finding }) => finding.code)).toEqual([
      "connectors.protected-row",
      "connectors.protected-row",
    ]);
    expect(batch.coverage.find(({ entity }) => entity === "persons")?.complete).toBe(false);
    expect(JSON.stringify(batch.health.findings)).not.toMatch(/Åsa|2020/);
  });
});

describe("a file that is not well", () => {
  test.each<[string, object, string, boolean]>([
    ["nothing", { children: undefined, staff: undefined, guardians: undefined }, "connectors.no-files", false],
    ["an empty file", { children: { "barn.csv": latin1("") } }, "connectors.empty-file", false],
    [
      "nothing but a header",
      { children: { "barn.csv": lines("Skola;Avdelning;Personnummer;Förnamn;Efternamn") } },
      "connectors.empty-file",
      false,
    ],
    [
      "a header",
      { children: { "barn.csv": lines("Skola;Avdelning;Personnummer;Förnamn;Efternamn", `Ån;E;${asa};A;B`) } },
      "connectors.header-skipped",
      true,
    ],
    [
      "a file that is cut",
      { children: { "barn.csv": latin1(`Ån;E;${asa};A;B\r\nÅn;E;${bo}`) } },
      "connectors.cut-file",
      false,
    ],
    ["too many columns", { children: { "barn.csv": lines(`Ån;E;${asa};A;B;;x`) } }, "connectors.column-count", true],
    ["another delimiter", { children: { "barn.csv": lines(`Ån,E,${asa},A,B`) } }, "connectors.column-count", true],
    [
      "a number that is none",
      { children: { "barn.csv": lines("Ån;E;20200101-0000;A;B") } },
      "connectors.invalid-key",
      true,
    ],
    ["no school", { children: { "barn.csv": lines(`;E;${asa};A;B`) } }, "connectors.missing-field", true],
    ["an open quote", { children: { "barn.csv": lines(`"Ån;E;${asa};A;B`) } }, "connectors.open-quote", false],
    [
      "a child nobody has told of",
      { children: { "barn.csv": lines(`Ån;E;${bo};A;B`) } },
      "connectors.dangling-reference",
      true,
    ],
  ])("%s is told of", async (_name, changes, code, complete) => {
    const batch = await read(changes);
    expect(codesOf(batch)).toContain(code);
    expect(batch.health.complete).toBe(complete);
  });

  test("an instant that is none is the caller's fault", async () => {
    await expect(readSkola24({ readAt: "" })).rejects.toThrow("readAt");
  });
});

describe("writing", () => {
  const fileOf = (written: ReturnType<typeof writeSkola24>, name: string): Uint8Array =>
    written.files.find((file) => file.name === name)?.bytes ?? new Uint8Array();

  test("what is written is read back", async () => {
    const profile = { ...skola24Profile, writeEncoding: "utf-8" } as const;
    await fc.assert(
      fc.asyncProperty(arbitraryRegister, async (entities: Entities) => {
        const identified = new Map(
          entities.persons.flatMap(({ id, identity }) => (identity === undefined ? [] : [[id, identity]])),
        );
        for (const unit of entities.units.slice(1)) {
          const written = writeSkola24({ entities, unit: unit.id, on, profile });
          const kinds = { children: "children.csv", staff: "staff.csv", guardians: "guardians.csv" };
          const given = Object.fromEntries(
            Object.entries(kinds).map(([kind, name]) => [
              kind,
              fileOf(written, name).length === 0 ? {} : { [name]: fileOf(written, name) },
            ]),
          );
          const batch = await readSkola24({ ...given, readAt, personId: (number) => number });
          const idsOf = (rows: readonly { readonly person: string; readonly unit: string }[]) =>
            rows
              .filter((row) => row.unit === unit.id)
              .flatMap(({ person }) => identified.get(person) ?? [])
              .toSorted();
          expect(batch.placements.map(({ person }) => person).toSorted()).toEqual(idsOf(entities.enrolments));
          expect(batch.duties.map(({ person }) => person).toSorted()).toEqual(idsOf(entities.duties));
          for (const { identity, givenName, familyName } of batch.persons)
            expect(entities.persons).toContainEqual(expect.objectContaining({ identity, givenName, familyName }));
          const children = new Set(batch.placements.map(({ person }) => person));
          expect(batch.guardianships.map(({ child, guardian }) => `${child} ${guardian}`).toSorted()).toEqual(
            entities.guardianships
              .map(({ child, guardian }) => [identified.get(child) ?? "", identified.get(guardian) ?? ""])
              .filter(([child = "", guardian]) => children.has(child) && guardian !== "")
              .map((pair) => pair.join(" "))
              .toSorted(),
          );
        }
      }),
      { numRuns: 40 },
    );
  });

  const person = {
    id: "p",
    identity: asa,
    givenName: "Åsa",
    familyName: "Ek",
    protection: "Sekretessmarkering" as const,
  };
  const small = {
    units: [{ id: "u", name: "Ån", kind: "Skolenhet" as const }],
    persons: [
      person,
      { id: "g", identity: eva, givenName: "Eva", familyName: "Ek", phone: "070-174 06 00" },
      { id: "x", givenName: "李", familyName: "X", identity: bo },
    ],
    groups: [],
    enrolments: [
      { id: "1", person: "p", unit: "u", schoolType: "GR" as const },
      { id: "3", person: "x", unit: "u", schoolType: "GR" as const, startDate: "2026-08-17", endDate: "2026-10-01" },
    ],
    placements: [],
    duties: [],
    memberships: [],
    guardianships: [{ id: "2", child: "x", guardian: "g", relation: "Vårdnadshavare" as const }],
  };

  test("protected people are left out, or written with their mark and without their guardians", () => {
    const text = (written: ReturnType<typeof writeSkola24>) =>
      new TextDecoder("windows-1252").decode(fileOf(written, "children.csv"));
    expect(text(writeSkola24({ entities: small, unit: "u", on }))).toBe("");
    expect(text(writeSkola24({ entities: small, unit: "u", on, protectedPeople: "mark" }))).toBe(
      `Ån;;${asa.slice(0, 8)}-${asa.slice(8)};Åsa;Ek;1\r\n`,
    );
  });

  test("a letter that the encoding does not have is told of; a mobile number loses its signs; the last day counts", () => {
    const written = writeSkola24({ entities: small, unit: "u", on });
    expect(written.findings.map(({ code }) => code)).toEqual([
      "connectors.protected-left-out",
      "connectors.not-in-encoding",
    ]);
    expect(new TextDecoder().decode(fileOf(written, "guardians.csv"))).toContain(";0701740600\r\n");
    expect(writeSkola24({ entities: small, unit: "u", on: "2026-10-02" }).findings).toHaveLength(1);
  });

  test("a day that is none, and a unit that is not there, are the caller's fault", () => {
    expect(() => writeSkola24({ entities: small, unit: "u", on: "idag" })).toThrow(RangeError);
    expect(() => writeSkola24({ entities: small, unit: "v", on })).toThrow(RangeError);
  });
});
