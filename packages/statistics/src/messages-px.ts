import { by, check, type MessagesFor, must } from "./message.ts";

interface Of {
  readonly keyword: string;
}
interface Weighed extends Of {
  /** The table can't be read without the statement. */
  readonly isEssential: boolean;
}

/** Parameters of the findings on PX files. */
export interface PxParams {
  "px.empty-file": object;
  "px.utf16": object;
  "px.codepage-unknown": object;
  "px.codepage-contradicted": object;
  "px.unencodable": { readonly characters: number; readonly encoding: string };
  "px.quote-in-text": object;
  "px.keyword-dot": Of;
  "px.keyword-form": object;
  "px.keyword-lower-case": object;
  "px.keyword-long": object;
  "px.keyword-unknown": object;
  "px.keyword-missing": Of;
  "px.language-twice": object;
  "px.language-form": object;
  "px.language-not-allowed": Of;
  "px.language-undeclared": { readonly isDeclared: boolean };
  "px.language-main-missing": object;
  "px.language-variables": Of;
  "px.language-values": { readonly expected: number };
  "px.language-contents": object;
  "px.language-missing": Of;
  "px.bracket-open": Weighed;
  "px.keys-twice": object;
  "px.key-order": object;
  "px.key-unquoted": Weighed;
  "px.key-missing": Weighed;
  "px.key-too-many": Of;
  "px.statement-without-value": Weighed;
  "px.statement-open": Weighed;
  "px.statement-twice": Weighed & { readonly firstLine: number };
  "px.string-open": Weighed;
  "px.text-outside-quotes": Weighed;
  "px.line-break-in-string": object;
  "px.trailing-comma": Of;
  "px.value-kind": Weighed & { readonly kind: string };
  "px.value-range": Weighed & { readonly least: number; readonly most: number };
  "px.value-blanks": Of;
  "px.value-twice": object;
  "px.value-unknown": Of;
  "px.values-missing": object;
  "px.variable-twice": object;
  "px.variable-unknown": Weighed;
  "px.codes-count": { readonly values: number; readonly codes: number };
  "px.code-twice": object;
  "px.timeval-count": { readonly values: number; readonly periods: number };
  "px.timeval-period": { readonly scale: string };
  "px.timeval-range": object;
  "px.hierarchy-value": object;
  "px.contents-unknown": Weighed;
  "px.cell-keys": Of & { readonly expected: number; readonly found: number };
  "px.show-decimals": { readonly decimals: number };
  "px.unit-missing": object;
  "px.description-missing": object;
  "px.keys-form": object;
  "px.keys-variables": object;
  "px.too-large": { readonly cells: number };
  "px.data-missing": object;
  "px.data-count": { readonly expected: number; readonly found: number };
  "px.data-token": object;
  "px.data-symbol": object;
  "px.data-symbol-unquoted": object;
  "px.data-string-open": object;
  "px.data-semicolon": object;
  "px.data-not-ended": object;
  "px.data-not-last": object;
  "px.data-row-key": object;
  "px.data-row-twice": object;
  "px.line-long": { readonly most: number };
  "px.statements-on-a-line": object;
  "px.codepage-missing": object;
  "px.recommended-missing": Of;
  "px.suppressed-may-be-aggregated": object;
}

const kinds: Readonly<Record<string, readonly [sv: string, en: string]>> = {
  text: ["en text", "one text"],
  texts: ["texter inom citattecken", "texts within quotation marks"],
  number: ["ett tal", "a number"],
  flag: ["YES eller NO", "YES or NO"],
  "flag-or-text": ["YES, NO eller en text", "YES, NO or a text"],
  time: ["TLIST med skala och perioder", "TLIST with a scale and periods"],
  moment: ["en tidpunkt, ÅÅÅÅMMDD tt:mm", "a time, YYYYMMDD hh:mm"],
};

/** The sentences of the findings on PX files. */
export const pxMessages: MessagesFor<PxParams> = {
  "px.empty-file": () => must("Filen är tom.", "The file is empty."),
  "px.utf16": () =>
    check("Filen är i UTF-16, som få läsare av PX klarar.", "The file is in UTF-16, which few readers of PX take."),
  "px.codepage-unknown": () =>
    check(
      "Teckenkodningen i CODEPAGE är okänd; den har lästs av filens innehåll.",
      "The encoding in CODEPAGE is unknown; it was taken from what the file shows.",
    ),
  "px.codepage-contradicted": () =>
    check(
      "Filens tecken stämmer inte med CODEPAGE; den har lästs av filens innehåll.",
      "The characters of the file do not agree with CODEPAGE; it was taken from what the file shows.",
    ),
  "px.unencodable": ({ characters, encoding }) =>
    must(`${characters} tecken finns inte i ${encoding}.`, `${characters} characters do not exist in ${encoding}.`, {
      sv: "Skriv filen i UTF-8.",
      en: "Write the file in UTF-8.",
    }),
  "px.quote-in-text": () =>
    must("En text har citattecken, som PX inte kan återge.", "A text has quotation marks, which PX can't hold.", {
      sv: "Använd enkla citattecken.",
      en: "Use single quotation marks.",
    }),
  "px.keyword-dot": ({ keyword }) =>
    check(
      `${keyword} är skrivet med punkt i stället för bindestreck.`,
      `${keyword} is written with a dot, not a hyphen.`,
    ),
  "px.keyword-form": () =>
    must("Nyckelordet har tecken som inte får finnas där.", "The keyword has characters that may not be there.", {
      sv: "Se efter om raden före är avslutad med semikolon.",
      en: "See whether the line before ends in a semicolon.",
    }),
  "px.keyword-lower-case": () => check("Nyckelord skrivs med versaler.", "Keywords are written in capitals."),
  "px.keyword-long": () => check("Nyckelordet har fler än 20 tecken.", "The keyword has more than 20 characters."),
  "px.keyword-unknown": () => check("Nyckelordet finns inte i PX.", "The keyword does not exist in PX."),
  "px.keyword-missing": ({ keyword }) => must(`${keyword} saknas.`, `${keyword} is missing.`),
  "px.language-twice": () => check("Språket är angivet två gånger.", "The language is given twice."),
  "px.language-form": () =>
    check("Språkkoden har inte rätt form, som sv eller en.", "The language code is not well formed, as sv or en is."),
  "px.language-not-allowed": ({ keyword }) =>
    check(`${keyword} gäller alla språk och anges utan språkkod.`, `${keyword} goes for all languages and takes none.`),
  "px.language-undeclared": ({ isDeclared }) =>
    by(isDeclared)("Språket finns inte i LANGUAGES.", "The language is not in LANGUAGES."),
  "px.language-main-missing": () =>
    check("Huvudspråket finns inte i LANGUAGES.", "The main language is not in LANGUAGES."),
  "px.language-variables": ({ keyword }) =>
    must(
      `${keyword} har annat antal variabler i det här språket.`,
      `${keyword} has another number of variables in this language.`,
    ),
  "px.language-values": ({ expected }) =>
    must(
      `VALUES ska ha ${expected} värden också i det här språket.`,
      `VALUES has to have ${expected} values in this language too.`,
    ),
  "px.language-contents": () => must("CONTVARIABLE saknas i språket.", "CONTVARIABLE is missing in the language."),
  "px.language-missing": ({ keyword }) =>
    check(
      `${keyword} saknas i språket; huvudspråket visas.`,
      `${keyword} is missing in the language; the main one shows.`,
    ),
  "px.bracket-open": ({ keyword, isEssential }) =>
    by(isEssential)(`En parentes i ${keyword} stängs inte.`, `A bracket of ${keyword} is not closed.`),
  "px.keys-twice": () => check("Nyckeln är angiven i två parenteser.", "The key is given in two parentheses."),
  "px.key-order": () => check("Språket ska stå före parentesen.", "The language has to stand before the parenthesis."),
  "px.key-unquoted": ({ keyword, isEssential }) =>
    by(isEssential)(`Nyckeln till ${keyword} saknar citattecken.`, `The key of ${keyword} lacks quotation marks.`),
  "px.key-missing": ({ keyword, isEssential }) =>
    by(isEssential)(`${keyword} säger inte vad det gäller.`, `${keyword} does not say what it is about.`),
  "px.key-too-many": ({ keyword }) => check(`${keyword} har för många nycklar.`, `${keyword} has too many keys.`),
  "px.statement-without-value": ({ keyword, isEssential }) =>
    by(isEssential)(`${keyword} har inget värde.`, `${keyword} has no value.`),
  "px.statement-open": ({ keyword, isEssential }) =>
    by(isEssential)(`${keyword} är inte avslutat med semikolon.`, `${keyword} does not end in a semicolon.`),
  "px.statement-twice": ({ keyword, firstLine, isEssential }) =>
    by(isEssential)(
      `${keyword} står redan på rad ${firstLine}; den första gäller.`,
      `${keyword} stands on line ${firstLine} already; the first one counts.`,
    ),
  "px.string-open": ({ keyword, isEssential }) =>
    by(isEssential)(`En text i ${keyword} stängs inte på sin rad.`, `A text of ${keyword} is not closed on its line.`, {
      sv: "Ett citattecken saknas eller är ett för mycket.",
      en: "A quotation mark is missing or one too many.",
    }),
  "px.text-outside-quotes": ({ keyword, isEssential }) =>
    by(isEssential)(`Text utanför citattecken i ${keyword}.`, `Text outside quotation marks in ${keyword}.`, {
      sv: "Ett citattecken är ett för mycket, eller så saknas ett komma.",
      en: "A quotation mark is one too many, or a comma is missing.",
    }),
  "px.line-break-in-string": () =>
    check("En text går över en radbrytning.", "A text goes across a line break.", {
      sv: "Dela texten i flera inom citattecken; # ger ny rad i en not.",
      en: "Split the text in several within quotation marks; # makes a new line in a note.",
    }),
  "px.trailing-comma": ({ keyword }) =>
    check(`Uppräkningen i ${keyword} slutar med ett komma.`, `The list of ${keyword} ends in a comma.`),
  "px.value-kind": ({ keyword, kind, isEssential }) =>
    by(isEssential)(
      `${keyword} ska vara ${kinds[kind]?.[0] ?? kind}.`,
      `${keyword} has to be ${kinds[kind]?.[1] ?? kind}.`,
    ),
  "px.value-range": ({ keyword, least, most, isEssential }) =>
    by(isEssential)(`${keyword} ska vara ${least}–${most}.`, `${keyword} has to be ${least} to ${most}.`),
  "px.value-blanks": ({ keyword }) =>
    check(
      `Ett värde i ${keyword} börjar eller slutar med blanktecken.`,
      `A value of ${keyword} begins or ends in a blank.`,
    ),
  "px.value-twice": () => check("Samma värde står två gånger.", "The same value stands twice."),
  "px.value-unknown": ({ keyword }) =>
    check(`${keyword} nämner ett värde som variabeln inte har.`, `${keyword} names a value that the variable lacks.`),
  "px.values-missing": () => must("Variabeln har inga VALUES.", "The variable has no VALUES."),
  "px.variable-twice": () => must("Samma variabel står två gånger.", "The same variable stands twice."),
  "px.variable-unknown": ({ keyword, isEssential }) =>
    by(isEssential)(
      `${keyword} nämner en variabel som inte finns.`,
      `${keyword} names a variable that does not exist.`,
    ),
  "px.codes-count": ({ values, codes }) =>
    must(`${codes} koder för ${values} värden.`, `${codes} codes for ${values} values.`),
  "px.code-twice": () => must("Samma kod står två gånger.", "The same code stands twice."),
  "px.timeval-count": ({ values, periods }) =>
    check(`${periods} perioder i TIMEVAL för ${values} värden.`, `${periods} periods in TIMEVAL for ${values} values.`),
  "px.timeval-period": ({ scale }) =>
    check(`En period i TIMEVAL är inte skriven som ${scale}.`, `A period of TIMEVAL is not written as ${scale}.`),
  "px.timeval-range": () =>
    check(
      "Perioderna är givna som ett intervall utanför TLIST; alla läsare tar inte det.",
      "The periods are given as a range outside TLIST, which not every reader takes.",
    ),
  "px.hierarchy-value": () =>
    check("HIERARCHIES nämner en kod som variabeln inte har.", "HIERARCHIES names a code that the variable lacks."),
  "px.contents-unknown": ({ keyword, isEssential }) =>
    by(isEssential)(`${keyword} nämner ett innehåll som inte finns.`, `${keyword} names contents that do not exist.`),
  "px.cell-keys": ({ keyword, expected, found }) =>
    check(
      `${keyword} har ${found} nycklar, ska ha ${expected}.`,
      `${keyword} has ${found} keys, should have ${expected}.`,
    ),
  "px.show-decimals": ({ decimals }) =>
    check(`SHOWDECIMALS är större än DECIMALS (${decimals}).`, `SHOWDECIMALS is greater than DECIMALS (${decimals}).`),
  "px.unit-missing": () => check("Innehållet saknar UNITS.", "The contents have no UNITS."),
  "px.description-missing": () =>
    check("DESCRIPTIONDEFAULT är YES men DESCRIPTION saknas.", "DESCRIPTIONDEFAULT is YES but DESCRIPTION is missing."),
  "px.keys-variables": () =>
    must(
      "KEYS ska finnas för varje variabel i STUB, och bara för dem.",
      "KEYS is for every variable of STUB, and no other.",
    ),
  "px.keys-form": () => must("KEYS ska vara CODES eller VALUES.", "KEYS has to be CODES or VALUES."),
  "px.too-large": ({ cells }) =>
    must(`Tabellen har ${cells} celler, för många för minnet.`, `The table has ${cells} cells, too many for memory.`, {
      sv: "Läs filen som en ström.",
      en: "Read the file as a stream.",
    }),
  "px.data-missing": () =>
    must("DATA saknas: filen är avhuggen eller ingen tabell.", "DATA is missing: the file is cut or no table."),
  "px.data-count": ({ expected, found }) =>
    must(`${found} celler i DATA, ska vara ${expected}.`, `${found} cells in DATA, should be ${expected}.`, {
      sv: found < expected ? "Filen är avhuggen, eller så saknas ett värde." : "Se efter om ett värde i VALUES saknas.",
      en: found < expected ? "The file is cut, or a number is missing." : "See whether one of the VALUES is missing.",
    }),
  "px.data-token": () => must("Här står varken ett tal eller ett tecken.", "This is neither a number nor a sign."),
  "px.data-symbol": () =>
    must("En cell har en text som inte är ett tecken i PX.", "A cell has a text that is no sign of PX.", {
      sv: "Tillåtna är en till sex punkter, och bindestreck för noll.",
      en: "Allowed are one to six dots, and a hyphen for nil.",
    }),
  "px.data-symbol-unquoted": () => check("Tecknet saknar citattecken.", "The sign lacks quotation marks."),
  "px.data-string-open": () => must("Ett tecken i DATA stängs inte.", "A sign in DATA is not closed."),
  "px.data-semicolon": () =>
    check("DATA går vidare efter ett semikolon.", "DATA goes on after a semicolon.", {
      sv: "Semikolon ska bara stå efter sista cellen.",
      en: "A semicolon should stand after the last cell only.",
    }),
  "px.data-not-ended": () => check("DATA slutar inte med semikolon.", "DATA does not end in a semicolon."),
  "px.data-not-last": () =>
    check("Något står efter DATA och läses inte.", "Something stands after DATA and is not read."),
  "px.data-row-key": () =>
    must("Raden har en nyckel som variabeln inte har.", "The row has a key that the variable lacks."),
  "px.data-row-twice": () => must("Raden finns två gånger.", "The row is there twice."),
  "px.line-long": ({ most }) =>
    check(`Raden har fler än ${most} tecken.`, `The line has more than ${most} characters.`),
  "px.statements-on-a-line": () => check("Flera satser på samma rad.", "Several statements on one line."),
  "px.codepage-missing": () =>
    check("Filen har å, ä eller ö men ingen CODEPAGE.", "The file has characters beyond ASCII but no CODEPAGE."),
  "px.recommended-missing": ({ keyword }) =>
    check(`${keyword} saknas men bör finnas.`, `${keyword} is missing but advisable.`),
  "px.suppressed-may-be-aggregated": () =>
    check(
      "Celler saknar tal, men AGGREGALLOWED är inte NO: en läsare som summerar visar noll.",
      "Cells lack numbers, but AGGREGALLOWED is not NO: a reader that adds up shows zero.",
      { sv: "Sätt AGGREGALLOWED=NO.", en: "Set AGGREGALLOWED=NO." },
    ),
};
