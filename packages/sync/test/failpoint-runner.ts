// Applies a plan as kill-runner does, and kills itself (SIGKILL) at the failpoint whose number it is given: before, in the
// middle of and after each append to the journal, and before, between and after the operations of each write.
import { readFileSync } from "node:fs";
import { applyPlan } from "../src/apply-plan.ts";
import { approve } from "../src/approve.ts";
import type { Journal } from "../src/journal.ts";
import { fileJournal } from "../src/node.ts";
import type { Plan } from "../src/plan.ts";
import type { TargetPort } from "../src/target-port.ts";
import { sqliteTarget } from "./sqlite-target.ts";

const [folder = ".", failpoint = "0"] = process.argv.slice(2);
let passed = 0;
function reach(): void {
  passed += 1;
  if (passed === Number(failpoint)) process.kill(process.pid, "SIGKILL");
}

const plan = JSON.parse(readFileSync(`${folder}/plan.json`, "utf8")) as Plan;
const file = await fileJournal(`${folder}/journal`);
const journal: Journal = {
  read: () => file.read(),
  truncate: (length) => file.truncate(length),
  async append(bytes) {
    reach();
    const half = Math.floor(bytes.length / 2);
    if (passed + 1 === Number(failpoint)) await file.append(bytes.slice(0, half));
    reach();
    await file.append(bytes);
    reach();
  },
};
const inner = sqliteTarget(`${folder}/target.sqlite`);
const target: TargetPort = {
  ...inner,
  async write(operations) {
    const results = [];
    for (const operation of operations) {
      reach();
      results.push(...(await inner.write([operation])));
    }
    reach();
    return results;
  },
};
const times = { at: "2027-03-01T06:00:00Z", expires: "2027-03-02T06:00:00Z" };
const result = await applyPlan(plan, target, journal, {
  guards: [],
  approval: approve(plan, { by: "test", reason: "test", heldPlan: true, ...times }),
  now: () => times.at,
  sleep: (time) => new Promise((resolve) => setTimeout(resolve, time)),
  batchSize: 4,
});
process.stdout.write(
  JSON.stringify(
    result.ok
      ? { done: result.value.done, conflicts: result.value.conflicts.length, dead: result.value.dead.length, passed }
      : result,
  ),
);
