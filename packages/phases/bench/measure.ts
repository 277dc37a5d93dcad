/** Best processor time per item over rounds, in microseconds. Processor time, so that a busy machine counts less. */
export function microseconds(items: number, run: () => void, rounds = 7): number {
  run();
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / items);
  }
  return best;
}

export const line = (what: string, value: string) => console.log(`${what.padEnd(64)} ${value}`);

/** `times` as much: how often `us` goes into `theirs`. */
export const ratio = (theirs: number, ours: number) => `${(theirs / ours).toFixed(theirs / ours < 20 ? 1 : 0)}×`;
