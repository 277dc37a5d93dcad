import { Bookings } from "./bookings.ts";
import type { Compiled } from "./compile.ts";
import { guardsFor, type Guards } from "./guards.ts";
import { addTo, pools, removeFrom, type Pool } from "./pool.ts";
import { Sequence } from "./sequence.ts";
import { talliesFor, type Tally } from "./tally.ts";

/** What one place not given weighs during the search, at least: more than what placing somebody can cost. */
const UNPLACED = 1000;
/** The same where the problem has rules of its own, whose points have no bound. */
const UNPLACED_BESIDE_RULES = 1_000_000;

const OPEN = 0;
const CLOSE = 1;
const SEAT = 2;
const UNSEAT = 3;
const HAND = 4;

/**
 * A plan in the making, as numbers: who sits where, and running counts that tell in a few steps whether a change is
 * allowed and what it costs. Nothing that breaks a hard constraint gets in, except what `seat` is made to take.
 *
 * `trial` starts recording changes, `undo` takes them back exactly, `keep` forgets them.
 */
export class Board {
  readonly c: Compiled;
  /** Per need: its session, or -1; its position among the session's members; 1 when it stays. */
  readonly place: Int32Array;
  readonly seatOf: Int32Array;
  readonly fixed: Uint8Array;
  /** Per need: the time it has been promised, or -1, and what another time costs. */
  readonly home: Int32Array;
  readonly homeCost: Int32Array;
  /** Per session: course (-1: not in use), start, room, trainer, people, seats; 1 when it stays as it is. */
  readonly course: Int32Array;
  readonly start: Int32Array;
  readonly room: Int32Array;
  readonly trainer: Int32Array;
  readonly count: Int32Array;
  readonly seats: Int32Array;
  readonly pinned: Uint8Array;
  /** Per session: its members; only the first `count` entries mean anything. */
  readonly members: Int32Array[] = [];
  /** Per course: its sessions. */
  readonly sessionsOf: readonly Pool[];
  readonly unplaced: Pool;
  readonly bookings: Bookings;
  readonly sequence: Sequence;
  /** The problem's own hard rules; `null` when it has none. */
  readonly guards: Guards | null;
  /** `[unit * T + t]`: people away. `[block * T + t]`: people of the block in sessions that start at t. */
  readonly away: Int32Array;
  readonly together: Int32Array;
  /** Price of a place not given; whoever sets `homeCost` raises it above what moving people costs. */
  unplacedCost: number;
  /** Points for sessions, splits, times of day, lateness and broken promises, and what the tallies count. */
  soft = 0;
  /** Whether a tally counts who sits where: a move's cost can then only be told by making it. */
  readonly talliesSeats: boolean;
  /** Whether there is a tally at all. */
  readonly isTallied: boolean;

  /** Per need: where its rows begin in `c.price`, `together`, `away` and `c.open`, and how long it sits. */
  readonly #priceRow: Int32Array;
  readonly #blockRow: Int32Array;
  readonly #unitRow: Int32Array;
  readonly #openRow: Int32Array;
  readonly #duration: Int32Array;
  readonly #bookTallies: Tally[];
  readonly #sitTallies: Tally[];
  readonly #free: number[] = [];
  readonly #log: number[] = [];
  #recording = false;

  constructor(c: Compiled, talliesOf: (c: Compiled, board: Board) => Tally[] = talliesFor) {
    this.c = c;
    const N = c.needs.length;
    const { session, unitSplit, unplaced } = c.weights;
    const dearest = c.price.reduce((most, one) => Math.max(most, one), 0);
    const hasOwnRules = (c.problem.rules?.length ?? 0) > 0;
    this.unplacedCost =
      (hasOwnRules ? UNPLACED_BESIDE_RULES : UNPLACED) + unplaced + 4 * (session + unitSplit + dearest);
    this.place = new Int32Array(N).fill(-1);
    this.seatOf = new Int32Array(N).fill(-1);
    this.fixed = new Uint8Array(N);
    this.home = new Int32Array(N).fill(-1);
    this.homeCost = new Int32Array(N);
    const most = Math.min(c.problem.rooms.length * c.T, N) + 64;
    this.course = new Int32Array(most).fill(-1);
    this.start = new Int32Array(most);
    this.room = new Int32Array(most);
    this.trainer = new Int32Array(most);
    this.count = new Int32Array(most);
    this.seats = new Int32Array(most);
    this.pinned = new Uint8Array(most);
    for (let s = most - 1; s >= 0; s--) this.#free.push(s);
    this.sessionsOf = pools(c.problem.courses.length, most);
    this.unplaced = pools(1, N)[0]!;
    for (let n = 0; n < N; n++) addTo(this.unplaced, n);
    this.bookings = new Bookings(c, most);
    this.sequence = new Sequence(c, this.place, this.start);
    this.away = new Int32Array(c.problem.units.length * c.T);
    this.together = new Int32Array(c.blockUnit.length * c.T);
    this.#priceRow = c.courseOf.map((course) => course * c.T);
    this.#blockRow = c.blockOf.map((b) => b * c.T);
    this.#unitRow = c.unitOf.map((u) => u * c.T);
    this.#openRow = c.classOf.map((one) => one * c.T);
    this.#duration = c.courseOf.map((course) => c.duration[course]!);
    this.guards = guardsFor(c, this);
    const tallies = talliesOf(c, this);
    for (const { initial = 0 } of tallies) this.soft += initial;
    this.#bookTallies = tallies.filter((one) => "book" in one);
    this.#sitTallies = tallies.filter((one) => "sit" in one);
    this.isTallied = tallies.length > 0;
    this.talliesSeats = this.#sitTallies.length > 0;
  }

  /** What the search minimises: points, and a price on every place not given. */
  get energy(): number {
    return this.soft + this.unplacedCost * this.unplaced.items.length;
  }

  /** Sessions in use. */
  get sessions(): number {
    return this.sessionsOf.reduce((sum, pool) => sum + pool.items.length, 0);
  }

  /** Points for seating a need at t, apart from splits. */
  price(n: number, t: number): number {
    const price = this.c.price[this.#priceRow[n]! + t]!;
    return this.homeCost[n] === 0 || this.home[n] === t ? price : price + this.homeCost[n]!;
  }

  /**
   * Whether need `n`, now at time `from` (-1: nowhere), may sit in a session that starts at `t`, seats apart: there then,
   * few enough away from the unit, in the right order, and nowhere else at once; in `room` (-1: whichever), as far as travel goes.
   */
  maySit(n: number, t: number, from: number, room: number): boolean {
    const { c } = this;
    if (c.open[this.#openRow[n]! + t] === 0) return false;
    const row = this.#unitRow[n]!;
    const limits = c.unitOf[n]! * c.K + (t % c.K);
    const duration = this.#duration[n]!;
    for (let i = 0; i < duration; i++) {
      const x = t + i;
      if (from >= 0 && x >= from && x < from + duration) continue;
      if (this.away[row + x]! >= c.awayLimit[limits + i]!) return false;
    }
    if (this.sequence.ordered[n] === 0) return true;
    return this.sequence.allows(n, t) && (this.guards === null || room < 0 || this.guards.mayAttend(n, t, room));
  }

  /** Whether the problem's own rules let a session be held, room and trainer being free. */
  mayHold(course: number, t: number, room: number, trainer: number): boolean {
    return this.guards === null || this.guards.mayHold(course, t, room, trainer);
  }

  /** Opens a session and returns its index, or -1 when there are as many sessions as there can be. */
  open(course: number, t: number, room: number, trainer: number): number {
    const s = this.#free.pop();
    if (s === undefined) return -1;
    this.#occupy(s, course, t, room, trainer);
    if (this.#recording) this.#log.push(s, OPEN);
    return s;
  }

  /** Closes a session that nobody sits in. */
  close(s: number): void {
    if (this.#recording) this.#log.push(this.course[s]!, this.start[s]!, this.room[s]!, this.trainer[s]!, s, CLOSE);
    this.#vacate(s);
    this.#free.push(s);
  }

  /** Gives need `n` a place in session `s`; what is allowed is the caller's to ask. */
  seat(n: number, s: number): void {
    this.#seat(n, s);
    if (this.#recording) this.#log.push(n, SEAT);
  }

  /** Takes need `n` out of its session, which stays open even if it is empty. */
  unseat(n: number): void {
    if (this.#recording) this.#log.push(n, this.place[n]!, UNSEAT);
    this.#unseat(n);
  }

  /** Moves need `n` to session `s`: `unseat` and `seat` in one, not recorded. */
  move(n: number, s: number): void {
    this.#leave(n);
    this.#enter(n, s);
  }

  /** Gives session `s` another trainer. */
  hand(s: number, trainer: number): void {
    if (this.#recording) this.#log.push(this.trainer[s]!, s, HAND);
    this.#hand(s, trainer);
  }

  #hand(s: number, trainer: number): void {
    this.#book(s, -1);
    this.trainer[s] = trainer;
    this.#book(s, 1);
  }

  trial(): void {
    this.#recording = true;
    this.#log.length = 0;
  }

  keep(): void {
    this.#recording = false;
  }

  undo(): void {
    this.#recording = false;
    const log = this.#log;
    while (log.length > 0) {
      const kind = log.pop()!;
      const i = log.pop()!;
      if (kind === SEAT) this.#unseat(i);
      else if (kind === UNSEAT) this.#seat(log.pop()!, i);
      else if (kind === HAND) this.#hand(i, log.pop()!);
      else if (kind === OPEN) {
        this.#vacate(i);
        this.#free.push(i);
      } else {
        const trainer = log.pop()!;
        const room = log.pop()!;
        const t = log.pop()!;
        this.#free.pop();
        this.#occupy(i, log.pop()!, t, room, trainer);
      }
    }
  }

  #occupy(s: number, course: number, t: number, room: number, trainer: number): void {
    const { c } = this;
    this.course[s] = course;
    this.start[s] = t;
    this.room[s] = room;
    this.trainer[s] = trainer;
    this.count[s] = 0;
    const seats = c.seats[course * c.problem.rooms.length + room]!;
    this.seats[s] = seats;
    if ((this.members[s]?.length ?? 0) < seats) this.members[s] = new Int32Array(seats);
    this.#book(s, 1);
    addTo(this.sessionsOf[course]!, s);
    this.soft += c.weights.session;
  }

  #vacate(s: number): void {
    const course = this.course[s]!;
    this.#book(s, -1);
    removeFrom(this.sessionsOf[course]!, s);
    this.course[s] = -1;
    this.soft -= this.c.weights.session;
  }

  #book(s: number, by: 1 | -1): void {
    this.bookings.book(s, this.course[s]!, this.start[s]!, this.room[s]!, this.trainer[s]!, by);
    for (const tally of this.#bookTallies) this.soft += tally.book!(s, by);
  }

  #seat(n: number, s: number): void {
    this.#enter(n, s);
    removeFrom(this.unplaced, n);
  }

  #unseat(n: number): void {
    this.#leave(n);
    this.place[n] = -1;
    addTo(this.unplaced, n);
  }

  #enter(n: number, s: number): void {
    const t = this.start[s]!;
    const at = this.count[s]!++;
    let members = this.members[s]!;
    if (at >= members.length) {
      members = new Int32Array(at * 2 + 1);
      members.set(this.members[s]!);
      this.members[s] = members;
    }
    members[at] = n;
    this.seatOf[n] = at;
    this.place[n] = s;
    this.soft += this.price(n, t);
    if (this.together[this.#blockRow[n]! + t]!++ === 0) this.soft += this.c.weights.unitSplit;
    const away = this.#unitRow[n]! + t;
    for (let x = away, end = away + this.#duration[n]!; x < end; x++) this.away[x]!++;
    if (this.sequence.ordered[n] === 1) this.sequence.enter(this.c.blockOf[n]!, t);
    if (this.talliesSeats) for (const tally of this.#sitTallies) this.soft += tally.sit!(n, s, 1);
  }

  #leave(n: number): void {
    const s = this.place[n]!;
    const t = this.start[s]!;
    const members = this.members[s]!;
    const last = members[--this.count[s]!]!;
    const at = this.seatOf[n]!;
    members[at] = last;
    this.seatOf[last] = at;
    this.soft -= this.price(n, t);
    if (--this.together[this.#blockRow[n]! + t]! === 0) this.soft -= this.c.weights.unitSplit;
    const away = this.#unitRow[n]! + t;
    for (let x = away, end = away + this.#duration[n]!; x < end; x++) this.away[x]!--;
    if (this.sequence.ordered[n] === 1) this.sequence.leave(this.c.blockOf[n]!, t);
    if (this.talliesSeats) for (const tally of this.#sitTallies) this.soft += tally.sit!(n, s, -1);
  }
}
