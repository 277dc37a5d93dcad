import { correlationMatrix, isIdle } from "./compile-model.ts";
import { cholesky, nearestCorrelation } from "./correlation.ts";
import { isSpread } from "./distribution.ts";
import { dominoRing } from "./dominoes.ts";
import type { Range } from "./estimate.ts";
import type { Finding, Text } from "./finding.ts";
import { finding } from "./messages.ts";
import { earliestStarts, plannedDurations } from "./planned.ts";
import type { ActivityDuration, Correlation, RiskDriver, SimulationModel } from "./simulation-model.ts";

/**
 * What is wrong with a model, so that nothing is simulated on a silent default. `must`: it can't be simulated. The ways in
 * are `where` it is: `activity a`, `link a > b`, `risk R01`, `correlation a, b`, `domino a > b`.
 */
export function checkModel(model: SimulationModel): readonly Finding[] {
  const parts = [...checkNetwork(model), ...checkRisks(model), ...checkCorrelation(model), ...checkDominoes(model)];
  // A ring, and the end of it all, are looked for once ids and numbers are known to be right.
  if (parts.some(({ severity }) => severity === "must")) return parts;
  const { network } = model;
  const days = longest(model);
  if (days > mostDays)
    return [...parts, finding("risk.too-long", "network", { days: Math.round(days), most: mostDays })];
  const starts = earliestStarts(network, plannedDurations(network));
  if (starts.ok) return parts;
  const path = starts.ring.map((place) => network.activities[place]?.id).join(" > ");
  return [...parts, finding("risk.cyclic-links", "links", { path })];
}

/** Up to here all times are exact in the kernel: some four thousand years of work. */
const mostDays = 1_000_000;

/** No run can end later than when everything is done one after the other at its worst. */
function longest({ network, risks = [] }: SimulationModel): number {
  const worst = new Map(network.activities.map(({ id, duration }) => [id, mostOf(duration)]));
  const drivers = risks.flatMap((risk) => (isIdle(risk) ? [] : [risk]));
  for (const { activities, effect } of drivers)
    if ("factor" in effect)
      for (const id of activities) worst.set(id, (worst.get(id) ?? 0) * Math.max(1, mostOf(effect.factor)));
  for (const { activities, effect } of drivers)
    if ("days" in effect)
      for (const id of activities) worst.set(id, (worst.get(id) ?? 0) + Math.max(0, mostOf(effect.days)));
  const work = [...worst.values()].reduce((sum, days) => sum + days, 0);
  const lags = network.links.reduce((sum, { lag, maxLag = 0 }) => sum + Math.abs(lag) + Math.abs(maxLag), 0);
  return work + lags + greatest(network.activities.map(({ notBefore = 0 }) => Math.max(0, notBefore)));
}

function mostOf(duration: ActivityDuration): number {
  if (typeof duration === "number") return duration;
  if ("values" in duration) return greatest(duration.values.map(({ days }) => days));
  return "observed" in duration ? greatest(duration.observed) : duration.max;
}

/** However many there are: more than a call takes as arguments. */
const greatest = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, value), -Infinity);

const activityText: Text = { sv: "Aktiviteten", en: "activity" };
const riskText: Text = { sv: "Risken", en: "risk" };

function checkNetwork({ network: { activities, links, milestones } }: SimulationModel): readonly Finding[] {
  const findings: Finding[] = [];
  const ids = new Set<string>();
  if (activities.length === 0) findings.push(finding("risk.no-activities", "network", {}));
  for (const { id, duration, notBefore } of activities) {
    const where = `activity ${id}`;
    if (ids.has(id)) findings.push(finding("risk.duplicate-id", where, { id }));
    ids.add(id);
    findings.push(...checkDuration(duration, where));
    if (notBefore !== undefined && !Number.isFinite(notBefore))
      findings.push(finding("risk.not-a-number", where, { field: "notBefore" }));
  }
  for (const { from, to, lag, maxLag } of links) {
    const where = `link ${from} > ${to}`;
    findings.push(...unknown([from, to], ids, activityText, where));
    if (!Number.isFinite(lag)) findings.push(finding("risk.not-a-number", where, { field: "lag" }));
    if (maxLag === undefined) continue;
    if (!Number.isFinite(maxLag)) findings.push(finding("risk.not-a-number", where, { field: "maxLag" }));
    if (maxLag < lag) findings.push(finding("risk.day-range", where, { lag, maxLag }));
  }
  return [...findings, ...unknown(milestones, ids, activityText, "milestones")];
}

const unknown = (ids: readonly string[], known: ReadonlySet<string>, what: Text, where: string): readonly Finding[] =>
  ids.filter((id) => !known.has(id)).map((id) => finding("risk.unknown-id", where, { id, what }));

function checkDuration(duration: ActivityDuration, where: string): readonly Finding[] {
  const negative = (value: number): readonly Finding[] =>
    value < 0 ? [finding("risk.negative-duration", where, { value })] : [];
  if (typeof duration === "number")
    return Number.isFinite(duration)
      ? negative(duration)
      : [finding("risk.not-a-number", where, { field: "duration" })];
  if ("observed" in duration) {
    if (duration.observed.length === 0) return [finding("risk.no-values", where, {})];
    const isNumbers = duration.observed.every(Number.isFinite);
    return isNumbers
      ? negative(-greatest(duration.observed.map((days) => -days)))
      : [finding("risk.not-a-number", where, { field: "observed" })];
  }
  if ("values" in duration) {
    if (duration.values.length === 0) return [finding("risk.no-values", where, {})];
    const sum = duration.values.reduce((total, { probability }) => total + probability, 0);
    return [
      ...duration.values.flatMap(({ probability }) => checkProbability(probability, where)),
      ...duration.values.flatMap(({ days }) =>
        Number.isFinite(days) ? negative(days) : [finding("risk.not-a-number", where, { field: "days" })],
      ),
      ...(Math.abs(sum - 1) > 1e-9 ? [finding("risk.probabilities-sum", where, { sum })] : []),
    ];
  }
  const order = checkRange(duration, where);
  return order.length > 0 ? order : negative(duration.min);
}

function checkRange({ min, mode, max }: Range, where: string): readonly Finding[] {
  for (const [field, value] of Object.entries({ min, mode, max }))
    if (!Number.isFinite(value)) return [finding("risk.not-a-number", where, { field })];
  return min <= mode && mode <= max ? [] : [finding("risk.range-order", where, { min, mode, max })];
}

const checkProbability = (value: number, where: string): readonly Finding[] =>
  value >= 0 && value <= 1 ? [] : [finding("risk.probability", where, { value })];

function checkRisks({ network, risks = [] }: SimulationModel): readonly Finding[] {
  const activities = new Set(network.activities.map(({ id }) => id));
  const ids = new Set<string>();
  return risks.flatMap((risk) => {
    const where = `risk ${risk.id}`;
    const twice = ids.has(risk.id) ? [finding("risk.duplicate-id", where, { id: risk.id })] : [];
    ids.add(risk.id);
    const probability = risk.probability === undefined ? [] : checkProbability(risk.probability, where);
    if (isIdle(risk)) return [...twice, ...probability];
    return [
      ...twice,
      ...probability,
      ...unknown(risk.activities, activities, activityText, where),
      ...checkEffect(risk, where),
      ...(risk.activities.length === 0 ? [finding("risk.drives-nothing", where, {})] : []),
    ];
  });
}

function checkEffect({ effect }: RiskDriver, where: string): readonly Finding[] {
  if ("skips" in effect) return [];
  const range = "factor" in effect ? effect.factor : effect.days;
  const { min, ...rest } = typeof range === "number" ? { min: range, mode: range, max: range } : range;
  const order = checkRange({ min, ...rest }, where);
  if (order.length > 0 || !("factor" in effect)) return order;
  return min < 0 ? [finding("risk.negative-factor", where, { value: min })] : [];
}

function checkCorrelation({
  network,
  risks = [],
  correlation = [],
  dominoes = [],
}: SimulationModel): readonly Finding[] {
  const live = new Set(risks.filter((risk) => !isIdle(risk)).map(({ id }) => id));
  const spread = new Set(network.activities.filter(({ duration }) => isSpread(duration)).map(({ id }) => id));
  const pairs = new Set<string>();
  const findings = correlation.flatMap(({ a, b, rho }) => {
    const where = `correlation ${a}, ${b}`;
    // Which of two values would be meant?
    const pair = JSON.stringify([a, b].toSorted());
    const isTwice = pairs.has(pair);
    pairs.add(pair);
    return [
      ...(isTwice ? [finding("risk.duplicate-id", where, { id: `${a}, ${b}` })] : []),
      ...(a === b ? [finding("risk.correlation-self", where, {})] : []),
      ...(rho >= -1 && rho <= 1 ? [] : [finding("risk.correlation-value", where, { value: rho })]),
      ...[a, b].flatMap((id) => {
        if (live.has(id) && spread.has(id)) return [finding("risk.ambiguous-id", where, { id })];
        return live.has(id) || spread.has(id) ? [] : [finding("risk.correlation-of-fixed", where, { id })];
      }),
      ...(dominoes.some(({ from, to }) => (from === a && to === b) || (from === b && to === a))
        ? [finding("risk.counted-twice", where, { a, b })]
        : []),
    ];
  });
  if (findings.some(({ severity }) => severity === "must")) return findings;
  if (cholesky(correlationMatrix(correlation).matrix)) return findings;
  const nearest = nearestCorrelations(correlation).map(({ a, b, rho }) => `${a}, ${b}: ${rho.toFixed(3)}`);
  return [...findings, finding("risk.not-positive-semidefinite", "correlation", { pairs: nearest.join("; ") })];
}

/**
 * The nearest correlations that don't contradict each other. Pairs that were not listed may get a value too.
 * @example
 * nearestCorrelations([{ a: "x", b: "y", rho: 0.9 }, { a: "y", b: "z", rho: 0.9 }, { a: "x", b: "z", rho: -0.9 }]);
 */
export function nearestCorrelations(correlation: readonly Correlation[]): readonly Correlation[] {
  const { ids, matrix } = correlationMatrix(correlation);
  if (cholesky(matrix)) return correlation;
  const nearest = nearestCorrelation(matrix);
  return ids.flatMap((a, i) =>
    ids.slice(i + 1).flatMap((b, offset): readonly Correlation[] => {
      const rho = nearest[i]?.[i + 1 + offset] ?? 0;
      return rho === 0 ? [] : [{ a, b, rho }];
    }),
  );
}

function checkDominoes({ risks = [], dominoes = [] }: SimulationModel): readonly Finding[] {
  const ids = new Set(risks.map(({ id }) => id));
  const findings = dominoes.flatMap(({ from, to, strength }) => {
    const where = `domino ${from} > ${to}`;
    return [...unknown([from, to], ids, riskText, where), ...checkProbability(strength, where)];
  });
  const ring = dominoRing(dominoes);
  return ring ? [...findings, finding("risk.cyclic-dominoes", "dominoes", { path: ring.join(" > ") })] : findings;
}
