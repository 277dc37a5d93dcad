import { isTestIdentity, municipality, parseIdentity, parseSchoolUnitCode } from "@milstolpe/swedish";
import type { Entities, Row } from "@milstolpe/sync";
import { describe, expect, test } from "vitest";
import { type DemoMunicipality, demoMunicipality, trainingProblem } from "./index.ts";
import { trainingGroups } from "./staff.ts";

const full = demoMunicipality(1);
const small = demoMunicipality(2, { scale: 0.15 });

const counted = (ids: readonly string[]): number => new Set(ids).size;
const duplicates = (values: readonly string[]): number => values.length - counted(values);

describe("at full scale", () => {
  test("77 units, about 9,000 children with guardians, about 20,000 people", () => {
    const { truth } = full;
    expect(full.units).toHaveLength(77);
    const children = counted([...truth.enrolments, ...truth.placements].map(({ person }) => person));
    expect(children).toBeGreaterThan(8_500);
    expect(children).toBeLessThan(9_500);
    expect(counted(truth.guardianships.map(({ guardian }) => guardian))).toBeGreaterThan(7_500);
    expect(truth.persons.length).toBeGreaterThan(19_000);
    expect(truth.persons.length).toBeLessThan(21_000);
  });

  test("2,710 people to train, group by group", () => {
    const counts = Object.fromEntries(
      Object.keys(trainingGroups).map((group) => [group, full.staff.filter((one) => one.group === group).length]),
    );
    expect(counts).toEqual({ administrators: 100, advanced: 5, teachers: 2500, central: 5, leaders: 100 });
    expect(duplicates(full.staff.map(({ person }) => person))).toBe(0);
  });

  test("every unit with teachers has key persons, and about one teacher in fifteen is one", () => {
    const teachers = full.staff.filter(({ group }) => group === "teachers");
    const keyPersons = teachers.filter(({ keyPerson }) => keyPerson);
    expect(new Set(keyPersons.map(({ unit }) => unit))).toEqual(new Set(teachers.map(({ unit }) => unit)));
    expect(keyPersons.length / teachers.length).toBeGreaterThan(1 / 15);
    expect(keyPersons.length / teachers.length).toBeLessThan(1 / 10);
  });
});

describe("the same seed", () => {
  const bytes = (demo: DemoMunicipality): string =>
    JSON.stringify([demo, trainingProblem(demo, { accessFrom: "2026-08-10" })]);

  test("gives the same bytes", () => {
    expect(bytes(demoMunicipality(2, { scale: 0.15 })) === bytes(small)).toBe(true);
  });

  test("and another seed gives others", () => {
    expect(bytes(demoMunicipality(3, { scale: 0.15 })) === bytes(small)).toBe(false);
  });
});

test("the smallest municipality has every kind of unit and every kind of change", () => {
  const { units, planted } = demoMunicipality(5, { scale: 0.01 });
  expect(new Set(units.map(({ kind }) => kind)).size).toBe(8);
  const missing = Object.entries(planted).filter(([, some]) => some.length === 0);
  expect(missing.map(([change]) => change)).toEqual([]);
});

test.each([0, -1, 1.5, Number.NaN])("scale %d is refused", (scale) => {
  expect(() => demoMunicipality(1, { scale })).toThrow(RangeError);
});

test("a seed that is no whole number is refused", () => {
  expect(() => demoMunicipality(0.5)).toThrow(RangeError);
});

describe.each([
  ["full scale", full],
  ["a small municipality", small],
])("nobody is real: %s", (_, { truth, register, ss12000 }) => {
  const identities = truth.persons.flatMap(({ identity }) => (identity === undefined ? [] : [identity]));

  test("identity numbers are of the tax agency's test series, or made up by the municipality", () => {
    const wrong = [...truth.persons, ...register.persons].filter(({ identity }) => {
      if (identity === undefined) return false;
      const parsed = parseIdentity(identity);
      if (!parsed.ok || parsed.value.number !== identity) return true;
      return parsed.value.kind !== "tf" && !isTestIdentity(parsed.value.number);
    });
    expect(wrong).toHaveLength(0);
  });

  test("no number belongs to two people, today or before", () => {
    expect(duplicates(identities)).toBe(0);
    expect(duplicates(register.persons.flatMap(({ identity }) => identity ?? []))).toBe(0);
  });

  test("at most four people of a birth date have a number of the series", () => {
    const perDay = new Map<string, number>();
    for (const identity of identities.filter((one) => /^\d{12}$/.test(one)))
      perDay.set(identity.slice(0, 8), (perDay.get(identity.slice(0, 8)) ?? 0) + 1);
    expect(Math.max(...perDay.values())).toBeLessThanOrEqual(4);
  });

  test("the number says the birth date and the sex", () => {
    const wrong = truth.persons.filter(({ identity = "", birthDate = "", sex }) => {
      if (!/^\d{12}$/.test(identity)) return false;
      const day = String(Number(identity.slice(6, 8)) % 60).padStart(2, "0");
      const isMan = Number(identity[10]) % 2 === 1;
      return `${identity.slice(0, 4)}-${identity.slice(4, 6)}-${day}` !== birthDate || isMan !== (sex === "Man");
    });
    expect(wrong).toHaveLength(0);
  });

  test("addresses on the net end in .example, telephone numbers are of the series for fiction", () => {
    const addresses = truth.persons.flatMap(({ email, eppn }) => [email ?? [], eppn ?? []].flat());
    expect(addresses.filter((address) => !/^[a-z0-9.]+@([a-z]+\.)+example$/.test(address))).toHaveLength(0);
    expect(duplicates(addresses)).toBe(0);
    const phones = truth.persons.flatMap(({ phone }) => phone ?? []);
    expect(phones.filter((phone) => !/^\+46701740(6(0[5-9]|[1-9]\d))$/.test(phone))).toHaveLength(0);
  });

  test("neither the municipality's code nor a unit's belongs to a real one", () => {
    expect(municipality("9901", "2026-06-08")).toBeUndefined();
    const codes = (ss12000.organisations ?? []).flatMap(({ schoolUnitCode }) => schoolUnitCode ?? []);
    expect(codes.filter((code) => !code.startsWith("9901") || !parseSchoolUnitCode(code).ok)).toHaveLength(0);
    expect(duplicates(codes)).toBe(0);
  });
});

describe.each([
  ["the register today", full.truth],
  ["the platform", full.register],
  ["a small register", small.truth],
  ["a small platform", small.register],
] satisfies readonly (readonly [string, Entities])[])("whatever a row speaks of is there: %s", (_, rows) => {
  const units = new Set(rows.units.map(({ id }) => id));
  const persons = new Set(rows.persons.map(({ id }) => id));
  const groups = new Map(rows.groups.map((group) => [group.id, group]));

  test("ids are unique", () => {
    const entities = Object.entries(rows).filter(([name]) => name !== "addresses" && name !== "inactive");
    const twice = entities.flatMap(([name, some]: [string, readonly Row[]]) =>
      duplicates(some.map(({ id }) => id)) > 0 ? [name] : [],
    );
    expect(entities.length).toBeGreaterThanOrEqual(8);
    expect(twice).toEqual([]);
  });

  test("units, people and groups", () => {
    const lost = [
      ...rows.units.filter(({ parent }) => parent !== undefined && !units.has(parent)),
      ...rows.groups.filter(({ unit }) => !units.has(unit)),
      ...[...rows.enrolments, ...rows.placements, ...rows.duties].filter(
        ({ person, unit }) => !persons.has(person) || !units.has(unit),
      ),
      ...rows.placements.filter(({ group }) => group !== undefined && !groups.has(group)),
      ...rows.memberships.filter(({ person, group }) => !persons.has(person) || !groups.has(group)),
      ...rows.guardianships.filter(({ child, guardian }) => !persons.has(child) || !persons.has(guardian)),
    ];
    expect(lost).toHaveLength(0);
  });

  test("a pupil is in a class of the unit where they are enrolled", () => {
    const classes = new Map(
      rows.memberships.flatMap(({ person, group, role }) => {
        const row = groups.get(group);
        return role === "pupil" && row?.kind === "Klass" ? [[`${person}|${row.unit}`, row] as const] : [];
      }),
    );
    const inSchool = rows.enrolments.filter(({ schoolYear }) => schoolYear !== undefined);
    expect(inSchool.filter(({ person, unit }) => !classes.has(`${person}|${unit}`))).toHaveLength(0);
  });

  test("children under age have a guardian, and nobody is their own", () => {
    const children = new Set(rows.guardianships.map(({ child }) => child));
    const underAge = rows.persons.filter(
      ({ id, birthDate = "" }) => birthDate > "2008-06-08" && persons.has(id) && !children.has(id),
    );
    // In the platform, those who came back have only their own row.
    expect(underAge.filter(({ id }) => rows.enrolments.some(({ person }) => person === id))).toHaveLength(0);
    expect(rows.guardianships.filter(({ child, guardian }) => child === guardian)).toHaveLength(0);
  });
});
