import * as fc from "fast-check";
import type { Batch, Entities, Person } from "../src/batch.ts";
import type { Operation } from "../src/plan.ts";
import { canonical } from "../src/digest.ts";
import type { TargetPort } from "../src/target-port.ts";
import { toRegister } from "./to-register.ts";
import { emptyRegister, type Register, rowKey, type Stored, targetEntities } from "../src/register.ts";

const fields: Readonly<Record<keyof Entities, readonly string[]>> = {
  units: ["name", "kind", "schoolUnitCode", "municipalityCode"],
  persons: ["identity", "givenName", "familyName", "birthDate", "email", "phone", "eppn", "protection"],
  groups: ["name", "kind", "unit"],
  enrolments: ["person", "unit", "schoolType", "schoolYear"],
  placements: ["person", "unit", "schoolType"],
  duties: ["person", "unit", "role"],
  memberships: ["group", "person", "role"],
  guardianships: ["child", "guardian", "relation"],
};

const { links: _, inactive: __, ...none } = emptyRegister;

/** A total, complete and healthy batch of these rows. */
export function batch(rows: Partial<Entities>, change: Partial<Batch> = {}): Batch {
  return {
    ...none,
    ...rows,
    source: "test",
    readAt: "2027-03-01T05:00:00Z",
    kind: "total",
    coverage: (Object.keys(fields) as (keyof Entities)[]).map((entity) => ({
      entity,
      complete: true,
      fields: fields[entity],
    })),
    health: { complete: true, received: {}, findings: [] },
    rejected: [],
    ...change,
  };
}

/** `p1` with a number of its own. */
export const person = (index: number, change: Partial<Person> = {}): Person => ({
  id: `p${index}`,
  identity: `20100101${String(index).padStart(4, "0")}`,
  givenName: `Given${index}`,
  familyName: `Family${index}`,
  birthDate: "2010-01-01",
  protection: "Ingen",
  ...change,
});

export const unit = (index: number) =>
  ({
    id: `u${index}`,
    name: `Unit ${index} Å`,
    kind: "Skolenhet",
    schoolUnitCode: `9900000${index}`,
    municipalityCode: "9901",
  }) as const;

/** Pupils `from` to `to` (exclusive) of a unit. */
export function school(index: number, from: number, to: number): Pick<Entities, "units" | "persons" | "enrolments"> {
  const persons = Array.from({ length: to - from }, (_, place) => person(from + place));
  return {
    units: [unit(index)],
    persons,
    enrolments: persons.map(({ id }) => ({
      id: `${id}|u${index}`,
      person: id,
      unit: `u${index}`,
      schoolType: "GR",
      schoolYear: 6,
    })),
  };
}

/** Rosters of up to three units and a dozen people who come, go, move and change. */
export const rosters: fc.Arbitrary<Batch> = fc
  .uniqueArray(
    fc.record({
      index: fc.integer({ min: 1, max: 12 }),
      unit: fc.integer({ min: 1, max: 3 }),
      name: fc.constantFrom("Åsa", "Bo", "Cé"),
      email: fc.option(fc.constantFrom("a@example.se", "b@example.se"), { nil: undefined }),
      guardian: fc.option(fc.integer({ min: 20, max: 23 }), { nil: undefined }),
    }),
    { selector: ({ index }) => index, maxLength: 12 },
  )
  .map((pupils) => {
    const guardians = [...new Set(pupils.flatMap(({ guardian }) => (guardian === undefined ? [] : [guardian])))];
    return batch({
      units: [unit(1), unit(2), unit(3)],
      persons: [
        ...pupils.map(({ index, name, email }) =>
          person(index, { givenName: name, ...(email === undefined ? {} : { email }) }),
        ),
        ...guardians.map((index) => person(index)),
      ],
      enrolments: pupils.map(({ index, unit: at }) => ({
        id: `p${index}|u${at}`,
        person: `p${index}`,
        unit: `u${at}`,
        schoolType: "GR",
      })),
      guardianships: pupils.flatMap(({ index, guardian }) =>
        guardian === undefined
          ? []
          : [
              {
                id: `p${index}|p${guardian}`,
                child: `p${index}`,
                guardian: `p${guardian}`,
                relation: "Vårdnadshavare",
              },
            ],
      ),
    });
  });

/** The obvious target: a map of rows. */
export function memoryTarget(
  register: Register = emptyRegister,
  guarantee: TargetPort["guarantee"] = "readable",
): TargetPort & { readonly register: () => Register; readonly writes: Map<string, number> } {
  const rows = new Map<string, Stored>();
  const inactive = new Set(register.inactive);
  for (const entity of targetEntities)
    for (const row of register[entity])
      rows.set(rowKey(entity, row.id), { row, isActive: !inactive.has(rowKey(entity, row.id)) });
  const writes = new Map<string, number>();
  let newest = 0;
  return {
    guarantee,
    writes,
    read: (entity, id) => Promise.resolve(rows.get(rowKey(entity, id)) ?? null),
    write: (operations, { fence = newest } = {}) => {
      if (fence < newest) return Promise.reject(new Error("fenced off"));
      newest = fence;
      return Promise.resolve(
        operations.map(({ key, entity, id, before, after }: Operation) => {
          const at = rowKey(entity, id);
          if (canonical(rows.get(at) ?? null) !== canonical(before)) return { state: "conflict" } as const;
          writes.set(key, (writes.get(key) ?? 0) + 1);
          if (after === null) rows.delete(at);
          else rows.set(at, after);
          return { state: "done" } as const;
        }),
      );
    },
    register: () => toRegister(rows),
  };
}
