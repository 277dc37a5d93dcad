import type { Board } from "./board.ts";
import type { Compiled } from "./compile.ts";
import { pointsOf, type CustomRule, type RuleGroup, type RuleSession } from "./problem-rule.ts";
import { bySessionOrder, type Placed } from "./rule-groups.ts";
import type { Tally } from "./tally.ts";

/**
 * Running points for a rule of the caller's own: asked anew for the groups that a change touches. Who sits in a session is
 * looked up only when the rule asks; a rule that did not ask about a group is not asked again when people change places
 * there, since a pure function would answer the same.
 */
export class CustomTally implements Tally {
  readonly #c: Compiled;
  readonly #board: Board;
  readonly #rule: CustomRule;
  /** By group: its points, and whether the rule looked at people. */
  readonly #points = new Map<number, number>();
  readonly #looked = new Set<number>();
  /** By need: its person, as the problem numbers them. By person: one of their needs. By unit: its needs. */
  readonly #personOf: Int32Array;
  readonly #aNeedOf: Int32Array;
  readonly #needsOf: readonly (readonly number[])[];

  constructor(c: Compiled, board: Board, rule: CustomRule) {
    const index = new Map(c.problem.people.map(({ id }, i) => [id, i]));
    const needs = c.problem.units.map((): number[] => []);
    for (const [n, u] of c.unitOf.entries()) needs[u]?.push(n);
    this.#c = c;
    this.#board = board;
    this.#rule = rule;
    this.#personOf = Int32Array.from(c.needs, ({ person }) => index.get(person.id)!);
    this.#aNeedOf = new Int32Array(c.problem.people.length);
    for (const [n, person] of this.#personOf.entries()) this.#aNeedOf[person] = n;
    this.#needsOf = needs;
  }

  book(s: number): number {
    if (this.#rule.per !== "person" && this.#rule.per !== "unit") return this.#ask(this.#keyOf(s));
    // A session that changes hands has people in it, each of whom sees another session.
    const { count, members } = this.#board;
    let added = 0;
    for (let i = 0; i < count[s]!; i++) added += this.#ask(this.#keyOfNeed(members[s]![i]!));
    return added;
  }

  sit(n: number, s: number, by: 1 | -1): number {
    if (this.#rule.per === "person" || this.#rule.per === "unit") {
      const key = this.#keyOfNeed(n);
      // As long as a colleague is there too, the unit's sessions are the same.
      const isSame = this.#rule.per === "unit" && !this.#looked.has(key) && this.#hasColleague(n, s);
      return isSame ? 0 : this.#ask(key, by < 0 ? n : -1);
    }
    const key = this.#keyOf(s);
    return this.#looked.has(key) ? this.#ask(key) : 0;
  }

  #keyOf(s: number): number {
    const { course, trainer, room, start } = this.#board;
    switch (this.#rule.per) {
      case "session":
        return s;
      case "day":
        return Math.floor(start[s]! / this.#c.K);
      case "course":
        return course[s]!;
      case "trainer":
        return trainer[s]!;
      case "room":
        return room[s]!;
      default:
        return 0;
    }
  }

  #keyOfNeed(n: number): number {
    return this.#rule.per === "person" ? this.#personOf[n]! : this.#c.unitOf[n]!;
  }

  #hasColleague(n: number, s: number): boolean {
    const { members, count } = this.#board;
    const { unitOf } = this.#c;
    for (let i = 0; i < count[s]!; i++) {
      const other = members[s]![i]!;
      if (other !== n && unitOf[other] === unitOf[n]) return true;
    }
    return false;
  }

  /** Points added by asking about a group anew; `leaving` is on its way out of the session that it still has. */
  #ask(key: number, leaving = -1): number {
    const points = pointsOf(this.#rule, this.#group(key, this.#sessionsOf(key, leaving)));
    const added = points - (this.#points.get(key) ?? 0);
    this.#points.set(key, points);
    return added;
  }

  /** The sessions of a group. Held are those that the bookings know: from `book` 1 to `book` -1. */
  #sessionsOf(key: number, leaving: number): number[] {
    const { bookings, start, course, trainer, room, place } = this.#board;
    const isHeld = (s: number): boolean => bookings.sessionsOn[Math.floor(start[s]! / this.#c.K)]!.at[s]! >= 0;
    const placesOf = (needs: readonly number[]): number[] => {
      const found = new Set<number>();
      for (const n of needs) if (n !== leaving && place[n]! >= 0 && isHeld(place[n]!)) found.add(place[n]!);
      return [...found];
    };
    const all = (of: Int32Array | null): number[] => {
      const found: number[] = [];
      for (const { items } of bookings.sessionsOn)
        for (const s of items) if (of === null || of[s] === key) found.push(s);
      return found;
    };
    switch (this.#rule.per) {
      case "session":
        return isHeld(key) ? [key] : [];
      case "day":
        return [...bookings.sessionsOn[key]!.items];
      case "unit":
        return placesOf(this.#needsOf[key]!);
      case "person":
        return placesOf([this.#aNeedOf[key]!, ...(this.#c.siblings[this.#aNeedOf[key]!] ?? [])]);
      case "course":
        return all(course);
      case "trainer":
        return all(trainer);
      case "room":
        return all(room);
      case "plan":
        return all(null);
    }
  }

  #group(key: number, sessions: readonly number[]): RuleGroup {
    const { course, room, trainer, start } = this.#board;
    const placed = sessions.map((s): Placed => ({
      order: [start[s]!, room[s]!, course[s]!, trainer[s]!],
      session: this.#session(s, key),
    }));
    this.#looked.delete(key);
    return { id: this.#idOf(key, placed), sessions: placed.sort(bySessionOrder).map((one) => one.session) };
  }

  #session(s: number, key: number): RuleSession {
    const { course, room, trainer, start } = this.#board;
    const { problem, K } = this.#c;
    const look = (): readonly string[] => {
      this.#looked.add(key);
      return this.#peopleIn(s, key);
    };
    return {
      course: problem.courses[course[s]!]!.id,
      day: problem.days[Math.floor(start[s]! / K)]!,
      slot: problem.slots[start[s]! % K]!.id,
      room: problem.rooms[room[s]!]!.id,
      trainer: problem.trainers[trainer[s]!]!.id,
      get people(): readonly string[] {
        return look();
      },
    };
  }

  #peopleIn(s: number, key: number): string[] {
    const { members, count } = this.#board;
    const { per } = this.#rule;
    const own: number[] = [];
    for (let i = 0; i < count[s]!; i++) {
      const n = members[s]![i]!;
      const person = this.#personOf[n]!;
      if (per === "person" ? person === key : per !== "unit" || this.#c.unitOf[n] === key) own.push(person);
    }
    return own.sort((a, b) => a - b).map((i) => this.#c.problem.people[i]!.id);
  }

  #idOf(key: number, placed: readonly Placed[]): string {
    const { days, courses, trainers, rooms, people, units } = this.#c.problem;
    switch (this.#rule.per) {
      case "session":
        return placed[0]?.session.course ?? "";
      case "plan":
        return "";
      case "day":
        return days[key]!;
      case "course":
        return courses[key]!.id;
      case "trainer":
        return trainers[key]!.id;
      case "room":
        return rooms[key]!.id;
      case "person":
        return people[key]!.id;
      case "unit":
        return units[key]!.id;
    }
  }
}
