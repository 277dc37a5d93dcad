import { parseIdentity, parseSchoolUnitCode } from "@milstolpe/swedish";
import type { Finding } from "./finding.ts";
import type { Carrier, CharClass, Field } from "./layout.ts";
import { finding } from "./messages.ts";
import { isEncodable } from "./text-encoding.ts";

/** What the checks need to know that no row says. */
export interface Reference {
  /** Codes of the organiser's school units. Absent: a code is only checked for its form. */
  readonly schoolUnits?: ReadonlySet<string>;
  /** Units of adapted compulsory school (anpassad grundskola), whose pupils are not reported here. */
  readonly adaptedSchoolUnits?: ReadonlySet<string>;
  /** Units with preparatory dance education. */
  readonly danceSchoolUnits?: ReadonlySet<string>;
  /** SCB's list of language codes. Absent: a code is only checked for its form. */
  readonly languageCodes?: ReadonlySet<string>;
}

const allowed: Readonly<Record<CharClass, RegExp>> = {
  A: /^[^;\r\n]*$/,
  B: /^\p{L}*$/u,
  BS: /^[\p{L}\d]*$/u,
  S: /^\d*$/,
  "S-": /^[\d-]*$/,
};
const nameCharacters = /^[\p{L}\p{M} .'’-]*$/u;

/** The form of one cell by its field. Returns the first thing that is wrong: the rest would say the same again. */
export function checkCell(
  value: string,
  field: Field,
  where: string,
  carrier: Carrier,
  reference: Reference,
): Finding | undefined {
  const { label, kind } = field;
  if (value === "") return field.required ? finding("scb.blank", where, { label }) : undefined;
  if (/[;\r\n]/.test(value)) return finding("scb.delimiter-in-value", where, { label });
  if (!isEncodable(value, carrier.encoding))
    return finding("scb.unencodable", where, { label, encoding: carrier.encoding });
  switch (kind) {
    case "identity":
      return checkIdentity(value, where);
    case "school-unit":
      if (!parseSchoolUnitCode(value).ok) return finding("scb.school-unit-form", where, {});
      return reference.schoolUnits?.has(value) === false ? finding("scb.school-unit-unknown", where, {}) : undefined;
    case "date":
      return isDay(value) ? undefined : finding("scb.date", where, {});
    case "grade":
      return field.codes?.includes(value) === false
        ? finding("scb.code", where, { label, allowed: field.codes.join(" ") })
        : undefined;
    case "language": {
      const known = /^[A-Z]{3}$/.test(value) && reference.languageCodes?.has(value) !== false;
      return known ? undefined : finding("scb.language-code", where, { label });
    }
    case "name":
    case "text":
      return checkText(value, field, where);
  }
}

function checkIdentity(value: string, where: string): Finding | undefined {
  const parsed = parseIdentity(value);
  if (!parsed.ok) return finding("scb.identity", where, { reason: parsed.error });
  if (parsed.value.kind === "interim") return finding("scb.identity-interim", where, {});
  return parsed.value.number === value ? undefined : finding("scb.identity-form", where, {});
}

function checkText(value: string, field: Field, where: string): Finding | undefined {
  const { label } = field;
  if (value.length > field.maxLength) return finding("scb.too-long", where, { label, most: field.maxLength });
  if (field.kind !== "name")
    return allowed[field.charClass].test(value) ? undefined : finding("scb.characters", where, { label });
  if (!nameCharacters.test(value)) return finding("scb.characters", where, { label });
  // Whether a hyphen or a blank counts as a letter is not stated: for a person to look at, not an error.
  return allowed.B.test(value) ? undefined : finding("scb.name-characters", where, { label });
}

function isDay(value: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day >= 1 && day <= (lengths[month - 1] ?? 0);
}
