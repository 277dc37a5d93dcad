import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { correlationMatrix } from "../src/compile-model.ts";
import { normalQuantile } from "../src/normal.ts";
import type { DurationRange, Range, RiskDriver, SimulationModel } from "../src/index.ts";

/** What one run of the peer came to. */
export interface PeerRun {
  readonly mean: number;
  readonly p80: number;
  /** Expected number of critical activities; 0 when it was not asked for. */
  readonly critical: number;
  readonly seconds: number;
}

export const numpyVersion = (): string | undefined => {
  const { status, stdout } = spawnSync("python3", ["-c", "import numpy; print(numpy.__version__)"], {
    encoding: "utf8",
  });
  return status === 0 ? stdout.trim() : undefined;
};

/** Starts the peer with a model; each call simulates it with another seed and gives its CPU time. */
export function numpyPeer(
  { network, risks = [], correlation = [] }: SimulationModel,
  options: { readonly iterations: number; readonly chunk: number; readonly criticality: boolean },
): { readonly run: (seed: number) => Promise<PeerRun>; readonly stop: () => void } {
  const child = spawn("python3", [new URL("./peer.py", import.meta.url).pathname], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface(child.stdout);
  const place = new Map(network.activities.map(({ id }, index) => [id, index]));
  const { ids, matrix } = correlationMatrix(correlation);
  const values = ({ min, mode, max }: Range) => [min, mode, max];
  const drivers = ids.map((id) => risks.find((risk) => risk.id === id) as RiskDriver);
  const send = (value: unknown) => child.stdin.write(`${JSON.stringify(value)}\n`);
  send({
    ...options,
    activities: network.activities.map(({ duration }) => values(duration as DurationRange)),
    links: network.links.map(({ from, to }) => [place.get(from), place.get(to)]),
    correlation: matrix,
    risks: drivers.map(({ probability, activities, effect }) => ({
      threshold: normalQuantile(1 - probability),
      activities: activities.map((id) => place.get(id)),
      factor: values((effect as { readonly factor: Range }).factor),
    })),
  });
  return {
    run: async (seed) => {
      send(seed);
      const [line] = (await once(lines, "line")) as [string];
      return JSON.parse(line) as PeerRun;
    },
    stop: () => child.stdin.end(),
  };
}
