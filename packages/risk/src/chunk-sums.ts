import { sections } from "./block-loops.ts";
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
  const { loops, doubles, days, finish, end, sums, hits, counts, lows, highs, tenths, row } = scratch;
  const { target, planned, plannedTarget } = options;
  const from = target >= 0 ? finish + target * B : end;
  let total = 0;
  let squares = 0;
  for (let k = 0; k < size; k += 1) {
    const more = doubles[from + k]! - plannedTarget;
    doubles[row + k] = more;
    total += more;
    squares += more * more;
  }
  const late = doubles.subarray(row, row + size);
  const count = model.ids.length;
  // The last turn of the sections is filled up with what adds nothing.
  const full = Math.ceil(size / sections) * sections;
  doubles.fill(0, row + size, row + full);
  for (let place = 0; place <= count; place += 1) {
    doubles.fill(0, sums, sums + 3 * sections);
    // The target itself comes last.
    if (place === count) loops.moments(sums, row, 0, row, size);
    else {
      doubles.fill(planned[place]!, days + place * B + size, days + place * B + full);
      loops.moments(sums, days + place * B, planned[place]!, row, size);
    }
    const slot = place * 3 * sections;
    for (let at = 0; at < 3 * sections; at += 1)
      chunk.moments[slot + at] = chunk.moments[slot + at]! + doubles[sums + at]!;
  }
  for (let risk = 0; risk < model.risks.length; risk += 1) {
    const count = counts[risk]!;
    sumSide(chunk.sides, risk * 6 + 3, late, scratch.words, hits + risk * B, count);
    const [sum, sumSquares] = sumOver(late, scratch.words, hits + risk * B, count);
    addTo(chunk.sides, risk * 6, size - count, total - sum, squares - sumSquares);
  }
  for (let index = 0; index < model.durations.length; index += 1) {
    const slot = (model.risks.length + index) * 6;
    sumSide(chunk.sides, slot, late, scratch.words, lows + index * B, tenths[2 * index]!);
    sumSide(chunk.sides, slot + 3, late, scratch.words, highs + index * B, tenths[2 * index + 1]!);
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
