import type { Text } from "./finding.ts";
import type { Outcome } from "./command.ts";
import type { LinkType } from "./critical-path.ts";

/** Where a fact of the template comes from: the plan it was written from, or our own inference. */
export type Basis = "source" | "inferred";

export interface Party {
  readonly id: string;
  readonly title: Text;
}

export interface Role {
  readonly id: string;
  readonly party: string;
  readonly title: Text;
  /** Governance bodies in which the role has a seat. */
  readonly seats: readonly string[];
}

/** How often a body meets. `undefined` everywhere: not stated. */
export interface Cadence {
  readonly text: Text;
  /** RFC 5545 recurrence rule, where the text is exact enough for one. */
  readonly rule?: string;
}

/** A level of governance. */
export interface Body {
  readonly id: string;
  readonly title: Text;
  /** `strategic` takes what the levels below can't settle. */
  readonly level: "strategic" | "effect" | "operational";
  /** Phase in which it starts to meet. */
  readonly startsIn: string;
  readonly rollout?: Cadence;
  readonly maintenance?: Cadence;
  /** Body to which it escalates. */
  readonly escalatesTo?: string;
}

export interface Subproject {
  readonly id: string;
  readonly title: Text;
}

/** A decision that includes or excludes work. */
export interface Decision {
  readonly id: string;
  readonly title: Text;
  /** Party that takes it. */
  readonly by: string;
}

/** Months of the plan's year, 1 to 12, both inclusive. */
export interface MonthWindow {
  readonly from: number;
  readonly to: number;
  /** Written with a question mark in the plan: a wish, not a promise. */
  readonly isTentative?: boolean;
}

/** Working days: least, likeliest, most. */
export interface DurationRange {
  readonly min: number;
  readonly mode: number;
  readonly max: number;
  readonly basis: Basis;
}

/** Hours of work for a party. */
export interface Effort {
  readonly party: string;
  readonly minHours: number;
  readonly maxHours: number;
}

export interface Activity {
  readonly id: string;
  /** A step of the plan, of an integration (register sync, single sign-on), or of a migration. */
  readonly kind: "step" | "integration" | "migration";
  readonly title: Text;
  /** `mandatory` (ska): the milestone can't pass without it. `optional` (kan). */
  readonly obligation: "mandatory" | "optional";
  /** Parties that answer for it. Empty: the plan does not say. */
  readonly responsible: readonly string[];
  readonly subproject?: string;
  readonly duration: DurationRange;
  readonly window?: MonthWindow;
  readonly effort?: readonly Effort[];
  /** Name of the calendar it is worked by. Absent: the plan's own. */
  readonly calendar?: string;
  /** Part of the plan only when the decision has this value. */
  readonly condition?: { readonly decision: string; readonly is: boolean };
  /** What the plan says against itself. */
  readonly remark?: Text;
}

/** Who lets a milestone pass. */
export interface Approver {
  readonly party: string;
  readonly body: string;
  /** Members who have to vote for it. Absent: 1. */
  readonly quorum?: number;
  /** Absent: the plan says so. */
  readonly basis?: Basis;
}

/** A milestone: the gate at the end of a phase. */
export interface Milestone {
  readonly id: string;
  readonly title: Text;
  /** Who passes it. Absent: the plan does not say, and nobody can. */
  readonly approver?: Approver;
  /** Party that has to submit it for review first. Absent: no submission. */
  readonly submitter?: string;
  /** Whether the party that submitted may approve. */
  readonly mayApproveOwn?: boolean;
  /** What a review may end in. Absent: anything. */
  readonly outcomes?: readonly Outcome[];
  /** What the reviewers ask besides that the work is done. */
  readonly criteria: readonly Text[];
}

export interface Phase {
  readonly id: string;
  readonly title: Text;
  /** Weeks the plan gives for it. */
  readonly weeks: { readonly min: number; readonly max: number };
  readonly activities: readonly Activity[];
  readonly milestone?: Milestone;
}

export interface TemplateLink {
  /** Activity or milestone. */
  readonly from: string;
  readonly to: string;
  readonly type: LinkType;
  /** Working days. */
  readonly lag: number;
  readonly maxLag?: number;
  /** Name of the calendar the lags are counted in. Absent: the plan's own. */
  readonly calendar?: string;
  readonly basis: Basis;
}

/** A rollout plan without dates: what has to be done, by whom, in what order, and who lets it go on. */
export interface Template {
  readonly id: string;
  readonly version: string;
  readonly title: Text;
  readonly parties: readonly Party[];
  readonly roles: readonly Role[];
  readonly bodies: readonly Body[];
  readonly subprojects: readonly Subproject[];
  readonly decisions: readonly Decision[];
  /** In order; they may overlap in time. */
  readonly phases: readonly Phase[];
  readonly links: readonly TemplateLink[];
  /** What the plan it was written from leaves open or says against itself, beyond its activities. */
  readonly remarks?: readonly Text[];
}

/** A template whose ids the type system knows. */
export type TypedTemplate<T extends Template> = T;

/**
 * Gives a template written in code its literal types, so that a misspelt id of an activity or milestone does not compile.
 * @example
 * const template = defineTemplate({ ...rolloutTemplate, id: "ours" });
 */
export function defineTemplate<const T extends Template>(template: T): TypedTemplate<T> {
  return template;
}

/** Ids of a template's activities. Literals when the template was defined in code, strings when it was loaded. */
export type ActivityId<T extends Template> = T["phases"][number]["activities"][number]["id"];
/** Ids of its milestones. */
export type MilestoneId<T extends Template> =
  Extract<T["phases"][number], { readonly milestone: Milestone }> extends {
    readonly milestone: infer Gate extends Milestone;
  }
    ? Gate["id"]
    : string;
/** Ids of its decisions. */
export type DecisionId<T extends Template> = T["decisions"][number]["id"];

/** Every activity with the phase it belongs to, in order. */
export function activitiesOf(template: Template): readonly { readonly activity: Activity; readonly phase: Phase }[] {
  return template.phases.flatMap((phase) => phase.activities.map((activity) => ({ activity, phase })));
}

/** Every milestone with its phase, in order. */
export function milestonesOf(template: Template): readonly { readonly milestone: Milestone; readonly phase: Phase }[] {
  return template.phases.flatMap((phase) => (phase.milestone ? [{ milestone: phase.milestone, phase }] : []));
}
