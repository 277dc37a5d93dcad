import * as fc from "fast-check";
import type { Actor, Command, Context, Outcome } from "../src/command.ts";
import type { Event } from "../src/event.ts";
import type { Result } from "../src/finding.ts";
import { compile, type Kernel } from "../src/kernel.ts";
import type { Rejection } from "../src/rejection.ts";
import type { RolloutState } from "../src/rollout-state.ts";
import type { Activity, Body, Milestone, Phase, Template } from "../src/template.ts";

const text = (word: string) => ({ sv: word, en: word });
const duration = { min: 1, mode: 2, max: 3, basis: "source" } as const;

const bodies: readonly Body[] = [
  { id: "top", title: text("top"), level: "strategic", startsIn: "p0" },
  { id: "work", title: text("work"), level: "operational", startsIn: "p0", escalatesTo: "top" },
];
const roles = ["s", "c"].flatMap((party) =>
  [1, 2].map((seat) => ({ id: `${party}${seat}`, party, title: text(`${party}${seat}`), seats: ["top", "work"] })),
);

const activity = (id: string): fc.Arbitrary<Activity> =>
  fc
    .record({
      obligation: fc.constantFrom("mandatory" as const, "mandatory" as const, "optional" as const),
      responsible: fc.constantFrom([], ["s"], ["c"], ["s", "c"]),
      condition: fc.constantFrom(
        undefined,
        undefined,
        { decision: "d0", is: true },
        { decision: "d0", is: false },
        { decision: "d1", is: true },
      ),
    })
    .map(({ condition, ...rest }) => ({
      id,
      kind: "step",
      title: text(id),
      duration,
      ...rest,
      ...(condition ? { condition } : {}),
    }));

const milestone = (id: string): fc.Arbitrary<Milestone> =>
  fc
    .record({
      party: fc.constantFrom("c", "s"),
      quorum: fc.constantFrom(undefined, undefined, 2),
      submitter: fc.constantFrom(undefined, undefined, true),
    })
    .map(({ party, quorum, submitter }) => ({
      id,
      title: text(id),
      approver: { party, body: "top", ...(quorum === undefined ? {} : { quorum }) },
      ...(submitter ? { submitter: party === "c" ? "s" : "c" } : {}),
      criteria: [],
    }));

/** Valid templates: 1 to 3 phases with up to `most` activities each, two decisions, two parties, two bodies. */
export const templates = (most = 4): fc.Arbitrary<Template> =>
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: most }), fc.boolean()), { minLength: 1, maxLength: 3 })
    .chain((shape) =>
      fc.tuple(
        ...shape.map(([count, hasGate], index) => {
          const id = `p${index}`;
          // The last phase has a milestone, so that all work is guarded.
          const gate = hasGate || index === shape.length - 1 ? milestone(`m${index}`) : fc.constant(undefined);
          const work = fc.tuple(...Array.from({ length: count }, (_, place) => activity(`${id}a${place}`)));
          return fc.tuple(gate, work).map(([own, activities]): Phase => ({
            id,
            title: text(id),
            weeks: { min: 1, max: 2 },
            activities,
            ...(own ? { milestone: own } : {}),
          }));
        }),
      ),
    )
    .map((phases) => ({
      id: "random",
      version: "1.0.0",
      title: text("random"),
      parties: [
        { id: "s", title: text("supplier") },
        { id: "c", title: text("customer") },
      ],
      roles,
      bodies,
      subprojects: [],
      decisions: ["d0", "d1"].map((id) => ({ id, title: text(id), by: "c" })),
      phases,
      links: [],
    }));

export const actors: readonly Actor[] = ["s", "c"].flatMap((party) => [
  { party },
  { party, body: "top", id: `${party}1` },
  { party, body: "top", id: `${party}2` },
  { party, body: "work", id: `${party}1` },
]);

/** Commands of every kind for a template, sensible and not. */
function commandsFor(template: Template): readonly Command[] {
  const activities = template.phases.flatMap((phase) => phase.activities.map(({ id }) => id));
  const gates = template.phases.flatMap((phase) => (phase.milestone ? [phase.milestone.id] : []));
  const outcomes: readonly Outcome[] = ["approve", "approve", "approve", "recycle", "hold"];
  return [
    ...["d0", "d1"].flatMap((decision) => [true, false].map((value): Command => ({ type: "decide", decision, value }))),
    ...[...activities, "nothing"].flatMap((id): readonly Command[] => [
      { type: "start", activity: id },
      { type: "complete", activity: id },
      { type: "complete", activity: id },
      { type: "reopen", activity: id, reason: "because" },
    ]),
    ...gates.flatMap((id): readonly Command[] => [
      { type: "submit", milestone: id },
      { type: "submit", milestone: id },
      ...outcomes.map((outcome): Command => ({ type: "review", milestone: id, outcome })),
      { type: "review", milestone: id, outcome: "approve-with-conditions", conditions: ["x", "y"] },
      { type: "fulfil", milestone: id, condition: "x" },
      { type: "fulfil", milestone: id, condition: "y" },
    ]),
    { type: "raise", issue: "i0" },
    ...gates.map((id): Command => ({ type: "raise", issue: `i-${id}`, blocks: id })),
    ...["i0", ...gates.map((id) => `i-${id}`)].flatMap((issue): readonly Command[] => [
      { type: "escalate", issue },
      { type: "settle", issue, decision: "so" },
      { type: "return", issue },
    ]),
    { type: "hand-over" },
  ];
}

/** One command given, and what became of it. */
export interface Step {
  readonly command: Command;
  readonly context: Context;
  readonly before: RolloutState;
  readonly result: Result<readonly Event[], Rejection>;
  readonly after: RolloutState;
}

/** Freezes a value and all it holds, so that a change would throw. */
function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}

/** Plays a rollout: each pick chooses a command and who gives it; every other pick only among those that are accepted. */
export function* play(
  template: Template,
  picks: readonly number[],
  kernel: Kernel = compile(template),
): Generator<Step> {
  const all = commandsFor(template).flatMap((command) => actors.map((actor) => ({ command, actor })));
  let state = frozen(kernel.initial());
  for (const [index, pick] of picks.entries()) {
    const at = `2027-01-01T00:00:${String(index % 60).padStart(2, "0")}Z`;
    const first = all[pick % all.length]!;
    const isAccepted = ({ command, actor }: typeof first) => kernel.decide(state, command, { actor, at }).ok;
    // Every other time the next that is accepted, so that rollouts get somewhere.
    const turned = [...all.slice(pick % all.length), ...all.slice(0, pick % all.length)];
    const chosen = (index % 2 === 1 ? turned.find(isAccepted) : undefined) ?? first;
    const context = { actor: chosen.actor, at };
    const result = kernel.decide(state, chosen.command, context);
    const after = frozen(result.ok ? result.value.reduce(kernel.evolve, state) : state);
    yield { command: chosen.command, context, before: state, result, after };
    state = after;
  }
}

/** A template and a long row of picks. */
export const games = (length: number, most = 4): fc.Arbitrary<readonly [Template, readonly number[]]> =>
  fc.tuple(templates(most), fc.array(fc.nat({ max: 1_000_000 }), { minLength: length, maxLength: length }));
