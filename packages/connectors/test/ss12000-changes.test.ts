import type { Batch, Entities } from "@milstolpe/sync";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dnpDialect, readSs12000, readSs12000Changes, type Ss12000Dataset } from "../src/ss12000.ts";
import { mockSs12000, type MockSs12000Options } from "../src/testing.ts";
import { register, uuid } from "./register.ts";

const since = "2026-08-17T05:00:00.000Z";
const now = () => Date.parse("2026-08-18T05:00:00Z");
const later = { created: "2025-08-01T06:00:00Z", modified: "2026-08-17T12:00:00Z" };
const before = register(6);
const quick = { sleep: async () => {} };

function ask(dataset: Ss12000Dataset, more: Partial<MockSs12000Options> = {}) {
  const mock = mockSs12000({ dataset, pageSize: 3, now, ...more });
  const fetch = (url: string, init: RequestInit): Promise<Response> => mock.handle(new Request(url, init));
  const options = { baseUrl: "http://127.0.0.1", fetch, now, ...quick };
  return { mock, options };
}
const total = (dataset: Ss12000Dataset): Promise<Batch> => readSs12000(ask(dataset).options);
const codesOf = (batch: Batch): readonly string[] => batch.health.findings.map(({ code }) => code);

/** What a register is after a delta: rows told of put in, rows removed taken out. */
function applied(known: Entities, delta: Batch): Readonly<Record<string, readonly { readonly id: string }[]>> {
  const entities = [
    "units",
    "persons",
    "groups",
    "enrolments",
    "placements",
    "duties",
    "memberships",
    "guardianships",
  ] as const;
  const result = entities.map((entity) => {
    const rows = new Map<string, { readonly id: string }>(known[entity].map((row) => [row.id, row]));
    for (const { id } of delta.removed?.[entity] ?? []) rows.delete(id);
    for (const row of delta[entity]) rows.set(row.id, row);
    return [entity, [...rows.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))] as const;
  });
  return Object.fromEntries(result);
}
const sorted = (batch: Entities) => applied(batch, { ...batch, removed: {} } as Batch);

type Edit = (dataset: Ss12000Dataset) => {
  readonly dataset: Ss12000Dataset;
  readonly deleted: MockSs12000Options["deleted"];
};
const at = later.modified;
const persons = (dataset: Ss12000Dataset, id: string, change: object): Ss12000Dataset => ({
  ...dataset,
  persons: dataset.persons.map((person) => (person.id === id ? { ...person, ...change, meta: later } : person)),
});

/** Edits of a register, each as a source would show it: the object stamped, or told of as deleted. */
const edits: Readonly<Record<string, Edit>> = {
  "a pupil has another name": (dataset) => ({
    dataset: persons(dataset, uuid(2, 1), { givenName: "Ny" }),
    deleted: [],
  }),
  "a pupil changes year": (dataset) => ({
    dataset: persons(dataset, uuid(2, 1), {
      enrolments: [{ enroledAt: { id: uuid(1, 1) }, schoolType: "GR", schoolYear: 9, startDate: "2026-08-17" }],
    }),
    deleted: [],
  }),
  "a pupil leaves all schools and loses a guardian": (dataset) => ({
    dataset: persons(dataset, uuid(2, 2), { enrolments: [], responsibles: [] }),
    deleted: [],
  }),
  "a pupil comes": (dataset) => ({
    dataset: {
      ...dataset,
      persons: [
        ...dataset.persons,
        {
          id: "new",
          meta: later,
          givenName: "Ny",
          familyName: "Elev",
          enrolments: [{ enroledAt: { id: uuid(1, 1) }, schoolType: "GR", startDate: "2026-08-17" }],
          responsibles: [],
        },
      ],
    },
    deleted: [],
  }),
  "a pupil leaves a class": (dataset) => ({
    dataset: {
      ...dataset,
      groups: dataset.groups.map((group) => ({
        ...group,
        meta: later,
        groupMemberships: (group.groupMemberships ?? []).slice(1),
      })),
    },
    deleted: [],
  }),
  "a pupil is deleted": (dataset) => ({
    dataset: {
      ...dataset,
      persons: dataset.persons.filter(({ id }) => id !== uuid(2, 3)),
      // The group's own list changes too, but sources differ on whether that stamps the group.
      groups: dataset.groups.map((group) => ({
        ...group,
        groupMemberships: (group.groupMemberships ?? []).filter(({ person }) => person.id !== uuid(2, 3)),
      })),
    },
    deleted: [{ list: "persons", id: uuid(2, 3), at }],
  }),
  "a placement and a duty are deleted": (dataset) => ({
    dataset: { ...dataset, placements: [], duties: [], activities: [] },
    deleted: [
      ...dataset.placements.map(({ id }) => ({ list: "placements" as const, id, at })),
      ...dataset.duties.map(({ id }) => ({ list: "duties" as const, id, at })),
    ],
  }),
};

describe("what has changed", () => {
  test.each(Object.entries(edits).slice(0, 6))("%s: the delta on top of what was is what is", async (_name, edit) => {
    const known = await total(before);
    const { dataset, deleted = [] } = edit(before);
    const { options } = ask(dataset, { deleted });
    const delta = await readSs12000Changes({ ...options, since, known });
    expect(delta.kind).toBe("delta");
    expect(delta.health).toMatchObject({ complete: true });
    expect(applied(known, delta)).toEqual(sorted(await total(dataset)));
  });

  test("any edits together, whatever the size of the pages", async () => {
    const known = await total(before);
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(Object.keys(edits).slice(0, 6)),
        fc.integer({ min: 1, max: 9 }),
        async (names, pageSize) => {
          let dataset = before;
          const deleted: { list: "persons" | "placements" | "duties"; id: string; at: string }[] = [];
          for (const name of names) {
            const edited = edits[name]?.(dataset);
            dataset = edited?.dataset ?? dataset;
            for (const entry of edited?.deleted ?? []) deleted.push(entry as (typeof deleted)[number]);
          }
          const { options } = ask(dataset, { deleted, pageSize });
          const delta = await readSs12000Changes({ ...options, since, known });
          expect(applied(known, delta)).toEqual(sorted(await total(dataset)));
        },
      ),
      { numRuns: 25 },
    );
  });

  test("placements and duties that are deleted are known by what they related", async () => {
    const known = await total(before);
    const { dataset, deleted = [] } = edits["a placement and a duty are deleted"]?.(before) ?? { dataset: before };
    const delta = await readSs12000Changes({ ...ask(dataset, { deleted }).options, since, known });
    expect(delta.removed?.placements).toEqual(known.placements);
    expect(delta.removed?.duties).toEqual(known.duties);
  });

  test("an activity that names a duty of before is understood", async () => {
    const known = await total(before);
    const activities = before.activities.map((activity) => ({ ...activity, meta: later }));
    const delta = await readSs12000Changes({ ...ask({ ...before, activities }).options, since, known });
    expect(delta.memberships.map(({ role }) => role)).toEqual(["teacher"]);
    expect(codesOf(delta)).not.toContain("connectors.dangling-reference");
  });

  test("nothing changed: nothing told, nothing removed, and no fault", async () => {
    const known = await total(before);
    const delta = await readSs12000Changes({ ...ask(before).options, since, known });
    expect(delta.health).toMatchObject({ complete: true, findings: [] });
    expect(Object.values(delta.removed ?? {}).flat()).toEqual([]);
    expect(delta.persons).toEqual([]);
    expect(delta.coverage.some(({ complete }) => complete)).toBe(false);
  });

  test("the window ends at the source's clock and the question overlaps the one before", async () => {
    const known = await total(before);
    const { mock, options } = ask(before);
    const delta = await readSs12000Changes({ ...options, since, known });
    expect(delta.window).toEqual({ from: since, to: "2026-08-18T05:00:00.000Z" });
    const asked = new URL(`http://x${mock.requests[0]?.path ?? ""}`).searchParams.get("meta.modified.after");
    expect(asked).toBe("2026-08-17T04:59:58.000Z");
  });
});

describe("a source that is not well", () => {
  test("half a page, or deletions that are not shown, and the changes are not whole", async () => {
    const known = await total(before);
    const { dataset } = edits["a pupil leaves a class"]?.(before) ?? { dataset: before };
    const cut = await readSs12000Changes({
      ...ask(dataset, { faults: [{ kind: "cut", on: "groups", times: Infinity }] }).options,
      since,
      known,
      retry: { attempts: 2 },
    });
    expect(cut.health.complete).toBe(false);
    const refused = await readSs12000Changes({
      ...ask(dataset, { faults: [{ kind: "status", status: 403, on: "deletedEntities" }] }).options,
      since,
      known,
    });
    expect(codesOf(refused)).toContain("connectors.deletions-refused");
    expect(refused.health.complete).toBe(false);
  });

  test("a dialect that does not tell of deletions says so", async () => {
    const known = await total(before);
    const dialect = { ...dnpDialect, deletedEntities: [] };
    const delta = await readSs12000Changes({ ...ask(before, { dialect }).options, dialect, since, known });
    expect(codesOf(delta)).toContain("connectors.deletions-unknown");
    expect(delta.health.complete).toBe(true);
  });

  test("an instant that is none is the caller's fault", async () => {
    const known = await total(before);
    await expect(readSs12000Changes({ ...ask(before).options, since: "igår", known })).rejects.toThrow("since");
  });

  test("from a source that does not answer is one finding, and no list after list", async () => {
    const { mock, options } = ask(before, { faults: [{ kind: "status", status: 503, times: Infinity }] });
    const known = await total(before);
    const delta = await readSs12000Changes({ ...options, since, known });
    expect(codesOf(delta)).toEqual(["connectors.overloaded"]);
    expect(delta.health.complete).toBe(false);
    expect(mock.requests).toHaveLength(5);
  });
});
