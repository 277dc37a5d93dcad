import { qualityChanges, qualityTable, type QualityMeasure, type QualityRow } from "@milstolpe/sync";
import type { Text } from "../../server/status.ts";
import { readQuality, reviewedUnit, reviewedUnits } from "../../server/sync-review.ts";
import { withStore } from "../sync-store.ts";
import type { Terminal } from "../terminal.ts";
import { exit, textOption, UsageError, type Verb } from "../verb.ts";

const measures: Readonly<Record<QualityMeasure, Text>> = {
  matched: { sv: "kända i plattformen", en: "known to the platform" },
  verified: { sv: "läses som i källan", en: "read like the source" },
  unmatched: { sv: "bara i källan", en: "in the source alone" },
  disputed: { sv: "tvistiga", en: "disputed" },
  withheld: { sv: "hålls utanför som skyddade", en: "kept out as protected" },
  stale: { sv: "inte längre i källan", en: "no longer in the source" },
  changed: { sv: "ändrade efter verifiering", en: "changed after verification" },
  wrong: { sv: "fel i stickprov", en: "wrong in samples" },
};

/** All is 100.0 and nothing 0.0; what is nearly so is not rounded to it. */
const percent = (share: number): string =>
  (share === 0 || share === 1 ? share * 100 : Math.min(99.9, Math.max(0.1, share * 100))).toFixed(1);

function print({ say, line }: Terminal, rows: readonly QualityRow[]): void {
  for (const { measure, count, of, share, low, high } of rows)
    line(
      `  ${say(measures[measure]).padEnd(28)} ${percent(share).padStart(6)} %  (${percent(low)}–${percent(high)})  ${count} ${say({ sv: "av", en: "of" })} ${of}`,
    );
}

export const syncQuality: Verb = {
  name: "sync quality",
  summary: {
    sv: "Visar hur väl plattformens register stämmer, verifiering för verifiering, och vad som blivit bättre eller sämre",
    en: "Shows how well the platform's register agrees, verification by verification, and what has improved or worsened",
  },
  usage: "[--unit ID|NAME]",
  details: [
    {
      sv: "Inom parentes: Wilsons 95-procentsintervall. Bara det som slumpen inte förklarar kallas bättre eller sämre.",
      en: "In brackets: Wilson's 95 per cent interval. Only what chance does not explain is called better or worse.",
    },
  ],
  example: "sync quality",
  options: { unit: { type: "string" } },
  run: (call) =>
    withStore(call, ({ store }) => {
      const { terminal } = call;
      const series = readQuality(store);
      const named = textOption(call, "unit");
      const unit = named === undefined ? undefined : reviewedUnit(store, named)?.verification.unit;
      if (named !== undefined && unit === undefined)
        throw new UsageError({
          sv: `--unit ${named}: enheten är inte verifierad än. Kör ”sync verify”.`,
          en: `--unit ${named}: that unit has not been verified yet. Run “sync verify”.`,
        });
      const isShown = (row: { readonly unit?: string; readonly schoolType?: string }): boolean =>
        row.unit === unit && row.schoolType === undefined;
      const [before, last] = series.length > 1 ? series.slice(-2) : [undefined, series[0]];
      const table = qualityTable(series).filter(isShown);
      const changes = before && last ? qualityChanges(before, last) : [];
      terminal.document({ runs: series.length, table, changes });
      if (last === undefined) {
        terminal.line(
          terminal.say({
            sv: "Ingen verifiering än. Kör ”sync verify”.",
            en: "No verification yet. Run “sync verify”.",
          }),
        );
        return Promise.resolve(exit.done);
      }
      for (const { readAt } of series.slice(-5)) {
        terminal.line(readAt);
        print(
          terminal,
          table.filter((row) => row.readAt === readAt),
        );
      }
      const names = new Map(reviewedUnits(store).map(({ verification }) => [verification.unit, verification.name]));
      for (const { unit: where, schoolType = "", measure, direction, before: was, after } of changes) {
        const place = `${where === undefined ? terminal.say({ sv: "alla enheter", en: "all units" }) : (names.get(where) ?? where)} ${schoolType}`;
        const word = direction === "improved" ? { sv: "bättre", en: "better" } : { sv: "sämre", en: "worse" };
        terminal.line(
          `  ${terminal.say(word)}: ${place.trim()}, ${terminal.say(measures[measure])} ${percent(was)} → ${percent(after)} %`,
        );
      }
      return Promise.resolve(changes.some(({ direction }) => direction === "worsened") ? exit.found : exit.done);
    }),
};
