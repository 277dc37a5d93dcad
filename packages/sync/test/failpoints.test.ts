import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { reconcile } from "../src/reconcile.ts";
import { emptyRegister } from "../src/register.ts";
import { afterPlan } from "./municipality.ts";
import { batch, school } from "./rosters.ts";
import { sqliteTarget } from "./sqlite-target.ts";

const runner = fileURLToPath(new URL("./failpoint-runner.ts", import.meta.url));
const plan = reconcile({ source: batch(school(1, 1, process.env["MILSTOLPE_LONG"] ? 40 : 3)), target: emptyRegister });
const expected = afterPlan(emptyRegister, plan);

// Sixty processes start faster when the first has compiled for all.
const compiled = mkdtempSync(join(tmpdir(), "milstolpe-compiled-"));
afterAll(() => rmSync(compiled, { recursive: true, force: true }));

/** Runs the applying process, to the failpoint or to its end. */
function run(folder: string, failpoint: number) {
  const arguments_ = ["--conditions=milstolpe-source", "--disable-warning=ExperimentalWarning", runner, folder];
  const { signal, stdout } = spawnSync(process.execPath, [...arguments_, String(failpoint)], {
    encoding: "utf8",
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
  return { wasKilled: signal === "SIGKILL", output: stdout };
}

function withFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "milstolpe-failpoint-"));
  try {
    writeFileSync(join(folder, "plan.json"), JSON.stringify(plan));
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("killed at every failpoint, and once more while it resumes: nothing is lost, nothing is done twice", () => {
  const all = withFolder((folder) => JSON.parse(run(folder, 0).output) as { passed: number }).passed;
  expect(all).toBeGreaterThan(plan.operations.length);
  for (let failpoint = 1; failpoint <= all; failpoint += 1)
    withFolder((folder) => {
      expect(run(folder, failpoint).wasKilled, `failpoint ${failpoint}`).toBe(true);
      // Every fifth is killed again early in its second life.
      if (failpoint % 5 === 0) run(folder, 2);
      const { output } = run(folder, 0);
      expect(JSON.parse(output)).toMatchObject({ done: plan.operations.length, conflicts: 0, dead: 0 });
      const target = sqliteTarget(join(folder, "target.sqlite"));
      expect(target.register()).toEqual(expected);
      expect(target.effects()).toEqual(plan.operations.map(() => 1));
    });
}, 600_000);
