import { testIdentity, testSerials } from "@milstolpe/swedish";
import type { Entities } from "@milstolpe/sync";
import * as fc from "fast-check";

const name = fc.constantFrom("Åsa", 'Lena "Lo"', "A;B", "Ö,P", "Q'R", "Zoë", "Nils-Erik", "李");
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

/** A row whose fields may be absent, as the fields that have a value. */
type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
const defined = <T extends object>(row: T): Defined<T> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only absent values are taken out
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as Defined<T>;

const person = fc.record({
  day: fc.integer({ min: 1, max: 28 }),
  serial: fc.constantFrom(...testSerials),
  givenName: name,
  familyName: name,
  email: optional(fc.constant("a@skola.example")),
  eppn: optional(fc.constantFrom("x1@skola.example", "x2@skola.example")),
  phone: optional(fc.constant("+46701740600")),
  sex: optional(fc.constantFrom("Man" as const, "Kvinna" as const)),
  hasIdentity: fc.boolean(),
  role: fc.constantFrom("pupil", "pupil", "teacher", "guardian"),
  place: fc.nat(),
  year: fc.integer({ min: 1, max: 9 }),
});

/**
 * An invented register, small and of any shape: one huvudman, schools, classes with dates, pupils, teachers and
 * guardians, everybody in one role at one school.
 */
export const arbitraryRegister: fc.Arbitrary<Entities> = fc
  .record({
    schools: fc.uniqueArray(fc.record({ number: fc.nat(99), name }), {
      selector: (s) => s.number,
      minLength: 1,
      maxLength: 3,
    }),
    classes: fc.uniqueArray(
      fc.record({
        number: fc.nat(99),
        name,
        isClass: fc.boolean(),
        place: fc.nat(),
        month: fc.integer({ min: 1, max: 9 }),
      }),
      { selector: (c) => c.number, minLength: 1, maxLength: 4 },
    ),
    people: fc.uniqueArray(person, { selector: ({ day, serial }) => `${day} ${serial}`, minLength: 1, maxLength: 10 }),
  })
  .map(({ schools, classes, people }): Entities => {
    const units = schools.map(({ number, name: text }) => ({
      id: `u${number}`,
      name: text,
      kind: "Skolenhet" as const,
      parent: "huvudman",
      schoolUnitCode: String(10_000_000 + number),
    }));
    const groups = classes.map(({ number, name: text, isClass, place, month }) => ({
      id: `g${number}`,
      name: text,
      kind: isClass ? ("Klass" as const) : ("Undervisning" as const),
      unit: units[place % units.length]?.id ?? "",
      startDate: `2026-0${month}-15`,
      endDate: "2027-06-11",
    }));
    const persons = people.map((one, index) => {
      const birthDate = `2013-03-${String(one.day).padStart(2, "0")}`;
      const group = groups[one.place % groups.length];
      return { ...one, id: `p${index}`, birthDate, identity: testIdentity(birthDate, one.serial), group };
    });
    const pupils = persons.filter(({ role }) => role === "pupil");
    const teachers = persons.filter(({ role }) => role === "teacher");
    const guardians = pupils.length === 0 ? [] : persons.filter(({ role }) => role === "guardian");
    return {
      units: [{ id: "huvudman", name: "Ödeby", kind: "Huvudman" }, ...units],
      persons: [...pupils, ...teachers, ...guardians].map(
        ({ id, givenName, familyName, email, eppn, phone, sex, birthDate, identity, hasIdentity }) =>
          defined({
            id,
            givenName,
            familyName,
            email,
            eppn,
            phone,
            sex,
            birthDate,
            identity: hasIdentity ? identity : undefined,
          }),
      ),
      groups,
      enrolments: pupils.map(({ id, group, year }) => ({
        id: `${id}|${group?.unit}|GR`,
        person: id,
        unit: group?.unit ?? "",
        schoolType: "GR",
        schoolYear: year,
        startDate: "2026-08-17",
        endDate: "2027-06-11",
      })),
      placements: [],
      duties: teachers.map(({ id, group }) => ({
        id: `${id}|${group?.unit}|Lärare`,
        person: id,
        unit: group?.unit ?? "",
        role: "Lärare",
        startDate: "2024-08-12",
      })),
      memberships: [...pupils, ...teachers].map(({ id, group, role }) => ({
        id: role === "pupil" ? `${group?.id}|${id}` : `${group?.id}|${id}|${role}`,
        group: group?.id ?? "",
        person: id,
        role,
        startDate: "2026-08-17",
        endDate: "2026-12-18",
      })),
      guardianships: guardians.map(({ id, place }) => {
        const child = pupils[place % pupils.length]?.id ?? "";
        return { id: `${child}|${id}`, child, guardian: id, relation: "Vårdnadshavare" as const };
      }),
    };
  });

/** Rows with these fields alone, in the order of their ids. */
export const rowsWith = (rows: readonly { readonly id: string }[], ...fields: readonly string[]): readonly object[] =>
  rows
    .map((row) => Object.fromEntries(Object.entries(row).filter(([field]) => field === "id" || fields.includes(field))))
    .toSorted((a, b) => (String(a["id"]) < String(b["id"]) ? -1 : 1));
