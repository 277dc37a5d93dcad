// What planning takes for a municipality of about 20,000 people, guards included: the whole register new, an ordinary week,
// nothing new.
import { check, noteRun, approve, reconcile, type RunRecord } from "@milstolpe/sync";
import { emptyRegister } from "../src/register.ts";
import { afterPlan, Municipality } from "../test/municipality.ts";

const municipality = new Municipality(1, 26, 21);
const before = municipality.batch("2027-03-01T05:00:00Z");
const first = reconcile({ source: before, target: emptyRegister });
const register = afterPlan(emptyRegister, first);
municipality.week();
const after = municipality.batch("2027-03-08T05:00:00Z");
console.log(`${before.persons.length} people, ${before.units.length} units`);

// Earlier runs for the guards to compare with.
const weekly = reconcile({ source: after, target: register });
const word = { by: "a", reason: "b", at: "2027-03-08T06:00:00Z", expires: "2027-03-09T06:00:00Z" };
let earlier: readonly RunRecord[] = [];
for (let run = 0; run < 60; run += 1) {
  const plan = { ...weekly, digest: `run ${run}` };
  earlier = noteRun(earlier, plan, { guards: [], approval: approve(plan, word) });
}

const median = (values: readonly number[]): number => Math.round(values.toSorted((a, b) => a - b)[3] ?? 0);
for (const [name, source, target] of [
  ["the whole register new", before, emptyRegister],
  ["an ordinary week", after, register],
  ["nothing new", before, register],
] as const) {
  const times = Array.from({ length: 7 }, () => {
    // Processor time is of this process alone, whatever else the machine does. Collection of garbage is in it.
    const [cpu, wall] = [process.cpuUsage(), performance.now()];
    const plan = reconcile({ source, target });
    check(plan, { municipalityCode: "9901", earlier });
    const { user, system } = process.cpuUsage(cpu);
    return { wall: performance.now() - wall, cpu: (user + system) / 1000, operations: plan.operations.length };
  });
  const [wall, cpu] = [median(times.map((one) => one.wall)), median(times.map((one) => one.cpu))];
  console.log(`${name}: ${wall} ms, ${cpu} ms cpu, ${times[0]?.operations ?? 0} operations (medians of 7)`);
}
