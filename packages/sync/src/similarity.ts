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
  const isTaken = new Uint8Array(other.length);
  const matched: string[] = [];
  for (let index = 0; index < one.length; index += 1) {
    const to = Math.min(other.length, index + reach + 1);
    for (let place = Math.max(0, index - reach); place < to; place += 1) {
      if (isTaken[place] === 1 || one[index] !== other[place]) continue;
      isTaken[place] = 1;
      matched.push(one[index] ?? "");
      break;
    }
  }
  if (matched.length === 0) return 0;
  let [transposed, next] = [0, 0];
  for (let place = 0; place < other.length; place += 1) {
    if (isTaken[place] === 0) continue;
    if (matched[next] !== other[place]) transposed += 1;
    next += 1;
  }
  const count = matched.length;
  return (count / one.length + count / other.length + (count - transposed / 2) / count) / 3;
}

/**
 * Optimal string alignment distance: the fewest letters to insert, delete, replace or swap with their neighbour.
 * @example
 * editDistance("2010-01-12", "2010-01-21"); // 1
 */
export function editDistance(one: string, other: string): number {
  const width = other.length + 1;
  if (rows.length < width * 3) rows = new Int32Array(width * 3);
  const cells = rows;
  for (let column = 0; column < width; column += 1) cells[column] = column;
  for (let row = 1; row <= one.length; row += 1) {
    // Three rows are enough: this one, the last, and the one before it.
    const current = (row % 3) * width;
    const last = ((row + 2) % 3) * width;
    const beforeLast = ((row + 1) % 3) * width;
    const letter = one.charCodeAt(row - 1);
    cells[current] = row;
    for (let column = 1; column < width; column += 1) {
      const otherLetter = other.charCodeAt(column - 1);
      let cost = (cells[last + column - 1] ?? 0) + (letter === otherLetter ? 0 : 1);
      cost = Math.min(cost, (cells[last + column] ?? 0) + 1, (cells[current + column - 1] ?? 0) + 1);
      const isSwapped =
        row > 1 && column > 1 && letter === other.charCodeAt(column - 2) && one.charCodeAt(row - 2) === otherLetter;
      if (isSwapped) cost = Math.min(cost, (cells[beforeLast + column - 2] ?? 0) + 1);
      cells[current + column] = cost;
    }
  }
  return cells[(one.length % 3) * width + width - 1] ?? 0;
}

let rows = new Int32Array(192);
