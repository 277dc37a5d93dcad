import type { Brand } from "./brand.ts";
import { branded } from "./brand.ts";
import type { Result } from "./finding.ts";
import { isCalendarDay, readDigits } from "./day.ts";

/**
 * An identity number in its only unambiguous form: twelve characters, century first, no separator, letters in upper
 * case (`198107249289`, `20130101TF01`, `20000101T220`). Personal data: never log it, never put it in a message.
 */
export type IdentityNumber = Brand<string, "IdentityNumber">;

/**
 * - `personnummer`: a person in the population register; real birth date, check digit.
 * - `samordningsnummer`: a person outside it; day + 60, check digit. Replaced by a personnummer on registration.
 * - `tf`: issued by a school or municipality to a pupil without a number, or with a protected one: birth date, `TF` and
 *   two digits, no check digit. Means somebody only together with its issuer.
 * - `interim`: issued by higher education and health care: birth date, a letter, three digits, check digit.
 */
export type IdentityKind = "personnummer" | "samordningsnummer" | "tf" | "interim";

/** A number that has been read. Plain data. */
export interface Identity {
  readonly kind: IdentityKind;
  readonly number: IdentityNumber;
  /** `YYYY-MM-DD`. Absent when the number carries none: a samordningsnummer may have month 00, day 60 or 31 April. */
  readonly birthDate?: string;
  /**
   * How the century was found. Absent when it was written. `on`: from the separator and the day you gave. `default`: from
   * {@link defaultReferenceDay}, so treat the number as likely rather than known.
   */
  readonly century?: "on" | "default";
}

/**
 * Why a text is no identity number, in the order in which the checks are made.
 * - `empty`: nothing but blanks.
 * - `format`: a character that no number has, or one in the wrong place.
 * - `blank`: a blank inside the number (see {@link IdentityOptions.blanks}).
 * - `length`: right characters, wrong count: neither 10 nor 12 without the separator.
 * - `letters`: letters that are neither `TF` nor one of the interim letters.
 * - `century`: twelve characters that do not begin with 18, 19 or 20. `16` is the mark of an organisationsnummer.
 * - `date`: the month or day does not exist.
 * - `serial`: birth number 000, which is never issued.
 * - `check-digit`: a digit is wrong or two have changed places.
 * - `future`: the birth date lies after the day given as `on`.
 */
export type IdentityError =
  | "empty"
  | "format"
  | "blank"
  | "length"
  | "letters"
  | "century"
  | "date"
  | "serial"
  | "check-digit"
  | "future";

export interface IdentityOptions {
  /**
   * The day the number was written down, `YYYY-MM-DD`: it decides the century of ten-character forms, and a birth date
   * after it is refused. Default: {@link defaultReferenceDay} for the century, and no refusal.
   */
  readonly on?: string;
  /**
   * Blanks around the number and around its separator are always accepted. `outside` (default) refuses others: a blank
   * between date and serial is what two columns run together look like. `anywhere` drops them all.
   */
  readonly blanks?: "outside" | "anywhere";
}

/**
 * The day that decides the century of ten-character numbers when the caller gives none. Fixed, since this library reads
 * no clock: without `on`, `-` or nothing means born 1927–2026, `+` means born 1827–1926.
 */
export const defaultReferenceDay = "2026-12-31";
const defaultDigits = 20_261_231;

type Outcome = Result<Identity, IdentityError>;

const refusals: { readonly [E in IdentityError]: Outcome } = {
  empty: Object.freeze({ ok: false, error: "empty" }),
  format: Object.freeze({ ok: false, error: "format" }),
  blank: Object.freeze({ ok: false, error: "blank" }),
  length: Object.freeze({ ok: false, error: "length" }),
  letters: Object.freeze({ ok: false, error: "letters" }),
  century: Object.freeze({ ok: false, error: "century" }),
  date: Object.freeze({ ok: false, error: "date" }),
  serial: Object.freeze({ ok: false, error: "serial" }),
  "check-digit": Object.freeze({ ok: false, error: "check-digit" }),
  future: Object.freeze({ ok: false, error: "future" }),
};

const interimLetters = "TRSUWXJKLMN";
const upperT = 84;
const upperF = 70;

/**
 * Reads an identity number in any written form: 10 or 12 characters, with `-`, `+` or nothing before the last four,
 * blanks around, letters in either case. Knows personnummer, samordningsnummer, TF and interim numbers.
 *
 * Ten characters do not say which century. With `on`, a `+` means that the person turns at least 100 that year, anything
 * else that they are younger (the latest birth date not after `on`). Without `on`, {@link defaultReferenceDay} is used
 * and the value says so in `century`. A separator in a twelve-character form says nothing that the century has not said.
 *
 * A samordningsnummer may have month 00 to 12 and day 60 to 91 and is not checked against the calendar: the tax agency
 * issues them with unknown or impossible dates.
 *
 * Never throws on `text`, whatever it is. The error is a code and never holds the text.
 * @throws RangeError when `options.on` is not a calendar day
 * @see Folkbokföringslag (1991:481) 18–18 a §§; lag (2022:1697) om samordningsnummer
 * @example
 * parseIdentity("19810724-9289"); // { ok: true, value: { kind: "personnummer", number: "198107249289", birthDate: "1981-07-24" } }
 * parseIdentity("19810724-9280"); // { ok: false, error: "check-digit" }
 */
export function parseIdentity(text: string, options?: IdentityOptions): Result<Identity, IdentityError> {
  const on = options?.on === undefined ? 0 : referenceDay(options.on);
  if (typeof text !== "string") return refusals.format;
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;

  // The four plain layouts, told apart by length; everything else is straightened out (or refused) in `compact`.
  const length = end - start;
  let dateAt = start;
  let centuryWritten = true;
  if (length === 12) dateAt += 2;
  else if (length === 10 || length === 11) centuryWritten = false;
  else if (length === 13) dateAt += 2;
  else return readCompacted(text, start, end, options);
  const tailAt = end - 4;
  let separator = 0;
  if (tailAt - dateAt === 7) {
    separator = separatorAt(text, dateAt + 6);
    if (separator === 0) return readCompacted(text, start, end, options);
  }

  // One pass over the ten characters that the check digit covers.
  let sum = 0;
  let date = 0;
  for (let i = 0; i < 6; i++) {
    const digit = text.charCodeAt(dateAt + i) - 48;
    if (digit < 0 || digit > 9) return readCompacted(text, start, end, options);
    sum += (i & 1) === 1 ? digit : doubled(digit);
    date = date * 10 + digit;
  }
  let serial = 0;
  let letter = 0;
  let isTf = false;
  for (let i = 0; i < 4; i++) {
    let digit = text.charCodeAt(tailAt + i) - 48;
    if (digit < 0 || digit > 9) {
      const upper = (digit + 48) & ~32;
      if (i === 0 && upper >= 65 && upper <= 90) {
        letter = upper;
        digit = 1; // a letter counts as 1 in the check digit of an interim number
      } else if (i === 1 && letter === upperT && upper === upperF) {
        isTf = true;
        digit = 0;
      } else return readCompacted(text, start, end, options);
    }
    if (i < 3) {
      sum += (i & 1) === 1 ? digit : doubled(digit);
      serial = serial * 10 + digit;
    } else sum += digit;
  }
  if (letter !== 0 && !isTf && !interimLetters.includes(String.fromCharCode(letter))) return refusals.letters;

  const day = date % 100;
  const month = Math.floor(date / 100) % 100;
  const yearOfCentury = Math.floor(date / 10_000);
  const isCoordination = letter === 0 && day >= 60;
  const dayOfMonth = isCoordination ? day - 60 : day;

  let century: number;
  if (centuryWritten) {
    const first = text.charCodeAt(dateAt - 2) - 48;
    const second = text.charCodeAt(dateAt - 1) - 48;
    if (first < 0 || first > 9 || second < 0 || second > 9) return readCompacted(text, start, end, options);
    century = first * 10 + second;
    if (century < 18 || century > 20) return refusals.century;
  } else {
    century = centuryOf(yearOfCentury, month * 100 + dayOfMonth, separator === plus, on === 0 ? defaultDigits : on);
  }
  const year = century * 100 + yearOfCentury;
  const isRealDate = isCalendarDay(year, month, dayOfMonth);
  if (isCoordination ? month > 12 || dayOfMonth > 31 : !isRealDate) return refusals.date;
  if (!isTf) {
    if (letter === 0 && serial === 0) return refusals.serial;
    if (sum % 10 !== 0) return refusals["check-digit"];
  }
  if (on !== 0 && year * 10_000 + month * 100 + dayOfMonth > on) return refusals.future;

  let number: string;
  if (centuryWritten) {
    number = separator === 0 ? text.slice(start, end) : text.slice(start, tailAt - 1) + text.slice(tailAt, end);
  } else {
    number = String(century) + text.slice(dateAt, dateAt + 6) + text.slice(tailAt, end);
  }
  if (letter !== 0) number = number.toUpperCase();
  const kind = isTf ? "tf" : letter !== 0 ? "interim" : isCoordination ? "samordningsnummer" : "personnummer";
  const birthDate = isRealDate ? birthDateOf(number, dayOfMonth) : undefined;
  return { ok: true, value: identity(kind, branded(number), birthDate, centuryWritten ? undefined : on) };
}

/** Four shapes, so that a value holds only the fields it has. */
function identity(
  kind: IdentityKind,
  number: IdentityNumber,
  birthDate: string | undefined,
  on: number | undefined,
): Identity {
  if (on === undefined) return birthDate === undefined ? { kind, number } : { kind, number, birthDate };
  const century = on === 0 ? "default" : "on";
  return birthDate === undefined ? { kind, number, century } : { kind, number, birthDate, century };
}

function birthDateOf(number: string, day: number): string {
  return `${number.slice(0, 4)}-${number.slice(4, 6)}-${day < 10 ? "0" : ""}${day}`;
}

/** `on` as `YYYYMMDD`. */
function referenceDay(on: string): number {
  const digits = readDigits(on);
  if (digits === 0) throw new RangeError("on must be a calendar day written YYYY-MM-DD");
  return digits;
}

/** The doubled digits of the Luhn sum: 6 becomes 12 becomes 1 + 2. */
function doubled(digit: number): number {
  return digit < 5 ? digit * 2 : digit * 2 - 9;
}

/** Blank, tab, line breaks, and the non-breaking and typographic blanks. */
function isBlank(code: number): boolean {
  if (code === 0x20 || (code >= 0x09 && code <= 0x0d)) return true;
  if (code < 0xa0) return false;
  return (
    code === 0xa0 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    isMark(code)
  );
}

/** Marks that nobody sees and that come along when text is pasted: dropped wherever they stand. */
function isMark(code: number): boolean {
  return (code >= 0x200b && code <= 0x200f) || code === 0x2060 || code === 0xfeff;
}

const hyphen = 1;
const plus = 2;

/** `hyphen` (also the dashes that word processors make of one), `plus`, or 0 for anything else. */
function separatorAt(text: string, at: number): 0 | typeof hyphen | typeof plus {
  const code = text.charCodeAt(at);
  if (code === 45 || (code >= 0x2010 && code <= 0x2014) || code === 0x2212) return hyphen;
  return code === 43 ? plus : 0;
}

/**
 * The century of a two-digit year: the latest birth date not after `on`, or with `+` the latest birth year at least 100
 * years before the year of `on` (the sign changes on 1 January of the year in which the person turns 100).
 */
function centuryOf(yearOfCentury: number, monthAndDay: number, isPlus: boolean, on: number): number {
  const onYear = Math.floor(on / 10_000);
  const latest = isPlus ? onYear - 100 : onYear;
  const year = latest - ((((latest - yearOfCentury) % 100) + 100) % 100);
  const isNotYetBorn = !isPlus && year * 10_000 + monthAndDay > on;
  return Math.floor(year / 100) - (isNotYetBorn ? 1 : 0);
}

/** For whatever is not one of the plain layouts: drops the blanks that may be dropped and reads again, or says what is wrong. */
function readCompacted(text: string, start: number, end: number, options: IdentityOptions | undefined): Outcome {
  if (start === end) return refusals.empty;
  if (end - start > 64) return refusals.length;
  const mayDropAll = options?.blanks === "anywhere";
  let compact = "";
  let hasSeparator = false;
  let isBlankPending = false;
  let hasLostBlank = false;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (isMark(code)) continue;
    if (isBlank(code)) {
      isBlankPending = true;
      continue;
    }
    const separator = separatorAt(text, i);
    if (separator === 0 && !isDigitOrLetter(code)) return refusals.format;
    if (separator !== 0 && hasSeparator) return refusals.format;
    if (isBlankPending && separator === 0 && !compact.endsWith("-") && !compact.endsWith("+")) hasLostBlank = true;
    isBlankPending = false;
    hasSeparator ||= separator !== 0;
    compact += separator === 0 ? text.charAt(i) : separator === plus ? "+" : "-";
  }
  if (hasLostBlank && !mayDropAll) return refusals.blank;
  const count = compact.length - (hasSeparator ? 1 : 0);
  if (count !== 10 && count !== 12) return refusals.length;
  if (compact !== text) return parseIdentity(compact, options); // once: what comes back here has nothing left to drop
  return /^(?:\d\d)?\d{6}[-+]?[\dA-Za-z]{4}$/.test(compact) ? refusals.letters : refusals.format;
}

function isDigitOrLetter(code: number): boolean {
  const upper = code & ~32;
  return (code >= 48 && code <= 57) || (upper >= 65 && upper <= 90);
}
