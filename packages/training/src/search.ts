import type { Board } from "./board.ts";
import { ChainMoves } from "./chain-moves.ts";
import { InsertMoves } from "./insert-moves.ts";
import { PersonMoves } from "./person-moves.ts";
import type { Random } from "./random.ts";
import { SessionMoves } from "./session-moves.ts";
import { UnitMoves } from "./unit-moves.ts";
import { Walk } from "./walk.ts";

/** Of 1024 steps, how many are of each larger kind; the rest move or exchange one person. */
export interface Mix {
  readonly group: number;
  readonly chain: number;
  readonly relocate: number;
  readonly close: number;
  readonly scatter: number;
  readonly pull: number;
  readonly insert: number;
}

/** Measured, not derived. */
const usual: Mix = { group: 40, chain: 30, relocate: 2, close: 1, scatter: 3, pull: 1, insert: 60 };

export interface SearchFocus {
  readonly mix?: Mix;
  /** Needs that every other step begins with. */
  readonly needs?: readonly number[];
}

/**
 * Simulated annealing on a board. A step proposes one change and keeps it if it is no worse, or by a chance that shrinks
 * with the temperature. The best plan seen is copied before the first step away from it.
 */
export class Search extends Walk {
  steps = 0;
  readonly #person: PersonMoves;
  readonly #unit: UnitMoves;
  readonly #session: SessionMoves;
  readonly #insert: InsertMoves;
  readonly #chain: ChainMoves;

  readonly #mix: Mix;
  readonly #larger: number;
  readonly #needs: readonly number[];

  constructor(board: Board, random: Random, { mix = usual, needs = [] }: SearchFocus = {}) {
    super(board, random);
    this.#mix = mix;
    this.#larger = Object.values(mix).reduce((sum, one) => sum + one, 0);
    this.#needs = needs;
    this.#person = new PersonMoves(this);
    this.#unit = new UnitMoves(this);
    this.#session = new SessionMoves(this);
    this.#insert = new InsertMoves(this, this.#session);
    this.#chain = new ChainMoves(this);
  }

  get bestEnergy(): number {
    return this.best.energy;
  }

  run(steps: number): void {
    if (this.board.place.length > 0) for (let i = 0; i < steps; i++) this.#step();
    this.steps += steps;
  }

  /** Gives those without a place the cheapest one in the sessions there are. */
  placeInSessions(): void {
    for (const n of [...this.board.unplaced.items].sort((a, b) => a - b)) this.seatBest(n);
    this.restart();
  }

  #step(): void {
    const { board, random } = this;
    const draw = random.next();
    const kind = draw & 1023;
    const isFocused = this.#needs.length > 0 && draw > 0x7fffffff;
    const n = isFocused ? this.#needs[random.below(this.#needs.length)]! : random.below(board.place.length);
    const share = this.#mix;
    this.draw();
    let to = 0;
    if (kind >= this.#larger) this.#person.move(n);
    else if (kind < (to += share.group)) this.#unit.group(n);
    else if (kind < (to += share.chain)) this.#chain.chain(n);
    else if (kind < (to += share.relocate)) this.#session.relocate(board.place[n]!);
    else if (kind < (to += share.close)) this.#session.close(board.place[n]!);
    else if (kind < (to += share.scatter)) this.#unit.scatter(n);
    else if (kind < (to += share.pull)) this.#session.pull(board.c.courseOf[n]!);
    else if (board.unplaced.items.length > 0) {
      this.#insert.insert(board.unplaced.items[random.below(board.unplaced.items.length)]!);
    } else this.#person.move(n);
  }
}
