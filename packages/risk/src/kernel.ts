import type { Arc, CompiledModel, RiskSource, Source } from "./compile-model.ts";
import { triangularQuantile } from "./distribution.ts";
import type { Range } from "./estimate.ts";
import { fillNormal, normalShare } from "./normal.ts";
import { fillUniform, seedStream } from "./random.ts";

/** Iterations that are computed together, array by array. Each block has random numbers of its own. */
export const blockSize = 256;
/** Iterations whose sums are added up together: what a worker is given at a time. A multiple of the block size. */
export const chunkSize = 4096;

/** How much is measured: dates; also what is critical; also what drives the dates. Each costs more than the one before. */
export type Measures = "dates" | "criticality" | "all";

/** What one chunk of iterations came to. Chunks may be computed in any order and anywhere; added in order they are the same. */
export interface Chunk {
  readonly index: number;
  /** Finishes of every milestone, then of everything, `count` each. */
  readonly finishes: Float64Array;
  readonly count: number;
  /** Iterations in which each activity was critical. */
  readonly critical: Int32Array;
  /** For each activity, with d its days and T the target, both less their planned values: Σd, Σd², Σd·T. */
  readonly moments: Float64Array;
  /** For each source and each third of it (low, between, high): n, ΣT, ΣT². */
  readonly thirds: Float64Array;
  /** Iterations in which the ties could not all be met. */
  readonly unmet: number;
}

/** What {@link runChunk} needs besides the model. */
export interface ChunkOptions {
  readonly seed: number;
  readonly iterations: number;
  readonly measures: Measures;
  /** Place of the milestone that criticality and sums are about, or −1 for the end of everything. */
  readonly target: number;
  /** Planned days of each activity and planned finish of the target: what sums are taken from, for accuracy. */
  readonly planned: Float64Array;
  readonly plannedTarget: number;
}

/** The arrays a run of blocks works in: about 30 bytes per activity and iteration of a block. */
interface Scratch {
  readonly days: Float64Array;
  readonly start: Float64Array;
  readonly finish: Float64Array;
  readonly critical: Uint8Array;
  readonly normal: Float64Array;
  readonly uniform: Float64Array;
  readonly effect: Float64Array;
  readonly happens: Uint8Array;
  readonly third: Uint8Array;
  readonly end: Float64Array;
  readonly stream: Int32Array;
}

const B = blockSize;

/** Arrays for {@link runChunk}, to be used again for every chunk. */
export function makeScratch(model: CompiledModel): Scratch {
  const activities = model.ids.length;
  const sources = model.risks.length + model.durations.length;
  return {
    days: new Float64Array(activities * B),
    start: new Float64Array(activities * B),
    finish: new Float64Array(activities * B),
    critical: new Uint8Array(activities * B),
    normal: new Float64Array(model.triangle.length * B),
    uniform: new Float64Array(B),
    effect: new Float64Array(B),
    happens: new Uint8Array(model.risks.length * B),
    third: new Uint8Array(sources * B),
    end: new Float64Array(B),
    stream: new Int32Array(4),
  };
}

/** Computes one chunk. Its result depends on the model, the seed and its index alone. */
export function runChunk(model: CompiledModel, index: number, options: ChunkOptions, scratch: Scratch): Chunk {
  const first = index * chunkSize;
  const count = Math.min(chunkSize, options.iterations - first);
  const { measures, target } = options;
  const rows = model.milestones.length + 1;
  const chunk = {
    index,
    count,
    finishes: new Float64Array(rows * count),
    critical: new Int32Array(model.ids.length),
    moments: new Float64Array(measures === "all" ? model.ids.length * 3 : 0),
    thirds: new Float64Array(measures === "all" ? (model.risks.length + model.durations.length) * 9 : 0),
    unmet: 0,
  };
  for (let done = 0; done < count; done += B) {
    const size = Math.min(B, count - done);
    drawNormals(model, options.seed, (first + done) / B, size, scratch);
    drawDurations(model, options.seed, (first + done) / B, size, scratch);
    drawRisks(model, options.seed, (first + done) / B, size, scratch);
    chunk.unmet += forward(model, size, scratch);
    lastFinish(model, size, scratch);
    model.milestones.forEach((place, row) => {
      chunk.finishes.set(scratch.finish.subarray(place * B, place * B + size), row * count + done);
    });
    chunk.finishes.set(scratch.end.subarray(0, size), (rows - 1) * count + done);
    if (measures === "dates") continue;
    backward(model, target, size, scratch, chunk.critical);
    if (measures === "all") sum(model, options, size, scratch, chunk);
  }
  return chunk;
}

/** Correlated normal variables: independent ones, mixed by the triangle. Each stays a standard normal variable. */
function drawNormals(
  { risks, durations, triangle }: CompiledModel,
  seed: number,
  block: number,
  size: number,
  scratch: Scratch,
) {
  if (triangle.length === 0) return;
  const { normal, uniform, stream } = scratch;
  for (const { hash, row } of [...risks, ...durations]) {
    if (row < 0) continue;
    seedStream(stream, seed, hash, block);
    fillUniform(uniform, size, stream);
    fillNormal(normal, row * B, uniform, size);
  }
  // From the last row up, in place: a row needs only the rows above it as they were.
  for (let row = triangle.length - 1; row >= 0; row -= 1) {
    const weights = triangle[row]!;
    const at = row * B;
    const own = weights[row]!;
    for (let k = 0; k < size; k += 1) normal[at + k] = own * normal[at + k]!;
    let other = 0;
    for (; other + 3 < row; other += 4) {
      const [a, b, c, d] = [weights[other]!, weights[other + 1]!, weights[other + 2]!, weights[other + 3]!];
      const from = other * B;
      for (let k = 0; k < size; k += 1) {
        normal[at + k] =
          normal[at + k]! +
          a * normal[from + k]! +
          b * normal[from + B + k]! +
          (c * normal[from + 2 * B + k]! + d * normal[from + 3 * B + k]!);
      }
    }
    for (; other < row; other += 1) {
      const weight = weights[other]!;
      for (let k = 0; k < size; k += 1) normal[at + k] = normal[at + k]! + weight * normal[other * B + k]!;
    }
  }
}

/** Fills `uniform` with the source's own numbers, or with the shares of its correlated normal variable. */
function drawShares({ hash, row }: Source, seed: number, block: number, size: number, scratch: Scratch): void {
  const { normal, uniform, stream } = scratch;
  if (row < 0) {
    seedStream(stream, seed, hash, block);
    fillUniform(uniform, size, stream);
  } else for (let k = 0; k < size; k += 1) uniform[k] = normalShare(normal[row * B + k]!);
}

function drawDurations(model: CompiledModel, seed: number, block: number, size: number, scratch: Scratch): void {
  const { days, uniform, third } = scratch;
  model.fixed.forEach((value, activity) => days.fill(value, activity * B, activity * B + size));
  model.durations.forEach((source, index) => {
    drawShares(source, seed, block, size, scratch);
    source.fill(days, source.activity * B, uniform, size);
    const at = (model.risks.length + index) * B;
    for (let k = 0; k < size; k += 1) third[at + k] = Number(uniform[k]! >= 0.1) + Number(uniform[k]! > 0.9);
  });
}

/** Factors first, for all risks; then days. */
function drawRisks(model: CompiledModel, seed: number, block: number, size: number, scratch: Scratch): void {
  const added: (() => void)[] = [];
  model.risks.forEach((risk, index) => {
    draw(model, risk, index, seed, block, size, scratch);
    const { effect } = risk;
    if (!effect) return;
    if ("factor" in effect) for (const activity of risk.activities) multiply(scratch, activity * B, size);
    else {
      const extra = scratch.effect.slice(0, size);
      added.push(() => {
        for (const activity of risk.activities) add(scratch.days, activity * B, extra, size);
      });
    }
  });
  for (const run of added) run();
}

function multiply({ days, effect }: Scratch, at: number, size: number): void {
  for (let k = 0; k < size; k += 1) days[at + k] = days[at + k]! * effect[k]!;
}

/** No work takes less than no time, whatever a risk that saves days says. */
function add(days: Float64Array, at: number, extra: Float64Array, size: number): void {
  for (let k = 0; k < size; k += 1) days[at + k] = Math.max(0, days[at + k]! + extra[k]!);
}

/**
 * Whether a risk happens, and its effect in `scratch.effect` (the neutral one where it does not). One variable says both:
 * the risk happens in the upper end of it, of width `probability`, and the further up, the worse. So a likelier risk is
 * never milder in any iteration, and correlated risks are bad together.
 */
function draw(
  model: CompiledModel,
  risk: RiskSource,
  index: number,
  seed: number,
  block: number,
  size: number,
  scratch: Scratch,
): void {
  const { normal, uniform, effect: out, happens, third } = scratch;
  const { probability, threshold, row, effect, parents } = risk;
  const isFactor = effect !== undefined && "factor" in effect;
  const neutral = isFactor ? 1 : 0;
  const severity = effect === undefined ? 0 : "factor" in effect ? effect.factor : effect.days;
  const at = index * B;
  if (row < 0 || parents.length > 0) drawShares(risk, seed, block, size, scratch);
  for (let k = 0; k < size; k += 1) {
    let chance = probability;
    for (const { risk: parent, strength } of parents)
      if (happens[parent * B + k] === 1) chance += (1 - chance) * strength;
    const isNormal = row >= 0 && parents.length === 0;
    const occurs = isNormal ? normal[row * B + k]! > threshold : uniform[k]! > 1 - chance;
    happens[at + k] = Number(occurs);
    third[at + k] = occurs ? 2 : 0;
    out[k] = neutral;
    if (!occurs) continue;
    if (typeof severity === "number") out[k] = severity;
    else {
      const above = isNormal ? normalShare(-normal[row * B + k]!) : 1 - uniform[k]!;
      out[k] = triangularQuantile(1 - above / chance, severity satisfies Range);
    }
  }
}

/** Earliest starts and finishes. Returns in how many iterations a ring of ties could not be met. */
function forward(model: CompiledModel, size: number, scratch: Scratch): number {
  const { days, start, finish } = scratch;
  const pass = (isFirst: boolean): boolean => {
    let moved = false;
    for (const place of model.order) {
      const at = place * B;
      if (isFirst) start.fill(model.notBefore[place]!, at, at + size);
      for (const arc of model.arcs[place]!) moved = push(arc, size, scratch) || moved;
      for (let k = 0; k < size; k += 1) finish[at + k] = start[at + k]! + days[at + k]!;
    }
    return moved;
  };
  if (!model.hasRings) {
    pass(true);
    return 0;
  }
  for (const place of model.order) finish.fill(-Infinity, place * B, place * B + size);
  start.fill(-Infinity);
  pass(true);
  for (let round = 0; round <= model.ids.length; round += 1) if (!pass(false)) return 0;
  return unmetIterations(model, size, scratch);
}

/** Pushes an activity's start to where the arc allows it. Returns whether any iteration moved. */
function push({ from, to, fromFinish, toFinish, lag }: Arc, size: number, { days, start, finish }: Scratch): boolean {
  const end = fromFinish ? finish : start;
  const a = from * B;
  const b = to * B;
  let moved = false;
  if (toFinish) {
    for (let k = 0; k < size; k += 1) {
      const earliest = end[a + k]! + lag - days[b + k]!;
      if (earliest > start[b + k]!) {
        start[b + k] = earliest;
        moved = true;
      }
    }
  } else {
    for (let k = 0; k < size; k += 1) {
      const earliest = end[a + k]! + lag;
      if (earliest > start[b + k]!) {
        start[b + k] = earliest;
        moved = true;
      }
    }
  }
  return moved;
}

function unmetIterations({ arcs }: CompiledModel, size: number, { days, start, finish }: Scratch): number {
  let unmet = 0;
  for (let k = 0; k < size; k += 1) {
    const isMet = arcs.every((into) =>
      into.every(({ from, to, fromFinish, toFinish, lag }) => {
        const end = (fromFinish ? finish : start)[from * B + k]!;
        return end + lag - (toFinish ? days[to * B + k]! : 0) <= start[to * B + k]! + 1e-9;
      }),
    );
    if (!isMet) unmet += 1;
  }
  return unmet;
}

function lastFinish({ lasts }: CompiledModel, size: number, { finish, end }: Scratch): void {
  end.fill(0);
  for (const place of lasts) {
    const at = place * B;
    for (let k = 0; k < size; k += 1) if (finish[at + k]! > end[k]!) end[k] = finish[at + k]!;
  }
}

/** Two ways of the same length differ in the last bits of their sums. Days; no slack that anybody would notice. */
const rounding = 1e-7;

/** Marks what has no slack: the target, and from it backwards whatever an arc ties without room. */
function backward(model: CompiledModel, target: number, size: number, scratch: Scratch, counts: Int32Array): void {
  const { days, start, finish, critical, end } = scratch;
  critical.fill(0);
  if (target >= 0) critical.fill(1, target * B, target * B + size);
  else
    for (const place of model.lasts)
      for (let k = 0; k < size; k += 1) critical[place * B + k] = Number(finish[place * B + k]! >= end[k]! - rounding);
  let again = true;
  while (again) {
    again = false;
    for (let index = model.order.length - 1; index >= 0; index -= 1) {
      for (const { from, to, fromFinish, toFinish, lag } of model.arcs[model.order[index]!]!) {
        const tied = fromFinish ? finish : start;
        const a = from * B;
        const b = to * B;
        for (let k = 0; k < size; k += 1) {
          const earliest = toFinish ? tied[a + k]! + lag - days[b + k]! : tied[a + k]! + lag;
          const mark = critical[b + k]! & Number(earliest >= start[b + k]! - rounding);
          if (model.hasRings && mark > critical[a + k]!) again = true;
          critical[a + k] = critical[a + k]! | mark;
        }
      }
    }
  }
  for (let place = 0; place < counts.length; place += 1) {
    let count = 0;
    for (let k = 0; k < size; k += 1) count += critical[place * B + k]!;
    counts[place] = counts[place]! + count;
  }
}

function sum(model: CompiledModel, options: ChunkOptions, size: number, scratch: Scratch, chunk: Chunk): void {
  const { days, finish, end, third } = scratch;
  const { target, planned, plannedTarget } = options;
  const late = scratch.effect;
  for (let k = 0; k < size; k += 1) late[k] = (target >= 0 ? finish[target * B + k]! : end[k]!) - plannedTarget;
  for (let place = 0; place < model.ids.length; place += 1) {
    const base = planned[place]!;
    let [d, dd, dt] = [0, 0, 0];
    for (let k = 0; k < size; k += 1) {
      const more = days[place * B + k]! - base;
      d += more;
      dd += more * more;
      dt += more * late[k]!;
    }
    addTo(chunk.moments, place * 3, d, dd, dt);
  }
  const sums = new Float64Array(9);
  for (let source = 0; source * 9 < chunk.thirds.length; source += 1) {
    sums.fill(0);
    for (let k = 0; k < size; k += 1) {
      const slot = third[source * B + k]! * 3;
      const more = late[k]!;
      sums[slot] = sums[slot]! + 1;
      sums[slot + 1] = sums[slot + 1]! + more;
      sums[slot + 2] = sums[slot + 2]! + more * more;
    }
    for (let slot = 0; slot < 9; slot += 1)
      chunk.thirds[source * 9 + slot] = chunk.thirds[source * 9 + slot]! + sums[slot]!;
  }
}

function addTo(sums: Float64Array, at: number, a: number, b: number, c: number): void {
  sums[at] = sums[at]! + a;
  sums[at + 1] = sums[at + 1]! + b;
  sums[at + 2] = sums[at + 2]! + c;
}
