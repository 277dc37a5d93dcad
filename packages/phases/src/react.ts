import { useSyncExternalStore } from "react";
import type { LiveRollout } from "./live-rollout.ts";
import type { RolloutState } from "./rollout-state.ts";

/**
 * The state of a rollout in a React component, which is drawn again when it changes.
 * @example
 * const state = useRollout(live);
 * return <button onClick={() => live.send(command, context)}>{state.milestones["m1"]?.status}</button>;
 */
export function useRollout(live: LiveRollout): RolloutState {
  return useSyncExternalStore(live.subscribe, live.getSnapshot, live.getSnapshot);
}
