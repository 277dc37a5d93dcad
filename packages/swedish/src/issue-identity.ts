import { branded } from "./brand.ts";
import { readDigits } from "./day.ts";
import type { IdentityNumber } from "./identity.ts";

/** The birth numbers that the tax agency's published test numbers use: at most four people a birth date. */
export const testSerials = [980, 981, 238, 239] as const;
export type TestSerial = (typeof testSerials)[number];

/**
 * A personnummer of the test series for an invented person, check digit computed. Even serials are women, odd ones men.
 * @param birthDate - `YYYY-MM-DD`, 1800 to 2099
 * @param serial - one of {@link testSerials}; each can be used once per birth date
 * @throws RangeError when `birthDate` is no such day or `serial` not of the series
 * @example
 * testIdentity("2013-01-01", 238); // "201301012389"
 */
export function testIdentity(birthDate: string, serial: TestSerial): IdentityNumber {
  if (!testSerials.includes(serial)) throw new RangeError(`serial must be one of ${testSerials.join(", ")}`);
  return withCheckDigit(birthDigits(birthDate), serial);
}

/**
 * The same for a samordningsnummer (day + 60). Its published test numbers use 238 and 239 only.
 * @throws RangeError as {@link testIdentity}
 */
export function testCoordinationNumber(birthDate: string, serial: 238 | 239): IdentityNumber {
  if (serial !== 238 && serial !== 239) throw new RangeError("serial must be 238 or 239");
  return withCheckDigit(birthDigits(birthDate) + 60, serial);
}

/**
 * A TF number, `YYYYMMDDTFXX`.
 * @param index - 0 to 99: what tells two pupils with the same birth date apart
 * @throws RangeError when `birthDate` is not a day 1800 to 2099 or `index` not 0 to 99
 */
export function tfNumber(birthDate: string, index: number): IdentityNumber {
  if (!Number.isInteger(index) || index < 0 || index > 99) throw new RangeError("index must be a whole number 0 to 99");
  return branded(`${birthDigits(birthDate)}TF${String(index).padStart(2, "0")}`);
}

/**
 * True when the birth number is one that the tax agency's test series uses. Necessary, not sufficient: real people were
 * given the same birth numbers. Use it to keep real numbers out of demo data, never to decide that a person is invented.
 */
export function isTestIdentity(number: IdentityNumber): boolean {
  const serial = Number(number.slice(8, 11));
  const isCoordination = Number(number.slice(6, 8)) >= 60;
  return serial === 238 || serial === 239 || (!isCoordination && (serial === 980 || serial === 981));
}

function withCheckDigit(birth: number, serial: number): IdentityNumber {
  const digits = `${birth}${serial}`;
  let sum = 0;
  for (let i = 2; i < 11; i++) {
    const digit = Number(digits[i]) * (i % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return branded(`${digits}${(10 - (sum % 10)) % 10}`);
}

function birthDigits(birthDate: string): number {
  const digits = readDigits(birthDate);
  if (digits < 18_000_101 || digits > 20_991_231) {
    throw new RangeError("birthDate must be a calendar day 1800 to 2099 written YYYY-MM-DD");
  }
  return digits;
}
