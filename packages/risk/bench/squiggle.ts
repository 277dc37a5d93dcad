import { run } from "@quri/squiggle-lang";
import type { DurationRange, Range, RiskDriver, SimulationModel } from "../src/index.ts";

/** The same network as a Squiggle program. Squiggle has no correlation: its risks are independent, which is less work. */
export function squiggleProgram({ network, risks = [] }: SimulationModel): string {
  const triangular = ({ min, mode, max }: Range) => `Sym.triangular(${min}, ${mode}, ${max})`;
  const drivers = risks as readonly RiskDriver[];
  const lines = drivers.map(({ id, probability, effect }) => {
    const factor = triangular((effect as { readonly factor: Range }).factor);
    return `${id} = SampleSet.fromDist(mixture([${factor}, pointMass(1)], [${probability}, ${1 - probability}]))`;
  });
  for (const { id, duration } of network.activities) {
    const hits = drivers.filter(({ activities }) => activities.includes(id)).map((risk) => risk.id);
    const days = hits.reduce(
      (sum, risk) => `SampleSet.map2(${sum}, ${risk}, {|x, y| x * y})`,
      `SampleSet.fromDist(${triangular(duration as DurationRange)})`,
    );
    const before = network.links.filter(({ to }) => to === id).map(({ from }) => `f_${from}`);
    const start =
      before.length > 1 ? before.reduce((a, b) => `SampleSet.map2(${a}, ${b}, {|x, y| max([x, y])})`) : before[0];
    lines.push(`f_${id} = ${start === undefined ? days : `SampleSet.map2(${start}, ${days}, {|x, y| x + y})`}`);
  }
  lines.push(`mean(f_${network.milestones[0]})`);
  return lines.join("\n");
}

/** Runs the program and gives the mean finish of the first milestone. */
export async function squiggle(model: SimulationModel, sampleCount: number, seed: number): Promise<number> {
  const { result } = await run(squiggleProgram(model), {
    environment: { sampleCount, xyPointLength: 1000, seed: String(seed) },
  });
  if (!result.ok) throw new Error(String(result.value));
  return Number(String(result.value.result));
}
