import type { GuardLimits } from "./guard-limits.ts";
import { type GuardResult, orPass, pass, say, smallRegister } from "./guard-result.ts";
import { finding } from "./messages.ts";
import type { Operation, OperationKind, Plan } from "./plan.ts";

const percent = (part: number, all: number): number => Math.round((part / all) * 1000) / 10;

export function removals({ operations, basis }: Plan, limits: GuardLimits): GuardResult {
  const deletions = operations.filter(({ kind }) => kind === "delete").length;
  if (deletions > 0) return say("removals", "hold", finding("sync.deletions", "plan", { deletions }));
  const { count, ...share } = peopleOf({ operations, basis }, ["deactivate"]);
  if (!isOver(count, share.of, limits.removals)) return pass("removals");
  return say("removals", "hold", finding("sync.removals", "persons", { removals: count, ...share }));
}

/** A relation may be emptied while everybody is still there: all guardians gone, all teachers off duty. */
export function relationRemovals({ operations, basis }: Plan, limits: GuardLimits): readonly GuardResult[] {
  const gone = countBy(operations, ({ kind, entity }) => (kind === "deactivate" ? entity : undefined));
  const entities = ["units", "groups", "enrolments", "placements", "duties", "memberships", "guardianships"] as const;
  const held = entities.flatMap((entity): readonly GuardResult[] => {
    const [count, of] = [gone.get(entity) ?? 0, basis.active[entity]];
    const limit = entity === "groups" || entity === "memberships" ? limits.groupRemovals : limits.relationRemovals;
    if (!isOver(count, of, limit)) return [];
    const params = { entity, removals: count, of, percent: percent(count, of) };
    return [say("relation-removals", "hold", finding("sync.relation-removals", entity, params))];
  });
  return orPass("relation-removals", held);
}

/** Everybody new is nobody found: ids or numbers of another kind, or another register. */
export function additions(plan: Plan, limits: GuardLimits): GuardResult {
  const { count, ...share } = peopleOf(plan, ["create"]);
  if (!isOver(count, share.of, limits.additions)) return pass("additions");
  return say("additions", "hold", finding("sync.additions", "persons", { additions: count, ...share }));
}

export function updates(plan: Plan, limits: GuardLimits): GuardResult {
  const { count, ...share } = peopleOf(plan, ["update", "rekey"]);
  if (!isOver(count, share.of, limits.updates)) return pass("updates");
  return say("updates", "hold", finding("sync.updates", "persons", { updates: count, ...share }));
}

/** How many people a kind of change is about, of all who are in use. */
function peopleOf({ operations, basis }: Pick<Plan, "operations" | "basis">, kinds: readonly OperationKind[]) {
  const count = operations.filter(({ kind, entity }) => entity === "persons" && kinds.includes(kind)).length;
  const of = basis.active.persons;
  return { count, of, percent: percent(count, of) };
}

const isOver = (count: number, of: number, limit: number): boolean => of >= smallRegister && count > of * limit;

/** Groups and memberships are others every term. */
const withSteadyFields = ["persons", "units", "enrolments", "placements", "duties", "guardianships"] as const;

/** One field of very many rows changed or emptied: a column that moved, or that is no longer filled in. */
export function fieldStorms(plan: Plan, limits: GuardLimits): readonly GuardResult[] {
  const changed = new Map<string, number>();
  const emptied = new Map<string, number>();
  for (const { entity, kind, changes } of plan.operations) {
    if (kind !== "update" && kind !== "rekey") continue;
    for (const { field, before, after } of changes) {
      const key = `${entity}.${field}`;
      if ((before ?? "") !== "") changed.set(key, (changed.get(key) ?? 0) + 1);
      if ((after ?? "") === "") emptied.set(key, (emptied.get(key) ?? 0) + 1);
    }
  }
  const inOrder = [...changed].sort(([a], [b]) => (a < b ? -1 : 1));
  const held = withSteadyFields.flatMap((entity) => {
    const of = plan.basis.active[entity];
    const isPersons = entity === "persons";
    const most = isPersons ? limits.fieldChanges : limits.relationFieldChanges;
    const mostEmptied = isPersons ? limits.fieldEmptied : limits.relationFieldEmptied;
    return inOrder.flatMap(([key, count]): readonly GuardResult[] => {
      if (!key.startsWith(`${entity}.`)) return [];
      const empty = emptied.get(key) ?? 0;
      const isEmptied = isOver(empty, of, mostEmptied);
      if (!isEmptied && !isOver(count, of, most)) return [];
      const rows = isEmptied ? empty : count;
      const params = { entity, field: key.slice(entity.length + 1), rows, percent: percent(rows, of) };
      const code = isEmptied ? "sync.field-emptied" : "sync.field-changes";
      return [say("field-changes", "hold", finding(code, key, params))];
    });
  });
  return orPass("field-changes", held);
}

/** One result per unit that would lose half of its children and pupils or more, or all of a handful. */
export function unitRemovals({ operations, basis }: Plan, limits: GuardLimits): readonly GuardResult[] {
  const gone = countBy(operations, ({ kind, entity, unit }) =>
    kind === "deactivate" && (entity === "enrolments" || entity === "placements") ? unit : undefined,
  );
  const held = [...gone]
    .filter(([unit, count]) => {
      const of = basis.pupilsByUnit[unit] ?? 0;
      return of >= 10 ? count >= of * limits.unitRemovals : of >= 3 && count >= of;
    })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([unit, count]): GuardResult => {
      const params = { unit, removals: count, of: basis.pupilsByUnit[unit] ?? 0 };
      return { unit, ...say("unit-removals", "hold", finding("sync.unit-removals", `unit ${unit}`, params)) };
    });
  return orPass("unit-removals", held);
}

function countBy<Key>(operations: readonly Operation[], keyOf: (operation: Operation) => Key | undefined) {
  const counts = new Map<Key, number>();
  for (const operation of operations) {
    const key = keyOf(operation);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
