// A million rows checked and written, one at a time: how far resident memory rises above where it stood after a warm-up.
import { gradesYear9Vt2026, rowChecker, type ScbRecord, writeChunks } from "@milstolpe/scb";
import { pupil } from "./rows.ts";

function* checkedRows(count: number): Generator<ScbRecord, void, undefined> {
  const check = rowChecker(gradesYear9Vt2026);
  for (let index = 0; index < count; index += 1) {
    const row = pupil(index);
    if (check(row, index).length > 0) throw new Error(`row ${index} is refused`);
    yield row;
  }
}

function run(count: number): { readonly bytes: number; readonly peak: number } {
  let [bytes, peak] = [0, 0];
  for (const chunk of writeChunks(checkedRows(count), gradesYear9Vt2026)) {
    bytes += chunk.length;
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  return { bytes, peak };
}

run(20_000);
const baseline = process.memoryUsage.rss();
const start = performance.now();
const { bytes, peak } = run(1_000_000);
const seconds = ((performance.now() - start) / 1000).toFixed(1);
const above = ((peak - baseline) / 1e6).toFixed(0);
console.log(
  `1000000 rows   ${above} MB above a baseline of ${(baseline / 1e6).toFixed(0)} MB, ${(bytes / 1e6).toFixed(0)} MB written, ${seconds} s`,
);
