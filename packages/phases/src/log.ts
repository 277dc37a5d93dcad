import type { Event } from "./event.ts";
import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import type { Template } from "./template.ts";

/** An event as it is kept: in which log, as which in order, by which template. */
export interface Entry {
  readonly stream: string;
  /** From 1, without gaps. */
  readonly revision: number;
  /** `id@version` of the template the event was decided by. */
  readonly template: string;
  /** Version of the event's form: see {@link upcast}. */
  readonly schema: number;
  readonly event: Event;
  /** Digest of the entry before, absent in the first; and of this one. Both or neither. */
  readonly previous?: string;
  readonly hash?: string;
}

/** Version of the form of events that this library writes. */
export const eventSchema = 1;

/** A digest of a text, hexadecimal. SHA-256 from the platform or a library: the kernel has none. */
export type Digest = (text: string) => string;

/** The text that an entry's hash is the digest of. */
const bare = ({ stream, revision, template, schema, event, previous }: Entry): string =>
  JSON.stringify([stream, revision, template, schema, canonical(event), previous ?? ""]);

/** The same value with its keys in order, so that it has one text. */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, part]) => [key, canonical(part)]),
  );
}

/**
 * Events as entries that follow a log. With a digest each holds that of the one before, so that nothing can be changed,
 * left out or put in without all after it.
 */
export function entries(
  events: readonly Event[],
  options: { readonly stream: string; readonly template: Template; readonly after?: Entry; readonly digest?: Digest },
): readonly Entry[] {
  const { stream, template, digest } = options;
  let before = options.after;
  return events.map((event) => {
    const entry: Entry = {
      stream,
      revision: (before?.revision ?? 0) + 1,
      template: `${template.id}@${template.version}`,
      schema: eventSchema,
      event,
      ...(before?.hash === undefined ? {} : { previous: before.hash }),
    };
    before = digest ? { ...entry, hash: digest(bare(entry)) } : entry;
    return before;
  });
}

/**
 * What is wrong with a log: a gap, an entry that is there twice or belongs elsewhere, a hash that does not fit, one that is
 * missing. Empty when all is well. Nothing is left out or mended.
 */
export function auditLog(log: readonly Entry[], digest?: Digest): readonly Finding[] {
  const findings: Finding[] = [];
  let before: Entry | undefined;
  const isChained = log.some(({ hash }) => hash !== undefined);
  for (const entry of log) {
    const where = `${entry.stream}/${entry.revision}`;
    const expected = (before?.revision ?? 0) + 1;
    if (before && entry.stream !== before.stream) findings.push(finding("phases.log-stream", where, {}));
    if (entry.revision > expected) findings.push(finding("phases.log-gap", where, { expected }));
    if (entry.revision < expected) findings.push(finding("phases.log-duplicate", where, { expected }));
    if (isChained && entry.hash === undefined) findings.push(finding("phases.log-unsigned", where, {}));
    if (entry.previous !== before?.hash) findings.push(finding("phases.log-chain", where, {}));
    else if (digest && entry.hash !== undefined && digest(bare(entry)) !== entry.hash)
      findings.push(finding("phases.log-hash", where, {}));
    before = entry;
  }
  return findings;
}
