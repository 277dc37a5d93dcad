// AssemblyScript. Fields of a row and their texts; positions are addresses in the memory.
const quote: u32 = 34;
/** Reads may go on this far behind the bytes they are about. */
const vector: u32 = 16;

export function sameBytes(one: u32, other: u32, length: u32): bool {
  if (length >= vector) {
    const last = length - vector;
    for (let at: u32 = 0; at < last; at += vector)
      if (v128.any_true(v128.xor(v128.load(one + at), v128.load(other + at)))) return false;
    return !v128.any_true(v128.xor(v128.load(one + last), v128.load(other + last)));
  }
  if (length >= 8)
    return load<u64>(one) === load<u64>(other) && load<u64>(one + length - 8) === load<u64>(other + length - 8);
  for (let at: u32 = 0; at < length; at++) if (load<u8>(one + at) !== load<u8>(other + at)) return false;
  return true;
}

/** The quote that closes the field whose quote opens at `at`; `to` when it is not there. */
function closingQuote(at: u32, to: u32): u32 {
  for (let place = at + 1; place < to; place++) {
    if (load<u8>(place) !== quote) continue;
    if (place + 1 >= to || load<u8>(place + 1) !== quote) return place;
    place++;
  }
  return to;
}

/** Where the field that begins at `from` ends. */
function fieldEnd(from: u32, end: u32, delimiter: u32): u32 {
  const isQuoted = from < end && load<u8>(from) === quote;
  const delimiters = i8x16.splat(<i8>delimiter);
  for (let at = isQuoted ? min(closingQuote(from, end) + 1, end) : from; at < end; at += vector) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), delimiters));
    if (found !== 0) return min(at + <u32>ctz(found), end);
  }
  return end;
}

export let fieldFrom: u32 = 0;
export let fieldTo: u32 = 0;
/** Finds a field of the row `[start, end)`; an empty one when the row has too few. */
export function findField(start: u32, end: u32, column: u32, delimiter: u32): void {
  fieldFrom = start;
  fieldTo = fieldEnd(start, end, delimiter);
  for (let left = column; left > 0; left--) {
    if (fieldTo >= end) {
      fieldFrom = end;
      break;
    }
    fieldFrom = fieldTo + 1;
    fieldTo = fieldEnd(fieldFrom, end, delimiter);
  }
}

/** Splits a row: bounds of its first `most` fields. Returns how many it has. */
export function splitFields(start: u32, end: u32, delimiter: u32, into: u32, most: u32): u32 {
  let fields: u32 = 0;
  let from = start;
  while (true) {
    const to = fieldEnd(from, end, delimiter);
    if (fields < most) {
      store<u32>(into + fields * 8, from);
      store<u32>(into + fields * 8, to, 4);
    }
    fields++;
    if (to >= end) break;
    from = to + 1;
  }
  return fields;
}

/** Rooms for the texts of two quoted fields. */
let room: u32 = 0;
let otherRoom: u32 = 0;
export function setRooms(one: u32, other: u32): void {
  room = one;
  otherRoom = other;
}

export let textFrom: u32 = 0;
export let textTo: u32 = 0;
/** Finds the text of a field: quotes around it taken away, doubled ones made single; a quoted one is written to a room. */
export function findText(from: u32, to: u32): void {
  writeText(from, to, room);
}
function writeText(from: u32, to: u32, into: u32): void {
  textFrom = from;
  textTo = to;
  if (from >= to || load<u8>(from) !== quote) return;
  let isInside = true;
  let length: u32 = 0;
  for (let at = from + 1; at < to; at++) {
    if (isInside && load<u8>(at) === quote) {
      if (at + 1 < to && load<u8>(at + 1) === quote) at++;
      else {
        isInside = false;
        continue;
      }
    }
    store<u8>(into + length, load<u8>(at));
    length++;
  }
  textFrom = into;
  textTo = into + length;
}

/** Whether two fields hold the same text: `"a"` and `a` do. */
export function sameField(one: u32, oneTo: u32, other: u32, otherTo: u32): bool {
  if (oneTo - one === otherTo - other && sameBytes(one, other, oneTo - one)) return true;
  const isQuoted = (one < oneTo && load<u8>(one) === quote) || (other < otherTo && load<u8>(other) === quote);
  if (!isQuoted) return false;
  writeText(one, oneTo, room);
  const from = textFrom;
  const to = textTo;
  writeText(other, otherTo, otherRoom);
  return to - from === textTo - textFrom && sameBytes(from, textFrom, to - from);
}
