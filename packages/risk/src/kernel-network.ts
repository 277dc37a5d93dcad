import type { Arc, CompiledModel } from "./compile-model.ts";
import { blockSize as B, type Scratch } from "./scratch.ts";

// Forward and backward through the network, one row of a block's iterations at a time.

/**
 * Earliest finishes where ties go in rings: the same again until nothing moves, for starts only ever grow, towards the
 * least ones that fit. Returns in how many iterations they could not all be met.
 */
export function forwardRound(model: CompiledModel, size: number, scratch: Scratch): number {
  const { doubles } = scratch;
  const rows = doubles.subarray(scratch.finish, scratch.finish + model.ids.length * B);
  for (const place of model.order) rows.fill(-farAway, place * B, place * B + size);
  for (let round = 0; round <= model.ids.length + 1; round += 1) {
    const before = rows.slice();
    for (const place of model.order) finishOf(model, place, size, scratch);
    if (isSame(before, rows, size)) return 0;
  }
  return unmetIterations(model, size, scratch);
}

/** Further than any finish, and still exact. Days. */
const farAway = 2 ** 20;

/** An activity's earliest finishes, once those it waits for have theirs. */
export function finishOf(
  { arcs, notBefore, days: made }: CompiledModel,
  place: number,
  size: number,
  scratch: Scratch,
): void {
  const { loops, doubles, finish, row } = scratch;
  const [out, days] = [finish + place * B, scratch.days + place * B];
  const floor = notBefore[place]!;
  const into = arcs[place]!;
  const [first, second] = into;
  const startsFree = floor === 0 && first !== undefined && isPlain(first);
  // Most activities wait for one or two finishes and nothing else.
  if (startsFree && into.length === 1) return loops.afterOne(out, days, finish + first.from * B, first.lag, size);
  let pushing = into;
  if (startsFree && second && isPlain(second)) {
    const [a, b] = [finish + first.from * B, finish + second.from * B];
    if (into.length === 2) return loops.afterTwo(out, days, a, first.lag, b, second.lag, size);
    loops.laterOfTwo(row, a, first.lag, b, second.lag, size);
    pushing = into.slice(2);
  } else {
    doubles.fill(floor, row, row + size);
    // What does not take place is not held up by its own first day.
    for (const risk of made[place]!.skips) clearHits(risk, scratch);
  }
  for (const arc of pushing) pushRow(arc, size, scratch);
  loops.plus(out, row, days, size);
}

function clearHits(risk: number, { doubles, words, row, hits, counts }: Scratch): void {
  const first = hits + risk * B;
  for (let hit = first; hit < first + counts[risk]!; hit += 1) doubles[row + words[hit]!] = 0;
}

const isPlain = ({ fromFinish, toFinish, lag }: Arc): boolean => fromFinish && !toFinish && lag >= 0;

/** Pushes the start in `row` to where an arc allows it. */
function pushRow({ from, to, fromFinish, toFinish, lag }: Arc, size: number, scratch: Scratch): void {
  const { loops, days, finish, row, zeros } = scratch;
  if (fromFinish && !toFinish) loops.push(row, finish + from * B, lag, size);
  else {
    const [lessA, lessB] = [fromFinish ? zeros : days + from * B, toFinish ? days + to * B : zeros];
    loops.pushTied(row, finish + from * B, lessA, lag, lessB, size);
  }
}

function isSame(before: Float64Array, after: Float64Array, size: number): boolean {
  for (let at = 0; at < after.length; at += B)
    for (let k = at; k < at + size; k += 1) if (before[k] !== after[k]) return false;
  return true;
}

function unmetIterations({ arcs }: CompiledModel, size: number, { doubles, days, finish }: Scratch): number {
  let unmet = 0;
  for (let k = 0; k < size; k += 1) {
    const isMet = arcs.every((into) =>
      into.every(({ from, to, fromFinish, toFinish, lag }) => {
        const [a, b] = [from * B + k, to * B + k];
        const earliest = doubles[finish + a]! - (fromFinish ? 0 : doubles[days + a]!) + lag;
        return earliest <= doubles[finish + b]! - (toFinish ? 0 : doubles[days + b]!);
      }),
    );
    if (!isMet) unmet += 1;
  }
  return unmet;
}

/** The finish of everything. */
export function lastFinish({ lasts }: CompiledModel, size: number, { loops, doubles, finish, end }: Scratch): void {
  doubles.fill(0, end, end + size);
  for (const place of lasts) loops.push(end, finish + place * B, 0, size);
}

/** Latest finishes that leave the target where it is; counts the iterations in which an activity has no slack. */
export function backward(
  model: CompiledModel,
  target: number,
  size: number,
  scratch: Scratch,
  counts: Int32Array,
): void {
  const { loops, doubles, finish, late, end } = scratch;
  const rows = doubles.subarray(late, late + model.ids.length * B);
  rows.fill(farAway);
  const keep = (place: number, at: number): void => rows.set(doubles.subarray(at, at + size), place * B);
  if (target >= 0) keep(target, finish + target * B);
  else for (const place of model.lasts) keep(place, end);
  for (let round = 0; round <= model.ids.length + 1; round += 1) {
    const before = model.hasRings ? rows.slice() : undefined;
    for (let index = model.order.length - 1; index >= 0; index -= 1)
      pullInto(model, model.order[index]!, size, scratch);
    if (!before || isSame(before, rows, size)) break;
  }
  for (let place = 0; place < counts.length; place += 1)
    counts[place] = counts[place]! + loops.withoutSlack(late + place * B, finish + place * B, size);
}

/** Pulls the late finishes of what an activity waits for to where its own allows them. */
function pullInto({ arcs }: CompiledModel, to: number, size: number, scratch: Scratch): void {
  const { loops, days, late, row } = scratch;
  const into = arcs[to]!;
  if (into.length > 0) loops.minus(row, late + to * B, days + to * B, size);
  for (const { from, fromFinish, toFinish, lag } of into) {
    const before = toFinish ? late + to * B : row;
    if (fromFinish) loops.pull(late + from * B, before, lag, size);
    else loops.pullTied(late + from * B, before, lag, days + from * B, size);
  }
}
