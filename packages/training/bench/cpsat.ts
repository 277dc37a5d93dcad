// The solver against OR-Tools CP-SAT on a problem in the compact form, the same seconds each in one run. Skipped where python3
// has no ortools (`pip install ortools`, 9.9 or later). CP-SAT gets `--workers` threads and their time on top.
//   node --conditions=milstolpe-source bench/cpsat.ts [FILE] [--seconds S] [--workers N] [--seed N]
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { evaluate, fromCompactAnswer, lowerBound, solve, type CompactAnswer } from "@milstolpe/training";
import { parseProblem } from "@milstolpe/training/schema";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "60" },
    workers: { type: "string", default: "2" },
    seed: { type: "string", default: "1" },
  },
});
if (spawnSync("python3", ["-c", "import ortools.sat.python.cp_model"]).status !== 0) {
  console.log("skipped: python3 has no ortools (pip install ortools)");
  process.exit(0);
}
const file =
  positionals[0] ?? fileURLToPath(new URL("../../../../shared/data/training/rollout-h1.json", import.meta.url));
const read = parseProblem(JSON.parse(readFileSync(file, "utf8")));
if (!read.ok) {
  for (const { where, en } of read.error) console.error(`${where}: ${en}`);
  process.exit(1);
}
const problem = read.value;
const script = fileURLToPath(new URL("cpsat.py", import.meta.url));
const peer = spawnSync("python3", [script, file, values.seconds, values.workers, values.seed], {
  encoding: "utf8",
  maxBuffer: 256 * 1024 * 1024,
});
if (peer.status !== 0) {
  console.error(peer.stderr);
  process.exit(1);
}
/** What the script prints. */
interface PeerResult {
  readonly status: string;
  readonly bound: number;
  readonly wallSeconds: number;
  readonly objective?: number;
  readonly answer?: CompactAnswer;
}
const theirs = JSON.parse(peer.stdout) as PeerResult;
// Whatever a solver says of itself, the rules count.
const counted = theirs.answer && evaluate(problem, fromCompactAnswer(problem, theirs.answer));
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const { score, iterations } = await solve(problem, {
  seed: Number(values.seed),
  timeMs: Number(values.seconds) * 1000,
  now: cpuMs,
});
console.log(
  `CP-SAT, ${values.workers} threads, ${theirs.wallSeconds.toFixed(0)} s: ${theirs.status}, bound ${theirs.bound}`,
);
if (counted) {
  const { hard, medium, soft } = counted;
  console.log(`  hard ${hard}, unplaced ${medium}, cost ${soft} (it says ${theirs.objective})`);
}
console.log(`here, 1 thread, ${values.seconds} s of CPU, ${iterations} steps:`);
console.log(`  hard ${score.hard}, unplaced ${score.medium}, cost ${score.soft}, bound ${lowerBound(problem).total}`);
if (counted) console.log(`ratio ${(counted.soft / score.soft).toFixed(2)}`);
