export { defineTemplate } from "./template.ts";
export type {
  Activity,
  ActivityId,
  Approver,
  Basis,
  Body,
  Cadence,
  Decision,
  DecisionId,
  DurationRange,
  Effort,
  Milestone,
  MilestoneId,
  MonthWindow,
  Party,
  Phase,
  Role,
  Subproject,
  Template,
  TemplateLink,
  TypedTemplate,
} from "./template.ts";
export { rolloutTemplate } from "./rollout-template.ts";
export { lintTemplate } from "./lint-template.ts";
export { verifyTemplate } from "./verify-template.ts";
export type { Verification, VerifyOptions } from "./verify-template.ts";
export type { Property } from "./property.ts";
export { compile } from "./kernel.ts";
export type { Kernel } from "./kernel.ts";
export type { Actor, Command, CommandFor, Context, Evidence, Outcome } from "./command.ts";
export type { Event } from "./event.ts";
export type { ActivityStatus, GateState, IssueState, RolloutState, Vote } from "./rollout-state.ts";
export type { Rejection, RejectionCode, Unmet } from "./rejection.ts";
export { bodiesNow } from "./governance.ts";
export type { BodyNow } from "./governance.ts";
export { editTemplate } from "./edit-template.ts";
export type { TemplateEdit } from "./edit-template.ts";
export { diffTemplates } from "./diff-templates.ts";
export type { TemplateChange } from "./diff-templates.ts";
export { migrate } from "./migrate.ts";
export type { Mapping, Migration } from "./migrate.ts";
export { createPlan } from "./plan.ts";
export type { KnownDate, Plan, PlanOptions } from "./plan.ts";
export { schedule } from "./schedule.ts";
export type { Schedule, ScheduledActivity, ScheduledMilestone } from "./schedule.ts";
export { baseline, earnedValue, variance } from "./baseline.ts";
export type { Baseline, EarnedValue, Variance } from "./baseline.ts";
export { whatIf } from "./what-if.ts";
export type { Change, WhatIf } from "./what-if.ts";
export { toNetwork } from "./network.ts";
export type { Network } from "./network.ts";
export { criticalPath, CyclicLinksError } from "./critical-path.ts";
export type { CriticalPath, CriticalPathInput, LinkType, NetworkLink } from "./critical-path.ts";
export { workingCalendar } from "./calendar.ts";
export type { CalendarData, WorkingCalendar } from "./calendar.ts";
export type { PhasesCode } from "./messages.ts";
export type { Finding, Result, Text } from "./finding.ts";
