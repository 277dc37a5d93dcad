import type { Entity } from "./batch.ts";
import { match } from "./match.ts";
import type { Operation, Plan } from "./plan.ts";
import { protectedAside } from "./protection.ts";
import type { ReconcileOptions } from "./reconcile.ts";
import { rowKey } from "./register.ts";
import type { UnitReview } from "./sign-off.ts";
import { personOf } from "./verification.ts";

/** How the people of a unit and a school type stood in one run, in counts; whoever is there twice counts once. */
export interface QualityCell {
  /** Target id; absent: all units. */
  readonly unit?: string;
  /** Absent: all, and staff. */
  readonly schoolType?: string;
  /** Children, pupils and staff the source has there. */
  readonly people: number;
  /** Of them: known in the register. */
  readonly matched: number;
  /** In the source alone. */
  readonly unmatched: number;
  /** For a person to decide: disputed, or sharing an id or a number. */
  readonly disputed: number;
  /** Kept out as protected. */
  readonly withheld: number;
  /** Known, and nothing of theirs differs from the source. */
  readonly verified: number;
  /** People the register has there, in use. */
  readonly inRegister: number;
  /** Of them: no longer there in the source. */
  readonly stale: number;
  /** Of the source's people: those of units that were verified or signed off before. */
  readonly settled: number;
  /** Of the settled: changed by the plan since. */
  readonly changed: number;
  /** Records that people have looked at, and that were wrong; by unit, and of all. */
  readonly checked: number;
  readonly wrong: number;
}

/** All cells of a run: of all, by school type, by unit, and by both. Plain data without anybody in it. */
export interface QualityRun {
  readonly readAt: string;
  readonly cells: readonly QualityCell[];
}

export interface QualityOptions extends ReconcileOptions {
  /** What remains, from `verification`. */
  readonly remaining: Plan;
  /** The plan that was applied before this verification. */
  readonly plan?: Plan;
  /** The units' reviews as they were when it was applied. */
  readonly reviews?: readonly UnitReview[];
}

type Status = "people" | "matched" | "unmatched" | "disputed" | "withheld" | "verified" | "settled" | "changed";
type Counted = Record<Status | "inRegister" | "stale", Set<string>>;

/**
 * Sums up a run for the quality series: whom the register knows, who reads like the source, who is disputed, stale, or changed
 * after their unit was verified. O(rows).
 * @example
 * const { remaining } = verification({ source, target });
 * series = noteQuality(series, qualityOf({ source, target, remaining }));
 */
export function qualityOf(options: QualityOptions): QualityRun {
  const { source, target, decisions = [], candidates = [], policy = {}, remaining, plan, reviews = [] } = options;
  const linksDefinite = policy.likeness === "link-definite";
  const { targetOf, aside } = match({ source, target, decisions, candidates, linksDefinite });
  const withheld = new Set(remaining.aside.flatMap(({ why, sourceId }) => (why === protectedAside ? [sourceId] : [])));
  const differing = peopleOf(remaining.operations);
  const changed = peopleOf(plan?.operations ?? []);
  const settled = new Set(
    reviews.flatMap(({ state, unit }) => (state === "verified" || state === "signedOff" ? [unit] : [])),
  );
  const cells = new Cells();

  for (const { person, unit: sourceUnit, schoolType } of places(source)) {
    const unit = targetOf.units.get(sourceUnit) ?? sourceUnit;
    const id = targetOf.persons.get(person);
    const add = (status: Status): void => cells.add(unit, schoolType, status, person);
    add("people");
    if (withheld.has(person)) add("withheld");
    else if (aside.has(rowKey("persons", person))) add("disputed");
    else add(id === undefined ? "unmatched" : "matched");
    if (id !== undefined && !withheld.has(person) && !differing.has(id)) add("verified");
    if (settled.has(unit)) add("settled");
    if (settled.has(unit) && id !== undefined && changed.has(id)) add("changed");
  }
  const inactive = new Set(target.inactive);
  const gone = new Set(
    remaining.operations.flatMap(({ kind, entity, id }) => (kind === "deactivate" ? [rowKey(entity, id)] : [])),
  );
  for (const { entity, id, person, unit, schoolType } of places(target)) {
    const key = rowKey(entity, id);
    if (inactive.has(key)) continue;
    cells.add(unit, schoolType, "inRegister", person);
    if (gone.has(key)) cells.add(unit, schoolType, "stale", person);
  }
  return { readAt: source.readAt, cells: cells.all(reviews) };
}

/** Runs of the series that are kept: a reading a night for more than a year. */
const keptRuns = 400;

/** Notes a run in the series; one of the same reading takes the place of the earlier. */
export function noteQuality(series: readonly QualityRun[], run: QualityRun): readonly QualityRun[] {
  return [...series.filter(({ readAt }) => readAt !== run.readAt), run].slice(-keptRuns);
}

/** People whom operations are about, target ids. */
function peopleOf(operations: readonly Operation[]): ReadonlySet<string> {
  return new Set(operations.flatMap((operation) => (operation.entity === "links" ? [] : (personOf(operation) ?? []))));
}

interface Place {
  readonly entity: Entity;
  readonly id: string;
  readonly person: string;
  readonly unit: string;
  readonly schoolType?: string;
}

/** Where people are: pupils and children by school type, staff without. */
function places({
  enrolments,
  placements,
  duties,
}: Pick<QualityOptions["source"], "enrolments" | "placements" | "duties">): readonly Place[] {
  return [
    ...enrolments.map(({ id, person, unit, schoolType }): Place => ({
      entity: "enrolments",
      id,
      person,
      unit,
      schoolType,
    })),
    ...placements.map(({ id, person, unit, schoolType }): Place => ({
      entity: "placements",
      id,
      person,
      unit,
      schoolType,
    })),
    ...duties.map(({ id, person, unit }): Place => ({ entity: "duties", id, person, unit })),
  ];
}

class Cells {
  readonly #cells = new Map<
    string,
    { readonly unit?: string; readonly schoolType?: string; readonly counted: Counted }
  >();

  /** Counts somebody in the four cells that they are in, once in each. */
  add(unit: string, schoolType: string | undefined, status: keyof Counted, person: string): void {
    this.#cell({}).counted[status].add(person);
    this.#cell({ unit }).counted[status].add(person);
    if (schoolType === undefined) return;
    this.#cell({ schoolType }).counted[status].add(person);
    this.#cell({ unit, schoolType }).counted[status].add(person);
  }

  #cell(of: { readonly unit?: string; readonly schoolType?: string }) {
    // A separator before every letter, so that the whole comes first.
    const key = `${of.unit ?? ""}\u0000${of.schoolType ?? ""}`;
    const known = this.#cells.get(key) ?? { ...of, counted: newCounted() };
    this.#cells.set(key, known);
    return known;
  }

  /** The cells in order, the whole first. */
  all(reviews: readonly UnitReview[]): readonly QualityCell[] {
    return [...this.#cells]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { counted, ...of }]): QualityCell => {
        const looked = of.schoolType === undefined ? reviews.filter((one) => (of.unit ?? one.unit) === one.unit) : [];
        const sum = (what: "checked" | "wrong"): number => looked.reduce((total, one) => total + one[what], 0);
        const counts = Object.fromEntries(Object.entries(counted).map(([status, people]) => [status, people.size]));
        return { ...of, ...(counts as Record<keyof Counted, number>), checked: sum("checked"), wrong: sum("wrong") };
      });
  }
}

const newCounted = (): Counted => ({
  people: new Set(),
  matched: new Set(),
  unmatched: new Set(),
  disputed: new Set(),
  withheld: new Set(),
  verified: new Set(),
  inRegister: new Set(),
  stale: new Set(),
  settled: new Set(),
  changed: new Set(),
});
