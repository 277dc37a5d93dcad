import { sections } from "./block-loops.ts";
import { roundingShift } from "./draw-loops.ts";
import { type Code, f64, f64x2, i32, type Local, loop, v128, type WasmFunction } from "./wasm-assembler.ts";

// The loops of network-loops.ts, two numbers at a time. A row is 256 numbers long: what is written beyond `count`, up to a
// multiple of four, nobody reads.

/** The address of a number in `doubles`. */
export const addressOf = (place: Local): Code => i32.shl(place.get, i32.constant(3));

/** For each pair of a row, four numbers in each turn. @param pair - given the address of a row's place, and an offset */
function pairs(
  rows: readonly Local[],
  count: Local,
  write: (load: (row: number) => Code, out: Code, offset: number) => Code,
): WasmFunction["write"] {
  return (body) => {
    const addresses = rows.map((row) => body.local("i32", addressOf(row)));
    const end = body.local("i32", addressOf(count));
    const at = body.local("i32", i32.constant(0));
    const turn = (offset: number): Code =>
      write(
        (row) => v128.load(i32.add(addresses[row]!.get, at.get), offset),
        i32.add(addresses[0]!.get, at.get),
        offset,
      );
    body.emit(loop(at, end.get, 32, turn(0), turn(16)));
  };
}

/** A loop whose first row becomes a value of rows at the same place. */
const rowwise = (
  name: string,
  parameters: WasmFunction["parameters"],
  value: (read: (row: number) => Code, constants: readonly Code[]) => Code,
): WasmFunction => ({
  name,
  parameters: [...parameters, "i32"],
  write(body, ...locals) {
    const rows = locals.slice(0, -1).filter((_, index) => parameters[index] === "i32");
    const constants = locals
      .filter((_, index) => parameters[index] === "f64")
      .map((constant) => body.local("v128", f64x2.splat(constant.get)).get);
    pairs(rows, locals.at(-1)!, (read, out, offset) => v128.store(out, value(read, constants), offset))(body);
  },
});

const { add, sub, max, min } = f64x2;

/** For each hit: its day, and what becomes of it. */
const hitwise = (name: string, value: (day: Code, size: Code) => Code): WasmFunction => ({
  name,
  parameters: ["i32", "i32", "i32", "i32"],
  write(body, days, hits, sizes, hitCount) {
    const [first, list, numbers] = [addressOf(days), i32.shl(hits.get, i32.constant(2)), addressOf(sizes)].map(
      (address) => body.local("i32", address),
    );
    const hit = body.local("i32", i32.constant(0));
    const k = body.local("i32", i32.constant(0));
    const index = i32.load(i32.add(list!.get, i32.shl(hit.get, i32.constant(2))));
    const size = f64.load(i32.add(numbers!.get, i32.shl(hit.get, i32.constant(3))));
    body.emit(
      loop(
        hit,
        hitCount.get,
        1,
        k.set(i32.add(first!.get, i32.shl(index, i32.constant(3)))),
        f64.store(k.get, value(f64.load(k.get), size)),
      ),
    );
  },
});

const rounded = (days: Code): Code => f64.sub(f64.add(days, f64.constant(roundingShift)), f64.constant(roundingShift));

/** The same of a pair. @param shift - `roundingShift` twice */
export const roundedPair = (days: Code, shift: Code): Code => sub(add(days, shift), shift);

const moments: WasmFunction = {
  name: "moments",
  parameters: ["i32", "i32", "f64", "i32", "i32"],
  write(body, sums, days, planned, t, count) {
    const [first, row, other] = [sums, days, t].map((place) => body.local("i32", addressOf(place)));
    const end = body.local("i32", addressOf(count));
    const less = body.local("v128", f64x2.splat(planned.get));
    const section = body.local("i32", i32.constant(0));
    const k = body.local("i32", i32.constant(0));
    const zero = f64x2.constant(0);
    const more = body.local("v128", zero);
    const totals = [0, 1, 2].map(() => body.local("v128", zero));
    const addTo = (sum: Local, value: Code): Code => sum.set(add(sum.get, value));
    const [d, dd, dt] = totals;
    body.emit(
      loop(
        section,
        i32.constant(8 * sections),
        16,
        ...totals.map((total) => total.set(zero)),
        k.set(section.get),
        loop(
          k,
          end.get,
          8 * sections,
          more.set(sub(v128.load(i32.add(row!.get, k.get)), less.get)),
          addTo(d!, more.get),
          addTo(dd!, f64x2.mul(more.get, more.get)),
          addTo(dt!, f64x2.mul(more.get, v128.load(i32.add(other!.get, k.get)))),
        ),
        ...totals.map((total, index) => {
          const at = i32.add(first!.get, section.get);
          const offset = index * 8 * sections;
          return v128.store(at, add(v128.load(at, offset), total.get), offset);
        }),
      ),
    );
  },
};

const withoutSlack: WasmFunction = {
  name: "withoutSlack",
  parameters: ["i32", "i32", "i32"],
  result: "i32",
  write(body, late, finish, count) {
    const [a, b] = [late, finish].map((place) => body.local("i32", addressOf(place))) as [Local, Local];
    const end = body.local("i32", addressOf(count));
    const at = body.local("i32", i32.constant(0));
    const critical = body.local("i32", i32.constant(0));
    const isSame = f64.equal(f64.load(i32.add(a.get, at.get)), f64.load(i32.add(b.get, at.get)));
    body.emit(loop(at, end.get, 8, critical.set(i32.add(critical.get, isSame))));
    body.emit(critical.get);
  },
};

export const wasmNetworkLoops: readonly WasmFunction[] = [
  hitwise("multiply", (day, size) => rounded(f64.mul(day, size))),
  hitwise("add", (day, size) => f64.max(f64.constant(0), rounded(f64.add(day, size)))),
  rowwise("afterOne", ["i32", "i32", "i32", "f64"], (row, [lag]) => add(add(row(2), lag!), row(1))),
  rowwise("afterTwo", ["i32", "i32", "i32", "f64", "i32", "f64"], (row, [lagA, lagB]) =>
    add(max(add(row(2), lagA!), add(row(3), lagB!)), row(1)),
  ),
  rowwise("laterOfTwo", ["i32", "i32", "f64", "i32", "f64"], (row, [lagA, lagB]) =>
    max(add(row(1), lagA!), add(row(2), lagB!)),
  ),
  rowwise("push", ["i32", "i32", "f64"], (row, [lag]) => max(add(row(1), lag!), row(0))),
  rowwise("pushTied", ["i32", "i32", "i32", "f64", "i32"], (row, [lag]) =>
    max(sub(add(sub(row(1), row(2)), lag!), row(3)), row(0)),
  ),
  rowwise("pull", ["i32", "i32", "f64"], (row, [lag]) => min(sub(row(1), lag!), row(0))),
  rowwise("pullTied", ["i32", "i32", "f64", "i32"], (row, [lag]) => min(add(sub(row(1), lag!), row(2)), row(0))),
  rowwise("plus", ["i32", "i32", "i32"], (row) => add(row(1), row(2))),
  rowwise("stretch", ["i32", "f64", "f64"], (row, [least, width]) =>
    roundedPair(add(least!, f64x2.mul(width!, row(0))), f64x2.constant(roundingShift)),
  ),
  rowwise("minus", ["i32", "i32", "i32"], (row) => sub(row(1), row(2))),
  withoutSlack,
  moments,
];
