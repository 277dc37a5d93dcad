import { activitiesOf, milestonesOf, type Template } from "./template.ts";

/** The milestones as a Mermaid state diagram: what passes, and what falls back. */
export function toMermaid(template: Template, language: "sv" | "en" = "en"): string {
  const gates = milestonesOf(template);
  const name = (id: string) => `before_${id.replaceAll(/\W/g, "_")}`;
  const label = (text: string) => text.replaceAll(/[:;\n]/g, " ");
  const stale = language === "sv" ? "arbete öppnas igen" : "work is opened again";
  return [
    "stateDiagram-v2",
    ...gates.map(({ milestone, phase }) => `  ${name(milestone.id)} : ${label(phase.title[language])}`),
    `  [*] --> ${gates[0] ? name(gates[0].milestone.id) : "closed"}`,
    ...gates.flatMap(({ milestone }, index) => {
      const next = gates[index + 1];
      const after = next ? name(next.milestone.id) : "closed";
      return [
        `  ${name(milestone.id)} --> ${after} : ${label(milestone.title[language])}`,
        `  ${after} --> ${name(milestone.id)} : ${stale}`,
      ];
    }),
    "  closed --> [*]",
    "",
  ].join("\n");
}

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/**
 * The rollout as SCXML (W3C, 2015): a region for each activity and milestone, moved by the kernel's events. An event
 * `activity.completed` of activity `staffing` is sent to it as `activity.completed.staffing`; a milestone gets
 * `milestone.passed`, `.held`, `.open` or `.stale` with its id. The rules stay in the kernel: the chart shows and records.
 */
export function toScxml(template: Template): string {
  const state = (id: string, moves: readonly (readonly [event: string, target: string])[]) => [
    `      <state id="${escape(id)}">`,
    ...moves.map(([event, target]) => `        <transition event="${escape(event)}" target="${escape(target)}"/>`),
    "      </state>",
  ];
  const region = (id: string, initial: string, states: readonly string[]) => [
    `    <state id="${escape(id)}" initial="${escape(initial)}">`,
    ...states,
    "    </state>",
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="null" name="${escape(template.id)}" initial="rollout">`,
    '  <parallel id="rollout">',
    ...activitiesOf(template).flatMap(({ activity: { id } }) => {
      const at = (status: string) => `activity.${id}.${status}`;
      return region(`activity.${id}`, at("open"), [
        ...state(at("open"), [
          [`activity.started.${id}`, at("started")],
          [`activity.completed.${id}`, at("done")],
        ]),
        ...state(at("started"), [[`activity.completed.${id}`, at("done")]]),
        ...state(at("done"), [[`activity.reopened.${id}`, at("open")]]),
      ]);
    }),
    ...milestonesOf(template).flatMap(({ milestone: { id } }) => {
      const at = (status: string) => `milestone.${id}.${status}`;
      const to = (...statuses: readonly string[]) =>
        statuses.map((status) => [`milestone.${status}.${id}`, at(status)] as const);
      return region(`milestone.${id}`, at("open"), [
        ...state(at("open"), to("passed", "held")),
        ...state(at("held"), to("passed", "open")),
        ...state(at("passed"), to("stale")),
        ...state(at("stale"), to("passed", "held", "open")),
      ]);
    }),
    "  </parallel>",
    "</scxml>",
    "",
  ].join("\n");
}
