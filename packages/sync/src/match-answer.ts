import type { Group, Person, Row, Unit } from "./batch.ts";
import type { MatchCandidate, SituationKind } from "./match.ts";

export type Matched = Unit | Person | Group;

/** The number that says who or what a row is, whatever its id: identity number or school unit code. */
export function keyOf(row: Matched): string | undefined {
  const key = "identity" in row ? row.identity : "schoolUnitCode" in row ? row.schoolUnitCode : undefined;
  // An empty number is none, or everybody without one would be the same person.
  return key === "" ? undefined : key;
}

export interface Index {
  readonly byId: ReadonlyMap<string, Matched>;
  readonly byKey: ReadonlyMap<string, readonly string[]>;
}

export function indexRows(rows: readonly Matched[]): Index {
  const byKey = new Map<string, string[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === undefined) continue;
    const found = byKey.get(key);
    if (found) found.push(row.id);
    else byKey.set(key, [row.id]);
  }
  return { byId: new Map(rows.map((row) => [row.id, row])), byKey };
}

/** Ids of rows that share their id or their number with another row of the source. */
export function duplicateIds(rows: readonly Matched[]): ReadonlySet<string> {
  const [ids, keys] = [new Map<string, string>(), new Map<string, string>()];
  const duplicates = new Set<string>();
  const see = (seen: Map<string, string>, value: string, id: string): void => {
    const first = seen.get(value);
    if (first === undefined) seen.set(value, id);
    else duplicates.add(first).add(id);
  };
  for (const row of rows) {
    see(ids, row.id, row.id);
    const key = keyOf(row);
    if (key !== undefined) see(keys, key, row.id);
  }
  return duplicates;
}

export interface Answer {
  readonly targetId?: string;
  readonly by: string;
  readonly kind: SituationKind;
  readonly others?: readonly string[];
}

interface Known {
  readonly decided: string | undefined;
  readonly linked: string | undefined;
  readonly index: Index;
  /** The row of the target that was made for this one by a run that broke off before it was linked. */
  readonly unlinked: (row: Row) => Matched | undefined;
}

export function answerFor(row: Matched, { decided, linked, index, unlinked }: Known): Answer {
  if (decided === "new") return { kind: "unmatched", by: "decision" };
  if (decided !== undefined && !index.byId.has(decided))
    return { kind: "disputed", targetId: decided, by: "the decision names a row that is not there" };
  if (decided !== undefined)
    return { kind: linked === decided ? "linked" : "unlinked", targetId: decided, by: "decision" };
  const key = keyOf(row);
  const sameKey = key === undefined ? [] : (index.byKey.get(key) ?? []);
  if (linked !== undefined) {
    const target = index.byId.get(linked);
    if (target === undefined)
      return { kind: "disputed", targetId: linked, by: "the crosswalk names a row that is not there" };
    const others = sameKey.filter((id) => id !== linked);
    if (others.length > 0) return { kind: "disputed", targetId: linked, by: "crosswalk and number disagree", others };
    if (key !== undefined && keyOf(target) !== undefined && keyOf(target) !== key) {
      // Another number: the same person who got one, or the id now means somebody else.
      return isSamePerson(row, target)
        ? { kind: "rekeyed", targetId: linked, by: "crosswalk" }
        : { kind: "disputed", targetId: linked, by: "the id now means somebody else" };
    }
    return { kind: "linked", targetId: linked, by: "crosswalk" };
  }
  if (sameKey.length > 1) return { kind: "disputed", by: "several rows have the number", others: sameKey };
  const [found] = sameKey;
  if (found !== undefined) return { kind: "unlinked", targetId: found, by: "number" };
  const sameId = index.byId.get(row.id) ?? unlinked(row);
  if (sameId !== undefined) {
    const contradicts = key !== undefined && keyOf(sameId) !== undefined && !isSamePerson(row, sameId);
    return contradicts
      ? { kind: "disputed", targetId: sameId.id, by: "the id now means somebody else" }
      : {
          kind: key !== undefined && keyOf(sameId) !== undefined ? "rekeyed" : "unlinked",
          targetId: sameId.id,
          by: "id",
        };
  }
  return { kind: "unmatched", by: "nothing" };
}

/** Somebody who is like another is asked about: neither is touched until it is settled. */
export function likely({ targetId, isDefinite }: MatchCandidate, linksDefinite: boolean): Answer {
  return isDefinite && linksDefinite
    ? { kind: "unlinked", targetId, by: "likeness" }
    : { kind: "disputed", targetId, by: "like somebody who is there" };
}

/** At least two of birth date, given name and family name agree: a number may change, not everything at once. */
function isSamePerson(one: Matched, other: Matched): boolean {
  if (!("familyName" in one) || !("familyName" in other)) return true;
  const agree = [
    one.birthDate !== undefined && one.birthDate === other.birthDate,
    plain(one.givenName) === plain(other.givenName),
    plain(one.familyName) === plain(other.familyName),
  ];
  return agree.filter(Boolean).length >= 2;
}

const plain = (name: string): string => name.normalize("NFC").trim().toLocaleLowerCase("sv");

export function mergeOfTwo(targetId: string | undefined): Answer {
  return { kind: "disputed", ...(targetId === undefined ? {} : { targetId }), by: "the source has made two rows one" };
}
