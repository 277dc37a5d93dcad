// What the web page and the terminal show. Plain JSON, without names of people or identity numbers.

/** A text for people, in Swedish and English. */
export interface Text {
  readonly sv: string;
  readonly en: string;
}

export interface FindingView extends Text {
  readonly code: string;
  readonly severity: "must" | "check";
  readonly where: string;
  readonly fix?: Text;
}

/** One step of a job, as it goes on. */
export interface StepView {
  readonly id: StepId;
  readonly title: Text;
  readonly state: "waiting" | "running" | "done" | "held" | "failed";
  /** 0 to 1 while running, where it is known. */
  readonly progress?: number;
  readonly detail?: Text;
  readonly seconds?: number;
}

export type StepId = "read" | "plan" | "approve" | "apply" | "verify" | "training" | "schedule" | "risk" | "scb";

export interface MilestoneView {
  readonly id: string;
  readonly title: Text;
  /** Planned day, `YYYY-MM-DD`. */
  readonly date: string;
  /** Days by which half, and four fifths, of the simulated rollouts have passed it. */
  readonly p50?: string;
  readonly p80?: string;
  /** Monte Carlo standard error of the mean, in working days. */
  readonly standardError?: number;
  readonly state: "open" | "passed";
  /** What it would be refused for if it were to be passed now. */
  readonly open: readonly OpenView[];
}

/** Something that stands in the way of a milestone, and who can take it away. */
export interface OpenView {
  readonly title: Text;
  readonly by: readonly string[];
}

export interface ActivityView {
  readonly id: string;
  readonly title: Text;
  readonly start: string;
  readonly end: string;
  /** Ids of parties. */
  readonly responsible: readonly string[];
  readonly mandatory: boolean;
  readonly critical: boolean;
  /** Share of the simulated rollouts in which it was critical. */
  readonly criticality?: number;
  readonly state: "planned" | "started" | "done" | "excluded";
}

export interface PhaseView {
  readonly id: string;
  readonly title: Text;
  readonly start: string;
  readonly end: string;
  readonly milestone?: MilestoneView;
  readonly activities: readonly ActivityView[];
}

export interface PlanView {
  readonly start: string;
  readonly end: string;
  readonly phases: readonly PhaseView[];
  readonly findings: readonly FindingView[];
}

export interface GuardView {
  readonly id: string;
  readonly outcome: "pass" | "warn" | "hold" | "reject";
  readonly text: Text;
  /** Unit the guard speaks of; absent means the whole plan. */
  readonly unit?: string;
}

export interface UnitVerificationView {
  readonly unit: string;
  readonly name: string;
  readonly inSource: number;
  readonly inRegister: number;
  readonly equal: number;
  readonly differing: number;
  readonly missing: number;
  readonly stale: number;
  readonly disputed: number;
  readonly held: number;
  readonly state: "verified" | "deviations" | "inReview";
}

export interface SyncView {
  readonly source: string;
  readonly readAt: string;
  readonly received: Readonly<Record<string, number>>;
  readonly findings: readonly FindingView[];
  readonly digest: string;
  readonly state: "planned" | "held" | "rejected" | "approved" | "applying" | "applied" | "undone";
  /** Operations by kind, e.g. `create`, `update`, `rekey`, `deactivate`. */
  readonly operations: Readonly<Record<string, number>>;
  /** Situations by kind, e.g. `linked`, `disputed`. */
  readonly situations: Readonly<Record<string, number>>;
  readonly guards: readonly GuardView[];
  readonly approval?: { readonly by: string; readonly reason: string; readonly at: string };
  readonly applied?: { readonly done: number; readonly conflicts: number; readonly dead: number };
  /** What waits for a person, and the plan that an approval of it is bound to. */
  readonly waiting?: WaitingView;
  /** Absent until the register has been read again. */
  readonly verification?: readonly UnitVerificationView[];
}

export interface WaitingView {
  readonly digest: string;
  /** Units that a guard holds. */
  readonly units: readonly { readonly unit: string; readonly name: string; readonly operations: number }[];
  /** Rows that are set aside, by reason. */
  readonly aside: readonly { readonly text: Text; readonly rows: number }[];
}

export interface UnitTrainingView {
  readonly unit: string;
  readonly name: string;
  readonly people: number;
  readonly placed: number;
  readonly keyPersons: number;
  /** Day on which the last of the unit's people has been trained; absent while somebody is not placed. */
  readonly trainedBy?: string;
}

export interface TrainingView {
  readonly people: number;
  readonly placed: number;
  readonly sessions: number;
  readonly hardViolations: number;
  readonly cost: number;
  /** First day on which training may be held: access is live. */
  readonly accessFrom: string;
  readonly trainedBy?: string;
  readonly units: readonly UnitTrainingView[];
}

export interface RiskRowView {
  readonly id: string;
  readonly title: Text;
  readonly category: Text;
  readonly probabilityLevel?: number;
  readonly consequenceLevel?: number;
  readonly score?: number;
  readonly band?: Text;
}

export interface RiskView {
  readonly scale: { readonly title: Text; readonly levels: number };
  readonly risks: readonly RiskRowView[];
  readonly iterations: number;
  readonly seed: number;
}

export interface ScbReportView {
  readonly layout: string;
  readonly title: Text;
  readonly rows: number;
  readonly held: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly findings: readonly FindingView[];
}

/** Everything the page shows. A part is absent until its step has been done once. */
export interface Status {
  readonly municipality: { readonly code: string; readonly name: string };
  /** ISO 8601 instant of the last change. */
  readonly updatedAt: string;
  readonly steps: readonly StepView[];
  readonly sync?: SyncView;
  readonly plan?: PlanView;
  readonly training?: TrainingView;
  readonly risk?: RiskView;
  readonly scb?: readonly ScbReportView[];
}
