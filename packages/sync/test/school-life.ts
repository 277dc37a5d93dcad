import { approve } from "../src/approve.ts";
import type { Batch } from "../src/batch.ts";
import type { GuardResult } from "../src/guard-result.ts";
import { check, type PlanHistory } from "../src/guards.ts";
import type { Plan } from "../src/plan.ts";
import { reconcile } from "../src/reconcile.ts";
import { emptyRegister, type Register } from "../src/register.ts";
import { noteRun, type RunRecord, type SchoolCalendar } from "../src/run-record.ts";
import { afterPlan, type Municipality } from "./municipality.ts";

/** Rollover in week 30, terms beginning in weeks 1 and 33, of each of two years from 5 January 2026. */
export const calendar: SchoolCalendar = {
  rollover: [
    { from: "2026-07-01", to: "2026-08-09" },
    { from: "2027-07-01", to: "2027-08-09" },
  ],
  termStarts: [
    { from: "2026-08-10", to: "2026-09-06" },
    { from: "2027-01-04", to: "2027-01-24" },
    { from: "2027-08-10", to: "2027-09-06" },
  ],
};

/** A municipality whose register is synced, checked and noted, run after run. */
export class SchoolLife {
  readonly municipality: Municipality;
  register: Register = emptyRegister;
  runs: readonly RunRecord[] = [];
  #last: Partial<PlanHistory> = {};

  constructor(municipality: Municipality) {
    this.municipality = municipality;
  }

  /** What the guards say of a reading; nothing changes. */
  look(source: Batch): { readonly plan: Plan; readonly stopped: readonly GuardResult[] } {
    const plan = reconcile({ source, target: this.register });
    const guards = check(plan, { municipalityCode: "9901", ...calendar, earlier: this.runs, ...this.#last });
    return { plan, stopped: guards.filter(({ outcome }) => outcome === "hold" || outcome === "reject") };
  }

  /** A reading that is applied and noted, whatever the guards say: somebody lets it through. */
  run(source: Batch): readonly GuardResult[] {
    const { plan, stopped } = this.look(source);
    this.register = afterPlan(this.register, plan);
    this.#last = { appliedReadAt: plan.readAt, rows: plan.basis.source };
    const heldUnits = stopped.flatMap(({ unit }) => unit ?? []);
    const word = { by: "a", reason: "b", at: source.readAt, expires: "2099-01-01T00:00:00Z" };
    const approval = approve(plan, { ...word, heldPlan: true, heldUnits });
    this.runs = noteRun(this.runs, plan, { guards: stopped, approval, calendar });
    return stopped;
  }
}

/** The Monday of a week of 2026, counted from 0. */
export const monday = (week: number): string => new Date(Date.UTC(2026, 0, 5) + week * 7 * 86_400_000).toISOString();
