import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Actor, Command } from "./command.ts";
import type { Event } from "./event.ts";
import { compile } from "./kernel.ts";
import { rolloutTemplate } from "./rollout-template.ts";
import {
  auditLog,
  entries,
  type Entry,
  type EventStore,
  memoryStore,
  rolloutLog,
  upcast,
  whoApproved,
} from "./store.ts";
import { storeContract } from "./testing.ts";

const at = "2027-03-19T09:00:00Z";
const digest = (text: string) => createHash("sha256").update(text).digest("hex");
const customer: Actor = { party: "customer" };
const chair: Actor = { party: "customer", body: "steering-group", id: "chair" };
const decisions = rolloutTemplate.decisions.map(({ id }): Command => ({ type: "decide", decision: id, value: false }));

describe("the memory store keeps the contract", () => {
  const cases = storeContract(memoryStore).map(({ name, run }) => [name, run] as const);
  test.each(cases)("%s", async (_, run) => {
    await expect(run()).resolves.toBeUndefined();
  });
});

describe("the contract finds stores that do not keep it", () => {
  test.each<[string, (store: EventStore) => EventStore]>([
    [
      "ignores the expected revision",
      (store) => ({
        ...store,
        append: async (stream, _, added) => store.append(stream, (await store.read(stream)).length, added),
      }),
    ],
    [
      "has one stream",
      (store) => ({
        append: (_, expected, added) => store.append("x", expected, added),
        read: (_, after) => store.read("x", after),
      }),
    ],
    ["reads from the start", (store) => ({ ...store, read: (stream) => store.read(stream) })],
    [
      "loses the last",
      (store) => ({ ...store, read: async (stream, after) => (await store.read(stream, after)).slice(0, -1) }),
    ],
  ])("one that %s", async (_, spoil) => {
    const results = await Promise.allSettled(storeContract(() => spoil(memoryStore())).map(({ run }) => run()));
    expect(results.map(({ status }) => status)).toContain("rejected");
  });
});

/** The first milestone passed, reopened and passed again, as a log. */
async function playedLog() {
  const store = memoryStore();
  const log = rolloutLog({ store, stream: "ekbacka", template: rolloutTemplate, digest });
  const give = async (command: Command, actor: Actor) => {
    const handled = await log.handle(command, { actor, at });
    if (!handled.ok) throw new Error(`${command.type} was refused: ${handled.error.code}`);
  };
  for (const command of decisions) await give(command, customer);
  for (const { id, responsible, condition } of rolloutTemplate.phases[0]!.activities)
    if (!condition) await give({ type: "complete", activity: id }, { party: responsible[0] ?? "customer" });
  const evidence = [{ uri: "protocol-4.pdf", sha256: digest("protocol") }];
  await give({ type: "review", milestone: "m1", outcome: "approve", evidence }, chair);
  await give({ type: "reopen", activity: "staffing", reason: "two have left" }, customer);
  await give({ type: "complete", activity: "staffing" }, customer);
  await give({ type: "review", milestone: "m1", outcome: "approve-with-conditions", conditions: ["hire"] }, chair);
  return { store, log, kept: await store.read("ekbacka") };
}

describe("a rollout on a store", () => {
  test("is there again for whoever opens it next", async () => {
    const { store, log } = await playedLog();
    const { state } = await log.load();
    const again = await rolloutLog({ store, stream: "ekbacka", template: rolloutTemplate }).load();
    expect(again.state).toEqual(state);
    expect(state.milestones["m1"]).toEqual({ status: "passed", conditions: ["hire"] });
  });

  test("a refusal appends nothing", async () => {
    const { store, log } = await playedLog();
    const before = await store.read("ekbacka");
    const handled = await log.handle({ type: "review", milestone: "m2", outcome: "approve" }, { actor: chair, at });
    expect(handled).toMatchObject({ ok: false, error: { code: "phases.work-open" } });
    expect(await store.read("ekbacka")).toEqual(before);
  });

  test("reports that come at once are all kept", async () => {
    const store = memoryStore();
    const log = rolloutLog({ store, stream: "s", template: rolloutTemplate, digest });
    const reports = ["staffing", "target-picture", "headcount", "responsibilities"];
    await Promise.all(reports.map((activity) => log.handle({ type: "complete", activity }, { actor: customer, at })));
    const { state } = await log.load();
    expect(reports.map((id) => state.activities[id])).toEqual(["done", "done", "done", "done"]);
    expect(auditLog(await store.read("s"), digest)).toEqual([]);
  });

  test("a review that somebody was faster than is a conflict, not decided again", async () => {
    const { store, log } = await playedLog();
    const slow: EventStore = {
      ...store,
      async append(stream, expected, added) {
        await log.handle({ type: "complete", activity: "key-persons-named" }, { actor: customer, at });
        return store.append(stream, expected, added);
      },
    };
    const late = rolloutLog({ store: slow, stream: "ekbacka", template: rolloutTemplate, digest });
    const handled = await late.handle({ type: "review", milestone: "m2", outcome: "hold" }, { actor: chair, at });
    expect(handled).toMatchObject({ ok: false, error: { code: "phases.conflict" } });
  });

  test("a snapshot saves reading, and one of another template is not used", async () => {
    const { store, log } = await playedLog();
    const loaded = await log.load();
    const snapshot = JSON.parse(JSON.stringify(log.snapshot(loaded)));
    const reads: number[] = [];
    const counting: EventStore = {
      ...store,
      async read(stream, after) {
        const read = await store.read(stream, after);
        reads.push(read.length);
        return read;
      },
    };
    const options = { store: counting, stream: "ekbacka", template: rolloutTemplate, digest };
    expect(await rolloutLog(options).load(snapshot)).toEqual(loaded);
    const edited = { ...rolloutTemplate, links: [] };
    await rolloutLog({ ...options, template: edited }).load(snapshot);
    await rolloutLog({ ...options, template: edited }).load({ ...snapshot, form: "something else" });
    expect(reads).toEqual([0, loaded.last?.revision, loaded.last?.revision]);
  });
});

describe("who approved", () => {
  test("every approval, its evidence, and when it fell", async () => {
    const { kept } = await playedLog();
    expect(whoApproved(compile(rolloutTemplate), upcast(kept), "m1")).toEqual([
      {
        at,
        by: [chair],
        conditions: [],
        evidence: [{ uri: "protocol-4.pdf", sha256: digest("protocol") }],
        staleFrom: at,
      },
      { at, by: [chair], conditions: ["hire"], evidence: [] },
    ]);
  });

  test("every vote of a quorum", () => {
    const first = rolloutTemplate.phases[0]!;
    const quorum = { party: "supplier", body: "steering-group", quorum: 2 };
    const template = {
      ...rolloutTemplate,
      phases: [{ ...first, activities: [], milestone: { ...first.milestone!, approver: quorum } }],
    };
    const kernel = compile(template);
    const log: Event[] = [];
    for (const id of ["account-manager", "support-lead"]) {
      const actor = { party: "supplier", body: "steering-group", id };
      const result = kernel.decide(
        kernel.fold(log),
        { type: "review", milestone: "m1", outcome: "approve" },
        { actor, at },
      );
      log.push(...(result.ok ? result.value : []));
    }
    expect(whoApproved(kernel, log, "m1")[0]?.by.map(({ id }) => id)).toEqual(["account-manager", "support-lead"]);
    // A vote before the milestone was sent back is not one for its approval.
    const [vote, approval] = log;
    const recycled: Event = {
      ...vote!,
      type: "milestone.reviewed",
      milestone: "m1",
      outcome: "recycle",
      conditions: [],
    };
    const sentBack = [{ ...vote!, actor: { ...vote!.actor, id: "early" } }, recycled, vote!, approval!];
    expect(whoApproved(kernel, [...sentBack, ...log.slice(2)], "m1")[0]?.by.map(({ id }) => id)).toEqual([
      "account-manager",
      "support-lead",
    ]);
  });
});

describe("an audit of the log", () => {
  const events = ["a", "b", "c", "d"].map((activity): Event => ({
    type: "activity.started",
    activity,
    at,
    actor: customer,
  }));
  const chained = entries(events, { stream: "s", template: rolloutTemplate, digest });
  const codes = (log: readonly Entry[]) => auditLog(log, digest).map(({ code, where }) => `${code} ${where}`);

  test("finds nothing in a log as it was written, with or without hashes", () => {
    expect(codes(chained)).toEqual([]);
    expect(codes(JSON.parse(JSON.stringify(chained)))).toEqual([]);
    expect(auditLog(entries(events, { stream: "s", template: rolloutTemplate }))).toEqual([]);
  });

  test.each<[string, string, (log: Entry[]) => Entry[]]>([
    ["an entry is missing", "phases.log-gap s/3", (log) => log.filter(({ revision }) => revision !== 2)],
    ["the first is missing", "phases.log-gap s/2", (log) => log.slice(1)],
    ["an entry is there twice", "phases.log-duplicate s/2", (log) => [...log.slice(0, 2), ...log.slice(1)]],
    [
      "an entry was changed",
      "phases.log-hash s/2",
      (log) =>
        log.map((entry) =>
          entry.revision === 2 ? { ...entry, event: { ...entry.event, at: "2027-01-01T00:00:00Z" } } : entry,
        ),
    ],
    [
      "an entry was put in",
      "phases.log-chain s/3",
      ([one, two, , four]) => [one!, two!, { ...chained[3]!, revision: 3 }, four!],
    ],
    [
      "one has no hash",
      "phases.log-unsigned s/4",
      ([one, two, three, four]) => [
        one!,
        two!,
        three!,
        { stream: "s", revision: 4, template: four!.template, schema: 1, event: four!.event, previous: three!.hash! },
      ],
    ],
    [
      "one is of another log",
      "phases.log-stream t/4",
      (log) => log.map((entry) => (entry.revision === 4 ? { ...entry, stream: "t" } : entry)),
    ],
  ])("%s: %s", (_, expected, edit) => {
    expect(codes(edit([...chained]))).toContain(expected);
  });
});

describe("upcasters", () => {
  const old = entries([{ type: "activity.started", activity: "a", at, actor: customer }], {
    stream: "s",
    template: rolloutTemplate,
  });

  test("lead from form to form", () => {
    const add = (word: string) => (event: unknown) => ({
      ...(event as object),
      activity: `${(event as { activity: string }).activity}${word}`,
    });
    expect(upcast(old, { 1: add("b"), 2: add("c") }, 3)).toMatchObject([{ activity: "abc" }]);
  });

  test("a form that nothing leads on from, and one of the future, are said", () => {
    expect(() => upcast(old, {}, 2)).toThrow("nothing leads on");
    expect(() => upcast(old.map((entry) => ({ ...entry, schema: 9 })))).toThrow("later than 1");
  });
});
