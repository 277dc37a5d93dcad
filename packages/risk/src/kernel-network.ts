import type { Arc, CompiledModel } from "./compile-model.ts";
import { blockSize as B, type Scratch } from "./scratch.ts";

// Forward and backward through the network, one array of a block's iterations at a time. All times are multiples of 2^−30
// days, so that a − b, a + b and their halves are exact: max(a, b) = (a + b + |a − b|) / 2, without a branch.

type Times = Pick<Scratch, "days" | "finish" | "late" | "row" | "end" | "hits" | "counts">;

/**
 * Earliest finishes where ties go in rings: the same again until nothing moves, for starts only ever grow, towards the
 * least ones that fit. Returns in how many iterations they could not all be met.
 */
export function forwardRound(model: CompiledModel, size: number, times: Times): number {
  for (const place of model.order) times.finish.fill(-farAway, place * B, place * B + size);
  for (let round = 0; round <= model.ids.length + 1; round += 1) {
    const before = times.finish.slice();
    for (const place of model.order) finishOf(model, place, size, times);
    if (isSame(before, times.finish, size)) return 0;
  }
  return unmetIterations(model, size, times);
}

/** Further than any finish, and still exact. Days. */
const farAway = 2 ** 20;

/** An activity's earliest finishes, once those it waits for have theirs. */
export function finishOf(
  { arcs, notBefore, days: made }: CompiledModel,
  place: number,
  size: number,
  times: Times,
): void {
  const { days, finish, row } = times;
  const floor = notBefore[place]!;
  const into = arcs[place]!;
  const [first, second] = into;
  const startsFree = floor === 0 && first !== undefined && isPlain(first);
  // Most activities wait for one or two finishes and nothing else.
  if (startsFree && into.length === 1) return afterOne(times, place * B, first, size);
  if (startsFree && second && isPlain(second)) {
    if (into.length === 2) return afterTwo(times, place * B, first, second, size);
    latestOfTwo(times, first, second, size);
    for (const arc of into.slice(2)) pushRow(arc, place, size, times);
  } else {
    row.fill(floor, 0, size);
    // What does not take place is not held up by its own first day.
    for (const risk of made[place]!.skips) clearHits(row, risk, times);
    for (const arc of into) pushRow(arc, place, size, times);
  }
  for (let k = 0; k < size; k += 1) finish[place * B + k] = row[k]! + days[place * B + k]!;
}

function clearHits(row: Float64Array, risk: number, { hits, counts }: Times): void {
  for (let hit = risk * B; hit < risk * B + counts[risk]!; hit += 1) row[hits[hit]!] = 0;
}

const isPlain = ({ fromFinish, toFinish, lag }: Arc): boolean => fromFinish && !toFinish && lag >= 0;

function afterOne({ days, finish }: Times, at: number, { from, lag }: Arc, size: number): void {
  const a = from * B;
  for (let k = 0; k < size; k += 1) finish[at + k] = finish[a + k]! + lag + days[at + k]!;
}

function afterTwo({ days, finish }: Times, at: number, one: Arc, other: Arc, size: number): void {
  const [a, lagA, b, lagB] = [one.from * B, one.lag, other.from * B, other.lag];
  for (let k = 0; k < size; k += 1) {
    const x = finish[a + k]! + lagA;
    const y = finish[b + k]! + lagB;
    finish[at + k] = 0.5 * (x + y + Math.abs(x - y)) + days[at + k]!;
  }
}

function latestOfTwo({ finish, row }: Times, one: Arc, other: Arc, size: number): void {
  const [a, lagA, b, lagB] = [one.from * B, one.lag, other.from * B, other.lag];
  for (let k = 0; k < size; k += 1) {
    const x = finish[a + k]! + lagA;
    const y = finish[b + k]! + lagB;
    row[k] = 0.5 * (x + y + Math.abs(x - y));
  }
}

/** Pushes the start in `row` to where an arc allows it. */
function pushRow(
  { from, fromFinish, toFinish, lag }: Arc,
  to: number,
  size: number,
  { days, finish, row }: Times,
): void {
  const [a, b] = [from * B, to * B];
  if (fromFinish && !toFinish) {
    for (let k = 0; k < size; k += 1) {
      const x = finish[a + k]! + lag;
      const y = row[k]!;
      row[k] = 0.5 * (x + y + Math.abs(x - y));
    }
    return;
  }
  for (let k = 0; k < size; k += 1) {
    const x = finish[a + k]! - (fromFinish ? 0 : days[a + k]!) + lag - (toFinish ? days[b + k]! : 0);
    const y = row[k]!;
    row[k] = 0.5 * (x + y + Math.abs(x - y));
  }
}

function isSame(before: Float64Array, after: Float64Array, size: number): boolean {
  for (let at = 0; at < after.length; at += B)
    for (let k = at; k < at + size; k += 1) if (before[k] !== after[k]) return false;
  return true;
}

function unmetIterations({ arcs }: CompiledModel, size: number, { days, finish }: Times): number {
  let unmet = 0;
  for (let k = 0; k < size; k += 1) {
    const isMet = arcs.every((into) =>
      into.every(({ from, to, fromFinish, toFinish, lag }) => {
        const [a, b] = [from * B + k, to * B + k];
        const earliest = finish[a]! - (fromFinish ? 0 : days[a]!) + lag;
        return earliest <= finish[b]! - (toFinish ? 0 : days[b]!);
      }),
    );
    if (!isMet) unmet += 1;
  }
  return unmet;
}

/** The finish of everything. */
export function lastFinish({ lasts }: CompiledModel, size: number, { finish, end }: Times): void {
  end.fill(0);
  for (const place of lasts)
    for (let k = 0; k < size; k += 1) {
      const x = finish[place * B + k]!;
      const y = end[k]!;
      end[k] = 0.5 * (x + y + Math.abs(x - y));
    }
}

/** Latest finishes that leave the target where it is; counts the iterations in which an activity has no slack. */
export function backward(model: CompiledModel, target: number, size: number, times: Times, counts: Int32Array): void {
  const { finish, late, end } = times;
  late.fill(farAway);
  if (target >= 0) late.set(finish.subarray(target * B, target * B + size), target * B);
  else for (const place of model.lasts) late.set(end.subarray(0, size), place * B);
  for (let round = 0; round <= model.ids.length + 1; round += 1) {
    const before = model.hasRings ? late.slice() : undefined;
    for (let index = model.order.length - 1; index >= 0; index -= 1) pullInto(model, model.order[index]!, size, times);
    if (!before || isSame(before, late, size)) break;
  }
  for (let place = 0; place < counts.length; place += 1)
    counts[place] = counts[place]! + withoutSlack(late, finish, place * B, size);
}

/** Pulls the late finishes of what an activity waits for to where its own allows them. */
function pullInto({ arcs }: CompiledModel, to: number, size: number, { days, late, row }: Times): void {
  const b = to * B;
  const into = arcs[to]!;
  if (into.length > 0) for (let k = 0; k < size; k += 1) row[k] = late[b + k]! - days[b + k]!;
  for (const { from, fromFinish, toFinish, lag } of into) {
    const a = from * B;
    if (fromFinish && !toFinish) {
      for (let k = 0; k < size; k += 1) {
        const x = row[k]! - lag;
        const y = late[a + k]!;
        late[a + k] = 0.5 * (x + y - Math.abs(x - y));
      }
      continue;
    }
    for (let k = 0; k < size; k += 1) {
      const x = (toFinish ? late[b + k]! : row[k]!) - lag + (fromFinish ? 0 : days[a + k]!);
      const y = late[a + k]!;
      late[a + k] = 0.5 * (x + y - Math.abs(x - y));
    }
  }
}

/** Slack is a whole number of 2^−30 days: the smaller of it and 1 is 0 where there is none. */
function withoutSlack(late: Float64Array, finish: Float64Array, at: number, size: number): number {
  let slack = 0;
  for (let k = at; k < at + size; k += 1) {
    const units = (late[k]! - finish[k]!) * 2 ** 30;
    slack += 0.5 * (units + 1 - Math.abs(units - 1));
  }
  return size - slack;
}
