// Applies a plan from a file to a SQLite target, through a file journal. Run as a process of its own, so that it can be killed.
import { readFileSync } from "node:fs";
import { applyPlan } from "../src/apply-plan.ts";
import { fileJournal } from "../src/node.ts";
import type { Plan } from "../src/plan.ts";
import { approve } from "../src/approve.ts";
import { sqliteTarget } from "./sqlite-target.ts";

const [folder = "."] = process.argv.slice(2);
const plan = JSON.parse(readFileSync(`${folder}/plan.json`, "utf8")) as Plan;
const target = sqliteTarget(`${folder}/target.sqlite`);
const journal = await fileJournal(`${folder}/journal`);
const times = { at: "2027-03-01T06:00:00Z", expires: "2027-03-02T06:00:00Z" };
process.stdout.write("ready\n");
const result = await applyPlan(plan, target, journal, {
  guards: [],
  approval: approve(plan, { by: "test", reason: "test", heldPlan: true, ...times }),
  now: () => times.at,
  sleep: (time) => new Promise((resolve) => setTimeout(resolve, time)),
  batchSize: 16,
});
process.stdout.write(
  `${JSON.stringify(result.ok ? { done: result.value.done, conflicts: result.value.conflicts.length, dead: result.value.dead.length } : result)}\n`,
);
