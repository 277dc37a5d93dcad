import type { Finding } from "./finding.ts";
import { again, check, either, type Messages, must, review, unopened } from "./message.ts";

interface Params {
  "sync.garbled": { readonly rows: number };
  "sync.lost-characters": { readonly rows: number };
  "sync.no-nordic-letters": { readonly rows: number };
  "sync.duplicate-keys": { readonly rows: number };
  "sync.shard-missing": { readonly shard: string };
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

/** Codes of what is found in files and tables. */
export type TableCode = keyof Params;

const messages: Messages<Params> = {
  ...either,
  "sync.shard-missing": ({ shard }) =>
    must(
      `${shard} svarade inte. Ingen där räknas som borttagen.`,
      `${shard} did not answer. Nobody there is taken for gone.`,
      again,
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

/** A finding about a file or a table, with its text in both languages. */
export function finding<Code extends TableCode>(code: Code, where: string, params: Params[Code]): Finding {
  return { code, where, ...messages[code](params) };
}
