import type { Command, Context } from "./command.ts";
import type { Event } from "./event.ts";
import type { Conflict, EventStore } from "./event-store.ts";
import type { Finding, Result } from "./finding.ts";
import { compile, type Kernel } from "./kernel.ts";
import { canonical, type Digest, entries, type Entry } from "./log.ts";
import { type Mapping, migrate, type Migration } from "./migrate.ts";
import type { Rejection } from "./rejection.ts";
import type { RolloutState } from "./rollout-state.ts";
import type { Template } from "./template.ts";
import { upcast, type Upcasters } from "./upcast.ts";

/** A state with what it was computed from, so that it is used only for that. A cache: it can be thrown away. */
export interface Snapshot {
  readonly form: "milstolpe.phases.snapshot/1";
  /** Digest of the template. */
  readonly template: string;
  readonly state: RolloutState;
  /** Last entry it holds. */
  readonly last?: Entry;
}

export interface RolloutLogOptions {
  readonly store: EventStore;
  readonly stream: string;
  readonly template: Template;
  /** Templates by which earlier entries were decided, when the rollout has changed its template. */
  readonly earlier?: readonly Template[];
  /** With it the entries are chained by hashes, and snapshots are known by their template. */
  readonly digest?: Digest;
  readonly upcasters?: Upcasters;
}

/** What a command came to: the events that were appended and the state after them, or why not. */
export type Handled = Result<
  { readonly events: readonly Event[]; readonly state: RolloutState; readonly last: Entry | undefined },
  Rejection | Conflict
>;

/** A rollout on a store. */
export interface RolloutLog {
  /** The state as the log has it now. A snapshot of the same template saves reading what it holds; another is ignored. */
  readonly load: (snapshot?: Snapshot) => Promise<Loaded>;
  /**
   * Decides on the newest state and appends. When somebody was faster, work reports, decisions and matters are decided
   * again on what is there now; a review is not: whoever reviews should see what has changed.
   */
  readonly handle: (command: Command, context: Context) => Promise<Handled>;
  /**
   * Goes on by `template` from one of the earlier ones: what `migrate` refuses is returned. Do it before anything else is
   * handled by the new template.
   */
  readonly migrate: (mapping: Mapping, context: Context) => Promise<Result<Migration, readonly Finding[] | Conflict>>;
  /** The state as a cache. Without a digest there is nothing to know its template by: undefined. */
  readonly snapshot: (loaded: Loaded) => Snapshot | undefined;
}

/** A state and the last entry it holds. */
export interface Loaded {
  readonly state: RolloutState;
  readonly last: Entry | undefined;
}

/**
 * A rollout whose events are kept in a store.
 * @example
 * const log = rolloutLog({ store: memoryStore(), stream: "ekbacka", template: rolloutTemplate });
 * await log.handle({ type: "complete", activity: "staffing" }, { actor: { party: "customer" }, at: "2027-03-05T10:00:00Z" });
 */
export function rolloutLog(options: RolloutLogOptions): RolloutLog {
  const { store, stream, template, earlier = [], digest, upcasters = {} } = options;
  const kernel: Kernel = compile(template);
  const kernels = new Map([...earlier, template].map((one) => [`${one.id}@${one.version}`, compile(one)]));
  const templateDigest = digest?.(JSON.stringify(canonical(template)));

  async function load(snapshot?: Snapshot): Promise<Loaded> {
    const isOurs =
      snapshot !== undefined &&
      snapshot.form === "milstolpe.phases.snapshot/1" &&
      templateDigest !== undefined &&
      snapshot.template === templateDigest;
    const from: Loaded = isOurs
      ? { state: snapshot.state, last: snapshot.last }
      : { state: kernel.initial(), last: undefined };
    const rest = await store.read(stream, from.last?.revision ?? 0);
    return { state: folded(rest, from.state), last: rest.at(-1) ?? from.last };
  }

  /** Each entry by the kernel of its own template; nearly always all of them by one. */
  function folded(log: readonly Entry[], start: RolloutState): RolloutState {
    const events = upcast(log, upcasters);
    let state = log[0]?.revision === 1 ? kernelOf(log[0]).initial() : start;
    for (let first = 0; first < log.length;) {
      const by = log[first]!;
      const next = log.findIndex((entry, index) => index > first && entry.template !== by.template);
      const end = next === -1 ? log.length : next;
      state = kernelOf(by).fold(events.slice(first, end), state);
      first = end;
    }
    return state;
  }

  function kernelOf({ template: name, revision }: Entry): Kernel {
    const found = kernels.get(name);
    if (!found) throw new RangeError(`entry ${stream}/${revision} was decided by ${name}, which was not given`);
    return found;
  }

  const following = (events: readonly Event[], last: Entry | undefined) =>
    entries(events, {
      stream,
      template,
      ...(last === undefined ? {} : { after: last }),
      ...(digest === undefined ? {} : { digest }),
    });

  async function handle(command: Command, context: Context): Promise<Handled> {
    for (;;) {
      const { state, last } = await load();
      const decided = kernel.decide(state, command, context);
      if (!decided.ok) return decided;
      const added = following(decided.value, last);
      const appended = await store.append(stream, last?.revision ?? 0, added);
      if (appended.ok) {
        return {
          ok: true,
          value: { events: decided.value, state: kernel.fold(decided.value, state), last: added.at(-1) ?? last },
        };
      }
      if (command.type === "review") return appended;
    }
  }

  return {
    load,
    handle,
    async migrate(mapping, context) {
      const { state, last } = await load();
      const migration = migrate(state, template, mapping, context);
      if (!migration.ok) return migration;
      const appended = await store.append(stream, last?.revision ?? 0, following([migration.value.event], last));
      return appended.ok ? migration : appended;
    },
    snapshot: ({ state, last }) =>
      templateDigest === undefined
        ? undefined
        : {
            form: "milstolpe.phases.snapshot/1",
            template: templateDigest,
            state,
            ...(last === undefined ? {} : { last }),
          },
  };
}
