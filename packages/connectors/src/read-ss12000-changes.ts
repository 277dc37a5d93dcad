import type { Batch, Entities } from "@milstolpe/sync";
import { findingLog } from "./finding-log.ts";
import { withImplied } from "./implied-removals.ts";
import type { ReadSs12000Options } from "./read-ss12000.ts";
import { baseOf, clientOf, join, sourceFaults, tellPlainHttp } from "./source-options.ts";
import { assembleBatch } from "./ss12000-batch.ts";
import type { Client } from "./source-client.ts";
import { deletedIds, type Ss12000Deleted } from "./ss12000-deleted.ts";
import { standardDialect } from "./ss12000-dialect.ts";
import { readLists } from "./ss12000-lists.ts";
import { ss12000Mapper } from "./ss12000-map.ts";
import { finding } from "./ss12000-messages.ts";
import type { Ss12000List } from "./ss12000-model.ts";

export interface ReadSs12000ChangesOptions extends Omit<ReadSs12000Options, "organisations"> {
  /** Changes after this time are asked for: the end of the window before, as an ISO 8601 instant. */
  readonly since: string;
  /** The register as this source left it, in the source's own ids: what a change means depends on what was there. */
  readonly known: Entities;
  /** How far before `since` to ask, since sources differ on whether that very moment is included. Default 2,000 ms. */
  readonly overlapMs?: number;
}

/**
 * Reads what has changed over SS 12000 since a time: rows by `meta.modified`, deletions by `deletedEntities`, and what
 * follows from both: places and guardians that a changed person no longer has, pupils that a changed group no longer has,
 * and what hung on what was deleted. The batch is a delta; its window ends at the source's own clock, where the next one
 * begins.
 *
 * What a teacher no longer teaches shows in no change, and neither does a change that the source does not stamp: read a
 * total now and then, and whenever a window was missed.
 * @throws TypeError when `baseUrl` is not an http address or `since` not an instant
 * @see SS 12000:2020
 * @example
 * const batch = await readSs12000Changes({ baseUrl, token, now: Date.now, since: last.window.to, known });
 */
export async function readSs12000Changes(options: ReadSs12000ChangesOptions): Promise<Batch> {
  const { dialect = standardDialect, pageSize = 1000, maxPages = 10_000, withheld = {}, known, onProgress } = options;
  const { overlapMs = 2000, source = "ss12000" } = options;
  const base = baseOf(options.baseUrl);
  const since = Date.parse(options.since);
  if (Number.isNaN(since)) throw new TypeError("since must be an ISO 8601 instant");
  const from = new Date(since - overlapMs).toISOString();
  const log = findingLog();
  const readAt = new Date(options.now()).toISOString();
  const client = clientOf(options, log);
  tellPlainHttp(base, log);
  const mapper = ss12000Mapper(dialect, log, known.duties);
  const filters = { "meta.modified.after": from };
  const ends = await readLists({ client, base, dialect, pageSize, maxPages, filters, mapper, onProgress });
  // A source that does not answer is not asked once more for what it has deleted.
  const isDown = Object.values(ends).some((end) => end.state === "broken" && sourceFaults.has(end.finding.code));
  const places = isDown ? [] : dialect.deletedEntities.map((path) => join(base, path));
  const deletions = await readDeletions(client, places, from, maxPages);
  for (const found of deletions.findings) log.add(found);
  if (dialect.deletedEntities.length === 0) log.add(finding("connectors.deletions-unknown", "deletedEntities", {}));
  const mapped = mapper.finish();
  const to = new Date(client.times().first).toISOString();
  return assembleBatch({
    source,
    readAt,
    dialect,
    withheld,
    ends,
    mapped,
    undisturbed: deletions.findings.length === 0,
    log,
    delta: { window: { from: options.since, to }, removed: removedRows(mapped.entities, deletions.ids, known) },
  });
}

async function readDeletions(
  client: Client,
  urls: readonly string[],
  after: string,
  maxPages: number,
): Promise<{ readonly ids: readonly Ss12000Deleted[]; readonly findings: readonly ReturnType<typeof finding>[] }> {
  const ids: Ss12000Deleted[] = [];
  const where = "deletedEntities";
  for (const url of urls) {
    const tokens = new Set<string>();
    let token: string | undefined;
    for (let page = 1; ; page += 1) {
      const query = new URLSearchParams(token === undefined ? { after } : { pageToken: token });
      const answer = await client.get(`${url}?${query.toString()}`, `${where}, page ${page}`);
      if (answer.kind === "failed") return { ids, findings: [answer.finding] };
      if (answer.kind === "withheld") return { ids, findings: [finding("connectors.deletions-refused", where, {})] };
      const read = deletedIds(answer.json);
      if (read === undefined)
        return { ids, findings: [finding("connectors.unexpected-shape", where, { list: where })] };
      ids.push(...read.ids);
      if (read.next === undefined) break;
      if (tokens.has(read.next) || page >= maxPages)
        return { ids, findings: [finding("connectors.repeated-token", where, {})] };
      tokens.add(read.next);
      token = read.next;
    }
  }
  return { ids, findings: [] };
}

/** Roles that a group's own list of members gives; others come from duties and activities. */
const listed = new Set(["pupil", "staff"]);

function removedRows(
  told: Entities,
  deleted: readonly Ss12000Deleted[],
  known: Entities,
): NonNullable<Batch["removed"]> {
  const idsIn = (list: Ss12000List): ReadonlySet<string> =>
    new Set(deleted.filter((entry) => entry.list === list).map(({ id }) => id));
  const [units, persons, groups] = [idsIn("organisations"), idsIn("persons"), idsIn("groups")];
  const [duties, placements] = [idsIn("duties"), idsIn("placements")];
  const changed = {
    persons: new Set(told.persons.map(({ id }) => id)),
    groups: new Set(told.groups.map(({ id }) => id)),
  };
  const ids = {
    enrolments: new Set(told.enrolments.map(({ id }) => id)),
    memberships: new Set(told.memberships.map(({ id }) => id)),
    guardianships: new Set(told.guardianships.map(({ id }) => id)),
  };
  return withImplied({
    known,
    removed: {
      units: known.units.filter(({ id }) => units.has(id)),
      persons: known.persons.filter(({ id }) => persons.has(id)),
      groups: known.groups.filter(({ id }) => groups.has(id)),
      duties: known.duties.filter(({ id }) => duties.has(id)),
      placements: known.placements.filter(({ id }) => placements.has(id)),
    },
    isUntold(entity, row) {
      if (entity === "enrolments" && "person" in row)
        return changed.persons.has(row.person) && !ids.enrolments.has(row.id);
      if (entity === "guardianships" && "child" in row)
        return changed.persons.has(row.child) && !ids.guardianships.has(row.id);
      if (entity === "memberships" && "group" in row && "role" in row)
        return changed.groups.has(row.group ?? "") && listed.has(row.role) && !ids.memberships.has(row.id);
      return false;
    },
  });
}
