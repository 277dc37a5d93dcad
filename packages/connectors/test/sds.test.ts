import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { Batch, Entity } from "@milstolpe/sync";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSds, writeSds } from "../src/sds.ts";
import { arbitraryRegister, rowsWith } from "./arbitrary-register.ts";

const readAt = "2026-08-17T05:00:00+02:00";
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const table = (...lines: readonly string[]): Uint8Array => bytes(`${lines.join("\r\n")}\r\n`);
const codesOf = (batch: Batch): readonly string[] => batch.health.findings.map(({ code }) => code);
const fieldsOf = (batch: Batch, entity: Entity): readonly string[] =>
  batch.coverage.find((entry) => entry.entity === entity)?.fields ?? [];
const isWhole = (batch: Batch, entity: Entity): boolean | undefined =>
  batch.coverage.find((entry) => entry.entity === entity)?.complete;

const samples = new URL("../../../../shared/data/rosters/sds-samples/", import.meta.url);

describe.skipIf(!existsSync(samples))("Microsoft's own samples (read where the public data is at hand)", () => {
  const folder = (path: string): Record<string, Uint8Array> => {
    const base = new URL(`${path}/`, samples);
    return Object.fromEntries(readdirSync(base).map((name) => [name, readFileSync(new URL(name, base))]));
  };
  const read = (path: string): Promise<Batch> => readSds({ files: folder(path), readAt });
  const rowsIn = (path: string, name: string): number =>
    new TextDecoder().decode(folder(path)[name]).trim().split(/\r?\n/).length - 1;

  test.each(["SDS Format/100 Users", "SDS Format/25 Users", "SDS Format/Min Required Attributes"])(
    "%s (v1): every row of every file",
    async (path) => {
      const batch = await read(path);
      expect(batch.health.complete).toBe(true);
      expect(batch.rejected).toEqual([]);
      expect(batch.units).toHaveLength(rowsIn(path, "School.csv"));
      expect(batch.persons).toHaveLength(rowsIn(path, "Student.csv") + rowsIn(path, "Teacher.csv"));
      expect(batch.enrolments).toHaveLength(rowsIn(path, "Student.csv"));
      expect(batch.duties).toHaveLength(rowsIn(path, "Teacher.csv"));
      expect(batch.groups).toHaveLength(rowsIn(path, "Section.csv"));
      expect(batch.memberships).toHaveLength(rowsIn(path, "StudentEnrollment.csv") + rowsIn(path, "TeacherRoster.csv"));
      expect(codesOf(batch).filter((code) => code !== "connectors.unknown-value")).toEqual([]);
    },
  );

  test("v1, the fields of a row: American dates, a grade, a user name without domain", async () => {
    const batch = await read("SDS Format/100 Users");
    expect(batch.persons[0]).toEqual({ id: "13001", givenName: "Ora", familyName: "Klein", birthDate: "2000-04-02" });
    expect(batch.groups[0]).toMatchObject({ name: "Math - Algebra 1", startDate: "2017-07-01", endDate: "2018-06-30" });
    expect(batch.enrolments[0]).toMatchObject({ unit: "10001", schoolType: "GR", schoolYear: 9 });
  });

  test("v1 with the least columns withholds what it has no column for", async () => {
    const batch = await read("SDS Format/Min Required Attributes");
    expect(fieldsOf(batch, "persons")).toEqual([]);
    expect(fieldsOf(batch, "enrolments")).toEqual(["person", "unit"]);
  });

  test("v2: a role on each user", async () => {
    const batch = await read("SDS v2");
    expect(batch.health.complete).toBe(true);
    expect(batch.rejected).toEqual([]);
    expect(batch.persons).toHaveLength(rowsIn("SDS v2", "users.csv"));
    expect(batch.enrolments.length + batch.duties.length).toBe(rowsIn("SDS v2", "users.csv"));
    expect(batch.memberships).toHaveLength(rowsIn("SDS v2", "enrollments.csv"));
    expect(batch.units.map(({ kind }) => kind)).toContain("Skolenhet");
  });

  test("v2.1: roles with dates, sessions, details and relationships; flags are left alone", async () => {
    const batch = await read("SDS v2.1");
    expect(batch.health.complete).toBe(true);
    expect(batch.rejected).toEqual([]);
    expect(batch.enrolments.length + batch.duties.length).toBe(rowsIn("SDS v2.1", "roles.csv"));
    expect(batch.enrolments[0]).toMatchObject({ person: "114001", startDate: "2021-08-24", endDate: "2022-06-11" });
    expect(batch.groups[0]).toMatchObject({ startDate: "2021-09-01", endDate: "2021-12-01" });
    expect(batch.persons[0]).toMatchObject({ birthDate: "2001-07-02", sex: "Man", eppn: "jcraig@classrmtest31.org" });
    expect(batch.guardianships).toHaveLength(rowsIn("SDS v2.1", "relationships.csv"));
    expect(codesOf(batch).filter((code) => code === "connectors.file-not-carried")).toHaveLength(2);
    expect(JSON.stringify(batch)).not.toMatch(/iep|freeLunch|P@ssword|asian/);
  });

  test.each([
    ["SDS Format/100 Users", "1"],
    ["SDS Format/25 Users", "1"],
    ["SDS Format/Min Required Attributes", "1"],
    ["SDS Format/100 Users", "2.1"],
    ["SDS v2", "2.1"],
    ["SDS v2.1", "2.1"],
  ] as const)("%s read, written as v%s and read again is the same", async (path, version) => {
    const batch = await read(path);
    const { files } = writeSds({ entities: batch, version });
    const again = await readSds({ files, readAt });
    expect(again.health.complete).toBe(true);
    expect(again.rejected).toEqual([]);
    for (const entity of [
      "units",
      "persons",
      "groups",
      "enrolments",
      "duties",
      "memberships",
      "guardianships",
    ] as const) {
      const fields = fieldsOf(batch, entity).filter((field) => field !== "schoolUnitCode" || version === "1");
      expect(rowsWith(again[entity], ...fields)).toEqual(rowsWith(batch[entity], ...fields));
    }
  });
});

describe("files by hand", () => {
  const v1 = {
    "School.csv": table("ID,Name,School Number", "s1,Ödeskolan,10000001"),
    "Section.csv": table("ID,School DfE Number,Section Name", "6a,s1,6A"),
    "Student.csv": table(
      "ID,School DfE Number,First Name,Last Name,Username,Student Number,Grade",
      "p1,s1,Åsa,Ek,asa@skola.example,20130101-2389,6",
      "p1,s2,Åsa,Ek,asa@skola.example,20130101-2389,6",
    ),
    "Teacher.csv": table("ID,School DfE Number,Username", "t1,s1,lars", "t1,s2,lars"),
    "StudentEnrollment.csv": table("Section SIS ID,ID", "6a,p1"),
    "TeacherRoster.csv": table("Section SIS ID,ID", "6a,t1"),
  };
  test("the British names of columns, an identity number, one person at two schools", async () => {
    const batch = await readSds({ files: v1, readAt });
    expect(batch.health.complete).toBe(true);
    expect(batch.persons[0]).toMatchObject({ id: "p1", identity: "201301012389" });
    expect(batch.persons).toHaveLength(2);
    expect(batch.enrolments.map(({ unit }) => unit)).toEqual(["s1", "s2"]);
    expect(batch.duties.map(({ unit }) => unit)).toEqual(["s1", "s2"]);
    expect(batch.units[0]?.schoolUnitCode).toBe("10000001");
  });

  test("a file that is not there is not spoken for", async () => {
    const { "TeacherRoster.csv": _roster, ...rest } = v1;
    const batch = await readSds({ files: rest, readAt });
    expect(batch.health.complete).toBe(true);
    expect(isWhole(batch, "memberships")).toBe(false);
    expect(isWhole(batch, "persons")).toBe(true);
    const { "Student.csv": _students, ...withoutPupils } = v1;
    expect((await readSds({ files: withoutPupils, readAt })).health.complete).toBe(false);
  });

  test.each<[string, Record<string, Uint8Array>, string, boolean]>([
    ["nothing", {}, "connectors.no-files", false],
    ["an empty file", { ...v1, "Student.csv": bytes("") }, "connectors.empty-file", false],
    ["no header", { ...v1, "Student.csv": table("p1,s1,Åsa,Ek,asa") }, "connectors.missing-column", false],
    [
      "a file that is cut",
      { ...v1, "Section.csv": bytes("ID,School DfE Number,Section Name\r\n6a,s1") },
      "connectors.cut-file",
      false,
    ],
    ["a ragged row", { ...v1, "School.csv": table("ID,Name", "s1,A", "s2") }, "connectors.column-count", true],
    [
      "the same person told of in two ways",
      { ...v1, "Student.csv": table("ID,School DfE Number,First Name,Username", "p1,s1,Åsa,a", "p1,s2,Eva,a") },
      "connectors.person-differs",
      true,
    ],
    ["a file of something else", { ...v1, "läs.txt": bytes("x") }, "connectors.unknown-file", true],
    ["UTF-16", { ...v1, "School.csv": Uint8Array.from([0xff, 0xfe, 65, 0]) }, "connectors.bad-encoding", false],
  ])("%s is told of", async (_name, files, code, complete) => {
    const batch = await readSds({ files, readAt });
    expect(codesOf(batch)).toContain(code);
    expect(batch.health.complete).toBe(complete);
    expect(JSON.stringify(batch.health.findings)).not.toMatch(/Åsa|2013/);
  });

  test("an instant that is none is the caller's fault", async () => {
    await expect(readSds({ files: v1, readAt: "" })).rejects.toThrow("readAt");
  });
});

describe("writing", () => {
  test("what is written as v2.1 is read back, field by field", async () => {
    const fields = {
      units: ["name", "kind", "parent"],
      persons: ["givenName", "familyName", "birthDate", "sex", "email", "eppn", "phone"],
      groups: ["name", "unit", "startDate", "endDate"],
      enrolments: ["person", "unit", "schoolType", "schoolYear", "startDate", "endDate"],
      duties: ["person", "unit", "role", "startDate"],
      memberships: ["group", "person", "role"],
      guardianships: ["child", "guardian", "relation"],
    } as const;
    await fc.assert(
      fc.asyncProperty(arbitraryRegister, async (entities) => {
        const { files, findings } = writeSds({ entities });
        expect(findings).toEqual([]);
        const batch = await readSds({ files, readAt });
        expect(batch.health.complete).toBe(true);
        for (const [entity, names] of Object.entries(fields) as [keyof typeof fields, readonly string[]][])
          expect(rowsWith(batch[entity], ...names)).toEqual(rowsWith(entities[entity], ...names));
      }),
      { numRuns: 50 },
    );
  });

  test("what is written as v1 is read back, field by field, as far as it has a place there", async () => {
    const fields = {
      groups: ["name", "unit"],
      enrolments: ["person", "unit", "schoolType", "schoolYear"],
      memberships: ["group", "person", "role"],
    } as const;
    await fc.assert(
      fc.asyncProperty(arbitraryRegister, async (entities) => {
        const batch = await readSds({ files: writeSds({ entities, version: "1" }).files, readAt });
        for (const [entity, names] of Object.entries(fields) as [keyof typeof fields, readonly string[]][])
          expect(rowsWith(batch[entity], ...names)).toEqual(rowsWith(entities[entity], ...names));
        // Guardians and the huvudman have no place in these files.
        const there = new Set([...entities.enrolments, ...entities.duties].map(({ person }) => person));
        const people = entities.persons.filter(({ id }) => there.has(id));
        const own = ["givenName", "familyName"];
        expect(rowsWith(batch.persons, ...own)).toEqual(rowsWith(people, ...own));
        const schools = entities.units.filter(({ kind }) => kind === "Skolenhet");
        expect(rowsWith(batch.units, "name", "schoolUnitCode")).toEqual(rowsWith(schools, "name", "schoolUnitCode"));
        const again = await readSds({ files: writeSds({ entities: batch, version: "1" }).files, readAt });
        expect(again).toEqual(batch);
      }),
      { numRuns: 50 },
    );
  });

  test("what has no place in v1 is counted, a line end becomes a blank, protected people are left out", () => {
    const entities = {
      units: [
        { id: "h", name: "H", kind: "Huvudman" as const },
        { id: "s", name: "A\nB", kind: "Skolenhet" as const },
      ],
      persons: [
        { id: "p", givenName: "A", familyName: "B", protection: "Sekretessmarkering" as const },
        { id: "g", givenName: "C", familyName: "D" },
      ],
      groups: [],
      enrolments: [{ id: "1", person: "p", unit: "s", schoolType: "GR" as const }],
      placements: [],
      duties: [],
      memberships: [],
      guardianships: [{ id: "2", child: "p", guardian: "g", relation: "Vårdnadshavare" as const }],
    };
    const { files, findings } = writeSds({ entities, version: "1" });
    const text = files.map((file) => new TextDecoder().decode(file.bytes)).join("");
    expect(text).toContain("s,A B,");
    expect(text).not.toMatch(/^p,/m);
    expect(findings.map(({ code }) => code).toSorted()).toEqual([
      "connectors.line-ends-replaced",
      "connectors.not-written",
      "connectors.protected-left-out",
    ]);
  });
});
