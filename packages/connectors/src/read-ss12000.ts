import type { Batch, Entity } from "@milstolpe/sync";
import { within } from "./coverage-within.ts";
import { findingLog } from "./finding-log.ts";
import { finding } from "./ss12000-messages.ts";
import { assembleBatch } from "./ss12000-batch.ts";
import type { Client } from "./source-client.ts";
import { baseOf, clientOf, join, type SourceOptions, tellPlainHttp } from "./source-options.ts";
import { deletedIds } from "./ss12000-deleted.ts";
import { type Dialect, standardDialect } from "./ss12000-dialect.ts";
import { readLists, type Ss12000Progress } from "./ss12000-lists.ts";
import { ss12000Mapper } from "./ss12000-map.ts";
import { type Ss12000List, ss12000Lists } from "./ss12000-model.ts";
import type { ListEnd } from "./list-end.ts";
import { openPage } from "./ss12000-pages.ts";

export interface ReadSs12000Options extends SourceOptions {
  /** Default `standardDialect`. */
  readonly dialect?: Dialect;
  /**
   * Only the rows of these organisations are read, with the guardians of their children: a school that goes first. The batch
   * speaks for their places and groups alone: nobody is gone from the register for not being there. Name a Skola as well where
   * a source has its groups and duties there. Default: all.
   */
  readonly organisations?: readonly string[];
  /** Fields this client has no permission to see, by entity: they are left out of the coverage. */
  readonly withheld?: Readonly<Partial<Record<Entity, readonly string[]>>>;
  /** Name of the source in the batch. Default `ss12000`. */
  readonly source?: string;
  readonly onProgress?: (progress: Ss12000Progress) => void;
}

/**
 * Reads a whole register over SS 12000 into a batch. Never rejects for what the source does: a refusal, a half page, a
 * broken JSON, a page token that comes twice or pages that change under the reading are findings, and
 * `health.complete` is false. Rows that can't be used are in `rejected`, the rest goes on. What the source does not
 * show (a list, a field) is left out of `coverage`, so that it never counts as empty.
 * @throws TypeError when `baseUrl` is not an http address; RangeError when a number is out of range
 * @throws the reason of `signal` when it is aborted
 * @see SS 12000:2020
 * @example
 * const batch = await readSs12000({ baseUrl, token: clientCredentials({ tokenUrl, clientId, clientSecret }), now: Date.now });
 * if (batch.health.complete) console.log(batch.persons.length);
 */
export async function readSs12000(options: ReadSs12000Options): Promise<Batch> {
  const { dialect = standardDialect, pageSize = 1000, maxPages = 10_000, withheld = {}, onProgress } = options;
  const { organisations } = options;
  const base = baseOf(options.baseUrl);
  const log = findingLog();
  const readAt = new Date(options.now()).toISOString();
  const client = clientOf(options, log);
  tellPlainHttp(base, log);
  const mapper = ss12000Mapper(dialect, log);
  const ends = await readLists({ client, base, dialect, pageSize, maxPages, organisations, mapper, onProgress });
  const mapped = mapper.finish();
  const paged = ss12000Lists.filter((list) => pagesOf(ends[list]) > 1);
  const signs = paged.length === 0 ? 0 : mapped.repeatedIds + (await changesSince(client, base, dialect, paged, log));
  if (signs > 0) log.add(finding("connectors.changed-while-read", paged.join(", "), { count: signs }));
  const batch = assembleBatch({
    source: options.source ?? "ss12000",
    readAt,
    dialect,
    withheld,
    ends,
    mapped,
    undisturbed: signs === 0,
    log,
  });
  if (organisations === undefined) return batch;
  const scoped = within(organisations);
  // The units themselves are few, and were read whole.
  return { ...batch, coverage: batch.coverage.map((entry) => (entry.entity === "units" ? entry : scoped(entry))) };
}

const pagesOf = (end: ListEnd | undefined): number => (end?.state === "complete" ? end.pages : 0);

/**
 * Asks whether anything was created or deleted between the first answer and the last, by the source's own clock: that
 * is what shifts rows from one page to another. Changes to a row move nothing and are not asked for.
 */
async function changesSince(
  client: Client,
  base: URL,
  dialect: Dialect,
  lists: readonly Ss12000List[],
  log: ReturnType<typeof findingLog>,
): Promise<number> {
  const { first, latest } = client.times();
  const since = new Date(first).toISOString();
  const until = new Date(latest + 1000).toISOString();
  let signs = 0;
  let unknown = false;
  for (const list of lists) {
    const query = new URLSearchParams({ "meta.created.after": since, "meta.created.before": until, limit: "1" });
    const answer = await client.get(`${join(base, dialect.paths[list] ?? list)}?${query.toString()}`, list);
    const page = answer.kind === "json" ? openPage(answer.json, list) : undefined;
    if (page === undefined) unknown = true;
    else signs += page.rows.length;
  }
  for (const path of dialect.deletedEntities) {
    const query = new URLSearchParams({ after: since });
    const answer = await client.get(`${join(base, path)}?${query.toString()}`, "deletedEntities");
    const deleted = answer.kind === "json" ? deletedIds(answer.json) : undefined;
    if (deleted === undefined) unknown = true;
    else signs += deleted.ids.filter((entry) => lists.some((list) => list === entry.list)).length;
  }
  if (unknown) log.add(finding("connectors.change-unknown", lists.join(", "), {}));
  return signs;
}
