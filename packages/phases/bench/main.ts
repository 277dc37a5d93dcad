// Every number is a ratio inside one run; run it with --expose-gc for the memory of a rollout.
import { addDays, isWeekend } from "date-fns";
import { createActor } from "xstate";
import { workingCalendar } from "../src/calendar.ts";
import type { Command } from "../src/command.ts";
import { criticalPath } from "../src/critical-path.ts";
import type { Event } from "../src/event.ts";
import { compile } from "../src/kernel.ts";
import { createPlan } from "../src/plan.ts";
import { rolloutTemplate } from "../src/rollout-template.ts";
import { schedule } from "../src/schedule.ts";
import type { Template } from "../src/template.ts";
import { verifyTemplate } from "../src/verify-template.ts";
import { restoreActor, toMachine } from "../src/xstate.ts";
import { line, microseconds, ratio } from "./measure.ts";
import { contextStore, regionActor } from "./peers.ts";

const kernel = compile(rolloutTemplate);
const at = "2027-03-01T08:00:00Z";
const steering = { party: "customer", body: "steering-group" };

/** A rollout that goes to its end, is opened again at its beginning, goes to its end again, and so on. */
function commandsOf(count: number): readonly (Command & { readonly actor: typeof steering; readonly at: string })[] {
  const commands: (Command & { readonly actor: typeof steering; readonly at: string })[] = [];
  const give = (command: Command, party = "customer") =>
    commands.push({ ...command, actor: { ...steering, party }, at });
  for (const { id } of rolloutTemplate.decisions) give({ type: "decide", decision: id, value: true });
  while (commands.length < count) {
    const isFirst = commands.length < 10;
    for (const { activities, milestone } of rolloutTemplate.phases) {
      for (const { id, responsible } of activities) {
        const party = responsible[0];
        if (!isFirst) give({ type: "reopen", activity: id, reason: "again" }, party);
        give({ type: "start", activity: id }, party);
        give({ type: "complete", activity: id }, party);
      }
      if (milestone) give({ type: "review", milestone: milestone.id, outcome: "approve" });
    }
  }
  return commands.slice(0, count);
}

const commands = commandsOf(100_000);
const log: Event[] = [];
let state = kernel.initial();
for (const { actor, at: when, ...command } of commands) {
  const result = kernel.decide(state, command, { actor, at: when });
  if (!result.ok) throw new Error(`${JSON.stringify(command)}: ${result.error.code}`);
  log.push(...result.value);
  state = kernel.fold(result.value, state);
}
const name = (event: Event): string => {
  if (event.type === "milestone.reviewed") return `review.${event.milestone}`;
  const verbs: Record<string, string> = {
    "activity.started": "start",
    "activity.completed": "complete",
    "activity.reopened": "reopen",
  };
  return "activity" in event ? `${verbs[event.type]}.${event.activity}` : "none";
};
const few = log.slice(0, 4000);

console.log(
  `${rolloutTemplate.phases.flatMap(({ activities }) => activities).length} activities, 5 milestones; µs of processor time, best of rounds\n`,
);

const regions = microseconds(
  few.length,
  () => {
    const actor = regionActor(rolloutTemplate);
    for (const event of few) actor.send({ type: name(event) });
  },
  3,
);
const statuses: Record<string, string> = {
  "activity.started": "started",
  "activity.completed": "done",
  "activity.reopened": "open",
};
const store = microseconds(
  log.length,
  () => {
    const keeper = contextStore(rolloutTemplate);
    for (const event of log) {
      if ("activity" in event) keeper.trigger.activity({ id: event.activity, status: statuses[event.type] ?? "open" });
      else if ("milestone" in event) keeper.trigger.milestone({ id: event.milestone, status: "passed" });
    }
  },
  3,
);
const restored = microseconds(log.length, () => {
  const actor = restoreActor(rolloutTemplate, log).start();
  if (actor.getSnapshot().context.rollout.revision !== log.length) throw new Error("events are missing");
});
const sent = microseconds(
  few.length,
  () => {
    const actor = createActor(toMachine(rolloutTemplate)).start();
    for (const command of commands.slice(0, few.length)) actor.send(command);
    if (actor.getSnapshot().context.rollout.revision !== few.length) throw new Error("events are missing");
  },
  3,
);
const stepped = microseconds(few.length, () => {
  let now = kernel.initial();
  for (const { actor, at: when, ...command } of commands.slice(0, few.length)) {
    const result = kernel.decide(now, command, { actor, at: when });
    if (result.ok) for (const event of result.value) now = kernel.evolve(now, event);
  }
});
line("an event to a chart with a region for every activity", `${regions.toFixed(2)} µs`);
line("an event to @xstate/store", `${store.toFixed(3)} µs`);
line("an event of a log of 100,000 into a live xstate actor", `${restored.toFixed(3)} µs`);
line("  against the region chart (wanted 200×)", ratio(regions, restored));
line("  against @xstate/store (wanted 3×)", ratio(store, restored));
line("a command sent to the runtime chart, all rules checked", `${sent.toFixed(2)} µs`);
line("  against the region chart, which checks none (wanted 10×)", ratio(regions, sent));
line("decide and evolve", `${stepped.toFixed(2)} µs`);
line("  against the region chart (wanted 100×)", ratio(regions, stepped));

const holidays = [
  "2027-01-01",
  "2027-01-06",
  "2027-03-26",
  "2027-03-29",
  "2027-05-06",
  "2027-06-25",
  "2027-12-24",
  "2027-12-31",
];
const calendar = { holidays };
const plan = createPlan(rolloutTemplate, {
  start: "2027-03-01",
  calendar,
  decisions: { "migration-ordered": true, "guardians-invited": true },
});
const scheduled = microseconds(2000, () => {
  for (let run = 0; run < 2000; run += 1) schedule(plan);
});
/** A template with the rollout's activities many times over, each copy after the one before. */
function repeated(times: number): Template {
  const copies = Array.from({ length: times }, (_, copy) => copy);
  const named = (id: string, copy: number) => `${id}-${copy}`;
  return {
    ...rolloutTemplate,
    phases: copies.flatMap((copy) =>
      rolloutTemplate.phases.map(({ activities, milestone, ...phase }) => ({
        ...phase,
        id: named(phase.id, copy),
        activities: activities.map(({ window: _window, ...activity }) => ({
          ...activity,
          id: named(activity.id, copy),
          duration: { ...activity.duration, mode: 1 },
        })),
        ...(milestone ? { milestone: { ...milestone, id: named(milestone.id, copy) } } : {}),
      })),
    ),
    links: copies.flatMap((copy) =>
      rolloutTemplate.links.map((link) => ({ ...link, from: named(link.from, copy), to: named(link.to, copy) })),
    ),
  };
}
const large = createPlan(repeated(17), { start: "2027-03-01", calendar, decisions: plan.decisions ?? {} });
const scheduledLarge = microseconds(50, () => {
  for (let run = 0; run < 50; run += 1) schedule(large);
});
const input = {
  activities: rolloutTemplate.phases.flatMap(({ activities, milestone }) => [
    ...activities.map(({ id, duration }) => ({ id, duration: duration.mode })),
    ...(milestone ? [{ id: milestone.id, duration: 0 }] : []),
  ]),
  links: rolloutTemplate.links,
};
const solved = microseconds(5000, () => {
  for (let run = 0; run < 5000; run += 1) criticalPath(input);
});
line("schedule of 61 places on a calendar (wanted 50 µs)", `${scheduled.toFixed(1)} µs`);
line(
  `schedule of ${schedule(large).activities.length + schedule(large).milestones.length} places (wanted 1,000 µs)`,
  `${scheduledLarge.toFixed(0)} µs`,
);
line("criticalPath of 61 places", `${solved.toFixed(1)} µs`);

const days = workingCalendar(calendar, 2026, 2029);
const off = new Set(holidays);
const ours = microseconds(100_000, () => {
  for (let run = 0; run < 100_000; run += 1) days.add("2027-03-15", run % 200);
});
const theirs = microseconds(500, () => {
  for (let run = 0; run < 500; run += 1) {
    let day = new Date(2027, 2, 15);
    for (let left = run % 200; left > 0;) {
      day = addDays(day, 1);
      if (!isWeekend(day) && !off.has(day.toISOString().slice(0, 10))) left -= 1;
    }
  }
});
line("a day and up to 200 working days", `${ours.toFixed(3)} µs`);
line("  against a loop with date-fns (wanted 100×)", ratio(theirs, ours));

const verified = microseconds(1, () => void verifyTemplate(rolloutTemplate), 3);
line("verifyTemplate of the rollout (wanted 2 s)", `${(verified / 1e6).toFixed(2)} s`);

const collect = globalThis.gc;
if (collect) {
  const count = 29_000;
  collect();
  const before = process.memoryUsage().heapUsed;
  const rollouts = Array.from({ length: count }, (_, index) => kernel.fold(log.slice(0, 20 + (index % 100))));
  collect();
  const bytes = (process.memoryUsage().heapUsed - before) / count;
  line(`memory of a rollout, ${rollouts.length} of them (wanted 1,000 bytes)`, `${bytes.toFixed(0)} bytes`);
} else line("memory of a rollout", "run with --expose-gc");
