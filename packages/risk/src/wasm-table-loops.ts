import { sharesPerUnit } from "./normal.ts";
import { halvings, leastDistance, leastExponent, numbersPerCell } from "./quantile-table.ts";
import { type Code, f64, f64x2, i32, i32x4, type Local, loop, v128, type WasmFunction } from "./wasm-assembler.ts";
import { addressOf } from "./wasm-network-loops.ts";
import { kept } from "./wasm-streams.ts";

// The loops of draw-loops.ts that look polynomials up in a table.

type Four = [Local, Local, Local, Local];

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

export const wasmTableLoops: readonly WasmFunction[] = [quantiles, worse];
