// Measures against @duckdb/node-api in one run: `pnpm bench [rows …]`. Each contender runs in a fresh process, in turn.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { plantedCsv } from "../test/csv-data.ts";

interface Measured {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly rssMb: number;
}

const sizes = process.argv.slice(2).map(Number);
const rounds = 5;
const contenders = ["milstolpe", "duckdb"] as const;
const runner = fileURLToPath(new URL("./csv-contender.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "milstolpe-bench-"));

function run(contender: string, before: string, after: string, truth: object): Measured {
  const child = spawnSync(process.execPath, ["--conditions=milstolpe-source", runner, contender, before, after], {
    encoding: "utf8",
  });
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
  console.log(`${cpus()[0]?.model ?? "?"}, ${cpus().length} cores, Node ${process.version}; medians of ${rounds} runs`);
  console.log("| rows | order | MB | contender | wall ms | cpu ms | memory MB | DuckDB ÷ it, wall | … cpu |");
  console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
  for (const rows of sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]) {
    for (const order of ["same", "shuffled"] as const) {
      const planted = plantedCsv(rows, order);
      const [before, after] = [join(folder, "before.csv"), join(folder, "after.csv")];
      writeFileSync(before, planted.before);
      writeFileSync(after, planted.after);
      const megabytes = Math.round((planted.before.length + planted.after.length) / 1e6);
      const runs: Record<string, Measured[]> = {};
      for (let round = 0; round < rounds; round += 1)
        for (const contender of contenders) (runs[contender] ??= []).push(run(contender, before, after, planted.truth));
      const peer = medians(runs["duckdb"] ?? []);
      for (const contender of contenders) {
        const { wallMs, cpuMs, rssMb } = medians(runs[contender] ?? []);
        const ratios = [peer.wallMs / wallMs, peer.cpuMs / cpuMs].map((ratio) => ratio.toFixed(2));
        console.log(
          `| ${[rows, order, megabytes, contender, Math.round(wallMs), Math.round(cpuMs), Math.round(rssMb), ...ratios].join(" | ")} |`,
        );
      }
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
