import { onScopeDispose, type ShallowRef, shallowRef } from "vue";
import type { LiveRollout } from "./live-rollout.ts";
import type { RolloutState } from "./rollout-state.ts";

/**
 * The state of a rollout in a Vue component or scope, set anew when it changes.
 * @example
 * const state = useRollout(live); // state.value.milestones["m1"]?.status
 */
export function useRollout(live: LiveRollout): Readonly<ShallowRef<RolloutState>> {
  const state = shallowRef(live.getSnapshot());
  onScopeDispose(live.subscribe(() => (state.value = live.getSnapshot())));
  return state;
}
