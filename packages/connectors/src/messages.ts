import type { Finding, Text } from "./finding.ts";

interface Message extends Text {
  readonly severity: Finding["severity"];
  readonly fix?: Text;
}

/** Counted things in Swedish and English: `many(1, "rad", "rader")` is "1 rad". */
const many = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;

const readAgain: Text = { sv: "Läs källan igen.", en: "Read the source again." };
const askSource: Text = { sv: "Be källan rätta uppgiften.", en: "Ask the source to correct it." };
const sendAgain: Text = { sv: "Exportera och skicka filen igen.", en: "Export and send the file again." };

/** Every finding of this package. A new code does not compile without both languages. */
const messages = {
  // The connection
  "connectors.plain-http": (): Message => ({
    severity: "check",
    sv: "Adressen är http, inte https: personuppgifter och nyckel går i klartext.",
    en: "The address is http, not https: personal data and the token travel in clear text.",
    fix: { sv: "Använd https.", en: "Use https." },
  }),
  "connectors.token-refused": (p: { status: number }): Message => ({
    severity: "must",
    sv: `Källan gav ingen åtkomstnyckel (svar ${p.status}).`,
    en: `The source gave no access token (answer ${p.status}).`,
    fix: { sv: "Kontrollera klient-id, hemlighet och adress.", en: "Check the client id, the secret and the address." },
  }),
  "connectors.unauthorised": (): Message => ({
    severity: "must",
    sv: "Källan godtar inte nyckeln (401), inte heller en ny.",
    en: "The source does not accept the token (401), nor a new one.",
    fix: { sv: "Kontrollera behörigheten hos källan.", en: "Check what the client may do at the source." },
  }),
  "connectors.unreachable": (p: { attempts: number }): Message => ({
    severity: "must",
    sv: `Källan svarade inte på ${many(p.attempts, "försök", "försök")}.`,
    en: `The source did not answer in ${many(p.attempts, "attempt", "attempts")}.`,
    fix: readAgain,
  }),
  "connectors.overloaded": (p: { status: number; attempts: number }): Message => ({
    severity: "must",
    sv: `Källan är överbelastad (svar ${p.status} på ${many(p.attempts, "försök", "försök")}).`,
    en: `The source is overloaded (answer ${p.status} in ${many(p.attempts, "attempt", "attempts")}).`,
    fix: { sv: "Läs igen senare, eller med mindre sidor.", en: "Read again later, or in smaller pages." },
  }),
  "connectors.http-status": (p: { status: number }): Message => ({
    severity: "must",
    sv: `Oväntat svar ${p.status} från källan.`,
    en: `Unexpected answer ${p.status} from the source.`,
  }),
  "connectors.cut-answer": (p: { attempts: number }): Message => ({
    severity: "must",
    sv: `Svaret bröts innan det var slut, ${many(p.attempts, "gång", "gånger")}.`,
    en: `The answer was cut before its end, ${many(p.attempts, "time", "times")}.`,
    fix: readAgain,
  }),
  "connectors.answer-too-large": (p: { limit: number }): Message => ({
    severity: "must",
    sv: `Svaret är större än gränsen ${p.limit} byte.`,
    en: `The answer is larger than the limit of ${p.limit} bytes.`,
    fix: { sv: "Läs mindre sidor, eller höj gränsen.", en: "Read smaller pages, or raise the limit." },
  }),
  "connectors.retried": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "fråga", "frågor")} fick ställas om; sista försöket lyckades.`,
    en: `${many(p.count, "request", "requests")} had to be repeated; the last attempt succeeded.`,
  }),
  // The pages
  "connectors.broken-json": (): Message => ({
    severity: "must",
    sv: "Innehållet är inte giltig JSON: avbrutet, eller något annat än data.",
    en: "The content is not valid JSON: cut, or something else than data.",
    fix: readAgain,
  }),
  "connectors.unexpected-shape": (p: { list: string }): Message => ({
    severity: "must",
    sv: `Sidan har ingen lista med ${p.list}.`,
    en: `The page holds no list of ${p.list}.`,
  }),
  "connectors.repeated-token": (): Message => ({
    severity: "must",
    sv: "Källan gav samma sidnyckel två gånger; läsningen skulle aldrig ta slut.",
    en: "The source gave the same page token twice; the reading would never end.",
    fix: { sv: "Anmäl felet till källan.", en: "Report it to the source." },
  }),
  "connectors.refused-token": (): Message => ({
    severity: "must",
    sv: "Källan godtog inte sin egen sidnyckel (400); den kan ha gått ut.",
    en: "The source did not accept its own page token (400); it may have expired.",
    fix: readAgain,
  }),
  "connectors.endless-list": (p: { pages: number }): Message => ({
    severity: "must",
    sv: `Listan tog inte slut på ${p.pages} sidor.`,
    en: `The list did not end within ${p.pages} pages.`,
  }),
  "connectors.empty-pages": (p: { pages: number }): Message => ({
    severity: "must",
    sv: `Källan gav ${p.pages} tomma sidor i rad utan att listan tog slut.`,
    en: `The source gave ${p.pages} empty pages in a row without ending the list.`,
  }),
  "connectors.changed-while-read": (p: { count: number }): Message => ({
    severity: "must",
    sv: `Källan ändrades under läsningen (${many(p.count, "tecken på det", "tecken på det")}); rader kan ha hoppats över.`,
    en: `The source changed while it was read (${many(p.count, "sign of it", "signs of it")}); rows may have been skipped.`,
    fix: { sv: "Läs igen när källan är i vila.", en: "Read again when the source is at rest." },
  }),
  "connectors.change-unknown": (): Message => ({
    severity: "check",
    sv: "Källan kan inte svara på om något ändrades under läsningen.",
    en: "The source can't tell whether anything changed while it was read.",
  }),
  "connectors.empty-register": (p: { list: string }): Message => ({
    severity: "must",
    sv: `Källan lämnade inga rader alls i ${p.list}.`,
    en: `The source delivered no rows at all in ${p.list}.`,
    fix: { sv: "Kontrollera behörighet och adress.", en: "Check the permissions and the address." },
  }),
  "connectors.list-missing": (p: { list: string }): Message => ({
    severity: "must",
    sv: `Källan lämnar inte ${p.list}, utan vilken inget kan läsas.`,
    en: `The source does not deliver ${p.list}, without which nothing can be read.`,
    fix: { sv: "Kontrollera behörighet och adress.", en: "Check the permissions and the address." },
  }),
  "connectors.list-withheld": (p: { list: string }): Message => ({
    severity: "check",
    sv: `Källan lämnar inte ${p.list}. Inget tas bort på grund av det.`,
    en: `The source does not deliver ${p.list}. Nothing is removed because of that.`,
    fix: { sv: "Be källan om behörighet om uppgifterna behövs.", en: "Ask for the permission if they are needed." },
  }),
  "connectors.field-withheld": (p: { fields: string }): Message => ({
    severity: "check",
    sv: `Ingen rad har ${p.fields}: fälten räknas som undanhållna, inte som tomma.`,
    en: `No row has ${p.fields}: the fields count as withheld, not as empty.`,
    fix: { sv: "Be källan om behörighet om uppgifterna behövs.", en: "Ask for the permission if they are needed." },
  }),
  // The rows
  "connectors.not-a-row": (): Message => ({
    severity: "must",
    sv: "Raden är inte ett objekt.",
    en: "The row is not an object.",
    fix: askSource,
  }),
  "connectors.missing-field": (p: { field: string }): Message => ({
    severity: "must",
    sv: `Raden saknar ${p.field} och kan inte användas.`,
    en: `The row lacks ${p.field} and can't be used.`,
    fix: askSource,
  }),
  "connectors.missing-name": (p: { field: string }): Message => ({
    severity: "check",
    sv: `${p.field} saknas; raden behålls med tomt namn.`,
    en: `${p.field} is missing; the row is kept with an empty name.`,
  }),
  "connectors.bad-date": (p: { field: string }): Message => ({
    severity: "must",
    sv: `${p.field} är inte ett datum (ÅÅÅÅ-MM-DD); raden kan inte användas.`,
    en: `${p.field} is not a date (YYYY-MM-DD); the row can't be used.`,
    fix: askSource,
  }),
  "connectors.bad-value": (p: { field: string }): Message => ({
    severity: "check",
    sv: `${p.field} har inte väntad form och utelämnas.`,
    en: `${p.field} does not have the expected form and is left out.`,
    fix: askSource,
  }),
  "connectors.reversed-dates": (): Message => ({
    severity: "check",
    sv: "Slutdatum är före startdatum.",
    en: "The end date is before the start date.",
    fix: askSource,
  }),
  "connectors.invalid-identity": (p: { reason: string }): Message => ({
    severity: "check",
    sv: `Identitetsnumret går inte att använda (${p.reason}); personen behålls utan nummer.`,
    en: `The identity number can't be used (${p.reason}); the person is kept without it.`,
    fix: askSource,
  }),
  "connectors.foreign-identity": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "person har", "personer har")} utländskt identitetsnummer; de behålls utan nummer.`,
    en: `${many(p.count, "person has", "people have")} a foreign identity number; they are kept without it.`,
  }),
  "connectors.guessed-century": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "identitetsnummer är skrivet", "identitetsnummer är skrivna")} utan århundrade, som är antaget.`,
    en: `${many(p.count, "identity number is", "identity numbers are")} written without a century, which is assumed.`,
    fix: askSource,
  }),
  "connectors.unknown-value": (p: { field: string; value: string; count: number }): Message => ({
    severity: "check",
    sv: `Okänt värde "${p.value}" i ${p.field}, ${many(p.count, "rad", "rader")}. Värdet behålls.`,
    en: `Unknown value "${p.value}" in ${p.field}, ${many(p.count, "row", "rows")}. The value is kept.`,
  }),
  "connectors.unknown-marking": (p: { value: string; count: number }): Message => ({
    severity: "must",
    sv: `Okänd skyddsmarkering "${p.value}", ${many(p.count, "person", "personer")}: räkna dem som skyddade tills den är tolkad.`,
    en: `Unknown protection marking "${p.value}", ${many(p.count, "person", "people")}: treat them as protected until it is understood.`,
    fix: askSource,
  }),
  "connectors.duplicate-id": (p: { entity: string }): Message => ({
    severity: "must",
    sv: `Samma id kommer två gånger i ${p.entity}; den första raden gäller.`,
    en: `The same id comes twice in ${p.entity}; the first row counts.`,
    fix: askSource,
  }),
  "connectors.repeated-rows": (p: { entity: string; count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "rad", "rader")} i ${p.entity} säger samma sak som en annan och utelämnas.`,
    en: `${many(p.count, "row", "rows")} in ${p.entity} say the same as another and are left out.`,
  }),
  "connectors.dialect-requires": (p: { field: string; dialect: string; count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "rad saknar", "rader saknar")} ${p.field}, som dialekten ${p.dialect} kräver; de behålls.`,
    en: `${many(p.count, "row lacks", "rows lack")} ${p.field}, which the dialect ${p.dialect} demands; they are kept.`,
    fix: askSource,
  }),
  "connectors.dangling-reference": (p: { field: string; to: string; count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "rad", "rader")} i ${p.field} pekar på något som inte finns i ${p.to}.`,
    en: `${many(p.count, "row", "rows")} in ${p.field} refer to something that is not in ${p.to}.`,
  }),
  "connectors.vacant-duty": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "tjänst är vakant", "tjänster är vakanta")} och utelämnas.`,
    en: `${many(p.count, "duty is", "duties are")} vacant and left out.`,
  }),
  "connectors.cancelled-enrolment": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "inskrivning är avbruten", "inskrivningar är avbrutna")} och utelämnas.`,
    en: `${many(p.count, "enrolment is", "enrolments are")} cancelled and left out.`,
  }),
  "connectors.rejected-rows": (p: { entity: string; count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "rad", "rader")} i ${p.entity} kunde inte användas; därför tas inget bort i ${p.entity}.`,
    en: `${many(p.count, "row", "rows")} in ${p.entity} could not be used; so nothing is removed in ${p.entity}.`,
    fix: { sv: "Rätta raderna och läs igen.", en: "Correct the rows and read again." },
  }),
  "connectors.more": (p: { code: string; count: number }): Message => ({
    severity: "check",
    sv: `Ytterligare ${many(p.count, "rad", "rader")} med ${p.code}.`,
    en: `${many(p.count, "more row", "more rows")} with ${p.code}.`,
  }),
  // Files
  "connectors.no-files": (): Message => ({
    severity: "must",
    sv: "Inga filer att läsa.",
    en: "No files to read.",
  }),
  "connectors.empty-file": (): Message => ({
    severity: "must",
    sv: "Filen är tom.",
    en: "The file is empty.",
    fix: sendAgain,
  }),
  "connectors.unknown-file": (): Message => ({
    severity: "check",
    sv: "Filen hör inte hit och läses inte.",
    en: "The file does not belong here and is not read.",
  }),
  "connectors.pages-missing": (): Message => ({
    severity: "must",
    sv: "Sista sidan saknas: varje fil hänvisar vidare till en nästa.",
    en: "The last page is missing: every file refers to a next one.",
    fix: sendAgain,
  }),
  "connectors.bad-encoding": (p: { expected: string }): Message => ({
    severity: "must",
    sv: `Filen är inte ${p.expected}: å, ä och ö skulle bli fel.`,
    en: `The file is not ${p.expected}: å, ä and ö would come out wrong.`,
    fix: sendAgain,
  }),
  "connectors.delimiter-unknown": (): Message => ({
    severity: "must",
    sv: "Ingen av avgränsarna tabb, semikolon och komma ger kända rader.",
    en: "None of the delimiters tab, semicolon and comma gives known rows.",
    fix: { sv: "Kontrollera att det är rätt fil.", en: "Check that it is the right file." },
  }),
  "connectors.header-row": (): Message => ({
    severity: "check",
    sv: "Första raden är rubriker och läses inte som data.",
    en: "The first row is a header and is not read as data.",
  }),
  "connectors.header-only": (): Message => ({
    severity: "must",
    sv: "Filen har rubriker men inga rader.",
    en: "The file has a header but no rows.",
    fix: sendAgain,
  }),
  "connectors.cut-file": (): Message => ({
    severity: "must",
    sv: "Filen slutar mitt i en rad.",
    en: "The file ends in the middle of a row.",
    fix: sendAgain,
  }),
  "connectors.open-quote": (): Message => ({
    severity: "must",
    sv: "Ett citattecken på raden stängs aldrig: resten av filen går inte att läsa.",
    en: "A quote on the row never closes: the rest of the file can't be read.",
    fix: sendAgain,
  }),
  "connectors.row-too-long": (): Message => ({
    severity: "must",
    sv: "Raden tar inte slut; resten av filen läses inte.",
    en: "The row does not end; the rest of the file is not read.",
    fix: sendAgain,
  }),
  "connectors.unknown-row": (p: { columns: number }): Message => ({
    severity: "must",
    sv: `Raden med ${many(p.columns, "kolumn", "kolumner")} är ingen känd radtyp.`,
    en: `The row with ${many(p.columns, "column", "columns")} is of no known kind.`,
    fix: askSource,
  }),
  "connectors.column-count": (p: { expected: number; columns: number }): Message => ({
    severity: "must",
    sv: `Raden har ${many(p.columns, "kolumn", "kolumner")}, väntat är ${p.expected}.`,
    en: `The row has ${many(p.columns, "column", "columns")}, expected are ${p.expected}.`,
    fix: askSource,
  }),
  "connectors.invalid-key": (p: { reason: string }): Message => ({
    severity: "must",
    sv: `Personens nyckel är inget identitetsnummer (${p.reason}); raden kan inte användas.`,
    en: `The person's key is no identity number (${p.reason}); the row can't be used.`,
    fix: askSource,
  }),
  "connectors.person-again": (): Message => ({
    severity: "check",
    sv: "Personen finns redan på en tidigare rad med andra uppgifter; den sista raden gäller.",
    en: "The person is on an earlier row with other details; the last row counts.",
    fix: askSource,
  }),
  "connectors.two-schools": (): Message => ({
    severity: "check",
    sv: "Klassen läggs i två skolor; den första gäller.",
    en: "The class is put in two schools; the first one counts.",
    fix: askSource,
  }),
  "connectors.relations-not-carried": (p: { type: string; count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "relation", "relationer")} av typen ${p.type} har ingen motsvarighet och läses inte.`,
    en: `${many(p.count, "relation", "relations")} of type ${p.type} have no counterpart and are not read.`,
  }),
  "connectors.removals-not-carried": (p: { count: number }): Message => ({
    severity: "must",
    sv: `${many(p.count, "borttagning", "borttagningar")} i en förändringsfil kan inte läsas som ett register.`,
    en: `${many(p.count, "removal", "removals")} in a file of changes can't be read as a register.`,
    fix: { sv: "Läs en totalfil i stället.", en: "Read a total file instead." },
  }),
  "connectors.no-identity": (): Message => ({
    severity: "must",
    sv: "Personen saknar identitetsnummer, som filen kräver, och skrivs inte.",
    en: "The person has no identity number, which the file requires, and is not written.",
    fix: askSource,
  }),
  "connectors.not-in-encoding": (): Message => ({
    severity: "must",
    sv: "Raden har tecken som inte finns i ISO-8859-1 och skrivs inte.",
    en: "The row has characters that are not in ISO-8859-1 and is not written.",
    fix: { sv: "Skriv filen i UTF-8.", en: "Write the file in UTF-8." },
  }),
  "connectors.not-written": (p: { entity: string; count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "rad", "rader")} i ${p.entity} har ingen plats i filerna och skrivs inte.`,
    en: `${many(p.count, "row", "rows")} in ${p.entity} have no place in the files and are not written.`,
  }),
  "connectors.protected-left-out": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "person", "personer")} med skyddade uppgifter, eller knutna till någon som har det, skrivs inte.`,
    en: `${many(p.count, "person is", "people are")} protected, or tied to somebody who is, and not written.`,
    fix: { sv: "Lägg upp dem för hand enligt rutinen.", en: "Add them by hand, by your routine." },
  }),
  "connectors.school-forms-reduced": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "skola har", "skolor har")} flera skolformer men filen rymmer en: den första kända skrivs.`,
    en: `${many(p.count, "school has", "schools have")} several school forms but the file holds one: the first known is written.`,
  }),
  "connectors.garbled-text": (p: { count: number }): Message => ({
    severity: "must",
    sv: `${many(p.count, "ställe", "ställen")} i texten är redan förvanskade av fel teckenkodning.`,
    en: `${many(p.count, "place", "places")} in the text are already garbled by a wrong encoding.`,
    fix: sendAgain,
  }),
} as const;

export type ConnectorsCode = keyof typeof messages;
type Params<C extends ConnectorsCode> =
  Parameters<(typeof messages)[C]> extends [infer P] ? P : Readonly<Record<string, never>>;

/** Makes a finding; `where` is a list and row, a file and row, or an id, never a name or an identity number. */
export function finding<C extends ConnectorsCode>(code: C, where: string, params: Params<C>): Finding {
  // The table's functions differ only in the parameters that C selects.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a union of functions can't be called with a union
  const message = (messages[code] as (params: Params<C>) => Message)(params);
  return { code, where, ...message };
}
