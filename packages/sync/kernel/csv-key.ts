// AssemblyScript. The key of a row. A side is: delimiter, line ending, number of columns, number of key columns, their places.
import { fieldFrom, fieldTo, findField, findText, sameField, textFrom, textTo } from "./csv-text";

/** Whether the key hashed last has no value. */
export let isKeyEmpty: bool = false;
/** 32 bits of a row's key. */
export function hashKey(side: u32, start: u32, end: u32): u32 {
  const keys = load<u32>(side, 12);
  let hash: u64 = 0;
  isKeyEmpty = true;
  for (let key: u32 = 0; key < keys; key++) {
    findField(start, end, load<u32>(side + 16 + key * 4), load<u32>(side));
    findText(fieldFrom, fieldTo);
    const to = textTo;
    if (to > textFrom) isKeyEmpty = false;
    hash ^= <u64>(to - textFrom);
    for (let at = textFrom; at < to; at += 8) {
      const left = to - at;
      const word = load<u64>(at);
      hash = (hash ^ (left >= 8 ? word : word & (((<u64>1) << (left * 8)) - 1))) * 0x9e3779b97f4a7c15;
      hash ^= hash >> 32;
    }
  }
  hash = (hash ^ (hash >> 29)) * 0xbf58476d1ce4e5b9;
  return <u32>(hash >> 32);
}

/** Whether rows of two sides have the same key. */
export function sameKey(oneSide: u32, one: u32, oneEnd: u32, otherSide: u32, other: u32, otherEnd: u32): bool {
  const keys = load<u32>(oneSide, 12);
  for (let key: u32 = 0; key < keys; key++) {
    findField(one, oneEnd, load<u32>(oneSide + 16 + key * 4), load<u32>(oneSide));
    const from = fieldFrom;
    const to = fieldTo;
    findField(other, otherEnd, load<u32>(otherSide + 16 + key * 4), load<u32>(otherSide));
    if (!sameField(from, to, fieldFrom, fieldTo)) return false;
  }
  return true;
}
