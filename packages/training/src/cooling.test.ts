import * as fc from "fast-check";
import { expect, test } from "vitest";
import { MeasuredCooling } from "./cooling.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Cools through a whole budget in equal steps, with a state whose worth falls where `energy` says. */
function cool(cooling: MeasuredCooling, energy: (temperature: number) => number, steps: number): number[] {
  return Array.from({ length: steps }, (_, i) => {
    const temperature = cooling.temperature(i / steps);
    cooling.note(i / steps, energy(temperature), 0.1);
    return temperature;
  });
}

test("falls twice from hot to cold, whatever the search looked like", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(share, fc.nat(5000), share), { maxLength: 60 }), (notes) => {
      const cooling = new MeasuredCooling(20, 0.1);
      for (const [at, energy, accepted] of notes) cooling.note(at * 0.05, energy, accepted);
      expect(cooling.temperature(0)).toBe(20);
      const main = Array.from({ length: 400 }, (_, i) => cooling.temperature(0.05 + (0.95 * i) / 399));
      expect(main[0]).toBeCloseTo(20, 5);
      expect(main.at(-1)).toBeCloseTo(0.1, 5);
      for (const [i, one] of main.slice(1).entries()) expect(one).toBeLessThanOrEqual(main[i]!);
    }),
  );
});

test("spends its time where the state gains most", () => {
  // Everything happens between 2 and 1.
  const energy = (temperature: number): number => 1000 * Math.min(1, Math.max(0, temperature - 1));
  const temperatures = cool(new MeasuredCooling(20, 0.1), energy, 4000);
  const within = temperatures.filter((one) => one >= 0.8 && one <= 2.5).length / temperatures.length;
  expect(within).toBeGreaterThan(0.6);
});
