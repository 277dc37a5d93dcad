import { compile, createPlan, schedule, type Event, type Plan, type Template } from "@milstolpe/phases";
import { daysOff } from "@milstolpe/swedish";
import { demoDays } from "./calendar.ts";

/** First day of the demo's rollout. */
export const demoStart = "2026-03-02";
/** What the municipality has decided: nothing is migrated, guardians are let in. */
export const demoDecisions = { "migration-ordered": false, "guardians-invited": true } as const;

/** Days off around a rollout that starts in a year: its own, the one before and the one after, by Swedish law. */
export const swedishHolidays = (start: string): readonly string[] =>
  [-1, 0, 1, 2, 3, 4, 5].flatMap((years) => daysOff(Number(start.slice(0, 4)) + years).map(({ date }) => date));

/** The demo's plan as it was made before anything had happened. */
function demoPlan(template: Template): Plan {
  return createPlan(template, {
    start: demoStart,
    calendar: { holidays: swedishHolidays(demoStart) },
    decisions: demoDecisions,
  });
}

/** What had not been done by the demo's day although the plan has it earlier: training waited for a way to sign in. */
const notDone = new Set([
  "administrator-training",
  "key-person-training",
  "sync-import",
  "sync-setup",
  "sync-verification",
  "sync-live",
  "integrations",
  "installation-tests",
  "acceptance-tests",
]);

/**
 * The log of the demo's rollout until its day: everything went to plan but the register and what waits for it. Each event
 * has been asked of the kernel, like any other.
 */
export function demoLog(template: Template): readonly Event[] {
  const kernel = compile(template);
  const planned = schedule(demoPlan(template));
  const log: Event[] = [];
  let state = kernel.initial();
  const tell = (command: Parameters<typeof kernel.decide>[1], party: string, at: string, body?: string) => {
    const result = kernel.decide(state, command, { actor: { party, ...(body ? { body } : {}) }, at });
    if (!result.ok) throw new Error(`the demo's history is refused: ${result.error.code} ${JSON.stringify(command)}`);
    for (const event of result.value) {
      log.push(event);
      state = kernel.evolve(state, event);
    }
  };
  const noon = (day: string) => `${day}T12:00:00Z`;
  for (const { id, by } of template.decisions) {
    const value = (demoDecisions as Readonly<Record<string, boolean>>)[id];
    if (value !== undefined) tell({ type: "decide", decision: id, value }, by, noon(demoStart));
  }
  const responsible = new Map(
    template.phases.flatMap(({ activities }) => activities.map(({ id, responsible: by }) => [id, by[0]] as const)),
  );
  const [anyParty = ""] = template.parties.map(({ id }) => id);
  const done = planned.activities
    .filter(({ id, end }) => end < demoDays.today && !notDone.has(id))
    .toSorted((a, b) => (a.end < b.end ? -1 : a.end > b.end ? 1 : 0));
  for (const { id, end } of done) tell({ type: "complete", activity: id }, responsible.get(id) ?? anyParty, noon(end));
  const [first] = planned.milestones;
  const gate = template.phases.find(({ milestone }) => milestone?.id === first?.id)?.milestone?.approver;
  if (first && gate)
    tell({ type: "review", milestone: first.id, outcome: "approve" }, gate.party, noon(first.date), gate.body);
  return log;
}
