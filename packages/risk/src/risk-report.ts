import type { Finding } from "./finding.ts";
import { heatMap } from "./heat-map.ts";
import type { Register } from "./register.ts";
import { rank, riskMatrix } from "./risk-matrix.ts";
import type { Scale } from "./scale.ts";
import type { FinishDistribution, Simulation } from "./simulation.ts";
import { oneLine, type Table, toMarkdownTable } from "./table.ts";

/** A report as plain data: a title, then tables and sentences in order. */
export interface RiskReport {
  readonly language: "sv" | "en";
  readonly title: string;
  readonly parts: readonly (Table | string)[];
}

export interface RiskReportOptions {
  readonly language: "sv" | "en";
  readonly scale: Scale;
  /** When given: dates, what drives them, and what drove nothing. */
  readonly simulation?: Simulation;
  /** Writes a day of the simulation, as `dayToDate` of `@milstolpe/phases` does. Default: the number of the day. */
  readonly dayToText?: (day: number) => string;
  /** Names of milestones and activities, by id. Default: the ids. */
  readonly names?: Readonly<Record<string, string>>;
  /** Early warnings and what the review has to take up. */
  readonly findings?: readonly Finding[];
}

const words = {
  sv: {
    title: "Riskrapport",
    ranked: "Bedömda risker, värst först",
    head: ["Id", "Risk", "Värde", "Ägare", "Åtgärd"],
    unscored: (ids: string) => `Ej bedömda, och därför inte rangordnade: ${ids}.`,
    otherScale: (ids: string) => `Bedömda på en annan skala, och inte omräknade: ${ids}.`,
    dates: "När milstolparna passeras",
    datesHead: ["Milstolpe", "Plan", "Planen hålls", "P50", "P80", "P80, 95 % intervall"],
    runs: (runs: number, seed: number) =>
      `${runs} simuleringar, frö ${seed}. Intervallet är simuleringens fel, inte indatas.`,
    drives: "Vad som driver slutdatumet",
    drivesHead: ["Källa", "Dagar", "Fel"],
    idle: "Driver ingenting",
    idleHead: ["Risk", "Varför"],
    reasons: {
      unscored: "ej bedömd",
      "other-scale": "annan skala",
      "no-delay": "ger ingen försening",
      "outside-network": "ingår inte i planen",
      closed: "avslutad",
    },
    findings: "Att ta upp",
    findingsHead: ["Var", "Vad"],
    inferred: "Ägare, aktiviteter och indikatorer är i denna mall vår tolkning; planen anger dem inte.",
  },
  en: {
    title: "Risk report",
    ranked: "Scored risks, worst first",
    head: ["Id", "Risk", "Value", "Owner", "Mitigation"],
    unscored: (ids: string) => `Not scored, and so not ranked: ${ids}.`,
    otherScale: (ids: string) => `Scored on another scale, and not converted: ${ids}.`,
    dates: "When the milestones are passed",
    datesHead: ["Milestone", "Plan", "Plan is kept", "P50", "P80", "P80, 95 % interval"],
    runs: (runs: number, seed: number) =>
      `${runs} simulations, seed ${seed}. The interval is the simulation's error, not the input's.`,
    drives: "What drives the end date",
    drivesHead: ["Source", "Days", "Error"],
    idle: "Drives nothing",
    idleHead: ["Risk", "Why"],
    reasons: {
      unscored: "not scored",
      "other-scale": "another scale",
      "no-delay": "causes no delay",
      "outside-network": "not part of the plan",
      closed: "closed",
    },
    findings: "To take up",
    findingsHead: ["Where", "What"],
    inferred: "Owners, activities and indicators are our reading in this template; the plan does not state them.",
  },
};

/**
 * The register as a report: matrix, ranks, what has not been judged, and with a simulation the dates and what drives them.
 * Nothing is left out for being incomplete. A list of parts: for `toDocx`, or a page of your own.
 * @example
 * toDocx(riskReportParts(register, { language: "sv", scale: fiveByFive, simulation, dayToText: dayToDate }));
 */
export function riskReportParts(register: Register, options: RiskReportOptions): RiskReport {
  const { language, scale, simulation, findings = [] } = options;
  const say = words[language];
  const matrix = riskMatrix(register, scale);
  const treatment = (id: string) =>
    register.mitigations
      .filter(({ treats }) => treats.some(({ risk }) => risk === id))
      .map(({ title }) => title[language]);
  const ranked: Table = {
    caption: say.ranked,
    head: say.head,
    rows: rank(register, scale).map(({ risk, value, band }) => [
      risk.id,
      risk.title[language],
      `${value} ${band.title[language]}`,
      risk.owner ?? "",
      treatment(risk.id).join("; "),
    ]),
  };
  const raised = findings.map((one) => [one.where, one[language]]);
  return {
    language,
    title: `${say.title}: ${register.title[language]}`,
    parts: [
      heatMap(matrix, { language }).table,
      ranked,
      ...(matrix.unscored.length > 0 ? [say.unscored(matrix.unscored.join(", "))] : []),
      ...(matrix.otherScale.length > 0 ? [say.otherScale(matrix.otherScale.join(", "))] : []),
      ...(simulation ? simulated(simulation, options) : []),
      ...(raised.length > 0 ? [{ caption: say.findings, head: say.findingsHead, rows: raised }] : []),
      ...(register.risks.some(({ inferred = [] }) => inferred.length > 0) ? [say.inferred] : []),
    ],
  };
}

function simulated(
  simulation: Simulation,
  { language, names = {}, dayToText = dayNumber }: RiskReportOptions,
): readonly (Table | string)[] {
  const say = words[language];
  const nameOf = (id: string) => (Object.hasOwn(names, id) ? names[id]! : id);
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const row = (name: string, { planned, p50, p80, intervals }: FinishDistribution) => [
    name,
    dayToText(planned.day),
    percent(planned.chance),
    dayToText(p50),
    dayToText(p80),
    intervals.p80.map(dayToText).join(" – "),
  ];
  const idle = simulation.idle.map(({ id, idle }) => [id, say.reasons[idle]]);
  return [
    {
      caption: say.dates,
      head: say.datesHead,
      rows: Object.entries(simulation.milestones).map(([id, distribution]) => row(nameOf(id), distribution)),
    },
    say.runs(simulation.iterations, simulation.seed),
    {
      caption: say.drives,
      head: say.drivesHead,
      rows: simulation.tornado
        .slice(0, 10)
        .map(({ id, swing, standardError }) => [nameOf(id), swing.toFixed(1), `± ${standardError.toFixed(1)}`]),
    },
    ...(idle.length > 0 ? [{ caption: say.idle, head: say.idleHead, rows: idle }] : []),
  ];
}

const dayNumber = (day: number): string => day.toFixed(1);

/**
 * {@link riskReportParts} in Markdown.
 * @example
 * riskReport(register, { language: "sv", scale: fiveByFive, simulation, dayToText: dayToDate });
 */
export function riskReport(register: Register, options: RiskReportOptions): string {
  const { title, parts } = riskReportParts(register, options);
  const texts = parts.map((part) => (typeof part === "string" ? `${oneLine(part)}\n` : toMarkdownTable(part)));
  return [`# ${oneLine(title)}`, "", ...texts].join("\n");
}
