import type { Compiled } from "./compile.ts";
import type { Finding } from "./finding.ts";
import { Journeys } from "./journeys.ts";
import { finding } from "./messages.ts";
import { rulesOf } from "./problem-rule.ts";

/** What the problem's own hard rules make impossible, by counting: each finding is a proof. */
export function ruleFaults(c: Compiled): Finding[] {
  return [...travelFaults(c), ...groupFaults(c)];
}

/** People whose two courses can only be on one day, with no pair of times and rooms between which there is time. */
function travelFaults(c: Compiled): Finding[] {
  const rules = rulesOf(c.problem, "travel").filter((rule) => (rule.people ?? "forbidden") === "forbidden");
  if (rules.length === 0) return [];
  const journeys = rules.map((rule) => new Journeys(c, rule));
  const found = new Map<string, { course: number; other: number; people: number }>();
  for (let n = 0; n < c.needs.length; n++) {
    for (const m of c.siblings[n] ?? []) {
      if (m < n || !isStuck(c, n, m, journeys)) continue;
      const [course, other] = [c.courseOf[n]!, c.courseOf[m]!];
      const key = `${course} ${other}`;
      found.set(key, { course, other, people: (found.get(key)?.people ?? 0) + 1 });
    }
  }
  const { courses, rooms } = c.problem;
  return [...found.values()].map(({ course, other, people }) => {
    const usable = [...c.roomsOf[course]!, ...c.roomsOf[other]!];
    const sites = [...new Set(usable.flatMap((room) => rooms[room]!.site ?? []))];
    return finding("training.too-far", courses[course]!.id, { other: courses[other]!.id, people, sites });
  });
}

/** Whether two needs of one person have a time each, but no two that go together. */
function isStuck(c: Compiled, n: number, m: number, journeys: readonly Journeys[]): boolean {
  const roomsAt = (course: number, t: number): number[] =>
    c.roomsOf[course]!.filter((r) => {
      const from = r * c.T + t;
      return !c.roomFree.subarray(from, from + c.duration[course]!).includes(0);
    });
  const timesOf = (one: number): number[] => {
    const from = c.classOf[one]! * c.T;
    return Array.from({ length: c.T }, (_, t) => t).filter(
      (t) => c.open[from + t] === 1 && roomsAt(c.courseOf[one]!, t).length > 0,
    );
  };
  const [mine, others] = [timesOf(n), timesOf(m)];
  const days = new Set([...mine, ...others].map((t) => Math.floor(t / c.K)));
  // With a second day there is always a pair; who has no time at all is told of elsewhere.
  if (days.size !== 1 || mine.length === 0 || others.length === 0) return false;
  const [a, b] = [c.courseOf[n]!, c.courseOf[m]!];
  const [own, length] = [c.duration[a]!, c.duration[b]!];
  const isPossible = mine.some((t) =>
    others.some(
      (t2) =>
        (t + own <= t2 || t2 + length <= t) &&
        roomsAt(a, t).some((r) =>
          roomsAt(b, t2).some((r2) => journeys.every((one) => !one.isTooFar(r, t, own, r2, t2, length))),
        ),
    ),
  );
  return !isPossible;
}

/** Groups that need more time than there is when nothing of them is held at once. */
function groupFaults(c: Compiled): Finding[] {
  const { courses, rooms } = c.problem;
  const index = new Map(courses.map(({ id }, i) => [id, i]));
  const people = new Int32Array(courses.length);
  for (const course of c.courseOf) people[course]!++;
  return rulesOf(c.problem, "no-overlap")
    .flatMap((rule) => rule.groups)
    .flatMap((group) => {
      const own = [...new Set(group.flatMap((id) => index.get(id) ?? []))].filter((course) => people[course]! > 0);
      const slots = new Set<number>();
      let needed = 0;
      for (const course of own) {
        const duration = c.duration[course]!;
        const seats = Math.max(0, ...c.roomsOf[course]!.map((r) => c.seats[course * rooms.length + r]!));
        // One session of a course may be held beside another of it: only as many at once as it has rooms and trainers.
        const atOnce = Math.min(c.roomsOf[course]!.length, c.trainersOf[course]!.length);
        if (seats === 0 || atOnce === 0) return [];
        needed += Math.max(duration, Math.ceil((Math.ceil(people[course]! / seats) * duration) / atOnce));
        for (let t = 0; t < c.T; t++)
          if (c.courseOpen[course * c.T + t] === 1) for (let x = t; x < t + duration; x++) slots.add(x);
      }
      const ids = own.map((course) => courses[course]!.id);
      return own.length < 2 || needed <= slots.size
        ? []
        : [finding("training.group-shortage", ids[0]!, { courses: ids, slots: needed, possible: slots.size })];
    });
}
