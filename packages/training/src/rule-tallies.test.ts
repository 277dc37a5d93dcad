import * as fc from "fast-check";
import { expect, test } from "vitest";
import { crossTown, ruledProblem } from "../test/ruled-problem.ts";
import { Board } from "./board.ts";
import { compile } from "./compile.ts";
import { construct } from "./construct.ts";
import { evaluate, type Problem } from "./index.ts";
import { Random } from "./random.ts";
import { Search } from "./search.ts";
import { copyOf } from "./snapshot.ts";
import { toPlan } from "./to-plan.ts";

const scoreOf = (problem: Problem, board: Board) => {
  const { hard, medium, soft } = evaluate(problem, toPlan(board.c, copyOf(board)));
  return { hard, medium, soft };
};
const counted = ({ unplaced, soft, c }: Board) => {
  const missing = unplaced.items.length;
  return { hard: 0, medium: missing, soft: soft + missing * c.weights.unplaced };
};

test("with rules of the problem's own, the running score equals the rules' at every step", () => {
  fc.assert(
    fc.property(
      fc.oneof(ruledProblem, crossTown),
      fc.nat(),
      fc.constantFrom(0.3, 8, 60),
      (problem, seed, temperature) => {
        const board = new Board(compile(problem));
        construct(board);
        const search = new Search(board, new Random(seed));
        search.setTemperature(temperature);
        for (let round = 0; round < 20; round++) {
          expect(counted(board)).toEqual(scoreOf(problem, board));
          expect(search.energy).toBe(board.energy);
          search.run(9);
        }
      },
    ),
    { numRuns: process.env["MILSTOLPE_LONG"] ? 5000 : 120 },
  );
});

test("forbidden trips are refused, and there are trips to refuse", () => {
  let refused = 0;
  fc.assert(
    fc.property(crossTown, fc.nat(), (problem, seed) => {
      const board = new Board(compile(problem));
      construct(board);
      const search = new Search(board, new Random(seed));
      search.setTemperature(20);
      search.run(500);
      const plan = toPlan(board.c, copyOf(board));
      expect(evaluate(problem, plan).hard).toBe(0);
      // The same plan where trips are forbidden that were not: what it would have cost is there to be counted.
      const strict = problem.rules!.map((rule) => ({ ...rule, trainers: "forbidden", people: "forbidden" }) as const);
      refused += evaluate({ ...problem, rules: strict as Problem["rules"] & object }, plan).hard;
    }),
    { numRuns: 40 },
  );
  expect(refused).toBeGreaterThan(5);
});
