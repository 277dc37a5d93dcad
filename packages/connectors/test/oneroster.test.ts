import type { Batch } from "@milstolpe/sync";
import { zipSync } from "fflate";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readOneRoster, writeOneRoster } from "../src/oneroster.ts";
import { arbitraryRegister, rowsWith } from "./arbitrary-register.ts";

const readAt = "2026-08-17T05:00:00+02:00";
const schoolYear = { start: "2026-08-17", end: "2027-06-11" };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const table = (...lines: readonly string[]): string => `${lines.join("\r\n")}\r\n`;
const codesOf = (batch: Batch): readonly string[] => batch.health.findings.map(({ code }) => code);

const manifest = (version: string, modes: Readonly<Record<string, string>>): string =>
  table(
    "propertyName,value",
    "manifest.version,1.0",
    `oneroster.version,${version}`,
    ...Object.entries(modes).map(([file, mode]) => `file.${file},${mode}`),
  );

const bulk = {
  orgs: "bulk",
  academicSessions: "bulk",
  users: "bulk",
  classes: "bulk",
  enrollments: "bulk",
  demographics: "bulk",
};
/** A package of version 1.1 by hand, with the extension columns and the lists that real ones have. */
const sound: Readonly<Record<string, string>> = {
  "manifest.csv": manifest("1.1", { ...bulk, results: "absent" }),
  "orgs.csv": table(
    "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId,metadata.note",
    "d1,,,Ödeby kommun,district,,,x",
    "s1,,,Ödeskolan,school,10000001,d1,",
    "s2,,,Åskolan,school,,d1,",
  ),
  "academicSessions.csv": table(
    "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear",
    "ht,,,HT,term,2026-08-17,2026-12-19,,2027",
    "vt,,,VT,term,2027-01-11,2027-06-12,,2027",
  ),
  "users.csv": table(
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password",
    'p1,,,true,"s1,s2",student,asa,"{eduPersonPrincipalName:asa@skola.example},{civicNo:201301012389}",Åsa,"Ek, af",,,asa@skola.example,,0701740600,g1,06,',
    "p2,,,false,s1,student,bo,,Bo,Björk,,201301022388,,,,,F9,",
    "g1,,,true,s1,guardian,eva,,Eva,Ek,,,eva@post.example,0701740601,,p1,,",
    "t1,,,true,s1,teacher,lars,,Lars,Lind,,,,,,,,",
    "a1,,,true,s1,administrator,ada,,Ada,Åberg,,,,,,,,",
  ),
  "classes.csv": table(
    "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods",
    '6a,,,6A,06,c1,,homeroom,,s1,"ht,vt",,,',
    "ma,,,Ma 6,06,c1,,scheduled,,s1,ht,,,",
  ),
  "enrollments.csv": table(
    "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
    "e1,,,6a,s1,p1,student,,2026-08-17,2027-06-12",
    "e2,,,6a,s1,t1,teacher,true,,",
    "e3,,,ma,s1,t1,proctor,,,",
  ),
  "demographics.csv": table(
    "userSourcedId,status,dateLastModified,birthDate,sex,asian",
    "p1,,,2013-01-01,female,false",
  ),
};
const files = (changes: Readonly<Record<string, string>> = {}): Record<string, Uint8Array> =>
  Object.fromEntries(Object.entries({ ...sound, ...changes }).map(([name, text]) => [name, bytes(text)]));
const read = (changes: Readonly<Record<string, string>> = {}) => readOneRoster({ files: files(changes), readAt });

describe("a package of version 1.1", () => {
  test("becomes units, people, classes and what ties them, end dates inclusive", async () => {
    const batch = await read();
    expect(batch.units).toEqual([
      { id: "d1", name: "Ödeby kommun", kind: "Huvudman" },
      { id: "s1", name: "Ödeskolan", kind: "Skolenhet", parent: "d1", schoolUnitCode: "10000001" },
      { id: "s2", name: "Åskolan", kind: "Skolenhet", parent: "d1" },
    ]);
    expect(batch.persons[0]).toEqual({
      id: "p1",
      identity: "201301012389",
      givenName: "Åsa",
      familyName: "Ek, af",
      eppn: "asa@skola.example",
      email: "asa@skola.example",
      phone: "0701740600",
      birthDate: "2013-01-01",
      sex: "Kvinna",
    });
    expect(batch.groups).toEqual([
      { id: "6a", name: "6A", kind: "Klass", unit: "s1", startDate: "2026-08-17", endDate: "2027-06-11" },
      { id: "ma", name: "Ma 6", kind: "Undervisning", unit: "s1", startDate: "2026-08-17", endDate: "2026-12-18" },
    ]);
    expect(batch.enrolments).toEqual([
      { id: "p1|s1|GR", person: "p1", unit: "s1", schoolType: "GR", schoolYear: 6 },
      { id: "p1|s2|GR", person: "p1", unit: "s2", schoolType: "GR", schoolYear: 6 },
      { id: "p2|s1|", person: "p2", unit: "s1", schoolType: "" },
    ]);
    expect(batch.duties.map(({ person, role }) => [person, role])).toEqual([
      ["t1", "Lärare"],
      ["a1", "administrator"],
    ]);
    expect(batch.memberships).toEqual([
      { id: "e1", group: "6a", person: "p1", role: "pupil", startDate: "2026-08-17", endDate: "2027-06-11" },
      { id: "e2", group: "6a", person: "t1", role: "teacher" },
      { id: "e3", group: "ma", person: "t1", role: "proctor" },
    ]);
    expect(batch.guardianships).toEqual([{ id: "p1|g1", child: "p1", guardian: "g1", relation: "Vårdnadshavare" }]);
    expect(batch.kind).toBe("total");
    expect(batch.health.complete).toBe(true);
    expect(batch.coverage.filter(({ complete }) => complete).map(({ entity }) => entity)).toEqual([
      "units",
      "persons",
      "groups",
      "enrolments",
      "duties",
      "memberships",
      "guardianships",
    ]);
    expect([...codesOf(batch)].toSorted()).toEqual([
      "connectors.disabled-users",
      "connectors.repeated-rows",
      "connectors.unknown-value",
      "connectors.unknown-value",
    ]);
  });

  test("in a zip, or in a folder of a zip, reads the same", async () => {
    const plain = await read();
    const zipped = await readOneRoster({ files: zipSync(files()), readAt });
    expect(zipped).toEqual(plain);
    const inFolder = Object.fromEntries(Object.entries(files()).map(([name, data]) => [`export/${name}`, data]));
    const nested = await readOneRoster({ files: zipSync(inFolder), readAt });
    expect(nested.persons).toEqual(plain.persons);
    expect(codesOf(nested)).toContain("connectors.zip-folder");
  });
});

describe.each(["orgs.csv", "users.csv"])("a whole package of whose %s", (name) => {
  const [head = "", ...rows] = (sound[name] ?? "").split("\r\n");
  test.each([
    ["nothing is left but its header", table(head)],
    [
      "everything is to be deleted",
      table(head, ...rows.filter(Boolean).map((row) => row.replace(",", ",tobedeleted"))),
    ],
  ])("%s is no register from which everybody has left", async (_name, text) => {
    const batch = await read({ [name]: text });
    expect(batch.health.findings).toContainEqual(
      expect.objectContaining({ code: "connectors.empty-file", where: name }),
    );
    expect(batch.health.complete).toBe(false);
    expect(batch.coverage.some(({ complete }) => complete)).toBe(false);
  });
});

test("a delta tells what has changed and what has gone, and speaks for nothing wholly", async () => {
  const stamp = "2026-08-18T00:00:00.000Z";
  const batch = await readOneRoster({
    files: Object.fromEntries(
      Object.entries({
        "manifest.csv": manifest("1.1", { orgs: "bulk", users: "delta", enrollments: "delta" }),
        "orgs.csv": sound["orgs.csv"] ?? "",
        "users.csv": table(
          "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,givenName,familyName",
          `p3,active,${stamp},true,s1,student,cy,Cy,Ek`,
          `p2,tobedeleted,${stamp},true,s1,student,bo,Bo,Björk`,
        ),
        "enrollments.csv": table(
          "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role",
          `e1,tobedeleted,${stamp},6a,s1,p1,student`,
        ),
      }).map(([name, text]) => [name, bytes(text)]),
    ),
    readAt,
    window: { from: "2026-08-17T00:00:00Z", to: "2026-08-18T00:00:00Z" },
  });
  expect(batch.kind).toBe("delta");
  expect(batch.window?.to).toBe("2026-08-18T00:00:00Z");
  expect(batch.persons.map(({ id }) => id)).toEqual(["p3"]);
  expect(batch.removed?.persons?.map(({ id }) => id)).toEqual(["p2"]);
  expect(batch.removed?.memberships).toEqual([{ id: "e1", group: "6a", person: "p1", role: "pupil" }]);
  expect(batch.coverage.some(({ complete }) => complete)).toBe(false);
});

describe("a package that is not well", () => {
  test.each<[string, Readonly<Record<string, string>>, string, boolean]>([
    ["no manifest", { "manifest.csv": "" }, "connectors.empty-file", true],
    [
      "a manifest that a spreadsheet has saved",
      { "manifest.csv": manifest("1.1", bulk).replace("1.0", "1") },
      "connectors.manifest-version",
      true,
    ],
    [
      "a manifest with other headers",
      { "manifest.csv": manifest("1.1", bulk).replace("value", "Value") },
      "connectors.manifest-header",
      true,
    ],
    [
      "a manifest with an unknown mode",
      { "manifest.csv": manifest("1.1", { ...bulk, users: "full" }) },
      "connectors.manifest-mode",
      false,
    ],
    [
      "a file the manifest promises is missing",
      { "manifest.csv": manifest("1.1", { ...bulk, roles: "bulk" }) },
      "connectors.file-missing",
      false,
    ],
    [
      "a file the manifest says is absent",
      { "manifest.csv": manifest("1.1", { ...bulk, demographics: "absent" }) },
      "connectors.file-not-declared",
      true,
    ],
    ["an empty file", { "users.csv": "" }, "connectors.empty-file", false],
    ["no header", { "users.csv": "p1,,,true,s1,student,asa,,Åsa,Ek\r\n" }, "connectors.missing-column", false],
    [
      "a column twice",
      { "orgs.csv": table("sourcedId,name,type,name", "s1,A,school,B") },
      "connectors.duplicate-column",
      false,
    ],
    [
      "an unknown column",
      { "orgs.csv": table("sourcedId,name,type,colour", "s1,A,school,red") },
      "connectors.unknown-column",
      true,
    ],
    [
      "headers in another case",
      { "orgs.csv": table("SourcedID,Name,Type", "s1,A,school") },
      "connectors.header-case",
      true,
    ],
    [
      "a ragged row",
      { "orgs.csv": table("sourcedId,name,type", "s1,A,school", "s2,B") },
      "connectors.column-count",
      true,
    ],
    ["a file that is cut", { "orgs.csv": "sourcedId,name,type\r\ns1,A,school\r\ns2,B" }, "connectors.cut-file", false],
    ["an open quote", { "orgs.csv": table("sourcedId,name,type", 's1,"A,school') }, "connectors.open-quote", false],
    [
      "an id twice",
      { "orgs.csv": table("sourcedId,name,type", "s1,A,school", "s1,B,school") },
      "connectors.duplicate-id",
      true,
    ],
    [
      "no id",
      { "orgs.csv": table("sourcedId,name,type", ",A,school", "s1,B,school") },
      "connectors.missing-field",
      true,
    ],
    [
      "a day that does not exist",
      { "enrollments.csv": table("classSourcedId,userSourcedId,role,beginDate", "6a,p1,student,2026-02-30") },
      "connectors.bad-date",
      true,
    ],
    [
      "names that another program has spoiled",
      { "orgs.csv": table("sourcedId,name,type", "s1,Ã…skolan,school") },
      "connectors.garbled-text",
      false,
    ],
    [
      "a reference to nothing",
      { "enrollments.csv": table("classSourcedId,userSourcedId,role", "6b,p1,student") },
      "connectors.dangling-reference",
      true,
    ],
    ["a file of the format that is not for a register", { "results.csv": "x" }, "connectors.file-not-carried", true],
    ["a file of another format", { "readme.txt": "x" }, "connectors.unknown-file", true],
  ])("%s", async (_name, changes, code, complete) => {
    const batch = await read(changes);
    expect(codesOf(batch)).toContain(code);
    expect(batch.health.complete).toBe(complete);
  });

  test("Latin-1 is read as it was meant", async () => {
    const latin1 = Uint8Array.from(sound["orgs.csv"] ?? "", (letter) => letter.charCodeAt(0));
    const batch = await readOneRoster({ files: { ...files(), "orgs.csv": latin1 }, readAt });
    expect(batch.units[0]?.name).toBe("Ödeby kommun");
  });

  test("without a manifest the rows are read and nothing is removed because of them", async () => {
    const { "manifest.csv": _manifest, ...rest } = files();
    const batch = await readOneRoster({ files: rest, readAt });
    expect(batch.persons).toHaveLength(5);
    expect(codesOf(batch)).toContain("connectors.no-manifest");
    expect(batch.coverage.some(({ complete }) => complete)).toBe(false);
  });

  test("a row that can't be used leaves its entity not spoken for, and is there to be corrected", async () => {
    const batch = await read({ "orgs.csv": table("sourcedId,name,type", "s1,A,school", "s2,B") });
    expect(batch.coverage.find(({ entity }) => entity === "units")?.complete).toBe(false);
    expect(batch.rejected).toMatchObject([{ entity: "units", where: "orgs.csv, row 3", raw: ["s2", "B"] }]);
    expect(batch.health.received.units).toBe(2);
  });

  test("words that a program has a meaning of its own for are words like others", async () => {
    const changes = {
      "orgs.csv": table("sourcedId,name,type", "s1,A,constructor"),
      "users.csv": table(
        "sourcedId,givenName,familyName,role,orgSourcedIds,grades",
        "p1,A,B,student,s1,constructor",
        "t1,C,D,toString,s1,",
      ),
    };
    const batch = await read(changes);
    expect(batch.units[0]?.kind).toBe("constructor");
    expect(batch.enrolments[0]?.schoolType).toBe("");
    expect(batch.duties[0]?.role).toBe("tostring");
  });

  test("no zip, a cut zip, a zip bomb", async () => {
    const zip = zipSync(files());
    for (const file of [bytes("sourcedId"), zip.slice(0, 400), zipSync({ "users.csv": new Uint8Array(4_000_000) })]) {
      const batch = await readOneRoster({ files: file, readAt });
      expect(batch.health.complete).toBe(false);
      expect(batch.persons).toEqual([]);
      expect(codesOf(batch).some((code) => code.startsWith("connectors.zip-"))).toBe(true);
    }
  });

  test("no finding holds a name or a number", async () => {
    const batch = await read({ "users.csv": "Åsa,Ek,201301012389\r\nBo,Björk,201301022388\r\n" });
    expect(JSON.stringify(batch.health.findings)).not.toMatch(/Åsa|Björk|2013/);
  });
});

describe("writing", () => {
  const fields = {
    units: ["name", "kind", "parent", "schoolUnitCode"],
    persons: ["identity", "givenName", "familyName", "birthDate", "sex", "email", "eppn", "phone"],
    groups: ["name", "kind", "unit", "startDate", "endDate"],
    enrolments: ["person", "unit", "schoolType", "schoolYear"],
    duties: ["person", "unit", "role"],
    memberships: ["group", "person", "role", "startDate", "endDate"],
    guardianships: ["child", "guardian", "relation"],
  } as const;
  const dated = new Set(["enrolments", "duties"]);

  test.each(["1.1", "1.2"] as const)("what is written as %s is read back, field by field", async (version) => {
    await fc.assert(
      fc.asyncProperty(arbitraryRegister, async (entities) => {
        const { zip, findings } = writeOneRoster({ entities, schoolYear, version });
        expect(findings).toEqual([]);
        const batch = await readOneRoster({ files: zip, readAt });
        // A register without people is none.
        expect(batch.health).toMatchObject({ complete: entities.persons.length > 0 });
        expect(batch.rejected).toEqual([]);
        for (const [entity, names] of Object.entries(fields) as [keyof typeof fields, readonly string[]][]) {
          const all = version === "1.2" && dated.has(entity) ? [...names, "startDate", "endDate"] : names;
          expect(rowsWith(batch[entity], ...all)).toEqual(rowsWith(entities[entity], ...all));
        }
      }),
      { numRuns: 50 },
    );
  });

  test("the same register gives the same bytes", () => {
    fc.assert(
      fc.property(arbitraryRegister, (entities) => {
        expect(writeOneRoster({ entities, schoolYear }).zip).toEqual(writeOneRoster({ entities, schoolYear }).zip);
      }),
      { numRuns: 10 },
    );
  });

  test("a delta on top of what was there is what is there now", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRegister, arbitraryRegister, async (previous, entities) => {
        const options = { schoolYear, version: "1.2" } as const;
        const before = await readOneRoster({ files: writeOneRoster({ ...options, entities: previous }).zip, readAt });
        const after = await readOneRoster({ files: writeOneRoster({ ...options, entities }).zip, readAt });
        const delta = await readOneRoster({
          files: Object.fromEntries(
            writeOneRoster({ ...options, entities, previous, changedAt: readAt }).files.map((file) => [
              file.name,
              file.bytes,
            ]),
          ),
          readAt,
        });
        for (const entity of ["units", "persons", "memberships"] as const) {
          const gone = new Set(delta.removed?.[entity]?.map(({ id }) => id));
          const rows = new Map(before[entity].map((row) => [row.id, row.id]));
          for (const id of gone) rows.delete(id);
          for (const { id } of delta[entity]) rows.set(id, id);
          expect([...rows.keys()].toSorted()).toEqual(after[entity].map(({ id }) => id).toSorted());
        }
      }),
      { numRuns: 30 },
    );
  });

  const [pupil, guardian] = [
    { id: "p", givenName: "A", familyName: "B", protection: "Sekretessmarkering" as const },
    { id: "g", givenName: "C", familyName: "D" },
  ];
  const small = {
    units: [{ id: "s", name: "S", kind: "Skolenhet" as const }],
    persons: [pupil, guardian, { id: "t", givenName: "E", familyName: "F" }],
    groups: [{ id: "k", name: "K", kind: "Klass" as const, unit: "s" }],
    enrolments: [{ id: "1", person: "p", unit: "s", schoolType: "GR" as const, schoolYear: 6 }],
    placements: [],
    duties: [{ id: "2", person: "t", unit: "s", role: "Skoladministratör" }],
    memberships: [
      { id: "3", group: "k", person: "p", role: "pupil" as const },
      { id: "4", group: "k", person: "t", role: "mentor" as const },
    ],
    guardianships: [{ id: "5", child: "p", guardian: "g", relation: "Vårdnadshavare" as const }],
  };
  const textOf = (files: readonly { name: string; bytes: Uint8Array }[]): string =>
    files.map((file) => new TextDecoder().decode(file.bytes)).join("\n");

  test("protected people are left out, with the guardian who would show where they are, and are never deleted", () => {
    const { files: written, findings } = writeOneRoster({ entities: small, schoolYear });
    expect(textOf(written)).not.toMatch(/\bp\b|\bg\b/);
    expect(findings.map(({ code }) => code)).toContain("connectors.protected-left-out");
    const open = {
      ...small,
      persons: small.persons.map(({ id, givenName, familyName }) => ({ id, givenName, familyName })),
    };
    const delta = writeOneRoster({ entities: small, previous: open, changedAt: readAt, schoolYear });
    expect(textOf(delta.files)).not.toContain("tobedeleted");
  });

  test("nobody becomes an administrator, and a mentor is told of", () => {
    const { files: written, findings } = writeOneRoster({ entities: small, schoolYear, protectedPeople: "include" });
    expect(textOf(written)).not.toMatch(/administrator/i);
    expect(findings.map(({ code }) => code)).toEqual(["connectors.roles-reduced"]);
  });

  test("a day that is none, and a delta without its time, are the caller's fault", () => {
    expect(() => writeOneRoster({ entities: small, schoolYear: { start: "2026", end: "2027" } })).toThrow(RangeError);
    expect(() => writeOneRoster({ entities: small, schoolYear, previous: small })).toThrow(RangeError);
  });
});

test("an instant that is none is the caller's fault", async () => {
  await expect(readOneRoster({ files: {}, readAt: "igår" })).rejects.toThrow("readAt");
});
