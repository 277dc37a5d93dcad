import { checkDimension } from "./check-json-stat-dimension.ts";
import type { Finding } from "./finding.ts";
import { type Fields, isFields, isTexts, parseJson } from "./json-shape.ts";
import { finding } from "./messages.ts";

const mostCells = 2 ** 53;
const deepest = 8;

/**
 * Checks a JSON-stat 2.0 document: the form of every part, and the rules between them. The codes are those of
 * jsonstat/validator in our spelling (`VALUE_LEN_MISMATCH` is `jsonstat.value-len-mismatch`), its errors `must`, its
 * warnings `check`; `where` is a JSON pointer.
 * @param document - a text, or what JSON.parse made of it
 * @example
 * checkJsonStat(await response.text()).filter(({ severity }) => severity === "must");
 */
export function checkJsonStat(document: unknown): readonly Finding[] {
  if (typeof document !== "string") return checkDocument(document, "", 0);
  const parsed = parseJson(document);
  return parsed === undefined ? [finding("jsonstat.parse-error", "document", {})] : checkDocument(parsed.value, "", 0);
}

function checkDocument(document: unknown, where: string, depth: number): Finding[] {
  const wrong = (expected: string, place = ""): Finding[] => [
    finding("jsonstat.structural-violation", `${where}${place}` || "document", { expected }),
  ];
  if (!isFields(document)) return wrong("an object");
  const kind = document["class"];
  if (kind === undefined && Object.values(document).some((item) => isFields(item) && "dimension" in item))
    return [finding("jsonstat.bundle-deprecated", where || "document", {})];
  if (kind === "collection") return checkCollection(document, where, depth);
  if (kind === "dimension") return checkDimension(document, undefined, false, where);
  if (kind !== "dataset") return wrong('"dataset", "dimension" or "collection"', "/class");
  if (depth === 0 && document["version"] !== "2.0")
    return [...wrong('"2.0"', "/version"), ...checkDataset(document, where)];
  return checkDataset(document, where);
}

function checkCollection(document: Fields, where: string, depth: number): Finding[] {
  if (depth >= deepest) return [finding("jsonstat.recursion-limit", where || "document", {})];
  const { link } = document;
  const items = isFields(link) ? link["item"] : undefined;
  if (items === undefined) return [];
  if (!Array.isArray(items))
    return [finding("jsonstat.structural-violation", `${where}/link/item`, { expected: "an array" })];
  return items.flatMap((item: unknown, at) =>
    isFields(item) && ("dimension" in item || "id" in item || isFields(item["link"]))
      ? checkDocument(item, `${where}/link/item/${at}`, depth + 1)
      : [],
  );
}

function checkDataset(document: Fields, where: string): Finding[] {
  const findings: Finding[] = [];
  const wrong = (place: string, expected: string): void => {
    findings.push(finding("jsonstat.structural-violation", `${where}${place}`, { expected }));
  };
  const { id, size, dimension, value, status, role } = document;
  const ids = isTexts(id) ? id : undefined;
  const sizes = isSizes(size) ? size : undefined;
  if (!ids) wrong("/id", "an array of texts");
  if (!sizes) wrong("/size", "an array of whole numbers");
  if (!isFields(dimension)) wrong("/dimension", "an object");
  if (ids && sizes && ids.length !== sizes.length)
    findings.push(finding("jsonstat.id-size-len-mismatch", `${where}/size`, {}));
  if (sizes) findings.push(...checkCells(value, status, sizes, where));
  if (isFields(dimension) && ids) {
    const keys = Object.keys(dimension);
    if (keys.length !== ids.length || keys.some((key) => !ids.includes(key)))
      findings.push(finding("jsonstat.dim-key-id-mismatch", `${where}/dimension`, {}));
    const metrics = isFields(role) && isTexts(role["metric"]) ? role["metric"] : [];
    for (const [at, key] of ids.entries())
      if (isFields(dimension[key]))
        findings.push(
          ...checkDimension(dimension[key], sizes?.[at], metrics.includes(key), `${where}/dimension/${pointer(key)}`),
        );
      else if (key in dimension) wrong(`/dimension/${pointer(key)}`, "an object");
  }
  if (role !== undefined) findings.push(...checkRole(role, ids ?? [], where));
  return findings;
}

/** A key as a part of a JSON pointer. */
const pointer = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");

function isSizes(size: unknown): size is readonly number[] {
  return Array.isArray(size) && size.every((item) => Number.isInteger(item) && (item as number) >= 0);
}

function checkRole(role: unknown, ids: readonly string[], where: string): Finding[] {
  if (!isFields(role)) return [finding("jsonstat.structural-violation", `${where}/role`, { expected: "an object" })];
  return Object.entries(role).flatMap(([name, list]) => {
    if (!isTexts(list))
      return [
        finding("jsonstat.structural-violation", `${where}/role/${pointer(name)}`, { expected: "an array of texts" }),
      ];
    return list.every((one) => ids.includes(one))
      ? []
      : [finding("jsonstat.role-id-unknown", `${where}/role/${pointer(name)}`, {})];
  });
}

function checkCells(value: unknown, status: unknown, sizes: readonly number[], where: string): Finding[] {
  const expected = sizes.reduce((product, size) => product * size, 1);
  if (expected > mostCells) return [finding("jsonstat.cube-size-overflow", `${where}/size`, {})];
  const findings: Finding[] = [];
  const isCell = (key: string): boolean => /^(0|[1-9]\d*)$/.test(key) && Number(key) < expected;
  if (Array.isArray(value)) {
    if (value.length !== expected)
      findings.push(finding("jsonstat.value-len-mismatch", `${where}/value`, { expected, found: value.length }));
    if (!value.every((item) => item === null || typeof item === "number" || typeof item === "string"))
      findings.push(finding("jsonstat.structural-violation", `${where}/value`, { expected: "numbers, texts or null" }));
  } else if (isFields(value)) {
    if (!Object.keys(value).every(isCell))
      findings.push(finding("jsonstat.sparse-key-out-of-range", `${where}/value`, { cells: expected }));
  } else
    findings.push(finding("jsonstat.structural-violation", `${where}/value`, { expected: "an array or an object" }));
  if (Array.isArray(status)) {
    if (status.length === 1 && expected !== 1) findings.push(finding("jsonstat.status-for-all", `${where}/status`, {}));
    else if (status.length !== expected)
      findings.push(finding("jsonstat.status-len-mismatch", `${where}/status`, { expected, found: status.length }));
  } else if (isFields(status)) {
    if (!Object.keys(status).every(isCell))
      findings.push(finding("jsonstat.status-key-out-of-range", `${where}/status`, { cells: expected }));
  } else if (status !== undefined && typeof status !== "string")
    findings.push(
      finding("jsonstat.structural-violation", `${where}/status`, { expected: "a text, an array or an object" }),
    );
  return findings;
}
