import type { EventStore } from "./event-store.ts";
import { canonical, type Entry } from "./log.ts";

export { conformanceVectors } from "./vectors.ts";
export type { Vector, VectorOptions } from "./vectors.ts";

/** One thing a store has to do. `run` rejects with what it did instead. */
export interface ContractCase {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/**
 * What every event store has to do, as cases for any test runner. Each case asks for a store of its own, empty.
 * @example
 * for (const { name, run } of storeContract(() => openMyStore())) test(name, run);
 */
export function storeContract(make: () => Promise<EventStore> | EventStore): readonly ContractCase[] {
  const entry = (revision: number, stream = "one"): Entry => ({
    stream,
    revision,
    template: "t@1",
    schema: 1,
    event: { type: "activity.completed", activity: `å${revision}`, at: "2027-03-01T08:00:00Z", actor: { party: "p" } },
  });
  const all = (count: number, from = 1, stream = "one") =>
    Array.from({ length: count }, (_, index) => entry(from + index, stream));
  const given = (name: string, run: (store: EventStore) => Promise<void>): ContractCase => ({
    name,
    run: async () => run(await make()),
  });
  return [
    given("a stream that does not exist is empty", async (store) => same(await store.read("one"), [])),
    given("what is appended is read, in order and unchanged", async (store) => {
      same(await store.append("one", 0, all(3)), { ok: true, value: 3 });
      same(await store.append("one", 3, all(2, 4)), { ok: true, value: 5 });
      same(await store.read("one"), all(5));
    }),
    given("a reader can go on from where it was", async (store) => {
      await store.append("one", 0, all(5));
      same(await store.read("one", 3), all(2, 4));
      same(await store.read("one", 5), []);
    }),
    given("an append that expects another revision is a conflict and changes nothing", async (store) => {
      await store.append("one", 0, all(2));
      for (const expected of [0, 1, 3]) {
        const result = await store.append("one", expected, all(1, expected + 1));
        same(result, { ok: false, error: { code: "phases.conflict", expected, found: 2 } });
      }
      same(await store.read("one"), all(2));
    }),
    given("of many who append at once exactly one succeeds", async (store) => {
      const results = await Promise.all(Array.from({ length: 10 }, () => store.append("one", 0, all(2))));
      same(results.filter(({ ok }) => ok).length, 1);
      same(await store.read("one"), all(2));
    }),
    given("streams know nothing of each other", async (store) => {
      await store.append("one", 0, all(2));
      same(await store.append("two", 0, all(1, 1, "two")), { ok: true, value: 1 });
      same(await store.read("two"), all(1, 1, "two"));
      same(await store.read("one"), all(2));
    }),
    given("what the caller does to entries afterwards does not change the log", async (store) => {
      const mine = all(1);
      await store.append("one", 0, mine);
      mine.length = 0;
      const read = (await store.read("one")) as Entry[];
      read.length = 0;
      same(await store.read("one"), all(1));
    }),
    given("nothing appended is nothing", async (store) => {
      same(await store.append("one", 0, []), { ok: true, value: 0 });
      same(await store.read("one"), []);
    }),
  ];
}

/** A store may write keys in any order. */
function same(found: unknown, expected: unknown): void {
  const [one, other] = [JSON.stringify(canonical(found)), JSON.stringify(canonical(expected))];
  if (one !== other) throw new Error(`expected ${other}, got ${one}`);
}
