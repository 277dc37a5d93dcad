import type { MockStore } from "./mock-store.ts";
import { idOf, isObject, type Json, listOf } from "./row-reader.ts";

type Belongs = (person: Json, organisation: string, store: MockStore) => boolean;

const isEnrolled: Belongs = (person, organisation) =>
  listOf(person["enrolments"]).some(
    (enrolment) => isObject(enrolment) && idOf(enrolment["enroledAt"]) === organisation,
  );

const isPlaced: Belongs = (person, organisation, store) =>
  store.rows("placements").some((row) => idOf(row["child"]) === person["id"] && idOf(row["placedAt"]) === organisation);

/** Whether somebody the person is responsible for belongs. */
const responsibleFor =
  (belongs: Belongs): Belongs =>
  (person, organisation, store) =>
    store
      .rows("persons")
      .some(
        (child) =>
          listOf(child["responsibles"]).some((one) => isObject(one) && idOf(one["person"]) === person["id"]) &&
          belongs(child, organisation, store),
      );

const relationships: Readonly<Record<string, Belongs>> = {
  enrolment: isEnrolled,
  duty: (person, organisation, store) =>
    store.rows("duties").some((row) => idOf(row["person"]) === person["id"] && idOf(row["dutyAt"]) === organisation),
  "placement.child": isPlaced,
  "placement.owner": (person, organisation, store) =>
    store
      .rows("placements")
      .some(
        (row) =>
          idOf(row["placedAt"]) === organisation && listOf(row["owners"]).some((owner) => idOf(owner) === person["id"]),
      ),
  "responsibleFor.enrolment": responsibleFor(isEnrolled),
  "responsibleFor.placement": responsibleFor(isPlaced),
};

/**
 * The persons who belong to an organisation in the way that the query says, and the query without that; undefined for a way
 * that the standard does not have.
 */
export function belonging(
  persons: readonly Json[],
  query: URLSearchParams,
  store: MockStore,
): { readonly rows: readonly Json[]; readonly rest: URLSearchParams } | undefined {
  const rest = new URLSearchParams(query);
  const organisation = rest.get("relationship.organisation");
  const type = rest.get("relationship.entity.type");
  rest.delete("relationship.organisation");
  rest.delete("relationship.entity.type");
  if (organisation === null && type === null) return { rows: persons, rest };
  const belongs = Object.hasOwn(relationships, type ?? "") ? relationships[type ?? ""] : undefined;
  if (organisation === null || belongs === undefined) return undefined;
  return { rows: persons.filter((person) => belongs(person, organisation, store)), rest };
}
