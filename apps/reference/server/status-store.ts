import type { Status, StepView } from "./status.ts";
import type { Store } from "./store.ts";

/** The parts of the status that are kept one by one, each by the step that makes it. */
export type StatusPart = Exclude<keyof Status, "updatedAt">;

const parts: readonly StatusPart[] = ["municipality", "steps", "sync", "plan", "training", "risk", "scb"];
const key = (part: StatusPart) => `status.${part}`;

/** Keeps one part of the status. */
export function keepStatus<Part extends StatusPart>(store: Store, part: Part, value: Status[Part], at: string): void {
  store.set(key(part), value, at);
  store.set("status.updatedAt", at, at);
}

/** The status as it is kept. A part that no step has made yet is absent. */
export function readStatus(store: Store): Status {
  const kept = parts.flatMap((part) => {
    const value = store.get(key(part));
    return value === undefined ? [] : [[part, value] as const];
  });
  return {
    municipality: { code: "", name: "" },
    updatedAt: (store.get("status.updatedAt") as string | undefined) ?? "",
    steps: [],
    ...Object.fromEntries(kept),
  };
}

/** Keeps the steps of a job as they go on, and tells whoever listens. */
export function stepKeeper(
  store: Store,
  waiting: readonly StepView[],
  { now, onStep }: { now: () => Date; onStep: (step: StepView) => void },
): (step: StepView) => void {
  let steps = waiting;
  const states = new Map<string, StepView["state"]>();
  let keptAt = now();
  keepStatus(store, "steps", steps, keptAt.toISOString());
  return (step) => {
    steps = steps.map((known) => (known.id === step.id ? step : known));
    const at = now();
    // Every change of state, and progress once a second: enough for whoever watches, and few writes.
    if (states.get(step.id) !== step.state || at.getTime() - keptAt.getTime() >= 1000) {
      keepStatus(store, "steps", steps, at.toISOString());
      keptAt = at;
    }
    states.set(step.id, step.state);
    onStep(step);
  };
}
