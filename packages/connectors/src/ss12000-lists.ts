import type { ListEnd } from "./list-end.ts";
import type { Client } from "./source-client.ts";
import { join, sourceFaults } from "./source-options.ts";
import type { Dialect } from "./ss12000-dialect.ts";
import type { Mapper } from "./ss12000-map.ts";
import { type Ss12000List, ss12000Lists } from "./ss12000-model.ts";
import { readList } from "./ss12000-pages.ts";

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
  readonly filters?: Readonly<Record<string, string>>;
  readonly mapper: Mapper;
  readonly onProgress: ((progress: Ss12000Progress) => void) | undefined;
}

/** Reads every list that the dialect has into the mapper, and says how each ended. */
export async function readLists(options: ReadListsOptions): Promise<Partial<Record<Ss12000List, ListEnd>>> {
  const { client, base, dialect, pageSize, maxPages, filters = {}, mapper, onProgress } = options;
  const ends: Partial<Record<Ss12000List, ListEnd>> = {};
  for (const list of ss12000Lists) {
    const path = dialect.paths[list];
    if (path === undefined) continue;
    let rows = 0;
    const end = await readList({
      client,
      list,
      url: join(base, path),
      pageSize,
      maxPages,
      filters,
      onRows(received, page) {
        for (const row of received) mapper.add(list, row, `${list}, row ${(rows += 1)}`);
        onProgress?.({ list, page, rows });
      },
    });
    ends[list] = end;
    // What keeps a whole source from answering is not tried again on every list.
    if (end.state !== "broken" || !sourceFaults.has(end.finding.code)) continue;
    for (const rest of ss12000Lists) ends[rest] ??= end;
    break;
  }
  return ends;
}
