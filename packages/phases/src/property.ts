import type { Text } from "./finding.ts";

/** What a verification looks for. */
export type Property =
  /** No milestone passes while mandatory, included work before it is open. */
  | "work-before-milestone"
  /** No milestone passes before an earlier one, or before its conditions are fulfilled. */
  | "milestones-in-order"
  /** A condition of an approval goes away only by being fulfilled. */
  | "conditions-stay"
  /** From every state the rollout can be closed, unless it was terminated. */
  | "can-close"
  /** In every state that is not an end somebody can do something. */
  | "never-stuck"
  /** No party approves what it submitted, unless the template says so. */
  | "no-own-approval"
  /** Work that is open again, or brought in by a decision, leaves no milestone passed over it. */
  | "reopening-makes-stale"
  /** Work that is not part of the plan keeps nothing shut. */
  | "excluded-never-blocks"
  /** Every activity can be done by somebody, for some decisions. */
  | "work-can-be-done"
  /** Every mandatory, included activity is done when the rollout closes. */
  | "work-guarded"
  /** A matter that blocks a milestone keeps it shut. */
  | "matters-keep-milestones"
  /** A matter that was raised can be settled, wherever it was escalated to. */
  | "matters-can-be-settled";

/** A property's fault in words. `about` is an id of the template. */
export const faultTexts: Readonly<Record<Property, (about: string) => Text>> = {
  "work-before-milestone": (about) => ({
    sv: `En milstolpe kan passeras fast ${about} inte är klar.`,
    en: `A milestone can pass although ${about} is not done.`,
  }),
  "milestones-in-order": (about) => ({
    sv: `${about} kan passeras före en tidigare milstolpe eller dess villkor.`,
    en: `${about} can pass before an earlier milestone or its conditions.`,
  }),
  "conditions-stay": (about) => ({
    sv: `Ett villkor för ${about} kan försvinna utan att uppfyllas.`,
    en: `A condition of ${about} can go away without being fulfilled.`,
  }),
  "can-close": (about) => ({
    sv: `Införandet kan inte avslutas: ingen kan göra klart ${about}.`,
    en: `The rollout can't be closed: nobody can get ${about} done.`,
  }),
  "never-stuck": (about) => ({ sv: `Ingen kan göra något i ${about}.`, en: `Nobody can do anything in ${about}.` }),
  "no-own-approval": (about) => ({
    sv: `Den som lämnade in ${about} kan godkänna den.`,
    en: `Whoever submitted ${about} can approve it.`,
  }),
  "reopening-makes-stale": (about) => ({
    sv: `${about} kan bli öppen igen utan att milstolpen faller.`,
    en: `${about} can be open again without its milestone falling.`,
  }),
  "excluded-never-blocks": (about) => ({
    sv: `${about} ingår inte i planen men håller en milstolpe stängd.`,
    en: `${about} is not part of the plan but keeps a milestone shut.`,
  }),
  "work-can-be-done": (about) => ({ sv: `Ingen kan göra ${about}.`, en: `Nobody can do ${about}.` }),
  "work-guarded": (about) => ({ sv: `Ingen milstolpe vaktar ${about}.`, en: `No milestone guards ${about}.` }),
  "matters-keep-milestones": (about) => ({
    sv: `${about} kan passeras fast ett ärende som stoppar den inte är avgjort.`,
    en: `${about} can pass although a matter that blocks it is not settled.`,
  }),
  "matters-can-be-settled": (about) => ({
    sv: `Ett ärende hos ${about} kan inte avgöras av någon.`,
    en: `Nobody can settle a matter that ${about} has.`,
  }),
};
