import type { Compiled } from "./compile.ts";
import { minutesOf, travelMinutes, type TravelRule } from "./problem-rule.ts";

/** One rule of travel as numbers: which sessions of a day can't both be reached. */
export class Journeys {
  readonly #c: Compiled;
  /** By room: its site, or -1 when it is everywhere. */
  readonly #site: Int32Array;
  /** `[site * sites + site]`: minutes. */
  readonly #minutes: Int32Array;
  readonly #sites: number;
  /** By slot: minutes of the day. */
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;

  constructor(c: Compiled, rule: TravelRule) {
    const { rooms, slots } = c.problem;
    this.#c = c;
    const sites = [...new Set(rooms.flatMap((room) => (room.online || room.site === undefined ? [] : [room.site])))];
    const index = new Map(sites.map((site, i) => [site, i]));
    const between = travelMinutes(rule);
    this.#sites = sites.length;
    this.#site = Int32Array.from(rooms, (room) => (room.online ? -1 : (index.get(room.site ?? "") ?? -1)));
    this.#minutes = Int32Array.from(sites.flatMap((a) => sites.map((b) => between(a, b))));
    this.#starts = Int32Array.from(slots, (slot) => minutesOf(slot.start));
    this.#ends = Int32Array.from(slots, (slot) => minutesOf(slot.end));
  }

  /** Whether one can't be at both: on one day, one after the other, and too far apart for the time between. */
  isTooFar(room: number, t: number, duration: number, room2: number, t2: number, duration2: number): boolean {
    const { K } = this.#c;
    const [a, b] = [this.#site[room]!, this.#site[room2]!];
    if (a < 0 || b < 0 || a === b || Math.floor(t / K) !== Math.floor(t2 / K)) return false;
    const [first, second] = t < t2 ? [t + duration - 1, t2] : [t2 + duration2 - 1, t];
    if (first >= second) return false;
    return this.#starts[second % K]! - this.#ends[first % K]! < this.#minutes[a * this.#sites + b]!;
  }
}
