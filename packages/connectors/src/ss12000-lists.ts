import type { ListEnd } from "./list-end.ts";
import { idOf } from "./row-reader.ts";
import type { Client } from "./source-client.ts";
import { join, sourceFaults } from "./source-options.ts";
import type { Dialect } from "./ss12000-dialect.ts";
import type { Mapper } from "./ss12000-map.ts";
import { type Ss12000List, ss12000Lists } from "./ss12000-model.ts";
import { readList } from "./ss12000-pages.ts";
import { endOfAll, queriesFor, type Ss12000Query } from "./ss12000-scope.ts";

/** How far a reading has come. */
export interface Ss12000Progress {
  readonly list: Ss12000List;
  readonly page: number;
  /** Rows of this list so far. */
  readonly rows: number;
}

export interface ReadListsOptions {
  readonly client: Client;
  readonly base: URL;
  readonly dialect: Dialect;
  readonly pageSize: number;
  readonly maxPages: number;
  readonly filters?: Ss12000Query;
  /** Only what belongs to these is asked for. Default: all. */
  readonly organisations?: readonly string[] | undefined;
  readonly mapper: Mapper;
  readonly onProgress: ((progress: Ss12000Progress) => void) | undefined;
}

/** Reads every list that the dialect has into the mapper, and says how each ended. */
export async function readLists(options: ReadListsOptions): Promise<Partial<Record<Ss12000List, ListEnd>>> {
  const { client, base, dialect, pageSize, maxPages, filters = {}, organisations, mapper, onProgress } = options;
  const ends: Partial<Record<Ss12000List, ListEnd>> = {};
  for (const list of ss12000Lists) {
    const path = dialect.paths[list];
    if (path === undefined) continue;
    let rows = 0;
    // Somebody may be both pupil and staff, or at two schools: told of by two questions, they are one.
    const before = new Set<string>();
    const parts: ListEnd[] = [];
    for (const query of queriesFor(list, organisations)) {
      const own: string[] = [];
      const part = await readList({
        client,
        list,
        url: join(base, path),
        pageSize,
        maxPages,
        filters: { ...filters, ...query },
        onRows(received, page) {
          for (const row of received) {
            const id = idOf(row);
            if (id !== undefined && before.has(id)) continue;
            if (organisations !== undefined && id !== undefined) own.push(id);
            mapper.add(list, row, `${list}, row ${(rows += 1)}`);
          }
          onProgress?.({ list, page, rows });
        },
      });
      for (const id of own) before.add(id);
      parts.push(part);
      if (part.state === "broken") break;
    }
    const end = endOfAll(parts);
    ends[list] = end;
    // What keeps a whole source from answering is not tried again on every list.
    if (end.state !== "broken" || !sourceFaults.has(end.finding.code)) continue;
    for (const rest of ss12000Lists) ends[rest] ??= end;
    break;
  }
  return ends;
}
