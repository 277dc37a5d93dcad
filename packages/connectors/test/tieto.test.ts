import { existsSync, readFileSync } from "node:fs";
import type { Batch } from "@milstolpe/sync";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { completeDelta, readTieto, type TietoBatch, writeTieto } from "../src/tieto.ts";
import { arbitraryRegister, rowsWith } from "./arbitrary-register.ts";

const readAt = "2026-08-17T05:00:00+02:00";
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const codesOf = (batch: Batch): readonly string[] => batch.health.findings.map(({ code }) => code);

const sourced = (id: string, type = ""): string =>
  `<sourcedid${type === "" ? "" : ` sourcedidtype="${type}"`}><source>ödeby</source><id>${id}</id></sourcedid>`;
const properties = (form: string, type = "CompleteOrganization", end = ""): string =>
  `<properties><schooltype>${form}</schooltype><datasource>ödeby</datasource><type>${type}</type>` +
  `<timeframe><start>2026-08-17T00:00:00</start>${end}</timeframe><datetime>2026-08-17T05:00:00</datetime></properties>`;
const enterprise = (...content: readonly string[]): string =>
  `<?xml version="1.0" encoding="utf-8"?><enterprise xmlns="http://open.tieto.com/edu/organization/v12">${content.join("")}</enterprise>`;
const group = (id: string, kind: string, name: string, more = "", attributes = ""): string =>
  `<group${attributes}>${sourced(id)}<grouptype><typevalue level="1">${kind}</typevalue></grouptype>` +
  `<description><short>${name}</short></description>${more}</group>`;
const person = (id: string, given: string, more = "", attributes = "", before = ""): string =>
  `<person${attributes}>${sourced(id)}${before}<name><fn>Ek, ${given}</fn><n><family>Ek</family><given>${given}</given></n></name>${more}</person>`;
const member = (id: string, role: string, more = "", idtype = "Person", attributes = ""): string =>
  `<member>${sourced(id)}<idtype>${idtype}</idtype><role roletype="${role}"${attributes}><status>Active</status>${more}</role></member>`;
const membership = (id: string, ...members: readonly string[]): string =>
  `<membership>${sourced(id)}${members.join("")}</membership>`;
const placement = (year: string, begin: string, end: string): string =>
  `<extension><placement><schoolyear>${year}</schoolyear><begin>${begin}</begin><end>${end}</end><timestamp>${begin}</timestamp></placement></extension>`;

const people = [
  person(
    "p1",
    "Åsa",
    "<demographics><gender>Female</gender><bday>2013-01-01</bday></demographics><emailhome>hem@post.example</emailhome>" +
      '<emailworkschool>asa@skola.example</emailworkschool><tel teltype="Voice">08-1</tel><tel teltype="Mobile">0701740600</tel>' +
      '<extension><privacy level="3">true</privacy><status>Normal</status></extension>',
    "",
    '<userid useridtype="PID">201301012389</userid>',
  ),
  person("g1", "Eva"),
  person("t1", "Lars", "<extension><privacy>false</privacy><status>Deceased</status></extension>"),
];
const groups = [
  group("k1", "Organization", "Ödeby kommun"),
  group(
    "u1",
    "Unit",
    "Ödeskolan",
    "<extension><municipalitycode>180</municipalitycode><schooltype>GR</schooltype><schooltype>FK</schooltype><activitytypecode>10000001</activitytypecode></extension>",
  ),
  group("6a", "Class", "6A", "<timeframe><begin>2026-08-17</begin><end>2027-06-11</end></timeframe>"),
  group("ma", "EducationGroup", "Ma 6"),
  group("c1", "ContactGroup", "kontakter"),
];
const memberships = [
  membership("k1", member("u1", "Unit", "", "Group")),
  membership(
    "u1",
    member("6a", "Class", "", "Group"),
    member("ma", "EducationGroup", "", "Group"),
    member("t1", "Principal"),
  ),
  membership(
    "6a",
    member(
      "p1",
      "Student",
      placement("6", "2026-08-17", "2026-12-18").replace(
        "</extension>",
        placement("7", "2027-01-11", "2027-06-11").slice(11),
      ),
    ),
    member("t1", "Mentor"),
  ),
  membership(
    "ma",
    member("p1", "Student"),
    member("t1", "Instructor", "<timeframe><begin>2026-08-17</begin></timeframe>"),
  ),
  membership("c1", member("p1", "Child"), member("g1", "Guardian")),
];
const sound = enterprise(properties("GR"), ...people, ...groups, ...memberships);
const filesOf = (documents: readonly string[]) =>
  Object.fromEntries(documents.map((text, index) => [`${index}.xml`, bytes(text)]));
/** Reads documents, which are all that there are. */
const read = (...documents: readonly string[]) =>
  readTieto({
    files: filesOf(documents),
    readAt,
    schoolForms: documents.flatMap((text) => /<properties><schooltype>(\w+)/.exec(text)?.[1] ?? []),
  });

describe("a total export", () => {
  test("becomes units, people, groups and what ties them", async () => {
    const batch = await read(sound);
    expect(batch.health).toMatchObject({ complete: true, findings: [] });
    expect(batch.units).toEqual([
      { id: "k1", name: "Ödeby kommun", kind: "Huvudman" },
      {
        id: "u1",
        name: "Ödeskolan",
        kind: "Skolenhet",
        municipalityCode: "0180",
        schoolUnitCode: "10000001",
        schoolTypes: "FKLASS GR",
        parent: "k1",
      },
    ]);
    expect(batch.persons[0]).toEqual({
      id: "p1",
      identity: "201301012389",
      givenName: "Åsa",
      familyName: "Ek",
      birthDate: "2013-01-01",
      sex: "Kvinna",
      email: "asa@skola.example",
      phone: "0701740600",
      protection: "Skyddad folkbokföring",
      status: "Aktiv",
    });
    expect(batch.persons[2]).toMatchObject({ protection: "Ingen", status: "Avliden" });
    expect(batch.groups).toEqual([
      {
        id: "6a",
        name: "6A",
        kind: "Klass",
        unit: "u1",
        schoolType: "GR",
        startDate: "2026-08-17",
        endDate: "2027-06-11",
      },
      { id: "ma", name: "Ma 6", kind: "Undervisning", unit: "u1", schoolType: "GR" },
    ]);
    expect(batch.enrolments).toEqual([
      {
        id: "p1|u1|GR|6|2026-08-17",
        person: "p1",
        unit: "u1",
        schoolType: "GR",
        schoolYear: 6,
        startDate: "2026-08-17",
        endDate: "2026-12-18",
      },
      {
        id: "p1|u1|GR",
        person: "p1",
        unit: "u1",
        schoolType: "GR",
        schoolYear: 7,
        startDate: "2027-01-11",
        endDate: "2027-06-11",
      },
    ]);
    expect(batch.duties).toEqual([{ id: "t1|u1|Rektor", person: "t1", unit: "u1", role: "Rektor" }]);
    expect(batch.memberships.map(({ group: id, person: who, role }) => [id, who, role])).toEqual([
      ["6a", "p1", "pupil"],
      ["6a", "t1", "mentor"],
      ["ma", "p1", "pupil"],
      ["ma", "t1", "teacher"],
    ]);
    expect(batch.guardianships).toEqual([{ id: "p1|g1", child: "p1", guardian: "g1", relation: "Vårdnadshavare" }]);
    expect(batch.coverage.every(({ complete }) => complete)).toBe(true);
  });

  test("speaks for nothing wholly until it is said which forms there are, and all of those have come", async () => {
    const reading = { files: { "GR.xml": bytes(sound) }, readAt };
    const isWhole = (batch: TietoBatch): boolean => batch.coverage.every(({ complete }) => complete);
    const unsaid = await readTieto(reading);
    expect(codesOf(unsaid)).toEqual(["connectors.forms-unsaid"]);
    expect({ complete: unsaid.health.complete, isWhole: isWhole(unsaid) }).toEqual({ complete: true, isWhole: false });
    expect(unsaid.coverage.some(({ complete }) => complete)).toBe(false);
    const whole = await readTieto({ ...reading, schoolForms: ["GR"] });
    expect(codesOf(whole)).toEqual([]);
    expect(isWhole(whole)).toBe(true);
    const half = await readTieto({ ...reading, schoolForms: ["GR", "FS"] });
    expect(codesOf(half)).toEqual(["connectors.form-missing"]);
    expect(half.health.complete).toBe(false);
    expect(half.coverage.some(({ complete }) => complete)).toBe(false);
  });

  const preschoolPerson = person("b1", "Bo");
  const gone = person("b1", "Bo", "", ' recstatus="3"');
  test.each<[string, readonly string[], readonly string[], string]>([
    ["a form whose file is empty", [enterprise(properties("FS"))], ["GR", "FS"], "connectors.form-missing"],
    ["a form of which all are gone", [enterprise(properties("FS"), gone)], ["GR", "FS"], "connectors.form-missing"],
    [
      "people of a form that was not said",
      [enterprise(properties("FS"), preschoolPerson)],
      ["GR"],
      "connectors.form-undeclared",
    ],
  ])("%s: told of, and not complete", async (_name, others, schoolForms, code) => {
    const batch = await readTieto({ files: filesOf([sound, ...others]), readAt, schoolForms });
    expect(codesOf(batch)).toEqual([code]);
    expect(batch.health.complete).toBe(false);
    expect(batch.coverage.some(({ complete }) => complete)).toBe(false);
  });

  test("of forms of which none was said speaks for nothing wholly; the empty file of one that has closed is let be", async () => {
    const none = await readTieto({ files: filesOf([sound]), readAt, schoolForms: [] });
    expect(codesOf(none)).toEqual(["connectors.forms-unsaid"]);
    expect(none.coverage.some(({ complete }) => complete)).toBe(false);
    const closed = await readTieto({
      files: filesOf([sound, enterprise(properties("FS"))]),
      readAt,
      schoolForms: ["GR"],
    });
    expect(codesOf(closed)).toEqual([]);
    expect(closed.coverage.every(({ complete }) => complete)).toBe(true);
  });

  test("of preschool gives places, and a person in two files is one", async () => {
    const preschool = enterprise(
      properties("FS"),
      person("p1", "Åsa"),
      person("b1", "Bo"),
      group("f1", "Unit", "Förskolan"),
      group("a1", "Department", "Ekorren"),
      membership("f1", member("a1", "Department", "", "Group")),
      membership("a1", member("b1", "Child", "<timeframe><begin>2026-08-17</begin></timeframe>")),
    );
    const batch = await read(sound, preschool);
    expect(batch.persons.map(({ id }) => id)).toEqual(["p1", "g1", "t1", "b1"]);
    expect(batch.placements).toEqual([
      { id: "b1|f1|FS", person: "b1", unit: "f1", group: "a1", schoolType: "FS", startDate: "2026-08-17" },
    ]);
    expect(batch.health.complete).toBe(true);
  });

  test("plain IMS Enterprise 1.1: numbers for roles, ids padded with blanks, Latin-1", async () => {
    const text =
      '<?xml version="1.0" encoding="ISO-8859-1"?><enterprise><properties><datasource>x</datasource></properties>' +
      "<person><sourcedid><source>x</source><id> p1 </id></sourcedid><name><fn>Åsa Ek</fn><n><family>Ek</family><given>Åsa</given></n></name><userid/></person>" +
      `${group("u1", "Unit", "S")}${group("6a", "Class", "6A")}` +
      "<membership><sourcedid><source>x</source><id>u1</id></sourcedid><member><sourcedid><source>x</source><id>6a</id></sourcedid><idtype>2</idtype><role roletype='04'><status>1</status></role></member></membership>" +
      "<membership><sourcedid><source>x</source><id>6a</id></sourcedid>" +
      "<member><sourcedid><source>x</source><id>p1</id></sourcedid><idtype>1</idtype><role roletype='01'><status>1</status></role></member>" +
      "<member><sourcedid><source>x</source><id>p2</id></sourcedid><idtype>1</idtype><role roletype='2'><status>1</status></role></member>" +
      "<member><sourcedid><source>x</source><id>p3</id></sourcedid><idtype>1</idtype><role roletype='01'><status>0</status></role></member></membership></enterprise>";
    const batch = await readTieto({
      files: { "x.xml": Uint8Array.from(text, (letter) => letter.charCodeAt(0)) },
      readAt,
    });
    expect(batch.persons[0]).toEqual({ id: "p1", givenName: "Åsa", familyName: "Ek" });
    expect(batch.memberships.map(({ person: who, role }) => [who, role])).toEqual([
      ["p1", "pupil"],
      ["p2", "teacher"],
    ]);
    expect(codesOf(batch)).toContain("connectors.dangling-reference");
  });
});

describe("a delta", () => {
  const delta = enterprise(
    properties("GR", "DeltaOrganization", "<end>2026-08-18T00:00:00</end>"),
    person("p2", "Bo", "", ' recstatus="1"'),
    person("p1", "Åsa", "", ' recstatus="3"'),
    `<person recstatus="2">${sourced("t1")}${sourced("t0", "Old")}<name><fn>Ek, Lars</fn></name></person>`,
    `<person recstatus="4">${sourced("p9")}<name><fn>x</fn></name><extension><mergeduser>p2</mergeduser></extension></person>`,
    group("u1", "Unit", "Ödeskolan"),
    group("6a", "Class", "6A"),
    group("ma", "EducationGroup", "Ma 6", "", ' recstatus="3"'),
    membership("u1", member("6a", "Class", "", "Group"), member("t1", "Principal", "", "Person", ' recstatus="3"')),
    membership("6a", member("p2", "Student")).replace("<membership>", '<membership complete="true">'),
  );

  test("has its window, what is gone, what was merged, and speaks for nothing wholly", async () => {
    const batch = await read(delta);
    expect(batch.kind).toBe("delta");
    expect(batch.window).toEqual({ from: "2026-08-17T00:00:00+02:00", to: "2026-08-18T00:00:00+02:00" });
    expect(batch.persons.map(({ id }) => id)).toEqual(["p2", "t1"]);
    expect(batch.persons[1]).toMatchObject({ givenName: "Lars", familyName: "Ek" });
    expect(batch.removed?.persons?.map(({ id }) => id)).toEqual(["p1"]);
    expect(batch.removed?.groups?.map(({ id }) => id)).toEqual(["ma"]);
    expect(batch.removed?.duties?.map(({ id }) => id)).toEqual(["t1|u1|Rektor"]);
    expect(batch.merges).toEqual([
      { from: "t0", to: "t1" },
      { from: "p9", to: "p2" },
    ]);
    expect(batch.completeGroups).toEqual(["6a"]);
    expect(batch.coverage.some(({ complete }) => complete)).toBe(false);
  });

  test("with its consequences: who has left a group that is told of wholly, and what hung on those who are gone", async () => {
    const known = await read(sound);
    const whole = completeDelta(await read(delta), known);
    expect(whole.removed?.memberships?.map(({ id }) => id).toSorted()).toEqual([
      "6a|p1",
      "6a|t1|mentor",
      "ma|p1",
      "ma|t1|teacher",
    ]);
    expect(whole.removed?.enrolments?.map(({ person: who }) => who)).toEqual(["p1", "p1"]);
    expect(whole.removed?.guardianships?.map(({ id }) => id)).toEqual(["p1|g1"]);
    expect(whole.removed?.duties).toHaveLength(1);
    expect(completeDelta(known, known)).toBe(known);
  });

  test("together with a total is refused as a whole", async () => {
    const batch = await read(sound, delta);
    expect(codesOf(batch)).toContain("connectors.mixed-modes");
    expect(batch.health.complete).toBe(false);
  });
});

describe("a file that is not well", () => {
  test.each<[string, string, string]>([
    ["cut", sound.slice(0, -200), "connectors.xml-broken"],
    ["empty", "", "connectors.empty-file"],
    ["something else", "sourcedId,name", "connectors.xml-broken"],
    ["another document", "<rss><channel/></rss>", "connectors.xml-root"],
    [
      "with a document type",
      sound.replace("<enterprise", '<!DOCTYPE x [<!ENTITY a "b">]><enterprise'),
      "connectors.xml-doctype",
    ],
    ["without people", enterprise(), "connectors.empty-file"],
    ["spoiled by another program", sound.replaceAll("Åsa", "Ã…sa"), "connectors.garbled-text"],
  ])("%s: told of, and not complete", async (_name, text, code) => {
    const batch = await read(text);
    expect(codesOf(batch)).toContain(code);
    expect(batch.health.complete).toBe(false);
  });

  test("a record without end is left at the limit", async () => {
    const batch = await readTieto({
      files: { "x.xml": bytes(sound.replace("Åsa", "x".repeat(300_000))) },
      readAt,
      maxRecordLength: 100_000,
    });
    expect(codesOf(batch)).toContain("connectors.xml-too-large");
  });

  test.each<[string, string, string]>([
    [
      "a person without id",
      sound.replace(sourced("g1"), "<sourcedid><source>x</source><id/></sourcedid>"),
      "connectors.missing-field",
    ],
    ["a number that is none", sound.replace("201301012389", "201301012380"), "connectors.invalid-identity"],
    ["a class in no school", sound.replace(member("6a", "Class", "", "Group"), ""), "connectors.group-without-unit"],
    ["a contact group without child", sound.replace(member("p1", "Child"), ""), "connectors.contact-without-child"],
    [
      "a day that does not exist",
      sound.replace("<begin>2026-08-17</begin>", "<begin>2026-02-30</begin>"),
      "connectors.bad-date",
    ],
    ["a privacy nobody has explained", sound.replace('level="3">true', 'level="9">yes'), "connectors.unknown-marking"],
    [
      "a kind of group nobody knows",
      sound.replace("EducationGroup</typevalue>", "Choir</typevalue>"),
      "connectors.unknown-value",
    ],
  ])("%s: told of, the rest is read", async (_name, text, code) => {
    const batch = await read(text);
    expect(codesOf(batch)).toContain(code);
    expect(batch.units.length).toBe(2);
    expect(JSON.stringify(batch.health.findings)).not.toMatch(/Åsa|2013010/);
  });

  test("whoever has a marking nobody has explained counts as protected", async () => {
    const batch = await read(sound.replace('level="3">true', 'level="9">yes'));
    expect(batch.persons[0]?.protection).toBe("Sekretessmarkering");
  });

  test("an instant that is none is the caller's fault", async () => {
    await expect(readTieto({ files: {}, readAt: "igår" })).rejects.toThrow("readAt");
  });
});

const options = { schoolForm: "GR", dataSource: "ödeby & co", writtenAt: "2026-08-17T05:00:00Z" } as const;

describe("writing", () => {
  test("what is written is read back, field by field", async () => {
    const fields = {
      units: ["name", "kind", "parent", "schoolUnitCode"],
      persons: ["identity", "givenName", "familyName", "birthDate", "sex", "email", "phone"],
      groups: ["name", "kind", "unit", "startDate", "endDate"],
      enrolments: ["person", "unit", "schoolType", "schoolYear", "startDate", "endDate"],
      duties: ["person", "unit", "role", "startDate"],
      memberships: ["group", "person", "role", "startDate", "endDate"],
      guardianships: ["child", "guardian", "relation"],
    } as const;
    await fc.assert(
      fc.asyncProperty(arbitraryRegister, async (entities) => {
        const { bytes: file, findings } = writeTieto({ entities, ...options });
        expect(findings).toEqual([]);
        const batch = await readTieto({ files: { "GR.xml": file }, readAt });
        expect(batch.rejected).toEqual([]);
        for (const [entity, names] of Object.entries(fields) as [keyof typeof fields, readonly string[]][])
          expect(rowsWith(batch[entity], ...names)).toEqual(rowsWith(entities[entity], ...names));
      }),
      { numRuns: 50 },
    );
  });

  const small = {
    units: [{ id: "u", name: "S", kind: "Skolenhet" as const }],
    persons: [
      { id: "p", givenName: "A", familyName: "B", protection: "Sekretessmarkering" as const },
      { id: "b", givenName: "C\u0001", familyName: "<D>&" },
      { id: "t", givenName: "E", familyName: "F" },
    ],
    groups: [{ id: "a", name: "Ekorren", kind: "Avdelning" as const, unit: "u", schoolType: "FS" as const }],
    enrolments: [{ id: "1", person: "p", unit: "u", schoolType: "GR" as const, schoolYear: 6 }],
    placements: [
      {
        id: "b|u|FS",
        person: "b",
        unit: "u",
        group: "a",
        schoolType: "FS" as const,
        startDate: "2026-08-17",
        endDate: "2027-06-11",
      },
    ],
    duties: [{ id: "2", person: "t", unit: "u", role: "Skolsköterska" }],
    memberships: [{ id: "a|b", group: "a", person: "b", role: "pupil" as const }],
    guardianships: [],
  };

  test("a child's place in preschool, and names with signs of their own", async () => {
    const { bytes: file, findings } = writeTieto({ entities: small, ...options, schoolForm: "FS" });
    const batch = await readTieto({ files: { "FS.xml": file }, readAt });
    expect(batch.placements).toEqual([{ ...small.placements[0], id: "b|u|FS" }]);
    expect(batch.persons[0]).toMatchObject({ givenName: "C", familyName: "<D>&" });
    expect(findings.map(({ code }) => code)).toEqual(["connectors.protected-left-out", "connectors.roles-as-member"]);
  });

  test("protected people are left out, or keep their marking; a year without end is told of", async () => {
    expect(new TextDecoder().decode(writeTieto({ entities: small, ...options }).bytes)).not.toContain("<id>p</id>");
    const { bytes: file, findings } = writeTieto({ entities: small, ...options, protectedPeople: "include" });
    expect((await readTieto({ files: { "GR.xml": file }, readAt })).persons[0]?.protection).toBe("Sekretessmarkering");
    expect(findings.map(({ code }) => code)).toContain("connectors.open-ends");
  });

  test("an instant that is none is the caller's fault", () => {
    expect(() => writeTieto({ entities: small, ...options, writtenAt: "igår" })).toThrow("writtenAt");
  });
});

const schema = new URL("../../../../shared/data/rosters/tieto/tieto-edu-organization-v12.xsd", import.meta.url);

describe.skipIf(!existsSync(schema))("the source's own schema (read where the public data is at hand)", () => {
  const validate = async (document: Uint8Array) =>
    validateXML({
      xml: { fileName: "export.xml", contents: document },
      schema: { fileName: "v12.xsd", contents: readFileSync(schema) },
    });

  test("our fixtures and everything that we write are valid by it", async () => {
    expect((await validate(bytes(sound))).errors).toEqual([]);
    const written = fc.sample(arbitraryRegister, { numRuns: 4, seed: 7 });
    for (const entities of written) {
      const { bytes: file } = writeTieto({ entities, ...options });
      expect((await validate(file)).errors).toEqual([]);
    }
  }, 30_000);

  test("it refuses what it should, so that being valid means something", async () => {
    expect((await validate(bytes(sound.replace("CompleteOrganization", "Everything")))).valid).toBe(false);
    expect((await validate(bytes(sound.replace("<idtype>Person</idtype>", "")))).valid).toBe(false);
  }, 30_000);
});
