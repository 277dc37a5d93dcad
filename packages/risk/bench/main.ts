import { type Kernel, simulate, type Simulation } from "@milstolpe/risk";
import { wasmKernel } from "@milstolpe/risk/wasm";
import { spawnSync } from "node:child_process";
import { isDeepStrictEqual } from "node:util";
import { naive } from "./naive.ts";
import { benchModel } from "./network.ts";
import { numpyPeer, numpyVersion } from "./numpy.ts";
import { squiggle } from "./squiggle.ts";
import { workersLine } from "./workers.ts";

const rounds = Number(process.env["ROUNDS"] ?? 7);
const iterations = 200_000;
const model = benchModel();

/** CPU microseconds for each iteration. */
async function cpu(count: number, work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const wasm = await wasmKernel();
const ours = (measures: "dates" | "criticality" | "all", seed: number, kernel?: Kernel): Simulation => {
  const result = simulate(model, { iterations, seed, measures, ...(kernel ? { kernel } : {}) });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

const { activities, links } = model.network;
console.log(
  `${activities.length} activities, ${links.length} links, ${model.risks?.length} risks correlated in ${model.correlation?.length} pairs; ` +
    `${iterations} iterations, ${rounds} rounds in turn, CPU time of one thread, median [least – most]`,
);
const version = numpyVersion();
const peers = version
  ? {
      dates: numpyPeer(model, { iterations, chunk: 10_000, criticality: false }),
      criticality: numpyPeer(model, { iterations, chunk: 10_000, criticality: true }),
    }
  : undefined;
const times = new Map<string, number[]>();
const note = (name: string, time: number) => times.set(name, [...(times.get(name) ?? []), time]);
const few = 2000;
let squiggleMean = Number.NaN;
// Once unmeasured: compilers and caches.
const first = ours("all", 0);
if (!isDeepStrictEqual(first, ours("all", 0, wasm))) throw new Error("the kernels differ");
await peers?.dates.run(0);
const other = await peers?.criticality.run(0);
for (let round = 1; round <= rounds; round += 1) {
  note("dates", await cpu(iterations, () => ours("dates", round)));
  if (peers) note("numpy: dates", ((await peers.dates.run(round)).seconds * 1e6) / iterations);
  note("wasm: dates", await cpu(iterations, () => ours("dates", round, wasm)));
  note("criticality", await cpu(iterations, () => ours("criticality", round)));
  if (peers) note("numpy: criticality", ((await peers.criticality.run(round)).seconds * 1e6) / iterations);
  note("wasm: criticality", await cpu(iterations, () => ours("criticality", round, wasm)));
  note("all", await cpu(iterations, () => ours("all", round)));
  note("wasm: all", await cpu(iterations, () => ours("all", round, wasm)));
  if (round <= 2)
    note("Squiggle: dates", await cpu(10_000, async () => (squiggleMean = await squiggle(model, 10_000, round))));
  note("naive objects: dates", await cpu(few, () => naive(model, few)));
}
peers?.dates.stop();
peers?.criticality.stop();
for (const [name, list] of times)
  console.log(
    `  ${name.padEnd(22)} ${median(list).toFixed(2).padStart(8)} µs   [${Math.min(...list).toFixed(2)} – ${Math.max(...list).toFixed(2)}]`,
  );
/** Median over the rounds of the quotient in each: what slows the machine down slows both. */
const ratio = (a: string, b: string, digits = 2): string =>
  median((times.get(b) ?? []).map((time, round) => (times.get(a)?.[round] ?? Number.NaN) / time)).toFixed(digits);
if (peers) {
  console.log(`dates against numpy ${version}: ratio ${ratio("dates", "numpy: dates")}`);
  console.log(`dates by ${wasm.name} against numpy: ratio ${ratio("wasm: dates", "numpy: dates")}`);
  console.log(`criticality against numpy ${version}: ratio ${ratio("criticality", "numpy: criticality")}`);
}
console.log(`dates against naive objects: 1 / ${(1 / Number(ratio("dates", "naive objects: dates", 5))).toFixed(0)}`);
console.log(
  `dates against Squiggle 0.10.0, 10,000 samples, without correlation: 1 / ${(1 / Number(ratio("dates", "Squiggle: dates", 5))).toFixed(0)}`,
);
console.log(
  `wasm against TypeScript: dates ${ratio("wasm: dates", "dates")}, criticality ${ratio("wasm: criticality", "criticality")}, everything ${ratio("wasm: all", "all")}`,
);
console.log(`criticality on against off: ratio ${ratio("criticality", "dates")}; everything: ${ratio("all", "dates")}`);

const slow = naive(model, 20_000);
console.log(
  `they agree: mean ${first.end.mean.toFixed(1)}, Squiggle ${squiggleMean.toFixed(1)} (independent risks), naive ${slow.mean.toFixed(1)}${other ? `, numpy ${other.mean.toFixed(1)}` : ""}`,
);
console.log(
  `P80 ${first.end.p80.toFixed(1)}, naive ${slow.p80.toFixed(1)}${other ? `, numpy ${other.p80.toFixed(1)} (its severities are drawn apart from occurrence)` : ""}`,
);
const critical = Object.values(first.criticality).reduce((sum, share) => sum + share, 0);
console.log(
  `critical activities on average ${critical.toFixed(2)}${other ? `, numpy ${other.critical.toFixed(2)}` : ""}`,
);

// What a page with a slider asks for, what a server would, and how much memory that takes.
const rollout = benchModel({ activities: 61, links: 142, risks: 10, hits: 14, seed: 2 });
const live = { iterations: 100_000, seed: 1, measures: "dates" } as const;
simulate(rollout, live);
const slider = await Promise.all([1, 2, 3, 4, 5].map((seed) => cpu(1, () => simulate(rollout, { ...live, seed }))));
console.log(`61 activities, 10 risks, 100,000 iterations, dates: ${(median(slider) / 1000).toFixed(0)} ms of CPU time`);
// As it is shipped (`pnpm build` first): taking the types off the sources takes memory, too.
const memory = (iterations: number) =>
  JSON.parse(
    spawnSync(process.execPath, [new URL("./million.mjs", import.meta.url).pathname, String(iterations)], {
      encoding: "utf8",
      input: JSON.stringify(model),
    }).stdout,
  ) as { readonly seconds: number; readonly megabytes: number };
const [idle, million] = [memory(1), memory(1_000_000)];
console.log(
  `1,000,000 iterations: ${million.seconds.toFixed(2)} s of CPU time, at most ${million.megabytes.toFixed(0)} MB in the whole process; ` +
    `${(million.megabytes - idle.megabytes).toFixed(0)} MB above one that has simulated once`,
);
for (const kernel of ["typescript", "wasm"] as const) console.log(await workersLine(model, kernel));
