import type { Result } from "./finding.ts";
import type { Entry } from "./log.ts";

/** Somebody else has appended in the meantime. */
export interface Conflict {
  readonly code: "phases.conflict";
  /** Revision the log was expected to end with, and the one it ends with. */
  readonly expected: number;
  readonly found: number;
}

/**
 * Where logs are kept. `storeContract` in `/testing` is what an implementation has to do.
 * Rejects when the world fails: a disk, a connection.
 */
export interface EventStore {
  /**
   * Appends all entries or none. They follow `expected`, the revision of the last entry known (0: none yet), without a gap.
   * Entries that are durable when it resolves.
   */
  append(stream: string, expected: number, entries: readonly Entry[]): Promise<Result<number, Conflict>>;
  /** The entries after a revision, in order. Empty for a stream that does not exist. */
  read(stream: string, after?: number): Promise<readonly Entry[]>;
}

/** A store that lasts as long as the process: for tests, previews and what-if. */
export function memoryStore(): EventStore {
  // Kept as text: what the caller does to an entry afterwards is not ours.
  const streams = new Map<string, readonly string[]>();
  return {
    async append(stream, expected, entries) {
      const log = streams.get(stream) ?? [];
      if (log.length !== expected)
        return { ok: false, error: { code: "phases.conflict", expected, found: log.length } };
      streams.set(stream, [...log, ...entries.map((entry) => JSON.stringify(entry))]);
      return { ok: true, value: expected + entries.length };
    },
    async read(stream, after = 0) {
      return (streams.get(stream) ?? []).slice(after).map((text) => JSON.parse(text) as Entry);
    },
  };
}
