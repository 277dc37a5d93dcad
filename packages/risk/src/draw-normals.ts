import type { CompiledModel, Source } from "./compile-model.ts";
import { fillNormal, normalShare } from "./normal.ts";
import { fillUniform, seedStream } from "./random.ts";
import { blockSize as B, type Scratch } from "./scratch.ts";

/** Correlated normal variables: independent ones, mixed by the triangle. Each stays a standard normal variable. */
export function drawNormals(
  { risks, durations, triangle }: CompiledModel,
  seed: number,
  block: number,
  size: number,
  { normal, uniform, stream }: Scratch,
): void {
  if (triangle.length === 0) return;
  for (const { hash, row } of [...risks, ...durations]) {
    if (row < 0) continue;
    seedStream(stream, seed, hash, block);
    fillUniform(uniform, size, stream);
    fillNormal(normal, row * B, uniform, size);
  }
  // From the last row up, in place: a row needs only the rows above it as they were.
  let row = triangle.length - 1;
  for (; row > 0; row -= 2) mixRows(normal, triangle, row, size);
  // The first row is a variable of its own: its weight is 1.
}

/** Mixes a row and the one above it together, so that what they are made of is read once for both. */
function mixRows(normal: Float64Array, triangle: readonly Float64Array[], row: number, size: number): void {
  const [lower, upper] = [triangle[row]!, triangle[row - 1]!];
  const at = row * B;
  const above = at - B;
  for (let k = 0; k < size; k += 1) {
    const other = normal[above + k]!;
    normal[at + k] = lower[row]! * normal[at + k]! + lower[row - 1]! * other;
    normal[above + k] = upper[row - 1]! * other;
  }
  let from = 0;
  for (; from + 4 < row; from += 4) mixFour(normal, lower, upper, at, from, size);
  for (; from < row - 1; from += 1)
    for (let k = 0; k < size; k += 1) {
      const other = normal[from * B + k]!;
      normal[at + k] = normal[at + k]! + lower[from]! * other;
      normal[above + k] = normal[above + k]! + upper[from]! * other;
    }
}

function mixFour(
  normal: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
  at: number,
  from: number,
  size: number,
): void {
  const [a, b, c, d] = [lower[from]!, lower[from + 1]!, lower[from + 2]!, lower[from + 3]!];
  const [e, f, g, h] = [upper[from]!, upper[from + 1]!, upper[from + 2]!, upper[from + 3]!];
  const above = at - B;
  const first = from * B;
  for (let k = 0; k < size; k += 1) {
    const w = normal[first + k]!;
    const x = normal[first + B + k]!;
    const y = normal[first + 2 * B + k]!;
    const z = normal[first + 3 * B + k]!;
    normal[at + k] = normal[at + k]! + (a * w + b * x) + (c * y + d * z);
    normal[above + k] = normal[above + k]! + (e * w + f * x) + (g * y + h * z);
  }
}

/** Fills `uniform` with the source's own numbers, or with the shares of its correlated normal variable. */
export function drawShares({ hash, row }: Source, seed: number, block: number, size: number, scratch: Scratch): void {
  const { normal, uniform, stream } = scratch;
  if (row < 0) {
    seedStream(stream, seed, hash, block);
    fillUniform(uniform, size, stream);
  } else for (let k = 0; k < size; k += 1) uniform[k] = normalShare(normal[row * B + k]!);
}
