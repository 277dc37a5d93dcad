import type { CompiledModel, RiskSource } from "./compile-model.ts";
import { drawShares } from "./draw-normals.ts";
import { normalShare } from "./normal.ts";
import { blockSize as B, type Scratch } from "./scratch.ts";

/**
 * In which iterations a risk happens, and its size in each. One variable says both: the risk happens in the upper end of
 * it, of width `probability`, and the further up, the worse. So a likelier risk is never milder in any iteration, and
 * correlated risks are bad together.
 */
export function drawRisk(
  model: CompiledModel,
  index: number,
  seed: number,
  block: number,
  size: number,
  scratch: Scratch,
): void {
  const { normal, uniform, happens, hits, counts, sizes } = scratch;
  const risk: RiskSource = model.risks[index]!;
  const { probability, threshold, parents, row } = risk;
  const at = index * B;
  let count = 0;
  if (row >= 0 && parents.length === 0) {
    count = findAbove(hits, at, normal, row * B, threshold, size);
    for (let hit = at; hit < at + count; hit += 1)
      sizes[hit] = normalShare(-normal[row * B + hits[hit]!]!) / probability;
  } else {
    drawShares(risk, seed, block, size, scratch);
    if (parents.length === 0) {
      count = findAbove(hits, at, uniform, 0, 1 - probability, size);
      for (let hit = at; hit < at + count; hit += 1) sizes[hit] = (1 - uniform[hits[hit]!]!) / probability;
    } else {
      for (let k = 0; k < size; k += 1) {
        const chance = chanceOf(probability, parents, happens, k);
        if (uniform[k]! <= 1 - chance) continue;
        hits[at + count] = k;
        sizes[at + count] = (1 - uniform[k]!) / chance;
        count += 1;
      }
    }
  }
  counts[index] = count;
  if (model.hasDominoes) {
    happens.fill(0, at, at + size);
    for (let hit = at; hit < at + count; hit += 1) happens[at + hits[hit]!] = 1;
  }
  measureSizes(risk, sizes, at, count);
}

/** Lists the places at which a row is above a threshold; returns how many those are. */
function findAbove(
  hits: Int32Array,
  at: number,
  row: Float64Array,
  from: number,
  threshold: number,
  size: number,
): number {
  let next = at;
  for (let k = 0; k < size; k += 1) {
    hits[next] = k;
    next += Number(row[from + k]! > threshold);
  }
  return next - at;
}

/** From how much of the risk lies further up (0: nothing, it is as bad as it gets) to its size. */
function measureSizes({ size }: RiskSource, sizes: Float64Array, at: number, count: number): void {
  if (typeof size === "number") {
    sizes.fill(size, at, at + count);
    return;
  }
  const { peak, base, scale } = size;
  for (let hit = at; hit < at + count; hit += 1) {
    // As far as it may be from the upper end, rounding may put it a hair beyond the lower one.
    const above = Math.min(1, sizes[hit]!);
    const side = Number(1 - above >= peak);
    sizes[hit] = base[side]! + scale[side]! * Math.sqrt(Math.abs(side - 1 + above));
  }
}

/** A risk's probability in one iteration, with the dominoes that have fallen in it. */
function chanceOf(probability: number, parents: RiskSource["parents"], happens: Uint8Array, k: number): number {
  let chance = probability;
  for (const { risk, strength } of parents) if (happens[risk * B + k] === 1) chance += (1 - chance) * strength;
  return chance;
}
