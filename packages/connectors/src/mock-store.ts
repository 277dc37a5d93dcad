import { isObject, type Json } from "./row-reader.ts";
import type { Ss12000Dataset, Ss12000List } from "./ss12000-model.ts";

/** An object that is gone. */
export interface MockDeleted {
  readonly list: Ss12000List;
  readonly id: string;
  /** When it was deleted: ISO 8601 instant. */
  readonly at: string;
}

/** The register that a mock holds, and what has been deleted from it. */
export interface MockStore {
  rows(list: Ss12000List): readonly Json[];
  find(list: Ss12000List, id: string): Json | undefined;
  /** Puts a row at the end of its list, or in the place of the one with its id; stamps it. */
  put(list: Ss12000List, row: Json): void;
  /** Puts a row first in its list, before any reader's place. */
  putFirst(list: Ss12000List): void;
  /** Takes a row out; false when there is none with this id. */
  remove(list: Ss12000List, id: string): boolean;
  removeFirst(list: Ss12000List): void;
  /** What was deleted after a time (epoch milliseconds); all of it when that is not a number. */
  deletedAfter(time: number): readonly MockDeleted[];
}

export function mockStore(dataset: Ss12000Dataset, before: readonly MockDeleted[], now: () => number): MockStore {
  const jsonRows = (rows: readonly unknown[]): readonly Json[] => rows.filter(isObject);
  const lists: Record<Ss12000List, readonly Json[]> = {
    organisations: jsonRows(dataset.organisations),
    persons: jsonRows(dataset.persons),
    groups: jsonRows(dataset.groups),
    duties: jsonRows(dataset.duties),
    placements: jsonRows(dataset.placements),
    activities: jsonRows(dataset.activities),
  };
  const deleted = [...before];
  const instant = (): string => new Date(now()).toISOString();
  const find = (list: Ss12000List, id: string): Json | undefined => lists[list].find((row) => row["id"] === id);
  function remove(list: Ss12000List, id: string): boolean {
    const rest = lists[list].filter((row) => row["id"] !== id);
    if (rest.length === lists[list].length) return false;
    lists[list] = rest;
    // A clock that stands still would hide it from "deleted after the first answer".
    deleted.push({ list, id, at: new Date(now() + 1).toISOString() });
    return true;
  }
  return {
    rows: (list) => lists[list],
    find,
    put(list, row) {
      const old = find(list, String(row["id"]));
      const created = isObject(old?.["meta"]) ? old["meta"]["created"] : instant();
      const stamped = { ...row, meta: { created, modified: instant() } };
      lists[list] =
        old === undefined ? [...lists[list], stamped] : lists[list].map((one) => (one === old ? stamped : one));
    },
    putFirst(list) {
      const created = instant();
      lists[list] = [
        { ...lists[list][0], id: `added-${created}`, meta: { created, modified: created } },
        ...lists[list],
      ];
    },
    remove,
    removeFirst: (list) => void remove(list, String(lists[list][0]?.["id"])),
    deletedAfter: (time) => deleted.filter(({ at }) => Number.isNaN(time) || Date.parse(at) > time),
  };
}
