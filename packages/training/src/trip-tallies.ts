import type { Board } from "./board.ts";
import type { Compiled } from "./compile.ts";
import type { Journeys } from "./journeys.ts";
import type { Tally } from "./tally.ts";

/** Points for trainers' trips that are too short. */
export class TrainerTripTally implements Tally {
  readonly #c: Compiled;
  readonly #board: Board;
  readonly #journeys: Journeys;
  readonly #points: number;

  constructor(c: Compiled, board: Board, journeys: Journeys, points: number) {
    this.#c = c;
    this.#board = board;
    this.#journeys = journeys;
    this.#points = points;
  }

  book(s: number, by: 1 | -1): number {
    const { start, room, trainer, course, bookings } = this.#board;
    const { K, duration } = this.#c;
    const t = start[s]!;
    let trips = 0;
    for (const other of bookings.sessionsOn[Math.floor(t / K)]!.items) {
      if (other === s || trainer[other] !== trainer[s]) continue;
      const [own, length] = [duration[course[s]!]!, duration[course[other]!]!];
      if (this.#journeys.isTooFar(room[s]!, t, own, room[other]!, start[other]!, length)) trips++;
    }
    return by * trips * this.#points;
  }
}

/** Points for people's trips that are too short. */
export class PersonTripTally implements Tally {
  readonly #c: Compiled;
  readonly #board: Board;
  readonly #journeys: Journeys;
  readonly #points: number;

  constructor(c: Compiled, board: Board, journeys: Journeys, points: number) {
    this.#c = c;
    this.#board = board;
    this.#journeys = journeys;
    this.#points = points;
  }

  sit(n: number, s: number, by: 1 | -1): number {
    const { start, room, place } = this.#board;
    const { siblings, duration, courseOf } = this.#c;
    let trips = 0;
    for (const other of siblings[n] ?? []) {
      const at = place[other]!;
      if (at < 0) continue;
      const [own, length] = [duration[courseOf[n]!]!, duration[courseOf[other]!]!];
      if (this.#journeys.isTooFar(room[s]!, start[s]!, own, room[at]!, start[at]!, length)) trips++;
    }
    return by * trips * this.#points;
  }
}
