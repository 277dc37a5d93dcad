import type { Finding } from "./finding.ts";
import { type Fields, isFields, isTexts } from "./json-shape.ts";
import { finding, type StatisticsCode } from "./messages.ts";

/**
 * Checks one dimension.
 * @param size - how many categories it should have; `undefined` when nothing says
 * @param where - JSON pointer of the dimension
 */
export function checkDimension(
  dimension: Fields,
  size: number | undefined,
  isMetric: boolean,
  where: string,
): Finding[] {
  const { category } = dimension;
  if (!isFields(category))
    return [finding("jsonstat.structural-violation", `${where}/category`, { expected: "an object" })];
  const { index, label, unit, note, coordinates, child } = category;
  const place = `${where}/category`;
  const findings: Finding[] = [];
  const codes = codesOf(index, label);
  if (index !== undefined && !isTexts(index) && !isFields(index))
    findings.push(finding("jsonstat.structural-violation", `${place}/index`, { expected: "an array or an object" }));
  if (isTexts(index) && size !== undefined && index.length !== size)
    findings.push(finding("jsonstat.index-count-mismatch", `${place}/index`, { expected: size, found: index.length }));
  if (isFields(index) && !arePlaces(Object.values(index), size))
    findings.push(finding("jsonstat.index-positions-invalid", `${place}/index`, {}));
  const known = new Set(codes);
  findings.push(...unknownKeys(label, known, "jsonstat.label-key-unknown", `${place}/label`));
  if (isFields(label) && index !== undefined && codes.some((code) => !(code in label)))
    findings.push(finding("jsonstat.label-key-incomplete", `${place}/label`, {}));
  findings.push(...unknownKeys(unit, known, "jsonstat.unit-key-unknown", `${place}/unit`));
  findings.push(...unknownKeys(note, known, "jsonstat.note-key-unknown", `${place}/note`));
  findings.push(...unknownKeys(coordinates, known, "jsonstat.coord-key-unknown", `${place}/coordinates`));
  if (isMetric && (!isFields(unit) || Object.keys(unit).length === 0))
    findings.push(finding("jsonstat.metric-unit-missing", `${place}/unit`, {}));
  return [...findings, ...checkChildren(child, known, `${place}/child`)];
}

/** The codes of a category in order: of its index, else the one its label names. */
export function codesOf(index: unknown, label: unknown): readonly string[] {
  if (isTexts(index)) return index;
  if (isFields(index))
    return Object.entries(index)
      .toSorted(([, one], [, other]) => Number(one) - Number(other))
      .map(([code]) => code);
  return isFields(label) ? Object.keys(label) : [];
}

function arePlaces(places: readonly unknown[], size: number | undefined): boolean {
  if (size !== undefined && places.length !== size) return false;
  const sorted = places.map(Number).toSorted((one, other) => one - other);
  return sorted.every((place, at) => place === at);
}

type KeyCode = Extract<StatisticsCode, `jsonstat.${string}-key-unknown`>;

function unknownKeys(part: unknown, known: ReadonlySet<string>, code: KeyCode, where: string): Finding[] {
  if (part === undefined) return [];
  if (!isFields(part)) return [finding("jsonstat.structural-violation", where, { expected: "an object" })];
  return Object.keys(part).every((key) => known.has(key)) ? [] : [finding(code, where, {})];
}

function checkChildren(child: unknown, known: ReadonlySet<string>, where: string): Finding[] {
  if (child === undefined) return [];
  if (!isFields(child) || !Object.values(child).every(isTexts))
    return [finding("jsonstat.structural-violation", where, { expected: "arrays of texts" })];
  const children = new Map(Object.entries(child) as [string, readonly string[]][]);
  const findings: Finding[] = [];
  if ([...children].some(([parent, list]) => !known.has(parent) || list.some((code) => !known.has(code))))
    findings.push(finding("jsonstat.child-id-unknown", where, {}));
  if (hasCycle(children)) findings.push(finding("jsonstat.child-cycle", where, {}));
  return findings;
}

/** True when a category is below itself: takes away those that nothing is above, until none is left. */
function hasCycle(children: ReadonlyMap<string, readonly string[]>): boolean {
  const above = new Map<string, number>();
  for (const list of children.values()) for (const code of list) above.set(code, (above.get(code) ?? 0) + 1);
  const free = [...children.keys()].filter((code) => !above.has(code));
  for (const code of free)
    for (const child of children.get(code) ?? []) {
      const left = (above.get(child) ?? 0) - 1;
      above.set(child, left);
      if (left === 0) free.push(child);
    }
  return [...above.values()].some((left) => left > 0);
}
