import type { CompiledModel, RiskSource } from "./compile-model.ts";
import { drawShares } from "./draw-normals.ts";
import { blockSize as B, type Scratch } from "./scratch.ts";

/**
 * In which iterations a risk happens, and its size in each. One variable says both: the risk happens in the upper end of
 * it, of width `probability`, and the further up, the worse. So a likelier risk is never milder in any iteration, and
 * correlated risks are bad together.
 */
export function drawRisk(model: CompiledModel, index: number, size: number, scratch: Scratch): void {
  const { loops, doubles, words, happens, normal, uniform } = scratch;
  const risk = model.risks[index]!;
  const { probability, threshold, parents, row } = risk;
  const [hits, sizes] = [scratch.hits + index * B, scratch.sizes + index * B];
  let count = 0;
  if (row >= 0 && parents.length === 0) {
    count = loops.above(hits, normal + row * B, threshold, size);
    loops.worse(sizes, hits, normal + row * B, probability, scratch.shareTable, count);
  } else {
    drawShares(risk, index, size, scratch);
    if (parents.length === 0) {
      count = loops.above(hits, uniform, 1 - probability, size);
      for (let hit = 0; hit < count; hit += 1)
        doubles[sizes + hit] = (1 - doubles[uniform + words[hits + hit]!]!) / probability;
    } else {
      for (let k = 0; k < size; k += 1) {
        const chance = chanceOf(probability, parents, happens, k);
        if (doubles[uniform + k]! <= 1 - chance) continue;
        words[hits + count] = k;
        doubles[sizes + count] = (1 - doubles[uniform + k]!) / chance;
        count += 1;
      }
    }
  }
  scratch.counts[index] = count;
  if (model.hasDominoes) {
    happens.fill(0, index * B, index * B + size);
    for (let hit = 0; hit < count; hit += 1) happens[index * B + words[hits + hit]!] = 1;
  }
  if (typeof risk.size === "number") doubles.fill(risk.size, sizes, sizes + count);
  else loops.measure(sizes, scratch.sides + index * 5, count);
}

/** A risk's probability in one iteration, with the dominoes that have fallen in it. */
function chanceOf(probability: number, parents: RiskSource["parents"], happens: Uint8Array, k: number): number {
  let chance = probability;
  for (const { risk, strength } of parents) if (happens[risk * B + k] === 1) chance += (1 - chance) * strength;
  return chance;
}
