import type { Finding, Result } from "./finding.ts";
import { references, rings } from "./lint-references.ts";
import { finding } from "./messages.ts";
import {
  type Activity,
  activitiesOf,
  type DurationRange,
  type MonthWindow,
  type Phase,
  type Template,
} from "./template.ts";

/** A change to a template's work. `at`: place in the phase, last when absent. */
export type TemplateEdit =
  | { readonly type: "add"; readonly activity: Activity; readonly phase: string; readonly at?: number }
  | { readonly type: "remove"; readonly activity: string }
  | { readonly type: "move"; readonly activity: string; readonly phase: string; readonly at?: number }
  | {
      readonly type: "retime";
      readonly activity: string;
      readonly duration?: DurationRange;
      /** `null` takes the months away. */
      readonly window?: MonthWindow | null;
    }
  /** Into parts that follow each other; what led to the activity leads to the first, what it led to comes after the last. */
  | { readonly type: "split"; readonly activity: string; readonly into: readonly Activity[] };

/**
 * A template with a change made, or what the change would break. Links of what is removed are tied end to end, so that
 * nothing that had to wait stops waiting.
 * @example
 * editTemplate(rolloutTemplate, { type: "move", activity: "headcount", phase: "design" });
 */
export function editTemplate(template: Template, edit: TemplateEdit): Result<Template, readonly Finding[]> {
  const unknown = (what: "activity" | "phase", id: string): Result<Template, readonly Finding[]> => ({
    ok: false,
    error: [finding("phases.unknown-id", id, { id, what: nouns[what] })],
  });
  const isThere = (id: string) => activitiesOf(template).some(({ activity }) => activity.id === id);
  if (edit.type !== "add" && !isThere(edit.activity)) return unknown("activity", edit.activity);
  if ((edit.type === "add" || edit.type === "move") && !template.phases.some(({ id }) => id === edit.phase))
    return unknown("phase", edit.phase);
  const edited = changed(template, edit);
  const faults = [...references(edited), ...rings(edited)];
  return faults.length > 0 ? { ok: false, error: faults } : { ok: true, value: edited };
}

const nouns = {
  activity: { sv: "Aktiviteten", en: "activity" },
  phase: { sv: "Fasen", en: "phase" },
} as const;

function changed(template: Template, edit: TemplateEdit): Template {
  switch (edit.type) {
    case "add":
      return withWork(template, (phase) =>
        phase.id === edit.phase ? inserted(phase, edit.activity, edit.at) : phase.activities,
      );
    case "remove":
      return {
        ...withWork(template, ({ activities }) => activities.filter(({ id }) => id !== edit.activity)),
        links: tied(template, edit.activity),
      };
    case "move": {
      const moved = activitiesOf(template).find(({ activity }) => activity.id === edit.activity)?.activity;
      return withWork(template, (phase) => {
        const activities = phase.activities.filter(({ id }) => id !== edit.activity);
        return moved && phase.id === edit.phase ? inserted({ ...phase, activities }, moved, edit.at) : activities;
      });
    }
    case "retime":
      return withWork(template, ({ activities }) =>
        activities.map((activity) => (activity.id === edit.activity ? retimed(activity, edit) : activity)),
      );
    case "split": {
      const { activity: id, into } = edit;
      const [first, last] = [into[0]?.id ?? id, into.at(-1)?.id ?? id];
      const inner = into
        .slice(1)
        .map(
          (part, index) => ({ from: into[index]?.id ?? id, to: part.id, type: "FS", lag: 0, basis: "source" }) as const,
        );
      return {
        ...withWork(template, ({ activities }) => activities.flatMap((one) => (one.id === id ? into : [one]))),
        links: [
          ...template.links.map((link) => ({
            ...link,
            from: link.from === id ? last : link.from,
            to: link.to === id ? first : link.to,
          })),
          ...inner,
        ],
      };
    }
  }
}

const withWork = (template: Template, work: (phase: Phase) => readonly Activity[]): Template => ({
  ...template,
  phases: template.phases.map((phase) => ({ ...phase, activities: work(phase) })),
});

const inserted = ({ activities }: Phase, activity: Activity, at = activities.length): readonly Activity[] =>
  activities.toSpliced(at, 0, activity);

function retimed(activity: Activity, { duration, window }: Extract<TemplateEdit, { type: "retime" }>): Activity {
  const { window: before, ...rest } = activity;
  const after = window === undefined ? before : window;
  return { ...rest, duration: duration ?? activity.duration, ...(after ? { window: after } : {}) };
}

/** The links without an activity: what came before it is tied to what comes after. */
function tied({ links }: Template, id: string): Template["links"] {
  const before = links.filter(({ to }) => to === id);
  const after = links.filter(({ from }) => from === id);
  const bridges = before.flatMap(({ from }) =>
    after.map(({ to }) => ({ from, to, type: "FS", lag: 0, basis: "inferred" }) as const),
  );
  const kept = links.filter(({ from, to }) => from !== id && to !== id);
  const isNew = ({ from, to }: { readonly from: string; readonly to: string }) =>
    !kept.some((link) => link.from === from && link.to === to);
  return [...kept, ...bridges.filter(isNew)];
}
