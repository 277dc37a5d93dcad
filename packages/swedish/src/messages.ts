import type { Finding, Text } from "./finding.ts";
import type { IdentityError } from "./identity.ts";
import type { OrganisationsnummerError } from "./organisationsnummer.ts";
import type { SchoolUnitCodeError } from "./school-unit-code.ts";

interface SchoolYearParams {
  "swedish.school-year.shape": { readonly expected: Text };
  "swedish.school-year.day": object;
  "swedish.school-year.period-order": object;
  "swedish.school-year.municipality": object;
  "swedish.school-year.autumn-start": { readonly found: string };
  "swedish.school-year.spring-end": { readonly found: string };
  "swedish.school-year.term-order": object;
  "swedish.school-year.break-outside": object;
  "swedish.school-year.study-day-outside": { readonly found: string };
  "swedish.school-year.study-day-free": { readonly found: string };
  "swedish.school-year.study-day-twice": { readonly found: string };
  "swedish.school-year.school-days": { readonly found: number; readonly least: number };
  "swedish.school-year.break-days": { readonly found: number; readonly least: number };
  "swedish.school-year.break-days-winter": { readonly found: number; readonly winter: number; readonly least: number };
  "swedish.school-year.study-days": { readonly found: number; readonly most: number };
}

type Params = SchoolYearParams & {
  readonly [E in IdentityError as `swedish.identity.${E}`]: object;
} & { readonly [E in SchoolUnitCodeError as `swedish.school-unit-code.${E}`]: object } & {
  readonly [E in OrganisationsnummerError as `swedish.organisationsnummer.${E}`]: object;
};

type Draft = Omit<Finding, "code" | "where">;

/** Makes a finding: a stable code with its parameters becomes a sentence in both languages. */
export function finding<C extends keyof Params>(code: C, where: string, params: Params[C]): Finding {
  return { code, where, ...messages[code](params) };
}

/**
 * What to tell a person about a refused identity number. Holds the reason and the place, never the number.
 * @param where - file, row and column, or the id of the record
 * @example
 * identityFinding("check-digit", "elever.csv:17").en; // "The check digit does not fit the other digits."
 */
export function identityFinding(error: IdentityError, where: string): Finding {
  return finding(`swedish.identity.${error}`, where, {});
}

/** What to tell a person about a refused school unit code. */
export function schoolUnitCodeFinding(error: SchoolUnitCodeError, where: string): Finding {
  return finding(`swedish.school-unit-code.${error}`, where, {});
}

/** What to tell a person about a refused organisationsnummer. */
export function organisationsnummerFinding(error: OrganisationsnummerError, where: string): Finding {
  return finding(`swedish.organisationsnummer.${error}`, where, {});
}

function must(sv: string, en: string, fix?: Text): Draft {
  return fix === undefined ? { severity: "must", sv, en } : { severity: "must", sv, en, fix };
}

function check(sv: string, en: string): Draft {
  return { severity: "check", sv, en };
}

const twelveCharacters: Text = {
  sv: "Skriv tolv tecken med sekel: ÅÅÅÅMMDD-NNNN.",
  en: "Write twelve characters with the century: YYYYMMDD-NNNN.",
};
const askTheSource: Text = {
  sv: "Jämför med folkbokföringen eller det register som numret kommer från.",
  en: "Compare with the population register, or with the register the number comes from.",
};

const messages: { readonly [C in keyof Params]: (params: Params[C]) => Draft } = {
  "swedish.identity.empty": () => must("Identitetsnummer saknas.", "The identity number is missing."),
  "swedish.identity.format": () =>
    must(
      "Identitetsnumret har ett tecken som inte hör dit, eller skiljetecknet på fel plats.",
      "The identity number has a character that does not belong, or its separator in the wrong place.",
      twelveCharacters,
    ),
  "swedish.identity.blank": () =>
    must(
      "Identitetsnumret har ett blanksteg inuti. Två kolumner kan ha flutit ihop.",
      "The identity number has a blank inside. Two columns may have run together.",
      twelveCharacters,
    ),
  "swedish.identity.length": () =>
    must(
      "Identitetsnumret har varken tio eller tolv tecken.",
      "The identity number has neither ten nor twelve characters.",
      {
        sv: "Har ett kalkylblad tagit bort inledande nollor? Formatera kolumnen som text och läs in på nytt.",
        en: "Has a spreadsheet dropped leading zeros? Format the column as text and export again.",
      },
    ),
  "swedish.identity.letters": () =>
    must(
      "Bokstäverna är varken TF eller någon av interimsnumrens.",
      "The letters are neither TF nor one of those that interim numbers use.",
      {
        sv: "Lokala reservnummer har egna regler per region och kan inte läsas här.",
        en: "Local reserve numbers follow rules of their own per region and cannot be read here.",
      },
    ),
  "swedish.identity.century": () =>
    must("De två första tecknen är inte 18, 19 eller 20.", "The first two characters are not 18, 19 or 20.", {
      sv: "Börjar numret med 16 är det ett organisationsnummer.",
      en: "A number that begins with 16 is an organisationsnummer.",
    }),
  "swedish.identity.date": () =>
    must(
      "Identitetsnumrets månad eller dag finns inte.",
      "The month or day in the identity number does not exist.",
      askTheSource,
    ),
  "swedish.identity.serial": () =>
    must("Födelsenumret 000 delas aldrig ut.", "Birth number 000 is never issued.", askTheSource),
  "swedish.identity.check-digit": () =>
    must(
      "Kontrollsiffran stämmer inte med de andra siffrorna.",
      "The check digit does not fit the other digits.",
      askTheSource,
    ),
  "swedish.identity.future": () =>
    must(
      "Födelsedatumet ligger efter den dag då uppgiften lämnades.",
      "The birth date lies after the day on which the number was given.",
      askTheSource,
    ),

  "swedish.school-unit-code.empty": () => must("Skolenhetskod saknas.", "The school unit code is missing."),
  "swedish.school-unit-code.format": () =>
    must("Skolenhetskoden har andra tecken än siffror.", "The school unit code has other characters than digits."),
  "swedish.school-unit-code.length": () =>
    must("Skolenhetskoden har inte åtta siffror.", "The school unit code does not have eight digits.", {
      sv: "Sök upp koden i Skolenhetsregistret. Sju siffror kan vara den gamla skolkoden.",
      en: "Look the code up in Skolenhetsregistret. Seven digits may be the old school code.",
    }),
  "swedish.school-unit-code.range": () =>
    must("Skolenhetskoden börjar på 0.", "The school unit code begins with 0.", {
      sv: "Koder löper från 10000000 till 99999999.",
      en: "Codes run from 10000000 to 99999999.",
    }),

  "swedish.organisationsnummer.empty": () => must("Organisationsnummer saknas.", "The organisationsnummer is missing."),
  "swedish.organisationsnummer.format": () =>
    must(
      "Organisationsnumret har ett tecken som inte hör dit.",
      "The organisationsnummer has a character that does not belong.",
    ),
  "swedish.organisationsnummer.length": () =>
    must("Organisationsnumret har inte tio siffror.", "The organisationsnummer does not have ten digits."),
  "swedish.organisationsnummer.personal": () =>
    must(
      "Numret är ett personnummer, inte en juridisk persons nummer.",
      "The number is a personnummer, not the number of a legal person.",
      {
        sv: "En enskild firmas nummer är ägarens personnummer och skyddas som ett sådant.",
        en: "A sole trader’s number is the owner’s personnummer and is protected as one.",
      },
    ),
  "swedish.organisationsnummer.check-digit": () =>
    must("Kontrollsiffran stämmer inte med de andra siffrorna.", "The check digit does not fit the other digits."),

  "swedish.school-year.shape": ({ expected }) => must(`Här väntades ${expected.sv}.`, `Expected ${expected.en} here.`),
  "swedish.school-year.day": () =>
    must("Här väntades en dag från 1990 skriven ÅÅÅÅ-MM-DD.", "Expected a day from 1990 written YYYY-MM-DD here."),
  "swedish.school-year.period-order": () =>
    must("Perioden slutar innan den börjar.", "The period ends before it begins."),
  "swedish.school-year.municipality": () =>
    must("Ingen kommun har den koden.", "No municipality has that code.", {
      sv: "Kommunkoden har fyra siffror och skrivs som text: 0180, inte 180.",
      en: "A municipality code has four digits and is written as text: 0180, not 180.",
    }),
  "swedish.school-year.autumn-start": ({ found }) =>
    must(
      `Läsåret ska börja i augusti, men börjar ${found}.`,
      `A school year begins in August; this one begins ${found}.`,
    ),
  "swedish.school-year.spring-end": ({ found }) =>
    must(
      `Läsåret ska sluta i juni året efter, men slutar ${found}.`,
      `A school year ends in June of the next year; this one ends ${found}.`,
    ),
  "swedish.school-year.term-order": () =>
    must("Vårterminen börjar innan höstterminen är slut.", "The spring term begins before the autumn term has ended."),
  "swedish.school-year.break-outside": () =>
    must("Lovet ligger helt eller delvis utanför läsåret.", "The break lies wholly or partly outside the school year."),
  "swedish.school-year.study-day-outside": ({ found }) =>
    check(
      `Studiedagen ${found} ligger utanför läsåret och räknas inte.`,
      `The study day ${found} lies outside the school year and is not counted.`,
    ),
  "swedish.school-year.study-day-free": ({ found }) =>
    check(
      `Studiedagen ${found} ligger på en helg, en helgdag eller ett lov.`,
      `The study day ${found} lies on a weekend, a public holiday or a break.`,
    ),
  "swedish.school-year.study-day-twice": ({ found }) =>
    check(`Studiedagen ${found} står två gånger.`, `The study day ${found} is listed twice.`),
  "swedish.school-year.school-days": ({ found, least }) =>
    must(
      `Läsåret har ${found} skoldagar; minst ${least} krävs.`,
      `The school year has ${found} school days; at least ${least} are required.`,
    ),
  "swedish.school-year.break-days": ({ found, least }) =>
    must(
      `Läsåret har ${found} lovdagar; minst ${least} krävs.`,
      `The school year has ${found} days off; at least ${least} are required.`,
    ),
  "swedish.school-year.break-days-winter": ({ found, winter, least }) =>
    check(
      `Terminerna har ${found} lovdagar. Först med jullovets ${winter} når läsåret ${least}.`,
      `The terms have ${found} days off. Only with the ${winter} of the winter break does the year reach ${least}.`,
    ),
  "swedish.school-year.study-days": ({ found, most }) =>
    must(
      `Läsåret har ${found} studiedagar; högst ${most} är tillåtna.`,
      `The school year has ${found} study days; at most ${most} are allowed.`,
    ),
};
