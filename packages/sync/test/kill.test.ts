import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { applyPlan } from "../src/apply-plan.ts";
import { approve } from "../src/approve.ts";
import { memoryJournal } from "../src/journal.ts";
import { reconcile } from "../src/reconcile.ts";
import { emptyRegister } from "../src/register.ts";
import { batch, memoryTarget, school } from "./rosters.ts";
import { sqliteTarget } from "./sqlite-target.ts";

const runner = fileURLToPath(new URL("./kill-runner.ts", import.meta.url));
const plan = reconcile({ source: batch(school(1, 1, 200)), target: emptyRegister });

// The processes start faster when the first has compiled for all.
const compiled = mkdtempSync(join(tmpdir(), "milstolpe-compiled-"));
afterAll(() => rmSync(compiled, { recursive: true, force: true }));

/** Runs the applying process; with `killAfter`, kills it that many milliseconds after it has begun. */
function run(folder: string, killAfter?: number): Promise<{ output: string; wasKilled: boolean }> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ["--conditions=milstolpe-source", "--disable-warning=ExperimentalWarning", runner, folder],
      { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, NODE_COMPILE_CACHE: compiled } },
    );
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      if (output === "" && killAfter !== undefined) setTimeout(() => child.kill("SIGKILL"), killAfter);
      output += chunk.toString();
    });
    child.on("close", (_, signal) => resolve({ output, wasKilled: signal === "SIGKILL" }));
  });
}

test("killed at 20 random points and resumed, the register equals the planned result and every operation took effect once", async () => {
  const expected = memoryTarget();
  await applyPlan(plan, expected, memoryJournal(), {
    guards: [],
    approval: approve(plan, { by: "a", reason: "b", at: "2027-03-01T06:00:00Z", expires: "2027-03-02T06:00:00Z" }),
    now: () => "2027-03-01T06:00:00Z",
    sleep: () => Promise.resolve(),
  });
  const random = mulberry32(20270301);
  let kills = 0;
  for (let round = 0; kills < 20; round += 1) {
    const folder = mkdtempSync(join(tmpdir(), "milstolpe-kill-"));
    try {
      writeFileSync(join(folder, "plan.json"), JSON.stringify(plan));
      let output = "";
      for (let attempt = 0; output === "" || !output.includes("done"); attempt += 1) {
        const result = await run(folder, attempt < 8 ? Math.floor(random() * 80) : undefined);
        if (result.wasKilled && !result.output.includes("done")) kills += 1;
        output = result.output;
      }
      expect(JSON.parse(output.trim().split("\n").at(-1) ?? "")).toEqual({
        done: plan.operations.length,
        conflicts: 0,
        dead: 0,
      });
      const target = sqliteTarget(join(folder, "target.sqlite"));
      expect(target.register()).toEqual(expected.register());
      expect(target.effects().every((times) => times === 1)).toBe(true);
      expect(target.effects()).toHaveLength(plan.operations.length);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    expect(round, "the process is never caught in the middle").toBeLessThan(30);
  }
}, 120_000);

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}
