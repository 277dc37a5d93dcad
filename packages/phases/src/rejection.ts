import type { Text } from "./finding.ts";

/** Something that stands in the way, and who can take it away. */
export interface Unmet {
  readonly kind: "activity" | "decision" | "milestone" | "condition" | "issue" | "submission" | "vote" | "actor";
  readonly id: string;
  readonly title: Text;
  /** Parties that can supply it. */
  readonly by: readonly string[];
}

interface Params {
  "phases.unknown": { readonly id: string };
  "phases.not-allowed": { readonly who: Text };
  "phases.ended": object;
  "phases.other-template": { readonly template: string };
  "phases.excluded": object;
  "phases.wrong-state": { readonly is: Text };
  "phases.work-open": { readonly count: number };
  "phases.conditions-missing": object;
  "phases.reason-missing": object;
  "phases.voter-missing": object;
  "phases.own-submission": object;
  "phases.outcome-not-offered": object;
  "phases.nowhere-to-escalate": object;
}

export type RejectionCode = keyof Params;

/** Why a command was refused. */
export interface Rejection extends Text {
  readonly code: RejectionCode;
  /** What is missing. Empty when nothing that anybody supplies would help. */
  readonly unmet: readonly Unmet[];
}

const texts: { readonly [Code in RejectionCode]: (params: Params[Code]) => Text } = {
  "phases.unknown": ({ id }) => ({ sv: `”${id}” finns inte i mallen.`, en: `"${id}" is not in the template.` }),
  "phases.not-allowed": ({ who }) => ({
    sv: `Det kan bara göras av: ${who.sv}.`,
    en: `It can be done only by: ${who.en}.`,
  }),
  "phases.ended": () => ({ sv: "Införandet är avslutat.", en: "The rollout has ended." }),
  "phases.other-template": ({ template }) => ({
    sv: `Införandet följer mallen ${template}: byt mall först.`,
    en: `The rollout goes by the template ${template}: migrate it first.`,
  }),
  "phases.excluded": () => ({
    sv: "Aktiviteten ingår inte i planen.",
    en: "The activity is not part of the plan.",
  }),
  "phases.wrong-state": ({ is }) => ({ sv: `Det går inte nu: ${is.sv}.`, en: `Not possible now: ${is.en}.` }),
  "phases.work-open": ({ count }) => ({
    sv: `Kvar före milstolpen: ${count}.`,
    en: `Left to do before the milestone: ${count}.`,
  }),
  "phases.conditions-missing": () => ({
    sv: "Ett villkorat godkännande ska ha villkor.",
    en: "An approval with conditions has conditions.",
  }),
  "phases.reason-missing": () => ({ sv: "Ange skälet.", en: "State the reason." }),
  "phases.voter-missing": () => ({
    sv: "Gruppen röstar: ange vem rösten kommer från.",
    en: "The body votes: say whose vote it is.",
  }),
  "phases.own-submission": () => ({
    sv: "Den som har lämnat in kan inte godkänna.",
    en: "Whoever submitted can't approve.",
  }),
  "phases.outcome-not-offered": () => ({
    sv: "Mallen har inte det utfallet för milstolpen.",
    en: "The template does not offer that outcome for the milestone.",
  }),
  "phases.nowhere-to-escalate": () => ({
    sv: "Mallen har ingen grupp att eskalera till.",
    en: "The template has no body to escalate to.",
  }),
};

/** A refusal as a result. */
export function refuse<Code extends RejectionCode>(
  code: Code,
  params: Params[Code],
  unmet: readonly Unmet[] = [],
): { readonly ok: false; readonly error: Rejection } {
  return { ok: false, error: { code, ...texts[code](params), unmet } };
}
