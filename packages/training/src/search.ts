import type { Board } from "./board.ts";
import { copyOf, type Snapshot } from "./snapshot.ts";
import type { Random } from "./random.ts";

/** Worsenings beyond this are never accepted; nor are those so many temperatures large, whose chance is below 2⁻³². */
const WORST = 1 << 14;
const TEMPERATURES = 22.2;

/** Of 1024 steps, how many are of each larger kind; the rest move or exchange one person. Measured, not derived. */
const share = { group: 150, relocate: 5, close: 1, block: 8, pull: 2, insert: 60 } as const;
const larger = Object.values(share).reduce((sum, one) => sum + one, 0);

/**
 * Simulated annealing on a board. A step proposes one change and keeps it if it is no worse, or by a chance that shrinks
 * with the temperature. The best plan seen is copied before the first step away from it.
 */
export class Search {
  readonly board: Board;
  readonly random: Random;
  best: Snapshot;
  steps = 0;
  accepted = 0;
  #isCopied = true;
  #energy: number;
  /** By worsening, up to `#worst`: accepted when a random 32-bit number is below. */
  readonly #accept = new Float64Array(WORST + 1);
  #worst = 0;
  /** Starts that a course allows, by course. */
  readonly #times: Int32Array[];
  /** Needs by course. */
  readonly #needs: Int32Array[];
  readonly #bag: number[] = [];

  constructor(board: Board, random: Random) {
    this.board = board;
    this.random = random;
    this.#energy = board.energy;
    this.best = copyOf(board);
    const { c } = board;
    const needs = c.problem.courses.map((): number[] => []);
    for (let n = 0; n < c.needs.length; n++) needs[c.courseOf[n]!]!.push(n);
    this.#needs = needs.map((own) => Int32Array.from(own));
    this.#times = c.problem.courses.map((_, course) =>
      Int32Array.from({ length: c.T }, (_, t) => t).filter((t) => c.courseOpen[course * c.T + t] === 1),
    );
    this.setTemperature(1);
  }

  /** Points at which a worsening is accepted by one chance in e. */
  setTemperature(points: number): void {
    const factor = Math.exp(-1 / points);
    let chance = 1;
    this.#worst = Math.min(WORST, Math.ceil(points * TEMPERATURES));
    for (let delta = 0; delta <= this.#worst; delta++) {
      this.#accept[delta] = chance * 4294967296;
      chance *= factor;
    }
  }

  /** What the search takes the board's plan to be worth: always `board.energy`. */
  get energy(): number {
    return this.#energy;
  }

  get bestEnergy(): number {
    return this.best.energy;
  }

  run(steps: number): void {
    for (let i = 0; i < steps; i++) this.step();
    this.steps += steps;
  }

  /** Copies the plan if it is the best so far. */
  settle(): void {
    const { board } = this;
    if (this.#isCopied) return;
    this.#isCopied = true;
    this.best = copyOf(board);
  }

  /** Gives those without a place the cheapest one in the sessions there are. */
  placeInSessions(): void {
    for (const n of [...this.board.unplaced.items].sort((a, b) => a - b)) this.#seatBest(n);
    this.#energy = this.board.energy;
    this.best = copyOf(this.board);
  }

  step(): void {
    const { board, random } = this;
    const N = board.place.length;
    if (N === 0) return;
    const kind = random.next() & 1023;
    const n = random.below(N);
    let to = 0;
    if (kind >= larger) this.#person(n);
    else if (kind < (to += share.group)) this.#group(n);
    else if (kind < (to += share.relocate)) this.#relocate(board.place[n]!);
    else if (kind < (to += share.close)) this.#close(board.place[n]!);
    else if (kind < (to += share.block)) this.#block(n);
    else if (kind < (to += share.pull)) this.#pull(n);
    else if (board.unplaced.items.length > 0) {
      this.#insert(board.unplaced.items[random.below(board.unplaced.items.length)]!);
    } else this.#person(n);
  }

  #accepts(delta: number): boolean {
    return delta <= 0 || (delta <= this.#worst && this.random.next() < this.#accept[delta]!);
  }

  #moved(delta: number): void {
    this.accepted += 1;
    this.#energy += delta;
    if (this.#energy < this.best.energy) this.#isCopied = false;
  }

  /** Moves one person to another session of the course, or changes places with somebody there. */
  #person(n: number): void {
    const { board, random } = this;
    const { c } = board;
    const s = board.place[n]!;
    if (s < 0 || board.fixed[n] === 1) return;
    const course = c.courseOf[n]!;
    const b = c.blockOf[n]!;
    let s2: number;
    if ((random.next() & 1) === 0) s2 = this.#mateOf(n);
    else {
      const { items } = board.sessionsOf[course]!;
      s2 = items[random.below(items.length)]!;
    }
    if (s2 === s || s2 < 0) return;
    if (board.talliesSeats || board.guards !== null) {
      this.#tryPerson(n, s2);
      return;
    }
    const T = c.T;
    const t = board.start[s]!;
    const t2 = board.start[s2]!;
    const split = c.weights.unitSplit;
    if (board.count[s2]! < board.seats[s2]!) {
      let delta = 0;
      if (t !== t2) {
        delta = board.price(n, t2) - board.price(n, t);
        if (board.together[b * T + t] === 1) delta -= split;
        if (board.together[b * T + t2] === 0) delta += split;
      }
      const empties = board.count[s] === 1 && board.pinned[s] === 0;
      if (empties) delta -= c.weights.session;
      if (!this.#accepts(delta) || (t !== t2 && !board.maySit(n, t2, t, -1))) return;
      if (delta > 0) this.settle();
      board.move(n, s2);
      // Closing a session can also free a trainer to stand in elsewhere: the board has the whole change.
      if (empties) {
        board.close(s);
        delta = board.energy - this.#energy;
      }
      this.#moved(delta);
      return;
    }
    if (t === t2) return;
    const m = board.members[s2]![random.below(board.count[s2]!)]!;
    const b2 = c.blockOf[m]!;
    if (b2 === b || board.fixed[m] === 1) return;
    let delta = board.price(n, t2) - board.price(n, t) + board.price(m, t) - board.price(m, t2);
    if (board.together[b * T + t] === 1) delta -= split;
    if (board.together[b * T + t2] === 0) delta += split;
    if (board.together[b2 * T + t2] === 1) delta -= split;
    if (board.together[b2 * T + t] === 0) delta += split;
    if (!this.#accepts(delta) || !board.maySit(n, t2, t, -1) || !board.maySit(m, t, t2, -1)) return;
    if (delta > 0) this.settle();
    board.move(n, s2);
    board.move(m, s);
    this.#moved(delta);
  }

  /** The same where only making the move tells what it costs. */
  #tryPerson(n: number, s2: number): void {
    const { board, random } = this;
    const s = board.place[n]!;
    const isFull = board.count[s2]! >= board.seats[s2]!;
    const m = isFull ? board.members[s2]![random.below(board.count[s2]!)]! : -1;
    if (isFull && board.fixed[m] === 1) return;
    this.#begin();
    this.#takeOut(n);
    if (isFull) this.#takeOut(m);
    const isAllowed = board.maySit(n, board.start[s2]!, -1, board.room[s2]!);
    if (isAllowed) board.seat(n, s2);
    if (!isAllowed || (isFull && !board.maySit(m, board.start[s]!, -1, board.room[s]!))) {
      board.undo();
      return;
    }
    if (isFull) board.seat(m, s);
    else if (board.count[s] === 0 && board.pinned[s] === 0) board.close(s);
    this.#decide();
  }

  /** Where somebody of the same unit takes the course. */
  #mateOf(n: number): number {
    const { board, random } = this;
    const { start, items } = board.c.blocks;
    const b = board.c.blockOf[n]!;
    const first = start[b]!;
    return board.place[items[first + random.below(start[b + 1]! - first)]!]!;
  }

  /** Ends a trial: keeps it when it is accepted and nothing that others require was left without a place. */
  #decide(): void {
    const { board } = this;
    const delta = board.energy - this.#energy;
    const isBroken =
      board.unplaced.items.length > 0 && this.#bag.some((n) => board.place[n]! < 0 && board.sequence.isRequired(n));
    if (!isBroken && this.#accepts(delta)) {
      board.keep();
      this.#moved(delta);
    } else board.undo();
  }

  #begin(): void {
    this.settle();
    this.#bag.length = 0;
    this.board.trial();
  }

  #takeOut(n: number): void {
    this.board.unseat(n);
    this.#bag.push(n);
  }

  #empty(s: number): void {
    for (let i = this.board.count[s]! - 1; i >= 0; i--) this.#takeOut(this.board.members[s]![i]!);
  }

  #holdsFixed(s: number): boolean {
    const { board } = this;
    if (board.pinned[s] === 1) return true;
    for (let i = board.count[s]! - 1; i >= 0; i--) if (board.fixed[board.members[s]![i]!] === 1) return true;
    return false;
  }

  /** Gives everybody in the bag the cheapest place there is. */
  #reseat(): void {
    for (let i = 0; i < this.#bag.length; i++) if (this.board.place[this.#bag[i]!]! < 0) this.#seatBest(this.#bag[i]!);
  }

  #seatBest(n: number): boolean {
    const { board, random } = this;
    const { c } = board;
    const b = c.blockOf[n]! * c.T;
    const { items } = board.sessionsOf[c.courseOf[n]!]!;
    let best = -1;
    let least = Infinity;
    const offset = items.length === 0 ? 0 : random.below(items.length);
    for (let i = 0; i < items.length; i++) {
      const at = i + offset;
      const s = items[at < items.length ? at : at - items.length]!;
      if (board.count[s]! >= board.seats[s]!) continue;
      const t = board.start[s]!;
      const cost = board.price(n, t) + (board.together[b + t] === 0 ? c.weights.unitSplit : 0);
      if (cost < least && board.maySit(n, t, -1, board.room[s]!)) {
        least = cost;
        best = s;
      }
    }
    if (best >= 0) board.seat(n, best);
    return best >= 0;
  }

  /** Opens a session of a course at t if a room and a trainer are free, the largest room as a rule; -1 if not. */
  #openAt(course: number, t: number): number {
    const { board, random } = this;
    const { c } = board;
    const duration = c.duration[course]!;
    const trainers = c.trainersOf[course]!;
    let trainer = -1;
    const offset = trainers.length === 0 ? 0 : random.below(trainers.length);
    for (let i = 0; i < trainers.length && trainer < 0; i++) {
      const one = trainers[(i + offset) % trainers.length]!;
      if (board.bookings.isTrainerFree(one, t, duration)) trainer = one;
    }
    if (trainer < 0) return -1;
    const skips = (random.next() & 7) === 0;
    let room = -1;
    for (const one of c.roomsOf[course]!) {
      if (!board.bookings.isRoomFree(one, t, duration)) continue;
      room = one;
      if (!skips || (random.next() & 1) === 0) break;
    }
    return room < 0 || !board.mayHold(course, t, room, trainer) ? -1 : board.open(course, t, room, trainer);
  }

  /** Of two starts the one with fewer other sessions: where it costs nothing, that leaves a trainer to stand in. */
  #randomTime(course: number): number {
    const times = this.#times[course]!;
    if (times.length === 0) return -1;
    const t = times[this.random.below(times.length)]!;
    const other = times[this.random.below(times.length)]!;
    return this.board.bookings.heldAt[other]! < this.board.bookings.heldAt[t]! ? other : t;
  }

  /** Moves everybody of one unit from a session to another, and one of the units there the other way if it is full. */
  #group(n: number): void {
    const { board, random } = this;
    const { c } = board;
    const s = board.place[n]!;
    if (s < 0) return;
    const { items } = board.sessionsOf[c.courseOf[n]!]!;
    const s2 = (random.next() & 3) !== 0 ? this.#mateOf(n) : items[random.below(items.length)]!;
    if (s2 === s || s2 < 0) return;
    const t2 = board.start[s2]!;
    if (c.open[c.classOf[n]! * c.T + t2] === 0) return;
    const b = c.blockOf[n]!;
    this.#begin();
    this.#takeBlock(b, s);
    const mine = this.#bag.length;
    if (board.seats[s2]! - board.count[s2]! < mine && board.count[s2]! > 0) {
      const m = board.members[s2]![random.below(board.count[s2]!)]!;
      if (c.blockOf[m] !== b) this.#takeBlock(c.blockOf[m]!, s2);
    }
    for (let i = 0; i < this.#bag.length; i++) {
      const one = this.#bag[i]!;
      const to = i < mine ? s2 : s;
      if (board.count[to]! < board.seats[to]! && board.maySit(one, board.start[to]!, -1, board.room[to]!))
        board.seat(one, to);
    }
    this.#reseat();
    if (board.count[s] === 0 && board.pinned[s] === 0) board.close(s);
    this.#decide();
  }

  #takeBlock(b: number, s: number): void {
    const { board } = this;
    for (let i = board.count[s]! - 1; i >= 0; i--) {
      const one = board.members[s]![i]!;
      if (board.c.blockOf[one] === b && board.fixed[one] === 0) this.#takeOut(one);
    }
  }

  /** Holds a session at another time, or with another room or trainer; who can't follow goes elsewhere. */
  #relocate(s: number): void {
    const { board, random } = this;
    if (s < 0 || this.#holdsFixed(s)) return;
    const course = board.course[s]!;
    const t = (random.next() & 7) === 0 ? board.start[s]! : this.#randomTime(course);
    this.#begin();
    this.#empty(s);
    board.close(s);
    const s2 = this.#openAt(course, t);
    if (s2 < 0) {
      board.undo();
      return;
    }
    this.#reseat();
    if ((random.next() & 7) === 0) this.#attract(s2);
    if (board.count[s2] === 0) board.close(s2);
    this.#decide();
  }

  /** Gives up a session. */
  #close(s: number): void {
    if (s < 0 || this.#holdsFixed(s)) return;
    this.#begin();
    this.#empty(s);
    this.board.close(s);
    this.#reseat();
    this.#decide();
  }

  /** Finds new places for everybody of a unit in a course. */
  #block(n: number): void {
    const { board } = this;
    const { start, items } = board.c.blocks;
    const b = board.c.blockOf[n]!;
    this.#begin();
    for (let i = start[b]!; i < start[b + 1]!; i++) {
      const one = items[i]!;
      if (board.place[one]! >= 0 && board.fixed[one] === 0) this.#takeOut(one);
    }
    this.#shuffle();
    this.#reseat();
    this.#decide();
  }

  #shuffle(): void {
    const bag = this.#bag;
    for (let i = bag.length - 1; i > 0; i--) {
      const j = this.random.below(i + 1);
      const one = bag[i]!;
      bag[i] = bag[j]!;
      bag[j] = one;
    }
  }

  /** Opens one more session and lets those come who are better off there. */
  #pull(n: number): void {
    const { board } = this;
    const course = board.c.courseOf[n]!;
    const t = this.#randomTime(course);
    if (t < 0) return;
    this.#begin();
    const s = this.#openAt(course, t);
    if (s >= 0) this.#attract(s);
    if (s < 0 || board.count[s] === 0) board.undo();
    else this.#decide();
  }

  /** Lets people of the course come to session `s` who are better off there, and closes what they leave empty. */
  #attract(s: number): void {
    const { board, random } = this;
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

  /** Finds a place for somebody who has none, by a new session or by taking somebody else's if need be. */
  #insert(n: number): void {
    const { board, random } = this;
    const { c } = board;
    const course = c.courseOf[n]!;
    this.#begin();
    if (!this.#seatBest(n)) {
      const { items } = board.sessionsOf[course]!;
      const s = items.length > 0 && (random.next() & 3) !== 0 ? items[random.below(items.length)]! : -1;
      if (s >= 0) this.#takeSeat(n, s);
      else {
        const t = this.#randomTime(course);
        const opened = t >= 0 && board.maySit(n, t, -1, -1) ? this.#openAt(course, t) : -1;
        if (opened >= 0 && board.maySit(n, t, -1, board.room[opened]!)) board.seat(n, opened);
      }
    }
    if (board.place[n]! < 0) board.undo();
    else this.#decide();
  }

  /** Puts need `n` in session `s` in somebody else's place, who goes elsewhere. */
  #takeSeat(n: number, s: number): void {
    const { board, random } = this;
    const { c } = board;
    const t = board.start[s]!;
    if (c.open[c.classOf[n]! * c.T + t] === 0 || board.count[s] === 0) return;
    const from = random.below(board.count[s]!);
    const hasRoom = board.count[s]! < board.seats[s]!;
    for (let i = 0; i < board.count[s]!; i++) {
      const m = board.members[s]![(i + from) % board.count[s]!]!;
      // With a free seat it is the unit that has too many away: somebody from there has to give way.
      if (board.fixed[m] === 1 || (hasRoom && c.unitOf[m] !== c.unitOf[n])) continue;
      this.#takeOut(m);
      break;
    }
    if (board.count[s]! < board.seats[s]! && board.maySit(n, t, -1, board.room[s]!)) board.seat(n, s);
    this.#reseat();
  }
}
