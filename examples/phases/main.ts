// A rollout from its first day to its second milestone: what the plan leaves open, when things happen, who is missing, and
// what happens when work is opened again.
import {
  compile,
  createPlan,
  type Event,
  lintTemplate,
  rolloutTemplate,
  schedule,
  verifyTemplate,
} from "@milstolpe/phases";

const heading = (text: string) => console.log(`\n${text}`);

heading("What the template leaves open");
const counts = new Map<string, number>();
for (const { code } of lintTemplate(rolloutTemplate)) counts.set(code, (counts.get(code) ?? 0) + 1);
for (const [code, count] of counts) console.log(`  ${code}: ${count}`);

const verification = verifyTemplate(rolloutTemplate);
heading("Can a milestone pass wrongly?");
console.log(
  verification.holds ? `  No: ${verification.statesChecked} states checked.` : `  Yes: ${verification.text.en}`,
);

heading("When");
const plan = createPlan(rolloutTemplate, {
  start: "2027-03-01",
  calendar: { holidays: ["2027-03-26", "2027-03-29", "2027-05-06", "2027-06-25"] },
  decisions: { "migration-ordered": false, "guardians-invited": true },
  // The training can't begin before access is live.
  dates: { "key-person-training": { notBefore: "2027-05-17" } },
});
for (const { id, date, totalFloat } of schedule(plan).milestones)
  console.log(`  ${id} ${date}, float ${totalFloat} days`);

heading("Who is missing at the first milestone");
const kernel = compile(rolloutTemplate);
const steering = { party: "customer", body: "steering-group" };
const log: Event[] = [];
let state = kernel.initial();
const give = (command: Parameters<typeof kernel.decide>[1], actor: { party: string; body?: string }) => {
  const result = kernel.decide(state, command, { actor, at: "2027-03-19T09:00:00Z" });
  if (!result.ok) {
    console.log(`  ${command.type}: ${result.error.en}`);
    for (const { title, by } of result.error.unmet.slice(0, 3)) console.log(`    ${title.en} (${by.join(" or ")})`);
    return;
  }
  log.push(...result.value);
  state = result.value.reduce(kernel.evolve, state);
};
give({ type: "review", milestone: "m1", outcome: "approve" }, steering);

give({ type: "decide", decision: "migration-ordered", value: false }, steering);
for (const { id, responsible } of rolloutTemplate.phases[0]?.activities ?? [])
  if (kernel.isIncluded(state, id)) give({ type: "complete", activity: id }, { party: responsible[0] ?? "customer" });
give({ type: "review", milestone: "m1", outcome: "approve" }, steering);
console.log(`  m1 is ${state.milestones["m1"]?.status} after ${log.length} events`);

heading("Work that is opened again");
give({ type: "reopen", activity: "risk-analysis", reason: "a new supplier of the register" }, { party: "supplier" });
console.log(
  `  m1 is ${state.milestones["m1"]?.status}; the log gives the same state: ${JSON.stringify(kernel.fold(log)) === JSON.stringify(state)}`,
);
