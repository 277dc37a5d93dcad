import { isIdle } from "./compile-model.ts";
import { chanceGain, checkMitigations, costOf, type Gain, meanOf, runFinishes } from "./compare-mitigations.ts";
import type { Finding, Result } from "./finding.ts";
import { keeps } from "./finish-distribution.ts";
import { finding } from "./messages.ts";
import { type ModelMitigation, withMitigations } from "./mitigate.ts";
import { deadlineOf, type SimulateOptions } from "./prepare-run.ts";
import type { SimulationModel } from "./simulation-model.ts";

export interface PortfolioOptions extends Omit<SimulateOptions, "measures" | "onProgress"> {
  /** Most that may be spent, in the unit of the mitigations' costs. */
  readonly budget: number;
  /** Simulations that may be run before the best found so far is returned. Default 500. */
  readonly simulations?: number;
}

export interface Portfolio {
  /** Ids of the mitigations to choose, in the order given. */
  readonly chosen: readonly string[];
  readonly cost: number;
  /** Days by which the mean finish of the target comes earlier; with a deadline for the target, what is maximised is … */
  readonly meanDays: Gain;
  /** … how much likelier the deadline is kept. */
  readonly chance?: Gain;
  /** Nothing within the budget does better on these runs. False when the simulations ran out first. */
  readonly isProved: boolean;
  readonly simulations: number;
}

/**
 * The best mitigations that a budget buys, by simulating them together (not by adding up what each is worth). Branch and
 * bound: what everything that is left could do bounds a branch, because doing more never makes it later.
 * @returns findings when the model can't be simulated, a mitigation has no cost or no judged effect, costs have different
 * units, or doing more might make it later (a risk that saves days; ties to starts and finishes that work backwards)
 * @throws RangeError when `budget` is no number from 0
 * @example
 * bestPortfolio(model, mitigations, { iterations: 5_000, seed: 1, budget: 200, target: "m3" });
 */
export function bestPortfolio(
  model: SimulationModel,
  mitigations: readonly ModelMitigation[],
  options: PortfolioOptions,
): Result<Portfolio, readonly Finding[]> {
  const { budget, simulations: most = 500 } = options;
  if (!(budget >= 0)) throw new RangeError(`budget must be a number from 0, got ${budget}`);
  const faults = [...checkMitigations(model, mitigations), ...checkPortfolio(model, mitigations)];
  if (faults.length > 0) return { ok: false, error: faults };
  const base = runFinishes(model, options);
  if (!base.ok) return base;
  const row =
    options.target === undefined ? model.network.milestones.length : model.network.milestones.indexOf(options.target);
  const before = base.value[row]!;
  const deadline = deadlineOf(options.deadlines, options.target);
  let simulations = 1;
  const finishes = new Map<string, Float64Array>();
  const finishOf = (chosen: readonly ModelMitigation[]): Float64Array => {
    const key = chosen.map(({ id }) => id).join("\n");
    const known = finishes.get(key);
    if (known) return known;
    simulations += 1;
    const run = runFinishes(withMitigations(model, chosen), options);
    // Shares of what has been checked: the mitigated model is as sound as the one without.
    const finish = run.ok ? run.value[row]! : before;
    finishes.set(key, finish);
    return finish;
  };
  const value = (chosen: readonly ModelMitigation[]): number => {
    const after = finishOf(chosen);
    if (deadline === undefined) return before.reduce((sum, day, k) => sum + day - after[k]!, 0);
    return after.reduce((sum, day) => sum + Number(keeps(day, deadline)), 0);
  };
  const price = (chosen: readonly ModelMitigation[]): number => costOf(chosen)?.amount ?? 0;
  let best: readonly ModelMitigation[] = [];
  let bestValue = value([]);
  let isProved = true;
  const search = (chosen: readonly ModelMitigation[], open: readonly ModelMitigation[]): void => {
    const affordable = open.filter(({ cost }) => price(chosen) + (cost?.amount ?? 0) <= budget);
    const worth = value(chosen);
    if (worth > bestValue || (worth === bestValue && price(chosen) < price(best))) {
      best = chosen;
      bestValue = worth;
    }
    if (affordable.length === 0) return;
    if (simulations >= most) {
      isProved = false;
      return;
    }
    if (value([...chosen, ...affordable]) <= bestValue) return;
    const [next, ...rest] = affordable;
    if (!next) return;
    search([...chosen, next], rest);
    search(chosen, rest);
  };
  // The dearest gains first: a good first answer prunes most.
  const order = mitigations
    .map((mitigation) => ({ mitigation, gain: price([mitigation]) <= budget ? value([mitigation]) : -Infinity }))
    .toSorted((a, b) => b.gain - a.gain)
    .map(({ mitigation }) => mitigation);
  search([], order);
  const inOrder = mitigations.filter((mitigation) => best.includes(mitigation));
  const after = finishOf(best);
  return {
    ok: true,
    value: {
      chosen: inOrder.map(({ id }) => id),
      cost: price(best),
      meanDays: meanOf(before.map((day, k) => day - after[k]!)),
      ...(deadline === undefined ? {} : { chance: chanceGain(before, after, deadline) }),
      isProved,
      simulations,
    },
  };
}

function checkPortfolio(
  { network, risks = [], dominoes = [] }: SimulationModel,
  mitigations: readonly ModelMitigation[],
): readonly Finding[] {
  const units = new Set(mitigations.flatMap(({ cost }) => (cost ? [cost.unit] : [])));
  const backwards = network.links.find(({ type, maxLag }) => maxLag !== undefined || type === "FF" || type === "SF");
  // Treated, or set off by what is: those happen less often, too.
  const treated = new Set(mitigations.flatMap(({ treats }) => treats.map(({ risk }) => risk)));
  for (const id of treated) for (const { from, to } of dominoes) if (from === id) treated.add(to);
  return [
    ...mitigations.flatMap(({ id, cost, treats }) => {
      const isJudged = treats.some(({ effect }) => effect !== undefined);
      return cost && isJudged ? [] : [finding("risk.not-costed", `mitigation ${id}`, {})];
    }),
    ...(units.size > 1 ? [finding("risk.units-differ", "mitigations", { units: [...units].join(", ") })] : []),
    ...(backwards ? [finding("risk.not-monotone", `link ${backwards.from} > ${backwards.to}`, {})] : []),
    ...risks.flatMap((risk) => {
      if (isIdle(risk) || !treated.has(risk.id)) return [];
      // To keep work from being left out is to add time.
      if ("skips" in risk.effect) return [finding("risk.not-monotone", `risk ${risk.id}`, {})];
      const size = "factor" in risk.effect ? risk.effect.factor : risk.effect.days;
      const least = typeof size === "number" ? size : size.min;
      return least < ("factor" in risk.effect ? 1 : 0) ? [finding("risk.not-monotone", `risk ${risk.id}`, {})] : [];
    }),
  ];
}
