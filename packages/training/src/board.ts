import type { Compiled } from "./compile.ts";

/** What one place not given weighs during the search, at least: more than what placing somebody can cost. */
const UNPLACED = 1000;

const OPEN = 0;
const CLOSE = 1;
const SEAT = 2;
const UNSEAT = 3;

/** A list of indexes with O(1) add, remove and random choice. `at` holds each index's position, or -1. */
interface Pool {
  readonly items: number[];
  readonly at: Int32Array;
}

const addTo = (pool: Pool, i: number): void => {
  pool.at[i] = pool.items.length;
  pool.items.push(i);
};

const removeFrom = (pool: Pool, i: number): void => {
  const last = pool.items.pop()!;
  const at = pool.at[i]!;
  pool.at[i] = -1;
  if (last === i) return;
  pool.items[at] = last;
  pool.at[last] = at;
};

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
  /** Per course, and per day: its sessions. */
  readonly sessionsOf: Pool[];
  readonly sessionsOn: Pool[];
  readonly unplaced: Pool;
  /** `[room * T + t]`, `[trainer * T + t]`: sessions there. `[trainer * D + day]`: sessions that day. */
  readonly roomUse: Int32Array;
  readonly trainerUse: Int32Array;
  readonly trainerDay: Int32Array;
  /** `[trainer * weeks + week]`: sessions that week. */
  readonly trainerWeek: Int32Array;
  /** `[t]`: sessions that go on then. */
  readonly heldAt: Int32Array;
  /** `[unit * T + t]`: people away. `[block * T + t]`: people of the block in sessions that start at t. */
  readonly away: Int32Array;
  readonly together: Int32Array;
  /** Per block with an order: `[block * D + day]` people, and the first and last such day (D and -1 when none). */
  readonly blockDay: Int32Array;
  readonly firstDay: Int32Array;
  readonly lastDay: Int32Array;
  /** 1 for needs whose time depends on another need or block of needs. */
  readonly ordered: Uint8Array;
  /** Price of a place not given; whoever sets `homeCost` raises it above what moving people costs. */
  unplacedCost: number;
  /** Points for sessions, splits, times of day, lateness and broken promises. */
  soft = 0;

  readonly #free: number[] = [];
  readonly #log: number[] = [];
  #recording = false;

  constructor(c: Compiled) {
    this.c = c;
    const { D, T } = c;
    const N = c.needs.length;
    const R = c.problem.rooms.length;
    const blocks = c.blockUnit.length;
    const { session, unitSplit, unplaced } = c.weights;
    const dearest = c.price.reduce((most, one) => Math.max(most, one), 0);
    this.unplacedCost = UNPLACED + unplaced + 4 * (session + unitSplit + dearest);
    this.place = new Int32Array(N).fill(-1);
    this.seatOf = new Int32Array(N).fill(-1);
    this.fixed = new Uint8Array(N);
    this.home = new Int32Array(N).fill(-1);
    this.homeCost = new Int32Array(N);
    const most = Math.min(R * T, N) + 64;
    this.course = new Int32Array(most).fill(-1);
    this.start = new Int32Array(most);
    this.room = new Int32Array(most);
    this.trainer = new Int32Array(most);
    this.count = new Int32Array(most);
    this.seats = new Int32Array(most);
    this.pinned = new Uint8Array(most);
    for (let s = most - 1; s >= 0; s--) this.#free.push(s);
    const at = new Int32Array(most).fill(-1);
    this.sessionsOf = c.problem.courses.map(() => ({ items: [], at }));
    const onDay = new Int32Array(most).fill(-1);
    this.sessionsOn = c.problem.days.map(() => ({ items: [], at: onDay }));
    this.unplaced = { items: [], at: new Int32Array(N).fill(-1) };
    for (let n = 0; n < N; n++) addTo(this.unplaced, n);
    this.roomUse = new Int32Array(R * T);
    this.trainerUse = new Int32Array(c.problem.trainers.length * T);
    this.trainerDay = new Int32Array(c.problem.trainers.length * D);
    this.trainerWeek = new Int32Array(c.problem.trainers.length * c.weeks);
    this.heldAt = new Int32Array(T);
    this.away = new Int32Array(c.problem.units.length * T);
    this.together = new Int32Array(blocks * T);
    this.blockDay = new Int32Array(blocks * D);
    this.firstDay = new Int32Array(blocks).fill(D);
    this.lastDay = new Int32Array(blocks).fill(-1);
    this.ordered = Uint8Array.from({ length: N }, (_, n) => {
      const b = c.blockOf[n]!;
      return c.siblings[n] || c.needBefore[n] || c.blockBefore[b] || c.blockAfter[b] ? 1 : 0;
    });
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
    const { c } = this;
    const price = c.price[c.courseOf[n]! * c.T + t]!;
    return this.homeCost[n] === 0 || this.home[n] === t ? price : price + this.homeCost[n]!;
  }

  /**
   * Whether need `n`, now at time `from` (-1: nowhere), may sit in a session that starts at `t`, seats apart: there then,
   * few enough away from the unit, in the right order, and nowhere else at once.
   */
  maySit(n: number, t: number, from: number): boolean {
    const { c } = this;
    if (c.open[c.classOf[n]! * c.T + t] === 0) return false;
    const u = c.unitOf[n]!;
    const duration = c.duration[c.courseOf[n]!]!;
    const k = t % c.K;
    for (let i = 0; i < duration; i++) {
      const x = t + i;
      if (from >= 0 && x >= from && x < from + duration) continue;
      if (this.away[u * c.T + x]! >= c.awayLimit[u * c.K + k + i]!) return false;
    }
    return this.ordered[n] === 0 || this.inOrder(n, t);
  }

  /** Whether need `n` at `t` comes after what it must come after, before what must come later, and beside nothing else. */
  inOrder(n: number, t: number): boolean {
    const { c } = this;
    const day = Math.floor(t / c.K);
    const b = c.blockOf[n]!;
    const before = c.blockBefore[b];
    if (before) {
      for (const { other, gap } of before) {
        const last = this.lastDay[other]!;
        if (last >= 0 && day - last < gap) return false;
      }
    }
    const after = c.blockAfter[b];
    if (after) {
      for (const { other, gap } of after) {
        const first = this.firstDay[other]!;
        if (first < c.D && first - day < gap) return false;
      }
    }
    const siblings = c.siblings[n];
    if (!siblings && !c.needBefore[n]) return true;
    const end = t + c.duration[c.courseOf[n]!]!;
    for (const other of siblings ?? []) {
      const s = this.place[other]!;
      if (s < 0) continue;
      const start = this.start[s]!;
      if (t < start + c.duration[c.courseOf[other]!]! && start < end) return false;
    }
    for (const { other, gap } of c.needBefore[n] ?? []) {
      const s = other < 0 ? -1 : this.place[other]!;
      if (s < 0 || day - Math.floor(this.start[s]! / c.K) < gap) return false;
    }
    for (const { other, gap } of c.needAfter[n] ?? []) {
      const s = this.place[other]!;
      if (s >= 0 && Math.floor(this.start[s]! / c.K) - day < gap) return false;
    }
    return true;
  }

  /** Whether something that has a place requires that need `n` has one. */
  isRequired(n: number): boolean {
    return this.c.needAfter[n]?.some(({ other }) => this.place[other]! >= 0) ?? false;
  }

  isRoomFree(r: number, t: number, duration: number): boolean {
    for (let x = r * this.c.T + t, end = x + duration; x < end; x++) {
      if (this.roomUse[x] !== 0 || this.c.roomFree[x] === 0) return false;
    }
    return true;
  }

  isTrainerFree(i: number, t: number, duration: number): boolean {
    const { c } = this;
    const day = Math.floor(t / c.K);
    if (this.trainerDay[i * c.D + day]! >= c.trainerPerDay[i]!) return false;
    if (this.trainerWeek[i * c.weeks + c.weekOf[day]!]! >= c.trainerPerWeek[i]!) return false;
    for (let x = i * c.T + t, end = x + duration; x < end; x++) {
      if (this.trainerUse[x] !== 0 || c.trainerFree[x] === 0) return false;
    }
    return true;
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

  /** Gives session `s` another trainer; not recorded. */
  hand(s: number, trainer: number): void {
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

  #book(s: number, by: number): void {
    const { c } = this;
    const t = this.start[s]!;
    const day = Math.floor(t / c.K);
    const duration = c.duration[this.course[s]!]!;
    const room = this.room[s]! * c.T;
    const trainer = this.trainer[s]! * c.T;
    this.soft -= this.#aloneAround(day);
    for (let x = t; x < t + duration; x++) {
      this.roomUse[room + x]! += by;
      this.trainerUse[trainer + x]! += by;
      this.heldAt[x]! += by;
    }
    this.trainerDay[this.trainer[s]! * c.D + day]! += by;
    this.trainerWeek[this.trainer[s]! * c.weeks + c.weekOf[day]!]! += by;
    if (by > 0) addTo(this.sessionsOn[day]!, s);
    else removeFrom(this.sessionsOn[day]!, s);
    this.soft += this.#aloneAround(day);
  }

  /** The same for every day that a session on this day bears on: with weekly limits, the days of its week. */
  #aloneAround(day: number): number {
    const { weekOf, hasWeekLimit, D } = this.c;
    if (!hasWeekLimit || this.c.weights.standIn === 0) return this.#alone(day);
    let sum = 0;
    for (let d = day; d >= 0 && weekOf[d] === weekOf[day]; d--) sum += this.#alone(d);
    for (let d = day + 1; d < D && weekOf[d] === weekOf[day]; d++) sum += this.#alone(d);
    return sum;
  }

  /** Points for the sessions of a day that no other trainer could take over. */
  #alone(day: number): number {
    const { c } = this;
    const points = c.weights.standIn;
    if (points === 0) return 0;
    let sum = 0;
    for (const s of this.sessionsOn[day]!.items) {
      const course = this.course[s]!;
      const duration = c.duration[course]!;
      if (!c.trainersOf[course]!.some((i) => i !== this.trainer[s] && this.isTrainerFree(i, this.start[s]!, duration)))
        sum += points;
    }
    return sum;
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
    const { c } = this;
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
    const b = c.blockOf[n]!;
    this.soft += this.price(n, t);
    if (this.together[b * c.T + t]!++ === 0) this.soft += c.weights.unitSplit;
    const away = c.unitOf[n]! * c.T + t;
    for (let x = away, end = away + c.duration[c.courseOf[n]!]!; x < end; x++) this.away[x]!++;
    if (this.ordered[n] === 1) {
      const day = Math.floor(t / c.K);
      this.blockDay[b * c.D + day]!++;
      if (day < this.firstDay[b]!) this.firstDay[b] = day;
      if (day > this.lastDay[b]!) this.lastDay[b] = day;
    }
  }

  #leave(n: number): void {
    const { c } = this;
    const s = this.place[n]!;
    const t = this.start[s]!;
    const members = this.members[s]!;
    const last = members[--this.count[s]!]!;
    const at = this.seatOf[n]!;
    members[at] = last;
    this.seatOf[last] = at;
    const b = c.blockOf[n]!;
    this.soft -= this.price(n, t);
    if (--this.together[b * c.T + t]! === 0) this.soft -= c.weights.unitSplit;
    const away = c.unitOf[n]! * c.T + t;
    for (let x = away, end = away + c.duration[c.courseOf[n]!]!; x < end; x++) this.away[x]!--;
    if (this.ordered[n] === 1) {
      const day = Math.floor(t / c.K);
      const days = b * c.D;
      if (--this.blockDay[days + day]! === 0) {
        let first = this.firstDay[b]!;
        while (first < c.D && this.blockDay[days + first] === 0) first++;
        let last = this.lastDay[b]!;
        while (last >= 0 && this.blockDay[days + last] === 0) last--;
        this.firstDay[b] = first;
        this.lastDay[b] = last;
      }
    }
  }
}
