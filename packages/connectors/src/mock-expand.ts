import type { MockStore } from "./mock-store.ts";
import { idOf, isObject, type Json, listOf } from "./row-reader.ts";

type Related = (person: string, store: MockStore) => readonly unknown[];

/** What can be asked for with a person, by the standard's names. */
const related: Readonly<Record<string, Related>> = {
  duties: (person, store) => store.rows("duties").filter((duty) => idOf(duty["person"]) === person),
  placements: (person, store) => store.rows("placements").filter((placement) => idOf(placement["child"]) === person),
  ownedPlacements: (person, store) =>
    store.rows("placements").filter((placement) => listOf(placement["owners"]).some((owner) => idOf(owner) === person)),
  groupMemberships: (person, store) =>
    store.rows("groups").flatMap((group) =>
      listOf(group["groupMemberships"]).flatMap((membership) => {
        if (!isObject(membership) || idOf(membership["person"]) !== person) return [];
        const { person: _, ...rest } = membership;
        return [{ ...rest, group: { id: group["id"] } }];
      }),
    ),
  responsibleFor: (person, store) =>
    store.rows("persons").flatMap((child) =>
      listOf(child["responsibles"]).flatMap((responsible) => {
        if (!isObject(responsible) || idOf(responsible["person"]) !== person) return [];
        return [{ person: { id: child["id"] }, relationType: responsible["relationType"] }];
      }),
    ),
};

/** The values of `expand`; undefined when one of them is not of the standard, which is a 400. */
export function expandsIn(query: URLSearchParams): readonly string[] | undefined {
  const names = query.getAll("expand").flatMap((value) => value.split(","));
  return names.every((name) => Object.hasOwn(related, name)) ? names : undefined;
}

/** A person with what was asked for in `_embedded`. */
export function expanded(person: Json, names: readonly string[], store: MockStore): Json {
  if (names.length === 0) return person;
  const id = String(person["id"]);
  return { ...person, _embedded: Object.fromEntries(names.map((name) => [name, related[name]?.(id, store)])) };
}
