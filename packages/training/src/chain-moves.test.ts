import { expect, test } from "vitest";
import { Board } from "./board.ts";
import { ChainMoves } from "./chain-moves.ts";
import { compile } from "./compile.ts";
import type { Problem } from "./index.ts";
import { PersonMoves } from "./person-moves.ts";
import { Random } from "./random.ts";
import { SessionMoves } from "./session-moves.ts";
import { Walk } from "./walk.ts";

const day = "2027-03-01";
const slots = ["a", "b", "c"].map((id, i) => ({ id, start: `0${i + 6}:00`, end: `0${i + 6}:45` }));
const window = { from: day, to: day };

/** Three people in three full sessions: each can go to the next one's, no two can change places. */
const ring: Problem = {
  days: [day],
  slots,
  units: [{ id: "u0" }, { id: "u1" }, { id: "u2" }],
  people: [0, 1, 2].map((i) => ({
    id: `p${i}`,
    unit: `u${i}`,
    roles: [],
    freeTime: [{ weekday: 1, slots: [slots[(i + 2) % 3]!.id] }],
  })),
  courses: [{ id: "k", capacity: 1, window }],
  rooms: [{ id: "r", seats: 1 }],
  trainers: [{ id: "t", qualifications: ["k"] }],
};

/** A walk over plans of the ring in which everybody would rather have the next one's place. */
function ringWalk(seed: number): Walk {
  const board = new Board(compile(ring));
  for (const n of [0, 1, 2]) {
    board.seat(n, board.open(0, n, 0, 0));
    board.home[n] = (n + 1) % 3;
    board.homeCost[n] = 10;
  }
  // Their points for having another time than their own are what the plan costs.
  board.soft += 30;
  return new Walk(board, new Random(seed));
}

test("three people give way to each other where no two can change places", () => {
  const walk = ringWalk(1);
  const chains = new ChainMoves(walk);
  const pairs = new PersonMoves(walk);
  for (let i = 0; i < 500; i++) {
    walk.draw();
    pairs.move(i % 3);
  }
  expect([0, 1, 2].map((n) => walk.board.start[walk.board.place[n]!])).toEqual([0, 1, 2]);
  for (let i = 0; i < 500; i++) {
    walk.draw();
    chains.chain(i % 3);
  }
  expect([0, 1, 2].map((n) => walk.board.start[walk.board.place[n]!])).toEqual([1, 2, 0]);
  // Three sessions and three groups; nobody pays for a time other than their own.
  expect(walk.energy).toBe(3 * 20 + 3 * 2);
  expect(walk.board.energy).toBe(walk.energy);
});

test("a session gets its trainer along a chain of exchanges, and a trial gives all of them back", () => {
  const problem: Problem = {
    ...ring,
    people: [
      { id: "p0", unit: "u0", roles: [], courses: ["x"] },
      { id: "p1", unit: "u1", roles: [], courses: ["y"] },
      { id: "p2", unit: "u2", roles: [], courses: ["z"] },
    ],
    courses: ["x", "y", "z"].map((id) => ({ id, capacity: 1, window })),
    rooms: ["r0", "r1", "r2"].map((id) => ({ id, seats: 1 })),
    trainers: [
      { id: "t0", qualifications: ["x", "y"] },
      { id: "t1", qualifications: ["y", "z"] },
      { id: "t2", qualifications: ["z"] },
    ],
  };
  const board = new Board(compile(problem));
  board.seat(1, board.open(1, 0, 0, 0));
  board.seat(2, board.open(2, 0, 1, 1));
  const before = board.energy;
  const moves = new SessionMoves(new Walk(board, new Random(1)));
  board.trial();
  // Only t0 can hold x; they pass y on to t1, who passes z on to t2.
  const s = moves.openAt(0, 0);
  expect(board.trainer[s]).toBe(0);
  expect([...board.trainer.subarray(0, 2)]).toEqual([1, 2]);
  board.undo();
  expect(board.energy).toBe(before);
  expect([...board.trainer.subarray(0, 2)]).toEqual([0, 1]);
  expect([...board.course.subarray(0, 2)]).toEqual([1, 2]);
});
