import type { Text } from "./finding.ts";
import type { Activity, Body, Milestone, Phase, Role, Template, TemplateLink } from "./template.ts";

// Two ways to steer a project that municipalities know, as templates to fill in. What is here is their order, names and who
// decides; durations are ours, and an organisation's own practice goes before all of it.

const text = (sv: string, en: string): Text => ({ sv, en });

const work = (id: string, title: Text, responsible: readonly string[], days: number): Activity => ({
  id,
  kind: "step",
  title,
  obligation: "mandatory",
  responsible,
  duration: { min: Math.ceil(days / 2), mode: days, max: days * 2, basis: "inferred" },
});

const phase = (
  id: string,
  title: Text,
  weeks: number,
  activities: readonly Activity[],
  milestone: Milestone,
): Phase => ({
  id,
  title,
  weeks: { min: weeks, max: weeks * 2 },
  activities,
  milestone,
});

/** Each milestone before the work of the next phase: neither model lets its phases overlap. */
const inTurn = (phases: readonly Phase[]): readonly TemplateLink[] =>
  phases.slice(1).flatMap(({ activities }, index) =>
    activities.map(({ id }) => ({
      from: phases[index]?.milestone?.id ?? "",
      to: id,
      type: "FS" as const,
      lag: 0,
      basis: "source" as const,
    })),
  );

const body = (id: string, title: Text, startsIn: string, more: Partial<Body> = {}): Body => ({
  id,
  title,
  level: "operational",
  startsIn,
  ...more,
});
const role = (id: string, party: string, title: Text, ...seats: readonly string[]): Role => ({
  id,
  party,
  title,
  seats,
});

const decisionPoints: readonly Text[] = [
  text("Beslutspunkt 1", "Decision point 1"),
  text("Beslutspunkt 2", "Decision point 2"),
  text("Beslutspunkt 3", "Decision point 3"),
  text("Beslutspunkt 4", "Decision point 4"),
  text("Beslutspunkt 5", "Decision point 5"),
  text("Beslutspunkt 6: leveransen godkänns", "Decision point 6: the delivery is approved"),
  text("Beslutspunkt 7: överlämning till förvaltning", "Decision point 7: handover to maintenance"),
  text("Beslutspunkt 8: projektet avslutas", "Decision point 8: the project is closed"),
];

const ppsPhases = decisionPoints.map((title, index): Phase => {
  const number = index + 1;
  return phase(
    `towards-bp${number}`,
    text(`Mot beslutspunkt ${number}`, `Towards decision point ${number}`),
    2,
    [
      work(
        `basis-bp${number}`,
        text(`Underlag för beslutspunkt ${number}`, `Basis for decision point ${number}`),
        ["project"],
        10,
      ),
    ],
    {
      id: `bp${number}`,
      title,
      approver: { party: "orderer", body: "steering-group" },
      submitter: "project",
      // Go on, change, or stop.
      outcomes: ["approve", "approve-with-conditions", "recycle", "terminate"],
      criteria: [],
    },
  );
});

/**
 * The eight decision points of PPS (Praktisk ProjektStyrning). The project submits, the steering group goes on, changes or
 * stops. What points 1 to 5 are called in the organisation is left to it.
 */
export const ppsTemplate: Template = {
  id: "pps",
  version: "1.0.0",
  title: text("Projekt enligt PPS", "Project by PPS"),
  parties: [
    { id: "orderer", title: text("Beställaren", "The orderer") },
    { id: "project", title: text("Projektet", "The project") },
  ],
  roles: [
    role("project-owner", "orderer", text("Projektägare", "Project owner"), "steering-group"),
    role("project-manager", "project", text("Projektledare", "Project manager"), "project-group"),
  ],
  bodies: [
    body("steering-group", text("Styrgrupp", "Steering group"), "towards-bp1", { level: "strategic" }),
    body("project-group", text("Projektgrupp", "Project group"), "towards-bp1", { escalatesTo: "steering-group" }),
  ],
  subprojects: [],
  decisions: [],
  phases: ppsPhases,
  links: inTurn(ppsPhases),
  remarks: [
    text(
      "Beslutspunkterna 1–5 bär organisationens egna namn och underlag.",
      "Decision points 1 to 5 carry the organisation's own names and bases.",
    ),
  ],
};

const pm2Gate = (id: string, title: Text): Milestone => ({
  id,
  title,
  approver: { party: "requestor", body: "steering-committee" },
  submitter: "provider",
  criteria: [],
});

const pm2Phases: readonly Phase[] = [
  phase(
    "initiating",
    text("Initiering", "Initiating"),
    3,
    [
      work("initiation-request", text("Projektförfrågan", "Project initiation request"), ["requestor"], 3),
      work("business-case", text("Affärsnytta", "Business case"), ["requestor"], 5),
      work("project-charter", text("Projektdirektiv", "Project charter"), ["provider"], 5),
    ],
    pm2Gate("rfp", text("Klart för planering", "Ready for planning")),
  ),
  phase(
    "planning",
    text("Planering", "Planning"),
    4,
    [
      work("planning-kick-off", text("Start av planeringen", "Planning kick-off"), ["provider"], 1),
      work("project-handbook", text("Projekthandbok", "Project handbook"), ["provider"], 5),
      work("project-work-plan", text("Arbetsplan", "Project work plan"), ["provider"], 10),
    ],
    pm2Gate("rfe", text("Klart för genomförande", "Ready for executing")),
  ),
  phase(
    "executing",
    text("Genomförande", "Executing"),
    12,
    [
      work("deliverables", text("Leveranser framtagna", "Deliverables produced"), ["provider"], 60),
      work("deliverables-accepted", text("Leveranser godkända", "Deliverables accepted"), ["requestor"], 5),
    ],
    pm2Gate("rfc", text("Klart för avslut", "Ready for closing")),
  ),
  phase(
    "closing",
    text("Avslut", "Closing"),
    2,
    [
      work("project-end-review", text("Slutgenomgång", "Project-end review"), ["provider", "requestor"], 1),
      work("project-end-report", text("Slutrapport", "Project-end report"), ["provider"], 5),
      work("administrative-closure", text("Administrativt avslut", "Administrative closure"), ["provider"], 2),
    ],
    pm2Gate("closed", text("Projektet avslutat", "Project closed")),
  ),
];

/**
 * PM², the European Commission's open method: four phases one after the other, with the gates ready for planning, executing
 * and closing. The provider's side submits, the requestor's side approves in the steering committee.
 */
export const pm2Template: Template = {
  id: "pm2",
  version: "1.0.0",
  title: text("Projekt enligt PM²", "Project by PM²"),
  parties: [
    { id: "requestor", title: text("Beställarsidan", "Requestor side") },
    { id: "provider", title: text("Utförarsidan", "Provider side") },
  ],
  roles: [
    role("project-owner", "requestor", text("Projektägare", "Project owner"), "steering-committee"),
    role("business-manager", "requestor", text("Verksamhetsansvarig", "Business manager"), "steering-committee"),
    role("solution-provider", "provider", text("Lösningsansvarig", "Solution provider"), "steering-committee"),
    role(
      "project-manager",
      "provider",
      text("Projektledare", "Project manager"),
      "steering-committee",
      "project-core-team",
    ),
  ],
  bodies: [
    body("steering-committee", text("Styrkommitté", "Project steering committee"), "initiating", {
      level: "strategic",
    }),
    body("project-core-team", text("Kärnteam", "Project core team"), "planning", { escalatesTo: "steering-committee" }),
  ],
  subprojects: [],
  decisions: [],
  phases: pm2Phases,
  links: [
    ...inTurn(pm2Phases),
    ...[
      "initiation-request > business-case > project-charter",
      "planning-kick-off > project-handbook > project-work-plan",
    ]
      .concat(
        "deliverables > deliverables-accepted",
        "project-end-review > project-end-report > administrative-closure",
      )
      .map((chain) => chain.split(" > "))
      .flatMap((chain) =>
        chain
          .slice(1)
          .map((to, index): TemplateLink => ({ from: chain[index] ?? "", to, type: "FS", lag: 0, basis: "inferred" })),
      ),
  ],
};
