// Tuesday's file beside Monday's: what changed, and whether it may be read at all after a spreadsheet has had it.
import { checkCsv, diffCsv, profileCsv } from "@milstolpe/sync/csv";
import { kernelMatcher } from "@milstolpe/sync/csv-kernel";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const row = (index: number, unit: string): string =>
  `e${index};Elev ${index};2012-03-${String(1 + (index % 28)).padStart(2, "0")};0${1000 + index};${unit}`;
const file = (rows: readonly string[]): Uint8Array => bytes(`${["id;namn;född;postnr;skola", ...rows].join("\n")}\n`);

const pupils = Array.from({ length: 40 }, (_, index) => row(index, index < 20 ? "Ängskolan" : "Sjöskolan"));
const monday = file(pupils);
const tuesday = file([...pupils.slice(1, 39), row(39, "Ängskolan"), row(40, "Sjöskolan")]);

// In WebAssembly; without `matcher` in plain TypeScript, with the same result.
const result = diffCsv(monday, tuesday, { key: "id", matcher: kernelMatcher });
if (!result.ok) throw new Error(result.error.en);
const { added, removed, updated, fieldChanges, unchanged } = result.value;
console.log({ added, removed, updated, fieldChanges, unchanged });
for (const change of result.value.changes())
  console.log(change.kind, change.key, change.kind === "updated" ? change.changes : "");

// The same file, opened and saved in a spreadsheet: dates turned about, zeros in front gone.
const spoilt = file(
  pupils.map((line) => line.replace(/(\d{4})-(\d\d)-(\d\d)/, "$3/$2/$1").replace(/;0(\d{4});/, ";$1;")),
);
const [before, after] = [profileCsv(monday), profileCsv(spoilt)];
if (before.ok && after.ok)
  for (const { outcome, finding } of checkCsv(after.value, { earlier: [before.value], required: ["id"] }))
    console.log(`${outcome}: ${finding.en}`);
