import { readSs12000 } from "@milstolpe/connectors/ss12000";
import { mockSs12000 } from "@milstolpe/connectors/testing";
import { check, type Entity, match, type Operation, type OperationKind, reconcile } from "@milstolpe/sync";
import { describe, expect, test } from "vitest";
import { comesOfAge } from "./calendar.ts";
import { demoMunicipality } from "./index.ts";

const sorted = (ids: Iterable<string>): readonly string[] => [...new Set(ids)].toSorted();

async function synced(seed: number, scale: number) {
  const demo = demoMunicipality(seed, { scale });
  const mock = mockSs12000({ dataset: demo.ss12000 });
  const batch = await readSs12000({
    baseUrl: "http://127.0.0.1",
    fetch: (url, init) => mock.handle(new Request(url, init)),
    now: () => Date.parse("2026-06-08T03:00:00Z"),
  });
  const { register: target, policy } = demo;
  return {
    demo,
    matching: match({ source: batch, target }),
    plan: reconcile({ source: batch, target, policy }),
  };
}

describe.each([
  ["full scale", 1, 1],
  ["a small municipality", 2, 0.15],
  ["another", 3, 0.15],
  ["a third", 4, 0.25],
])("a sync finds what has been planted, and nothing else: %s", async (_, seed, scale) => {
  const { demo, matching, plan } = await synced(seed, scale);
  const { planted, truth, register } = demo;
  const targetOf = (id: string): string => matching.targetOf.persons.get(id) ?? `not matched: ${id}`;
  const sourceOf = new Map([...matching.targetOf.persons].map(([source, target]) => [target, source]));
  const newcomers = new Set(planted.reused.map(({ newcomer }) => newcomer));
  const operations = (entity: Entity, kind: OperationKind): readonly Operation[] =>
    plan.operations.filter((one) => one.entity === entity && one.kind === kind);
  const ids = (kind: OperationKind): readonly string[] => sorted(operations("persons", kind).map(({ id }) => id));
  const situations = (kind: string, by?: string): readonly string[] =>
    sorted(
      matching.situations.flatMap((one) =>
        one.entity === "persons" && one.kind === kind && (by === undefined || one.by === by)
          ? [one.sourceId ?? one.targetId ?? ""]
          : [],
      ),
    );

  test("people who left are taken out of use", () => {
    expect(ids("deactivate")).toEqual(sorted(planted.gone));
  });

  test("people who arrived are new, and people who came back are taken into use again", () => {
    expect(situations("unmatched")).toEqual(sorted(planted.arrived.filter((id) => !newcomers.has(id))));
    expect(operations("persons", "create")).toHaveLength(planted.arrived.length - newcomers.size);
    expect(situations("reappeared")).toEqual(sorted(planted.returned));
    expect(ids("reactivate")).toEqual(sorted(planted.returned.map(targetOf)));
  });

  test("a changed number is the same person", () => {
    expect(situations("rekeyed")).toEqual(sorted(planted.rekeyed));
    const filledIn = planted.foundById;
    expect(ids("rekey")).toEqual(sorted([...planted.rekeyed, ...filledIn].map(targetOf)));
  });

  test("changed names, spoiled names, changed addresses and new protections are updates, each in its fields", () => {
    const { renamed, mangled, emailChanged, protectedSince } = planted;
    expect(ids("update")).toEqual(sorted([...renamed, ...mangled, ...emailChanged, ...protectedSince].map(targetOf)));
    const fields = (people: readonly string[]): readonly string[] => {
      const targets = new Set(people.map(targetOf));
      return sorted(
        operations("persons", "update").flatMap(({ id, changes }) =>
          targets.has(id) ? changes.map(({ field }) => field) : [],
        ),
      );
    };
    expect(fields(renamed)).toEqual(["familyName"]);
    expect(["familyName", "givenName"]).toEqual(expect.arrayContaining([...fields(mangled)]));
    expect(fields(emailChanged)).toEqual(["email"]);
    expect(["email", "eppn", "phone", "protection"]).toEqual(expect.arrayContaining([...fields(protectedSince)]));
    expect(fields(protectedSince)).toContain("protection");
  });

  test("of protected people no contact details are left", () => {
    const now = new Map(plan.operations.map(({ entity, id, after }) => [`${entity}/${id}`, after?.row]));
    const before = new Map(register.persons.map((person) => [person.id, person]));
    const known = planted.protectedPersons.map((id) => {
      const target = targetOf(id);
      return now.get(`persons/${target}`) ?? before.get(target);
    });
    expect(known.filter((row) => row === undefined || "email" in row || "phone" in row || "eppn" in row)).toEqual([]);
  });

  test("an id that was used again is set aside, with the row it used to mean", () => {
    expect(situations("disputed")).toEqual(sorted(newcomers));
    const formerly = new Set(planted.reused.map((one) => one.formerly));
    expect([...matching.targetAside].toSorted()).toEqual(sorted([...formerly].map((id) => `persons/${id}`)));
    expect(plan.operations.filter(({ entity, id }) => entity === "persons" && formerly.has(id))).toEqual([]);
  });

  test("twins are never one person, with or without a crosswalk", () => {
    const identityOf = new Map(truth.persons.map(({ id, identity }) => [id, identity]));
    const registered = new Map(register.persons.map(({ id, identity }) => [id, identity]));
    expect(planted.twins.length).toBeGreaterThan(0);
    for (const [one, other] of planted.twins) {
      expect(targetOf(one)).not.toBe(targetOf(other));
      for (const id of [one, other]) expect(registered.get(targetOf(id))).toBe(identityOf.get(id));
    }
  });

  test("people without a crosswalk are found by number, else by id", () => {
    expect(situations("unlinked", "number")).toEqual(sorted(planted.foundByIdentity));
    expect(situations("unlinked", "id")).toEqual(sorted(planted.foundById));
  });

  test("pupils who moved leave one unit and come to another", () => {
    const struck = new Set([...planted.arrived, ...planted.returned]);
    const gone = new Set(planted.gone);
    const place = (kind: "create" | "deactivate"): readonly string[] =>
      sorted(
        [...operations("enrolments", kind), ...operations("placements", kind)].flatMap(({ before, after, unit }) => {
          const row = (after ?? before)?.row;
          const target = row && "person" in row ? row.person : "";
          const source = sourceOf.get(target);
          const isOfClosed = unit === planted.closedUnit || unit === matching.targetOf.units.get(planted.openedUnit);
          if (gone.has(target) || source === undefined || struck.has(source) || isOfClosed) return [];
          // The new unit is not matched: nothing of it is in the platform yet.
          return register.units.some(({ id }) => id === unit) ? [source] : [];
        }),
      );
    expect(place("create")).toEqual(sorted(planted.movedUnit));
    expect(place("deactivate")).toEqual(sorted(planted.movedUnit));
  });

  test("custody that ended and began, and children who came of age", () => {
    const ofAge = new Set(
      truth.persons.flatMap(({ id, birthDate }) =>
        birthDate !== undefined && comesOfAge(birthDate) <= demo.days.today ? [targetOf(id)] : [],
      ),
    );
    const pairs = (kind: OperationKind): readonly string[] =>
      sorted(
        operations("guardianships", kind).flatMap(({ before, after }) => {
          const row = (after ?? before)?.row;
          if (!row || !("child" in row)) return [];
          const [child, guardian] = [sourceOf.get(row.child), sourceOf.get(row.guardian)];
          return child === undefined || guardian === undefined || ofAge.has(row.child) ? [] : [`${child}|${guardian}`];
        }),
      );
    const returned = new Set(planted.returned);
    expect(pairs("deactivate")).toEqual(sorted(planted.custodyEnded));
    expect(pairs("create").filter((pair) => !returned.has(pair.split("|")[0] ?? ""))).toEqual(
      sorted(planted.custodyBegan),
    );
  });

  test("the preschool that closed is held, nothing else is", () => {
    const guards = check(plan, demo.history).filter(({ outcome }) => outcome !== "pass");
    expect(guards.map(({ id, outcome, unit }) => [id, outcome, unit])).toEqual([
      ["keys", "warn", undefined],
      ["unit-removals", "hold", planted.closedUnit],
    ]);
    expect(operations("units", "deactivate").map(({ id }) => id)).toEqual([planted.closedUnit]);
    expect(operations("units", "create")).toHaveLength(1);
  });
});
