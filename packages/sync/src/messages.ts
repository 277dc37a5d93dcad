import type { Finding, Text } from "./finding.ts";

interface Params {
  "sync.source-incomplete": object;
  "sync.source-findings": { readonly codes: string };
  "sync.source-empty": object;
  "sync.entity-empty": { readonly entity: string; readonly before: number };
  "sync.garbled": { readonly rows: number };
  "sync.lost-characters": { readonly rows: number };
  "sync.replaced-characters": { readonly rows: number };
  "sync.malformed": { readonly field: string; readonly rows: number };
  "sync.many-disputed": { readonly rows: number };
  "sync.relation-removals": {
    readonly entity: string;
    readonly removals: number;
    readonly of: number;
    readonly percent: number;
  };
  "sync.additions": { readonly additions: number; readonly of: number; readonly percent: number };
  "sync.field-changes": { readonly field: string; readonly rows: number; readonly percent: number };
  "sync.field-emptied": { readonly field: string; readonly rows: number; readonly percent: number };
  "sync.delta-first": object;
  "sync.delta-gap": { readonly applied: string; readonly from: string };
  "sync.no-nordic-letters": { readonly rows: number };
  "sync.duplicate-keys": { readonly rows: number };
  "sync.disputed": { readonly rows: number };
  "sync.rejected-rows": { readonly rows: number };
  "sync.wrong-municipality": { readonly expected: string; readonly found: string };
  "sync.unknown-units": { readonly known: number; readonly all: number };
  "sync.protected-forgotten": object;
  "sync.deletions": { readonly deletions: number };
  "sync.removals": { readonly removals: number; readonly of: number; readonly percent: number };
  "sync.updates": { readonly updates: number; readonly of: number; readonly percent: number };
  "sync.unit-removals": { readonly unit: string; readonly removals: number; readonly of: number };
  "sync.unlike-before": {
    readonly what: string;
    readonly count: number;
    readonly usual: number;
    readonly limit: number;
    readonly runs: number;
  };
  "sync.slow-leak": { readonly what: string; readonly lost: number; readonly of: number; readonly since: string };
  "sync.older-reading": { readonly applied: string };
  "sync.shard-missing": { readonly shard: string };
  "sync.fewer-rows": { readonly entity: string; readonly before: number; readonly after: number };
  "sync.empty-file": object;
  "sync.cut-file": object;
  "sync.not-utf8": { readonly byte: number };
  "sync.header-only": object;
  "sync.key-missing": { readonly column: string };
  "sync.column-missing": { readonly column: string };
  "sync.uneven-rows": { readonly rows: number };
  "sync.replayed-file": object;
  "sync.no-final-newline": object;
  "sync.other-delimiter": object;
  "sync.file-size": { readonly before: number; readonly after: number };
  "sync.columns-gone": { readonly columns: string };
  "sync.column-emptied": { readonly column: string };
  "sync.column-form": { readonly column: string };
  "sync.columns-shifted": { readonly columns: number };
  "sync.dates-rewritten": { readonly column: string };
  "sync.numbers-rewritten": { readonly column: string };
  "sync.zeros-lost": { readonly column: string };
  "sync.key-empty": object;
  "sync.duplicate-column": object;
  "sync.duplicate-key": { readonly row: number };
  "sync.columns-differ": object;
  "sync.column-count": { readonly expected: number; readonly found: number };
}

export type SyncCode = keyof Params;
type Message = Text & { readonly severity: "must" | "check"; readonly fix?: Text };

const must = (sv: string, en: string, fix?: Text): Message => ({ severity: "must", sv, en, ...(fix ? { fix } : {}) });
const check = (sv: string, en: string, fix?: Text): Message => ({ severity: "check", sv, en, ...(fix ? { fix } : {}) });
const again: Text = { sv: "Gör om läsningen; ingenting har ändrats.", en: "Read again; nothing has been changed." };
const unopened: Text = {
  sv: "Exportera på nytt utan att öppna filen i ett kalkylprogram.",
  en: "Export again without opening the file in a spreadsheet.",
};
const total: Text = { sv: "Läs hela registret.", en: "Read the whole register." };
const review: Text = {
  sv: "Granska planen och godkänn just den, eller rätta källan.",
  en: "Review the plan and approve this very one, or correct the source.",
};

const doneWordsSv: Readonly<Record<string, string>> = {
  removed: "tagna ur bruk",
  added: "tillagda",
  updated: "ändrade",
  changed: "värden ändrade",
  emptied: "värden tömda",
};
/** `removed enrolments` as a person says it after a number: `enrolments tagna ur bruk`. */
function doneSv(what: string): string {
  const [done = "", ...of] = what.split(" ");
  return `${of.join(" ").replaceAll(" and ", " och ")} ${doneWordsSv[done] ?? done}`;
}
function doneEn(what: string): string {
  const [done = "", ...of] = what.split(" ");
  return `${of.join(" ")} ${done === "removed" ? "taken out of use" : done}`;
}

const messages: { readonly [Code in SyncCode]: (params: Params[Code]) => Message } = {
  "sync.source-incomplete": () =>
    must("Källan kunde inte läsas till slutet.", "The source could not be read to its end.", again),
  "sync.source-findings": ({ codes }) =>
    must(
      `Läsningen gav fel som måste åtgärdas: ${codes}.`,
      `Reading gave errors that must be dealt with: ${codes}.`,
      again,
    ),
  "sync.source-empty": () => must("Källan har inga personer.", "The source has no people.", again),
  "sync.entity-empty": ({ entity, before }) =>
    must(
      `Källan har inga ${entity}; registret har ${before}.`,
      `The source has no ${entity}; the register has ${before}.`,
      again,
    ),
  "sync.garbled": ({ rows }) =>
    must(
      `Å, ä och ö är förvanskade på ${rows} rader (kodade två gånger).`,
      `å, ä and ö are garbled in ${rows} rows (encoded twice).`,
      again,
    ),
  "sync.lost-characters": ({ rows }) =>
    must(`Tecken har gått förlorade på ${rows} rader.`, `Characters have been lost in ${rows} rows.`, again),
  "sync.no-nordic-letters": ({ rows }) =>
    must(
      `Nästan inget å, ä eller ö bland ${rows} namn: teckenkodningen är troligen fel.`,
      `Hardly any å, ä or ö among ${rows} names: the encoding is probably wrong.`,
      again,
    ),
  "sync.duplicate-keys": ({ rows }) =>
    check(
      `${rows} rader delar id eller nummer med en annan och är ställda åt sidan.`,
      `${rows} rows share their id or number with another and are set aside.`,
    ),
  "sync.replaced-characters": ({ rows }) =>
    must(
      `Frågetecken står i stället för bokstäver på ${rows} rader.`,
      `Question marks stand for letters in ${rows} rows.`,
      again,
    ),
  "sync.malformed": ({ field, rows }) =>
    must(
      `${rows} värden i ${field} har inte fältets form: nollor kan ha fallit bort, datum skrivits om eller kolumner förskjutits.`,
      `${rows} values of ${field} don't have the form of the field: zeros may be lost, dates rewritten or columns shifted.`,
      unopened,
    ),
  "sync.many-disputed": ({ rows }) =>
    must(
      `${rows} rader är tvistiga: id:n kan ha återanvänts eller förskjutits.`,
      `${rows} rows are disputed: ids may have been re-used or shifted.`,
      review,
    ),
  "sync.relation-removals": ({ entity, removals, of, percent }) =>
    must(
      `${removals} av ${of} ${entity} skulle tas ur bruk (${percent} %).`,
      `${removals} of ${of} ${entity} would be taken out of use (${percent} %).`,
      review,
    ),
  "sync.additions": ({ additions, of, percent }) =>
    must(
      `${additions} personer skulle läggas till i ett register med ${of} (${percent} %): id eller nummer kan ha bytts.`,
      `${additions} people would be added to a register of ${of} (${percent} %): ids or numbers may be of another kind.`,
      review,
    ),
  "sync.field-changes": ({ field, rows, percent }) =>
    must(
      `${field} skulle ändras för ${rows} personer (${percent} %).`,
      `${field} would be changed for ${rows} people (${percent} %).`,
      review,
    ),
  "sync.field-emptied": ({ field, rows, percent }) =>
    must(
      `${field} skulle tömmas för ${rows} personer (${percent} %).`,
      `${field} would be emptied for ${rows} people (${percent} %).`,
      review,
    ),
  "sync.delta-first": () =>
    must("En ändringsfil kan inte vara det första som läses.", "A file of changes can't be the first reading.", total),
  "sync.delta-gap": ({ applied, from }) =>
    must(
      `Ändringsfilen börjar ${from}, men registret är infört till ${applied}: däremellan saknas något.`,
      `The file of changes begins ${from}, but the register is applied to ${applied}: something in between is missing.`,
      total,
    ),
  "sync.disputed": ({ rows }) =>
    check(`${rows} rader är tvistiga och är ställda åt sidan.`, `${rows} rows are disputed and set aside.`),
  "sync.rejected-rows": ({ rows }) =>
    check(
      `${rows} rader kunde inte användas och är ställda åt sidan.`,
      `${rows} rows could not be used and are set aside.`,
    ),
  "sync.wrong-municipality": ({ expected, found }) =>
    must(
      `Enheterna hör till kommun ${found}, inte ${expected}.`,
      `The units belong to municipality ${found}, not ${expected}.`,
      { sv: "Kontrollera att det är rätt fil eller adress.", en: "See that it is the right file or address." },
    ),
  "sync.unknown-units": ({ known, all }) =>
    must(
      `Registret känner ${known} av ${all} skolenhetskoder: det kan vara fel fil eller miljö.`,
      `The register knows ${known} of ${all} school unit codes: it may be the wrong file or environment.`,
      review,
    ),
  "sync.protected-forgotten": () =>
    must(
      "Läsningen säger inte om alla vem som har skyddad identitet, och inget minns vilka som tidigare hållits utanför.",
      "The reading does not say of everybody who has a protected identity, and nothing remembers who was kept out before.",
      {
        sv: "Ge planeringen det som tidigare läsningar sett (`sightings`), eller läs hela registret.",
        en: "Give planning what earlier readings have seen (`sightings`), or read the whole register.",
      },
    ),
  "sync.deletions": ({ deletions }) =>
    must(
      `${deletions} rader skulle raderas för gott. Det kräver ett eget godkännande.`,
      `${deletions} rows would be deleted for good. That takes an approval of its own.`,
      review,
    ),
  "sync.removals": ({ removals, of, percent }) =>
    must(
      `${removals} av ${of} personer skulle tas ur bruk (${percent} %).`,
      `${removals} of ${of} people would be taken out of use (${percent} %).`,
      review,
    ),
  "sync.updates": ({ updates, of, percent }) =>
    must(
      `${updates} av ${of} personer skulle ändras (${percent} %).`,
      `${updates} of ${of} people would be changed (${percent} %).`,
      review,
    ),
  "sync.unit-removals": ({ unit, removals, of }) =>
    must(
      `Enheten ${unit} skulle förlora ${removals} av ${of} barn och elever. Den hålls; de andra går vidare.`,
      `Unit ${unit} would lose ${removals} of ${of} children and pupils. It is held; the others go on.`,
      review,
    ),
  "sync.unlike-before": ({ what, count, usual, limit, runs }) =>
    must(
      `${count} ${doneSv(what)}: i ${runs} jämförbara körningar var det vanliga ${usual}, och gränsen är ${limit}.`,
      `${count} ${doneEn(what)}: in ${runs} comparable runs ${usual} was usual, and the limit is ${limit}.`,
      review,
    ),
  "sync.slow-leak": ({ what, lost, of, since }) =>
    must(
      `${lost} av ${of} ${doneSv(what)} sedan ${since}, några i taget, utan att lika många kommit till.`,
      `${lost} of ${of} ${doneEn(what)} since ${since}, a few at a time, without as many coming.`,
      review,
    ),
  "sync.older-reading": ({ applied }) =>
    must(
      `Läsningen är äldre än den som redan är genomförd (${applied}).`,
      `The reading is older than the one already applied (${applied}).`,
      again,
    ),
  "sync.shard-missing": ({ shard }) =>
    must(
      `${shard} svarade inte. Ingen där räknas som borttagen.`,
      `${shard} did not answer. Nobody there is taken for gone.`,
      again,
    ),
  "sync.fewer-rows": ({ entity, before, after }) =>
    check(
      `Källan har ${after} ${entity}, förra gången ${before}.`,
      `The source has ${after} ${entity}, last time ${before}.`,
    ),
  "sync.empty-file": () => must("Filen är tom.", "The file is empty."),
  "sync.cut-file": () =>
    must("Filen är avhuggen: den slutar mitt i ett fält.", "The file is cut: it ends inside a field.", again),
  "sync.not-utf8": ({ byte }) =>
    must(`Filen är inte UTF-8 (byte ${byte}).`, `The file is not UTF-8 (byte ${byte}).`, {
      sv: "Spara den som UTF-8.",
      en: "Save it as UTF-8.",
    }),
  "sync.header-only": () => must("Filen har bara en rubrikrad.", "The file has only a header."),
  "sync.key-missing": ({ column }) => must(`Kolumnen ${column} finns inte.`, `There is no column ${column}.`),
  "sync.column-missing": ({ column }) => must(`Kolumnen ${column} måste finnas.`, `There must be a column ${column}.`),
  "sync.uneven-rows": ({ rows }) =>
    must(
      `${rows} rader har fler eller färre fält än rubriken.`,
      `${rows} rows have more or fewer fields than the header.`,
      again,
    ),
  "sync.replayed-file": () =>
    must("Det är en äldre fil, byte för byte.", "It is an older file, byte for byte.", {
      sv: "Hämta dagens fil.",
      en: "Fetch today's file.",
    }),
  "sync.no-final-newline": () =>
    must(
      "Filen slutar utan radslut, vilket den förra inte gjorde: den kan vara avhuggen.",
      "The file ends without a line ending, which the last one did not: it may be cut.",
      again,
    ),
  "sync.other-delimiter": () =>
    check("Filen har ett annat skiljetecken än den förra.", "The file has another delimiter than the last one."),
  "sync.file-size": ({ before, after }) =>
    must(
      `Filen har ${after} rader, den förra ${before}.`,
      `The file has ${after} rows, the last one ${before}.`,
      review,
    ),
  "sync.columns-gone": ({ columns }) =>
    must(`Kolumner som fanns är borta: ${columns}.`, `Columns that were there are gone: ${columns}.`, review),
  "sync.column-emptied": ({ column }) =>
    must(`Kolumnen ${column} är nästan tom.`, `The column ${column} is nearly empty.`, review),
  "sync.column-form": ({ column }) =>
    must(
      `Kolumnen ${column} har värden av ett annat slag än förut.`,
      `The column ${column} has values of another kind than before.`,
      review,
    ),
  "sync.columns-shifted": ({ columns }) =>
    must(
      `${columns} kolumner har bytt innehåll: de är förskjutna under sina rubriker.`,
      `${columns} columns have changed their content: they are shifted under their headers.`,
      again,
    ),
  "sync.dates-rewritten": ({ column }) =>
    must(`Datumen i ${column} har skrivits om.`, `The dates of ${column} have been rewritten.`, unopened),
  "sync.numbers-rewritten": ({ column }) =>
    must(
      `Numren i ${column} har skrivits om till potenser.`,
      `The numbers of ${column} have been rewritten as powers.`,
      unopened,
    ),
  "sync.zeros-lost": ({ column }) =>
    must(`Nollor först i ${column} har fallit bort.`, `Leading zeros of ${column} have been lost.`, unopened),
  "sync.key-empty": () => must("Raden saknar nyckel och är ställd åt sidan.", "The row has no key and is set aside."),
  "sync.duplicate-column": () => must("Två kolumner heter lika.", "Two columns have the same name."),
  "sync.duplicate-key": ({ row }) =>
    must(
      `Rad ${row} har samma nyckel som en tidigare rad. Nyckeln är ställd åt sidan.`,
      `Row ${row} has the same key as an earlier row. The key is set aside.`,
    ),
  "sync.columns-differ": () =>
    check(
      "Filerna har inte samma kolumner; bara de gemensamma jämförs.",
      "The files do not have the same columns; only the common ones are compared.",
    ),
  "sync.column-count": ({ expected, found }) =>
    must(
      `Raden har ${found} fält, rubriken ${expected}. Den är ställd åt sidan.`,
      `The row has ${found} fields, the header ${expected}. It is set aside.`,
    ),
};

/** A finding of this package, with its text in both languages. */
export function finding<Code extends SyncCode>(code: Code, where: string, params: Params[Code]): Finding {
  return { code, where, ...messages[code](params) };
}
