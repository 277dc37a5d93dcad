import type { Board } from "./board.ts";
import type { Compiled } from "./compile.ts";
import type { Journeys } from "./journeys.ts";
import type { Tally } from "./tally.ts";

/** Whether one can't be at both of two sessions, as they are on the board. */
function tooFar({ duration }: Compiled, board: Board, journeys: Journeys): (s: number, other: number) => boolean {
  const { start, room, course } = board;
  const lengthOf = (s: number): number => duration[course[s]!]!;
  return (s, other) =>
    journeys.isTooFar(room[s]!, start[s]!, lengthOf(s), room[other]!, start[other]!, lengthOf(other));
}

/** Points for trainers' trips that are too short. */
export function trainerTripTally(c: Compiled, board: Board, journeys: Journeys, points: number): Tally {
  const isTooFar = tooFar(c, board, journeys);
  return {
    book(s, by) {
      const { start, trainer, bookings } = board;
      let trips = 0;
      for (const other of bookings.sessionsOn[Math.floor(start[s]! / c.K)]!.items)
        if (other !== s && trainer[other] === trainer[s] && isTooFar(s, other)) trips++;
      return by * trips * points;
    },
  };
}

/** Points for people's trips that are too short. */
export function personTripTally(c: Compiled, board: Board, journeys: Journeys, points: number): Tally {
  const isTooFar = tooFar(c, board, journeys);
  return {
    sit(n, s, by) {
      let trips = 0;
      for (const other of c.siblings[n] ?? []) {
        const at = board.place[other]!;
        if (at >= 0 && isTooFar(s, at)) trips++;
      }
      return by * trips * points;
    },
  };
}
