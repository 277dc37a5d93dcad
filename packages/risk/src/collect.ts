import { sections } from "./block-loops.ts";
import type { Finding, Result } from "./finding.ts";
import type { Chunk } from "./kernel.ts";
import { finding } from "./messages.ts";
import type { PreparedRun } from "./prepare-run.ts";
import { chunkSize } from "./scratch.ts";
import type { Simulation } from "./simulation.ts";
import { summarise } from "./summarise.ts";

/** Takes chunks as they come and adds them up in order, so that the sums are the same to the last bit. */
export function collect(run: PreparedRun): {
  readonly add: (chunk: Chunk) => void;
  readonly result: () => Result<Simulation, readonly Finding[]>;
} {
  const { compiled, options } = run;
  const { iterations } = options;
  const activities = compiled.ids.length;
  const rows = compiled.milestones.length + 1;
  const finishes = Array.from({ length: rows }, () => new Float64Array(iterations));
  const critical = new Float64Array(activities);
  const moments = new Float64Array((activities + 1) * 3 * sections);
  const sides = new Float64Array((compiled.risks.length + compiled.durations.length) * 6);
  const early = new Map<number, Chunk>();
  let unmet = 0;
  let next = 0;
  const addUp = (chunk: Chunk) => {
    chunk.critical.forEach((count, place) => (critical[place] = critical[place]! + count));
    chunk.moments.forEach((value, slot) => (moments[slot] = moments[slot]! + value));
    chunk.sides.forEach((value, slot) => (sides[slot] = sides[slot]! + value));
    unmet += chunk.unmet;
  };
  return {
    add(chunk) {
      const { index, count } = chunk;
      finishes.forEach((row, place) =>
        row.set(chunk.finishes.subarray(place * count, (place + 1) * count), index * chunkSize),
      );
      early.set(index, chunk);
      for (let ready = early.get(next); ready; ready = early.get(next)) {
        addUp(ready);
        early.delete(next);
        next += 1;
      }
    },
    result() {
      if (unmet > 0) {
        const params = { iterations: unmet, of: iterations };
        return { ok: false, error: [...run.findings, finding("risk.ties-unmet", "links", params)] };
      }
      return { ok: true, value: summarise(run, { finishes, critical, moments, sides }) };
    },
  };
}
