import type { Brand } from "./brand.ts";
import { branded } from "./brand.ts";
import type { Result } from "./finding.ts";
import { isCalendarDay } from "./day.ts";

/** Skolenhetskod: eight digits that mean nothing in themselves, no check digit. Text, never a number. */
export type SchoolUnitCode = Brand<string, "SchoolUnitCode">;

/**
 * - `empty`: nothing but blanks.
 * - `format`: something else than digits.
 * - `length`: not eight digits. Seven or four are an old school code (skolkod) or a municipality code.
 * - `range`: begins with 0; codes run from 10000000 to 99999999.
 */
export type SchoolUnitCodeError = "empty" | "format" | "length" | "range";

/**
 * Reads a school unit code. Blanks around it are dropped. Whether the code exists only the register can tell.
 * @see Skolenhetsregistret, Skolverket
 * @example
 * parseSchoolUnitCode("74812345"); // { ok: true, value: "74812345" }
 * parseSchoolUnitCode("7481234"); // { ok: false, error: "length" }
 */
export function parseSchoolUnitCode(text: string): Result<SchoolUnitCode, SchoolUnitCodeError> {
  if (typeof text !== "string") return { ok: false, error: "format" };
  const code = text.trim();
  if (code === "") return { ok: false, error: "empty" };
  for (let i = 0; i < code.length; i++) {
    const digit = code.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return { ok: false, error: "format" };
  }
  if (code.length !== 8) return { ok: false, error: "length" };
  if (code.startsWith("0")) return { ok: false, error: "range" };
  return { ok: true, value: branded(code) };
}

/**
 * True when a code reads as a day (`20130101`). The register has issued none such since November 2013, so it is more
 * likely a birth date in the wrong column: something for a person to look at, not an error.
 */
export function looksLikeDate(code: SchoolUnitCode): boolean {
  const digits = Number(code);
  const year = Math.floor(digits / 10_000);
  return year >= 1900 && year < 2100 && isCalendarDay(year, Math.floor(digits / 100) % 100, digits % 100);
}
