import type { Finding } from "./finding.ts";
import { references, rings } from "./lint-references.ts";
import { finding } from "./messages.ts";
import { activitiesOf, type Template } from "./template.ts";

/**
 * What a template leaves open or says against itself. `must`: it can't be used as it is; `check`: somebody should decide.
 * In order of the template; empty when there is nothing to say.
 * @example
 * lintTemplate(rolloutTemplate).filter(({ code }) => code === "phases.tentative-window")[0].where; // "guardians"
 */
export function lintTemplate(template: Template): readonly Finding[] {
  return [
    ...references(template),
    ...rings(template),
    ...gates(template),
    ...escalation(template),
    ...windows(template),
    ...work(template),
    ...cadences(template),
    ...whole(template),
  ];
}

function gates(template: Template): readonly Finding[] {
  return template.phases.flatMap((phase): readonly Finding[] => {
    const { milestone } = phase;
    if (!milestone) return [finding("phases.no-milestone", phase.id, {})];
    const { id, approver, submitter, outcomes, criteria } = milestone;
    const findings: Finding[] = [];
    if (!approver) findings.push(finding("phases.gate-nobody", id, {}));
    else {
      const { party, body, quorum = 1, basis } = approver;
      const seats = template.roles.filter((role) => role.party === party && role.seats.includes(body)).length;
      if (quorum > 1 && seats < quorum) findings.push(finding("phases.quorum-too-large", id, { quorum, seats }));
      else if (seats === 0) findings.push(finding("phases.gate-body-without-party", id, { party, body }));
      if (submitter === party && milestone.mayApproveOwn !== true)
        findings.push(finding("phases.approves-own", id, { party }));
      if (basis === "inferred") findings.push(finding("phases.inferred-approver", id, {}));
    }
    if (outcomes && !outcomes.some((outcome) => outcome.startsWith("approve")))
      findings.push(finding("phases.cannot-approve", id, {}));
    if (criteria.length === 0) findings.push(finding("phases.no-criteria", id, {}));
    return findings;
  });
}

function escalation({ bodies }: Template): readonly Finding[] {
  const next = new Map(bodies.map(({ id, escalatesTo }) => [id, escalatesTo]));
  return bodies.flatMap(({ id }) => {
    const path = [id];
    for (let at = next.get(id); at !== undefined; at = next.get(at)) {
      path.push(at);
      if (at === id) return [finding("phases.escalation-ring", id, { path: path.join(" > ") })];
      if (path.length > bodies.length) return [];
    }
    return [];
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
  for (const remark of template.remarks ?? []) findings.push(finding("phases.remark", template.id, { text: remark }));
  return findings;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
