import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Flow } from "./flow.ts";

test("the most that flows is the least that a cut lets through, over every cut", () => {
  const edges = fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.nat(9)), { maxLength: 14 });
  fc.assert(
    fc.property(edges, (all) => {
      const flow = new Flow();
      for (let i = 0; i < 6; i++) flow.node();
      for (const [from, to, capacity] of all) flow.edge(from, to, capacity);
      // Node 0 is the source, 5 the sink; a cut is the set of the four others on the source's side.
      const through = (isInside: (node: number) => boolean) =>
        all.reduce((sum, [from, to, capacity]) => sum + (isInside(from) && !isInside(to) ? capacity : 0), 0);
      const cuts = Array.from({ length: 16 }, (_, set) =>
        through((node) => node === 0 || (node < 5 && (set & (1 << (node - 1))) !== 0)),
      );
      const most = flow.max(0, 5);
      expect(most).toBe(Math.min(...cuts));
      expect(through(flow.reaches(0))).toBe(most);
    }),
  );
});
