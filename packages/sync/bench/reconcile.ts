// What planning takes for a municipality of about 20,000 people: the whole register new, an ordinary week, nothing new.
import { reconcile } from "@milstolpe/sync";
import { emptyRegister } from "../src/register.ts";
import { afterPlan, Municipality } from "../test/municipality.ts";

const municipality = new Municipality(1, 26, 21);
const before = municipality.batch("2027-03-01T05:00:00Z");
const register = afterPlan(emptyRegister, reconcile({ source: before, target: emptyRegister }));
municipality.week();
const after = municipality.batch("2027-03-08T05:00:00Z");
console.log(`${before.persons.length} people, ${before.units.length} units`);
for (const [name, source, target] of [
  ["the whole register new", before, emptyRegister],
  ["an ordinary week", after, register],
  ["nothing new", before, register],
] as const) {
  const times = Array.from({ length: 7 }, () => {
    // Processor time: of this process alone, whatever else the machine does. Collection of garbage is in it.
    const start = process.cpuUsage();
    const { operations } = reconcile({ source, target });
    const { user, system } = process.cpuUsage(start);
    return { milliseconds: (user + system) / 1000, operations: operations.length };
  }).sort((a, b) => a.milliseconds - b.milliseconds);
  const { milliseconds = 0, operations = 0 } = times[3] ?? {};
  console.log(`${name}: ${Math.round(milliseconds)} ms cpu, ${operations} operations (median of 7)`);
}
