import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  criticalPath,
  type CriticalPathInput,
  CyclicLinksError,
  type LinkType,
  type NetworkLink,
} from "./critical-path.ts";

const data = fileURLToPath(new URL("../../../../shared/data/scheduling/", import.meta.url));
const link = (from: string, to: string, more: Partial<NetworkLink> = {}): NetworkLink => ({
  from,
  to,
  type: "FS",
  lag: 0,
  ...more,
});
const numbers = (line: string): number[] => (line.match(/-?\d+/g) ?? []).map(Number);

/** A PSPLIB file: jobs, their successors and durations, and the makespan it states. */
function readPsplib(text: string): CriticalPathInput & { readonly stated: number } {
  const section = (title: string) =>
    (text.split(`${title}:`)[1]?.split("****")[0] ?? "")
      .split("\n")
      .filter((line) => /^\s*\d/.test(line))
      .map(numbers);
  return {
    activities: section("REQUESTS/DURATIONS").map(([job, , duration]) => ({ id: `${job}`, duration: duration ?? 0 })),
    links: section("PRECEDENCE RELATIONS").flatMap(([job, , , ...to]) => to.map((next) => link(`${job}`, `${next}`))),
    stated: section("PROJECT INFORMATION")[0]?.[5] ?? -1,
  };
}

/** A ProGen/max file: arcs between starts, negative ones being most-lags. */
function readProgen(text: string): CriticalPathInput {
  const lines = text.trim().split("\n");
  const count = (numbers(lines[0] ?? "")[0] ?? 0) + 2;
  return {
    links: lines.slice(1, 1 + count).flatMap((line) => {
      const [from, , successors = 0, ...rest] = numbers(line);
      return rest
        .slice(0, successors)
        .map((to, index) => link(`${from}`, `${to}`, { type: "SS", lag: rest[successors + index] ?? 0 }));
    }),
    activities: lines.slice(1 + count, 1 + 2 * count).map((line) => {
      const [job, , duration] = numbers(line);
      return { id: `${job}`, duration: duration ?? 0 };
    }),
  };
}

const files = (folder: string, ending: string) =>
  existsSync(data + folder) ? readdirSync(data + folder).filter((name) => name.endsWith(ending)) : [];

describe.skipIf(!existsSync(`${data}psplib-j30`))("published networks (the data folder beside the checkout)", () => {
  test("the makespan of every PSPLIB instance is its MPM time", () => {
    const names = files("psplib-j30", ".sm");
    expect(names.length).toBeGreaterThanOrEqual(120);
    const wrong = names.filter((name) => {
      const input = readPsplib(readFileSync(`${data}psplib-j30/${name}`, "utf8"));
      return input.activities.length !== 32 || criticalPath(input).makespan !== input.stated;
    });
    expect(wrong).toEqual([]);
  });

  test("the makespan of every RCPSP/max instance is its network bound", () => {
    const [header = "", ...rows] = readFileSync(`${data}rcpsp-max-j10/STAT.TXT`, "utf8").trim().split("\n");
    const column = header.split("\t").findIndex((title) => title.startsWith("Network-based lower bound"));
    const stated = new Map(
      rows.map((row) => {
        const cells = row.split("\t");
        return [cells[0]?.split(":").at(-1) ?? "", Number(cells[column])];
      }),
    );
    const names = files("rcpsp-max-j10", ".SCH");
    expect(names.length).toBeGreaterThanOrEqual(90);
    const wrong = names.filter((name) => {
      const input = readProgen(readFileSync(`${data}rcpsp-max-j10/${name}`, "utf8"));
      return criticalPath(input).makespan !== stated.get(name.replace(".SCH", ""));
    });
    expect(wrong).toEqual([]);
  });
});

function ringOf(input: CriticalPathInput): CyclicLinksError | undefined {
  try {
    criticalPath(input);
    return undefined;
  } catch (error) {
    if (error instanceof CyclicLinksError) return error;
    throw error;
  }
}

describe("links", () => {
  const two = [
    { id: "a", duration: 5 },
    { id: "b", duration: 3 },
  ];
  test.each<[LinkType, number, number]>([
    ["FS", 0, 5],
    ["FS", 2, 7],
    ["FS", -2, 3],
    ["SS", 1, 1],
    ["FF", 0, 2],
    ["FF", 4, 6],
    ["SF", 6, 3],
  ])("%s with lag %i starts the second at %i", (type, lag, start) => {
    expect(criticalPath({ activities: two, links: [link("a", "b", { type, lag })] }).es["b"]).toBe(start);
  });

  test("a most-lag pulls the first activity after the second", () => {
    const activities = [...two, { id: "c", duration: 10 }];
    const links = [link("a", "b", { maxLag: 1 }), link("c", "b")];
    expect(criticalPath({ activities, links }).es).toEqual({ a: 4, b: 10, c: 0 });
  });

  test("links that can't be met are shown as a ring", () => {
    const links = [link("a", "b"), link("b", "a")];
    expect(() => criticalPath({ activities: two, links })).toThrow(CyclicLinksError);
    const behind = { activities: [{ id: "before", duration: 1 }, ...two], links: [link("before", "a"), ...links] };
    expect(ringOf(behind)).toMatchObject({ code: "phases.cyclic-links" });
    expect([
      ["a", "b", "a"],
      ["b", "a", "b"],
    ]).toContainEqual(ringOf(behind)?.path);
    // A least time above the most time is a ring of two as well.
    expect(() => criticalPath({ activities: two, links: [link("a", "b", { lag: 3, maxLag: 2 })] })).toThrow("a");
  });

  test("a ring without length is met by starting together", () => {
    const links = [link("a", "b", { type: "SS" }), link("b", "a", { type: "SS" })];
    expect(criticalPath({ activities: two, links }).makespan).toBe(5);
  });

  test("floats are what an activity may slip", () => {
    const path = criticalPath({
      activities: [...two, { id: "c", duration: 1 }, { id: "end", duration: 0 }],
      links: [link("a", "end"), link("b", "c"), link("c", "end")],
    });
    expect(path.totalFloat).toEqual({ a: 0, b: 1, c: 1, end: 0 });
    expect(path.freeFloat).toEqual({ a: 0, b: 0, c: 1, end: 0 });
  });

  test.each<[string, CriticalPathInput]>([
    ["goes to c", { activities: two, links: [link("a", "c")] }],
    ["goes from c", { activities: two, links: [link("c", "a")] }],
    ["twice", { activities: [...two, ...two], links: [] }],
    ["whole number", { activities: [{ id: "a", duration: 1.5 }], links: [] }],
    ["whole number", { activities: two, links: [link("a", "b", { lag: Number.NaN })] }],
  ])("a caller's mistake is thrown: %s", (text, input) => {
    expect(() => criticalPath(input)).toThrow(RangeError);
    expect(() => criticalPath(input)).toThrow(text);
  });
});

const network = fc.integer({ min: 1, max: 12 }).chain((count) =>
  fc.record({
    activities: fc.tuple(
      ...Array.from({ length: count }, (_, place) =>
        fc.record({ id: fc.constant(`${place}`), duration: fc.integer({ min: 0, max: 9 }) }),
      ),
    ),
    links: fc.array(
      fc.record(
        {
          from: fc.integer({ min: 0, max: count - 1 }).map(String),
          to: fc.integer({ min: 0, max: count - 1 }).map(String),
          type: fc.constantFrom<LinkType>("FS", "SS", "FF", "SF"),
          lag: fc.integer({ min: -9, max: 9 }),
          maxLag: fc.integer({ min: -2, max: 20 }),
        },
        { requiredKeys: ["from", "to", "type", "lag"] },
      ),
      { maxLength: 16 },
    ),
  }),
);

/** Slow and obvious: every pair's distance, after Floyd and Warshall. Undefined when a ring has length. */
function slowStarts({ activities, links }: CriticalPathInput): readonly number[] | undefined {
  const count = activities.length;
  const far = Array.from({ length: count }, () => Array<number>(count).fill(Number.NEGATIVE_INFINITY));
  const put = (i: number, j: number, weight: number) => (far[i]![j] = Math.max(far[i]![j]!, weight));
  const days = (id: string) => activities[Number(id)]!.duration;
  for (const { from, to, type, lag, maxLag } of links) {
    const ends = (type[0] === "F" ? days(from) : 0) - (type[1] === "F" ? days(to) : 0);
    put(Number(from), Number(to), ends + lag);
    if (maxLag !== undefined) put(Number(to), Number(from), -(ends + maxLag));
  }
  for (let via = 0; via < count; via += 1)
    for (let i = 0; i < count; i += 1) for (let j = 0; j < count; j += 1) put(i, j, far[i]![via]! + far[via]![j]!);
  if (far.some((row, place) => row[place]! > 0)) return undefined;
  return activities.map((_, place) => Math.max(0, ...far.map((row) => row[place]!)));
}

function startsOrRing(input: CriticalPathInput): readonly number[] | "ring" {
  return ringOf(input) ? "ring" : Object.values(criticalPath(input).es);
}

describe("against a slow and obvious version", () => {
  test("the same starts, or the same refusal", () => {
    fc.assert(
      fc.property(network, (input) => {
        expect(startsOrRing(input)).toEqual(slowStarts(input) ?? "ring");
      }),
      { numRuns: 2000 },
    );
  });

  test("the latest starts keep every link, and a day later for one activity moves the end", () => {
    fc.assert(
      fc.property(network, (input) => {
        fc.pre(slowStarts(input) !== undefined);
        const { es, ls, totalFloat, makespan } = criticalPath(input);
        for (const { id } of input.activities) {
          expect(ls[id]).toBe(es[id]! + totalFloat[id]!);
          // To start later than its latest, it is told not to begin before.
          const late = (days: number) =>
            criticalPath({
              activities: [...input.activities, { id: "wait", duration: days }],
              links: [...input.links, link("wait", id)],
            }).makespan;
          expect(late(Math.max(0, ls[id]!))).toBe(makespan);
          expect(late(Math.max(0, ls[id]!) + 1)).toBeGreaterThan(makespan);
        }
      }),
      { numRuns: 300 },
    );
  });
});
