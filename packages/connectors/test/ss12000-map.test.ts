import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  deletedIds,
  dnpDialect,
  edlevoDialect,
  istDialect,
  readSs12000Folder,
  type Ss12000Dataset,
  standardDialect,
  withScopes,
} from "../src/ss12000.ts";
import { register, uuid } from "./register.ts";

const readAt = "2025-10-01T06:00:00+02:00";
const small = register(3);
const encode = (json: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(json));

/** Reads lists as a folder of files; whatever is not given comes from a small and sound register. */
function read(lists: Partial<Record<keyof Ss12000Dataset, readonly unknown[]>>, dialect = standardDialect) {
  const files = Object.fromEntries(
    Object.entries({ ...small, ...lists }).map(([list, data]) => [`${list}.json`, encode({ data, pageToken: null })]),
  );
  return readSs12000Folder({ files, readAt, dialect });
}
const pupil = small.persons[0];
const withPupil = (changes: object) => read({ persons: [{ ...pupil, ...changes }, ...small.persons.slice(1)] });

describe("a person", () => {
  test("becomes a flat row, with its enrolment and guardian beside it", async () => {
    const batch = await read({});
    expect(batch.persons[0]).toEqual({
      id: uuid(2, 0),
      identity: pupil?.civicNo?.value,
      givenName: "Åsa",
      familyName: "Björk",
      birthDate: "2011-01-01",
      sex: "Kvinna",
      email: "p2-0@skola.example",
      eppn: "p2-0@skola.example",
      phone: "070-174 06 00",
      protection: "Ingen",
      status: "Aktiv",
    });
    expect(batch.enrolments[0]).toEqual({
      id: `${uuid(2, 0)}|${uuid(1, 1)}|FKLASS`,
      person: uuid(2, 0),
      unit: uuid(1, 1),
      schoolType: "FKLASS",
      schoolYear: 0,
      startDate: "2025-08-18",
    });
    expect(batch.guardianships[0]).toEqual({
      id: `${uuid(2, 0)}|${uuid(3, 0)}`,
      child: uuid(2, 0),
      guardian: uuid(3, 0),
      relation: "Vårdnadshavare",
    });
  });

  test.each([
    ["check digit", { civicNo: { value: "201101019800" } }],
    ["not a number", { civicNo: { value: "hemlig" } }],
  ])("with an identity number that can't be used (%s) is kept without it", async (_name, changes) => {
    const batch = await withPupil(changes);
    expect(batch.persons).toHaveLength(small.persons.length);
    expect(batch.persons[0]).not.toHaveProperty("identity");
    const [found] = batch.health.findings;
    expect(found).toMatchObject({ code: "connectors.invalid-identity", where: `persons/${uuid(2, 0)}` });
    expect(JSON.stringify(batch.health.findings)).not.toMatch(/201101|hemlig/);
  });

  test("with a TF number keeps it", async () => {
    const batch = await withPupil({ civicNo: { value: "20130101TF01" } });
    expect(batch.persons[0]?.identity).toBe("20130101TF01");
    expect(batch.health.findings).toEqual([]);
  });

  test("with a foreign number is kept without it, and counted", async () => {
    const batch = await withPupil({ civicNo: { value: "010101-123N", nationality: "FI" } });
    expect(batch.persons[0]).not.toHaveProperty("identity");
    expect(batch.health.findings.map((found) => found.code)).toEqual(["connectors.foreign-identity"]);
  });

  test("with a number without century keeps it, and the guess is told", async () => {
    const batch = await withPupil({ civicNo: { value: pupil?.civicNo?.value.slice(2) } });
    expect(batch.persons[0]?.identity).toBe(pupil?.civicNo?.value);
    expect(batch.health.findings.map((found) => found.code)).toEqual(["connectors.guessed-century"]);
  });

  test("whose name is withheld is there all the same", async () => {
    const batch = await withPupil({ givenName: null, familyName: undefined, securityMarking: "Skyddad folkbokföring" });
    expect(batch.persons[0]).toMatchObject({ givenName: "", familyName: "", protection: "Skyddad folkbokföring" });
    expect(batch.coverage.find(({ entity }) => entity === "persons")?.complete).toBe(true);
  });

  test("with an unknown protection marking has to be dealt with before anything is done", async () => {
    const batch = await withPupil({ securityMarking: "Skyddsnivå 3" });
    expect(batch.persons[0]?.protection).toBe("Skyddsnivå 3");
    expect(batch.health.findings).toMatchObject([{ code: "connectors.unknown-marking", severity: "must" }]);
  });

  test("has the address that the school uses, in whatever order the source lists them", async () => {
    const emails = [
      { value: "hem@example.se", type: "Privat" },
      { value: "b@skola.example", type: "Skola elev" },
      { value: "a@skola.example", type: "Skola elev" },
    ];
    const [one] = (await withPupil({ emails })).persons;
    const [other] = (await withPupil({ emails: emails.toReversed() })).persons;
    expect(one?.email).toBe("a@skola.example");
    expect(other).toEqual(one);
  });

  test("whose enrolment is cancelled is not enrolled, and it is counted", async () => {
    const batch = await withPupil({ enrolments: [{ ...pupil?.enrolments?.[0], cancelled: true }] });
    expect(batch.enrolments).toHaveLength(2);
    expect(batch.health.received.enrolments).toBe(3);
    expect(batch.health.findings.map((found) => found.code)).toEqual(["connectors.cancelled-enrolment"]);
  });

  test("who comes back to a school has two enrolments, and the latest has the plain id", async () => {
    const now = pupil?.enrolments?.[0];
    const then = { ...now, startDate: "2023-08-14", endDate: "2024-06-12" };
    for (const enrolments of [
      [now, then],
      [then, now],
    ]) {
      const own = (await withPupil({ enrolments })).enrolments.filter(({ person }) => person === uuid(2, 0));
      const plain = `${uuid(2, 0)}|${uuid(1, 1)}|FKLASS`;
      expect(own.find(({ id }) => id === plain)?.startDate).toBe("2025-08-18");
      expect(own.find(({ id }) => id === `${plain}|0|2023-08-14`)?.endDate).toBe("2024-06-12");
    }
  });

  test("that ended is kept with its dates: the last day is a day at school", async () => {
    const ended = { ...pupil?.enrolments?.[0], startDate: "2024-08-19", endDate: "2025-06-11" };
    const batch = await withPupil({ enrolments: [ended] });
    expect(batch.enrolments[0]).toMatchObject({ startDate: "2024-08-19", endDate: "2025-06-11" });
    expect(batch.health.findings).toEqual([]);
  });

  test("who is listed with two relations to a child keeps both", async () => {
    const guardian = { id: uuid(3, 0) };
    const responsibles = [
      { person: guardian, relationType: "Förälder" },
      { person: guardian, relationType: "Vårdnadshavare" },
    ];
    const batch = await withPupil({ responsibles });
    const own = batch.guardianships.filter(({ child }) => child === uuid(2, 0));
    expect(own.map(({ id, relation }) => [id.split("|").length, relation])).toEqual([
      [3, "Förälder"],
      [2, "Vårdnadshavare"],
    ]);
  });
});

describe("values that no enum foresaw", () => {
  test("are kept, with one finding for each and how many rows have it", async () => {
    const duties = register(80).duties.map((duty) => ({ ...duty, dutyRole: "Lärarassistent" }));
    const batch = await read({ duties });
    expect(batch.duties).toHaveLength(4);
    expect(batch.duties.every(({ role }) => role === "Lärarassistent")).toBe(true);
    const unknown = batch.health.findings.filter(({ code }) => code === "connectors.unknown-value");
    expect(unknown).toHaveLength(1);
    expect(unknown[0]).toMatchObject({ severity: "check", where: "dutyRole" });
    expect(unknown[0]?.en).toContain("4 rows");
  });

  test("are known to the dialect that uses them", async () => {
    const duties = small.duties.map((duty) => ({ ...duty, dutyRole: "Lärarassistent" }));
    const { findings } = (await read({ duties }, edlevoDialect)).health;
    expect(findings.filter(({ where }) => where === "dutyRole")).toEqual([]);
  });

  test("that look like an identity number are not shown", async () => {
    const groups = small.groups.map((group) => ({ ...group, groupType: "Klass 20110101-9800" }));
    const { findings } = (await read({ groups })).health;
    expect(findings.map(({ code }) => code)).toEqual(["connectors.unknown-value"]);
    expect(JSON.stringify(findings)).not.toContain("9800");
  });

  test("by the thousand are free text, and are summed up", async () => {
    const groups = Array.from({ length: 500 }, (_, index) => ({
      ...small.groups[0],
      id: uuid(5, index),
      groupType: `Sort ${index}`,
    }));
    expect((await read({ groups })).health.findings.length).toBeLessThan(60);
  });
});

describe("rows that can't be used", () => {
  const unit = small.organisations[1];
  test.each<[string, Partial<Record<keyof Ss12000Dataset, readonly unknown[]>>, string, string]>([
    ["no object", { duties: ["text", ...small.duties] }, "duties", "connectors.not-a-row"],
    ["no id", { persons: [{ ...pupil, id: " " }, ...small.persons] }, "persons", "connectors.missing-field"],
    [
      "an id that is not text",
      { persons: [{ ...pupil, id: [] }, ...small.persons] },
      "persons",
      "connectors.missing-field",
    ],
    ["the same id again", { organisations: [...small.organisations, unit] }, "units", "connectors.duplicate-id"],
    ["no unit", { groups: [{ ...small.groups[0], organisation: null }] }, "groups", "connectors.missing-field"],
    ["no such day", { groups: [{ ...small.groups[0], endDate: "2025-02-30" }] }, "groups", "connectors.bad-date"],
    [
      "a date and a time",
      { duties: [{ ...small.duties[0], endDate: "2025-06-11T22:00:00Z" }] },
      "duties",
      "connectors.bad-date",
    ],
    [
      "no child",
      { placements: [{ ...small.placements[0], child: undefined }] },
      "placements",
      "connectors.missing-field",
    ],
  ])("%s: kept aside with the reason, and the entity is not complete", async (_name, lists, entity, code) => {
    const batch = await read(lists);
    expect(batch.rejected).toHaveLength(1);
    expect(batch.rejected[0]).toMatchObject({ entity, finding: { code } });
    expect(batch.coverage.find((entry) => entry.entity === entity)?.complete).toBe(false);
    expect(batch.health.findings.map((found) => found.code)).toContain("connectors.rejected-rows");
  });

  test("inside another row leave that row alone", async () => {
    const groupMemberships = [{ person: { id: uuid(2, 0) } }, { person: null }, null];
    const batch = await read({ groups: [{ ...small.groups[0], groupMemberships }] });
    expect(batch.groups).toHaveLength(1);
    expect(batch.memberships.filter(({ role }) => role === "pupil")).toHaveLength(1);
    expect(batch.rejected.map(({ entity }) => entity)).toEqual(["memberships", "memberships"]);
  });

  test("by the thousand give a list that a person can read, and nothing uncounted", async () => {
    const batch = await read({ duties: Array.from({ length: 1000 }, () => 0) });
    expect(batch.rejected).toHaveLength(1000);
    expect(batch.health.findings.length).toBeLessThan(60);
    expect(batch.health.findings.find(({ code }) => code === "connectors.more")?.en).toContain("950");
  });
});

describe("staff and groups", () => {
  test("a mentor by assignment, a teacher by activity, one row each", async () => {
    const batch = await read({});
    const own = batch.memberships.filter(({ person }) => person === uuid(4, 0));
    expect(own.map(({ id, role }) => [id, role])).toEqual([
      [`${uuid(5, 0)}|${uuid(4, 0)}|mentor`, "mentor"],
      [`${uuid(5, 0)}|${uuid(4, 0)}|teacher`, "teacher"],
    ]);
  });

  test("two subjects in the same class are one membership, from the first day to the last", async () => {
    const [activity] = small.activities;
    const activities = [
      { ...activity, id: uuid(8, 1), startDate: "2025-08-18", endDate: "2025-12-19" },
      { ...activity, id: uuid(8, 2), startDate: "2026-01-12", endDate: "2026-06-12" },
    ];
    const batch = await read({ activities });
    const taught = batch.memberships.filter(({ role }) => role === "teacher");
    expect(taught).toHaveLength(1);
    expect(taught[0]).toMatchObject({ startDate: "2025-08-18", endDate: "2026-06-12" });
  });

  test("a vacancy is no duty and no fault", async () => {
    const batch = await read({ duties: [...small.duties, { ...small.duties[0], id: uuid(6, 9), person: null }] });
    expect(batch.duties).toHaveLength(1);
    expect(batch.coverage.find(({ entity }) => entity === "duties")?.complete).toBe(true);
    expect(batch.health.findings.map(({ code }) => code)).toEqual(["connectors.vacant-duty"]);
  });

  test("an activity that names a duty nobody has is told of", async () => {
    const activities = [{ ...small.activities[0], teachers: [{ duty: { id: uuid(6, 77) } }] }];
    const batch = await read({ activities });
    expect(batch.health.findings.map(({ code }) => code)).toEqual(["connectors.dangling-reference"]);
  });
});

describe("a unit", () => {
  test.each([
    ["a number that lost its zero", { municipalityCode: 180 }, { municipalityCode: "0180" }, []],
    ["a code with a letter", { municipalityCode: "018O" }, {}, ["connectors.bad-value"]],
    ["an old school code", { schoolUnitCode: "1234567" }, {}, ["connectors.bad-value", "connectors.field-withheld"]],
    ["blanks around its id's code", { schoolUnitCode: " 10000001 " }, { schoolUnitCode: "10000001" }, []],
  ])("with %s", async (_name, changes, expected, codes) => {
    const organisations = small.organisations.map((unit, index) => (index === 1 ? { ...unit, ...changes } : unit));
    const batch = await read({ organisations });
    expect(batch.units[1]).toMatchObject({ name: "Ödeskolan 1", schoolTypes: "FKLASS GR", ...expected });
    expect(batch.health.findings.map(({ code }) => code)).toEqual(codes);
  });
});

describe("laws", () => {
  test("the order in which a source sends its rows changes no row", async () => {
    const sorted = (rows: readonly { id: string }[]) => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const dataset = register(30);
    const expected = await read(dataset);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...dataset.persons], { minLength: dataset.persons.length }),
        fc.shuffledSubarray([...dataset.activities], { minLength: dataset.activities.length }),
        async (persons, activities) => {
          const batch = await read({ ...dataset, persons, activities });
          for (const entity of ["persons", "enrolments", "memberships", "guardianships"] as const)
            expect(sorted(batch[entity])).toEqual(sorted(expected[entity]));
        },
      ),
      { numRuns: 20 },
    );
  });

  test("whatever JSON a source sends, every row is used, kept aside or counted, and nothing throws", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), async (rows) => {
        const batch = await read({ duties: rows, groups: rows, placements: rows });
        const { received } = batch.health;
        expect(received.groups).toBe(rows.length);
        const aside = batch.rejected.filter(({ entity }) => entity === "groups").length;
        expect(batch.groups.length + aside).toBe(rows.length);
      }),
    );
  });

  test("ids are unique within each entity", async () => {
    const enrolment = fc.record({
      enroledAt: fc.constantFrom({ id: "u1" }, { id: "u2" }),
      schoolType: fc.constantFrom("GR", "GY"),
      schoolYear: fc.option(fc.integer({ min: 0, max: 10 }), { nil: undefined }),
      startDate: fc.constantFrom("2024-08-19", "2025-08-18"),
      endDate: fc.constantFrom(undefined, "2025-06-11"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(enrolment, { maxLength: 8 }), async (enrolments) => {
        const batch = await withPupil({ enrolments });
        const ids = batch.enrolments.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });
});

describe("dialects", () => {
  test("DNP has no guardians, no preschool and no dates: they are withheld, not empty", async () => {
    const { placements: _placements, ...rest } = small;
    const files = Object.fromEntries(Object.entries(rest).map(([list, data]) => [`${list}.json`, encode({ data })]));
    const batch = await readSs12000Folder({ files, readAt, dialect: dnpDialect });
    const coverage = Object.fromEntries(batch.coverage.map(({ entity, ...entry }) => [entity, entry]));
    expect(coverage["guardianships"]).toEqual({ complete: false, fields: [] });
    expect(coverage["placements"]).toEqual({ complete: false, fields: [] });
    expect(coverage["persons"]?.fields).toEqual(["identity", "givenName", "familyName", "email", "eppn", "protection"]);
    expect(coverage["groups"]?.complete).toBe(true);
    expect(batch.health.complete).toBe(true);
  });

  test("an organisation of DNP is a school unit, since it says nothing else", async () => {
    const organisations = [{ id: uuid(1, 1), displayName: "Ödeskolan", schoolUnitCode: "10000001" }];
    const batch = await read({ organisations }, dnpDialect);
    expect(batch.units).toEqual([{ id: uuid(1, 1), name: "Ödeskolan", kind: "Skolenhet", schoolUnitCode: "10000001" }]);
  });

  test("what DNP demands of a row and the standard does not is counted, and the row is kept", async () => {
    const lists = {
      organisations: small.organisations.map(({ schoolUnitCode: _code, ...unit }) => unit),
      persons: small.persons.map((person, index) => ({
        ...person,
        ...(index === 0 ? { civicNo: null, eduPersonPrincipalNames: [] } : {}),
        enrolments: [{ enroledAt: { id: uuid(1, 1) }, schoolType: "GR", schoolYear: index === 1 ? null : 6 }],
      })),
    };
    const demanded = (batch: Awaited<ReturnType<typeof read>>) =>
      batch.health.findings.filter(({ code }) => code === "connectors.dialect-requires").map(({ en }) => en);
    expect(demanded(await read(lists, dnpDialect))).toEqual([
      "1 row lacks identity, which the dialect dnp demands; they are kept.",
      "1 row lacks eppn, which the dialect dnp demands; they are kept.",
      "1 row lacks schoolYear, which the dialect dnp demands; they are kept.",
    ]);
    expect(demanded(await read(lists))).toEqual([]);
    expect((await read(lists, dnpDialect)).persons).toHaveLength(small.persons.length);
  });

  test("Edlevo's newer duty roles, its school types and its single-group activities are read without a remark", async () => {
    const batch = await read(
      {
        organisations: small.organisations.map((unit) => ({ ...unit, organisationType: "Skola" })),
        groups: small.groups.map((group) => ({ ...group, groupType: "Avdelning" })),
        duties: small.duties.map((duty) => ({
          ...duty,
          dutyRole: "Speciallärare/specialpedagog",
          assignmentRole: [{ group: { id: small.groups[0]?.id }, assignmentRoleType: "Administrativ personal" }],
        })),
      },
      edlevoDialect,
    );
    expect(batch.health).toMatchObject({ complete: true, findings: [] });
    expect(batch.duties[0]?.role).toBe("Speciallärare/specialpedagog");
    expect(batch.memberships.map(({ role }) => role)).toContain("Administrativ personal");
  });

  test("a scope that IST has not granted withholds its fields", () => {
    const granted = Object.keys(istDialect.scopes ?? {}).filter((scope) => !/civicno|responsibles/.test(scope));
    const { delivers } = withScopes(istDialect, granted);
    expect(delivers.persons).not.toContain("identity");
    expect(delivers.persons).toContain("birthDate");
    expect(delivers.guardianships).toBeUndefined();
    expect(withScopes(standardDialect, [])).toEqual(standardDialect);
  });

  test.each([standardDialect, dnpDialect, edlevoDialect, istDialect])("$id is plain data", (dialect) => {
    expect(structuredClone(dialect)).toEqual(dialect);
    expect(JSON.parse(JSON.stringify(dialect))).toEqual(dialect);
  });
});

describe("deletedEntities", () => {
  const expected = [
    { list: "activities", id: "a1" },
    { list: "persons", id: "p1" },
  ];
  test.each([
    ["the standard's shape and spelling", { data: { activitites: ["a1"], persons: ["p1"] }, pageToken: null }],
    ["the spelling one expects", { data: { activities: ["a1"], persons: ["p1"], groups: [] } }],
    [
      "the flat shape",
      [
        { entityType: "Activity", id: "a1", deletedAt: "2026-01-01T00:00:00Z" },
        { entityType: "Person", id: "p1", deletedAt: "2026-01-01T00:00:00Z" },
      ],
    ],
    [
      "the flat shape in an envelope",
      {
        data: [
          { entityType: "activities", id: "a1" },
          { entityType: "persons", id: "p1" },
        ],
      },
    ],
  ])("%s", (_name, json) => {
    expect(deletedIds(json)?.ids).toEqual(expected);
  });

  test("a list that is not read keeps its own name, and a next page is told of", () => {
    expect(deletedIds({ data: { grades: ["g1"] }, pageToken: "t" })).toEqual({
      ids: [{ list: "grades", id: "g1" }],
      next: "t",
    });
  });

  test.each([[null], ["text"], [[1]], [[{ id: "x" }]]])("%j is none", (json) => {
    expect(deletedIds(json)).toBeUndefined();
  });
});
