import { type Code, f64x2, type FunctionBuilder, i32, i32x4, type Local, v128 } from "./wasm-assembler.ts";

/** `mixBits` of four words. */
function mixed(body: FunctionBuilder, words: Code): Code {
  const x = body.local("v128", words);
  const fold = (bits: number): Code => x.set(v128.xor(x.get, i32x4.shiftRight(x.get, i32.constant(bits))));
  const times = (factor: number): Code => x.set(i32x4.mul(x.get, i32x4.splat(i32.constant(factor | 0))));
  body.emit(fold(16), times(0x85eb_ca6b), fold(13), times(0xc2b2_ae35), fold(16));
  return x.get;
}

/** A constant that is made once, before a loop. */
export const kept = (body: FunctionBuilder, value: number): Code => body.local("v128", f64x2.constant(value)).get;

const turned = (x: Code, bits: number): Code =>
  v128.or(i32x4.shl(x, i32.constant(bits)), i32x4.shiftRight(x, i32.constant(32 - bits)));

/** The four streams of a source. `next` leaves their next words in `word`; `shares` makes two of them numbers. */
export function streams(
  body: FunctionBuilder,
  key: Local,
): { readonly next: Code; readonly shares: (half: 0 | 1) => Code } {
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
