import type { Board } from "./board.ts";
import type { Compiled } from "./compile.ts";
import { Journeys } from "./journeys.ts";
import { rulesOf } from "./problem-rule.ts";

/** The problem's own hard rules, asked before a change is made. */
export class Guards {
  readonly #c: Compiled;
  readonly #board: Board;
  readonly #trainers: readonly Journeys[];
  readonly #people: readonly Journeys[];
  /** `[course * courses + course]`: 1 when the two are not held at once; `null` without such a rule. */
  readonly #apart: Uint8Array | null;

  constructor(c: Compiled, board: Board) {
    const travel = rulesOf(c.problem, "travel");
    const journeys = (who: "trainers" | "people"): Journeys[] =>
      travel.filter((rule) => (rule[who] ?? "forbidden") === "forbidden").map((rule) => new Journeys(c, rule));
    this.#c = c;
    this.#board = board;
    this.#trainers = journeys("trainers");
    this.#people = journeys("people");
    this.#apart = apart(c);
  }

  get isIdle(): boolean {
    return this.#apart === null && this.#trainers.length === 0 && this.#people.length === 0;
  }

  /** Whether a session may be held then and there as far as other sessions go. O(sessions of the day). */
  mayHold(course: number, t: number, room: number, trainer: number): boolean {
    const { bookings, start, course: courseOf, trainer: trainerOf, room: roomOf } = this.#board;
    const { duration, K, problem } = this.#c;
    const C = problem.courses.length;
    const own = duration[course]!;
    for (const s of bookings.sessionsOn[Math.floor(t / K)]!.items) {
      const [other, t2] = [courseOf[s]!, start[s]!];
      const length = duration[other]!;
      if (this.#apart?.[course * C + other] === 1 && t < t2 + length && t2 < t + own) return false;
      if (trainerOf[s] !== trainer) continue;
      for (const one of this.#trainers) if (one.isTooFar(room, t, own, roomOf[s]!, t2, length)) return false;
    }
    return true;
  }

  /** Whether need `n` can be in a room at t as far as the person's other sessions go. */
  mayAttend(n: number, t: number, room: number): boolean {
    if (this.#people.length === 0) return true;
    const { place, start, room: roomOf } = this.#board;
    const { siblings, duration, courseOf } = this.#c;
    for (const other of siblings[n] ?? []) {
      const s = place[other]!;
      if (s < 0) continue;
      const [own, length] = [duration[courseOf[n]!]!, duration[courseOf[other]!]!];
      for (const one of this.#people) if (one.isTooFar(room, t, own, roomOf[s]!, start[s]!, length)) return false;
    }
    return true;
  }
}

/** The problem's own hard rules, or `null` when it has none: nobody is then asked. */
export function guardsFor(c: Compiled, board: Board): Guards | null {
  const guards = new Guards(c, board);
  return guards.isIdle ? null : guards;
}

function apart(c: Compiled): Uint8Array | null {
  const rules = rulesOf(c.problem, "no-overlap");
  if (rules.length === 0) return null;
  const C = c.problem.courses.length;
  const index = new Map(c.problem.courses.map((course, i) => [course.id, i]));
  const pairs = new Uint8Array(C * C);
  for (const group of rules.flatMap((rule) => rule.groups)) {
    const own = group.flatMap((id) => index.get(id) ?? []);
    for (const a of own) for (const b of own) if (a !== b) pairs[a * C + b] = 1;
  }
  return pairs;
}
