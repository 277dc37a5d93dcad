import { parseIdentity, parseSchoolUnitCode } from "@milstolpe/swedish";
import { readDay } from "./mapping-value.ts";
import type { DayFormat } from "./mapping-profile.ts";

/** What a column of a register's file may be. */
export type ColumnKind =
  | "identity"
  | "guardian-identity"
  | "given-name"
  | "family-name"
  | "full-name"
  | "birth-date"
  | "email"
  | "phone"
  | "unit-code"
  | "unit-name"
  | "class"
  | "school-year"
  | "school-type"
  | "start-date"
  | "end-date"
  | "sex"
  | "protection"
  | "signature"
  | "duty-role";

interface KindRule {
  /** Names that a header has when the column is of this kind, without signs and in lower case. */
  readonly names: readonly string[];
  /** Words in a longer name that speak for the kind. */
  readonly words: readonly string[];
  /** True for a value that may be of this kind. */
  readonly fits: (value: string) => boolean;
  /** How much a column full of fitting values says by itself, 0 to 1: an e-mail address is hard to mistake. */
  readonly telling: number;
}

const names = (text: string): readonly string[] => text.split(" ");
const isWord = (value: string): boolean => /^\p{L}[\p{L}'’ -]{0,40}$/u.test(value);
const dayFormats: readonly DayFormat[] = ["YYYY-MM-DD", "YYYYMMDD", "DD.MM.YYYY", "DD/MM/YYYY", "MM/DD/YYYY"];

/** The formats in which a text is a day. */
export const dayFormatsOf = (value: string): readonly DayFormat[] =>
  dayFormats.filter((format) => readDay(value, format) !== undefined);

const isDay = (value: string): boolean => dayFormatsOf(value).length > 0;
const isIdentity = (value: string): boolean => parseIdentity(value).ok;

export const columnKinds: Readonly<Record<ColumnKind, KindRule>> = {
  identity: {
    names: names(
      "personnummer personnr pnr persnr elevpersonnummer barnetspersonnummer civicno ssn identitetsnummer id",
    ),
    words: names("personnummer personnr pnr"),
    fits: isIdentity,
    telling: 0.9,
  },
  "guardian-identity": {
    names: names(
      "vårdnadshavarepersonnummer vårdnadshavarespersonnummer vhpersonnummer vhpnr målsmanpersonnummer guardianid",
    ),
    words: names("vårdnadshavare vh målsman guardian"),
    fits: isIdentity,
    telling: 0.1,
  },
  "given-name": {
    names: names("förnamn tilltalsnamn givenname firstname fornamn givenname"),
    words: names("förnamn firstname given"),
    fits: isWord,
    telling: 0.3,
  },
  "family-name": {
    names: names("efternamn familyname lastname surname släktnamn"),
    words: names("efternamn lastname surname family"),
    fits: isWord,
    telling: 0.3,
  },
  "full-name": {
    names: names("namn elev elevnamn name fullname elevensnamn lärare"),
    words: names("namn name"),
    fits: (value) => /^\p{Lu}[\p{L}'’ -]+,? \p{Lu}[\p{L}'’ -]+$/u.test(value),
    telling: 0.4,
  },
  "birth-date": {
    names: names("födelsedatum född födelsedag birthdate dateofbirth dob födelsedata"),
    words: names("född födelse birth"),
    fits: isDay,
    telling: 0.3,
  },
  email: {
    names: names("epost email epostadress mail mejl mailadress emailadress"),
    words: names("epost email mail mejl"),
    fits: (value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value),
    telling: 0.95,
  },
  phone: {
    names: names("telefon mobil mobiltelefon mobilnummer tel telefonnummer phone mobile"),
    words: names("telefon mobil phone"),
    fits: (value) => /^(?:\+46|0)[\d\s/()-]{6,16}$/.test(value) && !isIdentity(value),
    telling: 0.7,
  },
  "unit-code": {
    names: names("skolenhetskod skolenhet enhetskod skolkod schoolunitcode unitcode"),
    words: names("enhetskod skolenhetskod unitcode"),
    fits: (value) => parseSchoolUnitCode(value).ok && !isDay(value),
    telling: 0.6,
  },
  "unit-name": {
    names: names("skola skolnamn enhet skolenhetsnamn school schoolname placering arbetsplats förskola"),
    words: names("skola skolnamn school enhet"),
    fits: (value) => /skola|skolan|gymnasi|school/i.test(value),
    telling: 0.7,
  },
  class: {
    names: names("klass grupp klassnamn avdelning class group klassgrupp"),
    words: names("klass avdelning class"),
    fits: (value) => /^(?:\d{1,2}[ -]?\p{L}{0,3}|[A-ZÅÄÖ]{1,4}\d{2}[a-zåäö]?|F-klass|FKLASS)$/u.test(value),
    telling: 0.5,
  },
  "school-year": {
    names: names("årskurs åk årskull schoolyear grade year"),
    words: names("årskurs grade"),
    fits: (value) => /^(?:\d|10)$/.test(value),
    telling: 0.4,
  },
  "school-type": {
    names: names("skolform skoltyp schooltype verksamhetsform"),
    words: names("skolform skoltyp"),
    fits: (value) =>
      /^(?:FS|FKLASS|FTH|GR|GRS|SAM|SP|GY|GYS|KOMVUX|SFI|grundskola|gymnasieskola|förskola|förskoleklass|fritidshem)$/i.test(
        value,
      ),
    telling: 0.9,
  },
  "start-date": {
    names: names("startdatum fom frånochmed från börjar startdate begindate datumfrån inskriven"),
    words: names("start från fom begin"),
    fits: isDay,
    telling: 0.2,
  },
  "end-date": {
    names: names("slutdatum tom tillochmed till slutar enddate datumtill utskriven"),
    words: names("slut till tom end"),
    fits: isDay,
    telling: 0.2,
  },
  sex: {
    names: names("kön sex gender"),
    words: names("kön gender"),
    fits: (value) => /^(?:man|kvinna|pojke|flicka|m|k|f|p|male|female|okänt)$/i.test(value),
    telling: 0.8,
  },
  protection: {
    names: names("sekretess skyddad sekretessmarkering skyddadidentitet skyddadepersonuppgifter securitymarking"),
    words: names("sekretess skydd protected"),
    fits: (value) => /^(?:ja|nej|j|n|0|1|true|false|ingen|sekretessmarkering|skyddad folkbokföring)$/i.test(value),
    telling: 0.1,
  },
  signature: {
    names: names("signatur sign lärarsignatur signature"),
    words: names("signatur sign"),
    fits: (value) => /^[A-ZÅÄÖ]{2,5}\d?$/.test(value),
    telling: 0.4,
  },
  "duty-role": {
    names: names("befattning titel tjänst yrke roll title role"),
    words: names("befattning titel tjänst roll"),
    fits: (value) => /lärare|rektor|pedagog|skötare|assistent|kurator|teacher|principal/i.test(value),
    telling: 0.8,
  },
};

/** A header without signs, in lower case: `E-post (skola)` is `epostskola`. */
export const plainHeader = (text: string): string => text.toLowerCase().replace(/[^\p{L}\d]/gu, "");
