import type { IdentityError } from "@milstolpe/swedish";
import type { Text } from "./finding.ts";
import { check, must, findingMaker, type FindingMaker } from "./message-table.ts";

/** Why an identity number is refused, in few words. */
const identityReasons: Readonly<Record<IdentityError, Text>> = {
  empty: { sv: "det saknas", en: "it is missing" },
  format: { sv: "tecken som inget nummer har", en: "a character that no number has" },
  blank: { sv: "blanksteg i numret", en: "a blank inside the number" },
  length: { sv: "fel antal tecken", en: "wrong number of characters" },
  letters: {
    sv: "bokstäver som varken är TF eller ett reservnummers",
    en: "letters of neither a TF nor an interim number",
  },
  century: { sv: "århundradet är inte 18, 19 eller 20", en: "the century is not 18, 19 or 20" },
  date: { sv: "dagen finns inte", en: "the day does not exist" },
  serial: { sv: "födelsenummer 000 delas inte ut", en: "birth number 000 is never issued" },
  "check-digit": { sv: "kontrollsiffran stämmer inte", en: "the check digit does not fit" },
  future: { sv: "födelsedagen har inte varit", en: "the birth date lies ahead" },
};

/** Codes about the cells of a row and what holds between them. */
export interface RowParams {
  "scb.blank": { readonly label: Text };
  "scb.too-long": { readonly label: Text; readonly most: number };
  "scb.characters": { readonly label: Text };
  "scb.delimiter-in-value": { readonly label: Text };
  "scb.unencodable": { readonly label: Text; readonly encoding: string };
  "scb.text-characters": { readonly label: Text };
  "scb.too-short": { readonly label: Text; readonly least: number };
  "scb.points": { readonly label: Text; readonly least: number; readonly most: number; readonly codes: string };
  "scb.percent": { readonly label: Text };
  "scb.date": object;
  "scb.identity": { readonly reason: IdentityError };
  "scb.identity-interim": object;
  "scb.identity-form": object;
  "scb.school-unit-form": object;
  "scb.school-unit-unknown": object;
  "scb.school-unit-date": object;
  "scb.name-characters": { readonly label: Text };
  "scb.code": { readonly label: Text; readonly allowed: string };
  "scb.duplicate-person": { readonly firstRow: number };
  "scb.swedish-both": object;
  "scb.swedish-none": object;
  "scb.swedish-adapted": object;
  "scb.block-and-subject": { readonly block: string };
  "scb.block-or-subject": { readonly block: string };
  "scb.language-missing": { readonly label: Text };
  "scb.language-unexpected": { readonly label: Text };
  "scb.language-uncertain": { readonly label: Text };
  "scb.language-code": { readonly label: Text };
  "scb.language-bibliographic": { readonly label: Text };
  "scb.dance": object;
  "scb.dance-not-given": object;
  "scb.adapted-school": object;
  "scb.gradeless": object;
  "scb.test-replaced": object;
  "scb.test-not-taken": object;
  "scb.test-grade-unfounded": object;
  "scb.test-partly-blank": object;
  "scb.test-blank-but-taken": object;
  "scb.test-part-disagrees": { readonly part: string };
  "scb.teaching-sum": { readonly sum: number; readonly expected: number };
}

/** What is said of a row. */
export const finding: FindingMaker<RowParams> = /* @__PURE__ */ findingMaker<RowParams>({
  "scb.blank": ({ label }) =>
    must(`${label.sv} saknas.`, `${label.en} is blank.`, {
      sv: "Fyll i fältet i systemet och gör om uttaget.",
      en: "Fill it in in the system and extract again.",
    }),
  "scb.too-long": ({ label, most }) =>
    must(`${label.sv} har fler än ${most} tecken.`, `${label.en} has more than ${most} characters.`, {
      sv: "Korta värdet i systemet; det kapas inte här.",
      en: "Shorten the value in the system; it is not cut here.",
    }),
  "scb.characters": ({ label }) =>
    must(`${label.sv} har tecken som inte får finnas där.`, `${label.en} has characters that may not be there.`),
  "scb.delimiter-in-value": ({ label }) =>
    must(`${label.sv} innehåller semikolon eller radbrytning.`, `${label.en} holds a semicolon or a line break.`),
  "scb.unencodable": ({ label, encoding }) =>
    must(`${label.sv} har tecken som inte finns i ${encoding}.`, `${label.en} has characters that ${encoding} lacks.`, {
      sv: "Skriv filen i UTF-8, eller stava som i betygskatalogen.",
      en: "Write the file in UTF-8, or spell as in the grade catalogue.",
    }),
  "scb.text-characters": ({ label }) =>
    check(`${label.sv} har annat än bokstäver och siffror.`, `${label.en} has more than letters and digits.`),
  "scb.too-short": ({ label, least }) =>
    must(`${label.sv} har färre än ${least} tecken.`, `${label.en} has fewer than ${least} characters.`),
  "scb.points": ({ label, least, most, codes }) =>
    must(
      `${label.sv} är varken ${least}–${most} eller en av koderna ${codes}.`,
      `${label.en} is neither ${least} to ${most} nor one of the codes ${codes}.`,
    ),
  "scb.percent": ({ label }) =>
    must(`${label.sv} ska vara ett heltal, 0–100.`, `${label.en} is a whole number, 0 to 100.`),
  "scb.date": () =>
    must("Uttagsdatum ska vara en dag skriven åååå-mm-dd.", "The date of extraction is a day written yyyy-mm-dd."),
  "scb.identity": ({ reason }) =>
    must(
      `Personnumret godtas inte: ${identityReasons[reason].sv}.`,
      `The identity number is not accepted: ${identityReasons[reason].en}.`,
    ),
  "scb.identity-interim": () =>
    must(
      "Ett reservnummer från vård eller högskola är inget TF-nummer.",
      "An interim number of health care or higher education is no TF number.",
      {
        sv: "Ange personnummer, samordningsnummer eller skolans TF-nummer.",
        en: "Give a personnummer, a samordningsnummer or the school's TF number.",
      },
    ),
  "scb.identity-form": () =>
    must(
      "Personnumret ska ha tolv tecken utan skiljetecken.",
      "The identity number has twelve characters, no separator.",
      { sv: "Skriv ååååmmddnnnn, utan bindestreck.", en: "Write yyyymmddnnnn, without a hyphen." },
    ),
  "scb.school-unit-form": () => must("Skolenhetskoden ska ha åtta siffror.", "The school unit code has eight digits."),
  "scb.school-unit-unknown": () =>
    must("Skolenheten finns inte bland huvudmannens enheter.", "The school unit is not one of the organiser's.", {
      sv: "Jämför med skolenhetsregistret.",
      en: "Compare with the school unit register.",
    }),
  "scb.school-unit-date": () =>
    check(
      "Skolenhetskoden ser ut som ett datum; kanske står ett födelsedatum i fel kolumn.",
      "The school unit code reads as a date; perhaps a birth date is in the wrong column.",
    ),
  "scb.name-characters": ({ label }) =>
    check(`${label.sv} har annat än bokstäver.`, `${label.en} has more than letters.`),
  "scb.code": ({ label, allowed }) =>
    must(
      `${label.sv} har en kod som inte finns. Möjliga: ${allowed}.`,
      `${label.en} has a code that does not exist. Possible: ${allowed}.`,
    ),
  "scb.duplicate-person": ({ firstRow }) =>
    must(`Samma person som på rad ${firstRow}.`, `The same person as in row ${firstRow}.`, {
      sv: "Behåll en rad: den vid den enhet där eleven är inskriven.",
      en: "Keep one row: that of the unit where the pupil is enrolled.",
    }),
  "scb.swedish-both": () =>
    must(
      "Både svenska och svenska som andraspråk har betyg; det ena ska vara 2.",
      "Both Swedish and Swedish as a second language are graded; one has to be 2.",
      { sv: "Skriv 2 i det ämne som eleven inte läser.", en: "Write 2 in the subject that the pupil does not read." },
    ),
  "scb.swedish-none": () =>
    must(
      "Varken svenska eller svenska som andraspråk har betyg.",
      "Neither Swedish nor Swedish as a second language is graded.",
      { sv: "Skriv betyget i det ämne som eleven läser.", en: "Write the grade in the subject that the pupil reads." },
    ),
  "scb.swedish-adapted": () =>
    check(
      "Inget betyg i svenska eller svenska som andraspråk på grund av anpassad studiegång.",
      "No grade in Swedish or Swedish as a second language because of an adapted course of study.",
    ),
  "scb.block-and-subject": ({ block }) =>
    must(
      `Blockbetyg i ${block}: ämnena i blocket ska då vara 2.`,
      `Block grade in ${block}: its subjects then have to be 2.`,
      {
        sv: "Skriv 2 i ämnet, eller 2 i blocket och betyg i varje ämne.",
        en: "Write 2 in the subject, or 2 in the block and a grade in each subject.",
      },
    ),
  "scb.block-or-subject": ({ block }) =>
    must(
      `Inget blockbetyg i ${block}: varje ämne i blocket ska då ha betyg.`,
      `No block grade in ${block}: each of its subjects then has to be graded.`,
      {
        sv: "Skriv ämnets betyg (Z om det inte lästs i årskurs 6), eller betyget i blocket.",
        en: "Write the grade of the subject (Z when it was not taught in year 6), or that of the block.",
      },
    ),
  "scb.language-missing": ({ label }) =>
    must(`${label.sv} saknas fast ämnet är betygssatt.`, `${label.en} is blank although the subject is graded.`, {
      sv: "Skriv språkets kod. Har eleven aldrig läst språket: 2 och tomt.",
      en: "Write the code of the language. If the pupil never read it: 2 and blank.",
    }),
  "scb.language-unexpected": ({ label }) =>
    must(
      `${label.sv} är angivet fast ämnet inte läses (2).`,
      `${label.en} is given although the subject is not read (2).`,
      { sv: "Ta bort koden, eller skriv betyget.", en: "Remove the code, or write the grade." },
    ),
  "scb.language-uncertain": ({ label }) =>
    check(
      `${label.sv} saknas; se efter om eleven läser språket.`,
      `${label.en} is blank; see whether the pupil reads the language.`,
    ),
  "scb.language-code": ({ label }) =>
    must(
      `${label.sv} ska vara en kod enligt ISO 639-3 med versaler, t.ex. FRA.`,
      `${label.en} is an upper-case ISO 639-3 code, such as FRA.`,
    ),
  "scb.language-bibliographic": ({ label }) =>
    must(
      `${label.sv} är en kod ur ISO 639-2 som inte finns i ISO 639-3.`,
      `${label.en} is a code of ISO 639-2 that ISO 639-3 does not have.`,
      {
        sv: "Skriv språkets kod i ISO 639-3, t.ex. FRA (inte FRE) eller DEU (inte GER).",
        en: "Write the language's ISO 639-3 code, such as FRA (not FRE) or DEU (not GER).",
      },
    ),
  "scb.dance-not-given": () =>
    must(
      "Betyg i dans fast enheten inte har förberedande dansutbildning; ska vara 2.",
      "Dance is graded although the unit has no preparatory dance education; has to be 2.",
      {
        sv: "Skriv 2, eller ange enheten bland dem med dansutbildning.",
        en: "Write 2, or list the unit among those with dance education.",
      },
    ),
  "scb.dance": () =>
    check(
      "Betyg i dans ges bara vid förberedande dansutbildning; annars 2.",
      "Dance is graded only in preparatory dance education; otherwise 2.",
    ),
  "scb.gradeless": () =>
    check(
      "Y (ej kunskapsrelaterat betyg) gäller waldorfskolor och internationella skolor; enheten är ingen sådan.",
      "Y (no knowledge-based grade) is for Waldorf and international schools; the unit is neither.",
    ),
  "scb.adapted-school": () =>
    must(
      "Elever i anpassad grundskola ska inte vara med i filen.",
      "Pupils of adapted compulsory school are not to be in the file.",
      { sv: "Ta bort raden ur uttaget.", en: "Leave the row out of the extract." },
    ),
  "scb.test-replaced": () =>
    must(
      "Ett delprov har kod 77 (ersättningsprov): provbetyget ska då vara 77, som går före 99.",
      "A part has code 77 (replacement test): the grade of the test is then 77, which outranks 99.",
      { sv: "Skriv 77 i provbetyget.", en: "Write 77 as the grade of the test." },
    ),
  "scb.test-not-taken": () =>
    must(
      "Ett delprov har kod 99 (ej deltagit): provbetyget ska då vara 99.",
      "A part has code 99 (not taken): the grade of the test is then 99.",
      { sv: "Skriv 99 i provbetyget.", en: "Write 99 as the grade of the test." },
    ),
  "scb.test-grade-unfounded": () =>
    check(
      "Provbetyget har kod 77 eller 99 fast inget delprov har den.",
      "The grade of the test has code 77 or 99 although no part has it.",
    ),
  "scb.test-partly-blank": () =>
    must(
      "Ämnet är delvis tomt: det är tomt i alla fält (digitalt prov) eller ifyllt i alla.",
      "The subject is partly blank: it is blank in all fields (digital test) or filled in all.",
    ),
  "scb.test-blank-but-taken": () =>
    check(
      "Ämnet är tomt (digitalt prov) men ett delprov är ifyllt.",
      "The subject is blank (digital test) but a part is filled in.",
    ),
  "scb.test-part-disagrees": ({ part }) =>
    check(
      `Poängen säger något annat om deltagandet än ${part}.`,
      `The points say otherwise than ${part} on whether the part was taken.`,
    ),
  "scb.teaching-sum": ({ sum, expected }) =>
    check(
      `Undervisningens andelar blir ${sum}, ska bli ${expected}.`,
      `The shares of the teaching sum to ${sum}, should sum to ${expected}.`,
    ),
});
