import type { ListEnd } from "./list-end.ts";
import type { Ss12000List } from "./ss12000-model.ts";

/** Filters of one question about a list. */
export type Ss12000Query = Readonly<Record<string, string>>;

/** How somebody belongs to an organisation, by the standard's names: pupils, staff, children placed, and whose they are. */
const relationships = [
  "enrolment",
  "duty",
  "placement.child",
  "placement.owner",
  "responsibleFor.enrolment",
  "responsibleFor.placement",
];

/**
 * The questions by which the rows of some organisations are read: one for each organisation, since the standard's filters
 * take one, and for persons one for each way of belonging. Organisations themselves are few, and read whole.
 */
export function queriesFor(list: Ss12000List, organisations: readonly string[] | undefined): readonly Ss12000Query[] {
  if (organisations === undefined || list === "organisations") return [{}];
  if (list !== "persons") return organisations.map((organisation) => ({ organisation }));
  return organisations.flatMap((organisation) =>
    relationships.map((type) => ({ "relationship.organisation": organisation, "relationship.entity.type": type })),
  );
}

/** How a list ended that was read by several questions: as the first that did not come to its end. */
export function endOfAll(ends: readonly ListEnd[]): ListEnd {
  const broken = ends.find(({ state }) => state === "broken") ?? ends.find(({ state }) => state === "withheld");
  if (broken !== undefined) return broken;
  return { state: "complete", pages: ends.reduce((sum, end) => sum + (end.state === "complete" ? end.pages : 0), 0) };
}
