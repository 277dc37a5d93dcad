import { readDigits } from "./day.ts";
import type { IdentityNumber } from "./identity.ts";
import { defaultReferenceDay, parseIdentity } from "./identity.ts";

/** How an identity number is written: `198107249289`, `19810724-9289` or `810724-9289`. */
export type IdentityFormat = "12" | "12-" | "10";

/**
 * Writes a number for people or for a file. `10` has two centuries to lose: it is for documents, never for keys.
 * @param options.on - the day of writing, `YYYY-MM-DD`: decides between `-` and `+` in format `10`; default
 *   {@link defaultReferenceDay}
 * @throws RangeError in format `10` when `on` is no day, or when no ten-character form means this person on that day
 *   (born after it, or more than 199 years before)
 */
export function formatIdentity(
  number: IdentityNumber,
  format: IdentityFormat,
  options?: { readonly on?: string },
): string {
  if (format === "12") return number;
  if (format === "12-") return `${number.slice(0, 8)}-${number.slice(8)}`;
  const on = options?.on ?? defaultReferenceDay;
  const onDigits = readDigits(on);
  if (onDigits === 0) throw new RangeError("on must be a calendar day written YYYY-MM-DD");
  const isCentenarian = Math.floor(onDigits / 10_000) - Number(number.slice(0, 4)) >= 100;
  const text = `${number.slice(2, 8)}${isCentenarian ? "+" : "-"}${number.slice(8)}`;
  const back = parseIdentity(text, { on });
  if (!back.ok || back.value.number !== number) {
    throw new RangeError("on is a day on which this person has no ten-character number");
  }
  return text;
}

/**
 * True when both texts name the same number with the century written. Ten-character forms are never equal to anything,
 * themselves included: dropping the century makes strangers collide. Two equal TF numbers are the same person only when
 * the same school or municipality issued them.
 */
export function sameIdentity(a: string, b: string): boolean {
  const first = parseIdentity(a);
  const second = parseIdentity(b);
  if (!first.ok || !second.ok || first.value.century !== undefined || second.value.century !== undefined) return false;
  return first.value.number === second.value.number;
}

const mask = "••••••••-••••";
const written =
  /(?<![\dA-Za-z])(?:\d\d)?\d{6}[\s\u200b-\u200f\u2060]{0,3}[-+\u2010-\u2014\u2212]?[\s\u200b-\u200f\u2060]{0,3}(?:\d{4}|[A-Za-z]\d{3}|[Tt][Ff]\d\d)(?![\dA-Za-z])/g;

/**
 * Replaces every identity number in a text by the same row of dots, whatever its kind and however it is written, so that
 * neither birth date nor kind shows. Right or wrong check digit makes no difference; other numbers that look the same
 * (a telephone number of ten digits) go too. For what is shown to people; what goes into a log should hold no number at all.
 * @example
 * maskIdentity("20130101-TF01"); // "••••••••-••••"
 * maskIdentity("Elev 19810724-9289 flyttar"); // "Elev ••••••••-•••• flyttar"
 */
export function maskIdentity(text: string): string {
  return text.replace(written, mask);
}
