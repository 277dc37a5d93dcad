import { isObject, listOf, textOf } from "./row-reader.ts";
import { type Ss12000List, ss12000Lists } from "./ss12000-model.ts";

/** An object that the source says it has deleted. */
export interface Ss12000Deleted {
  /** The list it was in: one that we read, or another name as the source writes it. */
  readonly list: Ss12000List | (string & {});
  readonly id: string;
}

/** Names as they are met: the standard's own misspelling, and the singular of the flat shape. */
const spellings: ReadonlyMap<string, Ss12000List> = new Map(
  Object.entries({
    activitites: "activities",
    activity: "activities",
    duty: "duties",
    group: "groups",
    organisation: "organisations",
    person: "persons",
    placement: "placements",
  } as const),
);

/** The list that a name means, in any spelling; undefined for one that is not read. */
export function listNamed(name: string): Ss12000List | undefined {
  const lower = name.toLowerCase();
  return ss12000Lists.find((list) => list === lower) ?? spellings.get(lower);
}

const listName = (name: string): string => listNamed(name) ?? name;

/**
 * Reads an answer of `deletedEntities` in both shapes (`{ data: { persons: [id] } }` and the flat
 * `[{ entityType, id }]`) and both spellings (`activitites`, as the standard has it, and `activities`).
 * @returns undefined when the answer has neither shape; unknown lists are kept under their own name
 * @example
 * deletedIds({ data: { activitites: ["a1"] }, pageToken: null }); // { ids: [{ list: "activities", id: "a1" }] }
 */
export function deletedIds(
  json: unknown,
): { readonly ids: readonly Ss12000Deleted[]; readonly next?: string } | undefined {
  const data = isObject(json) && json["data"] !== undefined ? json["data"] : json;
  const next = isObject(json) ? textOf(json["pageToken"]) : undefined;
  const withNext = (ids: readonly Ss12000Deleted[]) => (next === undefined ? { ids } : { ids, next });
  if (Array.isArray(data)) {
    const entries = data.map((entry: unknown) => ({
      type: isObject(entry) ? textOf(entry["entityType"]) : undefined,
      id: isObject(entry) ? textOf(entry["id"]) : undefined,
    }));
    const ids: Ss12000Deleted[] = [];
    for (const { type, id } of entries) {
      if (type === undefined || id === undefined) return undefined;
      ids.push({ list: listName(type), id });
    }
    return withNext(ids);
  }
  if (!isObject(data)) return undefined;
  return withNext(
    Object.entries(data)
      .filter(([name]) => name !== "pageToken")
      .flatMap(([name, ids]) => {
        const list = listName(name);
        return listOf(ids)
          .map(textOf)
          .flatMap((id) => (id === undefined ? [] : [{ list, id }]));
      }),
  );
}
