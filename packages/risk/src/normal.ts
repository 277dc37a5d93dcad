import { type Bend, type QuantileTable, quantileTable } from "./quantile-table.ts";

/**
 * The standard normal value below which lies a share `p`: to about 16 digits, also far out in the tails.
 * @param p - 0 to 1; the ends give ∓Infinity
 * @see Wichura (1988), Algorithm AS 241 (PPND16), Applied Statistics 37
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return central(q);
  const tail = q < 0 ? p : 1 - p;
  if (tail <= 0) return tail === 0 ? (q < 0 ? -Infinity : Infinity) : Number.NaN;
  return q < 0 ? -upperTail(tail) : upperTail(tail);
}

let knownTable: QuantileTable | undefined;

/** The quantile as a table, to within 1e-10 also in the tails. Computed when first needed: nothing happens on import. */
export function normalTable(): QuantileTable {
  const lower = (p: number): Bend => {
    const value = normalQuantile(p);
    const slope = Math.sqrt(2 * Math.PI) * Math.exp((value * value) / 2);
    return { value, slope, curve: value * slope * slope };
  };
  const upper = (p: number): Bend => {
    const { value, slope, curve } = lower(p);
    return { value: -value, slope: -slope, curve: -curve };
  };
  knownTable ??= quantileTable(4, lower, upper);
  return knownTable;
}

/** The middle 85 %. */
function central(q: number): number {
  const r = 0.180625 - q * q;
  return (
    (q *
      (((((((2509.0809287301227 * r + 33430.57558358813) * r + 67265.7709270087) * r + 45921.95393154987) * r +
        13731.69376550946) *
        r +
        1971.5909503065513) *
        r +
        133.14166789178438) *
        r +
        3.3871328727963665)) /
    (((((((5226.495278852546 * r + 28729.085735721943) * r + 39307.89580009271) * r + 21213.794301586597) * r +
      5394.196021424751) *
      r +
      687.1870074920579) *
      r +
      42.31333070160091) *
      r +
      1)
  );
}

/** The value above which lies a share `tail` of at most 0.075. */
function upperTail(tail: number): number {
  const depth = Math.sqrt(-Math.log(tail));
  if (depth <= 5) {
    const r = depth - 1.6;
    return (
      (((((((0.0007745450142783414 * r + 0.022723844989269184) * r + 0.2417807251774506) * r + 1.2704582524523684) * r +
        3.6478483247632045) *
        r +
        5.769497221460691) *
        r +
        4.630337846156546) *
        r +
        1.4234371107496835) /
      (((((((1.0507500716444169e-9 * r + 0.0005475938084995345) * r + 0.015198666563616457) * r + 0.14810397642748008) *
        r +
        0.6897673349851) *
        r +
        1.6763848301838038) *
        r +
        2.053191626637759) *
        r +
        1)
    );
  }
  const r = depth - 5;
  return (
    (((((((2.0103343992922881e-7 * r + 2.7115555687434876e-5) * r + 0.0012426609473880784) * r + 0.026532189526576124) *
      r +
      0.29656057182850487) *
      r +
      1.7848265399172913) *
      r +
      5.463784911164114) *
      r +
      6.657904643501103) /
    (((((((2.0442631033899397e-15 * r + 1.421511758316446e-7) * r + 1.8463183175100548e-5) * r +
      0.0007868691311456133) *
      r +
      0.014875361290850615) *
      r +
      0.1369298809227358) *
      r +
      0.599832206555888) *
      r +
      1)
  );
}

/**
 * The share of a standard normal below `z`, to an absolute error of 1e-15 and, down to −8, a relative one of 1e-11.
 */
export const normalShare = (z: number): number =>
  z > -8 && z < 8 ? nearShare(shareTable(), 0, z) : normalShareByFraction(z);

/** Known shares for each unit of a {@link shareTable}. */
export const sharesPerUnit = 64;

/**
 * The same between −8 and 8, and beyond as at those, from a {@link shareTable} at `table[from…]`: from the nearest of a row
 * of known values by Taylor's series, which needs no exponential.
 */
export function nearShare(table: Float64Array, from: number, value: number): number {
  const z = Math.min(8, Math.max(-8, value));
  const place = Math.floor(z * sharesPerUnit + 0.5);
  const t = z - place / sharesPerUnit;
  const c = from + 6 * (place + 8 * sharesPerUnit);
  return (
    table[c]! +
    t * (table[c + 1]! + t * (table[c + 2]! + t * (table[c + 3]! + t * (table[c + 4]! + t * table[c + 5]!))))
  );
}

let knownShares: Float64Array | undefined;

/** Taylor's terms at each 64th from −8 to 8. Computed when first needed. */
export function shareTable(): Float64Array {
  if (knownShares) return knownShares;
  const table = new Float64Array(6 * (16 * sharesPerUnit + 1));
  for (let place = -8 * sharesPerUnit; place <= 8 * sharesPerUnit; place += 1) {
    const z = place / sharesPerUnit;
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    // Derivatives of the density are it times Hermite polynomials.
    const terms = [1, -z / 2, (z ** 2 - 1) / 6, ((3 - z ** 2) * z) / 24, (z ** 4 - 6 * z ** 2 + 3) / 120];
    table.set([normalShareByFraction(z), ...terms.map((term) => density * term)], 6 * (place + 8 * sharesPerUnit));
  }
  knownShares = table;
  return table;
}

/** @see Hart et al. (1968), Computer Approximations, 5666, as given by West (2005) */
function normalShareByFraction(z: number): number {
  const x = Math.abs(z);
  if (x > 37) return z > 0 ? 1 : 0;
  const e = Math.exp((-x * x) / 2);
  let share: number;
  if (x < 7.07106781186547) {
    const over =
      (((((0.0352624965998911 * x + 0.700383064443688) * x + 6.37396220353165) * x + 33.912866078383) * x +
        112.079291497871) *
        x +
        221.213596169931) *
        x +
      220.206867912376;
    const under =
      ((((((0.0883883476483184 * x + 1.75566716318264) * x + 16.064177579207) * x + 86.7807322029461) * x +
        296.564248779674) *
        x +
        637.333633378831) *
        x +
        793.826512519948) *
        x +
      440.413735824752;
    share = (e * over) / under;
  } else share = e / (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) / 2.506628274631;
  return z > 0 ? 1 - share : share;
}
