import { describe, expect, test } from "vitest";
import { afterPlan, Municipality } from "../test/municipality.ts";
import type { Batch, Person } from "./batch.ts";
import { matchCandidates } from "./link.ts";
import { countOperations } from "./plan.ts";
import { reconcile } from "./reconcile.ts";
import { emptyRegister } from "./register.ts";

const before = new Municipality(3, 3, 10).batch("2027-03-01T05:00:00Z");
const target = afterPlan(emptyRegister, reconcile({ source: before, target: emptyRegister }));
const children = before.enrolments.slice(0, 40).map(({ person }) => person);

/** The same people, some of whom come with another id and another number. */
function renumbered(ids: readonly string[], change: (person: Person) => Partial<Person> = () => ({})): Batch {
  const isIn = new Set(ids);
  const to = (id: string): string => (isIn.has(id) ? `new-${id}` : id);
  return {
    ...before,
    persons: before.persons.map((person) =>
      isIn.has(person.id)
        ? {
            ...person,
            ...change(person),
            id: to(person.id),
            identity: `${person.identity?.slice(0, 8)}TF${person.identity?.slice(-2)}`,
          }
        : person,
    ),
    enrolments: before.enrolments.map((row) => ({ ...row, person: to(row.person) })),
    memberships: before.memberships.map((row) => ({ ...row, person: to(row.person) })),
    guardianships: before.guardianships.map((row) => ({ ...row, child: to(row.child) })),
  };
}

describe("people with another number and another id", () => {
  const source = renumbered(children);
  const candidates = matchCandidates({ source, target });
  const isRight = ({ sourceId, targetId }: { sourceId: string; targetId: string }) =>
    target.links.some((link) => `new-${link.sourceId}` === sourceId && link.targetId === targetId);
  test("are recognised, and nobody is taken for another", () => {
    expect(candidates.filter(isRight)).toHaveLength(children.length);
    expect(candidates.filter((candidate) => !isRight(candidate))).toEqual([]);
    expect(candidates.filter(({ isDefinite }) => isDefinite).length).toBeGreaterThan(children.length * 0.9);
  });
  test("are asked about: neither doubled nor removed", () => {
    const without = countOperations(reconcile({ source, target }).operations);
    expect(without["create"]).toBeGreaterThanOrEqual(children.length);
    const plan = reconcile({ source, target, candidates });
    expect(countOperations(plan.operations)).toEqual({});
    expect(plan.situations["disputed"]).toBe(children.length);
  });
  test("are one person with a new number where the policy links what is definite", () => {
    const plan = reconcile({ source, target, candidates, policy: { likeness: "link-definite" } });
    const definite = candidates.filter(({ isDefinite }) => isDefinite).length;
    expect(countOperations(plan.operations)).toEqual({ rekey: definite, link: definite });
  });
  test("are what a person's decision says, whatever they are like", () => {
    const [first] = candidates;
    const sourceId = first?.sourceId ?? "";
    const decision = { entity: "persons", sourceId, targetId: "new", by: "a", at: "2027-03-01T05:00:00Z" } as const;
    const plan = reconcile({ source, target, candidates, decisions: [decision] });
    expect(plan.operations.filter(({ kind, entity }) => kind === "create" && entity === "persons")).toHaveLength(1);
  });
});

test("a newcomer who is like nobody is new", () => {
  const newcomer = {
    id: "n1",
    identity: "20120202TF99",
    givenName: "Zoë",
    familyName: "Quist",
    birthDate: "2012-02-02",
  };
  const source = { ...before, persons: [...before.persons, newcomer] };
  expect(matchCandidates({ source, target })).toEqual([]);
});

test("the reasons hold no values", () => {
  const text = JSON.stringify(matchCandidates({ source: renumbered(children.slice(0, 3)), target }));
  expect(text).not.toMatch(/Åberg|Lind|@example|-0\d-/);
});
