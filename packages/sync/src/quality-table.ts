import { differenceInterval, shareInterval, type ShareInterval } from "./interval.ts";
import type { QualityCell, QualityRun } from "./quality.ts";

/** What is told of a cell, as a share: of what, and whether more is better. */
const measures = {
  matched: { of: "people", isGood: true },
  verified: { of: "people", isGood: true },
  unmatched: { of: "people", isGood: false },
  disputed: { of: "people", isGood: false },
  withheld: { of: "people", isGood: undefined },
  stale: { of: "inRegister", isGood: false },
  changed: { of: "settled", isGood: false },
  wrong: { of: "checked", isGood: false },
} as const;
export type QualityMeasure = keyof typeof measures;
const names = Object.keys(measures) as readonly QualityMeasure[];

/** One share of one cell in one run. */
export interface QualityRow extends ShareInterval {
  readonly readAt: string;
  readonly unit?: string;
  readonly schoolType?: string;
  readonly measure: QualityMeasure;
  readonly count: number;
  readonly of: number;
}

/**
 * The series as a table of plain rows, one for each run, cell and measure that there is anything of, with Wilson's interval.
 * `wrong` is of a sample: there the interval says where the share of all may be. The others are of everybody: there it says how
 * far chance alone may move them between runs.
 */
export function qualityTable(
  series: readonly QualityRun[],
  { confidence = 0.95 }: { readonly confidence?: number } = {},
): readonly QualityRow[] {
  return series.flatMap(({ readAt, cells }) =>
    cells.flatMap((cell) =>
      names.flatMap((measure): readonly QualityRow[] => {
        const [count, of] = [cell[measure], cell[measures[measure].of]];
        return of === 0
          ? []
          : [{ readAt, ...placeOf(cell), measure, count, of, ...shareInterval(count, of, confidence) }];
      }),
    ),
  );
}

/** A share that has changed by more than chance explains. */
export interface QualityChange {
  readonly unit?: string;
  readonly schoolType?: string;
  readonly measure: QualityMeasure;
  readonly direction: "improved" | "worsened";
  readonly before: number;
  readonly after: number;
  /** Where the difference may truly be. */
  readonly low: number;
  readonly high: number;
}

/**
 * What has improved or worsened from one run to another beyond noise: the interval of the difference leaves out 0. The more
 * shares are compared, the wider the intervals (Bonferroni), so that all together are wrong no more often than the confidence says.
 */
export function qualityChanges(
  before: QualityRun,
  after: QualityRun,
  { confidence = 0.95 }: { readonly confidence?: number } = {},
): readonly QualityChange[] {
  const earlier = new Map(before.cells.map((cell) => [keyOf(cell), cell]));
  const compared = after.cells.flatMap((cell) => {
    const was = earlier.get(keyOf(cell));
    if (was === undefined) return [];
    return names.flatMap((measure) => {
      const { of, isGood } = measures[measure];
      return isGood === undefined || was[of] === 0 || cell[of] === 0 ? [] : [{ cell, was, measure, of, isGood }];
    });
  });
  const each = 1 - (1 - confidence) / Math.max(1, compared.length);
  return compared.flatMap(({ cell, was, measure, of, isGood }): readonly QualityChange[] => {
    const [from, to] = [shareInterval(was[measure], was[of], each), shareInterval(cell[measure], cell[of], each)];
    const { low, high } = differenceInterval(from, to);
    if (low <= 0 && high >= 0) return [];
    const direction = low > 0 === isGood ? "improved" : "worsened";
    return [{ ...placeOf(cell), measure, direction, before: from.share, after: to.share, low, high }];
  });
}

const keyOf = ({ unit = "", schoolType = "" }: QualityCell): string => `${unit}|${schoolType}`;
const placeOf = ({ unit, schoolType }: QualityCell): Pick<QualityCell, "unit" | "schoolType"> => ({
  ...(unit === undefined ? {} : { unit }),
  ...(schoolType === undefined ? {} : { schoolType }),
});
