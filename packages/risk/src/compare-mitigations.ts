import type { Finding, Result } from "./finding.ts";
import { keeps, rankOf } from "./finish-distribution.ts";
import { chunkSize } from "./scratch.ts";
import { finding } from "./messages.ts";
import { type ModelMitigation, withMitigations } from "./mitigate.ts";
import { orderStatistics } from "./order-statistics.ts";
import { deadlineOf, prepareRun, type SimulateOptions } from "./prepare-run.ts";
import { runChunks } from "./simulate.ts";
import type { SimulationModel } from "./simulation-model.ts";

/** A difference with its Monte Carlo standard error. */
export interface Gain {
  readonly value: number;
  readonly standardError: number;
}

/** What a mitigation, or several together, are worth for one milestone. */
export interface MitigationWorth {
  /** Working days by which the mean finish comes earlier. */
  readonly meanDays: Gain;
  /** … by which the P80 does. */
  readonly p80Days: Gain;
  /** How much likelier the deadline is kept, in shares of 1. Only for milestones with a deadline. */
  readonly chance?: Gain;
}

export interface ComparedMitigation {
  readonly id: string;
  readonly cost?: { readonly amount: number; readonly unit: "hours" | "SEK" };
  /** By id of milestone. */
  readonly milestones: Readonly<Record<string, MitigationWorth>>;
  /** For the finish of everything. */
  readonly end: MitigationWorth;
  /** Days gained at the target for each unit of cost. Only with a cost above 0. */
  readonly daysPerCost?: number;
}

export interface MitigationComparison {
  /** Most days gained at the target first. */
  readonly mitigations: readonly ComparedMitigation[];
  /** All of them together: not the sum, for they meet in the same risks and paths. */
  readonly together: Omit<ComparedMitigation, "id">;
  /** Ids of mitigations whose effect has not been judged: they are worth nothing only because nobody has said. */
  readonly unjudged: readonly string[];
  readonly findings: readonly Finding[];
}

/**
 * What each mitigation is worth, by simulating with and without it on the same random numbers. What they share then cancels
 * out: the error of the difference is many times smaller than that of two separate simulations.
 * @param options - `target` and `deadlines` as for `simulate`
 * @returns findings when the model can't be simulated, or a mitigation treats a risk that is not there
 * @example
 * compareMitigations(model, register.mitigations, { iterations: 10_000, seed: 1, deadlines: { m3: 90 } });
 */
export function compareMitigations(
  model: SimulationModel,
  mitigations: readonly ModelMitigation[],
  options: SimulateOptions,
): Result<MitigationComparison, readonly Finding[]> {
  const faults = checkMitigations(model, mitigations);
  if (faults.length > 0) return { ok: false, error: faults };
  const without = runFinishes(model, options);
  if (!without.ok) return without;
  const isJudged = ({ treats }: ModelMitigation) => treats.some(({ effect }) => effect !== undefined);
  const judged = mitigations.filter(isJudged);
  const worth = (chosen: readonly ModelMitigation[]): Result<Omit<ComparedMitigation, "id">, readonly Finding[]> => {
    const mitigated = runFinishes(withMitigations(model, chosen), options);
    return mitigated.ok
      ? { ok: true, value: worthOf(model, chosen, without.value, mitigated.value, options) }
      : mitigated;
  };
  const compared: ComparedMitigation[] = [];
  for (const mitigation of judged) {
    const result = worth([mitigation]);
    if (!result.ok) return result;
    compared.push({ id: mitigation.id, ...result.value });
  }
  const together = worth(judged);
  if (!together.ok) return together;
  const atTarget = ({ milestones, end }: ComparedMitigation) =>
    (options.target === undefined ? end : milestones[options.target])?.meanDays.value ?? 0;
  return {
    ok: true,
    value: {
      mitigations: compared.toSorted((a, b) => atTarget(b) - atTarget(a)),
      together: together.value,
      unjudged: mitigations.filter((mitigation) => !isJudged(mitigation)).map(({ id }) => id),
      findings: without.findings,
    },
  };
}

/** Finishes of every milestone, then of everything, in the order of the runs. */
export type Finishes = readonly Float64Array[];

/** Simulates dates alone and keeps every run. */
export function runFinishes(
  model: SimulationModel,
  options: SimulateOptions,
):
  | { readonly ok: true; readonly value: Finishes; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly error: readonly Finding[] } {
  const prepared = prepareRun(model, { ...options, measures: "dates" });
  if (!prepared.ok) return prepared;
  const rows = Array.from({ length: model.network.milestones.length + 1 }, () => new Float64Array(options.iterations));
  let unmet = 0;
  runChunks(prepared.value, (chunk) => {
    for (const [place, row] of rows.entries())
      row.set(chunk.finishes.subarray(place * chunk.count, (place + 1) * chunk.count), chunk.index * chunkSize);
    unmet += chunk.unmet;
  });
  const { findings } = prepared.value;
  if (unmet === 0) return { ok: true, value: rows, findings };
  return { ok: false, error: [finding("risk.ties-unmet", "links", { iterations: unmet, of: options.iterations })] };
}

/** Mitigations that treat nothing, a risk that is not there, or leave more than there was. */
export function checkMitigations(
  { risks = [] }: SimulationModel,
  mitigations: readonly ModelMitigation[],
): readonly Finding[] {
  const known = new Set(risks.map(({ id }) => id));
  return mitigations.flatMap(({ id, treats, cost }) => {
    const where = `mitigation ${id}`;
    return [
      ...(treats.length === 0 ? [finding("risk.mitigates-nothing", where, {})] : []),
      ...(cost && !(cost.amount >= 0 && cost.amount < Infinity)
        ? [finding("risk.not-a-number", where, { field: "cost" })]
        : []),
      ...treats.flatMap(({ risk, effect = {} }) => [
        ...(known.has(risk)
          ? []
          : [finding("risk.unknown-id", where, { id: risk, what: { sv: "Risken", en: "risk" } })]),
        ...[effect.probability ?? 1, effect.consequence ?? 1].flatMap((value) =>
          value >= 0 && value <= 1 ? [] : [finding("risk.probability", where, { value })],
        ),
      ]),
    ];
  });
}

/** What all of them cost, when they are counted in one unit. */
export function costOf(mitigations: readonly ModelMitigation[]): ComparedMitigation["cost"] {
  const costs = mitigations.flatMap(({ cost }) => (cost ? [cost] : []));
  const unit = costs[0]?.unit;
  if (unit === undefined || costs.length < mitigations.length || costs.some((cost) => cost.unit !== unit))
    return undefined;
  return { amount: costs.reduce((sum, { amount }) => sum + amount, 0), unit };
}

function worthOf(
  { network }: SimulationModel,
  chosen: readonly ModelMitigation[],
  without: Finishes,
  mitigated: Finishes,
  { deadlines = {}, target }: SimulateOptions,
): Omit<ComparedMitigation, "id"> {
  const rows = without.map((before, row): MitigationWorth => {
    const after = mitigated[row] ?? before;
    const id = network.milestones[row];
    const deadline = deadlineOf(deadlines, id);
    return {
      meanDays: meanOf(before.map((day, k) => day - after[k]!)),
      p80Days: p80Gain(before, after),
      ...(deadline === undefined ? {} : { chance: chanceGain(before, after, deadline) }),
    };
  });
  const end = rows[network.milestones.length]!;
  const milestones = Object.fromEntries(network.milestones.map((id, row) => [id, rows[row]!]));
  const cost = costOf(chosen);
  const gained = (target === undefined ? end : milestones[target]!).meanDays.value;
  return {
    milestones,
    end,
    ...(cost ? { cost } : {}),
    ...(cost && cost.amount > 0 ? { daysPerCost: gained / cost.amount } : {}),
  };
}

/** Mean of the values, with its standard error. */
export function meanOf(values: Float64Array): Gain {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { value: mean, standardError: count > 1 ? Math.sqrt(squares / (count - 1) / count) : 0 };
}

/** How much likelier a day is kept. */
export const chanceGain = (before: Float64Array, after: Float64Array, day: number): Gain =>
  meanOf(before.map((finish, k) => Number(keeps(after[k]!, day)) - Number(keeps(finish, day))));

/** The runs in up to this many sections, each with a P80 of its own: how they spread is the error of the whole. */
const sections = 25;

function p80Gain(before: Float64Array, after: Float64Array): Gain {
  const p80 = (values: Float64Array) => orderStatistics(values, [rankOf(values.length, 0.8)], []).atRank[0]!;
  const value = p80(before) - p80(after);
  // Few runs make few sections: two at least, for there to be a difference.
  const count = Math.max(2, Math.min(sections, Math.floor(before.length / 5)));
  const size = Math.floor(before.length / count);
  if (size === 0) return { value, standardError: 0 };
  const gains = Float64Array.from({ length: count }, (_, section) => {
    const [from, to] = [section * size, (section + 1) * size];
    return p80(before.subarray(from, to)) - p80(after.subarray(from, to));
  });
  return { value, standardError: meanOf(gains).standardError };
}
