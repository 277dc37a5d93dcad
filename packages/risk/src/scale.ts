import type { Text } from "./finding.ts";
import type { Score } from "./register.ts";

export interface ScaleLevel {
  readonly level: number;
  readonly title: Text;
}

/** Scores from `from` (inclusive) up to the next band. */
export interface Band {
  readonly id: string;
  readonly title: Text;
  readonly from: number;
}

/**
 * How probability and consequence are graded and what their product means. Data with a version: a score names the scale
 * it was set on. No scale is prescribed for Swedish municipalities; these are offers, and a register may bring its own.
 */
export interface Scale {
  readonly id: string;
  readonly version: string;
  readonly title: Text;
  /** In order from 1. */
  readonly probability: readonly ScaleLevel[];
  readonly consequence: readonly ScaleLevel[];
  /** In order; the first begins at 1. Where the borders lie is the register owner's choice. */
  readonly bands: readonly Band[];
}

const levels = (...titles: readonly (readonly [sv: string, en: string])[]): readonly ScaleLevel[] =>
  titles.map(([sv, en], index) => ({ level: index + 1, title: { sv, en } }));
const bands = (medium: number, high: number, critical: number): readonly Band[] => [
  { id: "low", title: { sv: "Låg", en: "Low" }, from: 1 },
  { id: "medium", title: { sv: "Medel", en: "Medium" }, from: medium },
  { id: "high", title: { sv: "Hög", en: "High" }, from: high },
  { id: "critical", title: { sv: "Kritisk", en: "Critical" }, from: critical },
];

const consequences = [
  ["Försumbar", "Negligible"],
  ["Lindrig", "Minor"],
  ["Kännbar", "Noticeable"],
  ["Allvarlig", "Serious"],
] as const;

/** Probability × consequence, five levels each: common in Swedish project work. The bands are ours. */
export const fiveByFive: Scale = {
  id: "5x5",
  version: "1.0.0",
  title: { sv: "Sannolikhet × konsekvens, 1–5", en: "Probability × consequence, 1–5" },
  probability: /* @__PURE__ */ levels(
    ["Osannolik", "Improbable"],
    ["Mindre trolig", "Unlikely"],
    ["Möjlig", "Possible"],
    ["Trolig", "Likely"],
    ["Nästan säker", "Almost certain"],
  ),
  consequence: /* @__PURE__ */ levels(...consequences, ["Mycket allvarlig", "Very serious"]),
  bands: /* @__PURE__ */ bands(5, 10, 16),
};

/** The same with four levels, which has no middle to hide in. The bands are ours. */
export const fourByFour: Scale = {
  id: "4x4",
  version: "1.0.0",
  title: { sv: "Sannolikhet × konsekvens, 1–4", en: "Probability × consequence, 1–4" },
  probability: /* @__PURE__ */ levels(
    ["Osannolik", "Improbable"],
    ["Möjlig", "Possible"],
    ["Trolig", "Likely"],
    ["Nästan säker", "Almost certain"],
  ),
  consequence: /* @__PURE__ */ levels(...consequences),
  bands: /* @__PURE__ */ bands(4, 8, 12),
};

/** Scales that come with the library. */
export const scales: readonly Scale[] = [fiveByFive, fourByFour];

/** What a score names its scale by: `id@version`. */
export const scaleKey = ({ id, version }: Pick<Scale, "id" | "version">): string => `${id}@${version}`;

/** Whether the score was set on this scale and lies on it. */
export const isOnScale = (score: Score, scale: Scale): boolean =>
  score.scaleId === scaleKey(scale) &&
  scale.probability.some(({ level }) => level === score.probabilityLevel) &&
  scale.consequence.some(({ level }) => level === score.consequenceLevel);

/** The product of the two levels. */
export const scoreValue = ({ probabilityLevel, consequenceLevel }: Omit<Score, "scaleId">): number =>
  probabilityLevel * consequenceLevel;

/** The band in which a score value lies. @throws RangeError for a value below the first band */
export function bandOf(value: number, { bands }: Pick<Scale, "bands">): Band {
  const band = bands.findLast(({ from }) => from <= value);
  if (!band) throw new RangeError(`value must be at least ${bands[0]?.from}, got ${value}`);
  return band;
}
