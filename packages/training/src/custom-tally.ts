import type { Board } from "./board.ts";
import type { Compiled } from "./compile.ts";
import { bySessionOrder, type Placed } from "./rule-groups.ts";
import { pointsOf, type CustomRule, type RuleGroup } from "./problem-rule.ts";
import type { Tally } from "./tally.ts";

/** Running points for a rule of the caller's own: asked anew for the groups that a change touches. */
export class CustomTally implements Tally {
  readonly #c: Compiled;
  readonly #board: Board;
  readonly #rule: CustomRule;
  readonly #points = new Map<string | number, number>();
  /** By need: its person, as the problem numbers them. */
  readonly #personOf: Int32Array;

  constructor(c: Compiled, board: Board, rule: CustomRule) {
    const index = new Map(c.problem.people.map(({ id }, i) => [id, i]));
    this.#c = c;
    this.#board = board;
    this.#rule = rule;
    this.#personOf = Int32Array.from(c.needs, ({ person }) => index.get(person.id)!);
  }

  /** What is left after a session is gone is asked about without it: it is among its day's sessions no longer. */
  book(s: number): number {
    const { course, trainer, room, start, count, members } = this.#board;
    switch (this.#rule.per) {
      case "session":
        return this.#ask(s, () => [s]);
      case "plan":
        return this.#all(-1, () => true);
      case "day":
        return this.#ask(Math.floor(start[s]! / this.#c.K), () => this.#onDay(start[s]!));
      case "course":
        return this.#all(course[s]!, (other) => course[other] === course[s]);
      case "trainer":
        return this.#all(trainer[s]!, (other) => trainer[other] === trainer[s]);
      case "room":
        return this.#all(room[s]!, (other) => room[other] === room[s]);
      default: {
        // A session that changes hands has people in it, each of whom sees another session.
        let added = 0;
        for (let i = 0; i < count[s]!; i++) added += this.sit(members[s]![i]!, s);
        return added;
      }
    }
  }

  sit(n: number, s: number): number {
    const { unitOf } = this.#c;
    if (this.#rule.per === "person") {
      const person = this.#personOf[n]!;
      const own = [n, ...(this.#c.siblings[n] ?? [])].flatMap((one) => {
        const at = one === n ? s : this.#board.place[one]!;
        return at >= 0 && this.#holds(at, one) ? [at] : [];
      });
      return this.#ask(
        person,
        () => own,
        (other) => this.#personOf[other] === person,
      );
    }
    if (this.#rule.per === "unit") {
      const isOwn = (other: number): boolean => unitOf[other] === unitOf[n];
      return this.#ask(unitOf[n]!, () => this.#held((at) => this.#some(at, isOwn)), isOwn);
    }
    return this.book(s);
  }

  #all(key: number, isOwn: (s: number) => boolean): number {
    return this.#ask(key, () => this.#held(isOwn));
  }

  #held(isOwn: (s: number) => boolean): number[] {
    return this.#board.bookings.sessionsOn.flatMap(({ items }) => items.filter(isOwn));
  }

  #onDay(t: number): readonly number[] {
    return this.#board.bookings.sessionsOn[Math.floor(t / this.#c.K)]!.items;
  }

  #some(s: number, isOwn: (n: number) => boolean): boolean {
    for (let i = 0; i < this.#board.count[s]!; i++) if (isOwn(this.#board.members[s]![i]!)) return true;
    return false;
  }

  #holds(s: number, n: number): boolean {
    return this.#some(s, (other) => other === n);
  }

  /** Points added by asking about a group anew. Sessions that are not held are none of it. */
  #ask(key: number, sessions: () => readonly number[], isOwn?: (n: number) => boolean): number {
    const { bookings, start } = this.#board;
    const held = sessions().filter((s) => bookings.sessionsOn[Math.floor(start[s]! / this.#c.K)]!.at[s]! >= 0);
    const points = pointsOf(this.#rule, this.#group(key, held, isOwn));
    const added = points - (this.#points.get(key) ?? 0);
    if (points === 0) this.#points.delete(key);
    else this.#points.set(key, points);
    return added;
  }

  #group(key: number, sessions: readonly number[], isOwn: (n: number) => boolean = () => true): RuleGroup {
    const { course, room, trainer, start, members, count } = this.#board;
    const { courses, rooms, trainers, days, slots, people, units } = this.#c.problem;
    const { K } = this.#c;
    const placed = sessions.map((s): Placed => {
      const t = start[s]!;
      const there = [...members[s]!.subarray(0, count[s])].filter(isOwn).map((n) => this.#personOf[n]!);
      return {
        order: [t, room[s]!, course[s]!, trainer[s]!],
        session: {
          course: courses[course[s]!]!.id,
          day: days[Math.floor(t / K)]!,
          slot: slots[t % K]!.id,
          room: rooms[room[s]!]!.id,
          trainer: trainers[trainer[s]!]!.id,
          people: there.sort((a, b) => a - b).map((i) => people[i]!.id),
        },
      };
    });
    const ids = {
      session: () => placed[0]?.session.course ?? "",
      plan: () => "",
      day: () => days[key]!,
      course: () => courses[key]!.id,
      trainer: () => trainers[key]!.id,
      room: () => rooms[key]!.id,
      person: () => people[key]!.id,
      unit: () => units[key]!.id,
    };
    return { id: ids[this.#rule.per](), sessions: placed.sort(bySessionOrder).map((one) => one.session) };
  }
}
