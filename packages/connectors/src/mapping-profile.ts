import type { Entity } from "@milstolpe/sync";
import { entityFields, entityNames } from "./entity.ts";
import type { Finding, Result } from "./finding.ts";
import { finding } from "./mapping-messages.ts";
import { isObject, listOf } from "./row-reader.ts";
import type { TextEncoding } from "./text-bytes.ts";

/** How a day is written. */
export type DayFormat = "YYYY-MM-DD" | "YYYYMMDD" | "DD.MM.YYYY" | "DD/MM/YYYY" | "MM/DD/YYYY";

/**
 * What a text has to be: an identity number in any written form; the id of a person known by their number (`person-id`);
 * a day; a whole number; a school unit code; or any text.
 */
export type FieldType = "text" | "identity" | "person-id" | "day" | "number" | "school-unit-code";

/** Where the value of a field comes from, and what is made of it. */
export interface FieldMapping {
  /** Header of the column, or its place from 0; of several the first that is filled. */
  readonly column?: string | number | readonly (string | number)[];
  /** The same value for every row. */
  readonly value?: string;
  /** Several values made one by `|`, for ids that no column has. Each has to be there. */
  readonly join?: readonly FieldMapping[];
  /** One part of the text: `{ split: ",", part: 1 }` is `Åsa` of `Ek, Åsa`. */
  readonly take?: { readonly split: string; readonly part: number };
  /** Default `text`. */
  readonly type?: FieldType;
  /** Default `YYYY-MM-DD`. */
  readonly format?: DayFormat;
  /** The source's word → ours, before `type`. */
  readonly codes?: Readonly<Record<string, string>>;
  /** What becomes of a word that `codes` does not have: kept and flagged (default), left out, or the row put aside. */
  readonly otherwise?: "keep" | "omit" | "reject";
}

/** One row of an entity that a line of the file gives. */
export interface RowMapping {
  readonly entity: Entity;
  readonly fields: Readonly<Record<string, FieldMapping>>;
  /** Only lines whose columns have one of these values; without `is`, any. */
  readonly when?: readonly { readonly column: string | number; readonly is?: readonly string[] }[];
}

/** What has to hold for a file to be trusted: a share is between 0 and 1. */
export interface FileCheck {
  readonly kind: "least-rows" | "filled" | "unique";
  readonly column?: string | number;
  /** Rows for `least-rows`; a share of the rows for `filled`. */
  readonly least?: number;
}

export interface FileMapping {
  /** Name of the file; `*` stands for anything: `elever*.csv`. */
  readonly name: string;
  /** False for files whose columns have no names. Default true. */
  readonly header?: boolean;
  readonly encoding?: TextEncoding | "detect";
  /** Default: found out. */
  readonly delimiter?: string;
  readonly rows: readonly RowMapping[];
  readonly checks?: readonly FileCheck[];
}

/**
 * How the files of a system whose layout nobody has published are read. Plain data, for a system's own files or for an
 * export that somebody has put together; nothing in it is a standard.
 */
export interface MappingProfile {
  readonly id: string;
  readonly files: readonly FileMapping[];
  /** Entities of which the files hold everything: only of these is a missing row a removed one. Default none. */
  readonly total?: readonly Entity[];
}

const types = new Set<string>(["text", "identity", "person-id", "day", "number", "school-unit-code"]);
const formats = new Set<string>(["YYYY-MM-DD", "YYYYMMDD", "DD.MM.YYYY", "DD/MM/YYYY", "MM/DD/YYYY"]);
const checkKinds = new Set<string>(["least-rows", "filled", "unique"]);
const choices = new Set<string>(["keep", "omit", "reject"]);
const isOneOf = (words: ReadonlySet<string>, value: unknown): boolean => typeof value === "string" && words.has(value);

/** The fields each entity must have. `id` of a relation is made from what it relates when no field gives it. */
export const requiredFields: Readonly<Record<Entity, readonly string[]>> = {
  units: ["id", "name", "kind"],
  persons: ["id"],
  groups: ["id", "name", "kind", "unit"],
  enrolments: ["person", "unit", "schoolType"],
  placements: ["person", "unit", "schoolType"],
  duties: ["person", "unit", "role"],
  memberships: ["group", "person", "role"],
  guardianships: ["child", "guardian", "relation"],
};

/**
 * Checks a profile that comes from outside. Never throws, whatever `json` is.
 * @returns the profile, or a finding for each thing that is wrong with it, with the path to it
 * @example
 * const read = parseMappingProfile(JSON.parse(text));
 * if (read.ok) await readWithProfile({ files, profile: read.value, readAt });
 */
export function parseMappingProfile(json: unknown): Result<MappingProfile, readonly Finding[]> {
  const findings: Finding[] = [];
  const wrong = (where: string, expected: string): void => {
    findings.push(finding("connectors.profile-shape", where, { expected }));
  };
  if (!isObject(json)) {
    wrong("profile", "object");
    return { ok: false, error: findings };
  }
  if (typeof json["id"] !== "string") wrong("id", "text");
  if (!Array.isArray(json["files"]) || json["files"].length === 0) wrong("files", "list");
  for (const [index, entity] of listOf(json["total"]).entries())
    if (!entityNames.some((name) => name === entity)) wrong(`total[${index}]`, entityNames.join(" | "));
  for (const [index, file] of listOf(json["files"]).entries()) checkFile(file, `files[${index}]`, wrong);
  if (findings.length > 0) return { ok: false, error: findings };
  // Every part of it has been looked at.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { ok: true, value: json as unknown as MappingProfile };
}

type Wrong = (where: string, expected: string) => void;

function checkFile(file: unknown, where: string, wrong: Wrong): void {
  if (!isObject(file)) return wrong(where, "object");
  if (typeof file["name"] !== "string") wrong(`${where}.name`, "text");
  if (file["header"] !== undefined && typeof file["header"] !== "boolean") wrong(`${where}.header`, "true | false");
  if (!["utf-8", "iso-8859-1", "detect", undefined].some((one) => one === file["encoding"]))
    wrong(`${where}.encoding`, "utf-8 | iso-8859-1 | detect");
  const delimiter = file["delimiter"];
  if (delimiter !== undefined && (typeof delimiter !== "string" || delimiter.length !== 1 || /["\r\n]/.test(delimiter)))
    wrong(`${where}.delimiter`, "one character");
  if (!Array.isArray(file["rows"]) || file["rows"].length === 0) wrong(`${where}.rows`, "list");
  for (const [index, row] of listOf(file["rows"]).entries()) checkRow(row, `${where}.rows[${index}]`, wrong);
  for (const [index, check] of listOf(file["checks"]).entries()) {
    const place = `${where}.checks[${index}]`;
    if (!isObject(check) || !isOneOf(checkKinds, check["kind"])) {
      wrong(`${place}.kind`, [...checkKinds].join(" | "));
      continue;
    }
    if (check["kind"] !== "least-rows" && !isColumn(check["column"])) wrong(`${place}.column`, "column");
    if (check["kind"] !== "unique" && typeof check["least"] !== "number") wrong(`${place}.least`, "number");
  }
}

const isColumn = (value: unknown): boolean =>
  typeof value === "string" || (typeof value === "number" && Number.isInteger(value) && value >= 0);

function checkRow(row: unknown, where: string, wrong: Wrong): void {
  if (!isObject(row)) return wrong(where, "object");
  const entity = entityNames.find((name) => name === row["entity"]);
  if (entity === undefined) return wrong(`${where}.entity`, entityNames.join(" | "));
  const fields = row["fields"];
  if (!isObject(fields)) return wrong(`${where}.fields`, "object");
  const known = ["id", ...entityFields[entity]];
  for (const name of requiredFields[entity])
    if (!Object.hasOwn(fields, name)) wrong(`${where}.fields.${name}`, "field");
  for (const [name, field] of Object.entries(fields)) {
    if (!known.includes(name)) wrong(`${where}.fields.${name}`, known.join(" | "));
    checkField(field, `${where}.fields.${name}`, wrong);
  }
  for (const [index, condition] of listOf(row["when"]).entries())
    if (
      !isObject(condition) ||
      !isColumn(condition["column"]) ||
      (condition["is"] !== undefined && !Array.isArray(condition["is"]))
    )
      wrong(`${where}.when[${index}]`, "{ column, is?: [] }");
}

function checkField(field: unknown, where: string, wrong: Wrong): void {
  if (!isObject(field)) return wrong(where, "object");
  const origins = ["column", "value", "join"].filter((name) => field[name] !== undefined);
  if (origins.length !== 1) wrong(where, "column | value | join");
  const columns = Array.isArray(field["column"]) ? field["column"] : [field["column"]];
  if (field["column"] !== undefined && !columns.every(isColumn)) wrong(`${where}.column`, "column");
  if (field["value"] !== undefined && typeof field["value"] !== "string") wrong(`${where}.value`, "text");
  for (const [index, part] of listOf(field["join"]).entries()) checkField(part, `${where}.join[${index}]`, wrong);
  if (field["type"] !== undefined && !isOneOf(types, field["type"])) wrong(`${where}.type`, [...types].join(" | "));
  if (field["format"] !== undefined && !isOneOf(formats, field["format"]))
    wrong(`${where}.format`, [...formats].join(" | "));
  const { take, codes, otherwise } = field;
  if (take !== undefined && !(isObject(take) && typeof take["split"] === "string" && isColumn(take["part"])))
    wrong(`${where}.take`, "{ split, part }");
  if (codes !== undefined && !(isObject(codes) && Object.values(codes).every((code) => typeof code === "string")))
    wrong(`${where}.codes`, "{ theirs: ours }");
  if (otherwise !== undefined && !isOneOf(choices, otherwise)) wrong(`${where}.otherwise`, "keep | omit | reject");
}
