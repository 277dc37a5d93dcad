import { existsSync, readdirSync, readFileSync } from "node:fs";

const folder = new URL("../../../../shared/data/", import.meta.url);

/** True when the public test data lies beside the checkout. */
export const hasData: boolean = existsSync(folder);

/** Files of one folder of the public test data, by name. */
export function dataFiles(path: string): [name: string, bytes: Uint8Array][] {
  if (!hasData) return [];
  return readdirSync(new URL(path, folder))
    .toSorted()
    .map((name) => [name, readFileSync(new URL(`${path}/${encodeURIComponent(name)}`, folder))]);
}

/** A small PX file that nothing is wrong with; `edit` changes it. */
export function pxText(edit: (text: string) => string = (text) => text): string {
  return edit(`CHARSET="ANSI";
AXIS-VERSION="2013";
CODEPAGE="utf-8";
LANGUAGE="sv";
LANGUAGES="sv","en";
CREATION-DATE="20261125 08:00";
DECIMALS=0;
SHOWDECIMALS=0;
MATRIX="ELEV01";
SUBJECT-CODE="UF";
SUBJECT-AREA="Utbildning";
SUBJECT-AREA[en]="Education";
TITLE="Elever efter skola, kön och år";
TITLE[en]="Pupils by school, sex and year";
CONTENTS="Elever";
CONTENTS[en]="Pupils";
UNITS="antal";
UNITS[en]="number";
STUB="skola","kön";
STUB[en]="school","sex";
HEADING="år";
HEADING[en]="year";
VALUES("skola")="Totalt","Åsen; östra = ny","Berget";
VALUES[en]("school")="Total","Åsen; östra = ny","Berget";
VALUES("kön")="flickor","pojkar";
VALUES[en]("sex")="girls","boys";
VALUES("år")="2024","2025";
VALUES[en]("year")="2024","2025";
TIMEVAL("år")=TLIST(A1),"2024","2025";
TIMEVAL[en]("year")=TLIST(A1),"2024","2025";
CODES("skola")="T","A","B";
CODES[en]("school")="T","A","B";
CODES("kön")="1","2";
CODES[en]("sex")="1","2";
ELIMINATION("skola")="Totalt";
ELIMINATION[en]("school")="Total";
SOURCE="Kommunen";
SOURCE[en]="The municipality";
NOTEX="En lång not som delas "
"på två rader.";
NOTEX[en]="A long note in two pieces.";
VALUENOTE("skola","Berget")="Stängd 2026.";
VALUENOTE[en]("school","Berget")="Closed in 2026.";
DATA=
30 31
40 ".."
10 11
20 "-"
20 20
20 41;
`);
}

/** The bytes of a text in UTF-8. */
export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
