// What linking finds and takes, on the public sets beside the checkout and on sets in the manner of larger ones: `node
// --conditions=milstolpe-source bench/link.ts [seed]`.
import { linkRecords } from "@milstolpe/sync/link";
import { febrlLike } from "../test/febrl-like.ts";
import { historicalLike } from "../test/historical-like.ts";
import { fake1000, febrl, hasLinkageData, type LinkageSet } from "../test/linkage-data.ts";

const seed = Number(process.argv[2] ?? 1);
const like3 = { originals: 2000, duplicates: 3000, perOriginal: 5, perField: 2, perRecord: 4, seed };
const sets: readonly (readonly [string, () => LinkageSet])[] = [
  ...(hasLinkageData
    ? ([
        ["FEBRL 1", () => febrl(1)],
        ["FEBRL 2", () => febrl(2)],
        ["fake_1000", fake1000],
      ] as const)
    : []),
  ["like FEBRL 3", () => febrlLike(like3)],
  ["like FEBRL 3, up to 10 faults", () => febrlLike({ ...like3, perRecord: 10 })],
  [
    "like FEBRL 4 (in one list)",
    () => febrlLike({ originals: 5000, duplicates: 5000, perOriginal: 1, perField: 1, perRecord: 4, seed }),
  ],
  ["like FEBRL 3, ten times", () => febrlLike({ ...like3, originals: 20_000, duplicates: 30_000 })],
  ["like historical_50k", () => historicalLike(50_000, seed)],
];
console.log("| set | records | true pairs | precision | recall | F1 | compared | wall s | cpu s | memory MB |");
console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
for (const [name, make] of sets) {
  const set = make();
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  const { pairs, compared } = linkRecords({ left: set.records, comparisons: set.comparisons, blocks: set.blocks });
  const { user, system } = process.cpuUsage(cpu);
  const seconds = [performance.now() - wall, (user + system) / 1000].map((ms) => (ms / 1000).toFixed(1));
  const right = pairs.filter((pair) => set.isSame(pair.left, pair.right)).length;
  const [precision, recall] = [right / pairs.length, right / set.truePairs];
  const shares = [precision, recall, (2 * precision * recall) / (precision + recall)].map((share) => share.toFixed(4));
  const memory = Math.round(process.memoryUsage().rss / 1e6);
  console.log(`| ${[name, set.records.length, set.truePairs, ...shares, compared, ...seconds, memory].join(" | ")} |`);
}
