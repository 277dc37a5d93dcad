// AssemblyScript. Where rows begin and end, 64 bytes at a time: only quotes and line endings are looked at one by one.
const quote: u32 = 34;
const newline: u32 = 10;
const carriageReturn: u32 = 13;

/** Where the next row begins. */
export let rest: u32 = 0;
/** Whether the file ended inside a quoted field. */
export let isCut: bool = false;

/** A bit for each of the 16 bytes at `at` that is one of these two. */
function places(at: u32, one: v128, other: v128): u64 {
  const bytes = v128.load(at);
  return <u64>i8x16.bitmask(v128.or(i8x16.eq(bytes, one), i8x16.eq(bytes, other)));
}

/** Notes a row unless it is blank; returns where the next one is noted. */
function note(into: u32, start: u32, end: u32, terminator: u32): u32 {
  const last = end > start && terminator !== carriageReturn && load<u8>(end - 1) === carriageReturn ? end - 1 : end;
  if (last === start) return into;
  store<u32>(into, start);
  store<u32>(into, last, 4);
  return into + 8;
}

/** Where a row begins: in files with carriage returns, a newline after one belongs to it. */
function rowStart(at: u32, to: u32, terminator: u32): u32 {
  return terminator === carriageReturn && at < to && load<u8>(at) === newline ? at + 1 : at;
}

/**
 * Finds up to `most` rows in `[from, to)`: start and end of each go to `rows`. A quote opens a quoted field only where a
 * field begins. Returns how many were found; the rest begins at `rest`.
 */
export function findRows(side: u32, from: u32, to: u32, isLast: bool, rows: u32, most: u32): u32 {
  const delimiter = load<u32>(side);
  const terminator = load<u32>(side, 4);
  const terminators = i8x16.splat(<i8>terminator);
  const quotes = i8x16.splat(<i8>quote);
  const full = rows + most * 8;
  let next = rows;
  let start = rowStart(from, to, terminator);
  let isQuoted = false;
  // The second of two quotes that stand for one.
  let second: u32 = 0;
  for (let block = from; block < to; block += 64) {
    let found =
      places(block, terminators, quotes) |
      (places(block + 16, terminators, quotes) << 16) |
      (places(block + 32, terminators, quotes) << 32) |
      (places(block + 48, terminators, quotes) << 48);
    for (; found !== 0; found &= found - 1) {
      const at = block + <u32>ctz(found);
      if (at >= to) break;
      if (load<u8>(at) === quote) {
        if (!isQuoted) isQuoted = at === start || <u32>load<u8>(at - 1) === delimiter;
        else if (at !== second) {
          if (at + 1 < to && load<u8>(at + 1) === quote) second = at + 1;
          else isQuoted = false;
        }
      } else if (!isQuoted) {
        next = note(next, start, at, terminator);
        start = rowStart(at + 1, to, terminator);
        if (next === full) {
          rest = start;
          return most;
        }
      }
    }
  }
  if (isLast && start < to) {
    if (isQuoted) isCut = true;
    else {
      next = note(next, start, to, terminator);
      start = to;
    }
  }
  rest = start;
  return (next - rows) >> 3;
}
