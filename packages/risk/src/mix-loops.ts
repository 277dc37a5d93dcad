import { DrawLoops } from "./draw-loops.ts";
import { blockSize as B } from "./scratch.ts";

/** Correlates rows, in TypeScript: from the last row up, since a row needs only the rows above it as they were. */
export class MixLoops extends DrawLoops {
  mix(normal: number, triangle: number, rows: number, count: number): void {
    // The first row is a variable of its own: its weight is 1.
    for (let row = rows - 1; row > 0; row -= 2)
      mixRows(this.doubles, normal, triangle + row * rows, triangle + (row - 1) * rows, row, count);
  }
}

/** A row and the one above it together, so that what they are made of is read once for both. */
function mixRows(
  doubles: Float64Array,
  normal: number,
  lower: number,
  upper: number,
  row: number,
  count: number,
): void {
  const at = normal + row * B;
  const [own, next, other] = [doubles[lower + row]!, doubles[lower + row - 1]!, doubles[upper + row - 1]!];
  for (let k = at; k < at + count; k += 1) {
    const above = doubles[k - B]!;
    doubles[k] = own * doubles[k]! + next * above;
    doubles[k - B] = other * above;
  }
  let from = 0;
  for (; from + 4 < row; from += 4) mixFour(doubles, normal + from * B, lower + from, upper + from, at, count);
  for (; from < row - 1; from += 1) {
    const [a, e] = [doubles[lower + from]!, doubles[upper + from]!];
    const first = normal + from * B - at;
    for (let k = at; k < at + count; k += 1) {
      const w = doubles[first + k]!;
      doubles[k] = doubles[k]! + a * w;
      doubles[k - B] = doubles[k - B]! + e * w;
    }
  }
}

function mixFour(doubles: Float64Array, rows: number, lower: number, upper: number, at: number, count: number): void {
  const [a, b, c, d] = [doubles[lower]!, doubles[lower + 1]!, doubles[lower + 2]!, doubles[lower + 3]!];
  const [e, f, g, h] = [doubles[upper]!, doubles[upper + 1]!, doubles[upper + 2]!, doubles[upper + 3]!];
  const first = rows - at;
  for (let k = at; k < at + count; k += 1) {
    const w = doubles[first + k]!;
    const x = doubles[first + B + k]!;
    const y = doubles[first + 2 * B + k]!;
    const z = doubles[first + 3 * B + k]!;
    doubles[k] = doubles[k]! + (a * w + b * x) + (c * y + d * z);
    doubles[k - B] = doubles[k - B]! + (e * w + f * x) + (g * y + h * z);
  }
}
