import { describe, expect, test } from "vitest";
import { Municipality } from "../test/municipality.ts";
import { monday, SchoolLife } from "../test/school-life.ts";
import { approve } from "./approve.ts";
import type { Batch, Entities } from "./batch.ts";
import { noteRun, type RunRecord } from "./run-record.ts";

/** A municipality after so many weeks of ordinary life. */
function lived(weeks: number, seed = 11): SchoolLife {
  const life = new SchoolLife(new Municipality(seed, 4, 7));
  for (let week = 0; week < weeks; week += 1) {
    if (week > 0) life.municipality.week();
    life.run(life.municipality.batch(monday(week)));
  }
  return life;
}
const life = lived(20);
const week20 = life.municipality.batch(monday(20));
const told = (source: Batch, of = life) =>
  of.look(source).stopped.map(({ id, unit, finding }) => `${id} ${finding?.code} ${unit === undefined ? "" : "unit"}`);

/** Without some of the enrolments and placements of a unit. */
const without = (rows: Entities, unit: string, isGone: (at: number) => boolean): Partial<Batch> => {
  const places = [...rows.enrolments, ...rows.placements].filter((row) => row.unit === unit);
  const gone = new Set(places.flatMap(({ id }, at) => (isGone(at) ? [id] : [])));
  return {
    enrolments: rows.enrolments.filter(({ id }) => !gone.has(id)),
    placements: rows.placements.filter(({ id }) => !gone.has(id)),
  };
};

describe("a plan that is not like the ones before", () => {
  test("an ordinary week is not held", () => {
    expect(told(week20)).toEqual([]);
  });
  test("a field that is emptied in one unit is told, and holds that unit", () => {
    const pupils = new Set(week20.placements.flatMap(({ unit, person }) => (unit === "forskola-2" ? [person] : [])));
    const persons = week20.persons.map((row) => (pupils.has(row.id) ? { ...row, email: "" } : row));
    const { stopped } = life.look({ ...week20, persons });
    const unit = life.register.links.find(({ sourceId }) => sourceId === "forskola-2")?.targetId;
    expect(stopped).toMatchObject([
      {
        id: "history",
        unit,
        outcome: "hold",
        finding: { code: "sync.unlike-before" },
        evidence: { what: "emptied persons.email", count: pupils.size, usual: 0, runs: 20 },
      },
    ]);
    expect(told({ ...week20, persons }, new SchoolLife(life.municipality))).toEqual([]);
  });
  test("half of a unit's feed is told, below the fixed limit of half of it", () => {
    const halved = { ...week20, ...without(week20, "lag-1", (at) => at % 5 < 2) };
    expect(told(halved)).toEqual(["history sync.unlike-before unit"]);
  });
  test("half of a small unit's feed is told, of nine children four", () => {
    const few = new SchoolLife(new Municipality(12, 4, 7));
    const small = (readAt: string) => {
      const whole = few.municipality.batch(readAt);
      const kept = new Set(whole.placements.filter(({ unit }) => unit === "forskola-3").slice(0, 9));
      return { ...whole, placements: whole.placements.filter((row) => row.unit !== "forskola-3" || kept.has(row)) };
    };
    for (let week = 0; week < 10; week += 1) few.run(small(monday(week)));
    const source = small(monday(10));
    expect(told(source, few)).toEqual([]);
    expect(told({ ...source, ...without(source, "forskola-3", (at) => at < 4) }, few)).toEqual([
      "history sync.unlike-before unit",
    ]);
  });
  test("one unit's guardians are told, though they are few of all", () => {
    const pupils = new Set(week20.enrolments.flatMap(({ unit, person }) => (unit === "hog-0" ? [person] : [])));
    const guardianships = week20.guardianships.filter(({ child }, at) => !pupils.has(child) || at % 2 === 0);
    expect(told({ ...week20, guardianships })).toContain("history sync.unlike-before unit");
  });
  test("nobody knows what is usual before the eighth run: the fixed limits are there", () => {
    const halved = { ...without(week20, "lag-1", (at) => at % 5 < 2) };
    const young = lived(7);
    expect(told({ ...young.municipality.batch(monday(7)), ...halved }, young)).not.toContain(
      "history sync.unlike-before unit",
    );
  });
  test("what has happened three times is usual", () => {
    const of = lived(12);
    const source = of.municipality.batch(monday(12));
    const renamed = (week: number): Batch => ({
      ...source,
      readAt: monday(12 + week),
      persons: source.persons.map((row, at) => (at % 7 === 0 ? { ...row, email: `w${week}${row.email}` } : row)),
    });
    expect([0, 1, 2, 3].map((week) => of.run(renamed(week)).length > 0)).toEqual([true, true, true, false]);
  });
  test("no text holds a name, a number or an address", () => {
    const gone = { ...week20, persons: week20.persons.slice(100), ...without(week20, "lag-1", () => true) };
    expect(JSON.stringify(life.look(gone).stopped)).not.toMatch(/Åberg|Sjögren|@example|20\d{10}/);
    expect(JSON.stringify(life.runs)).not.toMatch(/Åberg|Sjögren|@example|20\d{10}/);
  });
});

describe("a slow leak", () => {
  /** Every week two of the school's pupils are missing from the feed, and stay missing. */
  const leaking = (from: SchoolLife, begin = 20) => {
    let [weeks, lost] = [0, 0];
    const source = from.municipality.batch(monday(begin));
    const places = source.enrolments.filter(({ unit }) => unit === "lag-2").length;
    for (; weeks < 12; weeks += 1) {
      const reading = { ...source, readAt: monday(begin + weeks) };
      const next = { ...reading, ...without(source, "lag-2", (at) => at < lost + 2) };
      const { stopped } = from.look(next);
      if (stopped.length > 0) return { weeks, lost, places, stopped, next };
      from.run(next);
      lost += 2;
    }
    return { weeks, lost, places, stopped: [], next: source };
  };
  const from = lived(20);
  const { lost, places, stopped, next } = leaking(from);
  test("of one unit is held before a fifth of it is gone", () => {
    expect(stopped).toMatchObject([{ id: "leak", outcome: "hold", finding: { code: "sync.slow-leak" } }]);
    expect(stopped[0]?.unit).toBeDefined();
    expect(lost).toBeLessThan(places / 5);
  });
  test("is held as well when the register has just been filled", () => {
    const early = leaking(lived(1), 1);
    expect(early.stopped).toMatchObject([{ id: "leak" }]);
    expect(early.lost).toBeLessThan(early.places / 4);
  });
  test("is not seen without history", () => {
    const one = new SchoolLife(from.municipality);
    one.register = from.register;
    expect(told(next, one)).toEqual([]);
  });
  test("that a person has let through is not told again", () => {
    from.run(next);
    expect(told({ ...next, readAt: monday(33) }, from)).toEqual([]);
    expect(from.runs.at(-1)?.reviewed.units).toHaveLength(1);
  });
  test("is none where as many come as go", () => {
    const of = lived(20);
    for (let week = 20; week < 26; week += 1) {
      for (let more = 0; more < 4; more += 1) of.municipality.week();
      expect(of.run(of.municipality.batch(monday(week)))).toEqual([]);
    }
  });
});

describe("what is learnt from", () => {
  const halved = { ...week20, ...without(week20, "lag-1", (at) => at % 5 < 2) };
  const { plan, stopped } = life.look(halved);
  const word = { by: "a", reason: "b", at: monday(20), expires: monday(21) };
  test("a unit that is held and not approved leaves no trace", () => {
    const noted = noteRun(life.runs, plan, { guards: stopped, approval: approve(plan, word) });
    const unit = stopped[0]?.unit ?? "";
    expect(noted.at(-1)?.units[unit]?.["removed enrolments"]).toBeUndefined();
    expect(noted.at(-1)?.reviewed).toEqual({ plan: false, units: [] });
    const named = noteRun(life.runs, plan, {
      guards: stopped,
      approval: approve(plan, { ...word, heldUnits: [unit] }),
    });
    expect(named.at(-1)?.units[unit]?.["removed enrolments"]).toBe(stopped[0]?.evidence?.count);
    expect(named.at(-1)?.reviewed.units).toEqual([unit]);
  });
  test.each<[string, Parameters<typeof noteRun>[2]]>([
    ["that is held", { guards: [{ id: "removals", outcome: "hold" }], approval: approve(plan, word) }],
    ["that is rejected", { guards: [{ id: "order", outcome: "reject" }], approval: approve(plan, word) }],
    ["approved under another name", { guards: [], approval: { ...approve(plan, word), digest: "other" } }],
  ])("a plan %s is not", (_, options) => {
    expect(noteRun(life.runs, plan, options)).toBe(life.runs);
  });
  test("a plan is noted once, and the oldest of its kind make room", () => {
    const options = { guards: [], approval: approve(plan, word) };
    const once = noteRun(life.runs, plan, options);
    expect(noteRun(once, plan, options)).toBe(once);
    const other = { digest: "d", readAt: monday(0), kind: "delta", season: "term", counts: {}, units: {} } as const;
    const many = Array.from({ length: 150 }, (_, at): RunRecord => ({
      ...other,
      kind: at === 0 ? "delta" : "total",
      digest: `d${at}`,
      reviewed: { plan: false, units: [] },
    }));
    const kept = noteRun(many, plan, options);
    expect(kept).toHaveLength(121);
    expect(kept[0]?.kind).toBe("delta");
  });
});
