import type { Brand } from "./brand.ts";
import { branded } from "./brand.ts";
import type { Result } from "./finding.ts";

/** Organisationsnummer of a legal person, ten digits without hyphen: `2120000142` is the City of Stockholm. */
export type Organisationsnummer = Brand<string, "Organisationsnummer">;

/**
 * - `empty`: nothing but blanks.
 * - `format`: something else than digits with at most one hyphen before the last four.
 * - `length`: neither 10 digits nor 12 beginning with 16.
 * - `personal`: the third digit is 0 or 1, so it is a personnummer (a sole trader's), not a legal person's number.
 * - `check-digit`: a digit is wrong or two have changed places.
 */
export type OrganisationsnummerError = "empty" | "format" | "length" | "personal" | "check-digit";

/**
 * Reads an organisationsnummer: `212000-0142`, `2120000142`, or twelve digits with the mark 16 (`162120000142`).
 * Blanks around it are dropped.
 * @see Lag (1974:174) om identitetsbeteckning för juridiska personer m.fl.
 * @example
 * parseOrganisationsnummer("212000-0142"); // { ok: true, value: "2120000142" }
 */
export function parseOrganisationsnummer(text: string): Result<Organisationsnummer, OrganisationsnummerError> {
  if (typeof text !== "string") return { ok: false, error: "format" };
  const trimmed = text.trim();
  if (trimmed === "") return { ok: false, error: "empty" };
  const digits = trimmed.at(-5) === "-" ? trimmed.slice(0, -5) + trimmed.slice(-4) : trimmed;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    if (digit < 0 || digit > 9) return { ok: false, error: "format" };
    if (i < 10) sum += i % 2 === 0 ? digit : digit < 5 ? digit * 2 : digit * 2 - 9;
  }
  const isMarked = digits.length === 12 && digits.startsWith("16");
  if (digits.length !== 10 && !isMarked) return { ok: false, error: "length" };
  const number = digits.slice(-10);
  if (number.charAt(2) < "2") return { ok: false, error: "personal" };
  if (sum % 10 !== 0) return { ok: false, error: "check-digit" };
  return { ok: true, value: branded(number) };
}
