import { roundingShift } from "./draw-loops.ts";
import {
  type Code,
  f64,
  f64x2,
  type FunctionBuilder,
  i32,
  type Local,
  loop,
  v128,
  type WasmFunction,
} from "./wasm-assembler.ts";
import { addressOf, roundedPair } from "./wasm-network-loops.ts";
import { kept, streams } from "./wasm-streams.ts";

// The loops of draw-loops.ts: four streams at a time, two numbers at a time.

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

export const wasmDrawLoops: readonly WasmFunction[] = [uniform, triangular, triangle, measure, above];
