import type { Compiled } from "./compile.ts";
import { addTo, pools, removeFrom, type Pool } from "./pool.ts";

/** Which rooms and trainers are taken when, and how much a trainer holds in a day and a week. */
export class Bookings {
  readonly c: Compiled;
  /** Per day: its sessions. */
  readonly sessionsOn: readonly Pool[];
  /** `[t]`: sessions that go on then. */
  readonly heldAt: Int32Array;
  /** `[room * T + t]`, `[trainer * T + t]`: sessions there. `[trainer * D + day]`: sessions that day. */
  readonly #roomUse: Int32Array;
  readonly #trainerUse: Int32Array;
  readonly #trainerDay: Int32Array;
  /** `[trainer * weeks + week]`: sessions that week. */
  readonly #trainerWeek: Int32Array;

  constructor(c: Compiled, mostSessions: number) {
    const { rooms, trainers } = c.problem;
    this.c = c;
    this.sessionsOn = pools(c.D, mostSessions);
    this.heldAt = new Int32Array(c.T);
    this.#roomUse = new Int32Array(rooms.length * c.T);
    this.#trainerUse = new Int32Array(trainers.length * c.T);
    this.#trainerDay = new Int32Array(trainers.length * c.D);
    this.#trainerWeek = new Int32Array(trainers.length * c.weeks);
  }

  isRoomFree(room: number, t: number, duration: number): boolean {
    for (let x = room * this.c.T + t, end = x + duration; x < end; x++) {
      if (this.#roomUse[x] !== 0 || this.c.roomFree[x] === 0) return false;
    }
    return true;
  }

  isTrainerFree(trainer: number, t: number, duration: number): boolean {
    const { c } = this;
    const day = Math.floor(t / c.K);
    if (this.#trainerDay[trainer * c.D + day]! >= c.trainerPerDay[trainer]!) return false;
    if (this.#trainerWeek[trainer * c.weeks + c.weekOf[day]!]! >= c.trainerPerWeek[trainer]!) return false;
    for (let x = trainer * c.T + t, end = x + duration; x < end; x++) {
      if (this.#trainerUse[x] !== 0 || c.trainerFree[x] === 0) return false;
    }
    return true;
  }

  /** Books (`by` 1) or frees (-1) what session `s` takes. */
  book(s: number, course: number, t: number, room: number, trainer: number, by: 1 | -1): void {
    const { c } = this;
    const day = Math.floor(t / c.K);
    for (let x = t, end = t + c.duration[course]!; x < end; x++) {
      this.#roomUse[room * c.T + x]! += by;
      this.#trainerUse[trainer * c.T + x]! += by;
      this.heldAt[x]! += by;
    }
    this.#trainerDay[trainer * c.D + day]! += by;
    this.#trainerWeek[trainer * c.weeks + c.weekOf[day]!]! += by;
    if (by > 0) addTo(this.sessionsOn[day]!, s);
    else removeFrom(this.sessionsOn[day]!, s);
  }
}
