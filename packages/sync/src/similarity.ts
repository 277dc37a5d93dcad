/**
 * Jaro–Winkler similarity, 0 to 1 (Winkler 1990: prefix of at most four letters, scale 0.1).
 * @example
 * jaroWinkler("MARTHA", "MARHTA"); // 0.961
 */
export function jaroWinkler(one: string, other: string): number {
  if (one === other) return 1;
  const jaro = jaroSimilarity(one, other);
  let prefix = 0;
  while (prefix < 4 && prefix < one.length && one[prefix] === other[prefix]) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}

function jaroSimilarity(one: string, other: string): number {
  if (one.length === 0 || other.length === 0) return 0;
  const reach = Math.max(0, Math.floor(Math.max(one.length, other.length) / 2) - 1);
  if (taken.length < other.length) taken = new Uint8Array(other.length * 2);
  if (matched.length < one.length) matched = new Uint16Array(one.length * 2);
  const [isTaken, letters] = [taken.fill(0, 0, other.length), matched];
  let count = 0;
  for (let index = 0; index < one.length; index += 1) {
    const letter = one.charCodeAt(index);
    const to = Math.min(other.length, index + reach + 1);
    for (let place = Math.max(0, index - reach); place < to; place += 1) {
      if (isTaken[place] === 1 || other.charCodeAt(place) !== letter) continue;
      isTaken[place] = 1;
      letters[count] = letter;
      count += 1;
      break;
    }
  }
  if (count === 0) return 0;
  let [transposed, next] = [0, 0];
  for (let place = 0; place < other.length; place += 1) {
    if (isTaken[place] === 0) continue;
    if (letters[next] !== other.charCodeAt(place)) transposed += 1;
    next += 1;
  }
  return (count / one.length + count / other.length + (count - transposed / 2) / count) / 3;
}

/**
 * Optimal string alignment distance: the fewest letters to insert, delete, replace or swap with their neighbour.
 * @param most - where it is more than this, the distance is `most + 1`, found sooner
 * @example
 * editDistance("2010-01-12", "2010-01-21"); // 1
 */
export function editDistance(one: string, other: string, most = Number.POSITIVE_INFINITY): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  if (one.length <= 32) return Math.min(most + 1, distanceInBits(one, other));
  const width = other.length + 1;
  if (rows.length < width * 3) rows = new Int32Array(width * 3);
  const cells = rows;
  for (let column = 0; column < width; column += 1) cells[column] = column;
  let lastLeast = 0;
  for (let row = 1; row <= one.length; row += 1) {
    // Three rows are enough: this one, the last, and the one before it.
    const current = (row % 3) * width;
    const last = ((row + 2) % 3) * width;
    const beforeLast = ((row + 1) % 3) * width;
    const letter = one.charCodeAt(row - 1);
    let least = row;
    cells[current] = row;
    for (let column = 1; column < width; column += 1) {
      const otherLetter = other.charCodeAt(column - 1);
      let cost = (cells[last + column - 1] ?? 0) + (letter === otherLetter ? 0 : 1);
      cost = Math.min(cost, (cells[last + column] ?? 0) + 1, (cells[current + column - 1] ?? 0) + 1);
      const isSwapped =
        row > 1 && column > 1 && letter === other.charCodeAt(column - 2) && one.charCodeAt(row - 2) === otherLetter;
      if (isSwapped) cost = Math.min(cost, (cells[beforeLast + column - 2] ?? 0) + 1);
      cells[current + column] = cost;
      if (cost < least) least = cost;
    }
    // A swap reaches back over a row: only where that is too dear as well is nothing cheaper to come.
    if (least > most && lastLeast > most) return most + 1;
    lastLeast = least;
  }
  return Math.min(most + 1, cells[(one.length % 3) * width + width - 1] ?? 0);
}

/**
 * The same for a text of at most 32 letters: a column of the table at a time, in the bits of an integer.
 * @see Hyyrö 2003, A bit-vector algorithm for computing Levenshtein and Damerau edit distances
 */
function distanceInBits(one: string, other: string): number {
  if (one.length === 0) return other.length;
  for (let at = 0; at < one.length; at += 1) {
    const letter = one.charCodeAt(at);
    bitsOf[letter] = (bitsOf[letter] ?? 0) | (1 << at);
  }
  const last = 1 << (one.length - 1);
  let [up, down, diagonal, before, distance] = [-1, 0, 0, 0, one.length];
  for (let at = 0; at < other.length; at += 1) {
    const same = bitsOf[other.charCodeAt(at)] ?? 0;
    const swapped = ((~diagonal & same) << 1) & before;
    diagonal = (((same & up) + up) ^ up) | same | down | swapped;
    const right = down | ~(diagonal | up);
    const left = diagonal & up;
    if (right & last) distance += 1;
    if (left & last) distance -= 1;
    const shifted = (right << 1) | 1;
    up = (left << 1) | ~(diagonal | shifted);
    down = shifted & diagonal;
    before = same;
  }
  for (let at = 0; at < one.length; at += 1) bitsOf[one.charCodeAt(at)] = 0;
  return distance;
}

/** By letter: where it stands in the text at hand. */
const bitsOf = new Int32Array(65_536);
let rows = new Int32Array(192);
let taken = new Uint8Array(64);
let matched = new Uint16Array(64);
