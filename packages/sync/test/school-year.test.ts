import { expect, test } from "vitest";
import { check } from "../src/guards.ts";
import { reconcile } from "../src/reconcile.ts";
import { emptyRegister } from "../src/register.ts";
import { verification } from "../src/verification.ts";
import { afterPlan, Municipality } from "./municipality.ts";
import { calendar, monday, SchoolLife } from "./school-life.ts";

const isLong = Boolean(process.env["MILSTOLPE_LONG"]);
const seeds = isLong ? Array.from({ length: 32 }, (_, at) => at + 1) : [1];
const rollovers = new Set([30, 82]);
/** Weeks in which so many move as in eight others. */
const termStarts = new Set([33, 52, 85]);

/** A week of life, with what the time of the year brings. */
function live(municipality: Municipality, week: number): void {
  municipality.week();
  if (rollovers.has(week)) municipality.rollover();
  if (termStarts.has(week)) for (let more = 0; more < 8; more += 1) municipality.week();
}

test.each(seeds)(
  "two years of school life, with turns of the year and beginnings of terms, are not held once (municipality %i)",
  (seed) => {
    const life = new SchoolLife(new Municipality(seed, 4, 7));
    for (let week = 0; week < 104; week += 1) {
      if (week > 0) live(life.municipality, week);
      const source = life.municipality.batch(monday(week));
      expect(life.run(source).map(({ finding }) => `week ${week}: ${finding?.en}`)).toEqual([]);
      if (week % 10 > 0) continue;
      const states = new Set(verification({ source, target: life.register }).units.map(({ state }) => state));
      expect([...states]).toEqual(["verified"]);
    }
    const changes = life.runs.flatMap(({ counts }) => Object.values(counts)).reduce((sum, count) => sum + count, 0);
    expect(changes).toBeGreaterThan(5000);
  },
  120_000,
);

test.skipIf(!isLong).each([1, 2, 3, 4])(
  "nor is a year of nights (municipality %i; MILSTOLPE_LONG)",
  (seed) => {
    const life = new SchoolLife(new Municipality(seed, 4, 7));
    for (let night = 0; night < 365; night += 1) {
      if (night > 0 && night % 7 === 0) live(life.municipality, night / 7);
      const at = new Date(Date.parse(monday(0)) + night * 86_400_000).toISOString();
      expect(life.run(life.municipality.batch(at)).map(({ finding }) => `night ${night}: ${finding?.en}`)).toEqual([]);
    }
  },
  300_000,
);

test.skipIf(!isLong)(
  "nor are two years of a municipality of 20,000 people (MILSTOLPE_LONG)",
  () => {
    const life = new SchoolLife(new Municipality(9, 26, 21));
    for (let week = 0; week < 104; week += 1) {
      if (week > 0) live(life.municipality, week);
      const source = life.municipality.batch(monday(week));
      expect(life.run(source).map(({ finding }) => `week ${week}: ${finding?.en}`)).toEqual([]);
    }
  },
  600_000,
);

test("the turn of the year outside its weeks is held", () => {
  const municipality = new Municipality(1);
  const register = afterPlan(
    emptyRegister,
    reconcile({ source: municipality.batch(monday(0)), target: emptyRegister }),
  );
  municipality.rollover();
  const held = check(reconcile({ source: municipality.batch(monday(10)), target: register }), calendar)
    .filter(({ outcome }) => outcome === "hold")
    .map(({ id }) => id);
  expect(new Set(held)).toEqual(new Set(["relation-removals", "field-changes"]));
});

test("two fifths of a school that are missing at the turn of the year are told by the year before, and not in the first", () => {
  const life = new SchoolLife(new Municipality(3, 4, 7));
  const told: string[] = [];
  for (let week = 0; week < 90; week += 1) {
    if (week > 0) live(life.municipality, week);
    const source = life.municipality.batch(monday(week));
    if (rollovers.has(week)) {
      const places = source.enrolments.filter(({ unit }) => unit === "lag-1");
      const missing = new Set(places.filter((_, at) => at % 5 < 2));
      const fewer = { ...source, enrolments: source.enrolments.filter((row) => !missing.has(row)) };
      told.push(
        life
          .look(fewer)
          .stopped.map(({ id, unit }) => (unit === undefined ? id : `${id} of a unit`))
          .join(),
      );
    }
    life.run(source);
  }
  expect(told).toEqual(["", "history of a unit"]);
});
