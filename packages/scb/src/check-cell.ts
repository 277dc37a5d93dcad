import { looksLikeDate, parseIdentity, parseSchoolUnitCode } from "@milstolpe/swedish";
import type { Finding } from "./finding.ts";
import { isTerminologicalCode } from "./language-code.ts";
import type { Carrier, CharClass, Field } from "./layout.ts";
import { finding } from "./row-messages.ts";
import { isEncodable } from "./text-encoding.ts";

/** What the checks need to know that no row says. */
export interface Reference {
  /** Codes of the organiser's school units. Absent: a code is only checked for its form. */
  readonly schoolUnits?: ReadonlySet<string>;
  /** Units of adapted compulsory school (anpassad grundskola), whose pupils are not reported here. */
  readonly adaptedSchoolUnits?: ReadonlySet<string>;
  /** Identity numbers of pupils of adapted compulsory school who are integrated in another unit. Personal data. */
  readonly adaptedSchoolPupils?: ReadonlySet<string>;
  /** Units with preparatory dance education. Absent: a grade in dance is for a person to look at. */
  readonly danceSchoolUnits?: ReadonlySet<string>;
  /** Waldorf and international units, where a pupil may be without knowledge-based grades (Y). Absent: not checked. */
  readonly gradelessSchoolUnits?: ReadonlySet<string>;
  /** SCB's list of language codes. Absent: a code is only checked for its form. */
  readonly languageCodes?: ReadonlySet<string>;
}

const allowed: Readonly<Record<CharClass, RegExp>> = {
  A: /^[^;\p{Cc}\u2028\u2029]*$/u,
  B: /^\p{L}*$/u,
  BS: /^[\p{L}\d]*$/u,
  S: /^\d*$/,
  "S-": /^[\d-]*$/,
};
/** Whether these count as letters is not stated: they are for a person to look at, not an error. */
const separators = /[\p{M} .'’-]/gu;

/**
 * The form of one cell by its field. Returns the first thing that is wrong: the rest would say the same again.
 * @param where - asked only when there is something to say
 * @throws TypeError when the value is no text: a number has lost its leading zeros already
 */
export function checkCell(
  value: string,
  field: Field,
  where: () => string,
  carrier: Carrier,
  reference: Reference,
): Finding | undefined {
  const { label, kind } = field;
  if (typeof value !== "string") throw new TypeError(`${field.name} must be text, got ${typeof value}`);
  if (value === "") return field.required ? finding("scb.blank", where(), { label }) : undefined;
  if (value.trim() === "") return finding("scb.blank", where(), { label });
  if (/[;\r\n]/.test(value)) return finding("scb.delimiter-in-value", where(), { label });
  if (!isEncodable(value, carrier.encoding))
    return finding("scb.unencodable", where(), { label, encoding: carrier.encoding });
  switch (kind) {
    case "identity":
      return checkIdentity(value, where);
    case "school-unit":
      return checkSchoolUnit(value, where, reference);
    case "date":
      return isDay(value) ? undefined : finding("scb.date", where(), {});
    case "grade":
    case "code":
      return field.codes?.includes(value) === false
        ? finding("scb.code", where(), { label, allowed: field.codes.join(" ") })
        : undefined;
    case "points":
      return checkPoints(value, field, where);
    case "percent":
      return /^\d{1,3}$/.test(value) && Number(value) <= 100 ? undefined : finding("scb.percent", where(), { label });
    case "language":
      return checkLanguage(value, field, where, reference);
    case "name":
    case "text":
      return checkText(value, field, where);
  }
}

function checkIdentity(value: string, where: () => string): Finding | undefined {
  const parsed = parseIdentity(value);
  if (!parsed.ok) return finding("scb.identity", where(), { reason: parsed.error });
  if (parsed.value.kind === "interim") return finding("scb.identity-interim", where(), {});
  return parsed.value.number === value ? undefined : finding("scb.identity-form", where(), {});
}

function checkSchoolUnit(value: string, where: () => string, { schoolUnits }: Reference): Finding | undefined {
  const parsed = parseSchoolUnitCode(value);
  if (!parsed.ok || parsed.value !== value) return finding("scb.school-unit-form", where(), {});
  if (schoolUnits) return schoolUnits.has(value) ? undefined : finding("scb.school-unit-unknown", where(), {});
  return looksLikeDate(parsed.value) ? finding("scb.school-unit-date", where(), {}) : undefined;
}

/** Points are what the range holds; a number above it is a slip of the pen unless it is one of the codes. */
function checkPoints(value: string, { label, codes = [], range = [0, 99] }: Field, where: () => string) {
  if (codes.includes(value)) return undefined;
  const [least, most] = range;
  const isPoints = /^\d{1,2}$/.test(value) && Number(value) >= least && Number(value) <= most;
  return isPoints ? undefined : finding("scb.points", where(), { label, least, most, codes: codes.join(" ") });
}

function checkLanguage(value: string, { label }: Field, where: () => string, { languageCodes }: Reference) {
  const isKnown = languageCodes ? languageCodes.has(value) : /^[A-Z]{3}$/.test(value);
  if (!isKnown) return finding("scb.language-code", where(), { label });
  return languageCodes || isTerminologicalCode(value)
    ? undefined
    : finding("scb.language-bibliographic", where(), { label });
}

function checkText(value: string, field: Field, where: () => string): Finding | undefined {
  const { label, charClass, maxLength, minLength = 0 } = field;
  if (value.length > maxLength) return finding("scb.too-long", where(), { label, most: maxLength });
  if (value.length < minLength) return finding("scb.too-short", where(), { label, least: minLength });
  if (allowed[charClass].test(value)) return undefined;
  if (charClass !== "B" && charClass !== "BS") return finding("scb.characters", where(), { label });
  const rest = value.replaceAll(separators, "");
  if (rest === "" || !allowed[charClass].test(rest)) return finding("scb.characters", where(), { label });
  return finding(field.kind === "name" ? "scb.name-characters" : "scb.text-characters", where(), { label });
}

function isDay(value: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day >= 1 && day <= (lengths[month - 1] ?? 0);
}
