// A file from somebody else's system: what is wrong with it, where, and what can be used.
import { checkPx, readPx, writePx } from "@milstolpe/statistics";

const text = `CHARSET="ANSI";
CODEPAGE="utf-8";
LANGUAGE="sv";
DECIMALS=0;
MATRIX="ELEV01";
SUBJECT-CODE="UF";
SUBJECT-AREA="Utbildning";
TITLE="Elever efter skola och år";
CONTENTS="Elever";
UNITS="antal";
STUB="skola";
HEADING="år";
VALUES("skola")="Åsen","Berget; nya";
VALUES("år")="2024","2025";
TIMEVAL("år")=TLIST(A1),"2024","2025","2026";
NOTE="Skolan "Berget" är ny.";
DATA=
412 409
".." 38;
`;
const bytes = new TextEncoder().encode(text);
for (const { severity, where, code, sv } of checkPx(bytes)) console.log(`[${severity}] ${where}: ${sv} (${code})`);

const { table } = readPx(bytes);
if (table) {
  console.log(table.dimensions.map(({ id, categories }) => `${id}: ${categories.length}`).join(", "), table.values);
  const written = writePx(table, { encoding: "windows-1252", newline: "\n" });
  if (written.ok) console.log(new TextDecoder("windows-1252").decode(written.value));
}
