import { correlationMatrix } from "../src/compile-model.ts";
import { cholesky } from "../src/correlation.ts";
import type { DurationRange, Range, RiskDriver, SimulationModel } from "../src/index.ts";

/** The simulation as one would write it first: one run after the other, objects, maps and `Math.random`. */
export function naive(model: SimulationModel, iterations: number): { readonly mean: number; readonly p80: number } {
  const risks = (model.risks ?? []) as readonly RiskDriver[];
  const { ids, matrix } = correlationMatrix(model.correlation ?? []);
  const triangle = cholesky(matrix) ?? [];
  const normal = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  const triangular = ({ min, mode, max }: Range) => {
    const u = Math.random();
    const width = max - min;
    return u < (mode - min) / width
      ? min + Math.sqrt(u * width * (mode - min))
      : max - Math.sqrt((1 - u) * width * (max - mode));
  };
  const thresholds = new Map(risks.map(({ id, probability }) => [id, upper(probability)]));
  const ends: number[] = [];
  for (let run = 0; run < iterations; run += 1) {
    const normals = ids.map(normal);
    const happens = new Set(
      ids.filter((id, i) => {
        const mixed = triangle[i]?.reduce((sum, weight, j) => sum + weight * (normals[j] ?? 0), 0) ?? 0;
        return mixed > (thresholds.get(id) ?? 0);
      }),
    );
    const days = new Map(
      model.network.activities.map(({ id, duration }) => [id, triangular(duration as DurationRange)]),
    );
    for (const { id, activities, effect } of risks) {
      if (!happens.has(id)) continue;
      const factor = triangular((effect as { readonly factor: Range }).factor);
      for (const activity of activities) days.set(activity, (days.get(activity) ?? 0) * factor);
    }
    const finish = new Map<string, number>();
    for (const { id } of model.network.activities) {
      const starts = model.network.links.filter(({ to }) => to === id).map(({ from }) => finish.get(from) ?? 0);
      finish.set(id, Math.max(0, ...starts) + (days.get(id) ?? 0));
    }
    ends.push(Math.max(...finish.values()));
  }
  ends.sort((a, b) => a - b);
  return { mean: ends.reduce((sum, end) => sum + end, 0) / iterations, p80: ends[Math.floor(0.8 * iterations)] ?? 0 };
}

/** The normal value above which lies a share, by halving. */
function upper(share: number): number {
  let [low, high] = [-8, 8];
  const above = (z: number) => {
    let sum = 0;
    for (let x = z; x < 9; x += 0.001) sum += Math.exp((-x * x) / 2) * 0.001;
    return sum / Math.sqrt(2 * Math.PI);
  };
  for (let step = 0; step < 30; step += 1) {
    const middle = (low + high) / 2;
    if (above(middle) > share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
