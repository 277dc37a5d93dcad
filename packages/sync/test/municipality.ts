import type { Batch, Entities, Person } from "../src/batch.ts";
import type { Plan } from "../src/plan.ts";
import { type Register, rowKey, type Stored, targetEntities } from "../src/register.ts";
import { seeded } from "./csv-data.ts";
import { batch } from "./rosters.ts";
import { toRegister } from "./to-register.ts";

const given = ["Åsa", "Bo", "Cleo", "Dag", "Ebba", "Göran", "Ines", "Örjan", "Maja", "Noah"];
const family = ["Ek", "Åberg", "Lind", "Öst", "Berg", "Sjögren", "Ali", "Wall"];

interface Child {
  readonly person: Person;
  readonly guardians: readonly string[];
  /** Born so many years before 2026: 1 to 5 are in preschool, 6 is year 0. */
  age: number;
  /** Place of their school among those of their age. */
  district: number;
}

/**
 * An invented municipality that lives: children are born, move, change school in August and leave at sixteen; staff come
 * and go; people change name and address. The same seed gives the same years.
 */
export class Municipality {
  readonly #random: () => number;
  readonly #districts: number;
  #children: Child[] = [];
  #adults = new Map<string, Person>();
  #staff = new Map<string, string>();
  #year = 2026;
  #next = 0;

  constructor(seed: number, districts = 4, perYear = 20) {
    this.#random = seeded(seed);
    this.#districts = districts;
    for (let age = 1; age <= 15; age += 1)
      for (let district = 0; district < districts; district += 1)
        for (let child = 0; child < perYear; child += 1) this.#born(age, district);
    for (const unit of this.units()) for (let place = 0; place < 12; place += 1) this.#employ(unit.id);
  }

  #person(birthYear: number): Person {
    const number = this.#next;
    this.#next += 1;
    const day = `${1 + (number % 9)}`.padStart(2, "0");
    const name = (from: readonly string[]) => from[Math.floor(this.#random() * from.length)] ?? "";
    return {
      id: `p${number}`,
      identity: `${birthYear}0${1 + (Math.floor(number / 9) % 9)}${day}${String(number % 10_000).padStart(4, "0")}`,
      givenName: name(given),
      familyName: name(family),
      birthDate: `${birthYear}-0${1 + (Math.floor(number / 9) % 9)}-${day}`,
      email: `p${number}@example.se`,
      protection: "Ingen",
    };
  }

  #born(age: number, district: number): void {
    const person = this.#person(this.#year - age);
    // A third have the guardians of an older sister or brother.
    const sibling =
      this.#random() < 0.33 ? this.#children[Math.floor(this.#random() * this.#children.length)] : undefined;
    const guardians = sibling?.guardians ?? [this.#adult(), this.#adult()];
    this.#children.push({ person, guardians, age, district });
  }
  #adult(): string {
    const person = this.#person(1985);
    this.#adults.set(person.id, person);
    return person.id;
  }
  #employ(unit: string): void {
    this.#staff.set(this.#adult(), unit);
  }

  units(): readonly { readonly id: string; readonly name: string; readonly from: number; readonly to: number }[] {
    return Array.from({ length: this.#districts }, (_, district) => [
      { id: `forskola-${district}`, name: `Förskolan ${district}`, from: 1, to: 5 },
      { id: `lag-${district}`, name: `Lågstadiet ${district}`, from: 6, to: 12 },
      ...(district % 2 === 0 ? [{ id: `hog-${district}`, name: `Högstadiet ${district}`, from: 13, to: 15 }] : []),
    ]).flat();
  }
  #unitOf({ age, district }: Child): string {
    if (age <= 5) return `forskola-${district}`;
    return age <= 12 ? `lag-${district}` : `hog-${district - (district % 2)}`;
  }

  /** A week goes by: somebody moves, somebody changes name, somebody is employed. */
  week(): void {
    const share = (part: number): number => Math.max(1, Math.round(this.#children.length * part));
    const anybody = (): number => Math.floor(this.#random() * this.#children.length);
    for (let move = 0; move < share(0.002); move += 1) {
      const child = this.#children[anybody()];
      if (child) child.district = Math.floor(this.#random() * this.#districts);
      this.#children.splice(anybody(), 1);
      this.#born(1 + Math.floor(this.#random() * 15), Math.floor(this.#random() * this.#districts));
    }
    for (let change = 0; change < share(0.004); change += 1) {
      const at = anybody();
      const child = this.#children[at];
      if (child) this.#children[at] = { ...child, person: { ...child.person, email: `new${this.#next}@example.se` } };
    }
    const [leaver] = this.#staff;
    if (leaver && this.#random() < 0.5) {
      this.#staff.delete(leaver[0]);
      this.#employ(leaver[1]);
    }
  }

  /** The first of August: everybody is a year older, the oldest leave, classes are others. */
  rollover(): void {
    this.#year += 1;
    const born = this.#children.filter(({ age }) => age === 1).length;
    this.#children = this.#children.filter(({ age }) => age < 15);
    for (const child of this.#children) child.age += 1;
    for (let child = 0; child < born; child += 1) this.#born(1, child % this.#districts);
  }

  rows(): Entities {
    const units = this.units();
    const group = (child: Child): string => `${this.#year}-${this.#unitOf(child)}-${child.age}`;
    const guardians = new Set(this.#children.flatMap((child) => child.guardians));
    const adults = [...this.#adults.values()].filter(({ id }) => guardians.has(id) || this.#staff.has(id));
    const pupils = this.#children.filter(({ age }) => age > 5);
    const groups = new Map(this.#children.map((child) => [group(child), child]));
    return {
      units: units.map(({ id, name }, at) => ({
        id,
        name,
        kind: "Skolenhet",
        schoolUnitCode: `9900${String(at).padStart(4, "0")}`,
        municipalityCode: "9901",
      })),
      persons: [...this.#children.map(({ person }) => person), ...adults],
      groups: [...groups].map(([id, child]) => ({ id, name: id, kind: "Klass", unit: this.#unitOf(child) })),
      enrolments: pupils.map((child) => ({
        id: `${child.person.id}|e`,
        person: child.person.id,
        unit: this.#unitOf(child),
        schoolType: "GR",
        schoolYear: child.age - 6,
      })),
      placements: this.#children
        .filter(({ age }) => age <= 5)
        .map((child) => ({
          id: `${child.person.id}|p`,
          person: child.person.id,
          unit: this.#unitOf(child),
          schoolType: "FS",
        })),
      duties: [...this.#staff].map(([person, unit]) => ({ id: `${person}|d`, person, unit, role: "Lärare" })),
      memberships: this.#children.map((child) => ({
        id: `${child.person.id}|m`,
        person: child.person.id,
        group: group(child),
        role: "pupil",
      })),
      guardianships: this.#children.flatMap(({ person, guardians: both }) =>
        both.map((guardian) => ({
          id: `${person.id}|${guardian}`,
          child: person.id,
          guardian,
          relation: "Vårdnadshavare",
        })),
      ),
    };
  }

  batch(readAt: string, change: Partial<Batch> = {}): Batch {
    return batch(this.rows(), { readAt, ...change });
  }
}

/** The register after a plan, as a target would hold it. */
export function afterPlan(register: Register, { operations }: Plan): Register {
  const inactive = new Set(register.inactive);
  const rows = new Map<string, Stored>();
  for (const entity of targetEntities)
    for (const row of register[entity])
      rows.set(rowKey(entity, row.id), { row, isActive: !inactive.has(rowKey(entity, row.id)) });
  for (const { entity, id, after } of operations) {
    if (after === null) rows.delete(rowKey(entity, id));
    else rows.set(rowKey(entity, id), after);
  }
  return toRegister(rows);
}
