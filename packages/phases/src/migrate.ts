import type { Context } from "./command.ts";
import type { EventOf } from "./event.ts";
import { apply } from "./evolve.ts";
import type { Finding, Result } from "./finding.ts";
import { finding } from "./messages.ts";
import { draftOf, type RolloutState } from "./rollout-state.ts";
import { isIncluded, type Tables, tablesOf } from "./tables.ts";
import type { Template } from "./template.ts";

/** What the ids of a running rollout are called in the new template, and what the steering group says where it is asked. */
export interface Mapping {
  /** From old ids to new ones; ids that are the same need no entry, `null` lets one go. */
  readonly activities?: Readonly<Record<string, string | null>>;
  readonly milestones?: Readonly<Record<string, string | null>>;
  readonly decisions?: Readonly<Record<string, string | null>>;
  /**
   * By id of open work that the new template puts before a passed milestone, or of a milestone before a passed one:
   * `review-again` makes what was passed stale; `next-milestone` leaves it passed, and the next one waits for the work.
   */
  readonly answers?: Readonly<Record<string, "review-again" | "next-milestone">>;
}

/** A rollout that goes on by another template. */
export interface Migration {
  /** To be appended to the log: replayed by the kernel of the new template it gives the same state. */
  readonly event: EventOf<"template.migrated">;
  readonly state: RolloutState;
  /** What was let go. */
  readonly findings: readonly Finding[];
}

/**
 * Takes a running rollout to a new version of its template. Nothing is lost silently: an approval whose milestone is gone,
 * a condition, a matter, and new work before a passed milestone are refused until `mapping` says what to do.
 * @param state - of a kernel of the old template; running or closed
 * @example
 * migrate(state, edited, { answers: { "privacy-review": "next-milestone" } }, context);
 */
export function migrate(
  state: RolloutState,
  to: Template,
  mapping: Mapping,
  { actor, at }: Context,
): Result<Migration, readonly Finding[]> {
  const tables = tablesOf(to);
  if (state.status !== "running" && state.status !== "closed")
    return { ok: false, error: [finding("phases.migrate-ended", to.id, {})] };
  const names = {
    activities: renamed(Object.keys(state.activities), [...tables.activities.keys()], mapping.activities),
    milestones: renamed(Object.keys(state.milestones), [...tables.gateIndex.keys()], mapping.milestones),
    decisions: renamed(Object.keys(state.decisions), [...tables.decisions.keys()], mapping.decisions),
  };
  const faults = [
    ...clashes(mapping, names, tables),
    ...lostMilestones(state, names.milestones, mapping),
    ...lostMatters(state, names.milestones, tables),
  ];
  if (faults.length > 0) return { ok: false, error: faults };

  const event = { type: "template.migrated", to: `${to.id}@${to.version}`, ...names, stale: [], at, actor } as const;
  const draft = draftOf(state);
  apply(tables, draft, event);
  const { asked, stale } = questions(draft, tables, mapping.answers ?? {});
  if (asked.length > 0) return { ok: false, error: asked };

  const answered: EventOf<"template.migrated"> = { ...event, stale };
  const after = draftOf(state);
  apply(tables, after, answered);
  return { ok: true, value: { event: answered, state: after, findings: letGo(state, names.activities) } };
}

/** From new ids to the old ones they continue. */
function renamed(
  old: readonly string[],
  now: readonly string[],
  mapping: Readonly<Record<string, string | null>> = {},
): Readonly<Record<string, string>> {
  const known = new Set(now);
  return Object.fromEntries(
    old.flatMap((id) => {
      const name = mapping[id] === undefined ? id : mapping[id];
      return name !== null && known.has(name) ? [[name, id]] : [];
    }),
  );
}

/** Names that are not in the new template, and two that become one. */
function clashes(
  mapping: Mapping,
  names: Readonly<Record<"activities" | "milestones" | "decisions", Readonly<Record<string, string>>>>,
  tables: Tables,
): readonly Finding[] {
  const known = { activities: tables.activities, milestones: tables.gateIndex, decisions: tables.decisions };
  return (["activities", "milestones", "decisions"] as const).flatMap((key) =>
    Object.entries(mapping[key] ?? {}).flatMap(([old, name]) => {
      if (name === null) return [];
      if (!known[key].has(name)) return [finding("phases.unknown-id", old, { id: name, what: { sv: "Id", en: "id" } })];
      return names[key][name] === old ? [] : [finding("phases.duplicate-id", old, { id: name })];
    }),
  );
}

function lostMilestones(
  { milestones }: RolloutState,
  names: Readonly<Record<string, string>>,
  mapping: Mapping,
): readonly Finding[] {
  const kept = new Set(Object.values(names));
  return Object.entries(milestones)
    .filter(([id]) => !kept.has(id))
    .flatMap(([id, { status, conditions }]) => {
      const isLetGo = mapping.milestones?.[id] === null;
      if ((status === "passed" || status === "stale") && !isLetGo) return [finding("phases.lost-approval", id, {})];
      return conditions.length > 0 ? [finding("phases.lost-conditions", id, { count: conditions.length })] : [];
    });
}

function lostMatters(
  { issues }: RolloutState,
  names: Readonly<Record<string, string>>,
  tables: Tables,
): readonly Finding[] {
  const kept = new Set(Object.values(names));
  return Object.entries(issues).flatMap(([id, { status, with: body, blocks }]) => {
    const isOpen = status === "raised" || status === "escalated";
    const isLost = !tables.bodies.has(body) || (blocks !== undefined && !kept.has(blocks));
    return isOpen && isLost ? [finding("phases.lost-matter", id, {})] : [];
  });
}

/** Work and milestones that the new template puts before what is passed: what is not answered, and what the answers make stale. */
function questions(
  state: RolloutState,
  tables: Tables,
  answers: NonNullable<Mapping["answers"]>,
): { readonly asked: readonly Finding[]; readonly stale: readonly string[] } {
  const asked: Finding[] = [];
  let first = tables.gates.length;
  const isPassed = (index: number) => state.milestones[tables.gates[index]?.id ?? ""]?.status === "passed";
  const last = tables.gates.findLastIndex((_, index) => isPassed(index));
  const ask = (id: string, gate: number, isWork: boolean) => {
    const passed = tables.gates[isWork ? gate : last]?.id ?? "";
    const answer = answers[id];
    // Without a milestone to come nothing would wait for the work.
    const isEnough =
      answer === "review-again" || (answer === "next-milestone" && isWork && last < tables.gates.length - 1);
    if (!isEnough) asked.push(finding("phases.needs-decision", id, { milestone: passed }));
    else if (answer === "review-again" && gate < first) first = gate;
  };
  for (const { activity, isMandatory, gate } of tables.activities.values()) {
    const isOpen = isMandatory && isIncluded(state, activity) !== false && state.activities[activity.id] !== "done";
    if (isOpen && isPassed(gate)) ask(activity.id, gate, true);
  }
  for (const [index, { id }] of tables.gates.entries())
    if (index < last && state.milestones[id]?.status !== "passed") ask(id, index, false);
  return { asked, stale: tables.gates.slice(first).map(({ id }) => id) };
}

/** Work that had been done or begun and is not in the new template: its history stays in the log. */
function letGo({ activities }: RolloutState, names: Readonly<Record<string, string>>): readonly Finding[] {
  const kept = new Set(Object.values(names));
  return Object.entries(activities)
    .filter(([id, status]) => status !== "open" && !kept.has(id))
    .map(([id]) => finding("phases.work-let-go", id, {}));
}
