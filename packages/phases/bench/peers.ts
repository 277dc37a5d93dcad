import { createStore } from "@xstate/store";
import { assign, createActor, setup } from "xstate";
import { activitiesOf, milestonesOf, type Template } from "../src/template.ts";

// The same events as others would keep them. Neither checks a rule: they get off lightly.

/** An xstate chart as it is usually drawn: a parallel region for every activity and milestone, an event type for each. */
export function regionActor(template: Template) {
  const activity = (id: string) => ({
    initial: "open",
    states: {
      open: { on: { [`start.${id}`]: "started", [`complete.${id}`]: "done" } },
      started: { on: { [`complete.${id}`]: "done" } },
      done: { on: { [`reopen.${id}`]: "open" } },
    },
  });
  const milestone = (id: string) => ({
    initial: "open",
    states: { open: { on: { [`review.${id}`]: "passed" } }, passed: { on: { [`stale.${id}`]: "open" } } },
  });
  const regions = [
    ...activitiesOf(template).map(({ activity: { id } }) => [id, activity(id)] as const),
    ...milestonesOf(template).map(({ milestone: { id } }) => [id, milestone(id)] as const),
  ];
  const machine = setup({
    types: { context: {} as { revision: number }, events: {} as { type: string } },
    actions: { count: assign({ revision: ({ context }) => context.revision + 1 }) },
  }).createMachine({
    type: "parallel",
    context: { revision: 0 },
    states: Object.fromEntries(regions),
  });
  return createActor(machine).start();
}

/** `@xstate/store` with the same record of activities in its context. */
export function contextStore(template: Template) {
  return createStore({
    context: {
      activities: Object.fromEntries(activitiesOf(template).map(({ activity: { id } }) => [id, "open"])) as Record<
        string,
        string
      >,
      milestones: Object.fromEntries(milestonesOf(template).map(({ milestone: { id } }) => [id, "open"])) as Record<
        string,
        string
      >,
    },
    on: {
      activity: (context, event: { id: string; status: string }) => ({
        ...context,
        activities: { ...context.activities, [event.id]: event.status },
      }),
      milestone: (context, event: { id: string; status: string }) => ({
        ...context,
        milestones: { ...context.milestones, [event.id]: event.status },
      }),
    },
  });
}
