import { editDistance, jaroWinkler } from "./similarity.ts";

/** A record to be linked: an id, and values by field. Absent and empty are the same nothing. */
export interface LinkRecord {
  readonly id: string;
  readonly [field: string]: string | undefined;
}

/**
 * How one aspect of two records is compared. `names`: given and family name together, also the wrong way round. `name`:
 * one name. `date`: digits, by edits. `text`: addresses and numbers, by the share of letters that must be edited.
 * `exact`: equal or not. `all`: the values of several fields that say the same in any order, such as guardians.
 */
export type LinkComparison =
  | { readonly kind: "names"; readonly given: string; readonly family: string }
  | { readonly kind: "name" | "date" | "text" | "exact"; readonly field: string }
  | { readonly kind: "all"; readonly fields: readonly string[] };

/** The ways two records can agree in an aspect, best first; the last is that they don't. */
export const linkLevels: { readonly [Kind in LinkComparison["kind"]]: readonly string[] } = {
  names: [
    "both equal",
    "the wrong way round",
    "family equal, given alike",
    "given equal, family alike",
    "both alike",
    "family equal, given missing",
    "given equal, family missing",
    "family equal",
    "given equal",
    "one alike",
    "different",
  ],
  name: ["equal", "very alike", "alike", "different"],
  date: ["equal", "one edit", "two edits", "same year", "different"],
  text: ["equal", "very alike", "alike", "different"],
  exact: ["equal", "different"],
  all: ["all equal", "one equal", "different"],
};

/** A value as it is compared: lower case, one form of Unicode, blanks made single. */
export const plainValue = (value: string | undefined): string =>
  (value ?? "").normalize("NFC").toLowerCase().replaceAll(/\s+/g, " ").trim();

/** The fields a comparison reads. */
export function fieldsOfComparison(comparison: LinkComparison): readonly string[] {
  if (comparison.kind === "names") return [comparison.given, comparison.family];
  return comparison.kind === "all" ? comparison.fields : [comparison.field];
}

/** The level at which two plain values agree, as a place in `linkLevels`; -1 when one of them is empty. */
export function compareValues(kind: "name" | "date" | "text" | "exact", a: string, b: string): number {
  if (a === "" || b === "") return -1;
  if (a === b) return 0;
  switch (kind) {
    case "exact":
      return 1;
    case "name": {
      const likeness = jaroWinkler(a, b);
      return likeness >= 0.92 ? 1 : likeness >= 0.8 ? 2 : 3;
    }
    case "date": {
      const edits = editDistance(a, b, 2);
      return edits <= 2 ? edits : a.slice(0, 4) === b.slice(0, 4) ? 3 : 4;
    }
    case "text": {
      const length = Math.max(a.length, b.length);
      const share = editDistance(a, b, Math.floor(length * 0.4)) / length;
      return share <= 0.2 ? 1 : share <= 0.4 ? 2 : 3;
    }
  }
}

const alike = 0.8;

/** The level at which given and family name together agree; -1 when neither is in both. */
export function compareNames(oneGiven: string, oneFamily: string, otherGiven: string, otherFamily: string): number {
  const isGivenMissing = oneGiven === "" || otherGiven === "";
  const isFamilyMissing = oneFamily === "" || otherFamily === "";
  if (isGivenMissing && isFamilyMissing) return crossed() ? 1 : -1;
  if (isGivenMissing)
    return oneFamily === otherFamily ? 5 : crossed() ? 1 : jaroWinkler(oneFamily, otherFamily) >= alike ? 9 : 10;
  if (isFamilyMissing)
    return oneGiven === otherGiven ? 6 : crossed() ? 1 : jaroWinkler(oneGiven, otherGiven) >= alike ? 9 : 10;
  if (oneGiven === otherGiven && oneFamily === otherFamily) return 0;
  if (crossed()) return 1;
  const isGivenAlike = jaroWinkler(oneGiven, otherGiven) >= alike;
  const isFamilyAlike = jaroWinkler(oneFamily, otherFamily) >= alike;
  if (oneFamily === otherFamily) return isGivenAlike ? 2 : 7;
  if (oneGiven === otherGiven) return isFamilyAlike ? 3 : 8;
  if (isGivenAlike && isFamilyAlike) return 4;
  return isGivenAlike || isFamilyAlike ? 9 : 10;

  /** What one calls given name the other calls family name. */
  function crossed(): boolean {
    const pairs = [
      [oneGiven, otherFamily],
      [oneFamily, otherGiven],
    ].filter(([a, b]) => a !== "" && b !== "");
    return pairs.length > 0 && pairs.every(([a = "", b = ""]) => jaroWinkler(a, b) >= 0.9);
  }
}

/** The level at which values agree that say the same in any order; -1 when one side has none. */
export function compareAll(left: readonly string[], right: readonly string[]): number {
  const values = (side: readonly string[]) => new Set(side.filter((value) => value !== ""));
  const [ones, others] = [values(left), values(right)];
  if (ones.size === 0 || others.size === 0) return -1;
  const common = [...ones].filter((value) => others.has(value)).length;
  return common === Math.min(ones.size, others.size) ? 0 : common > 0 ? 1 : 2;
}
