import { emptyRegister, type Batch, type Entities } from "@milstolpe/sync";
import { describe, expect, test } from "vitest";
import { knownRows, readSs12000, readSs12000Changes, type Ss12000Dataset } from "../src/ss12000.ts";
import { mockSs12000, type MockSs12000Options } from "../src/testing.ts";
import { register, uuid } from "./register.ts";

const since = "2026-08-17T05:00:00.000Z";
const later = { created: "2025-08-01T06:00:00Z", modified: "2026-08-17T12:00:00Z" };
const now = () => Date.parse("2026-08-18T05:00:00Z");
const before = register(6);

function ask(dataset: Ss12000Dataset, deleted: MockSs12000Options["deleted"] = []) {
  const mock = mockSs12000({ dataset, deleted, pageSize: 3, now });
  const fetch = (url: string, init: RequestInit): Promise<Response> => mock.handle(new Request(url, init));
  return { baseUrl: "http://127.0.0.1", fetch, now, sleep: async () => {} };
}
const total = (dataset: Ss12000Dataset): Promise<Batch> => readSs12000(ask(dataset));
const sorted = (entities: Entities) =>
  Object.fromEntries(
    Object.entries(entities).map(([name, rows]: [string, readonly { readonly id: string }[]]) => [
      name,
      rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    ]),
  );

/** A pupil has left for good, another has left a school and a guardian, and a class has lost one more. */
const gone = uuid(2, 3);
const after: Ss12000Dataset = {
  ...before,
  persons: before.persons
    .filter(({ id }) => id !== gone)
    .map((person) =>
      person.id === uuid(2, 2) ? { ...person, enrolments: [], responsibles: [], meta: later } : person,
    ),
  groups: before.groups.map((group) => ({
    ...group,
    meta: later,
    groupMemberships: (group.groupMemberships ?? []).filter(({ person }) => person.id !== gone).slice(1),
  })),
};
const deleted = [{ list: "persons" as const, id: gone, at: later.modified }];

describe("what is remembered of a source", () => {
  test("is enough: a delta tells the same of what is gone as with everything known", async () => {
    const whole = await total(before);
    const known = knownRows(whole);
    const options = { ...ask(after, deleted), since };
    const [bare, full] = [
      await readSs12000Changes({ ...options, known }),
      await readSs12000Changes({ ...options, known: whole }),
    ];
    const idsOf = ({ removed = {} }: Batch) =>
      Object.entries(removed).map(([entity, rows]) => [entity, rows.map(({ id }) => id).toSorted()]);
    expect(idsOf(bare)).toEqual(idsOf(full));
    expect(bare.removed?.persons).toHaveLength(1);
    expect(bare.removed?.guardianships?.length).toBeGreaterThan(0);
  });

  test("after a delta is what it would be after a whole reading", async () => {
    const known = knownRows(await total(before));
    const delta = await readSs12000Changes({ ...ask(after, deleted), since, known });
    expect(sorted(knownRows(delta, known))).toEqual(sorted(knownRows(await total(after))));
  });

  test("holds nobody's name, number, address or birthday", async () => {
    const whole = await total(before);
    const text = JSON.stringify(knownRows(whole));
    const told = whole.persons.flatMap(({ givenName, familyName, identity, birthDate, email }) =>
      [givenName, familyName, identity, birthDate, email].filter((value) => value !== undefined && value !== ""),
    );
    expect(told.length).toBeGreaterThan(10);
    expect(told.filter((value) => text.includes(`"${value}"`))).toEqual([]);
  });

  test("stays where a whole reading does not speak for all of an entity", async () => {
    const whole = await total(before);
    const known = knownRows(whole);
    const cut: Batch = {
      ...whole,
      ...emptyRegister,
      coverage: whole.coverage.map((one) => ({ ...one, complete: one.entity !== "persons" && one.complete })),
    };
    const rest = knownRows(cut, known);
    expect(rest.persons).toEqual(known.persons);
    expect(rest.units).toEqual([]);
    expect(knownRows({ ...cut, health: { ...cut.health, complete: false } }, known)).toEqual(known);
  });

  test("whoever was merged into another is known no more", async () => {
    const whole = await total(before);
    const merged = [{ entity: "persons" as const, from: uuid(2, 1), into: uuid(2, 2) }];
    const delta: Batch = { ...whole, ...emptyRegister, kind: "delta", merged };
    const ids = knownRows(delta, knownRows(whole)).persons.map(({ id }) => id);
    expect(ids).not.toContain(uuid(2, 1));
    expect(ids).toContain(uuid(2, 2));
  });
});
