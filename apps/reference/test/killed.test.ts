import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSs12000Folder, ss12000Lists } from "@milstolpe/connectors/ss12000";
import { type Register, targetEntities } from "@milstolpe/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoMunicipality } from "../demo/index.ts";
import { fillRegister, readRegister } from "../server/register-store.ts";
import { openStore } from "../server/store.ts";
import { applyRun, approveRun, planRun, readRun } from "../server/sync-job.ts";

// kill -9 while a sync is being applied, at many points, and again while it is resumed: nothing is lost or done twice.

const times = process.env["MILSTOLPE_LONG"] ? 20 : 6;
const at = "2026-06-08T04:00:00Z";
const demo = demoMunicipality(2, { scale: 0.15 });
const child = fileURLToPath(new URL("apply-in-child.ts", import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "milstolpe-killed-"));
  mkdirSync(join(folder, "prepared"));
  const store = openStore(join(folder, "prepared", "store.sqlite"));
  fillRegister(store, demo.register);
  const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const batch = await readSs12000Folder({
    files: Object.fromEntries(ss12000Lists.map((list) => [`${list}.json`, encode(demo.ss12000[list])])),
    readAt: at,
    source: "ss12000",
  });
  const { plan } = planRun(store, batch, { municipalityCode: demo.code, at });
  approveRun(store, { digest: plan.digest, by: "Head of IT", reason: "reviewed", at });
  store.close();
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A copy of the prepared store, to be spoiled. */
function copied(name: string): string {
  const copy = join(folder, name);
  cpSync(join(folder, "prepared"), copy, { recursive: true });
  return copy;
}

/**
 * Applies in a process of its own, killed so many milliseconds after its so-manieth batch.
 * @returns how many batches were told of, and whether it was killed before its end
 */
function applied(
  where: string,
  kill?: { readonly afterBatch: number; readonly ms: number },
): Promise<{ readonly batches: number; readonly wasKilled: boolean }> {
  return new Promise((resolve, reject) => {
    const one = spawn(process.execPath, ["--conditions=milstolpe-source", "--no-warnings", child, where], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let batches = 0;
    one.stdout.on("data", (chunk: Buffer) => {
      const before = batches;
      batches += chunk.toString().split("\n").length - 1;
      if (kill && before < kill.afterBatch && batches >= kill.afterBatch)
        setTimeout(() => one.kill("SIGKILL"), kill.ms);
    });
    one.once("error", reject);
    one.once("close", (code, signal) => {
      if (code !== 0 && signal !== "SIGKILL") reject(new Error(`the child ended with ${code ?? signal}`));
      else resolve({ batches, wasKilled: signal === "SIGKILL" });
    });
  });
}

/** What the register holds, in an order of its own. */
function contents(where: string): string {
  const store = openStore(join(where, "store.sqlite"));
  const register: Register = readRegister(store);
  store.close();
  return JSON.stringify([targetEntities.map((entity) => register[entity]), register.inactive.toSorted()]);
}

test("a sync that is killed and resumed leaves the register as one that is left alone", async () => {
  const untouched = copied("untouched");
  const { batches } = await applied(untouched);
  const [planned, before] = [contents(untouched), contents(join(folder, "prepared"))];
  let killed = 0;
  let halfway = 0;
  for (let i = 0; i < times; i++) {
    const where = copied(`killed-${i}`);
    const first = await applied(where, { afterBatch: 1 + (i % (batches - 1)), ms: (i * 3) % 11 });
    if (first.wasKilled) killed += 1;
    const between = contents(where);
    if (between !== planned && between !== before) halfway += 1;
    // Every other one is killed on its way back as well.
    if (i % 2 === 1) await applied(where, { afterBatch: 1, ms: i % 5 });
    const store = openStore(join(where, "store.sqlite"));
    const isDone = readRun(store)?.state === "applied";
    const now = () => new Date("2026-06-08T05:00:00Z");
    const rest = isDone ? undefined : await applyRun(store, { folder: where, now });
    store.close();
    expect([rest?.conflicts ?? [], rest?.dead ?? []]).toEqual([[], []]);
    expect(contents(where) === planned).toBe(true);
  }
  // The test is worth something only if it struck while there was work left.
  expect(killed).toBeGreaterThanOrEqual(times / 2);
  expect(halfway).toBeGreaterThanOrEqual(times / 3);
});
