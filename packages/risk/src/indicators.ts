import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import type { Indicator, Register, Risk } from "./register.ts";
import type { Network } from "./simulation-model.ts";

/** An indicator that is beyond its threshold. */
export interface EarlyWarning {
  readonly risk: string;
  readonly indicator: string;
  readonly value: number;
  readonly limit: number;
  /** Milestones that the risk's activities lead to, the nearest first. Empty without a network. */
  readonly threatens: readonly string[];
  readonly finding: Finding;
}

export interface IndicatorReport {
  /** In register order. */
  readonly warnings: readonly EarlyWarning[];
  /** Indicators that were measured and lie within their threshold. */
  readonly quiet: readonly string[];
  /** Indicators without a reading: silence, not good news. */
  readonly unread: readonly string[];
  /** Indicators that were measured but have no threshold yet. */
  readonly withoutThreshold: readonly string[];
}

/**
 * Looks at the indicators of all open risks. A value at its threshold is still within it.
 * @param readings - by name of measure; shares are 0 to 1. Numbers that are not finite count as no reading
 * @param network - when given, each warning says which milestones it threatens
 * @example
 * evaluateIndicators(rolloutRisks, { "it-hours-booked-share": 0.6 }, network).warnings[0].threatens; // ["m3", "m4", "m5"]
 */
export function evaluateIndicators(
  { risks }: Pick<Register, "risks">,
  readings: Readonly<Record<string, number>>,
  network?: Network,
): IndicatorReport {
  const open = risks.filter(({ status }) => status !== "closed");
  const rows = open.flatMap((risk) =>
    risk.indicators.map((indicator) => {
      const value = Object.hasOwn(readings, indicator.measure) ? readings[indicator.measure] : undefined;
      return { risk, indicator, value: Number.isFinite(value) ? value : undefined };
    }),
  );
  const ids = (chosen: (row: (typeof rows)[number]) => boolean): readonly string[] =>
    rows.filter(chosen).map(({ indicator }) => indicator.id);
  const isBeyond = ({ indicator, value }: (typeof rows)[number]): boolean =>
    value !== undefined && indicator.warn !== undefined && beyond(value, indicator.warn);
  return {
    warnings: rows.filter(isBeyond).map(({ risk, indicator, value = 0 }) => warningOf(risk, indicator, value, network)),
    quiet: ids((row) => row.value !== undefined && row.indicator.warn !== undefined && !isBeyond(row)),
    unread: ids(({ value }) => value === undefined),
    withoutThreshold: ids(({ value, indicator }) => value !== undefined && indicator.warn === undefined),
  };
}

const beyond = (value: number, warn: NonNullable<Indicator["warn"]>): boolean =>
  "below" in warn ? value < warn.below : value > warn.above;

function warningOf(risk: Risk, { id, title, warn }: Indicator, value: number, network?: Network): EarlyWarning {
  const limit = warn === undefined ? Number.NaN : "below" in warn ? warn.below : warn.above;
  const threatens = network ? milestonesAfter(network, risk.activities) : [];
  const params = { title, value, limit, threatens: threatens.join(", ") };
  return {
    risk: risk.id,
    indicator: id,
    value,
    limit,
    threatens,
    finding: finding("risk.early-warning", `risk ${risk.id}`, params),
  };
}

/** Milestones that are reached from any of the activities by following the links, fewest links first. */
function milestonesAfter({ links, milestones }: Network, activities: readonly string[]): readonly string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of links) next.set(from, [...(next.get(from) ?? []), to]);
  const reached = new Set(activities);
  for (const id of reached) for (const to of next.get(id) ?? []) reached.add(to);
  const known = new Set(milestones);
  return [...reached].filter((id) => known.has(id));
}
