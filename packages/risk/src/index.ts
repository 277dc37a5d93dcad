export type {
  Category,
  Domino,
  Indicator,
  InferredField,
  Mitigation,
  MitigationEffect,
  Register,
  Risk,
  RiskStatus,
  Score,
} from "./register.ts";
export { withScores } from "./register.ts";
export { rolloutRisks } from "./rollout-risks.ts";
export { checkRegister } from "./check-register.ts";
export { bandOf, fiveByFive, fourByFour, isOnScale, scaleKey, scales, scoreValue } from "./scale.ts";
export type { Band, Scale, ScaleLevel } from "./scale.ts";
export { rank, riskMatrix } from "./risk-matrix.ts";
export type { MatrixCell, RankedRisk, RiskMatrix } from "./risk-matrix.ts";
export { estimate, lichtenberg, pert } from "./estimate.ts";
export type { EstimateRule, Range } from "./estimate.ts";
export { pertAnalysis, pertChance } from "./pert-analysis.ts";
export type { PertAnalysis } from "./pert-analysis.ts";
export { propagate } from "./dominoes.ts";
export type { DominoModel, Propagated, WhatIf } from "./dominoes.ts";
export { driversOf, exampleScores, inferredQuantification } from "./quantification.ts";
export type { Drivers, Quantification } from "./quantification.ts";
export { simulate } from "./simulate.ts";
export type { AbortSignalLike, SimulateOptions } from "./prepare-run.ts";
export { nextRiskState, reviewAgenda } from "./review.ts";
export type { RiskEvent, RiskState } from "./review.ts";
export { evaluateIndicators } from "./indicators.ts";
export type { EarlyWarning, IndicatorReport } from "./indicators.ts";
export { withMitigations } from "./mitigate.ts";
export type { ModelMitigation } from "./mitigate.ts";
export { compareMitigations } from "./compare-mitigations.ts";
export type { ComparedMitigation, Gain, MitigationComparison, MitigationWorth } from "./compare-mitigations.ts";
export { bestPortfolio } from "./best-portfolio.ts";
export type { Portfolio, PortfolioOptions } from "./best-portfolio.ts";
export { heatMap } from "./heat-map.ts";
export type { Figure, FigureOptions } from "./heat-map.ts";
export { bowTie } from "./bow-tie.ts";
export { riskReport, riskReportParts } from "./risk-report.ts";
export type { RiskReport, RiskReportOptions } from "./risk-report.ts";
export { toDocx } from "./docx.ts";
export { toHtmlTable, toMarkdownTable } from "./table.ts";
export type { Table } from "./table.ts";
export { sCurveSpec, tornadoSpec } from "./vega-lite.ts";
export type { VegaLiteSpec } from "./vega-lite.ts";
export { registerFromCsv, registerToCsv } from "./register-csv.ts";
export { sobolIndices } from "./sobol.ts";
export type { VarianceShares } from "./sobol.ts";
export { checkModel, nearestCorrelations } from "./check-model.ts";
export type {
  ActivityDuration,
  Correlation,
  DiscreteDuration,
  DriverDomino,
  DriverEffect,
  DurationRange,
  IdleReason,
  IdleRisk,
  LinkType,
  Network,
  NetworkActivity,
  NetworkLink,
  ObservedDuration,
  RiskDriver,
  SimulationModel,
} from "./simulation-model.ts";
export type { Chance, FinishDistribution, PercentileName, Sensitivity, Simulation, TornadoBar } from "./simulation.ts";
export type { Kernel } from "./block-loops.ts";
export type { Measures } from "./kernel.ts";
export type { RiskCode } from "./messages.ts";
export type { Finding, Result, Text } from "./finding.ts";
