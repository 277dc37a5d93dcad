import type { CompiledModel } from "./compile-model.ts";
import type { Chunk, ChunkOptions } from "./kernel.ts";
import { blockSize as B, type Scratch } from "./scratch.ts";

/** Sums for the sensitivities and the tornado. */
export function addSums(
  model: CompiledModel,
  options: ChunkOptions,
  size: number,
  scratch: Scratch,
  chunk: Chunk,
): void {
  const { days, finish, end, hits, counts, lows, highs, tenths, row: late } = scratch;
  const { target, planned, plannedTarget } = options;
  let total = 0;
  let squares = 0;
  for (let k = 0; k < size; k += 1) {
    const more = (target >= 0 ? finish[target * B + k]! : end[k]!) - plannedTarget;
    late[k] = more;
    total += more;
    squares += more * more;
  }
  for (let place = 0; place < model.ids.length; place += 1) {
    const base = planned[place]!;
    let d = 0;
    let dd = 0;
    let dt = 0;
    for (let k = 0; k < size; k += 1) {
      const more = days[place * B + k]! - base;
      d += more;
      dd += more * more;
      dt += more * late[k]!;
    }
    addTo(chunk.moments, place * 3, d, dd, dt);
  }
  for (let risk = 0; risk < model.risks.length; risk += 1) {
    const count = counts[risk]!;
    sumSide(chunk.sides, risk * 6 + 3, late, hits, risk * B, count);
    const [sum, sumSquares] = sumOver(late, hits, risk * B, count);
    addTo(chunk.sides, risk * 6, size - count, total - sum, squares - sumSquares);
  }
  for (let index = 0; index < model.durations.length; index += 1) {
    const slot = (model.risks.length + index) * 6;
    sumSide(chunk.sides, slot, late, lows, index * B, tenths[2 * index]!);
    sumSide(chunk.sides, slot + 3, late, highs, index * B, tenths[2 * index + 1]!);
  }
}

function sumSide(
  sides: Float64Array,
  slot: number,
  late: Float64Array,
  list: Int32Array,
  at: number,
  count: number,
): void {
  const [sum, squares] = sumOver(late, list, at, count);
  addTo(sides, slot, count, sum, squares);
}

function sumOver(
  late: Float64Array,
  list: Int32Array,
  at: number,
  count: number,
): readonly [sum: number, squares: number] {
  let sum = 0;
  let squares = 0;
  for (let hit = at; hit < at + count; hit += 1) {
    const more = late[list[hit]!]!;
    sum += more;
    squares += more * more;
  }
  return [sum, squares];
}

function addTo(sums: Float64Array, at: number, a: number, b: number, c: number): void {
  sums[at] = sums[at]! + a;
  sums[at + 1] = sums[at + 1]! + b;
  sums[at + 2] = sums[at + 2]! + c;
}
