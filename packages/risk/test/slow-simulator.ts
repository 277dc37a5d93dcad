import { normalQuantile, normalShare } from "../src/normal.ts";
import { blockSize } from "../src/scratch.ts";
import { uniformNumbers } from "../src/random.ts";
import type { DurationRange, NetworkActivity, Range, RiskDriver, SimulationModel } from "../src/index.ts";

/** What one run came to. */
export interface SlowRun {
  readonly finish: Readonly<Record<string, number>>;
  readonly end: number;
  /** Activities without slack before the end of everything. */
  readonly critical: ReadonlySet<string>;
}

/**
 * The simulation as one would explain it: one run after the other, objects instead of arrays, every time found by going
 * round until nothing moves, and slack as the difference of late and early starts. Takes the random numbers that the
 * kernel takes, so that each run can be compared. For models of triangular and fixed durations.
 */
export function slowRuns(model: SimulationModel, iterations: number, seed: number): readonly SlowRun[] {
  return Array.from({ length: iterations }, (_, iteration) => slowRun(model, iteration, seed));
}

function slowRun(
  { network, risks = [], dominoes = [], correlation = [] }: SimulationModel,
  iteration: number,
  seed: number,
): SlowRun {
  const ids = [...new Set(correlation.flatMap(({ a, b }) => [a, b]))];
  const uniform = (kind: "risk" | "duration", id: string) => numberOf(`${kind} ${id}`, seed, iteration);
  const isRisk = (id: string) => risks.some((risk) => risk.id === id);
  const normals = ids.map((id) => normalQuantile(uniform(isRisk(id) ? "risk" : "duration", id)));
  const rho = ids.map((a) =>
    ids.map((b) =>
      a === b
        ? 1
        : (correlation.find((pair) => [pair.a, pair.b].includes(a) && [pair.a, pair.b].includes(b))?.rho ?? 0),
    ),
  );
  const mixed = mix(rho, normals);
  const share = (kind: "risk" | "duration", id: string) =>
    ids.includes(id) ? normalShare(mixed[ids.indexOf(id)] ?? 0) : uniform(kind, id);

  const days = new Map(
    network.activities.map((activity) => [activity.id, base(activity, share("duration", activity.id))]),
  );
  const happened = new Map<string, number>();
  const left = risks.filter((risk): risk is RiskDriver => !("idle" in risk));
  while (left.length > 0) {
    const next = left.findIndex(
      ({ id }) => !dominoes.some(({ from, to }) => to === id && left.some((risk) => risk.id === from)),
    );
    const [risk] = left.splice(next, 1);
    if (!risk) break;
    const parents = dominoes.filter(({ from, to }) => to === risk.id && happened.has(from));
    const chance = 1 - parents.reduce((stays, { strength }) => stays * (1 - strength), 1 - risk.probability);
    const above = 1 - share("risk", risk.id);
    if (above < chance) happened.set(risk.id, 1 - above / chance);
  }
  const hits = risks.filter((risk): risk is RiskDriver => !("idle" in risk) && happened.has(risk.id));
  for (const kind of ["factor", "days"] as const)
    for (const { id, activities, effect } of hits) {
      if ("skips" in effect || !(kind in effect)) continue;
      const size = sizeOf("factor" in effect ? effect.factor : effect.days, happened.get(id) ?? 0);
      for (const activity of activities) {
        const before = days.get(activity) ?? 0;
        days.set(activity, kind === "factor" ? before * size : Math.max(0, before + size));
      }
    }

  const skipped = new Set(hits.flatMap(({ effect, activities }) => ("skips" in effect ? activities : [])));
  for (const id of skipped) days.set(id, 0);

  const d = (id: string) => days.get(id) ?? 0;
  const gap = ({ from, to, type }: (typeof network.links)[number]) =>
    (type === "FS" || type === "FF" ? d(from) : 0) - (type === "FF" || type === "SF" ? d(to) : 0);
  const early = new Map(
    network.activities.map(({ id, notBefore = 0 }) => [id, skipped.has(id) ? 0 : Math.max(0, notBefore)]),
  );
  settle(() => {
    let moved = false;
    const raise = (id: string, at: number) => {
      if (at <= (early.get(id) ?? 0) + 1e-9) return;
      early.set(id, at);
      moved = true;
    };
    for (const link of network.links) {
      raise(link.to, (early.get(link.from) ?? 0) + gap(link) + link.lag);
      if (link.maxLag !== undefined) raise(link.from, (early.get(link.to) ?? 0) - gap(link) - link.maxLag);
    }
    return moved;
  });
  const finish = Object.fromEntries(network.activities.map(({ id }) => [id, (early.get(id) ?? 0) + d(id)]));
  const end = Math.max(...Object.values(finish));
  const late = new Map(network.activities.map(({ id }) => [id, end - d(id)]));
  settle(() => {
    let moved = false;
    const lower = (id: string, at: number) => {
      if (at >= (late.get(id) ?? 0) - 1e-9) return;
      late.set(id, at);
      moved = true;
    };
    for (const link of network.links) {
      lower(link.from, (late.get(link.to) ?? 0) - gap(link) - link.lag);
      if (link.maxLag !== undefined) lower(link.to, (late.get(link.from) ?? 0) + gap(link) + link.maxLag);
    }
    return moved;
  });
  const critical = network.activities
    .filter(({ id }) => (late.get(id) ?? 0) - (early.get(id) ?? 0) < 1e-6)
    .map(({ id }) => id);
  return { finish, end, critical: new Set(critical) };
}

function settle(round: () => boolean): void {
  for (let rounds = 0; rounds < 1000; rounds += 1) if (!round()) return;
  throw new Error("the network never settles");
}

function numberOf(name: string, seed: number, iteration: number): number {
  const numbers = uniformNumbers(seed, name, blockSize, Math.floor(iteration / blockSize));
  return numbers[iteration % blockSize] ?? 0;
}

function base({ duration }: NetworkActivity, share: number): number {
  if (typeof duration === "number") return duration;
  return triangle(duration as DurationRange, share);
}

const sizeOf = (size: number | Range, share: number): number =>
  typeof size === "number" ? size : triangle(size, share);

/** The triangle's share below x is (x − min)² / … on its rising side; turned round by halving. */
function triangle({ min, mode, max }: Range, share: number): number {
  const below = (x: number) => {
    if (max === min) return x < min ? 0 : 1;
    if (x <= mode) return mode === min ? 0 : (x - min) ** 2 / ((max - min) * (mode - min));
    return 1 - (max - x) ** 2 / ((max - min) * (max - mode));
  };
  let [low, high] = [min, max];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (below(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Correlated normals: each is made of the ones before it and what it has of its own. */
function mix(rho: readonly (readonly number[])[], normals: readonly number[]): readonly number[] {
  const weights: number[][] = [];
  for (const [i, row] of rho.entries()) {
    const own: number[] = [];
    for (let j = 0; j < i; j += 1) {
      const other = weights[j] ?? [];
      const shared = own.reduce((sum, weight, k) => sum + weight * (other[k] ?? 0), 0);
      own.push(((row[j] ?? 0) - shared) / (other[j] ?? 1));
    }
    own.push(Math.sqrt(Math.max(0, 1 - own.reduce((sum, weight) => sum + weight * weight, 0))));
    weights.push(own);
  }
  return weights.map((own) => own.reduce((sum, weight, k) => sum + weight * (normals[k] ?? 0), 0));
}
