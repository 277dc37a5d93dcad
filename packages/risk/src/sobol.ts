import { uniformNumbers } from "./random.ts";
import { standardError } from "./sensitivity.ts";

/** Shares of the variance of a function's value that go back to one of its inputs. */
export interface VarianceShares {
  /** By itself (first order, S). */
  readonly first: number;
  readonly firstError: number;
  /** With everything it takes part in (total effect, ST). */
  readonly total: number;
  readonly totalError: number;
}

/**
 * Sobol's sensitivity indices of a function of independent inputs that are uniform on 0…1: which input the spread of the
 * result comes from. Two samples, and for each input one that mixes them: (inputs + 2) · samples evaluations.
 * @param evaluate - the function; it must not keep the array it is given
 * @returns one entry for each input, with Monte Carlo standard errors from 20 sections of the samples
 * @throws RangeError when `samples` is no whole number from 40
 * @see Saltelli et al. (2010), Variance based sensitivity analysis, Comput. Phys. Commun. 181 (first order);
 * Jansen (1999), Analysis of variance designs for model output (total effect)
 * @example
 * sobolIndices(([x = 0, y = 0]) => 3 * x + y, 2, { samples: 4_000, seed: 1 }); // first: about 0.9 and 0.1
 */
export function sobolIndices(
  evaluate: (input: Float64Array) => number,
  inputs: number,
  { samples, seed }: { readonly samples: number; readonly seed: number },
): readonly VarianceShares[] {
  if (!Number.isSafeInteger(samples) || samples < 40)
    throw new RangeError(`samples must be a whole number from 40, got ${samples}`);
  const draw = (name: string): readonly Float64Array[] =>
    Array.from({ length: inputs }, (_, input) => uniformNumbers(seed, `${name} ${input}`, samples));
  const [a, b] = [draw("sobol a"), draw("sobol b")];
  const point = new Float64Array(inputs);
  const values = (column: (input: number) => Float64Array): Float64Array =>
    Float64Array.from({ length: samples }, (_, sample) => {
      for (let input = 0; input < inputs; input += 1) point[input] = column(input)[sample]!;
      return evaluate(point);
    });
  const [atA, atB] = [values((input) => a[input]!), values((input) => b[input]!)];
  return a.map((_, chosen): VarianceShares => {
    const mixed = values((input) => (input === chosen ? b[input]! : a[input]!));
    const shares = (from: number, to: number): readonly [first: number, total: number] => {
      let [sum, squares, first, total] = [0, 0, 0, 0];
      for (let k = from; k < to; k += 1) {
        sum += atA[k]! + atB[k]!;
        squares += atA[k]! ** 2 + atB[k]! ** 2;
        first += atB[k]! * (mixed[k]! - atA[k]!);
        total += (atA[k]! - mixed[k]!) ** 2 / 2;
      }
      const count = to - from;
      const variance = squares / (2 * count) - (sum / (2 * count)) ** 2;
      return variance > 0 ? [first / count / variance, total / count / variance] : [0, 0];
    };
    const size = Math.floor(samples / sections);
    const parts = Array.from({ length: sections }, (__, section) => shares(section * size, (section + 1) * size));
    const [first, total] = shares(0, samples);
    return {
      first,
      firstError: standardError(parts.map(([part]) => part)),
      total,
      totalError: standardError(parts.map(([, part]) => part)),
    };
  });
}

const sections = 20;
