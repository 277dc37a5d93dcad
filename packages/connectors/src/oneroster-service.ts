import type { Batch, Entities } from "@milstolpe/sync";
import { fileBatch } from "./file-batch.ts";
import type { ListEnd } from "./list-end.ts";
import { oneRosterSpoken } from "./oneroster-coverage.ts";
import { mapOneRoster, type OneRosterRows } from "./oneroster-map.ts";
import { readRestList, type RestListEnd } from "./oneroster-pages.ts";
import { finding, imsxReason } from "./oneroster-rest-messages.ts";
import { type RestList, restLists, restTables } from "./oneroster-rest-rows.ts";
import type { OneRosterTable } from "./oneroster-tables.ts";
import { newReading, type Reading } from "./reading.ts";
import type { Json } from "./row-reader.ts";
import { cedsGrades, type GradeTable } from "./school-grades.ts";
import type { Client } from "./source-client.ts";
import { baseOf, clientOf, join, type SourceOptions, sourceFaults, tellPlainHttp } from "./source-options.ts";

export interface ReadOneRosterRestOptions extends SourceOptions {
  readonly version: "1.1" | "1.2";
  /** Where the lists are below `baseUrl`. Default `ims/oneroster/v1p1` or `ims/oneroster/rostering/v1p2`. */
  readonly path?: string;
  /** Grade codes as Swedish school types. Default `cedsGrades`. */
  readonly grades?: GradeTable;
  /** Name of the source in the batch. Default `oneroster`. */
  readonly source?: string;
  readonly onProgress?: (progress: { readonly list: RestList; readonly page: number; readonly rows: number }) => void;
}

/** A service that is being read. */
export interface OneRosterService {
  readonly reading: Reading;
  /** Reads a list, in the place of what was read of it before; false when the source as a whole can't be read. */
  read(list: RestList, filter?: string): Promise<boolean>;
  rows(list: RestList): readonly Json[];
  /** Whether all of a list has been read: whole, and not only what a filter shows. */
  isWhole(list: RestList): boolean;
  /** Signs that lists moved under the reading. */
  signs(): Promise<number>;
  map(): OneRosterRows;
  /** The source's own time of the first answer. */
  window(): { readonly to: string };
  batch(parts: {
    readonly kind: Batch["kind"];
    readonly entities: Entities;
    readonly removed?: Partial<Entities>;
    readonly window?: Batch["window"];
    readonly known?: Entities;
    readonly sound: boolean;
  }): Batch;
}

/** Begins to read a service: nothing is asked for yet. */
export function oneRosterService(options: ReadOneRosterRestOptions): OneRosterService {
  const { version, pageSize = 1000, maxPages = 10_000, grades = cedsGrades, source = "oneroster" } = options;
  const { path = version === "1.1" ? "ims/oneroster/v1p1" : "ims/oneroster/rostering/v1p2", onProgress } = options;
  const base = baseOf(options.baseUrl);
  const reading = newReading(3);
  const { log } = reading;
  const client: Client = clientOf(options, log, imsxReason);
  tellPlainHttp(base, log);
  const readAt = new Date(options.now()).toISOString();
  const lists = new Map<RestList, readonly Json[]>();
  const ends = new Map<RestList, RestListEnd & { readonly isFiltered: boolean }>();
  const urlOf = (list: RestList): string => join(base, `${path.replace(/^\/+|\/+$/g, "")}/${list}`);
  const stateOf = (list: RestList): ListEnd["state"] | undefined => ends.get(list)?.end.state;

  async function read(list: RestList, filter?: string): Promise<boolean> {
    const rows: Json[] = [];
    const end = await readRestList({
      client,
      list,
      url: urlOf(list),
      pageSize,
      maxPages,
      log,
      ...(filter === undefined ? {} : { filter }),
      // The other attributes are about race, origin and place of birth: what nobody needs is not asked for.
      ...(list === "demographics"
        ? { fields: ["sourcedId", "status", "dateLastModified", version === "1.1" ? "birthdate" : "birthDate", "sex"] }
        : {}),
      onRows(page, number) {
        rows.push(...page);
        onProgress?.({ list, page: number, rows: rows.length });
      },
    });
    const isNews = stateOf(list) !== "withheld";
    ends.set(list, { ...end, isFiltered: filter !== undefined });
    if (end.end.state === "withheld") {
      const code = isCore(list) ? "connectors.list-missing" : "connectors.list-withheld";
      if (isNews) log.add(finding(code, list, { list }));
      lists.delete(list);
      return true;
    }
    lists.set(list, rows);
    if (end.end.state === "complete") return true;
    log.add(end.end.finding);
    return !sourceFaults.has(end.end.finding.code);
  }

  return {
    reading,
    read,
    rows: (list) => lists.get(list) ?? [],
    isWhole: (list) => stateOf(list) === "complete" && ends.get(list)?.isFiltered === false,
    async signs() {
      let signs = 0;
      for (const [list, { end, signs: own, total, isFiltered }] of ends) {
        // What comes into a window while it is read pushes rows back, and none out of it.
        if (isFiltered) continue;
        signs += own;
        // Of demographics even one row more than needed is one too many; they come and go with their users.
        if (list === "demographics") continue;
        if (end.state !== "complete" || end.pages < 2 || total === undefined) continue;
        const answer = await client.get(`${urlOf(list)}?limit=1&offset=0`, list);
        const now = answer.kind === "json" ? Number(answer.headers.get("x-total-count")) : Number.NaN;
        if (Number.isNaN(now)) log.add(finding("connectors.change-unknown", list, {}));
        else if (now !== total) signs += 1;
      }
      return signs;
    },
    map: () => mapOneRoster(restTables(lists, version), version, grades, reading),
    window: () => ({ to: new Date(client.times().first).toISOString() }),
    batch({ kind, entities, removed, window, known, sound }) {
      // What is to be deleted is not in the register: lists of nothing else are as empty as those without rows.
      const core = { orgs: entities.units, users: entities.persons };
      const empty = (["orgs", "users"] as const).filter(
        (list) => kind === "total" && stateOf(list) === "complete" && core[list].length === 0,
      );
      for (const list of empty) log.add(finding("connectors.empty-register", list, { list }));
      const listOf = (table: OneRosterTable): RestList => (table === "roles" ? "users" : table);
      const isRead = restLists.every(
        (list) => stateOf(list) === "complete" || (stateOf(list) === "withheld" && !isCore(list)),
      );
      return fileBatch({
        source,
        readAt,
        kind,
        ...(window === undefined ? {} : { window }),
        ...(removed === undefined ? {} : { removed }),
        ...(known === undefined ? {} : { known }),
        entities,
        reading,
        sound: sound && isRead && empty.length === 0,
        spoken: oneRosterSpoken(
          version,
          (table) => (table !== "roles" || version === "1.2") && lists.has(listOf(table)),
          (table) => stateOf(listOf(table)) === "complete",
        ),
      });
    },
  };
}

/** Without these there is no register. */
const isCore = (list: RestList): boolean => list === "orgs" || list === "users";
