import type { RolloutState } from "./rollout-state.ts";
import type { Body, Cadence, Template } from "./template.ts";

/** A body as it works now. */
export interface BodyNow {
  readonly body: Body;
  /** Whether its phase has been reached. */
  readonly isActive: boolean;
  /** How often it meets now; absent when the plan does not say. */
  readonly cadence?: Cadence;
}

/**
 * The bodies as they meet now: by the cadence of the rollout from the phase they start in, by that of maintenance once the
 * rollout is closed, and not at all when it was terminated.
 * @example
 * bodiesNow(rolloutTemplate, state).filter(({ isActive }) => isActive);
 */
export function bodiesNow({ bodies, phases }: Template, { status, milestones }: RolloutState): readonly BodyNow[] {
  const isOver = status === "closed" || status === "maintenance";
  return bodies.map((body) => {
    const starts = phases.findIndex(({ id }) => id === body.startsIn);
    const isReached = phases
      .slice(0, Math.max(0, starts))
      .every(({ milestone }) => milestone === undefined || milestones[milestone.id]?.status === "passed");
    const cadence = isOver ? body.maintenance : body.rollout;
    return {
      body,
      isActive: status !== "terminated" && (isOver || isReached),
      ...(cadence === undefined ? {} : { cadence }),
    };
  });
}
