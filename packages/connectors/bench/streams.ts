// Files that do not fit in memory twice: speed and peak memory against the peers, each in a process of its own.
import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";

interface Outcome {
  readonly milliseconds: number;
  readonly rows: number;
  readonly letters: number;
  /** Peak of the process. */
  readonly megabytes: number;
  /** What of it was there before the first byte: Node and the code. */
  readonly loaded: number;
}

// What is measured is plain JavaScript, as it is shipped: taking the types off the sources would cost Node 35 MB. It lies
// where the peers are found.
const shipped = fileURLToPath(new URL("../node_modules/.bench/", import.meta.url));
await build({
  config: false,
  entry: [fileURLToPath(new URL("./stream-contender.ts", import.meta.url))],
  outDir: shipped,
  format: ["esm"],
  target: "es2022",
  noExternal: [/^@milstolpe|^saxes$|^fflate$/],
  esbuildOptions(options) {
    options.conditions = ["milstolpe-source"];
  },
  silent: true,
});

const folder = mkdtempSync(join(tmpdir(), "milstolpe-bench-"));

function write(name: string, lines: Iterable<string>): string {
  const path = join(folder, name);
  const file = openSync(path, "w");
  let text = "";
  for (const line of lines) {
    text += line;
    if (text.length < 1_000_000) continue;
    writeSync(file, text);
    text = "";
  }
  writeSync(file, text);
  closeSync(file);
  return path;
}

function* csvLines(rows: number): Generator<string> {
  for (let row = 0; row < rows; row += 1) {
    const name = row % 10 === 0 ? '"Åsa ""Lo"", af"' : "Åsa Björk";
    yield `${row},${name},Ödeskolan,6A,asa${row}@skola.example,0701740600,2013-01-01,GR,6,2026-08-17,2027-06-11,${"åäö".repeat(row % 20)}\n`;
  }
}

function* xmlLines(people: number): Generator<string> {
  yield '<?xml version="1.0" encoding="utf-8"?>\n<enterprise xmlns="http://open.tieto.com/edu/organization/v12">\n';
  for (let index = 0; index < people; index += 1)
    yield (
      `<person recstatus="1"><sourcedid><source>ödeby</source><id>p${index}</id></sourcedid><userid useridtype="PID">x${index}</userid>` +
      "<name><fn>Björk, Åsa</fn><n><family>Björk</family><given>Åsa</given></n></name><demographics><gender>Female</gender><bday>2013-01-01</bday></demographics>" +
      '<emailworkschool>asa@skola.example</emailworkschool><tel teltype="Mobile">0701740600</tel><institutionrole primaryrole="Yes" institutionroletype="Student"/></person>\n'
    );
  yield "</enterprise>\n";
}

function race(title: string, path: string, ours: string, theirs: string, rounds: number): void {
  const outcomes = new Map<string, Outcome[]>();
  for (let round = 0; round < rounds; round += 1)
    for (const name of [ours, theirs]) {
      const contender = join(shipped, "stream-contender.js");
      const text = execFileSync(process.execPath, [contender, name, path], { encoding: "utf8" });
      const outcome: Outcome = JSON.parse(text);
      outcomes.set(name, [...(outcomes.get(name) ?? []), outcome]);
    }
  const best = (name: string): Outcome => {
    const [first, ...rest] = outcomes.get(name) ?? [];
    if (first === undefined) throw new Error("nothing was measured");
    return rest.reduce((least, one) => (one.milliseconds < least.milliseconds ? one : least), first);
  };
  const [a, b] = [best(ours), best(theirs)];
  if (a.rows !== b.rows || a.letters !== b.letters) throw new Error("the readers do not agree");
  console.log(`\n${title}: ${a.rows.toLocaleString("en")} rows, ${(statSync(path).size / 1e6).toFixed(0)} MB`);
  for (const [name, one] of [
    [ours, a],
    [theirs, b],
  ] as const) {
    const slowest = Math.max(...(outcomes.get(name) ?? []).map(({ milliseconds }) => milliseconds));
    console.log(
      `  ${name.padEnd(18)} ${one.milliseconds.toFixed(0).padStart(6)} ms, peak ${one.megabytes.toFixed(0).padStart(4)} MB, ${(one.megabytes - one.loaded).toFixed(0)} of it for the file   (slowest ${slowest.toFixed(0)} ms of ${rounds})`,
    );
  }
  console.log(
    `  speed ${(b.milliseconds / a.milliseconds).toFixed(2)} times theirs, memory ${(a.megabytes / b.megabytes).toFixed(2)}`,
  );
}

try {
  race("Delimited bytes", write("rows.csv", csvLines(1_000_000)), "csvByteReader", "papaparse", 3);
  race("XML records", write("people.xml", xmlLines(110_000)), "xmlRecords", "fast-xml-parser", 2);
} finally {
  rmSync(folder, { recursive: true });
  rmSync(shipped, { recursive: true });
}
