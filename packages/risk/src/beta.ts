/**
 * What lies below a share `u` of a beta distribution on 0…1, to about 12 digits.
 * @param u - 0 < u < 1 @param a - at least 1 @param b - at least 1
 * @param guess - where to begin: the nearer, the sooner it is found
 */
export function betaQuantile(u: number, a: number, b: number, guess: number = a / (a + b)): number {
  const logBeta = logBetaOf(a, b);
  let low = 0;
  let high = 1;
  let x = guess;
  for (let round = 0; round < 100; round += 1) {
    const over = betaShare(x, a, b, logBeta) - u;
    if (over > 0) high = x;
    else low = x;
    let next = x - over / betaDensity(x, a, b, logBeta);
    // Newton where it stays between what is known, halving where it does not.
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - x) <= 1e-13 * next || high - low < 1e-15) return next;
    x = next;
  }
  return x;
}

/** The density of a beta distribution at `x`. */
export function betaDensity(x: number, a: number, b: number, logBeta = logBetaOf(a, b)): number {
  return Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log(1 - x) - logBeta);
}

const logBetaOf = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/** The share of a beta distribution below `x` (regularised incomplete beta function). */
export function betaShare(x: number, a: number, b: number, logBeta = logBetaOf(a, b)): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(a * Math.log(x) + b * Math.log(1 - x) - logBeta);
  // The continued fraction converges fast below the mean; above it, the mirror image does.
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b;
}

/** Lentz's evaluation of the continued fraction. @see Numerical Recipes, 6.4 */
function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m < 200; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    const step = d * c;
    result *= step;
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return result;
}

/** Lanczos' approximation, for arguments of at least 1. */
function logGamma(z: number): number {
  const x = z - 1;
  const terms = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ];
  const sum = terms.reduce((total, term, index) => total + term / (x + index + 1), 0.9999999999998099);
  const base = x + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (x + 0.5) * Math.log(base) - base + Math.log(sum);
}
