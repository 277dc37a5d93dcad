import type { Reference } from "./check-cell.ts";
import type { Finding, Result } from "./finding.ts";
import { registerFinding } from "./register-messages.ts";

/** A unit of the school unit register, with what the checks of a report need. Values that the API adds are kept as text. */
export interface SchoolUnit {
  readonly code: string;
  readonly name: string;
  /** `AKTIV`, `VILANDE`, `UPPHORT` or `PLANERAD`. */
  readonly status: string;
  readonly municipalityCode?: string;
  /** School forms, such as `GR`, `GRAN` (adapted compulsory school), `FKLASS`. */
  readonly schoolTypes: readonly string[];
  /** Years of compulsory school, as text. */
  readonly grades: readonly string[];
  /** `ALLMAN`, `WALDORF`, `INTERNATIONELL`, … */
  readonly orientationType?: string;
  /** `SKOLENHET`, `CENTRAL` (a central reporter) or `UTLAND`. */
  readonly schoolUnitType?: string;
  /** Who reports pupils for the unit: `NEJ`, `KOMMUNAL` or `ENSKILD`. */
  readonly reportsStudents?: string;
}

/** The units at one time, to work from without the register. No personal data. */
export interface RegisterSnapshot {
  readonly format: "milstolpe/school-units/1";
  /** ISO 8601 instant: the register's own, where it says so. */
  readonly takenAt: string;
  /** By code. */
  readonly units: readonly SchoolUnit[];
}

/** Reads a snapshot that was written as JSON. Never throws. */
export function parseSnapshot(text: string): Result<RegisterSnapshot, Finding> {
  const refused = { ok: false, error: registerFinding("scb.register-snapshot", "snapshot", {}) } as const;
  const json = parseJson(text);
  if (!isObject(json) || json["format"] !== "milstolpe/school-units/1" || !Array.isArray(json["units"])) return refused;
  const takenAt = textOf(json["takenAt"]);
  const units = json["units"].filter(isSchoolUnit);
  if (takenAt === undefined || units.length < json["units"].length) return refused;
  return { ok: true, value: { format: "milstolpe/school-units/1", takenAt, units } };
}

/**
 * What the checks of a report take from the register: units that exist (planned and closed ones do not), those of adapted
 * compulsory school alone, and those where a pupil may be without knowledge-based grades (Waldorf and international).
 * @example
 * prepareReport({ layout, records, reference: referenceOf(snapshot) });
 */
export function referenceOf({ units }: RegisterSnapshot): Reference {
  const codes = (is: (unit: SchoolUnit) => boolean): ReadonlySet<string> =>
    new Set(units.filter((unit) => is(unit)).map(({ code }) => code));
  return {
    schoolUnits: codes(({ status }) => status === "AKTIV" || status === "VILANDE"),
    adaptedSchoolUnits: codes(({ schoolTypes }) => schoolTypes.includes("GRAN") && !schoolTypes.includes("GR")),
    gradelessSchoolUnits: codes(({ orientationType = "" }) => ["WALDORF", "INTERNATIONELL"].includes(orientationType)),
  };
}

/** A unit of the list, `/v2/school-units`: code, name and status. */
export function listedUnits(json: unknown): readonly SchoolUnit[] | undefined {
  const data = isObject(json) && isObject(json["data"]) ? json["data"]["attributes"] : undefined;
  if (!Array.isArray(data)) return undefined;
  const units = data.map((one: unknown) => {
    const { schoolUnitCode, name, status } = isObject(one) ? one : {};
    return { code: textOf(schoolUnitCode), name: textOf(name) ?? "", status: textOf(status) ?? "", ...noDetails };
  });
  const known = units.filter((unit): unit is typeof unit & { code: string } => unit.code !== undefined);
  return known.length === units.length ? known : undefined;
}

const noDetails = { schoolTypes: [], grades: [] };

/** The unit with its details, `/v2/school-units/{schoolUnitCode}`. */
export function detailedUnit(unit: SchoolUnit, json: unknown): SchoolUnit | undefined {
  const found = isObject(json) && isObject(json["data"]) ? json["data"]["attributes"] : undefined;
  if (!isObject(found)) return undefined;
  const properties = isObject(found["schoolTypeProperties"]) ? found["schoolTypeProperties"]["gr"] : undefined;
  const details = {
    municipalityCode: textOf(found["municipalityCode"]),
    orientationType: textOf(found["orientationType"]),
    schoolUnitType: textOf(found["schoolUnitType"]),
    reportsStudents: textOf(found["reportsStudents"]),
  };
  const told = Object.entries(details).filter(([, value]) => value !== undefined);
  return {
    code: unit.code,
    name: textOf(found["displayName"]) ?? unit.name,
    status: textOf(found["status"]) ?? unit.status,
    ...Object.fromEntries(told),
    schoolTypes: textsOf(found["schoolTypes"]),
    grades: textsOf(isObject(properties) ? properties["grades"] : undefined),
  };
}

/** When the register says that the answer was extracted. */
export const extractedAt = (json: unknown): string | undefined =>
  isObject(json) && isObject(json["meta"]) ? textOf(json["meta"]["extractDate"]) : undefined;

/** JSON, or undefined. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === "string");
const isSchoolUnit = (value: unknown): value is SchoolUnit =>
  isObject(value) &&
  [value["code"], value["name"], value["status"]].every((text) => typeof text === "string") &&
  isTexts(value["schoolTypes"]) &&
  isTexts(value["grades"]);
