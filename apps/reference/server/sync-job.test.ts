import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSs12000Folder, ss12000Lists } from "@milstolpe/connectors/ss12000";
import type { Batch } from "@milstolpe/sync";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { demoMunicipality } from "../demo/index.ts";
import { countRegister } from "./register-store.ts";
import { openStore, type Store } from "./store.ts";
import { applyRun, approveRun, planRun, readRun, undoRun } from "./sync-job.ts";

const demo = demoMunicipality(1, { scale: 0.05 });
const signed = { by: "Head of IT", reason: "first filling" };
const at = "2026-06-08T04:00:00Z";
const municipalityCode = demo.code;
let folder: string;
let store: Store;
let batch: Batch;

beforeAll(async () => {
  const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const files = Object.fromEntries(ss12000Lists.map((list) => [`${list}.json`, encode(demo.ss12000[list])]));
  batch = await readSs12000Folder({ files, readAt: at });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "milstolpe-sync-"));
  store = openStore(join(folder, "store.sqlite"));
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A first filling that is stopped after its first batch. */
async function halfApplied() {
  const { plan } = planRun(store, batch, { municipalityCode, at });
  approveRun(store, { digest: plan.digest, at, ...signed });
  const stop = new AbortController();
  const now = () => new Date(at);
  const applied = await applyRun(store, { folder, now, signal: stop.signal, onProgress: () => stop.abort() });
  expect(applied.isFinished).toBe(false);
  expect(applied.done).toBeGreaterThan(0);
  return plan;
}

test("while a plan is half applied there is no other plan and no undo; finished, all of it is there once", async () => {
  const plan = await halfApplied();
  expect(() => planRun(store, batch, { municipalityCode, at })).toThrow(
    expect.objectContaining({ code: "half-applied" }),
  );
  const options = { folder, now: () => new Date(at) };
  await expect(undoRun(store, { ...options, ...signed })).rejects.toMatchObject({ code: "half-applied" });
  const applied = await applyRun(store, options);
  expect(applied).toMatchObject({ done: plan.operations.length, isFinished: true });
  expect(countRegister(store)).toBe(plan.operations.length);
  expect(planRun(store, batch, { municipalityCode, at }).plan.operations).toEqual([]);
});

test("a plan whose approval expired half way is approved again and finished", async () => {
  const plan = await halfApplied();
  const later = "2026-06-10T04:00:00Z";
  const options = { folder, now: () => new Date(later) };
  await expect(applyRun(store, options)).rejects.toMatchObject({ code: "expired" });
  approveRun(store, { digest: plan.digest, at: later, ...signed });
  expect(readRun(store)?.state).toBe("applying");
  expect(await applyRun(store, options)).toMatchObject({ done: plan.operations.length, conflicts: [] });
});

test.each([
  ["2026-08-10T04:00:00Z", "planned"],
  ["2026-10-12T04:00:00Z", "held"],
])("all classes made anew, read at %s: %s", async (readAt, state) => {
  const { plan } = planRun(store, batch, { municipalityCode, at });
  approveRun(store, { digest: plan.digest, at, ...signed });
  await applyRun(store, { folder, now: () => new Date(at) });
  const anew = (id: string): string => `${id}-anew`;
  const next: Batch = {
    ...batch,
    readAt,
    groups: batch.groups.map((group) => ({ ...group, id: anew(group.id), name: `${group.name} ny` })),
    memberships: batch.memberships.map((row) => ({ ...row, id: anew(row.id), group: anew(row.group) })),
    placements: batch.placements.map(({ group, ...row }) =>
      group === undefined ? row : { ...row, group: anew(group) },
    ),
  };
  expect(planRun(store, next, { municipalityCode, at: readAt }).state).toBe(state);
});
