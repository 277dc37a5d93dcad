import type { CompiledModel, Source } from "./compile-model.ts";
import { normalShare, normalTable } from "./normal.ts";
import { keySize } from "./random.ts";
import { blockSize as B, type Scratch } from "./scratch.ts";

/** Correlated normal variables: independent ones, mixed by the triangle. Each stays a standard normal variable. */
export function drawNormals({ risks, durations, triangle }: CompiledModel, count: number, scratch: Scratch): void {
  if (triangle.length === 0) return;
  const { loops, normal, uniform } = scratch;
  const { cellBits } = normalTable();
  [...risks, ...durations].forEach(({ row }, source) => {
    if (row < 0) return;
    loops.uniform(uniform, scratch.keys + source * keySize, count);
    loops.quantiles(normal + row * B, uniform, scratch.normalTable, cellBits, count);
  });
  loops.mix(normal, scratch.triangle, triangle.length, count);
}

/** Fills `uniform` with the source's own numbers, or with the shares of its correlated normal variable. */
export function drawShares({ row }: Source, source: number, count: number, scratch: Scratch): void {
  const { loops, doubles, normal, uniform } = scratch;
  if (row < 0) loops.uniform(uniform, scratch.keys + source * keySize, count);
  else for (let k = 0; k < count; k += 1) doubles[uniform + k] = normalShare(doubles[normal + row * B + k]!);
}
