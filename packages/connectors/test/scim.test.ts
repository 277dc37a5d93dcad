import type { Entities } from "@milstolpe/sync";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { coreScimProfile, egilScimProfile, prepareScim } from "../src/scim.ts";
import { planScim } from "../src/plan-scim.ts";
import { arbitraryRegister } from "./arbitrary-register.ts";
import { type ScimServer, scimServer } from "./scim-server.ts";

let server: ScimServer;
beforeEach(async () => {
  server = await scimServer();
});
afterEach(() => server.close());

const prepare = (entities: Entities, more: object = {}) =>
  prepareScim({
    baseUrl: server.baseUrl,
    now: () => 0,
    sleep: async () => {},
    entities,
    pageSize: 3,
    maxRemovalShare: 1,
    ...more,
  });

const people = (...names: readonly string[]): Entities => ({
  units: [{ id: "u", name: "Ödeskolan", kind: "Skolenhet" }],
  persons: names.map((name) => ({
    id: name,
    givenName: name,
    familyName: "Ek",
    eppn: `${name}@skola.example`,
    email: `${name}@skola.example`,
  })),
  groups: [{ id: "6a", name: "6A", kind: "Klass", unit: "u" }],
  enrolments: [],
  placements: [],
  duties: [],
  memberships: names.map((name) => ({ id: `6a|${name}`, group: "6a", person: name, role: "pupil" as const })),
  guardianships: [],
});

/** What the service holds, by the names it has for things. */
function held() {
  const names = new Map([...server.store.Users.values()].map((user) => [user.id, String(user["externalId"])]));
  return {
    users: [...server.store.Users.values()]
      .map((user) => ({
        externalId: user["externalId"],
        userName: user["userName"],
        active: user["active"],
        emails: user["emails"],
      }))
      .toSorted((a, b) => (String(a.externalId) < String(b.externalId) ? -1 : 1)),
    groups: [...server.store.Groups.values()].map((group) => ({
      externalId: group["externalId"],
      displayName: group["displayName"],
      members: ((group["members"] as { value: string }[] | undefined) ?? [])
        .map(({ value }) => names.get(value) ?? "")
        .toSorted(),
    })),
  };
}

describe("a service becomes like the register", () => {
  test.each([
    ["one by one", false, true],
    ["in bulk", true, true],
    ["without PATCH", false, false],
  ])("%s, and a second run finds nothing to do", async (_name, bulk, patch) => {
    Object.assign(server, { bulk, patch });
    const names = Array.from({ length: 17 }, (_, index) => `p${String(index).padStart(2, "0")}`);
    const first = await prepare(people(...names));
    expect(first.plan.operations.map(({ kind }) => kind)).toEqual([...names.map(() => "create"), "create"]);
    expect(await first.apply()).toMatchObject({ done: 18, failed: [], findings: [] });
    expect(held().groups).toEqual([{ externalId: "6a", displayName: "6A", members: names }]);
    expect(held().users).toHaveLength(17);
    const second = await prepare(people(...names));
    expect(second.plan).toMatchObject({ operations: [], unchanged: 18, findings: [], isHeld: false });

    // Somebody leaves, somebody comes, somebody gets another address, and one loses it.
    const changed = people(...names.slice(1), "new");
    const entities = {
      ...changed,
      persons: changed.persons.map(({ email, ...person }) =>
        person.id === "p02"
          ? { ...person, email: "annan@skola.example" }
          : person.id === "p03"
            ? person
            : { ...person, ...(email === undefined ? {} : { email }) },
      ),
    };
    const third = await prepare(entities);
    expect(third.plan.operations.map(({ kind, externalId }) => `${kind} ${externalId}`).toSorted()).toEqual([
      "create new",
      "deactivate p00",
      "update 6a",
      "update p02",
      "update p03",
    ]);
    expect(await third.apply()).toMatchObject({ done: 5, failed: [] });
    const { users, groups } = held();
    expect(users.find(({ externalId }) => externalId === "p00")?.active).toBe(false);
    expect(users.find(({ externalId }) => externalId === "p02")?.emails).toMatchObject([
      { value: "annan@skola.example" },
    ]);
    expect(users.find(({ externalId }) => externalId === "p03")?.emails ?? []).toEqual([]);
    expect(groups[0]?.members).toEqual([...names.slice(1), "new"].toSorted());
    expect((await prepare(entities)).plan.operations).toEqual([]);
    expect(server.requests.some((line) => line === "POST /Bulk")).toBe(bulk);
  });

  test("for any register and any other after it", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRegister, arbitraryRegister, async (before, after) => {
        server.store.Users.clear();
        server.store.Groups.clear();
        for (const entities of [before, after]) {
          // EPPNs are one person's: here two may have the same.
          const own = {
            ...entities,
            persons: entities.persons.map((person) => ({ ...person, eppn: `${person.id}@skola.example` })),
          };
          const applied = await (await prepare(own, { removal: "delete", freeRemovals: 100 })).apply();
          expect(applied.failed).toEqual([]);
          expect((await prepare(own, { removal: "delete" })).plan.operations).toEqual([]);
          expect(held().users.map(({ externalId }) => externalId)).toEqual(own.persons.map(({ id }) => id).toSorted());
        }
      }),
      { numRuns: 5 },
    );
  });

  test("who is not ours is not touched; who has the same name and no id of another's is adopted", async () => {
    server.store.Users.set("1", { id: "1", userName: "admin@skola.example", active: true });
    server.store.Users.set("2", { id: "2", userName: "ASA@skola.example", active: true });
    server.store.Users.set("3", { id: "3", userName: "bo@skola.example", externalId: "another", active: true });
    const { plan, apply } = await prepare(people("asa", "bo"), { removal: "keep" });
    expect(plan.operations.map(({ kind, externalId, id }) => [kind, externalId, id])).toEqual([
      ["update", "asa", "2"],
      ["create", "6a", undefined],
    ]);
    expect(plan.findings.map(({ code }) => code)).toEqual(["connectors.scim-name-taken"]);
    const applied = await apply();
    expect(applied.findings.map(({ code }) => code)).toEqual(["connectors.scim-missing-reference"]);
    expect(server.store.Users.get("1")).toEqual({ id: "1", userName: "admin@skola.example", active: true });
    expect(server.store.Users.get("2")?.["externalId"]).toBe("asa");
  });
});

describe("what protects a service", () => {
  const names = Array.from({ length: 40 }, (_, index) => `p${index}`);

  test("a plan that would remove too many is held, and applied only expressly", async () => {
    await (await prepare(people(...names))).apply();
    const held = await prepare(people("p0"), { maxRemovalShare: 0.1 });
    expect(held.plan.isHeld).toBe(true);
    expect(held.plan.findings).toMatchObject([{ code: "connectors.mass-removal", severity: "must" }]);
    const before = server.requests.length;
    expect((await held.apply()).done).toBe(0);
    expect(server.requests).toHaveLength(before);
    expect((await held.apply({ allowHeld: true })).done).toBe(40);
  });

  test.each([true, false])("groups that would lose too many are held, with PATCH: %s", async (patch) => {
    Object.assign(server, { patch });
    await (await prepare(people(...names))).apply();
    const limits = { maxRemovalShare: 0.1 };
    const members = () => [...server.store.Groups.values()].flatMap((group) => group["members"] ?? []);
    const without = (count: number) => {
      const { memberships, ...rest } = people(...names);
      return prepare({ ...rest, memberships: memberships.slice(count) }, limits);
    };
    expect((await without(10)).plan.isHeld).toBe(false);
    const held = await without(40);
    expect(held.plan).toMatchObject({ isHeld: true, findings: [{ code: "connectors.mass-removal" }] });
    expect((await held.apply()).done).toBe(0);
    expect(members()).toHaveLength(40);
    expect((await held.apply({ allowHeld: true })).failed).toEqual([]);
  });

  test("who leaves is counted once, however many groups they were in", async () => {
    const inMany = (...who: readonly string[]): Entities => {
      const groups = Array.from({ length: 9 }, (_, index) => ({
        id: `g${index}`,
        name: "g",
        kind: "Klass",
        unit: "u",
      }));
      const memberships = groups.flatMap(({ id }) =>
        who.map((person) => ({ id: `${id}|${person}`, group: id, person, role: "pupil" as const })),
      );
      return { ...people(...who), groups, memberships };
    };
    await (await prepare(inMany(...names))).apply();
    expect((await prepare(inMany(...names.slice(9)), { maxRemovalShare: 0.1 })).plan.isHeld).toBe(false);
  });

  test("EGIL lists its pupils as an attribute: those are counted too", () => {
    const whole = people(...names);
    const existing = egilScimProfile.resources(whole).map((one) => ({ ...one, id: `s-${one.externalId}` }));
    const planOf = (entities: Entities) => planScim(existing, egilScimProfile.resources(entities), egilScimProfile);
    expect(planOf(whole)).toMatchObject({ isHeld: false, operations: [] });
    expect(planOf({ ...whole, memberships: whole.memberships.slice(5) }).isHeld).toBe(false);
    const emptied = planOf({ ...whole, memberships: [] });
    expect(emptied.isHeld).toBe(true);
    expect(emptied.findings.map(({ where }) => where)).toContain("StudentGroups, members");
  });

  test("a field that no person has is withheld, not empty", async () => {
    await (await prepare(people("asa", "bo"))).apply();
    const without = people("asa", "bo");
    const entities = { ...without, persons: without.persons.map(({ email: _email, ...person }) => person) };
    expect((await prepare(entities)).plan.operations).toEqual([]);
  });

  test("half a reading plans nothing", async () => {
    await (await prepare(people(...names))).apply();
    server.faults.push({ on: /GET \/Users/, status: 400, left: Infinity });
    const broken = await prepare(people());
    expect(broken.plan).toMatchObject({ operations: [], isHeld: true });
    expect(broken.plan.findings.map(({ code }) => code)).toContain("connectors.http-status");
    expect((await broken.apply({ allowHeld: true })).done).toBe(0);
  });

  test("a service that loses a page is not believed", async () => {
    await (await prepare(people(...names))).apply();
    const lying = async (url: string, init: RequestInit): Promise<Response> => {
      const response = await fetch(url, init);
      if (!url.includes("/Users?startIndex=1&")) return response;
      const json = (await response.json()) as { Resources: unknown[] };
      return Response.json({ ...json, totalResults: 99 });
    };
    const { plan } = await prepare(people("p0"), { fetch: lying });
    expect(plan).toMatchObject({ operations: [], isHeld: true });
  });

  test("protected people are left out unless the caller says otherwise", async () => {
    const entities = people("asa", "bo");
    const marked = {
      ...entities,
      persons: entities.persons.map((person) =>
        person.id === "asa" ? { ...person, protection: "Sekretessmarkering" as const } : person,
      ),
    };
    expect((await prepare(marked)).plan.operations.map(({ externalId }) => externalId)).toEqual(["bo", "6a"]);
    expect((await prepare(marked, { protectedPeople: "include" })).plan.operations).toHaveLength(3);
  });
});

describe("what the source does not tell", () => {
  const marked = (entities: Entities, ...who: readonly string[]): Entities => ({
    ...entities,
    persons: entities.persons.map((person) =>
      who.includes(person.id) ? { ...person, protection: "Sekretessmarkering" as const } : person,
    ),
  });

  test.each([true, false])("who becomes protected keeps the account and the groups (PATCH: %s)", async (patch) => {
    server.patch = patch;
    await (await prepare(people("asa", "bo", "cia"))).apply();
    const before = held();
    const { plan } = await prepare(marked(people("asa", "bo", "cia"), "asa"));
    expect(plan).toMatchObject({ operations: [], isHeld: false });
    expect(plan.findings).toMatchObject([{ code: "connectors.protected-left-out" }]);
    // Somebody else's change of the group does not take them along.
    await (await prepare(marked(people("asa", "cia"), "asa"))).apply();
    expect(held().users.find(({ externalId }) => externalId === "asa")).toEqual(before.users[0]);
    expect(held().groups[0]?.members).toEqual(["asa", "cia"]);
  });

  test("EGIL: their duties and places on a group's list stay, too", () => {
    const whole: Entities = {
      ...people("asa", "bo"),
      duties: [{ id: "duty", person: "asa", unit: "u", role: "Lärare" }],
    };
    const existing = egilScimProfile.resources(whole).map((one) => ({ ...one, id: `s-${one.externalId}` }));
    const hidden = marked(whole, "asa");
    const untold = new Set(["asa", "duty"]);
    expect(planScim(existing, egilScimProfile.resources(hidden), egilScimProfile, { untold }).operations).toEqual([]);
  });

  test("a source that gives no user names any more renames nobody; parts of a name that are empty are left", async () => {
    const whole = people("asa", "bo");
    await (await prepare(whole)).apply();
    const nameless = whole.persons.map(({ eppn: _eppn, email: _email, ...person }) => person);
    expect((await prepare({ ...whole, persons: nameless })).plan.operations).toEqual([]);
    const blank = whole.persons.map((person) => ({ ...person, givenName: "" }));
    expect((await prepare({ ...whole, persons: blank })).plan.operations).toEqual([]);
    const [first] = whole.persons;
    const married = [{ ...first!, givenName: "", familyName: "Berg" }, ...whole.persons.slice(1)];
    const { plan } = await prepare({ ...whole, persons: married });
    expect(plan.operations.map(({ set }) => set)).toEqual([
      { name: { givenName: "asa", familyName: "Berg" }, displayName: "asa Berg" },
    ]);
  });

  test("more new user names than the limit are held", async () => {
    const names = Array.from({ length: 15 }, (_, index) => `p${index}`);
    await (await prepare(people(...names))).apply();
    const renamed = people(...names);
    const persons = renamed.persons.map((person) => ({ ...person, eppn: `${person.id}@elev.example` }));
    const { plan } = await prepare({ ...renamed, persons }, { maxRemovalShare: 0.1 });
    expect(plan.isHeld).toBe(true);
    expect(plan.findings.map(({ code }) => code)).toEqual(["connectors.mass-renaming"]);
  });
});

describe("a service that is not well", () => {
  test("503 then 200: asked again, for every method", async () => {
    server.faults.push({ on: /GET \/Users/, status: 503, left: 2 }, { on: /POST \/Users/, status: 429, left: 2 });
    expect(await (await prepare(people("asa", "bo"))).apply()).toMatchObject({ done: 3, failed: [] });
  });

  test("a creation whose answer is lost is not made twice: the next run sees what is there", async () => {
    const { apply } = await prepare(people("asa"));
    server.faults.push({ on: /POST \/Users/, status: 0, left: 1 });
    const applied = await apply();
    expect(applied.findings.map(({ code }) => code)).toContain("connectors.outcome-unknown");
    expect(server.requests.filter((line) => line === "POST /Users")).toHaveLength(1);
    expect((await (await prepare(people("asa"))).apply()).failed).toEqual([]);
    expect(held().groups[0]?.members).toEqual(["asa"]);
  });

  test("a refusal is told of, and the rest goes on", async () => {
    server.faults.push({ on: /POST \/Users/, status: 400, left: 1 });
    const applied = await (await prepare(people("asa", "bo"))).apply();
    expect(applied.failed.map(({ externalId }) => externalId)).toEqual(["asa"]);
    expect(applied.done).toBe(2);
    expect(applied.findings.map(({ code }) => code)).toContain("connectors.change-refused");
    expect(JSON.stringify(applied.findings)).not.toContain("skola.example");
  });

  test("a name that was taken in between is a conflict", async () => {
    const { apply } = await prepare(people("asa"));
    server.store.Users.set("9", { id: "9", userName: "asa@skola.example" });
    const applied = await apply();
    expect(applied.findings.map(({ code }) => code)).toContain("connectors.change-conflict");
  });

  test("nobody at the address; an address that is none", async () => {
    const { plan } = await prepareScim({
      baseUrl: "http://127.0.0.1:9",
      now: () => 0,
      sleep: async () => {},
      entities: people("asa"),
      retry: { attempts: 2 },
    });
    expect(plan.findings.map(({ code }) => code)).toContain("connectors.unreachable");
    await expect(prepareScim({ baseUrl: "ftp://x", now: () => 0, entities: people() })).rejects.toThrow("baseUrl");
  });

  test("a web page where a list should be", async () => {
    const { plan } = await prepare(people("asa"), { fetch: async () => new Response("<html>", { status: 200 }) });
    expect(plan.findings.map(({ code }) => code)).toContain("connectors.answer-shape");
  });
});

describe("EGIL", () => {
  const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
  const entities: Entities = {
    units: [
      { id: id(1), name: "Ödeby", kind: "Huvudman" },
      {
        id: id(2),
        name: "Ödeskolan",
        kind: "Skolenhet",
        parent: id(1),
        schoolUnitCode: "10000001",
        municipalityCode: "0180",
        schoolTypes: "FKLASS GR",
      },
    ],
    persons: [
      { id: id(3), givenName: "Åsa", familyName: "Ek", eppn: "asa@skola.example", identity: "201301012389" },
      { id: id(4), givenName: "Eva", familyName: "Ek" },
    ],
    groups: [{ id: id(5), name: "6A", kind: "Klass", unit: id(2), schoolType: "GR" }],
    enrolments: [{ id: "1", person: id(3), unit: id(2), schoolType: "GR", schoolYear: 6 }],
    placements: [],
    duties: [{ id: id(6), person: id(4), unit: id(2), role: "Lärare", signature: "EE" }],
    memberships: [{ id: "2", group: id(5), person: id(3), role: "pupil" }],
    guardianships: [{ id: "3", child: id(3), guardian: id(4), relation: "Vårdnadshavare" }],
  };
  const sis = "urn:scim:schemas:extension:sis:school:1.0:User";

  test("has its resources in the order they must be sent, with what each of them needs", () => {
    const resources = egilScimProfile.resources(entities);
    expect(resources.map(({ endpoint }) => endpoint)).toEqual([
      "Organisations",
      "SchoolUnits",
      "Users",
      "Users",
      "Employments",
      "StudentGroups",
    ]);
    expect(resources[1]?.attributes).toEqual({
      displayName: "Ödeskolan",
      schoolUnitCode: "10000001",
      organisation: { value: id(1) },
      municipalityCode: "0180",
      schoolTypes: ["FKLASS", "GR"],
    });
    expect(resources[2]?.attributes[sis]).toEqual({
      enrolments: [{ value: id(2), schoolYear: 6, schoolType: "GR" }],
      securityMarking: false,
      userRelations: [{ value: id(4), relationType: "Vårdnadshavare", displayName: "Eva Ek" }],
    });
    expect(resources[5]?.attributes).toMatchObject({ owner: { value: id(2) }, studentMemberships: [{ value: id(3) }] });
  });

  test("sends identity numbers only when told to", () => {
    expect(JSON.stringify(egilScimProfile.resources(entities))).not.toContain("201301012389");
    expect(JSON.stringify(egilScimProfile.resources(entities, { civicNumbers: true }))).toContain("201301012389");
    expect(JSON.stringify(coreScimProfile.resources(entities, { civicNumbers: true }))).not.toContain("201301012389");
  });

  test("a service that has what was sent, with additions of its own, needs nothing; one that lacks a thing gets just that", () => {
    fc.assert(
      fc.property(arbitraryRegister, fc.nat(), (register, which) => {
        const own = {
          ...register,
          persons: register.persons.map((person) => ({ ...person, eppn: `${person.id}@skola.example` })),
        };
        const desired = egilScimProfile.resources(own);
        const existing = desired.map(({ endpoint, externalId, attributes }, index) => ({
          endpoint,
          externalId,
          id: String(index),
          attributes: { ...attributes, schemas: ["x"], groups: [] },
        }));
        expect(planScim(existing, desired, egilScimProfile).operations).toEqual([]);
        const missing = which % existing.length;
        const lacking = existing.filter((_, index) => index !== missing);
        expect(planScim(lacking, desired, egilScimProfile).operations).toMatchObject([
          { kind: "create", endpoint: desired[missing]?.endpoint, externalId: desired[missing]?.externalId },
        ]);
      }),
    );
  });

  test("ids that are no uuids are told of, and a marking is true for whoever is protected", () => {
    const marked = {
      ...entities,
      persons: [{ id: "p", givenName: "A", familyName: "B", protection: "Skyddad folkbokföring" as const }],
    };
    const desired = egilScimProfile.resources(marked, { protectedPeople: "include" });
    expect(planScim([], desired, egilScimProfile).findings.map(({ code }) => code)).toEqual(["connectors.not-uuid"]);
    expect(desired.find(({ endpoint }) => endpoint === "Users")?.attributes[sis]).toMatchObject({
      securityMarking: true,
    });
  });
});
