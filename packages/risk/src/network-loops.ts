import { type BlockLoops, sections } from "./block-loops.ts";
import { roundingShift } from "./draw-loops.ts";

type NetworkLoops = Omit<
  BlockLoops,
  "uniform" | "triangular" | "triangle" | "quantiles" | "stretch" | "mix" | "above" | "worse" | "measure"
>;

/**
 * Loops over days and finishes, in TypeScript. Sums and halves are exact, so max(a, b) = (a + b + |a − b|) / 2: without a
 * branch that a processor could guess wrong.
 */
export function networkLoops(doubles: Float64Array, words: Int32Array): NetworkLoops {
  return {
    multiply(days, hits, sizes, hitCount) {
      for (let hit = 0; hit < hitCount; hit += 1) {
        const k = days + words[hits + hit]!;
        doubles[k] = doubles[k]! * doubles[sizes + hit]! + roundingShift - roundingShift;
      }
    },
    add(days, hits, sizes, hitCount) {
      for (let hit = 0; hit < hitCount; hit += 1) {
        const k = days + words[hits + hit]!;
        doubles[k] = Math.max(0, doubles[k]! + doubles[sizes + hit]! + roundingShift - roundingShift);
      }
    },
    afterOne(out, days, a, lag, count) {
      for (let k = 0; k < count; k += 1) doubles[out + k] = doubles[a + k]! + lag + doubles[days + k]!;
    },
    afterTwo(out, days, a, lagA, b, lagB, count) {
      for (let k = 0; k < count; k += 1) {
        const x = doubles[a + k]! + lagA;
        const y = doubles[b + k]! + lagB;
        doubles[out + k] = 0.5 * (x + y + Math.abs(x - y)) + doubles[days + k]!;
      }
    },
    laterOfTwo(out, a, lagA, b, lagB, count) {
      for (let k = 0; k < count; k += 1) {
        const x = doubles[a + k]! + lagA;
        const y = doubles[b + k]! + lagB;
        doubles[out + k] = 0.5 * (x + y + Math.abs(x - y));
      }
    },
    push(row, a, lag, count) {
      for (let k = 0; k < count; k += 1) {
        const x = doubles[a + k]! + lag;
        const y = doubles[row + k]!;
        doubles[row + k] = 0.5 * (x + y + Math.abs(x - y));
      }
    },
    pushTied(row, a, lessA, lag, lessB, count) {
      for (let k = 0; k < count; k += 1) {
        const x = doubles[a + k]! - doubles[lessA + k]! + lag - doubles[lessB + k]!;
        const y = doubles[row + k]!;
        doubles[row + k] = 0.5 * (x + y + Math.abs(x - y));
      }
    },
    pull(row, a, lag, more, count) {
      for (let k = 0; k < count; k += 1) {
        const x = doubles[a + k]! - lag + doubles[more + k]!;
        const y = doubles[row + k]!;
        doubles[row + k] = 0.5 * (x + y - Math.abs(x - y));
      }
    },
    plus(out, a, b, count) {
      for (let k = 0; k < count; k += 1) doubles[out + k] = doubles[a + k]! + doubles[b + k]!;
    },
    minus(out, a, b, count) {
      for (let k = 0; k < count; k += 1) doubles[out + k] = doubles[a + k]! - doubles[b + k]!;
    },
    withoutSlack(late, finish, count) {
      // Slack is a whole number of 2^−30 days: the smaller of it and 1 is 0 where there is none.
      let slack = 0;
      for (let k = 0; k < count; k += 1) {
        const units = (doubles[late + k]! - doubles[finish + k]!) * 2 ** 30;
        slack += 0.5 * (units + 1 - Math.abs(units - 1));
      }
      return count - slack;
    },
    moments(sums, days, planned, t, count) {
      for (let section = 0; section < sections; section += 1) {
        let [d, dd, dt] = [0, 0, 0];
        for (let k = section; k < count; k += sections) {
          const more = doubles[days + k]! - planned;
          d += more;
          dd += more * more;
          dt += more * doubles[t + k]!;
        }
        const at = sums + section;
        doubles[at] = doubles[at]! + d;
        doubles[at + sections] = doubles[at + sections]! + dd;
        doubles[at + 2 * sections] = doubles[at + 2 * sections]! + dt;
      }
    },
  };
}
