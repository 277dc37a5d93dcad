import type { Finding, Text } from "./finding.ts";

/** What is said of a code, in both languages. */
export type Message = Text & { readonly severity: Finding["severity"]; readonly fix?: Text };
/** A sentence for each code. */
export type Messages<Params> = { readonly [Code in keyof Params]: (params: Params[Code]) => Message };

export const must = (sv: string, en: string, fix?: Text): Message => ({
  severity: "must",
  sv,
  en,
  ...(fix ? { fix } : {}),
});
export const check = (sv: string, en: string, fix?: Text): Message => ({
  severity: "check",
  sv,
  en,
  ...(fix ? { fix } : {}),
});

export const again: Text = {
  sv: "Gör om läsningen; ingenting har ändrats.",
  en: "Read again; nothing has been changed.",
};
export const unopened: Text = {
  sv: "Exportera på nytt utan att öppna filen i ett kalkylprogram.",
  en: "Export again without opening the file in a spreadsheet.",
};
export const review: Text = {
  sv: "Granska planen och godkänn just den, eller rätta källan.",
  en: "Review the plan and approve this very one, or correct the source.",
};

/** What may be said of a register and of a file. */
interface EitherParams {
  "sync.garbled": { readonly rows: number };
  "sync.lost-characters": { readonly rows: number };
  "sync.no-nordic-letters": { readonly rows: number };
  "sync.duplicate-keys": { readonly rows: number };
}

export const either: Messages<EitherParams> = {
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
};
