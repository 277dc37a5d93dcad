import { roundingShift } from "./draw-loops.ts";
import { sharesPerUnit } from "./normal.ts";
import { halvings, leastDistance, leastExponent, numbersPerCell } from "./quantile-table.ts";
import {
  type Code,
  f64,
  f64x2,
  type FunctionBuilder,
  i32,
  i32x4,
  type Local,
  loop,
  v128,
  type WasmFunction,
} from "./wasm-assembler.ts";
import { addressOf, roundedPair } from "./wasm-network-loops.ts";

// The loops of draw-loops.ts: four streams at a time, two numbers at a time.

/** `mixBits` of four words. */
function mixed(body: FunctionBuilder, words: Code): Code {
  const x = body.local("v128", words);
  const fold = (bits: number): Code => x.set(v128.xor(x.get, i32x4.shiftRight(x.get, i32.constant(bits))));
  const times = (factor: number): Code => x.set(i32x4.mul(x.get, i32x4.splat(i32.constant(factor | 0))));
  body.emit(fold(16), times(0x85eb_ca6b), fold(13), times(0xc2b2_ae35), fold(16));
  return x.get;
}

/** A constant that is made once, before a loop. */
const kept = (body: FunctionBuilder, value: number): Code => body.local("v128", f64x2.constant(value)).get;

const turned = (x: Code, bits: number): Code =>
  v128.or(i32x4.shl(x, i32.constant(bits)), i32x4.shiftRight(x, i32.constant(32 - bits)));

/** The four streams of a source. `next` leaves their next words in `word`; `shares` makes two of them numbers. */
function streams(body: FunctionBuilder, key: Local): { readonly next: Code; readonly shares: (half: 0 | 1) => Code } {
  const source = body.local("i32", i32.shl(key.get, i32.constant(2)));
  const begin = (word: number): Code =>
    mixed(body, v128.xor(v128.load(source.get, 16 * word), v128.load(i32.constant(0), 16 * word)));
  const [s0, s1, s2] = [0, 1, 2].map((word) => body.local("v128", begin(word))) as [Local, Local, Local];
  const s3 = body.local("v128", v128.or(begin(3), i32x4.splat(i32.constant(1))));
  const word = body.local("v128", s0.get);
  const shifted = body.local("v128", s0.get);
  const [step, middle] = [kept(body, 2 ** -32), kept(body, 0.5 + 2 ** -33)];
  const next = [
    word.set(i32x4.add(s0.get, s3.get)),
    word.set(i32x4.add(turned(word.get, 7), s0.get)),
    shifted.set(i32x4.shl(s1.get, i32.constant(9))),
    s2.set(v128.xor(s2.get, s0.get)),
    s3.set(v128.xor(s3.get, s1.get)),
    s1.set(v128.xor(s1.get, s2.get)),
    s0.set(v128.xor(s0.get, s3.get)),
    s2.set(v128.xor(s2.get, shifted.get)),
    s3.set(turned(s3.get, 11)),
  ].flat();
  return {
    next,
    shares: (half) =>
      f64x2.add(f64x2.mul(f64x2.fromLow(half === 0 ? word.get : v128.halves(word.get, word.get, 1, 1)), step), middle),
  };
}

/** Days from two shares of a triangle. The side is chosen by masks: base and scale of the one, changed into the other's. */
function trianglePair(
  body: FunctionBuilder,
  sides: Local,
): (share: Code, fromEnd?: (side: Code, share: Code) => Code) => Code {
  const at = body.local("i32", addressOf(sides));
  const twice = (place: number): Code => v128.loadTwice(at.get, 8 * place);
  const [peak, base, scale] = [0, 1, 3].map((place) => body.local("v128", twice(place))) as [Local, Local, Local];
  const [otherBase, otherScale] = [base, scale].map((from, index) =>
    body.local("v128", v128.xor(from.get, twice(2 + 2 * index))),
  ) as [Local, Local];
  const share = body.local("v128", f64x2.constant(0));
  const isBeyond = body.local("v128", f64x2.constant(0));
  const { add, sub, mul } = f64x2;
  const one = kept(body, 1);
  const chosen = (one: Local, other: Local): Code => v128.xor(one.get, v128.and(isBeyond.get, other.get));
  const side = v128.and(isBeyond.get, one);
  return (value, fromEnd = sub) => [
    ...share.set(value),
    ...isBeyond.set(f64x2.greaterOrEqual(share.get, peak.get)),
    ...add(chosen(base, otherBase), mul(chosen(scale, otherScale), f64x2.sqrt(f64x2.abs(fromEnd(side, share.get))))),
  ];
}

const uniform: WasmFunction = {
  name: "uniform",
  parameters: ["i32", "i32", "i32"],
  write(body, out, key, count) {
    const { next, shares } = streams(body, key);
    const at = body.local("i32", addressOf(out));
    const end = body.local("i32", i32.add(at.get, addressOf(count)));
    body.emit(loop(at, end.get, 32, next, v128.store(at.get, shares(0)), v128.store(at.get, shares(1), 16)));
  },
};

const triangular: WasmFunction = {
  name: "triangular",
  parameters: ["i32", "i32", "i32", "i32"],
  write(body, out, key, sides, count) {
    const { next, shares } = streams(body, key);
    const days = trianglePair(body, sides);
    const at = body.local("i32", addressOf(out));
    const end = body.local("i32", i32.add(at.get, addressOf(count)));
    const shift = kept(body, roundingShift);
    const pair = (half: 0 | 1): Code => v128.store(at.get, roundedPair(days(shares(half)), shift), 16 * half);
    body.emit(loop(at, end.get, 32, next, pair(0), pair(1)));
  },
};

const triangle: WasmFunction = {
  name: "triangle",
  parameters: ["i32", "i32", "i32", "i32"],
  write(body, out, shares, sides, count) {
    const days = trianglePair(body, sides);
    const at = body.local("i32", addressOf(out));
    const from = body.local("i32", i32.sub(addressOf(shares), at.get));
    const end = body.local("i32", i32.add(at.get, addressOf(count)));
    const shift = kept(body, roundingShift);
    const share = v128.load(i32.add(from.get, at.get));
    body.emit(loop(at, end.get, 16, v128.store(at.get, roundedPair(days(share), shift))));
  },
};

const measure: WasmFunction = {
  name: "measure",
  parameters: ["i32", "i32", "i32"],
  write(body, sizes, sides, hitCount) {
    const days = trianglePair(body, sides);
    const at = body.local("i32", addressOf(sizes));
    const end = body.local("i32", i32.add(at.get, addressOf(hitCount)));
    const one = f64x2.constant(1);
    const worse = body.local("v128", one);
    const fromEnd = (side: Code): Code => f64x2.add(f64x2.sub(side, one), worse.get);
    body.emit(
      loop(
        at,
        end.get,
        16,
        worse.set(f64x2.min(v128.load(at.get), one)),
        v128.store(at.get, days(f64x2.sub(one, worse.get), fromEnd)),
      ),
    );
  },
};

const quantiles: WasmFunction = {
  name: "quantiles",
  parameters: ["i32", "i32", "i32", "i32", "i32"],
  write(body, out, shares, table, cellBits, count) {
    const { add, sub, mul } = f64x2;
    const [half, least] = [kept(body, 0.5), kept(body, leastDistance)];
    const at = body.local("i32", addressOf(out));
    const from = body.local("i32", i32.sub(addressOf(shares), at.get));
    const end = body.local("i32", i32.add(at.get, addressOf(count)));
    const bits = body.local("i32", i32.sub(i32.constant(20), cellBits.get));
    const bytes = Math.log2(8 * numbersPerCell);
    const scaled = (number: number): Code => i32.shl(i32.constant(number), i32.add(cellBits.get, i32.constant(bytes)));
    const upperSide = body.local("v128", i32x4.splat(scaled(halvings)));
    const first = body.local("v128", i32x4.splat(i32.sub(addressOf(table), scaled(leastExponent))));
    const [fromMiddle, q, cell, sum] = [0, 1, 2, 3].map(() => body.local("v128", half)) as Four;
    const [a, b] = [0, 1].map(() => body.local("i32", i32.constant(0))) as [Local, Local];
    // Two terms of the one number and two of the other become a term of both, and the next.
    const term = (index: number): Code => {
      const [one, other] = [a, b].map((own) => v128.load(own.get, 16 * Math.floor(index / 2))) as [Code, Code];
      return index % 2 === 0 ? v128.halves(one, other, 0, 2) : v128.halves(one, other, 1, 3);
    };
    body.emit(
      loop(
        at,
        end.get,
        16,
        fromMiddle.set(sub(v128.load(i32.add(from.get, at.get)), half)),
        q.set(f64x2.max(least, sub(half, f64x2.abs(fromMiddle.get)))),
        // The first bits of a number are in its upper word.
        cell.set(
          i32x4.add(
            i32x4.add(i32x4.shl(i32x4.shiftRight(q.get, bits.get), i32.constant(bytes)), first.get),
            v128.and(f64x2.greaterThan(fromMiddle.get, f64x2.constant(0)), upperSide.get),
          ),
        ),
        a.set(i32x4.lane(cell.get, 1)),
        b.set(i32x4.lane(cell.get, 3)),
        q.set(sub(q.get, term(6))),
        sum.set(term(5)),
        ...[4, 3, 2, 1, 0].map((index) => sum.set(add(term(index), mul(q.get, sum.get)))),
        v128.store(at.get, sum.get),
      ),
    );
  },
};
type Four = [Local, Local, Local, Local];

const above: WasmFunction = {
  name: "above",
  parameters: ["i32", "i32", "f64", "i32"],
  result: "i32",
  write(body, hits, row, threshold, count) {
    const first = body.local("i32", i32.shl(hits.get, i32.constant(2)));
    const next = body.local("i32", first.get);
    const from = body.local("i32", addressOf(row));
    const k = body.local("i32", i32.constant(0));
    const value = f64.load(i32.add(from.get, i32.shl(k.get, i32.constant(3))));
    body.emit(
      loop(
        k,
        count.get,
        1,
        i32.store(next.get, k.get),
        next.set(i32.add(next.get, i32.shl(f64.greaterThan(value, threshold.get), i32.constant(2)))),
      ),
    );
    body.emit(i32.shiftRight(i32.sub(next.get, first.get), i32.constant(2)));
  },
};

const worse: WasmFunction = {
  name: "worse",
  parameters: ["i32", "i32", "i32", "f64", "i32", "i32"],
  write(body, sizes, hits, normal, probability, shares, hitCount) {
    const [out, from, table] = [sizes, normal, shares].map((place) => body.local("i32", addressOf(place)));
    const list = body.local("i32", i32.shl(hits.get, i32.constant(2)));
    const hit = body.local("i32", i32.constant(0));
    const cell = body.local("i32", i32.constant(0));
    const [z, place, t, sum] = [0, 1, 2, 3].map(() => body.local("f64", f64.constant(0))) as Four;
    const index = i32.load(i32.add(list.get, i32.shl(hit.get, i32.constant(2))));
    const value = f64.load(i32.add(from!.get, i32.shl(index, i32.constant(3))));
    const term = (at: number): Code => f64.load(cell.get, 8 * at);
    const bounded = f64.min(f64.constant(8), f64.max(f64.constant(-8), f64.neg(value)));
    body.emit(
      loop(
        hit,
        hitCount.get,
        1,
        z.set(bounded),
        place.set(f64.floor(f64.add(f64.mul(z.get, f64.constant(sharesPerUnit)), f64.constant(0.5)))),
        t.set(f64.sub(z.get, f64.mul(place.get, f64.constant(1 / sharesPerUnit)))),
        cell.set(
          i32.add(table!.get, i32.mul(i32.add(i32.from(place.get), i32.constant(8 * sharesPerUnit)), i32.constant(48))),
        ),
        sum.set(term(5)),
        ...[4, 3, 2, 1, 0].map((at) => sum.set(f64.add(term(at), f64.mul(t.get, sum.get)))),
        f64.store(i32.add(out!.get, i32.shl(hit.get, i32.constant(3))), f64.div(sum.get, probability.get)),
      ),
    );
  },
};

export const wasmDrawLoops: readonly WasmFunction[] = [uniform, triangular, triangle, measure, quantiles, above, worse];
