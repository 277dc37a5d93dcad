// Writing and checking against csv-stringify, in one run; memory of a million rows in a process of its own.
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { stringify } from "csv-stringify/sync";
import { checkRows, gradesYear9Vt2026, readReport, writeRows } from "@milstolpe/scb";
import { pupil } from "./rows.ts";

const layout = gradesYear9Vt2026;
const names = layout.fields.map(({ name }) => name);
const rows = Array.from({ length: 100_000 }, (_, index) => pupil(index));

/** Median of five runs, in milliseconds, after one to warm up. */
function median(run: () => unknown): number {
  run();
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.toSorted((a, b) => a - b)[2] ?? 0;
}

const peer = (): Uint8Array =>
  Buffer.from(stringify(rows, { columns: names, delimiter: ";", record_delimiter: "\r\n", quote: "" }), "latin1");
const ours = (): Uint8Array => writeRows(rows, layout);
const isSame = Buffer.compare(peer(), ours()) === 0;
const faults = checkRows(rows, layout).filter(({ isHeld }) => isHeld).length;
const bytes = ours();

const [write, writePeer, check, read] = [
  median(ours),
  median(peer),
  median(() => checkRows(rows, layout)),
  median(() => readReport(bytes)),
];
console.log(
  `${rows.length} rows × ${names.length} fields, ${(bytes.length / 1e6).toFixed(1)} MB, ${cpus().length} cores, Node ${process.version}`,
);
console.log(`identical bytes: ${isSame}; rows refused by the checks: ${faults}`);
console.log(
  `write          ${write.toFixed(0)} ms, csv-stringify ${writePeer.toFixed(0)} ms: ${(writePeer / write).toFixed(1)} times as fast`,
);
console.log(`check          ${check.toFixed(0)} ms: ${(check / write).toFixed(2)} times the writing`);
console.log(`read and check ${read.toFixed(0)} ms`);
const memory = new URL("memory.ts", import.meta.url).pathname;
console.log(execFileSync(process.execPath, ["--conditions=milstolpe-source", memory], { encoding: "utf8" }).trim());
