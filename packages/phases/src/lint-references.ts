import { criticalPath, CyclicLinksError } from "./critical-path.ts";
import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import { activitiesOf, type Milestone, milestonesOf, type Template } from "./template.ts";

const milestones = (template: Template): readonly Milestone[] =>
  milestonesOf(template).map(({ milestone }) => milestone);

const nouns = {
  party: { sv: "Parten", en: "party" },
  body: { sv: "Gruppen", en: "body" },
  subproject: { sv: "Delprojektet", en: "sub-project" },
  decision: { sv: "Beslutet", en: "decision" },
  phase: { sv: "Fasen", en: "phase" },
  activity: { sv: "Aktiviteten", en: "activity or milestone" },
} as const;

/** Ids that are there twice, refer to nothing, or name durations that are none. */
export function references(template: Template): readonly Finding[] {
  const known = (items: readonly { readonly id: string }[]) => new Set(items.map(({ id }) => id));
  const sets = {
    party: known(template.parties),
    body: known(template.bodies),
    subproject: known(template.subprojects),
    decision: known(template.decisions),
    phase: known(template.phases),
    activity: known([...activitiesOf(template).map(({ activity }) => activity), ...milestones(template)]),
  };
  const findings: Finding[] = [];
  const refer = (what: keyof typeof nouns, id: string | undefined, where: string) => {
    if (id !== undefined && !sets[what].has(id))
      findings.push(finding("phases.unknown-id", where, { id, what: nouns[what] }));
  };
  const { parties, roles, bodies, subprojects, decisions, phases } = template;
  const work = [...activitiesOf(template).map(({ activity }) => activity), ...milestones(template), ...phases];
  for (const list of [parties, roles, bodies, subprojects, decisions, work]) {
    const all = list.map(({ id }) => id);
    for (const id of new Set(all.filter((one, index) => all.indexOf(one) !== index)))
      findings.push(finding("phases.duplicate-id", id, { id }));
  }
  for (const { id, party, seats } of template.roles) {
    refer("party", party, id);
    for (const seat of seats) refer("body", seat, id);
  }
  for (const { id, startsIn, escalatesTo } of template.bodies) {
    refer("phase", startsIn, id);
    refer("body", escalatesTo, id);
  }
  for (const { id, by } of template.decisions) refer("party", by, id);
  for (const { activity } of activitiesOf(template)) {
    for (const party of activity.responsible) refer("party", party, activity.id);
    refer("subproject", activity.subproject, activity.id);
    refer("decision", activity.condition?.decision, activity.id);
    const { min, mode, max } = activity.duration;
    if (
      !(
        Number.isInteger(min) &&
        Number.isInteger(mode) &&
        Number.isInteger(max) &&
        min >= 0 &&
        min <= mode &&
        mode <= max
      )
    ) {
      findings.push(finding("phases.duration-range", activity.id, {}));
    }
  }
  for (const milestone of milestones(template)) {
    refer("party", milestone.approver?.party, milestone.id);
    refer("body", milestone.approver?.body, milestone.id);
    refer("party", milestone.submitter, milestone.id);
  }
  for (const { from, to } of template.links) {
    refer("activity", from, `${from} > ${to}`);
    refer("activity", to, `${from} > ${to}`);
  }
  return findings;
}

/** Links that can't all be met, as a ring. */
export function rings(template: Template): readonly Finding[] {
  const durations = new Map(
    activitiesOf(template).map(({ activity: { id, duration } }) => [id, Math.max(0, Math.round(duration.mode) || 0)]),
  );
  for (const { id } of milestones(template)) durations.set(id, 0);
  const activities = [...durations].map(([id, duration]) => ({ id, duration }));
  const links = template.links.filter(
    ({ from, to, lag }) => durations.has(from) && durations.has(to) && Number.isInteger(lag),
  );
  try {
    criticalPath({ activities, links });
    return [];
  } catch (error) {
    if (error instanceof CyclicLinksError)
      return [finding("phases.cyclic-links", error.path[0] ?? "", { path: error.path.join(" > ") })];
    throw error;
  }
}
