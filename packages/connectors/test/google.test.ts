import type { Entities } from "@milstolpe/sync";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { googleProfile, prepareGoogle } from "../src/google.ts";
import { arbitraryRegister } from "./arbitrary-register.ts";
import { mockGoogle } from "../src/testing.ts";

const domain = "odeby.example";
const on = "2026-10-01";
const newPassword = (): string => "x".repeat(32);
const person = (id: string, givenName: string) => ({ id, givenName, familyName: "Ek", eppn: `${id}@${domain}` });
const register = (...pupils: readonly string[]): Entities => ({
  units: [{ id: "u", name: "Ödeskolan", kind: "Skolenhet" }],
  persons: [...pupils.map((id) => person(id, `Namn ${id}`)), person("t", "Lars")],
  groups: [
    { id: "6A", name: "6A", kind: "Klass", unit: "u" },
    { id: "MA 6", name: "Matematik", kind: "Undervisning", unit: "u" },
  ],
  enrolments: pupils.map((id) => ({ id, person: id, unit: "u", schoolType: "GR", startDate: "2026-08-17" })),
  placements: [],
  duties: [{ id: "t", person: "t", unit: "u", role: "Lärare" }],
  memberships: [
    ...["6A", "MA 6"].flatMap((group) =>
      pupils.map((id) => ({ id: `${group}|${id}`, group, person: id, role: "pupil" as const })),
    ),
    { id: "6A|t", group: "6A", person: "t", role: "mentor" },
    { id: "MA|t", group: "MA 6", person: "t", role: "teacher" },
  ],
  guardianships: [],
});

function world() {
  const google = mockGoogle(domain);
  const prepare = (entities: Entities, more: object = {}) =>
    prepareGoogle({
      entities,
      profile: googleProfile(domain),
      on,
      now: () => 0,
      sleep: async () => {},
      fetch: google.fetch,
      ...more,
    });
  return { google, prepare };
}
const kindsOf = (plan: { readonly operations: readonly { kind: string }[] }): readonly string[] =>
  plan.operations.map(({ kind }) => kind);

describe("a domain becomes like the register", () => {
  test("org units, users, groups and courses, and a second run finds nothing to do", async () => {
    const { google, prepare } = world();
    const first = await prepare(register("a", "b", "c"));
    expect(kindsOf(first.plan)).toEqual([
      ...Array.from({ length: 4 }, () => "create-org-unit"),
      ...Array.from({ length: 4 }, () => "create-user"),
      "create-group",
      ...Array.from({ length: 4 }, () => "add-member"),
      "create-course",
      ...Array.from({ length: 3 }, () => "add-student"),
    ]);
    expect(await first.apply({ newPassword })).toMatchObject({ done: 17, failed: [], findings: [] });
    expect([...google.orgUnits]).toEqual(["/Elever", "/Elever/Ödeskolan", "/Personal", "/Personal/Ödeskolan"]);
    expect([...google.users.values()].map(({ primaryEmail, orgUnitPath }) => `${primaryEmail} ${orgUnitPath}`)).toEqual(
      [
        "a@odeby.example /Elever/Ödeskolan",
        "b@odeby.example /Elever/Ödeskolan",
        "c@odeby.example /Elever/Ödeskolan",
        "t@odeby.example /Personal/Ödeskolan",
      ],
    );
    expect(Object.fromEntries(google.groups.get("6a@odeby.example") ?? [])).toMatchObject({
      "t@odeby.example": "MANAGER",
    });
    expect([...google.courses.values()]).toMatchObject([
      {
        name: "Matematik",
        teachers: ["t@odeby.example"],
        students: ["a@odeby.example", "b@odeby.example", "c@odeby.example"],
      },
    ]);
    expect((await prepare(register("a", "b", "c"))).plan).toEqual({ operations: [], findings: [], isHeld: false });
  });

  test("who leaves is suspended and taken out of class and course, who comes back is let in again, nobody is deleted", async () => {
    const { google, prepare } = world();
    await (await prepare(register("a", "b", "c"))).apply({ newPassword });
    const left = await prepare(register("a", "b"));
    expect(kindsOf(left.plan)).toEqual(["suspend-user", "remove-member", "remove-student"]);
    await left.apply({ newPassword });
    expect(
      [...google.users.values()].filter(({ suspended }) => suspended === true).map(({ primaryEmail }) => primaryEmail),
    ).toEqual(["c@odeby.example"]);
    const back = await prepare(register("a", "b", "c"));
    expect(kindsOf(back.plan)).toEqual(["update-user", "add-member", "add-student"]);
    await back.apply({ newPassword });
    expect([...google.users.values()].some(({ suspended }) => suspended === true)).toBe(false);
    expect(google.requests.some((line) => /DELETE .*\/users\/[^/]+$/.test(line))).toBe(false);
  });

  test("a new name and a new school change the account, not its address", async () => {
    const { google, prepare } = world();
    await (await prepare(register("a"))).apply({ newPassword });
    const changed = register("a");
    const entities = {
      ...changed,
      units: [...changed.units, { id: "v", name: "Ny/skolan", kind: "Skolenhet" as const }],
      persons: changed.persons.map((one) =>
        one.id === "a" ? { ...one, familyName: "Alm", eppn: "annan@odeby.example" } : one,
      ),
      enrolments: changed.enrolments.map((row) => ({ ...row, unit: "v" })),
    };
    const { plan, apply } = await prepare(entities);
    expect(kindsOf(plan)).toEqual(["create-org-unit", "update-user"]);
    await apply({ newPassword });
    expect([...google.users.values()][0]).toMatchObject({
      primaryEmail: "a@odeby.example",
      orgUnitPath: "/Elever/Ny-skolan",
      name: { familyName: "Alm" },
    });
  });

  test("only who has a place on the day has an account in use; the last day is a day", async () => {
    const { prepare } = world();
    const entities = {
      ...register("a", "b"),
      enrolments: [
        { id: "a", person: "a", unit: "u", schoolType: "GR" as const, endDate: on },
        { id: "b", person: "b", unit: "u", schoolType: "GR" as const, startDate: "2026-10-02" },
      ],
    };
    expect(
      (await prepare(entities)).plan.operations.filter(({ kind }) => kind === "create-user").map(({ about }) => about),
    ).toEqual(["a", "t"]);
  });

  test("for any register and any other after it", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRegister, arbitraryRegister, async (before, after) => {
        const { prepare } = world();
        for (const entities of [before, after]) {
          const own = {
            ...entities,
            persons: entities.persons.map((one) => ({ ...one, eppn: `${one.id}@${domain}` })),
          };
          const applied = await (await prepare(own)).apply({ newPassword, allowHeld: true });
          expect(applied.failed).toEqual([]);
          expect((await prepare(own)).plan.operations).toEqual([]);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("what protects a domain", () => {
  const many = Array.from({ length: 40 }, (_, index) => `p${index}`);

  test("administrators and accounts that are not ours are never touched; a taken address is told of", async () => {
    const { google, prepare } = world();
    google.users.set("1", {
      id: "1",
      primaryEmail: "chef@odeby.example",
      name: { givenName: "A", familyName: "B" },
      orgUnitPath: "/",
      externalIds: [{ value: "gone", type: "organization" }],
      isAdmin: true,
    });
    google.users.set("2", {
      id: "2",
      primaryEmail: "a@odeby.example",
      name: { givenName: "A", familyName: "B" },
      orgUnitPath: "/",
    });
    const { plan } = await prepare(register("a", "b"));
    expect(plan.operations.some(({ path }) => /users\/[12]$/.test(path))).toBe(false);
    expect(plan.findings.map(({ code, where }) => [code, where])).toEqual([["connectors.address-taken", "persons/a"]]);
  });

  test("a plan that would suspend too many is held, and applied only expressly", async () => {
    const { google, prepare } = world();
    await (await prepare(register(...many))).apply({ newPassword });
    const held = await prepare(register("p0"));
    expect(held.plan.isHeld).toBe(true);
    expect(held.plan.findings.map(({ code }) => code)).toEqual(["connectors.mass-removal"]);
    const before = google.requests.length;
    expect((await held.apply({ newPassword })).done).toBe(0);
    expect(google.requests).toHaveLength(before);
    expect((await held.apply({ newPassword, allowHeld: true })).failed).toEqual([]);
  });

  test("groups and courses that would lose too many are held, though everybody keeps an account", async () => {
    const { prepare } = world();
    const entities = register(...many);
    await (await prepare(entities)).apply({ newPassword });
    const without = (count: number) => {
      const left = entities.memberships.filter(({ role }, index) => role !== "pupil" || index >= count);
      return prepare({ ...entities, memberships: left });
    };
    expect((await without(10)).plan.isHeld).toBe(false);
    const held = await without(Infinity);
    expect(held.plan).toMatchObject({
      isHeld: true,
      findings: [{ code: "connectors.mass-removal", where: "members" }],
    });
    expect((await held.apply({ newPassword })).done).toBe(0);
    expect((await held.apply({ newPassword, allowHeld: true })).failed).toEqual([]);
  });

  test("who becomes protected is neither shown nor suspended", async () => {
    const { prepare } = world();
    await (await prepare(register("a", "b"))).apply({ newPassword });
    const entities = register("a", "b");
    const marked = {
      ...entities,
      persons: entities.persons.map((one) =>
        one.id === "a" ? { ...one, protection: "Sekretessmarkering" as const } : one,
      ),
    };
    expect(kindsOf((await prepare(marked)).plan)).not.toContain("suspend-user");
  });

  test("half a reading plans nothing", async () => {
    const { google, prepare } = world();
    await (await prepare(register("a", "b", "c"))).apply({ newPassword });
    google.faults.push({ on: /GET .*\/users$/, status: 403, left: Infinity });
    const { plan, apply } = await prepare(register());
    expect(plan).toMatchObject({ operations: [], isHeld: true });
    expect((await apply({ newPassword, allowHeld: true })).done).toBe(0);
  });
});

describe("services that are not well", () => {
  const quota = { error: { code: 403, errors: [{ reason: "userRateLimitExceeded" }] } };
  test("asked too often (403 with a reason, 429, 503): asked again", async () => {
    const { google, prepare } = world();
    google.faults.push(
      { on: /GET .*orgunits/, status: 503, left: 2 },
      { on: /POST .*\/users$/, status: 403, body: quota, left: 3 },
      { on: /POST .*\/courses$/, status: 429, body: { error: { status: "RESOURCE_EXHAUSTED" } }, left: 2 },
    );
    expect(await (await prepare(register("a"))).apply({ newPassword })).toMatchObject({ failed: [] });
  });

  test("a refusal is told of without a name or an address, and the rest goes on", async () => {
    const { google, prepare } = world();
    google.faults.push({
      on: /POST .*\/users$/,
      status: 403,
      body: { error: { errors: [{ reason: "forbidden" }] } },
      left: 1,
    });
    const { findings, failed, done } = await (await prepare(register("a", "b"))).apply({ newPassword });
    expect(failed[0]?.kind).toBe("create-user");
    expect(done).toBeGreaterThan(5);
    expect(findings[0]).toMatchObject({ code: "connectors.change-refused", where: "create-user a" });
    expect(JSON.stringify(findings)).not.toMatch(/odeby|Namn/);
  });

  test("a run that was cut off is finished by the next", async () => {
    const { google, prepare } = world();
    google.faults.push({ on: /POST .*\/(groups|users|courses)$/, status: 500, left: 2 });
    expect((await (await prepare(register("a", "b"))).apply({ newPassword })).failed.length).toBeGreaterThan(0);
    expect((await (await prepare(register("a", "b"))).apply({ newPassword })).failed).toEqual([]);
    expect((await prepare(register("a", "b"))).plan.operations).toEqual([]);
  });

  test("people without address or name, and a course without a teacher, are told of", async () => {
    const { prepare } = world();
    const entities = register("a");
    const poor = {
      ...entities,
      duties: [],
      persons: entities.persons.map(({ id, givenName, familyName }) => ({ id, givenName, familyName })),
    };
    expect((await prepare(poor)).plan.findings.map(({ code }) => code)).toEqual([
      "connectors.no-address",
      "connectors.course-without-teacher",
    ]);
  });

  test("an address that is none, a day that is none", async () => {
    const { prepare } = world();
    await expect(prepare(register(), { directoryUrl: "x" })).rejects.toThrow("directoryUrl");
    await expect(prepare(register(), { on: "idag" })).rejects.toThrow(RangeError);
  });
});
