import { criticalPath, CyclicLinksError } from "./critical-path.ts";
import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import { activitiesOf, milestonesOf, type Template } from "./template.ts";

/**
 * What a template leaves open or says against itself. `must`: it can't be used as it is; `check`: somebody should decide.
 * In order of the template; empty when there is nothing to say.
 * @example
 * lintTemplate(rolloutTemplate).filter(({ code }) => code === "phases.tentative-window")[0].where; // "guardians"
 */
export function lintTemplate(template: Template): readonly Finding[] {
  return [
    ...ids(template),
    ...rings(template),
    ...gates(template),
    ...windows(template),
    ...work(template),
    ...cadences(template),
    ...whole(template),
  ];
}

const nouns = {
  party: { sv: "Parten", en: "party" },
  body: { sv: "Gruppen", en: "body" },
  subproject: { sv: "Delprojektet", en: "sub-project" },
  decision: { sv: "Beslutet", en: "decision" },
  phase: { sv: "Fasen", en: "phase" },
  activity: { sv: "Aktiviteten", en: "activity or milestone" },
} as const;

function ids(template: Template): readonly Finding[] {
  const known = (items: readonly { readonly id: string }[]) => new Set(items.map(({ id }) => id));
  const sets = {
    party: known(template.parties),
    body: known(template.bodies),
    subproject: known(template.subprojects),
    decision: known(template.decisions),
    phase: known(template.phases),
    activity: known([
      ...activitiesOf(template).map(({ activity }) => activity),
      ...milestonesOf(template).map(({ milestone }) => milestone),
    ]),
  };
  const findings: Finding[] = [];
  const refer = (what: keyof typeof nouns, id: string | undefined, where: string) => {
    if (id !== undefined && !sets[what].has(id))
      findings.push(finding("phases.unknown-id", where, { id, what: nouns[what] }));
  };
  const everything = [
    ...activitiesOf(template).map(({ activity }) => activity.id),
    ...milestonesOf(template).map(({ milestone }) => milestone.id),
    ...template.phases.map(({ id }) => id),
  ];
  for (const id of new Set(everything.filter((one, index) => everything.indexOf(one) !== index)))
    findings.push(finding("phases.duplicate-id", id, { id }));
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
  for (const { milestone } of milestonesOf(template)) {
    refer("party", milestone.approver?.party, milestone.id);
    refer("body", milestone.approver?.body, milestone.id);
  }
  for (const { from, to } of template.links) {
    refer("activity", from, `${from} > ${to}`);
    refer("activity", to, `${from} > ${to}`);
  }
  return findings;
}

function rings(template: Template): readonly Finding[] {
  const activities = [
    ...activitiesOf(template).map(({ activity }) => ({
      id: activity.id,
      duration: Math.max(0, Math.round(activity.duration.mode)),
    })),
    ...milestonesOf(template).map(({ milestone }) => ({ id: milestone.id, duration: 0 })),
  ];
  const known = new Set(activities.map(({ id }) => id));
  try {
    criticalPath({ activities, links: template.links.filter(({ from, to }) => known.has(from) && known.has(to)) });
    return [];
  } catch (error) {
    if (error instanceof CyclicLinksError)
      return [finding("phases.cyclic-links", error.path[0] ?? "", { path: error.path.join(" > ") })];
    throw error;
  }
}

function gates(template: Template): readonly Finding[] {
  return template.phases.flatMap((phase): readonly Finding[] => {
    const { milestone } = phase;
    if (!milestone) return [finding("phases.no-milestone", phase.id, {})];
    const findings: Finding[] = [];
    const { approver } = milestone;
    if (!approver) findings.push(finding("phases.gate-nobody", milestone.id, {}));
    else if (!template.roles.some(({ party, seats }) => party === approver.party && seats.includes(approver.body))) {
      findings.push(finding("phases.gate-body-without-party", milestone.id, approver));
    }
    if (milestone.criteria.length === 0) findings.push(finding("phases.no-criteria", milestone.id, {}));
    return findings;
  });
}

/** Weeks of a span of whole months. */
const weeksOf = (months: number): number => (months * 52) / 12;

function windows(template: Template): readonly Finding[] {
  return template.phases.flatMap((phase, index) => {
    const own = phase.activities.flatMap(({ window }) => (window ? [window] : []));
    const findings: Finding[] = [];
    if (own.length > 0) {
      const months = Math.max(...own.map(({ to }) => to)) - Math.min(...own.map(({ from }) => from)) + 1;
      if (weeksOf(months) > phase.weeks.max * 1.5)
        findings.push(finding("phases.window-exceeds-phase", phase.id, { months, weeks: phase.weeks.max }));
    }
    const next = template.phases[index + 1]?.activities.flatMap(({ window }) => (window ? [window.from] : [])) ?? [];
    const nextBegins = next.length > 0 ? Math.min(...next) : undefined;
    for (const { id, window, kind } of phase.activities) {
      if (window?.isTentative) findings.push(finding("phases.tentative-window", id, {}));
      if (!window && kind !== "integration") findings.push(finding("phases.no-window", id, {}));
      if (window && nextBegins !== undefined && phase.milestone && window.to > nextBegins) {
        findings.push(
          finding("phases.window-outlives-milestone", id, { month: window.to, milestone: phase.milestone.id }),
        );
      }
    }
    return findings;
  });
}

function work(template: Template): readonly Finding[] {
  return activitiesOf(template).flatMap(({ activity }) => [
    ...(activity.responsible.length === 0 ? [finding("phases.no-responsible", activity.id, {})] : []),
    ...(activity.condition
      ? [finding("phases.conditional-mandatory", activity.id, { decision: activity.condition.decision })]
      : []),
    ...(activity.remark ? [finding("phases.remark", activity.id, { text: activity.remark })] : []),
  ]);
}

function cadences(template: Template): readonly Finding[] {
  return template.bodies.flatMap(({ id, rollout, maintenance }) => [
    ...(rollout
      ? []
      : [finding("phases.no-cadence", id, { when: { sv: "under införandet", en: "during the rollout" } })]),
    ...(maintenance
      ? []
      : [finding("phases.no-cadence", id, { when: { sv: "i förvaltningen", en: "in maintenance" } })]),
    ...[rollout, maintenance].flatMap((cadence) =>
      cadence && cadence.rule === undefined
        ? [finding("phases.cadence-without-number", id, { text: cadence.text })]
        : [],
    ),
  ]);
}

function whole(template: Template): readonly Finding[] {
  const findings: Finding[] = [];
  const all = activitiesOf(template).flatMap(({ activity }) => (activity.window ? [activity.window] : []));
  const [min, max] = [
    sum(template.phases.map(({ weeks }) => weeks.min)),
    sum(template.phases.map(({ weeks }) => weeks.max)),
  ];
  if (all.length > 0) {
    const months = Math.max(...all.map(({ to }) => to)) - Math.min(...all.map(({ from }) => from)) + 1;
    if (weeksOf(months) > max * 1.25) findings.push(finding("phases.sum-of-phases", template.id, { min, max, months }));
  }
  const inferred = template.links.filter(({ basis }) => basis === "inferred").length;
  if (inferred > 0) findings.push(finding("phases.inferred-links", template.id, { count: inferred }));
  for (const list of [template.roles, activitiesOf(template).map(({ activity }) => activity)]) {
    for (const [index, { id, title }] of list.entries()) {
      if (list.findIndex((other) => other.title.sv === title.sv) < index)
        findings.push(finding("phases.same-title", id, { title }));
    }
  }
  return findings;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
