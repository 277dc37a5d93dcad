import { describe, expect, test } from "vitest";
import { batch, memoryTarget, school } from "../test/rosters.ts";
import { applyPlan, type TargetPort } from "./apply-plan.ts";
import { approve } from "./approve.ts";
import { crc32, decodeRecords, encodeRecord, memoryJournal } from "./journal.ts";
import type { Plan } from "./plan.ts";
import { reconcile } from "./reconcile.ts";
import { emptyRegister } from "./register.ts";

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
  const failing = (answers: readonly ("retry" | "dead")[]): TargetPort & { waits: number } => {
    const inner = memoryTarget();
    let call = 0;
    return {
      ...inner,
      waits: 0,
      write: (operations) => {
        const answer = answers[call];
        call += 1;
        return answer === undefined
          ? inner.write(operations)
          : Promise.resolve(operations.map(() => ({ state: answer, afterMs: 1000 }) as const));
      },
    };
  };
  test("what it puts off is tried again, after the time it asks for", async () => {
    const waits: number[] = [];
    const result = await applyPlan(plan, failing(["retry", "retry"]), memoryJournal(), {
      ...options(),
      sleep: (time) => (waits.push(time), Promise.resolve()),
    });
    expect(result.ok && result.value.done).toBe(plan.operations.length);
    expect(waits).toEqual([1000, 1000]);
  });
  test("what it refuses is told, and the rest goes on", async () => {
    const result = await applyPlan(plan, failing(["dead"]), memoryJournal(), options());
    expect(result.ok && result.value.dead).toHaveLength(4);
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
