import { freeTrainer } from "./trainer-chain.ts";
import type { Walk } from "./walk.ts";

/** Moves of whole sessions: held at another time, given up, added. */
export class SessionMoves {
  readonly #walk: Walk;
  /** Starts that a course allows, by course. */
  readonly #times: readonly Int32Array[];
  /** Needs by course. */
  readonly #needs: readonly Int32Array[];

  constructor(walk: Walk) {
    this.#walk = walk;
    const { c } = walk.board;
    const needs = c.problem.courses.map((): number[] => []);
    for (let n = 0; n < c.needs.length; n++) needs[c.courseOf[n]!]!.push(n);
    this.#needs = needs.map((own) => Int32Array.from(own));
    this.#times = c.problem.courses.map((_, course) =>
      Int32Array.from({ length: c.T }, (_, t) => t).filter((t) => c.courseOpen[course * c.T + t] === 1),
    );
  }

  /** Holds a session at another time, or with another room or trainer; who can't follow goes elsewhere. */
  relocate(s: number): void {
    const walk = this.#walk;
    const { board, random } = walk;
    if (s < 0 || walk.holdsFixed(s)) return;
    const course = board.course[s]!;
    const t = (random.next() & 7) === 0 ? board.start[s]! : this.randomTime(course);
    walk.begin();
    walk.empty(s);
    board.close(s);
    const s2 = this.openAt(course, t);
    if (s2 < 0) {
      board.undo();
      return;
    }
    this.#settleIn(s2);
  }

  /** Gives those who wait their places, and with luck draws others to the new session; then decides. */
  #settleIn(s: number): void {
    const walk = this.#walk;
    const { board } = walk;
    const attracts = (walk.random.next() & 7) === 0;
    if (!walk.reseat(s) && !attracts) {
      board.undo();
      return;
    }
    if (attracts) this.#attract(s);
    if (board.count[s] === 0) board.close(s);
    walk.decide();
  }

  /** Gives up a session. */
  close(s: number): void {
    const walk = this.#walk;
    if (s < 0 || walk.holdsFixed(s)) return;
    walk.begin();
    walk.empty(s);
    walk.board.close(s);
    if (walk.reseat(-1)) walk.decide();
    else walk.board.undo();
  }

  /** Opens one more session of a course and lets those come who are better off there. */
  pull(course: number): void {
    const walk = this.#walk;
    const { board } = walk;
    const t = this.randomTime(course);
    if (t < 0) return;
    walk.begin();
    const s = this.openAt(course, t);
    if (s >= 0) this.#attract(s);
    if (s < 0 || board.count[s] === 0) board.undo();
    else walk.decide();
  }

  /**
   * Opens a session of a course at t if a room is free, the largest as a rule, and a trainer can be had; -1 if not. Only within
   * a trial: trainers may have exchanged sessions in vain.
   */
  openAt(course: number, t: number): number {
    const { board, random } = this.#walk;
    const { c, bookings } = board;
    const duration = c.duration[course]!;
    const skips = (random.next() & 7) === 0;
    let room = -1;
    for (const one of c.roomsOf[course]!) {
      if (!bookings.isRoomFree(one, t, duration)) continue;
      room = one;
      if (!skips || (random.next() & 1) === 0) break;
    }
    if (room < 0) return -1;
    const trainers = c.trainersOf[course]!;
    let trainer = -1;
    const offset = trainers.length === 0 ? 0 : random.below(trainers.length);
    for (let i = 0; i < trainers.length && trainer < 0; i++) {
      const one = trainers[(i + offset) % trainers.length]!;
      if (bookings.isTrainerFree(one, t, duration)) trainer = one;
    }
    if (trainer < 0) trainer = freeTrainer(board, course, t, room) ?? -1;
    return trainer < 0 || !board.mayHold(course, t, room, trainer) ? -1 : board.open(course, t, room, trainer);
  }

  /** Of two starts the one with fewer other sessions: where it costs nothing, that leaves a trainer to stand in. */
  randomTime(course: number): number {
    const times = this.#times[course]!;
    if (times.length === 0) return -1;
    const { random, board } = this.#walk;
    const { heldAt } = board.bookings;
    const t = times[random.below(times.length)]!;
    const other = times[random.below(times.length)]!;
    return heldAt[other]! < heldAt[t]! ? other : t;
  }

  /** Lets people of the course come to session `s` who are better off there, and closes what they leave empty. */
  #attract(s: number): void {
    const { board, random } = this.#walk;
    const { c } = board;
    const needs = this.#needs[board.course[s]!]!;
    const t = board.start[s]!;
    const split = c.weights.unitSplit;
    const offset = random.below(needs.length);
    for (let i = 0; i < needs.length && board.count[s]! < board.seats[s]!; i++) {
      const n = needs[(i + offset) % needs.length]!;
      const from = board.place[n]!;
      if (from === s || from < 0 || board.fixed[n] === 1 || board.start[from] === t) continue;
      const b = c.blockOf[n]! * c.T;
      let delta = board.price(n, t) - board.price(n, board.start[from]!);
      if (board.together[b + board.start[from]!] === 1) delta -= split;
      if (board.together[b + t] === 0) delta += split;
      if (delta >= 0 || !board.maySit(n, t, board.start[from]!, board.room[s]!)) continue;
      board.unseat(n);
      board.seat(n, s);
      if (board.count[from] === 0 && board.pinned[from] === 0) board.close(from);
    }
  }
}
