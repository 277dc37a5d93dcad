import { testIdentity, testSerials } from "@milstolpe/swedish";
import type { Entities } from "@milstolpe/sync";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  defaultImportProfile,
  importPersonId,
  type ImportProfile,
  type NamedFile,
  readImportFiles,
  writeImportFiles,
} from "../src/import-files.ts";

const readAt = "2026-08-17T05:00:00+02:00";
const on = "2026-08-17";
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const asText = (file: NamedFile | undefined): string => new TextDecoder().decode(file?.bytes);

const pupil = testIdentity("2013-01-01", 238);
const guardian = testIdentity("1980-01-01", 239);
const teacher = testIdentity("1970-01-01", 980);
const dashed = (number: string): string => `${number.slice(0, 8)}-${number.slice(8)}`;

/** A user row of nineteen columns. */
const user = (given: string, family: string, number: string, more: Partial<Record<number, string>> = {}): string =>
  Array.from({ length: 19 }, (_, i) => more[i + 1] ?? { 0: given, 1: family, 3: number, 18: "user" }[i] ?? "").join(
    ";",
  );
const school = "s1;10000001;Ödeskolan;se.grundskoleutbildning.grundskola;;;;;;;;;;;school";
const schoolClass = "k1;6 A;;;;;class";
const relations = [
  "add\tschool_in_org\ts1\tödeby",
  "add\tclass_in_school\tk1\ts1",
  `add\tstudent_in_school\t${dashed(pupil)}\ts1`,
  `add\tstudent_in_class\t${dashed(pupil)}\tk1`,
  `add\tstaff_in_school\t${dashed(teacher)}\ts1`,
  `add\tteacher_in_class\t${dashed(teacher)}\tk1`,
  `add\tmentor_for\t${dashed(teacher)}\tk1`,
  `add\tguardian_for\t${dashed(guardian)}\t${dashed(pupil)}`,
];
const users = [
  user("Åsa", "Öhrn", dashed(pupil), { 3: "asa@skola.example", 16: "6" }),
  user("Håkan", "Öhrn", dashed(guardian), { 7: "070-174 06 01" }),
  user("Maja", "Lind", dashed(teacher), { 6: "08-465 004 00" }),
];
const lines = (rows: readonly string[]): string => rows.map((row) => `${row}\r\n`).join("");
const sound = {
  "objects.csv": bytes(lines([school, schoolClass, ...users])),
  "relations.txt": bytes(lines(relations)),
};
const codesOf = (batch: { health: { findings: readonly { code: string }[] } }) =>
  batch.health.findings.map(({ code }) => code);
const read = (files: Record<string, Uint8Array>, options: Partial<Parameters<typeof readImportFiles>[0]> = {}) =>
  readImportFiles({ files, readAt, ...options });

describe("files that are well", () => {
  test("become units, people, classes and what ties them", async () => {
    const batch = await read(sound);
    const [a, b, c] = [pupil, guardian, teacher].map((number) => importPersonId(number));
    expect(codesOf(batch)).toEqual([]);
    expect(batch.units).toEqual([
      {
        id: "s1",
        name: "Ödeskolan",
        kind: "Skolenhet",
        parent: "ödeby",
        schoolUnitCode: "10000001",
        schoolTypes: "GR",
      },
    ]);
    expect(batch.persons).toEqual([
      { id: a, identity: pupil, givenName: "Åsa", familyName: "Öhrn", email: "asa@skola.example" },
      { id: b, identity: guardian, givenName: "Håkan", familyName: "Öhrn", phone: "070-174 06 01" },
      { id: c, identity: teacher, givenName: "Maja", familyName: "Lind", phone: "08-465 004 00" },
    ]);
    expect(batch.groups).toEqual([{ id: "k1", name: "6 A", kind: "Klass", unit: "s1", schoolType: "GR" }]);
    expect(batch.enrolments).toEqual([{ id: `${a}|s1|GR`, person: a, unit: "s1", schoolType: "GR", schoolYear: 6 }]);
    expect(batch.duties).toEqual([{ id: `${c}|s1`, person: c, unit: "s1", role: "Annan personal" }]);
    expect(batch.memberships.map(({ id, role }) => [id, role])).toEqual([
      [`k1|${a}`, "pupil"],
      [`k1|${c}|teacher`, "teacher"],
      [`k1|${c}|mentor`, "mentor"],
    ]);
    expect(batch.guardianships).toEqual([{ id: `${a}|${b}`, child: a, guardian: b, relation: "Vårdnadshavare" }]);
    expect(batch.health).toMatchObject({ complete: true, received: { units: 1, persons: 3, groups: 1 } });
    const spokenFor = batch.coverage.filter(({ complete }) => complete).map(({ entity }) => entity);
    expect(spokenFor).toEqual(["units", "persons", "groups", "enrolments", "duties", "memberships", "guardianships"]);
  });

  test("do not speak of what is not in them: a role, a relation, a date, a marking", async () => {
    const { coverage } = await read(sound);
    const fields = Object.fromEntries(coverage.map(({ entity, fields }) => [entity, fields]));
    expect(fields["duties"]).toEqual(["person", "unit"]);
    expect(fields["guardianships"]).toEqual(["child", "guardian"]);
    expect(fields["persons"]).toEqual(["identity", "givenName", "familyName", "email", "phone"]);
    expect(coverage.flatMap(({ fields }) => fields)).not.toContain("startDate");
  });

  const all = new TextDecoder().decode(sound["objects.csv"]);
  test.each<[string, Uint8Array]>([
    ["ISO-8859-1", latin1(all)],
    ["a byte order mark", bytes(`\uFEFF${all}`)],
    ["tabs", bytes(all.replaceAll(";", "\t"))],
    ["commas", bytes(all.replaceAll(";", ","))],
    ["LF", bytes(all.replaceAll("\r\n", "\n"))],
    ["CR", bytes(all.replaceAll("\r\n", "\r"))],
    ["quotes around every field", bytes(all.replace(/[^;\r\n]+/g, '"$&"'))],
    ["no line end at the end", bytes(all.slice(0, -2))],
    ["blank lines", bytes(all.replaceAll("\r\n", "\r\n\r\n"))],
    ["row types in capitals", bytes(all.replace(/;user\r/g, ";USER\r"))],
  ])("with %s give the same batch", async (_name, objects) => {
    expect(await read({ ...sound, "objects.csv": objects })).toEqual(await read(sound));
  });

  test("in several files, whatever their names, give the same batch", async () => {
    const files = {
      z: bytes(lines([schoolClass])),
      b: bytes(lines(users)),
      a: bytes(lines(relations)),
      q: bytes(school),
    };
    expect(await read(files)).toEqual(await read(sound));
  });

  test("no id and no finding holds an identity number", async () => {
    const batch = await read({ ...sound, "more.csv": bytes(lines([user("A", "B", "201301012388")])) });
    const { persons, rejected, ...rest } = batch;
    expect(rejected).toHaveLength(1);
    for (const { id } of persons) expect(id).not.toMatch(/\d{8}[-]?\d{4}$/);
    for (const number of [pupil, guardian, teacher, "201301012388"])
      expect(JSON.stringify(rest)).not.toContain(number.slice(2));
  });

  test("the caller's own ids are used when given", async () => {
    const batch = await read(sound, { personId: (identity) => `p${identity.length}-${identity.endsWith("9")}` });
    expect(batch.persons.every(({ id }) => id.startsWith("p12-"))).toBe(true);
  });
});

describe("files that are not well", () => {
  const all = new TextDecoder().decode(sound["objects.csv"]);
  const mixed = Uint8Array.from([...bytes(lines([users[0] ?? ""])), ...latin1(lines([users[1] ?? ""]))]);
  test.each<[string, Uint8Array, string]>([
    ["empty", new Uint8Array(), "connectors.empty-file"],
    ["only line ends", bytes("\r\n\r\n"), "connectors.empty-file"],
    [
      "only a header",
      bytes("givenName;familyName;email;personnummer;;;;;;;;;;;;;;;rowType\r\n"),
      "connectors.header-only",
    ],
    ["cut in the middle of a row", bytes(all.slice(0, all.lastIndexOf(";;;"))), "connectors.cut-file"],
    ["cut inside an å", bytes(all).slice(0, bytes(all).lastIndexOf(0xc3) + 1), "connectors.cut-file"],
    ["cut inside quotes", bytes(`${all}"A`), "connectors.open-quote"],
    ["UTF-16", Uint8Array.from(all, (_l, i) => (i % 2 === 0 ? 0xff : 0xfe)), "connectors.bad-encoding"],
    ["binary", Uint8Array.of(80, 75, 3, 4, 0, 0), "connectors.bad-encoding"],
    ["encoded twice", bytes(new TextDecoder("windows-1252").decode(bytes(all))), "connectors.garbled-text"],
    ["in two encodings", mixed, "connectors.garbled-text"],
    ["with characters already replaced", bytes(all.replaceAll("Å", "\uFFFD")), "connectors.garbled-text"],
    ["something else", bytes("<html>\n<body>Logga in</body>\n"), "connectors.delimiter-unknown"],
  ])("%s: a finding in two languages, and the batch never looks total", async (_name, objects, code) => {
    const batch = await read({ ...sound, "objects.csv": objects });
    const found = batch.health.findings.find((candidate) => candidate.code === code);
    expect(codesOf(batch)).toContain(code);
    expect(found?.severity).toBe("must");
    expect(found?.sv).not.toBe(found?.en);
    expect(batch.health.complete).toBe(false);
  });

  test("cut in the last relation, half an id is not taken for a whole one", async () => {
    const cut = lines(relations.slice(0, 7)).slice(0, -3);
    const batch = await read({ ...sound, "relations.txt": bytes(cut) });
    expect(codesOf(batch)).toContain("connectors.cut-file");
    expect(batch.health.complete).toBe(false);
    expect(batch.memberships.map(({ group }) => group)).not.toContain("k");
  });

  test("UTF-8 agreed on and ISO-8859-1 sent: nothing is read from the file", async () => {
    const profile: ImportProfile = { ...defaultImportProfile, readEncoding: "utf-8" };
    const batch = await read({ ...sound, "objects.csv": latin1(all) }, { profile });
    expect(codesOf(batch)).toContain("connectors.bad-encoding");
    expect(batch.persons).toEqual([]);
    expect(batch.health.complete).toBe(false);
  });

  test("a header over rows is no row", async () => {
    const header = "givenName;familyName;email;personnummer;;;;;;;;;;;;;;;rowType\r\n";
    const batch = await read({ ...sound, "objects.csv": bytes(header + all) });
    expect(codesOf(batch)).toEqual(["connectors.header-row"]);
    expect(batch.persons).toHaveLength(3);
    expect(batch.health.complete).toBe(true);
  });

  test.each<[string, readonly string[], string, string]>([
    ["a person without a usable number", [user("A", "B", "20130230-1234")], "persons", "connectors.invalid-key"],
    ["a column too many", [`${user("A", "B", dashed(pupil)).slice(0, -4)};user`], "persons", "connectors.column-count"],
    ["a row of no kind", ["x;y;z"], "persons", "connectors.unknown-row"],
    ["the same school again", [school], "units", "connectors.duplicate-id"],
    ["the same class again", ["k1;6 B;;;;;class"], "groups", "connectors.duplicate-id"],
    ["a class in no school", ["k9;9 C;;;;;class"], "groups", "connectors.missing-field"],
  ])("%s: kept aside with the reason, the rest goes on", async (_name, rows, entity, code) => {
    const batch = await read({ ...sound, "objects.csv": bytes(lines([school, schoolClass, ...users, ...rows])) });
    expect(batch.rejected).toMatchObject([{ entity, finding: { code } }]);
    expect(batch.persons).toHaveLength(3);
    expect(batch.coverage.find((entry) => entry.entity === entity)?.complete).toBe(false);
  });

  test("a person on two rows: the last one counts, as it would on the platform", async () => {
    const again = user("Åsa", "Nyman", pupil);
    const batch = await read({ ...sound, "zz.csv": bytes(lines([again, again])) });
    expect(batch.persons.find(({ identity }) => identity === pupil)?.familyName).toBe("Nyman");
    expect(codesOf(batch).sort()).toEqual(["connectors.person-again", "connectors.repeated-rows"]);
  });

  test("relations to what is not in the files are kept and counted", async () => {
    const more = `add\tstudent_in_class\t${dashed(pupil)}\tk7`;
    const batch = await read({ ...sound, "relations.txt": bytes(lines([...relations, more])) });
    expect(codesOf(batch)).toEqual(["connectors.dangling-reference"]);
    expect(batch.memberships).toHaveLength(4);
  });

  test("a mentor of a pupil has no place in a batch, and no mentor is removed because of it", async () => {
    const rows = relations.map((row) => row.replace(/(mentor_for\t.*)\tk1/, `$1\t${dashed(pupil)}`));
    const batch = await read({ ...sound, "relations.txt": bytes(lines(rows)) });
    expect(codesOf(batch)).toEqual(["connectors.relations-not-carried"]);
    expect(batch.coverage.find(({ entity }) => entity === "memberships")?.complete).toBe(false);
  });

  test("unknown relations and school forms are kept or counted, one finding for each", async () => {
    const batch = await read({
      "a.csv": bytes(lines([school.replace("se.grundskoleutbildning.grundskola", "se.ny.skolform")])),
      "r.txt": bytes(lines([`add\tdriver_for\t${dashed(teacher)}\ts1`, `add\tdriver_for\t${dashed(pupil)}\ts1`])),
    });
    expect(batch.units[0]?.schoolTypes).toBe("se.ny.skolform");
    expect(batch.health.findings.filter(({ code }) => code === "connectors.unknown-value")).toHaveLength(2);
  });

  test("without a relation file nothing that ties people is spoken for", async () => {
    const batch = await read({ "users.csv": bytes(lines(users)) });
    expect(batch.coverage.filter(({ complete }) => complete).map(({ entity }) => entity)).toEqual(["persons"]);
  });

  test("no files at all", async () => {
    const batch = await read({});
    expect(codesOf(batch)).toEqual(["connectors.no-files"]);
    expect(batch.health.complete).toBe(false);
  });

  test("whatever bytes come, every row is used, kept aside or told of, and nothing throws", async () => {
    const piece = fc.constantFrom(
      school,
      schoolClass,
      ...users,
      ...relations,
      "\r\n",
      "\n",
      '"',
      ";",
      "\t",
      "å",
      "\0",
      "x",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 20 }), fc.boolean(), async (pieces, asLatin1) => {
        const text = pieces.join("");
        const batch = await read({ file: asLatin1 ? latin1(text) : bytes(text) });
        expect(batch.persons.length).toBeLessThanOrEqual(batch.health.received.persons ?? 0);
        expect(text.trim() === "" && batch.health.complete).toBe(false);
      }),
    );
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (file) => void (await read({ file }))));
  });
});

describe("the order of add and remove", () => {
  const moved = [
    `add\tstudent_in_class\t${dashed(pupil)}\tk1`,
    `remove\tstudent_in_class\t${pupil}\tk1`,
    `add\tteacher_in_class\t${dashed(teacher)}\tk1`,
  ];
  const classOf = async (rows: readonly string[], relationOrder: ImportProfile["relationOrder"]) => {
    const files = { ...sound, "relations.txt": bytes(lines([relations[1] ?? "", ...rows])) };
    const batch = await read(files, { profile: { ...defaultImportProfile, relationOrder } });
    return batch.memberships.filter(({ role }) => role === "pupil").length;
  };
  test("is the profile's: the same rows, read by each rule", async () => {
    expect(await classOf(moved, "add-before-remove")).toBe(0);
    expect(await classOf(moved, "remove-before-add")).toBe(1);
    expect(await classOf(moved, "as-written")).toBe(0);
    expect(await classOf(moved.toReversed(), "as-written")).toBe(1);
    expect(await classOf(moved.toReversed(), "add-before-remove")).toBe(0);
  });

  test("a removal in a file of changes can't be read as a register, and says so", async () => {
    const batch = await read({ ...sound, "relations.txt": bytes(lines(moved)) }, { kind: "delta" });
    expect(codesOf(batch)).toContain("connectors.removals-not-carried");
    expect(batch.coverage.some(({ complete }) => complete)).toBe(false);
  });
});

/** A register that the files can hold, small and of any shape. */
const entities: fc.Arbitrary<Entities> = fc
  .record({
    units: fc.uniqueArray(
      fc.record({
        id: fc.stringMatching(/^[a-zå][a-z0-9å]{0,4}$/),
        name: fc.string({ unit: "grapheme", maxLength: 8 }).map((text) => text.replace(/[\0Ã\uFFFD]/g, "").trim()),
        type: fc.constantFrom("GR", "GY", "GRS"),
      }),
      { selector: ({ id }) => id, minLength: 1, maxLength: 3 },
    ),
    people: fc.uniqueArray(
      fc.record({
        day: fc.integer({ min: 1, max: 28 }),
        serial: fc.constantFrom(...testSerials),
        given: fc.constantFrom("Åsa", 'Lena "Lo"', "A;B", "Zoë\nB", "Ö,P", "Q\tR"),
        email: fc.option(fc.constant("a@skola.example"), { nil: undefined }),
        unit: fc.nat(),
        group: fc.nat(),
        year: fc.option(fc.integer({ min: 0, max: 10 }), { nil: undefined }),
        role: fc.constantFrom("pupil", "teacher", "mentor", "guardian"),
      }),
      { selector: ({ day, serial }) => `${day} ${serial}`, minLength: 1, maxLength: 8 },
    ),
    groups: fc.uniqueArray(
      fc.record({ id: fc.stringMatching(/^k[0-9]{1,3}$/), unit: fc.nat(), type: fc.constantFrom("GR", "GY") }),
      { selector: ({ id }) => id, minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ units, people, groups }): Entities => {
    const unitAt = (index: number) => units[index % units.length] ?? { id: "", name: "", type: "" };
    const groupAt = (index: number) => groups[index % groups.length]?.id ?? "";
    const persons = people.map((person) => {
      const identity = testIdentity(`2012-03-${String(person.day).padStart(2, "0")}`, person.serial);
      return { ...person, identity, id: importPersonId(identity) };
    });
    const pupils = persons.filter(({ role }) => role === "pupil");
    const staff = persons.filter(({ role }) => role === "teacher" || role === "mentor");
    return {
      units: units.map(({ id, name, type }) => ({ id, name, kind: "Skolenhet", parent: "org", schoolTypes: type })),
      persons: persons.map(({ id, identity, given, email }) => ({
        id,
        identity,
        givenName: given,
        familyName: "Björk",
        ...(email === undefined ? {} : { email }),
      })),
      groups: groups.map(({ id, unit, type }) => ({
        id,
        name: `Klass ${id}`,
        kind: "Klass",
        unit: unitAt(unit).id,
        schoolType: type,
      })),
      enrolments: pupils.map(({ id, unit, year }) => ({
        id: `${id}|${unitAt(unit).id}|${unitAt(unit).type}`,
        person: id,
        unit: unitAt(unit).id,
        schoolType: unitAt(unit).type,
        ...(year === undefined ? {} : { schoolYear: year }),
      })),
      placements: [],
      duties: staff.map(({ id, unit }) => ({
        id: `${id}|${unitAt(unit).id}`,
        person: id,
        unit: unitAt(unit).id,
        role: "Annan personal",
      })),
      memberships: [...pupils, ...staff].map(({ id, group, role }) => ({
        id: role === "pupil" ? `${groupAt(group)}|${id}` : `${groupAt(group)}|${id}|${role}`,
        group: groupAt(group),
        person: id,
        role,
      })),
      guardianships: persons
        .filter(({ role }) => role === "guardian")
        .flatMap(({ id, unit }) => {
          const child = pupils[unit % Math.max(1, pupils.length)]?.id;
          return child === undefined
            ? []
            : [{ id: `${child}|${id}`, child, guardian: id, relation: "Vårdnadshavare" as const }];
        }),
    };
  });

const byId = <T extends { id: string }>(rows: readonly T[]): readonly T[] =>
  rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));

describe("writing", () => {
  test("what is written is read back, field by field", async () => {
    await fc.assert(
      fc.asyncProperty(
        entities,
        fc.constantFrom("utf-8", "iso-8859-1"),
        fc.constantFrom("\t", ";", ","),
        fc.constantFrom("\r\n", "\n"),
        async (register, writeEncoding, writeDelimiter, newline) => {
          const profile = { ...defaultImportProfile, writeEncoding, writeDelimiter, newline } as const;
          const { files, findings } = writeImportFiles({ entities: register, on, profile });
          const left = findings.filter(({ code }) => code === "connectors.not-in-encoding");
          if (left.length > 0) return;
          const batch = await readImportFiles({ files: files.filter((file) => file.bytes.length > 0), readAt });
          for (const entity of [
            "units",
            "persons",
            "groups",
            "enrolments",
            "duties",
            "memberships",
            "guardianships",
          ] as const)
            expect(byId<{ id: string }>(batch[entity])).toEqual(byId<{ id: string }>(register[entity]));
          expect(batch.health.complete).toBe(true);
          expect(batch.rejected).toEqual([]);
        },
      ),
    );
  });

  test("the same register gives the same bytes", () => {
    fc.assert(
      fc.property(entities, (register) => {
        expect(writeImportFiles({ entities: register, on })).toEqual(
          writeImportFiles({ entities: structuredClone(register), on }),
        );
      }),
    );
  });

  test("only the difference to the last time is written, and reading both gives the new register", async () => {
    await fc.assert(
      fc.asyncProperty(entities, entities, async (before, after) => {
        const first = writeImportFiles({ entities: before, on });
        const second = writeImportFiles({ entities: after, on, previous: { entities: before, on } });
        const again = writeImportFiles({ entities: after, on, previous: { entities: after, on } });
        expect(asText(again.files[3])).toBe("");
        const relationsOf = (files: readonly NamedFile[]) =>
          files.filter(({ name }) => name.startsWith("4")).map(({ bytes }, index) => ({ name: `r${index}`, bytes }));
        const [one, two] = [...relationsOf(first.files), ...relationsOf(second.files)];
        const whole = writeImportFiles({ entities: after, on });
        const replay = [
          ...whole.files.slice(0, 3),
          { name: "r1", bytes: one?.bytes ?? bytes("") },
          { name: "r2", bytes: two?.bytes ?? bytes("") },
        ];
        const profile = { ...defaultImportProfile, relationOrder: "as-written" } as const;
        const batch = await readImportFiles({ files: replay.filter((file) => file.bytes.length > 0), readAt, profile });
        for (const entity of ["memberships", "guardianships", "duties"] as const)
          expect(byId<{ id: string }>(batch[entity])).toEqual(byId<{ id: string }>(after[entity]));
      }),
    );
  });

  const base: Entities = {
    units: [{ id: "s1", name: "Ödeskolan", kind: "Skolenhet", schoolTypes: "FKLASS GR" }],
    persons: [
      {
        id: "a",
        identity: pupil,
        givenName: "Åsa",
        familyName: "Öhrn",
        email: "a@x",
        phone: "1",
        protection: "Sekretessmarkering",
      },
      { id: "b", identity: guardian, givenName: "Håkan", familyName: "Öhrn" },
      { id: "c", identity: teacher, givenName: "Maja", familyName: "Lind" },
      { id: "d", givenName: "Nils", familyName: "Ek" },
    ],
    groups: [
      { id: "k1", name: "6 A", kind: "Klass", unit: "s1", schoolType: "GR" },
      { id: "g1", name: "Matte", kind: "Undervisning", unit: "s1" },
    ],
    enrolments: [{ id: "e", person: "a", unit: "s1", schoolType: "GR", schoolYear: 6 }],
    placements: [],
    duties: [{ id: "t", person: "c", unit: "s1", role: "Lärare" }],
    memberships: [
      { id: "m1", group: "k1", person: "a", role: "pupil" },
      { id: "m2", group: "k1", person: "c", role: "mentor", startDate: "2026-08-17", endDate: "2026-08-17" },
      { id: "m3", group: "k1", person: "c", role: "teacher", endDate: "2026-08-16" },
      { id: "m4", group: "k1", person: "c", role: "teacher", startDate: "2026-08-18" },
    ],
    guardianships: [{ id: "v", child: "a", guardian: "b", relation: "Vårdnadshavare" }],
  };
  const write = (profile: Partial<ImportProfile> = {}, more: Partial<Entities> = {}) => {
    const result = writeImportFiles({
      entities: { ...base, ...more },
      on,
      profile: { ...defaultImportProfile, ...profile },
    });
    return { ...result, text: result.files.map(asText).join(""), codes: result.findings.map(({ code }) => code) };
  };

  test("protected people are left out, with the guardian who would show where they are", () => {
    const { text, codes } = write();
    expect(text).not.toMatch(/Åsa|Håkan/);
    expect(text).not.toContain(dashed(pupil));
    expect(text).not.toContain(dashed(guardian));
    expect(text).toContain("Maja");
    expect(codes).toContain("connectors.protected-left-out");
  });

  test("a marking that nobody has explained protects as well", () => {
    const persons = base.persons.map((person) =>
      person.id === "a" ? Object.assign({}, person, { protection: "Nivå 9" }) : person,
    );
    expect(write({}, { persons }).text).not.toContain("Åsa");
  });

  test("or written with name and number alone, when the profile says so", () => {
    const { text } = write({ protectedPeople: "minimal" });
    expect(text).toContain(`Åsa;Öhrn;;${dashed(pupil)};;;;;;;;true;;;;6;;;user`);
    expect(write({ protectedPeople: "include" }).text).toContain(`Åsa;Öhrn;a@x;${dashed(pupil)};;;1;`);
  });

  test("who becomes protected is never written as removed", () => {
    const open = base.persons.map(({ protection: _protection, ...person }) => person);
    const previous = { entities: { ...base, persons: open }, on };
    const { files } = writeImportFiles({ entities: base, on, previous });
    expect(asText(files[3])).not.toContain("remove");
  });

  test("only what is true on the day is written; the last day is a day", () => {
    const { text } = write();
    expect(text).toContain("mentor_for");
    expect(text).not.toContain("teacher_in_class");
  });

  test("what has no place in the files is told of", () => {
    const { codes, text } = write();
    expect(codes).toContain("connectors.no-identity");
    expect(codes).toContain("connectors.not-written");
    expect(codes).toContain("connectors.school-forms-reduced");
    expect(text).not.toContain("Nils");
    expect(text).not.toContain("Matte");
  });

  test("add comes before remove for each person, or after, as the profile says", () => {
    const moved = { ...base, groups: [...base.groups, { id: "k2", name: "6 B", kind: "Klass", unit: "s1" }] };
    const entities = { ...moved, memberships: [{ id: "m", group: "k2", person: "c", role: "mentor" }] };
    const operations = (relationOrder: ImportProfile["relationOrder"]) =>
      asText(
        writeImportFiles({
          entities,
          on,
          previous: { entities: base, on },
          profile: { ...defaultImportProfile, relationOrder },
        }).files[3],
      )
        .split("\r\n")
        .filter((row) => row.includes(dashed(teacher)))
        .map((row) => row.split("\t")[0]);
    expect(operations("add-before-remove")).toEqual(["add", "remove"]);
    expect(operations("remove-before-add")).toEqual(["remove", "add"]);
  });

  test("a letter that ISO-8859-1 does not have is never written as another", () => {
    const persons = [{ id: "c", identity: teacher, givenName: "Łucja", familyName: "Lind" }];
    const { codes, files } = write({ writeEncoding: "iso-8859-1" }, { persons });
    expect(codes).toContain("connectors.not-in-encoding");
    expect(files[2]?.bytes).toHaveLength(0);
  });

  test("a day that is none is the caller's fault", () => {
    expect(() => writeImportFiles({ entities: base, on: "2026-02-30" })).toThrow(RangeError);
  });
});
