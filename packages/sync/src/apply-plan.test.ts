import { describe, expect, test } from "vitest";
import { batch, memoryTarget, school } from "../test/rosters.ts";
import { applyPlan } from "./apply-plan.ts";
import { approve } from "./approve.ts";
import { crc32, decodeRecords, encodeRecord, type Journal, memoryJournal } from "./journal.ts";
import type { Plan } from "./plan.ts";
import { reconcile } from "./reconcile.ts";
import { emptyRegister } from "./register.ts";
import type { TargetPort, WriteResult } from "./target-port.ts";

const plan = reconcile({ source: batch(school(1, 1, 10)), target: emptyRegister });
const options = (of: Plan = plan) => ({
  guards: [],
  approval: approve(of, { by: "tester", reason: "test", at: "2027-03-01T06:00:00Z", expires: "2027-03-02T06:00:00Z" }),
  now: () => "2027-03-01T07:00:00Z",
  sleep: () => Promise.resolve(),
  batchSize: 4,
});

test("a finished run does nothing when it is run again", async () => {
  const target = memoryTarget();
  const journal = memoryJournal();
  const first = await applyPlan(plan, target, journal, options());
  const bytes = journal.bytes();
  const second = await applyPlan(plan, target, journal, options());
  expect(second).toEqual(first);
  expect(journal.bytes()).toEqual(bytes);
  expect([...target.writes.values()].every((count) => count === 1)).toBe(true);
});

test("after a crash at any byte of the journal, the run ends with every operation made once", async () => {
  const reference = memoryTarget();
  const whole = memoryJournal();
  await applyPlan(plan, reference, whole, options());
  for (let cut = 0; cut <= whole.bytes().length; cut += 1) {
    // What the dead run had written to the target when its journal ended here: all that is said to be done, and half of
    // what it was about to do.
    const target = memoryTarget();
    const { records } = decodeRecords(whole.bytes().subarray(0, cut));
    for (const record of records) {
      if (record.type !== "intent") continue;
      const isDone = records.some((one) => one.type === "result" && one.from === record.from);
      const to = isDone ? record.to : record.from + Math.ceil((record.to - record.from) / 2);
      await target.write(plan.operations.slice(record.from, to));
    }
    const journal = memoryJournal(whole.bytes().slice(0, cut));
    const result = await applyPlan(plan, target, journal, options());
    expect(result).toMatchObject({ ok: true, value: { done: plan.operations.length, conflicts: [], dead: [] } });
    expect(target.register()).toEqual(reference.register());
    expect([...target.writes.values()].every((count) => count === 1)).toBe(true);
  }
});

test("a blind target is never written twice: what is not known is left to a person", async () => {
  const target = memoryTarget(emptyRegister, "blind");
  const [begin, intent] = [
    { type: "begin", plan: plan.digest, run: decodeRun(await runJournal()), count: plan.operations.length },
    { type: "intent", from: 0, to: 4 },
  ] as const;
  const journal = memoryJournal(concat(encodeRecord(begin), encodeRecord(intent)));
  const result = await applyPlan(plan, target, journal, options());
  expect(result.ok && result.value.dead).toHaveLength(4);
});

test.each<[string, (operations: Plan["operations"]) => Plan["operations"]]>([
  ["an operation left out", (operations) => operations.slice(1)],
  ["two operations changed about", (operations) => operations.toReversed()],
  ["a row changed", ([first, ...rest]) => (first ? [{ ...first, after: null }, ...rest] : rest)],
  ["another kind", ([first, ...rest]) => (first ? [{ ...first, kind: "deactivate" }, ...rest] : rest)],
  ["another unit", ([first, ...rest]) => (first ? [{ ...first, unit: "other" }, ...rest] : rest)],
])("a plan tampered with after its approval is another plan: %s", async (_, tamper) => {
  const target = memoryTarget();
  const tampered = { ...plan, operations: tamper(plan.operations) };
  expect(await applyPlan(tampered, target, memoryJournal(), options())).toEqual({ ok: false, error: "other-plan" });
  expect(target.writes.size).toBe(0);
});

test("a row that changed since the plan was made is a conflict and is left", async () => {
  const target = memoryTarget();
  const [first] = plan.operations;
  if (first?.after) await target.write([{ ...first, after: { ...first.after, isActive: false } }]);
  const result = await applyPlan(plan, target, memoryJournal(), options());
  expect(result.ok && result.value.conflicts.map(({ id }) => id)).toEqual([first?.id]);
  expect(target.register().inactive).toHaveLength(1);
});

describe("a target that does not answer as hoped", () => {
  /** Answers as given, call by call, then as it should. `lost`: makes the operations and does not say so. */
  const failing = (
    answers: readonly (WriteResult | "lost" | "gone")[],
    guarantee: TargetPort["guarantee"] = "readable",
  ) => {
    const inner = memoryTarget(emptyRegister, guarantee);
    let call = 0;
    const write: TargetPort["write"] = async (operations, context) => {
      const answer = answers[call];
      call += 1;
      if (answer === "gone") throw new Error("connection refused");
      if (answer !== undefined && answer !== "lost") return operations.map(() => answer);
      const results = await inner.write(operations, context);
      if (answer === "lost") throw new Error("timeout");
      return results;
    };
    return { ...inner, write };
  };
  const once = (target: { writes: ReadonlyMap<string, number> }) =>
    [...target.writes.values()].every((count) => count === 1);
  test("what it puts off is tried again, after the time it asks for", async () => {
    const waits: number[] = [];
    const again = { state: "retry", afterMs: 1000 } as const;
    const result = await applyPlan(plan, failing([again, again]), memoryJournal(), {
      ...options(),
      sleep: (time) => (waits.push(time), Promise.resolve()),
    });
    expect(result.ok && result.value.done).toBe(plan.operations.length);
    expect(waits).toEqual([1000, 1000]);
  });
  test("without a time, after waits that double, spread by chance where chance is given", async () => {
    const waits: number[] = [];
    const sleep = (time: number) => (waits.push(time), Promise.resolve());
    const answers = Array.from({ length: 3 }, () => ({ state: "retry" }) as const);
    await applyPlan(plan, failing(answers), memoryJournal(), { ...options(), sleep });
    await applyPlan(plan, failing(answers), memoryJournal(), { ...options(), sleep, random: () => 0.5 });
    expect(waits).toEqual([500, 1000, 2000, 375, 750, 1500]);
  });
  test("what it refuses is told, and the rest goes on; asked to, it is tried once more", async () => {
    const target = failing([{ state: "dead" }]);
    const journal = memoryJournal();
    const result = await applyPlan(plan, target, journal, options());
    expect(result.ok && result.value.dead).toHaveLength(4);
    expect(await applyPlan(plan, target, journal, options())).toEqual(result);
    const replayed = await applyPlan(plan, target, journal, { ...options(), replayDead: true });
    // What refers to a row that was not there waited for it in vain only in the target's eyes: all are made now.
    expect(replayed).toMatchObject({ ok: true, value: { dead: [], done: plan.operations.length } });
    expect(once(target)).toBe(true);
  });
  test("a target that refuses nearly all stops the run, and it goes on from there", async () => {
    const large = reconcile({ source: batch(school(1, 1, 100)), target: emptyRegister });
    const target = failing(Array.from({ length: 20 }, () => ({ state: "dead" }) as const));
    const journal = memoryJournal();
    const result = await applyPlan(large, target, journal, options(large));
    expect(result).toMatchObject({ ok: true, value: { isFinished: false, stopped: "refused", done: 0 } });
    expect(result.ok && result.value.dead).toHaveLength(52);
    const rest = await applyPlan(large, memoryTarget(), journal, { ...options(large), replayDead: true });
    expect(rest).toMatchObject({ ok: true, value: { isFinished: true, done: large.operations.length } });
  });
  test.each(["readable", "idempotent"] as const)(
    "a %s target that made the operations and did not say so: none is lost, none is made twice",
    async (guarantee) => {
      const target = failing(["lost", "gone", "lost"], guarantee);
      // An idempotent target knows a key again.
      const write: TargetPort["write"] = async (operations, context) => {
        const known = operations.map(({ key }) => guarantee === "idempotent" && target.writes.has(key));
        const fresh = await target.write(
          operations.filter((_, at) => known[at] !== true),
          context,
        );
        let next = 0;
        return known.map((isKnown) => (isKnown ? { state: "done" } : (fresh[next++] ?? { state: "dead" })));
      };
      const result = await applyPlan(plan, { ...target, write }, memoryJournal(), options());
      expect(result).toMatchObject({ ok: true, value: { conflicts: [], dead: [], done: plan.operations.length } });
      expect(once(target)).toBe(true);
    },
  );
  test("one that goes on not answering ends the run with its error; the next run goes on", async () => {
    const target = failing(Array.from({ length: 5 }, () => "gone" as const));
    const journal = memoryJournal();
    await expect(applyPlan(plan, target, journal, options())).rejects.toThrow("connection refused");
    expect(await applyPlan(plan, target, journal, options())).toMatchObject({
      ok: true,
      value: { done: plan.operations.length, dead: [], conflicts: [] },
    });
  });
  test("a blind one that does not answer is never asked twice", async () => {
    const target = failing(["lost"], "blind");
    const journal = memoryJournal();
    await expect(applyPlan(plan, target, journal, options())).rejects.toThrow("timeout");
    const result = await applyPlan(plan, target, journal, options());
    expect(result.ok && result.value.dead).toHaveLength(4);
    expect(once(target)).toBe(true);
  });
  test("a target that is sent everything twice makes it once", async () => {
    const inner = memoryTarget();
    const write: TargetPort["write"] = async (operations) => {
      const results = await inner.write(operations);
      await inner.write(operations);
      return results;
    };
    const result = await applyPlan(plan, { ...inner, write }, memoryJournal(), options());
    expect(result).toMatchObject({ ok: true, value: { conflicts: [], done: plan.operations.length } });
    expect(once(inner)).toBe(true);
  });
  test("no more a second than it may be given", async () => {
    let waited = 0;
    const sleep = (time: number) => ((waited += time), Promise.resolve());
    await applyPlan(plan, memoryTarget(), memoryJournal(), { ...options(), sleep, perSecond: 10 });
    expect(waited).toBeCloseTo(plan.operations.length * 100);
  });
});

describe("two runs of one plan", () => {
  test("one that has lost its lease stops, its late writes are refused, and nothing is done twice", async () => {
    const target = memoryTarget();
    const journal = memoryJournal();
    let holder = 1;
    let refused = 0;
    const lease = (token: number) => ({ token, renew: () => Promise.resolve(holder === token) });
    const takeover: unknown[] = [];
    const slow: TargetPort = {
      ...target,
      // It is taken for dead while it writes its second batch; another goes on with its journal, and then it wakes.
      write: async (operations, context) => {
        if (target.writes.size === 4 && holder === 1) {
          holder = 2;
          takeover.push(await applyPlan(plan, target, journal, { ...options(), lease: lease(2) }));
        }
        return target.write(operations, context).catch((error: unknown) => {
          refused += 1;
          throw error;
        });
      },
    };
    const first = await applyPlan(plan, slow, journal, { ...options(), lease: lease(1) });
    expect(takeover).toMatchObject([{ ok: true, value: { isFinished: true, done: plan.operations.length } }]);
    expect(refused).toBe(1);
    expect(first).toMatchObject({ ok: true, value: { isFinished: false, stopped: "lease" } });
    expect([...target.writes.values()].every((count) => count === 1)).toBe(true);
    expect(target.writes.size).toBe(plan.operations.length);
  });
  test("without a lease, beside each other: what both would do is done once", async () => {
    const target = memoryTarget();
    const results = await Promise.all(
      [memoryJournal(), memoryJournal()].map((journal) => applyPlan(plan, target, journal, options())),
    );
    const done = results.map((result) => (result.ok ? result.value.done + result.value.conflicts.length : 0));
    expect(done).toEqual([plan.operations.length, plan.operations.length]);
    expect([...target.writes.values()].every((count) => count === 1)).toBe(true);
    expect(target.writes.size).toBe(plan.operations.length);
  });
});

test("a stopped run says so, and goes on when it is run again", async () => {
  const target = memoryTarget();
  const journal = memoryJournal();
  const signal = { aborted: false };
  const stopped = await applyPlan(plan, target, journal, {
    ...options(),
    signal,
    onProgress: () => (signal.aborted = true),
  });
  expect(stopped).toMatchObject({ ok: true, value: { isFinished: false, done: 4 } });
  expect(await applyPlan(plan, target, journal, options())).toMatchObject({
    ok: true,
    value: { isFinished: true, done: plan.operations.length },
  });
});

test("a journal of another plan that is not finished is not written over", async () => {
  const journal = memoryJournal();
  await applyPlan(plan, memoryTarget(), journal, { ...options(), signal: { aborted: true } });
  const other = reconcile({ source: batch(school(2, 20, 25)), target: emptyRegister });
  expect(await applyPlan(other, memoryTarget(), journal, options(other))).toEqual({
    ok: false,
    error: "journal-of-another-plan",
  });
});

test.each(["ENOSPC", "EIO"])(
  "a disk that says %s at any append, with none, half or all of it written: nothing is lost",
  async (code) => {
    const reference = memoryTarget();
    const whole = memoryJournal();
    await applyPlan(plan, reference, whole, options());
    const appends = decodeRecords(whole.bytes()).records.length;
    for (let failing = 0; failing < appends; failing += 1) {
      for (const share of [0, 0.5, 1]) {
        const target = memoryTarget();
        const inner = memoryJournal();
        let count = -1;
        const broken: Journal = {
          ...inner,
          append: async (bytes) => {
            count += 1;
            if (count !== failing) return inner.append(bytes);
            await inner.append(bytes.slice(0, Math.floor(bytes.length * share)));
            throw Object.assign(new Error(code), { code });
          },
        };
        await expect(applyPlan(plan, target, broken, options())).rejects.toMatchObject({ code });
        const result = await applyPlan(plan, target, inner, options());
        expect(result).toMatchObject({ ok: true, value: { done: plan.operations.length, conflicts: [], dead: [] } });
        expect(target.register()).toEqual(reference.register());
        expect([...target.writes.values()].every((times) => times === 1)).toBe(true);
      }
    }
  },
);

test("zeros at the end of the journal, as after a loss of power, are cut", async () => {
  const journal = memoryJournal(concat(await runJournal(), new Uint8Array(4096)));
  expect(await applyPlan(plan, memoryTarget(), journal, options())).toMatchObject({ ok: true });
  expect(decodeRecords(journal.bytes())).toMatchObject({ isDamaged: false, wholeBytes: journal.bytes().length });
});

test("a journal that is spoilt in the middle stops the run before anything is done", async () => {
  const bytes = await runJournal();
  bytes[20] = 0xff;
  const target = memoryTarget();
  await expect(applyPlan(plan, target, memoryJournal(bytes), options())).rejects.toMatchObject({
    code: "journal-damaged",
  });
  expect(target.writes.size).toBe(0);
});

test("the checksum is the one of zip files", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
});

const concat = (one: Uint8Array, other: Uint8Array) => new Uint8Array([...one, ...other]);
async function runJournal() {
  const journal = memoryJournal();
  await applyPlan(plan, memoryTarget(), journal, options());
  return journal.bytes();
}
function decodeRun(bytes: Uint8Array): string {
  const [begin] = decodeRecords(bytes).records;
  return begin?.type === "begin" ? begin.run : "";
}
