import { blockSize } from "./scratch.ts";
import { type Code, f64x2, i32, type Local, loop, repeatWhile, v128, type WasmFunction } from "./wasm-assembler.ts";
import { addressOf } from "./wasm-network-loops.ts";

const rowBytes = 8 * blockSize;

/**
 * The loop of mix-loops.ts. Where that goes along the rows, this goes down them, four iterations at a time: their sums stay
 * in the processor while all rows above are added, in the same order.
 */
export const mixFunction: WasmFunction = {
  name: "mix",
  parameters: ["i32", "i32", "i32", "i32"],
  write(body, normal, triangle, rows, count) {
    const variable = (): Local => body.local("i32", i32.constant(0));
    const pair = (): Local => body.local("v128", f64x2.constant(0));
    const first = body.local("i32", addressOf(normal));
    const weights = body.local("i32", addressOf(triangle));
    const end = body.local("i32", addressOf(count));
    const lineBytes = body.local("i32", addressOf(rows));
    const row = body.local("i32", i32.sub(rows.get, i32.constant(1)));
    // Weights of the lower row; those of the upper are a line before. From the first of the rows to the last.
    const [weight, lastWeight, k, own, from] = [variable(), variable(), variable(), variable(), variable()];
    const upperWeight = variable();
    const sums = [pair(), pair(), pair(), pair()] as const;
    const [x, y] = [pair(), pair()];
    const { add, mul } = f64x2;
    const lower = (at: number): Code => v128.loadTwice(weight.get, 8 * at);
    const upper = (at: number): Code => v128.loadTwice(upperWeight.get, 8 * at);
    // Both rows' sums of two iterations: the first half of `sums` are the lower row's.
    const start = (half: 0 | 1): Code => {
      const above = v128.load(i32.sub(own.get, i32.constant(rowBytes)), 16 * half);
      return [
        ...x.set(above),
        ...sums[half].set(
          add(
            mul(v128.loadTwice(lastWeight.get, 8), v128.load(own.get, 16 * half)),
            mul(v128.loadTwice(lastWeight.get, 0), x.get),
          ),
        ),
        ...y.set(v128.loadTwice(i32.sub(lastWeight.get, lineBytes.get))),
        ...sums[half === 0 ? 2 : 3].set(mul(y.get, x.get)),
      ];
    };
    const four = (half: 0 | 1): Code => {
      const value = (at: number): Code => v128.load(from.get, at * rowBytes + 16 * half);
      const [below, above] = [sums[half], sums[half === 0 ? 2 : 3]];
      const products = (line: (at: number) => Code, at: number): Code =>
        add(mul(line(at), x.get), mul(line(at + 1), y.get));
      return [0, 2].flatMap((at) => [
        ...x.set(value(at)),
        ...y.set(value(at + 1)),
        ...below.set(add(below.get, products(lower, at))),
        ...above.set(add(above.get, products(upper, at))),
      ]);
    };
    const single = (half: 0 | 1): Code => {
      const [below, above] = [sums[half], sums[half === 0 ? 2 : 3]];
      return [
        ...x.set(v128.load(from.get, 16 * half)),
        ...below.set(add(below.get, mul(lower(0), x.get))),
        ...above.set(add(above.get, mul(upper(0), x.get))),
      ];
    };
    const forward = (by: number): Code => [
      ...weight.set(i32.add(weight.get, i32.constant(8 * by))),
      ...upperWeight.set(i32.add(upperWeight.get, i32.constant(8 * by))),
    ];
    const line = body.local("i32", i32.constant(0));
    const position = i32.add(first.get, i32.mul(row.get, i32.constant(rowBytes)));
    body.emit(
      repeatWhile(
        i32.lessThan(i32.constant(0), row.get),
        line.set(i32.add(weights.get, i32.mul(row.get, lineBytes.get))),
        lastWeight.set(i32.add(line.get, i32.sub(i32.shl(row.get, i32.constant(3)), i32.constant(8)))),
        k.set(i32.constant(0)),
        loop(
          k,
          end.get,
          32,
          own.set(i32.add(position, k.get)),
          start(0),
          start(1),
          weight.set(line.get),
          upperWeight.set(i32.sub(line.get, lineBytes.get)),
          from.set(i32.add(first.get, k.get)),
          loop(from, i32.sub(own.get, i32.constant(4 * rowBytes)), 4 * rowBytes, four(0), four(1), forward(4)),
          loop(from, i32.sub(own.get, i32.constant(rowBytes)), rowBytes, single(0), single(1), forward(1)),
          v128.store(own.get, sums[0].get),
          v128.store(own.get, sums[1].get, 16),
          v128.store(i32.sub(own.get, i32.constant(rowBytes)), sums[2].get),
          v128.store(i32.sub(own.get, i32.constant(rowBytes)), sums[3].get, 16),
        ),
        row.set(i32.sub(row.get, i32.constant(2))),
      ),
    );
  },
};
