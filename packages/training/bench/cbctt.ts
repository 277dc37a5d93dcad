// Solves a problem of ITC-2007, track 3, and writes the standard solution file.
//   node --conditions=milstolpe-source bench/cbctt.ts FILE.ctt [--iterations N | --seconds S] [--seed N] [--out FILE]
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { readCtt, solveTimetable, writeCttSolution } from "@milstolpe/training/timetable";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    iterations: { type: "string" },
    seconds: { type: "string", default: "10" },
    seed: { type: "string", default: "1" },
    out: { type: "string" },
  },
});
const [file] = positionals;
if (file === undefined) throw new Error("which .ctt file?");
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const read = readCtt(readFileSync(file, "utf8"));
if (!read.ok) {
  for (const { where, en } of read.error) console.error(`${where}: ${en}`);
  process.exit(1);
}
const before = cpuMs();
const { timetable, score, iterations } = await solveTimetable(read.value, {
  seed: Number(values.seed),
  ...(values.iterations === undefined
    ? { timeMs: Number(values.seconds) * 1000, now: cpuMs }
    : { iterations: Number(values.iterations) }),
});
if (values.out !== undefined) writeFileSync(values.out, writeCttSolution(timetable));
const cpuSeconds = Math.round(cpuMs() - before) / 1000;
console.log(JSON.stringify({ hard: score.hard, soft: score.soft, iterations, cpuSeconds }));
