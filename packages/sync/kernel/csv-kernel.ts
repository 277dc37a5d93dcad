// AssemblyScript. The rows of one CSV file by the hash of their key, and the rows of another compared with them.
import { addRow, bounds, count, mask, numbers, setSlot, slotFrom, states, table } from "./csv-index";
import { hashKey, isKeyEmpty, sameKey } from "./csv-key";
import { sameBytes, sameField, splitFields } from "./csv-text";

export { count, setIndex } from "./csv-index";
export { findRows, isCut, rest } from "./csv-rows";
export { setRooms } from "./csv-text";

/** Rows that are looked up together, so that the processor waits for memory once and not for each. */
const batchSize: u32 = 128;

// How a row of the earlier file stands to the later one.
const unseen: u32 = 0;
const equal: u32 = 1;
const changed: u32 = 2;
const aside: u32 = 3;

// What is told of a row.
const isAdded: u32 = 0;
const isChanged: u32 = 1;
const isRepeated: u32 = 2;
const hasColumnsBefore: u32 = 3;
const hasColumnsAfter: u32 = 4;
const isWithoutKey: u32 = 5;

// A side of the comparison: delimiter, line ending, number of columns, number of key columns, their places.
let before: u32 = 0;
let after: u32 = 0;
/** Place in the earlier file of each column of the later one; -1 where it has none. */
let places: u32 = 0;
/** Whether equal bytes mean equal rows. */
let isComparable: bool = false;
let partition: u32 = 0;
let partitions: u32 = 1;
/** Found rows, start and end. */
let rows: u32 = 0;
/** What is told: kind, row of the earlier file, start, end, place among the found rows, hash, number. */
let events: u32 = 0;
let eventCount: u32 = 0;
/** Of each row of a batch: hash, slot, bounds; or hash and whether the key is empty. */
let batch: u32 = 0;
let beforeFields: u32 = 0;
let afterFields: u32 = 0;

export function setSides(beforeAt: u32, afterAt: u32, placesAt: u32, comparable: bool): void {
  before = beforeAt;
  after = afterAt;
  places = placesAt;
  isComparable = comparable;
}
export function setPartition(index: u32, count: u32): void {
  partition = index;
  partitions = count;
}
export function setBuffers(rowsAt: u32, eventsAt: u32, batchAt: u32): void {
  rows = rowsAt;
  events = eventsAt;
  batch = batchAt;
}
export function setFields(beforeAt: u32, afterAt: u32): void {
  beforeFields = beforeAt;
  afterFields = afterAt;
}

/** Where the next row of a partition goes. */
export let picked: u32 = 0;
export let unchanged: u32 = 0;
/** Keeps reads that only fetch from being optimised away. */
let fetched: u32 = 0;

export function setPicked(at: u32): void {
  picked = at;
}

function tell(kind: u32, row: u32, start: u32, end: u32, place: u32, hash: u32, number: u32): void {
  const at = events + eventCount * 28;
  store<u32>(at, kind);
  store<u32>(at, row, 4);
  store<u32>(at, start, 8);
  store<u32>(at, end, 12);
  store<u32>(at, place, 16);
  store<u32>(at, hash, 20);
  store<u32>(at, number, 24);
  eventCount++;
}

/** How many fields a row of the earlier file has. */
export function fieldsOf(row: u32): u32 {
  const at = bounds + row * 8;
  return splitFields(load<u32>(at), load<u32>(at, 4), load<u32>(before), beforeFields, 0);
}

function isOurs(hash: u32): bool {
  // By the upper bits: the lower ones choose the slot.
  return partitions === 1 || ((hash >>> 16) * partitions) >>> 16 === partition;
}

/** Puts the found rows in the index; of a partition, those that are in it are copied. `first` is the first one's place in the file. */
export function remember(found: u32, first: u32): u32 {
  eventCount = 0;
  for (let from: u32 = 0; from < found; from += batchSize) {
    const to = min(from + batchSize, found);
    for (let place = from; place < to; place++) {
      const at = batch + (place - from) * 8;
      store<u32>(at, hashKey(before, load<u32>(rows + place * 8), load<u32>(rows + place * 8, 4)));
      store<u32>(at, isKeyEmpty, 4);
    }
    let seen: u32 = 0;
    const end = batch + (to - from) * 8;
    for (let at = batch; at < end; at += 8) seen |= load<u32>(table + (load<u32>(at) & mask) * 8);
    fetched |= seen;
    for (let place = from; place < to; place++) rememberOne(place, first, batch + (place - from) * 8);
  }
  return eventCount;
}

function rememberOne(place: u32, first: u32, at: u32): void {
  const hash = load<u32>(at);
  if (!isOurs(hash)) return;
  let start = load<u32>(rows + place * 8);
  let end = load<u32>(rows + place * 8, 4);
  if (partitions > 1) {
    memory.copy(picked, start, end - start);
    end = picked + end - start;
    start = picked;
    picked = end;
    store<u32>(numbers + count * 4, first + place);
  }
  const row = addRow(start, end);
  for (let slot = slotFrom(hash, hash); ; slot = slotFrom(slot + 1, hash)) {
    const twin = load<u32>(table + slot * 8, 4);
    if (twin === 0) {
      setSlot(slot, hash, row + 1);
      if (load<u32>(at, 4) === 0) return;
      store<u8>(states + row, aside);
      tell(isWithoutKey, row, start, end, place, hash, 1);
      return;
    }
    const other = bounds + (twin - 1) * 8;
    if (!sameKey(before, start, end, before, load<u32>(other), load<u32>(other, 4))) continue;
    store<u8>(states + row, aside);
    tell(isRepeated, row, start, end, place, hash, load<u8>(states + twin - 1) === aside ? 0 : 1);
    store<u8>(states + twin - 1, aside);
    return;
  }
}

/** While the later file comes in the order of the earlier one: the row that should be next. */
let isInOrder: bool = true;
let expected: u32 = 0;
let misses: i32 = 0;

/** Compares the found rows of the later file, in their order. What is not equal is told. */
export function compare(found: u32): u32 {
  eventCount = 0;
  let place: u32 = 0;
  while (place < found) place = isInOrder ? compareInOrder(place, found) : compareBatch(place, found);
  return eventCount;
}

function isNext(row: u32, start: u32, end: u32): bool {
  if (row >= count || load<u8>(states + row) !== unseen) return false;
  const one = load<u32>(bounds + row * 8);
  if (load<u32>(bounds + row * 8, 4) - one !== end - start || !sameBytes(one, start, end - start)) return false;
  store<u8>(states + row, equal);
  unchanged++;
  return true;
}

function compareInOrder(from: u32, to: u32): u32 {
  for (let place = from; place < to; place++) {
    const start = load<u32>(rows + place * 8);
    const end = load<u32>(rows + place * 8, 4);
    // Of a partition only its own rows are in order.
    if (partitions > 1 && !isOurs(hashKey(after, start, end))) continue;
    if (isComparable && isNext(expected, start, end)) {
      expected++;
      misses = max(0, misses - 1);
      continue;
    }
    if (isComparable && isNext(expected + 1, start, end)) {
      expected += 2;
      continue;
    }
    const hash = hashKey(after, start, end);
    const row = resolve(place, start, end, hash, slotFrom(hash, hash));
    misses = row === expected + 1 ? max(0, misses - 1) : misses + 3;
    if (row !== 0) expected = row;
    if (misses < 90) continue;
    isInOrder = false;
    return place + 1;
  }
  return to;
}

function compareBatch(from: u32, to: u32): u32 {
  const end = min(from + batchSize, to);
  const batchEnd = batch + (end - from) * 12;
  let row = rows + from * 8;
  for (let at = batch; at < batchEnd; at += 12) {
    store<u32>(at, hashKey(after, load<u32>(row), load<u32>(row, 4)));
    row += 8;
  }
  // Short loops that only fetch: slots, then where the rows are, then the rows.
  let seen: u32 = 0;
  for (let at = batch; at < batchEnd; at += 12) seen |= load<u32>(table + (load<u32>(at) & mask) * 8);
  for (let at = batch; at < batchEnd; at += 12) {
    const slot = slotFrom(load<u32>(at), load<u32>(at));
    const found = load<u32>(table + slot * 8, 4);
    store<u32>(at, slot, 4);
    store<u32>(at, bounds + (found === 0 ? 0 : found - 1) * 8, 8);
  }
  for (let at = batch; at < batchEnd; at += 12) seen |= load<u32>(load<u32>(at, 8));
  for (let at = batch; at < batchEnd; at += 12) {
    const start = load<u32>(load<u32>(at, 8));
    seen |= load<u8>(start) | load<u8>(start, 64) | load<u8>(start, 128) | load<u8>(load<u32>(load<u32>(at, 8), 4));
  }
  fetched |= seen;
  let last: u32 = 0;
  let sequential: u32 = 0;
  for (let place = from; place < end; place++) {
    const at = batch + (place - from) * 12;
    const found = resolve(
      place,
      load<u32>(rows + place * 8),
      load<u32>(rows + place * 8, 4),
      load<u32>(at),
      load<u32>(at, 4),
    );
    if (found !== 0 && found === last + 1) sequential++;
    last = found;
  }
  if (sequential * 4 > batchSize * 3) {
    isInOrder = true;
    misses = 0;
    if (last !== 0) expected = last;
  }
  return end;
}

/** Compares one row, its slot being `from` or one after it. Returns the number, from 1, of the row that has its key; 0: none. */
function resolve(place: u32, start: u32, end: u32, hash: u32, from: u32): u32 {
  if (!isOurs(hash)) return 0;
  for (let slot = from; ; slot = slotFrom(slot + 1, hash)) {
    const row = load<u32>(table + slot * 8, 4);
    if (row === 0) {
      tell(isAdded, 0, start, end, place, hash, splitFields(start, end, load<u32>(after), afterFields, 0));
      return 0;
    }
    const one = load<u32>(bounds + (row - 1) * 8);
    const oneEnd = load<u32>(bounds + (row - 1) * 8, 4);
    const isEqual = isComparable && oneEnd - one === end - start && sameBytes(one, start, end - start);
    if (!isEqual && !sameKey(after, start, end, before, one, oneEnd)) continue;
    if (load<u8>(states + row - 1) !== unseen) tell(isRepeated, row - 1, start, end, place, hash, 0);
    else if (isEqual) {
      store<u8>(states + row - 1, equal);
      unchanged++;
    } else compareFields(place, row - 1, one, oneEnd, start, end);
    return row;
  }
}

function compareFields(place: u32, row: u32, one: u32, oneEnd: u32, other: u32, otherEnd: u32): void {
  const columns = load<u32>(before, 8);
  const otherColumns = load<u32>(after, 8);
  const ones = splitFields(one, oneEnd, load<u32>(before), beforeFields, columns);
  const others = splitFields(other, otherEnd, load<u32>(after), afterFields, otherColumns);
  if (ones !== columns || others !== otherColumns) {
    store<u8>(states + row, aside);
    if (ones !== columns) tell(hasColumnsBefore, row, other, otherEnd, place, 0, ones);
    else tell(hasColumnsAfter, row, other, otherEnd, place, 0, others);
    return;
  }
  let fields: u32 = 0;
  for (let column: u32 = 0; column < others; column++) {
    const at = load<i32>(places + column * 4);
    if (at < 0) continue;
    const theirs = beforeFields + at * 8;
    const ours = afterFields + column * 8;
    if (!sameField(load<u32>(theirs), load<u32>(theirs, 4), load<u32>(ours), load<u32>(ours, 4))) fields++;
  }
  store<u8>(states + row, fields === 0 ? equal : changed);
  if (fields === 0) unchanged++;
  else tell(isChanged, row, other, otherEnd, place, 0, fields);
}
