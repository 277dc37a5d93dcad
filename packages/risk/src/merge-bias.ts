import { sections } from "./block-loops.ts";
import { plannedFinishes, type PreparedRun } from "./prepare-run.ts";
import { standardError, sumOf } from "./sensitivity.ts";

/** What is lost where paths meet, and how well that is known. */
export interface MergeBias {
  readonly mergeBias: number;
  readonly mergeBiasError: number;
}

/**
 * For each milestone, then for everything: the mean finish, less the finish when everything takes its mean time. Its error
 * is what leaving out one section of the runs after the other does (jackknife).
 */
export function mergeBiases(
  { model, compiled, chunkOptions, options: { iterations } }: PreparedRun,
  moments: Float64Array,
  finishes: readonly Float64Array[],
): readonly MergeBias[] {
  const sums = finishes.map((row) => sectionSums(row));
  /** Without one of the sections, or with all of them. */
  const biases = (left?: number): readonly number[] => {
    const count = iterations - (left === undefined ? 0 : Math.ceil((iterations - left) / sections));
    const meanOf = (total: number, part: (section: number) => number): number =>
      (total - (left === undefined ? 0 : part(left))) / count;
    const means = chunkOptions.planned.map(
      (days, place) => days + meanOf(sumOf(moments, place, 0), (section) => moments[place * 3 * sections + section]!),
    );
    const atMeans = plannedFinishes(model, compiled, means);
    return sums.map((row, place) => {
      const total = row.reduce((sum, part) => sum + part, 0);
      return meanOf(total, (section) => row[section]!) - atMeans[place]!;
    });
  };
  const parts = iterations < sections ? [] : Array.from({ length: sections }, (_, section) => biases(section));
  return biases().map((mergeBias, row) => ({
    mergeBias,
    // Few runs: as wide as the bias itself.
    mergeBiasError:
      parts.length === 0 ? Math.abs(mergeBias) : standardError(parts.map((part) => part[row]!)) * (sections - 1),
  }));
}

function sectionSums(row: Float64Array): readonly number[] {
  const sums = Array.from({ length: sections }, () => 0);
  for (let section = 0; section < sections; section += 1)
    for (let k = section; k < row.length; k += sections) sums[section] = sums[section]! + row[k]!;
  return sums;
}
