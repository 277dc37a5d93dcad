import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPx, type Table, writePx } from "@milstolpe/statistics";

/** Best of five, in milliseconds. */
function best(run: () => unknown, rounds = 5): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.min(...times);
}

const list = (name: string, count: number): Table["dimensions"][number] => ({
  id: name,
  label: { sv: name },
  categories: Array.from({ length: count }, (_, at) => ({ code: `${at}`, label: { sv: `${name} ${at}` } })),
});
const dimensions = [list("skola", 500), list("årskurs", 10), list("ämne", 20), list("år", 5)];
const cells = 500 * 10 * 20 * 5;
const table: Table = {
  languages: ["sv"],
  title: { sv: "Elever" },
  dimensions,
  stubCount: 3,
  values: Array.from({ length: cells }, (_, at) => (at * 7919) % 1000),
  status: {},
  legend: {},
  decimals: 0,
  notes: [],
  facts: { matrix: "A", subjectCode: "UF", subjectArea: { sv: "U" }, contents: { sv: "E" }, unit: { sv: "antal" } },
};
const written = writePx(table, { encoding: "windows-1252" });
if (!written.ok) throw new Error("the table could not be written");
const bytes = written.value;

/** What a script of twenty lines does: the whole file as text, split by regular expressions, nothing checked. */
function simpleReader(source: Uint8Array): { size: number; values: number[] } {
  const text = new TextDecoder("windows-1252").decode(source);
  const [head = "", data = ""] = text.split(/^DATA=/m);
  const statements = [...head.matchAll(/^([A-Z-]+)(?:\("(.*?)"\))?=([^;]*);/gm)];
  const values = (data.match(/[^\s;]+/g) ?? []).map((cell) => (cell.startsWith('"') ? Number.NaN : Number(cell)));
  return { size: statements.length, values };
}

/** Reading time of pyaxis for the same file, where python has it. */
function pyaxis(): number | undefined {
  const folder = mkdtempSync(join(tmpdir(), "px-"));
  const script = `
import sys, time
from pyaxis import pyaxis
best = 1e9
for _ in range(2):
    start = time.perf_counter()
    pyaxis.parse(uri=sys.argv[1], encoding="windows-1252")
    best = min(best, time.perf_counter() - start)
print(best * 1000)`;
  try {
    writeFileSync(join(folder, "table.px"), bytes);
    const python = process.env["PYTHON"] ?? "python3";
    return Number(execFileSync(python, ["-c", script, join(folder, "table.px")], { encoding: "utf8", stdio: "pipe" }));
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (readPx(bytes).table?.values.join() !== simpleReader(bytes).values.join()) throw new Error("the readers disagree");
console.log(`PX, ${cells} cells, ${(bytes.length / 1e6).toFixed(1)} MB`);
const ours = best(() => readPx(bytes));
const simple = best(() => simpleReader(bytes));
const python = pyaxis();
console.log(`  readPx, checks and all      ${ours.toFixed(0).padStart(6)} ms`);
console.log(`  regular expressions         ${simple.toFixed(0).padStart(6)} ms   ratio ${(simple / ours).toFixed(1)}`);
console.log(
  python === undefined
    ? "  pyaxis is not installed; PYTHON names a python that has it"
    : `  pyaxis                      ${python.toFixed(0).padStart(6)} ms   ratio ${(python / ours).toFixed(1)}`,
);
console.log(
  `  writePx                     ${best(() => writePx(table))
    .toFixed(0)
    .padStart(6)} ms`,
);
