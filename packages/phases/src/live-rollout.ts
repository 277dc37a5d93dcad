import type { Command, Context } from "./command.ts";
import type { Handled, RolloutLog } from "./rollout-log.ts";
import type { RolloutState } from "./rollout-state.ts";

/** A rollout that tells when it changes: what a user interface binds to. */
export interface LiveRollout {
  /** Calls back after every change, until the function it returns is called. */
  readonly subscribe: (changed: () => void) => () => void;
  /** The newest state that is known; the same object until it changes. */
  readonly getSnapshot: () => RolloutState;
  /** Handles a command and, when it was accepted, tells. */
  readonly send: (command: Command, context: Context) => Promise<Handled>;
  /** Reads what others have appended. */
  readonly refresh: () => Promise<void>;
}

/**
 * Loads a rollout and keeps it. `useRollout(live)` in `/react` and `/vue` follows it.
 * @example
 * const live = await liveRollout(rolloutLog({ store, stream: "ekbacka", template: rolloutTemplate }));
 */
export async function liveRollout(log: RolloutLog): Promise<LiveRollout> {
  let { state } = await log.load();
  const listeners = new Set<() => void>();
  const put = (next: RolloutState) => {
    if (next.revision === state.revision) return;
    state = next;
    for (const changed of listeners) changed();
  };
  return {
    subscribe(changed) {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    },
    getSnapshot: () => state,
    async send(command, context) {
      const handled = await log.handle(command, context);
      if (handled.ok) put(handled.value.state);
      return handled;
    },
    async refresh() {
      put((await log.load()).state);
    },
  };
}
