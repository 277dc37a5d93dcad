import type { Network } from "@milstolpe/phases";
import {
  driversOf,
  exampleScores,
  fiveByFive,
  inferredQuantification,
  rank,
  rolloutRisks,
  scaleKey,
  simulate,
  withScores,
  type Finding,
  type Register,
  type Simulation,
} from "@milstolpe/risk";
import type { Forecast } from "./rollout-job.ts";
import type { RiskView } from "./status.ts";

const { R12: _early, R15: _unowned, R17: _late, ...judged } = exampleScores;
/** The demo's register: our 17 risks, most scored as a project might have scored them, three not judged yet. */
export const demoRisks: Register = withScores(rolloutRisks, scaleKey(fiveByFive), judged);

/** The plan's network can't be simulated as it is. */
class SimulationError extends Error {
  readonly code = "risk.not-simulated";
  readonly findings: readonly Finding[];
  constructor(findings: readonly Finding[]) {
    super(findings.map(({ code, where, en }) => `${code} ${where}: ${en}`).join("; "));
    this.findings = findings;
  }
}

export interface SimulateOptions {
  readonly iterations: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (share: number) => void;
}

/** Simulates a plan with the register's risks. @throws SimulationError when the network can't be simulated */
export function simulatePlan(
  network: Network,
  register: Register,
  { iterations, seed, signal, onProgress }: SimulateOptions,
): Simulation {
  const drivers = driversOf(register, fiveByFive, inferredQuantification, network);
  const result = simulate(
    { network, ...drivers },
    {
      iterations,
      seed,
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress: ({ done, of }) => onProgress(done / of) } : {}),
    },
  );
  if (!result.ok) throw new SimulationError(result.error);
  return result.value;
}

/** A simulation in days of the calendar: by when half, and four fifths, of the runs have passed each milestone. */
export function forecastOf({ milestones, criticality }: Simulation, dayToDate: (day: number) => string): Forecast {
  return {
    criticality,
    milestones: Object.fromEntries(
      Object.entries(milestones).map(([id, { p50, p80, standardError }]) => [
        id,
        { p50: dayToDate(p50), p80: dayToDate(p80), standardError },
      ]),
    ),
  };
}

/** The register as the page shows it. */
export function riskView(register: Register, { iterations, seed }: Pick<Simulation, "iterations" | "seed">): RiskView {
  const categories = new Map(register.categories.map(({ id, title }) => [id, title]));
  const ranked = new Map(rank(register, fiveByFive).map(({ risk, value, band }) => [risk.id, { value, band }]));
  return {
    scale: { title: fiveByFive.title, levels: fiveByFive.probability.length },
    iterations,
    seed,
    risks: register.risks.map(({ id, title, category, score }) => {
      const found = ranked.get(id);
      return {
        id,
        title,
        category: categories.get(category) ?? { sv: category, en: category },
        ...(score && found
          ? {
              probabilityLevel: score.probabilityLevel,
              consequenceLevel: score.consequenceLevel,
              score: found.value,
              band: found.band.title,
            }
          : {}),
      };
    }),
  };
}
