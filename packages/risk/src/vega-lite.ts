import type { Simulation } from "./simulation.ts";

/** A Vega-Lite 5 or 6 specification: plain data, drawn by whatever draws such. */
export interface VegaLiteSpec {
  readonly $schema: "https://vega.github.io/schema/vega-lite/v6.json";
  readonly [part: string]: unknown;
}

const schema = "https://vega.github.io/schema/vega-lite/v6.json";
const words = {
  sv: { day: "Arbetsdag", share: "Andel av körningarna", milestone: "Milstolpe", source: "Källa", end: "Slut (medel)" },
  en: { day: "Working day", share: "Share of the runs", milestone: "Milestone", source: "Source", end: "End (mean)" },
};

/** The S-curves: by each day, the share of the runs in which each milestone has been passed. */
export function sCurveSpec({ milestones }: Pick<Simulation, "milestones">, language: "sv" | "en"): VegaLiteSpec {
  const say = words[language];
  const values = Object.entries(milestones).flatMap(([milestone, { percentiles }]) =>
    percentiles.map((day, percent) => ({ milestone, day, share: percent / 100 })),
  );
  return {
    $schema: schema,
    data: { values },
    mark: { type: "line", interpolate: "step-before" },
    encoding: {
      x: { field: "day", type: "quantitative", title: say.day },
      y: { field: "share", type: "quantitative", title: say.share, axis: { format: "%" } },
      color: { field: "milestone", type: "nominal", title: say.milestone },
      strokeDash: { field: "milestone", type: "nominal", title: say.milestone },
    },
  };
}

/** The tornado: from the mean end on a source's low side to that on its high side, widest first. */
export function tornadoSpec({ tornado }: Pick<Simulation, "tornado">, language: "sv" | "en", most = 12): VegaLiteSpec {
  const say = words[language];
  return {
    $schema: schema,
    data: { values: tornado.slice(0, most).map(({ id, low, high }) => ({ source: id, low, high })) },
    mark: "bar",
    encoding: {
      y: { field: "source", type: "nominal", title: say.source, sort: null },
      x: { field: "low", type: "quantitative", title: say.end, scale: { zero: false } },
      x2: { field: "high" },
    },
  };
}
