import { seatsByDay } from "./check-feasibility.ts";
import type { Compiled } from "./compile.ts";
import type { Finding } from "./finding.ts";
import { Flow } from "./flow.ts";
import { finding } from "./messages.ts";

/**
 * Looks for shortages that counting one course or unit at a time does not show, as flows from people to places: a set of
 * people who together have fewer places than heads (Hall 1935), courses that together need more sessions than their trainers
 * or rooms can hold. Each finding is a proof, and names the culprits on the short side of a minimum cut.
 */
export function shortagesOf(c: Compiled): Finding[] {
  const courses = c.problem.courses.map((_, course) => course).filter((course) => c.courseOf.includes(course));
  return [
    ...courses.flatMap((course) => courseShortage(c, course)),
    ...c.problem.units.flatMap((_, unit) => unitShortage(c, unit)),
    ...sessionShortage(c, courses, "trainer"),
    ...sessionShortage(c, courses, "room"),
  ];
}

interface Group {
  readonly block: number;
  readonly cls: number;
  readonly people: number;
}

/** Needs of one unit and course with the same free times. */
function groupsOf(c: Compiled, isIncluded: (n: number) => boolean): Group[] {
  const groups = new Map<string, Group>();
  for (let n = 0; n < c.needs.length; n++) {
    if (!isIncluded(n) || c.unitOf[n]! < 0) continue;
    const [block, cls] = [c.blockOf[n]!, c.classOf[n]!];
    const people = (groups.get(`${block} ${cls}`)?.people ?? 0) + 1;
    groups.set(`${block} ${cls}`, { block, cls, people });
  }
  return [...groups.values()];
}

/** After a flow: the groups on the short side of a minimum cut, and their people. */
function shortSide(flow: Flow, source: number, groups: readonly Group[], nodes: readonly number[]) {
  const reaches = flow.reaches(source);
  const short = groups.filter((_, i) => reaches(nodes[i]!));
  return { short, people: short.reduce((sum, group) => sum + group.people, 0) };
}

/** Seats and the units' limits together, for one course. */
function courseShortage(c: Compiled, course: number): Finding[] {
  const groups = groupsOf(c, (n) => c.courseOf[n] === course);
  const flow = new Flow();
  const [source, sink] = [flow.node(), flow.node()];
  const days = seatsByDay(c, course).map((seats) => {
    const node = flow.node();
    flow.edge(node, sink, seats);
    return node;
  });
  const unitTimes = new Map<number, number>();
  const nodes = groups.map(({ block, cls, people }) => {
    const node = flow.node();
    flow.edge(source, node, people);
    for (let t = 0; t < c.T; t++) {
      if (c.open[cls * c.T + t] === 0) continue;
      const key = block * c.T + t;
      let at = unitTimes.get(key);
      if (at === undefined) {
        at = flow.node();
        unitTimes.set(key, at);
        flow.edge(at, days[Math.floor(t / c.K)]!, c.awayLimit[c.blockUnit[block]! * c.K + (t % c.K)]!);
      }
      flow.edge(node, at, people);
    }
    return node;
  });
  const needed = groups.reduce((sum, group) => sum + group.people, 0);
  const missing = needed - flow.max(source, sink);
  if (missing === 0) return [];
  const { short, people } = shortSide(flow, source, groups, nodes);
  const { id, window } = c.problem.courses[course]!;
  const units = unitIds(
    c,
    short.map((group) => c.blockUnit[group.block]!),
  );
  return [finding("training.shortage", id, { people, places: people - missing, units, ...window })];
}

/** One unit's limits, for all its people's courses together. */
function unitShortage(c: Compiled, unit: number): Finding[] {
  const groups = groupsOf(c, (n) => c.unitOf[n] === unit);
  const flow = new Flow();
  const [source, sink] = [flow.node(), flow.node()];
  const times = Array.from({ length: c.T }, (_, t) => {
    const node = flow.node();
    flow.edge(node, sink, c.awayLimit[unit * c.K + (t % c.K)]!);
    return node;
  });
  const nodes = groups.map(({ cls, people }) => {
    const node = flow.node();
    flow.edge(source, node, people);
    for (let t = 0; t < c.T; t++) if (c.open[cls * c.T + t] === 1) flow.edge(node, times[t]!, people);
    return node;
  });
  const needed = groups.reduce((sum, group) => sum + group.people, 0);
  const missing = needed - flow.max(source, sink);
  if (missing === 0) return [];
  const { short, people } = shortSide(flow, source, groups, nodes);
  const courses = courseIds(
    c,
    short.map((group) => c.blockCourse[group.block]!),
  );
  return [finding("training.unit-shortage", c.problem.units[unit]!.id, { people, places: people - missing, courses })];
}

/** Sessions the courses need at least, against what their trainers (or rooms) can hold day by day. */
function sessionShortage(c: Compiled, courses: readonly number[], by: "trainer" | "room"): Finding[] {
  const R = c.problem.rooms.length;
  const flow = new Flow();
  const [source, sink] = [flow.node(), flow.node()];
  const free = by === "trainer" ? c.trainerFree : c.roomFree;
  const holders = by === "trainer" ? c.problem.trainers.length : R;
  const days = new Map<number, number>();
  const dayNode = (i: number, day: number): number => {
    const known = days.get(i * c.D + day);
    if (known !== undefined) return known;
    const node = flow.node();
    days.set(i * c.D + day, node);
    let slots = 0;
    for (let t = day * c.K; t < (day + 1) * c.K; t++) slots += free[i * c.T + t]!;
    flow.edge(node, sink, by === "trainer" ? Math.min(slots, c.trainerPerDay[i]!) : slots);
    return node;
  };
  let needed = 0;
  const nodes = courses.map((course) => {
    const node = flow.node();
    const most = c.roomsOf[course]!.reduce((seats, r) => Math.max(seats, c.seats[course * R + r]!), 0);
    const people = c.courseOf.reduce((sum, one) => sum + (one === course ? 1 : 0), 0);
    const sessions = most === 0 ? 0 : Math.ceil(people / most);
    needed += sessions;
    flow.edge(source, node, sessions);
    for (const i of by === "trainer" ? c.trainersOf[course]! : c.roomsOf[course]!) {
      if (i >= holders) continue;
      for (let day = 0; day < c.D; day++) {
        let starts = 0;
        for (let t = day * c.K; t < (day + 1) * c.K; t++)
          if (c.courseOpen[course * c.T + t] === 1 && free[i * c.T + t] === 1) starts++;
        if (starts > 0) flow.edge(node, dayNode(i, day), starts);
      }
    }
    return { node, sessions };
  });
  const missing = needed - flow.max(source, sink);
  if (missing === 0) return [];
  const reaches = flow.reaches(source);
  const short = courses.filter((_, i) => reaches(nodes[i]!.node));
  const sessions = nodes.reduce((sum, { node, sessions }) => sum + (reaches(node) ? sessions : 0), 0);
  const params = { courses: courseIds(c, short), sessions, possible: sessions - missing };
  const where = c.problem.courses[short[0]!]!.id;
  return [
    by === "trainer"
      ? finding("training.trainer-shortage", where, params)
      : finding("training.room-shortage", where, params),
  ];
}

const unique = (indexes: readonly number[]): number[] => [...new Set(indexes)].sort((a, b) => a - b);
const unitIds = (c: Compiled, units: readonly number[]): string[] => unique(units).map((u) => c.problem.units[u]!.id);
const courseIds = (c: Compiled, courses: readonly number[]): string[] =>
  unique(courses).map((one) => c.problem.courses[one]!.id);
