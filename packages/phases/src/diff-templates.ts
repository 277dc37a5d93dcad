import { activitiesOf, milestonesOf, type Template } from "./template.ts";

/** One difference between two templates, by id. */
export interface TemplateChange {
  readonly what: "party" | "role" | "body" | "subproject" | "decision" | "phase" | "activity" | "milestone" | "link";
  readonly id: string;
  /** `moved`: to another phase. `retimed`: other duration or months. `changed`: anything else, named in `fields`. */
  readonly change: "added" | "removed" | "moved" | "retimed" | "changed";
  readonly fields?: readonly string[];
  /** Phases, of what was moved. */
  readonly from?: string;
  readonly to?: string;
}

/**
 * What has changed from one template to the next. Ids are what things are known by: something with a new id is removed and
 * added.
 * @example
 * diffTemplates(before, after).filter(({ change }) => change === "moved");
 */
export function diffTemplates(before: Template, after: Template): readonly TemplateChange[] {
  const list = (key: "parties" | "roles" | "bodies" | "subprojects" | "decisions", what: TemplateChange["what"]) =>
    compared(what, before[key], after[key]);
  const phases = ({ phases: all }: Template) => all.map(({ id, title, weeks }) => ({ id, title, weeks }));
  const milestones = (template: Template) =>
    milestonesOf(template).map(({ milestone, phase }) => ({ ...milestone, phase: phase.id }));
  const activities = (template: Template) =>
    activitiesOf(template).map(({ activity, phase }) => ({ ...activity, phase: phase.id }));
  const links = (template: Template) => template.links.map((link) => ({ ...link, id: `${link.from} > ${link.to}` }));
  return [
    ...list("parties", "party"),
    ...list("roles", "role"),
    ...list("bodies", "body"),
    ...list("subprojects", "subproject"),
    ...list("decisions", "decision"),
    ...compared("phase", phases(before), phases(after)),
    ...compared("activity", activities(before), activities(after)),
    ...compared("milestone", milestones(before), milestones(after)),
    ...compared("link", links(before), links(after)),
  ];
}

type Item = { readonly id: string; readonly phase?: string };

function compared(
  what: TemplateChange["what"],
  before: readonly Item[],
  after: readonly Item[],
): readonly TemplateChange[] {
  const [old, now] = [new Map(before.map((item) => [item.id, item])), new Map(after.map((item) => [item.id, item]))];
  return [
    ...before.filter(({ id }) => !now.has(id)).map(({ id }): TemplateChange => ({ what, id, change: "removed" })),
    ...after.flatMap((item): readonly TemplateChange[] => {
      const was = old.get(item.id);
      return was ? changesOf(what, was, item) : [{ what, id: item.id, change: "added" }];
    }),
  ];
}

function changesOf(what: TemplateChange["what"], was: Item, is: Item): readonly TemplateChange[] {
  const { id } = is;
  const value = (item: object, key: string) => JSON.stringify((item as Readonly<Record<string, unknown>>)[key]);
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (key) => value(was, key) !== value(is, key),
  );
  const others = fields.filter((key) => !["phase", "duration", "window"].includes(key));
  const isMoved = fields.includes("phase") && was.phase !== undefined && is.phase !== undefined;
  return [
    ...(isMoved ? [{ what, id, change: "moved", from: was.phase, to: is.phase } as const] : []),
    ...(fields.includes("duration") || fields.includes("window") ? [{ what, id, change: "retimed" } as const] : []),
    ...(others.length > 0 ? [{ what, id, change: "changed", fields: others } as const] : []),
  ];
}
