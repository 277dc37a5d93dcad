import type { Entities } from "./batch.ts";
import { canonical, digestOfDigests, digestOfText } from "./digest.ts";
import { fieldsOf, rowKey } from "./register.ts";

/** The levels of a tree, from the top. */
export type DigestLevel = "register" | "municipality" | "schoolType" | "unit" | "class" | "person";
const levels: readonly DigestLevel[] = ["register", "municipality", "schoolType", "unit", "class", "person"];

/** A part of a register: how many people, and a digest that another has only when all in it is the same. */
export interface DigestNode {
  readonly level: DigestLevel;
  /** Code, school type or id; empty where there is none, as for people who belong nowhere. */
  readonly key: string;
  /** People under it; one for each place where they are. */
  readonly people: number;
  /** SHA-256 of what it is made of. */
  readonly digest: string;
  /** By key, in order. */
  readonly children: readonly DigestNode[];
}

/** Where two registers differ: the lowest parts that say so. */
export interface DigestDifference {
  /** Keys from the municipality down. */
  readonly path: readonly string[];
  readonly level: DigestLevel;
  readonly kind: "differs" | "only-first" | "only-second";
}

/**
 * Sums up a register as a tree: municipality, school type, unit, class, person. Two systems exchange the top, then only
 * the branches that differ: a Merkle tree whose branches mean something. Rows that are out of use are left out. The order
 * of the rows does not matter. O(rows); for equal digests the ids must be the same on both sides.
 */
export function digestTree(rows: Entities & { readonly inactive?: readonly string[] }): DigestNode {
  const inactive = new Set(rows.inactive ?? []);
  const inUse = (entity: keyof Entities, id: string): boolean =>
    inactive.size === 0 || !inactive.has(rowKey(entity, id));
  const own = new Map<string, string[]>();
  const add = (person: string, row: object): void => {
    const texts = own.get(person);
    const text = canonical(row);
    if (texts) texts.push(text);
    else own.set(person, [text]);
  };
  for (const person of rows.persons) if (inUse("persons", person.id)) add(person.id, person);
  for (const entity of ["enrolments", "placements", "duties", "memberships", "guardianships"] as const) {
    for (const row of rows[entity]) {
      const { person, child } = fieldsOf(row);
      const whose = String(person ?? child);
      // A relation without its person is nobody's.
      if (inUse(entity, row.id) && own.has(whose)) add(whose, { entity, ...row });
    }
  }
  const root = new Branch();
  const places = placesOf(rows, inUse);
  for (const [person, texts] of own) {
    const digest = digestOfText(texts.sort().join("\n"));
    for (const place of places.get(person) ?? [["", "", "", ""]]) root.put([...place, person], digest);
  }
  const municipality = new Map(rows.units.map(({ id, municipalityCode = "" }) => [id, municipalityCode]));
  // Units and classes stand beside the people in them, under a key that nobody has.
  for (const unit of rows.units)
    if (inUse("units", unit.id))
      root.put([unit.municipalityCode ?? "", "", unit.id, "", ""], digestOfText(canonical(unit)));
  for (const group of rows.groups)
    if (inUse("groups", group.id))
      root.put([municipality.get(group.unit) ?? "", "", group.unit, group.id, ""], digestOfText(canonical(group)));
  return root.node("", 0);
}

type Place = readonly [municipality: string, schoolType: string, unit: string, group: string];

function placesOf(
  rows: Entities,
  inUse: (entity: keyof Entities, id: string) => boolean,
): ReadonlyMap<string, Place[]> {
  const municipality = new Map(rows.units.map(({ id, municipalityCode = "" }) => [id, municipalityCode]));
  const unitOfGroup = new Map(rows.groups.map(({ id, unit }) => [id, unit]));
  const groups = new Map<string, string>();
  for (const { id, group, person } of rows.memberships) {
    const key = `${person}|${unitOfGroup.get(group) ?? ""}`;
    if (!inUse("memberships", id)) continue;
    const known = groups.get(key);
    // Of several groups at a unit the first by id.
    if (known === undefined || group < known) groups.set(key, group);
  }
  const places = new Map<string, Place[]>();
  const put = (person: string, unit: string, schoolType: string): void => {
    const place: Place = [municipality.get(unit) ?? "", schoolType, unit, groups.get(`${person}|${unit}`) ?? ""];
    const known = places.get(person);
    if (known) known.push(place);
    else places.set(person, [place]);
  };
  for (const entity of ["enrolments", "placements"] as const)
    for (const { id, person, unit, schoolType } of rows[entity]) if (inUse(entity, id)) put(person, unit, schoolType);
  for (const { id, person, unit } of rows.duties) if (inUse("duties", id)) put(person, unit, "");
  return places;
}

/** A node that is being filled. */
class Branch {
  readonly #branches = new Map<string, Branch>();
  #digest = "";

  put([key, ...rest]: readonly string[], digest: string): void {
    if (key === undefined) {
      this.#digest = digest;
      return;
    }
    const branch = this.#branches.get(key) ?? new Branch();
    this.#branches.set(key, branch);
    branch.put(rest, digest);
  }

  node(key: string, depth: number): DigestNode {
    const level = levels[depth] ?? "person";
    if (level === "person") return { level, key, people: key === "" ? 0 : 1, digest: this.#digest, children: [] };
    const children = [...this.#branches]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([child, branch]) => branch.node(child, depth + 1));
    return {
      level,
      key,
      people: children.reduce((sum, { people }) => sum + people, 0),
      digest: digestOfDigests(
        JSON.stringify(children.map((child) => child.key)),
        children.map(({ digest }) => digest),
      ),
      children,
    };
  }
}

/** The parts in which two trees differ, down to the persons; none when the digests are equal. Looks only at what differs. */
export function treeDifferences(one: DigestNode, other: DigestNode): readonly DigestDifference[] {
  return differencesAt(one, other, []);
}

function differencesAt(one: DigestNode, other: DigestNode, path: readonly string[]): readonly DigestDifference[] {
  if (one.digest === other.digest) return [];
  if (one.children.length === 0 || other.children.length === 0) return [{ path, level: one.level, kind: "differs" }];
  const [ones, others] = [byKey(one), byKey(other)];
  return [...new Set([...ones.keys(), ...others.keys()])].sort().flatMap((key): readonly DigestDifference[] => {
    const [first, second] = [ones.get(key), others.get(key)];
    const at = [...path, key];
    if (first && second) return differencesAt(first, second, at);
    const level = (first ?? second)?.level ?? "person";
    return [{ path: at, level, kind: first ? "only-first" : "only-second" }];
  });
}

const byKey = ({ children }: DigestNode): ReadonlyMap<string, DigestNode> =>
  new Map(children.map((child) => [child.key, child]));
