import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  auditByLp,
  auditProtection,
  cube,
  protect,
  readPx,
  streamPx,
  type Table,
  writePx,
} from "@milstolpe/statistics";
import highs from "highs";

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

// A municipality's grades: 85 schools and 6 grades with totals, 602 cells, and the attack on two ways to publish them.
const next = ((state: number) => () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
})(1);
const pupils = Array.from({ length: 3000 }, () => ({
  school: `S${Math.floor(85 * next() ** 2)}`,
  grade: "EDCBAF".charAt(Math.floor(6 * next() ** 2)),
}));
const total = { sv: "Totalt" };
const made = cube(pupils, {
  languages: ["sv"],
  title: { sv: "Betyg" },
  dimensions: [
    { id: "skola", label: { sv: "skola" }, of: ({ school }) => school, totalLabel: total },
    { id: "betyg", label: { sv: "betyg" }, of: ({ grade }) => grade, totalLabel: total },
  ],
});
const original = made.table;
const naive = {
  ...original,
  values: original.values.map((value) => (value !== null && value > 0 && value < 5 ? null : value)),
};
const published = protect(made, { method: "suppression", threshold: 5 });
const hidden = (values: Table["values"]): number => values.filter((value) => value === null).length;
console.log(`\nDisclosure control, ${original.values.length} cells, threshold 5`);
console.log(
  `  the small cells alone: ${hidden(naive.values)} left out, ${auditProtection(naive).counts.exposed} of them exposed`,
);
const { counts } = auditProtection(published.table, { original });
console.log(
  `  protect:               ${hidden(published.table.values)} left out, ${counts.exposed} exposed, ${counts.protected} proven`,
);
const protectMs = best(() => protect(made, { method: "suppression", threshold: 5 }));
const auditMs = best(() => auditProtection(published.table, { original }));
const solver = await highs();
const lpStart = performance.now();
const exact = auditByLp(published.table, solver);
const lpMs = performance.now() - lpStart;
console.log(`  protect                     ${protectMs.toFixed(0).padStart(6)} ms`);
console.log(`  auditProtection             ${auditMs.toFixed(0).padStart(6)} ms`);
console.log(
  `  the same by HiGHS           ${lpMs.toFixed(0).padStart(6)} ms   ratio ${(lpMs / auditMs).toFixed(0)}, exposed ${exact.counts.exposed}`,
);

// A file that never is in memory: 20,000,000 cells, made as they are read.
const wide = [list("rad", 4000), list("kolumn", 5000)];
const head = writePx({ ...table, dimensions: wide, stubCount: 1, values: [] });
if (!head.ok) throw new Error("the head could not be written");
const statements = new TextDecoder().decode(head.value).replace(/DATA=[^]*$/, "DATA=\n");
function* pieces(): Generator<Uint8Array> {
  yield new TextEncoder().encode(statements);
  const row = new TextEncoder().encode(`${Array.from({ length: 5000 }, (_, at) => at % 977).join(" ")} \n`);
  for (let at = 0; at < 4000; at += 1) yield row;
  yield new TextEncoder().encode(";");
}
const before = process.memoryUsage().rss;
let most = before;
let sum = 0;
const streamStart = performance.now();
const streamed = await streamPx(pieces(), () => (cell, value) => {
  sum += value ?? 0;
  if (cell % 1_000_000 === 0) most = Math.max(most, process.memoryUsage().rss);
});
const seconds = (performance.now() - streamStart) / 1000;
console.log(`\nstreamPx, 20,000,000 cells, sum ${sum}, findings: ${streamed.findings.length}`);
console.log(
  `  ${seconds.toFixed(2)} s, ${(20 / seconds).toFixed(0)} million cells a second, ${((most - before) / 1e6).toFixed(0)} MB above the start`,
);
