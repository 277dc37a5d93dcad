import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clientCredentials, readSs12000 } from "@milstolpe/connectors/ss12000";
import type { Batch, Finding, GuardId, GuardOutcome } from "@milstolpe/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Disaster, demoMunicipality, disasters, serveDemo } from "../demo/index.ts";
import { fillRegister, readRegister } from "../server/register-store.ts";
import { openStore, type Store } from "../server/store.ts";
import { applyRun, approveRun, planRun, type SyncProblem } from "../server/sync-job.ts";

// What happens with a source that is ill, from the wire to the store: read over HTTP, planned, guarded, refused.

const demo = demoMunicipality(2, { scale: 0.15 });
const at = "2026-06-08T04:00:00Z";
let folder: string;
let store: Store;
let filled: string;

const registerBytes = (): string =>
  createHash("sha256")
    .update(JSON.stringify(readRegister(store)))
    .digest("hex");

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "milstolpe-disasters-"));
  store = openStore(join(folder, "store.sqlite"));
  fillRegister(store, demo.register);
  filled = registerBytes();
});

afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

async function read(disaster?: Disaster): Promise<Batch> {
  const served = await serveDemo(demo, disaster === undefined ? {} : { disaster });
  try {
    return await readSs12000({
      baseUrl: served.baseUrl,
      token: clientCredentials({ tokenUrl: served.tokenUrl, ...served.credentials }),
      now: () => Date.parse(at),
      sleep: () => Promise.resolve(),
    });
  } finally {
    await served.close();
  }
}

const plan = (batch: Batch) => planRun(store, batch, { municipalityCode: demo.code, at });
const approval = (digest: string) => ({ digest, by: "Head of IT", reason: "looks right", at });

function problemOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Error && "code" in error) return String(error.code);
    throw error;
  }
  return "none";
}

/** Both languages say something, and nothing of a person is in it. */
function expectFit(findings: readonly Finding[]): void {
  const people = demo.truth.persons.flatMap(({ identity, email }) => [identity ?? [], email ?? []].flat());
  const texts = findings.map(({ sv, en, where }) => `${sv} ${en} ${where}`).join("\n");
  expect(findings.filter(({ sv, en }) => sv === "" || en === "" || sv === en)).toEqual([]);
  expect(people.filter((text) => texts.includes(text))).toEqual([]);
}

interface Expected {
  readonly complete: boolean;
  /** Finding of the reading, where it is the reading that notices. */
  readonly finding?: string;
  readonly guard: readonly [GuardId, GuardOutcome];
  readonly refusal: SyncProblem;
}

const fatal: readonly [Disaster, Expected][] = [
  ["empty-register", broken("connectors.empty-register")],
  ["no-people", broken("connectors.empty-register")],
  ["down", broken("connectors.overloaded")],
  ["half-page", broken("connectors.cut-answer")],
  ["broken-json", broken("connectors.broken-json")],
  ["latin-1", broken("connectors.bad-encoding")],
  ["endless-pages", broken("connectors.repeated-token")],
  ["garbled-names", broken("connectors.garbled-text")],
  ["lost-letters", broken("connectors.garbled-text")],
  ["wrong-municipality", { complete: true, guard: ["municipality", "reject"], refusal: "rejected" }],
  ["shared-numbers", { complete: true, guard: ["keys", "reject"], refusal: "rejected" }],
  ["cut-list", { complete: true, guard: ["removals", "hold"], refusal: "held" }],
];

function broken(finding: string): Expected {
  return { complete: false, finding, guard: ["source-read", "reject"], refusal: "rejected" };
}

describe.each(fatal)("%s", (disaster, { complete, finding, guard, refusal }) => {
  test("is seen, said in both languages, and not approved; the register stays as it was", async () => {
    const batch = await read(disaster);
    expect(batch.health.complete).toBe(complete);
    const codes = batch.health.findings.flatMap(({ code, severity }) => (severity === "must" ? [code] : []));
    expect(codes.includes(finding ?? "")).toBe(finding !== undefined);
    const { plan: planned, guards } = plan(batch);
    expect(guards).toContainEqual(expect.objectContaining({ id: guard[0], outcome: guard[1] }));
    expectFit([...batch.health.findings, ...guards.flatMap((one) => one.finding ?? [])]);
    expect(problemOf(() => approveRun(store, approval(planned.digest)))).toBe(refusal);
    await expect(applyRun(store, { folder, now: () => new Date(at) })).rejects.toMatchObject({ code: "not-approved" });
    expect(registerBytes()).toBe(filled);
  });
});

test("a reading that broke off plans no removal at all", async () => {
  for (const disaster of ["down", "half-page", "broken-json", "endless-pages"] as const) {
    const { operations } = plan(await read(disaster)).plan;
    expect(operations.filter(({ kind }) => kind === "deactivate")).toEqual([]);
  }
});

test("a server that answers 503 first and then well is read as if nothing had been", async () => {
  const [well, busy] = [await read(), await read("busy-first")];
  expect(busy.health.complete).toBe(true);
  expect(plan(busy).plan.operations.map(({ key }) => key)).toEqual(plan(well).plan.operations.map(({ key }) => key));
});

test("of a school that lost its pupils overnight nothing is written until somebody says so", async () => {
  const run = plan(await read("school-without-pupils"));
  const held = run.guards.filter(({ id, outcome }) => id === "unit-removals" && outcome === "hold");
  expect(held.map(({ unit }) => unit)).toContain(demo.planted.closedUnit);
  expect(held).toHaveLength(2);
});

test("an approval for one plan is none for another", async () => {
  const first = plan(await read());
  approveRun(store, approval(first.plan.digest));
  const second = plan(await read("school-without-pupils"));
  expect(second.plan.digest).not.toBe(first.plan.digest);
  expect(problemOf(() => approveRun(store, approval(first.plan.digest)))).toBe("other-plan");
  await expect(applyRun(store, { folder, now: () => new Date(at) })).rejects.toMatchObject({ code: "not-approved" });
  expect(registerBytes()).toBe(filled);
});

test("every disaster of the demo is one of those above", () => {
  const told = [...fatal.map(([disaster]) => disaster), "busy-first", "school-without-pupils"];
  expect(told.toSorted()).toEqual(disasters.toSorted());
});
