// Measures against @duckdb/node-api in one run: `pnpm bench [rows …]`. Each contender runs in a fresh process, in turn: what is
// measured begins with the start of Node and has every import and all compiling in it, on both sides.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { csvColumns, plantedCsv } from "../test/csv-data.ts";

interface Measured {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly rssMb: number;
}

const sizes = process.argv.slice(2).map(Number);
/** Of more rows than a million, once. */
const roundsOf = (rows: number): number => (rows > 1_000_000 ? 1 : 5);
const contenders = ["kernel", "kernel, 2 threads", "plain TypeScript", "DuckDB"] as const;
const runner = fileURLToPath(new URL("./csv-contender.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "milstolpe-bench-"));

function run(contender: string, before: string, after: string, truth: object): Measured {
  const given = ["--conditions=milstolpe-source", runner, contender, before, after, csvColumns.join(",")];
  const child = spawnSync(process.execPath, given, { encoding: "utf8" });
  if (child.status !== 0) throw new Error(`${contender} failed: ${child.stderr}`);
  const { counts, ...measured } = JSON.parse(child.stdout) as Measured & { counts: object };
  if (JSON.stringify(counts) !== JSON.stringify(truth)) throw new Error(`${contender} is wrong: ${child.stdout}`);
  return measured;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const medians = (runs: readonly Measured[]): Measured => ({
  wallMs: median(runs.map(({ wallMs }) => wallMs)),
  cpuMs: median(runs.map(({ cpuMs }) => cpuMs)),
  rssMb: median(runs.map(({ rssMb }) => rssMb)),
});

try {
  console.log(`${cpus()[0]?.model ?? "?"}, ${cpus().length} cores, Node ${process.version}; medians of 5 runs`);
  console.log("| rows | order | MB | contender | wall ms | cpu ms | memory MB | DuckDB ÷ it: wall | cpu | memory |");
  console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
  for (const rows of sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]) {
    for (const order of ["same", "shuffled"] as const) {
      const planted = plantedCsv(rows, order);
      const [before, after] = [join(folder, "before.csv"), join(folder, "after.csv")];
      writeFileSync(before, planted.before);
      writeFileSync(after, planted.after);
      const megabytes = Math.round((planted.before.length + planted.after.length) / 1e6);
      const runs: Record<string, Measured[]> = {};
      for (let round = 0; round < roundsOf(rows); round += 1)
        for (const contender of contenders) (runs[contender] ??= []).push(run(contender, before, after, planted.truth));
      const peer = medians(runs["DuckDB"] ?? []);
      for (const contender of contenders) {
        const { wallMs, cpuMs, rssMb } = medians(runs[contender] ?? []);
        const ratios = [peer.wallMs / wallMs, peer.cpuMs / cpuMs, peer.rssMb / rssMb].map((ratio) => ratio.toFixed(1));
        console.log(
          `| ${[rows, order, megabytes, contender, Math.round(wallMs), Math.round(cpuMs), Math.round(rssMb), ...ratios].join(" | ")} |`,
        );
      }
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
