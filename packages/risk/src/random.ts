/** State of one stream of random numbers: four words of xoshiro128++. */
export type Stream = Int32Array;

/**
 * Sets `stream` to the numbers that belong to one source of uncertainty in one block of iterations. They depend on nothing
 * else: adding a risk, or splitting the blocks over workers, leaves all other numbers as they are.
 * @param seed - 0 to 2^53 − 1
 * @param source - {@link sourceHash} of the source's id
 */
export function seedStream(stream: Stream, seed: number, source: number, block: number): void {
  const low = seed | 0;
  const high = (seed / 0x1_0000_0000) | 0;
  for (let word = 0; word < 4; word += 1) {
    const salt = Math.imul(word + 1, 0x9e37_79b9);
    stream[word] = mix(mix(mix(mix(low ^ salt) ^ high) + source + salt) ^ mix(block + salt));
  }
  // The one state that never leaves zero.
  stream[3] = (stream[3] ?? 0) | 1;
}

/** 32 bits of an id (FNV-1a over its UTF-16 units, then mixed). */
export function sourceHash(id: string): number {
  let hash = 0x811c_9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x0100_0193);
  return mix(hash);
}

/** MurmurHash3's last step: every bit of the input moves half of the output's. */
function mix(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x85eb_ca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2_ae35);
  return x ^ (x >>> 16);
}

/**
 * Fills the first `count` places with numbers strictly between 0 and 1, in steps of 2^−32.
 * @see Blackman and Vigna, xoshiro128++ 1.0
 */
export function fillUniform(out: Float64Array, count: number, stream: Stream): void {
  let s0 = stream[0] ?? 0;
  let s1 = stream[1] ?? 0;
  let s2 = stream[2] ?? 0;
  let s3 = stream[3] ?? 0;
  for (let at = 0; at < count; at += 1) {
    const sum = (s0 + s3) | 0;
    const word = (((sum << 7) | (sum >>> 25)) + s0) | 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
    // A signed word: half a step above −1/2 at least, half a step below 1/2 at most.
    out[at] = word * 2 ** -32 + (0.5 + 2 ** -33);
  }
  stream[0] = s0;
  stream[1] = s1;
  stream[2] = s2;
  stream[3] = s3;
}

/** The two sides of a triangular distribution, as `base + scale · √distance from the end`. */
export interface Sides {
  /** Share that lies below the mode. */
  readonly peak: number;
  readonly base: Float64Array;
  readonly scale: Float64Array;
}

/** Added and taken away again, this leaves a whole multiple of 2^−30 of what is below two million. */
export const roundingShift: number = 1.5 * 2 ** 22;

/**
 * {@link fillUniform} and the quantile of a triangle in one: the root is taken while the next number is made. The side is
 * looked up, not branched to: a processor can't guess it, and a wrong guess costs more than the root.
 */
export function fillTriangular(
  out: Float64Array,
  at: number,
  count: number,
  stream: Stream,
  { peak, base, scale }: Sides,
): void {
  let s0 = stream[0] ?? 0;
  let s1 = stream[1] ?? 0;
  let s2 = stream[2] ?? 0;
  let s3 = stream[3] ?? 0;
  for (let k = at; k < at + count; k += 1) {
    const sum = (s0 + s3) | 0;
    const word = (((sum << 7) | (sum >>> 25)) + s0) | 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
    const share = word * 2 ** -32 + (0.5 + 2 ** -33);
    const side = Number(share >= peak);
    out[k] = base[side]! + scale[side]! * Math.sqrt(Math.abs(side - share)) + roundingShift - roundingShift;
  }
  stream[0] = s0;
  stream[1] = s1;
  stream[2] = s2;
  stream[3] = s3;
}
