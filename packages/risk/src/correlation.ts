/** A symmetric matrix, row by row. */
export type SquareMatrix = readonly (readonly number[])[];

/**
 * The lower triangle L with L·Lᵀ = `matrix`, or undefined when the matrix is not positive semidefinite. A rank that is
 * missing (two variables that are one) is allowed.
 */
export function cholesky(matrix: SquareMatrix): readonly Float64Array[] | undefined {
  const rows: Float64Array[] = [];
  for (const [i, values] of matrix.entries()) {
    const row = new Float64Array(i + 1);
    for (let j = 0; j <= i; j += 1) {
      const other = rows[j] ?? row;
      let rest = values[j] ?? 0;
      for (let k = 0; k < j; k += 1) rest -= (row[k] ?? 0) * (other[k] ?? 0);
      if (j === i) {
        if (rest < -tolerance) return undefined;
        row[i] = Math.sqrt(Math.max(0, rest));
      } else {
        const pivot = other[j] ?? 0;
        if (pivot > tolerance) row[j] = rest / pivot;
        else if (Math.abs(rest) > Math.sqrt(tolerance)) return undefined;
      }
    }
    rows.push(row);
  }
  return rows;
}
const tolerance = 1e-10;

/**
 * The correlation matrix nearest to `matrix` (in the sum of squared differences): what to offer when judged correlations
 * contradict each other.
 * @param matrix - symmetric
 * @see Higham (2002), Computing the nearest correlation matrix, IMA J. Numer. Anal. 22
 */
export function nearestCorrelation(matrix: SquareMatrix): SquareMatrix {
  const size = matrix.length;
  let y = matrix.map((row) => [...row]);
  let correction = matrix.map((row) => row.map(() => 0));
  for (let round = 0; round < 500; round += 1) {
    const shifted = y.map((row, i) => row.map((value, j) => value - (correction[i]?.[j] ?? 0)));
    const psd = withoutNegative(shifted);
    correction = psd.map((row, i) => row.map((value, j) => value - (shifted[i]?.[j] ?? 0)));
    const next = psd.map((row, i) => row.map((value, j) => (i === j ? 1 : value)));
    const moved = Math.max(...next.flatMap((row, i) => row.map((value, j) => Math.abs(value - (y[i]?.[j] ?? 0)))));
    y = next;
    if (moved < 1e-12) break;
  }
  // Its smallest eigenvalue may be a hair below zero: a pull towards independence that nobody would notice.
  for (let pull = 0; cholesky(y) === undefined && pull < 60; pull += 1)
    y = y.map((row, i) => row.map((value, j) => (i === j ? 1 : value * (1 - 1e-9 * 2 ** pull))));
  return y.slice(0, size);
}

/** The nearest matrix without negative eigenvalues. */
function withoutNegative(matrix: SquareMatrix): number[][] {
  const { values, vectors } = eigen(matrix);
  return matrix.map((row, i) =>
    row.map((_, j) =>
      values.reduce((sum, value, k) => sum + Math.max(0, value) * (vectors[i]?.[k] ?? 0) * (vectors[j]?.[k] ?? 0), 0),
    ),
  );
}

/** Eigenvalues and vectors (as columns) of a symmetric matrix, by Jacobi's rotations. */
function eigen(matrix: SquareMatrix): { readonly values: readonly number[]; readonly vectors: number[][] } {
  const size = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const vectors = matrix.map((_, i) => matrix.map((__, j): number => (i === j ? 1 : 0)));
  const at = (i: number, j: number): number => a[i]?.[j] ?? 0;
  for (let sweep = 0; sweep < 60; sweep += 1) {
    let off = 0;
    for (let p = 0; p < size; p += 1) for (let q = p + 1; q < size; q += 1) off += at(p, q) ** 2;
    if (off < 1e-28) break;
    for (let p = 0; p < size; p += 1)
      for (let q = p + 1; q < size; q += 1) {
        if (Math.abs(at(p, q)) < 1e-300) continue;
        const theta = (at(q, q) - at(p, p)) / (2 * at(p, q));
        const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const cosine = 1 / Math.sqrt(tangent * tangent + 1);
        const sine = tangent * cosine;
        for (let k = 0; k < size; k += 1) {
          const [left, right] = [at(k, p), at(k, q)];
          a[k]?.set([cosine * left - sine * right], p);
          a[k]?.set([sine * left + cosine * right], q);
        }
        for (let k = 0; k < size; k += 1) {
          const [left, right] = [at(p, k), at(q, k)];
          a[p]?.set([cosine * left - sine * right], k);
          a[q]?.set([sine * left + cosine * right], k);
        }
        for (const row of vectors) {
          const [left = 0, right = 0] = [row[p], row[q]];
          row[p] = cosine * left - sine * right;
          row[q] = sine * left + cosine * right;
        }
      }
  }
  return { values: matrix.map((_, i) => at(i, i)), vectors };
}
