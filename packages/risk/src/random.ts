/**
 * Random numbers that belong to one source of uncertainty in one block of iterations, and depend on nothing else: adding a
 * risk, or splitting the blocks over workers, leaves all other numbers as they are. Four streams of xoshiro128++ take
 * turns (number k is the next of stream k mod 4), so that a processor can make four numbers at a time.
 * @see Blackman and Vigna, xoshiro128++ 1.0
 */

/** Words of a key: four streams of four words, the first word of each, then the second … */
export const keySize = 16;

/**
 * Writes the key of one source at `words[at…]`.
 * @param seed - 0 to 2^53 − 1
 * @param source - {@link sourceHash} of the source's id
 */
export function writeSourceKey(words: Int32Array, at: number, seed: number, source: number): void {
  const low = seed | 0;
  const high = (seed / 0x1_0000_0000) | 0;
  for (let word = 0; word < keySize; word += 1) {
    const salt = saltOf(word);
    words[at + word] = mixBits(mixBits(mixBits(low ^ salt) ^ high) + source + salt);
  }
}

/** Writes the key of one block at `words[at…]`. A stream begins at the mixture of its source's key and its block's. */
export function writeBlockKey(words: Int32Array, at: number, block: number): void {
  for (let word = 0; word < keySize; word += 1) words[at + word] = mixBits(block + saltOf(word));
}

const saltOf = (word: number): number => Math.imul(word + 1, 0x9e37_79b9);

/** 32 bits of an id (FNV-1a over its UTF-16 units, then mixed). */
export function sourceHash(id: string): number {
  let hash = 0x811c_9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x0100_0193);
  return mixBits(hash);
}

/** MurmurHash3's last step: every bit of the input moves half of the output's. */
export function mixBits(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x85eb_ca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2_ae35);
  return x ^ (x >>> 16);
}

/**
 * Fills `out[at…at + count)` with numbers strictly between 0 and 1, in steps of 2^−32.
 * @param source - where the source's key is in `words` @param block - and the block's
 */
export function fillUniform(
  out: Float64Array,
  at: number,
  words: Int32Array,
  source: number,
  block: number,
  count: number,
): void {
  for (let lane = 0; lane < 4; lane += 1) {
    let s0 = mixBits(words[source + lane]! ^ words[block + lane]!);
    let s1 = mixBits(words[source + 4 + lane]! ^ words[block + 4 + lane]!);
    let s2 = mixBits(words[source + 8 + lane]! ^ words[block + 8 + lane]!);
    // The one state that never leaves zero.
    let s3 = mixBits(words[source + 12 + lane]! ^ words[block + 12 + lane]!) | 1;
    for (let k = at + lane; k < at + count; k += 4) {
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
      out[k] = word * 2 ** -32 + (0.5 + 2 ** -33);
    }
  }
}

/** The first numbers of a named source. */
export function uniformNumbers(seed: number, id: string, count: number, block = 0): Float64Array {
  const words = new Int32Array(2 * keySize);
  writeSourceKey(words, 0, seed, sourceHash(id));
  writeBlockKey(words, keySize, block);
  const numbers = new Float64Array(count);
  fillUniform(numbers, 0, words, 0, keySize, count);
  return numbers;
}
