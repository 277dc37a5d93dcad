import { rolloutTemplate, schedule, toNetwork, type Command, type Plan } from "@milstolpe/phases";
import type { Batch, Verification } from "@milstolpe/sync";
import { coverage, solve } from "@milstolpe/training";
import { demoMunicipality, trainingProblem, type DemoMunicipality } from "../demo/index.ts";
import { demoLog, demoStart, swedishHolidays } from "../demo/rollout.ts";
import { fillDemo } from "./demo-store.ts";
import { planFrom, planView, readRollout, tell, type Forecast, type Rollout } from "./rollout-job.ts";
import { demoRisks, forecastOf, riskView, simulatePlan } from "./risk-job.ts";
import { writeReport } from "./scb-job.ts";
import { readDemo } from "./source.ts";
import type { StepId, StepView, Text } from "./status.ts";
import { keepStatus, stepKeeper } from "./status-store.ts";
import type { Store } from "./store.ts";
import { keepLonger } from "./stored-copies.ts";
import { applySync, approveSync, planSync, syncProblems, verifySync, type SyncContext } from "./sync-actions.ts";
import { readApplied, readRun, SyncError } from "./sync-job.ts";
import { findingView } from "./sync-view.ts";
import { trainingDates, trainingView, type TrainingDates } from "./training-job.ts";

export interface MainJobOptions {
  readonly store: Store;
  /** Folder of the journals and the written files. */
  readonly folder: string;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onStep: (step: StepView) => void;
  /** Default: the whole municipality of seed 1. */
  readonly demo?: DemoMunicipality;
  /** Steps of the training search. Default 8,000,000: a few seconds on one core, and the same plan on every machine. */
  readonly trainingIterations?: number;
}

const titles: Readonly<Record<StepId, Text>> = {
  read: { sv: "Registret läses över HTTP", en: "Register read over HTTP" },
  plan: { sv: "Ändringar planeras och prövas", en: "Changes planned and guarded" },
  approve: { sv: "Planen godkänns", en: "Plan approved" },
  apply: { sv: "Ändringarna genomförs", en: "Changes applied" },
  verify: { sv: "Varje enhet verifieras", en: "Every unit verified" },
  training: { sv: "Utbildningen läggs", en: "Training placed" },
  schedule: { sv: "Införandet planeras", en: "Rollout scheduled" },
  risk: { sv: "Införandet simuleras", en: "Rollout simulated" },
  scb: { sv: "Filerna till SCB skrivs och prövas", en: "Files to SCB written and checked" },
};
const order = Object.keys(titles) as StepId[];

/** A step that could not be taken; the ones after it were not begun. */
class StepError extends Error {
  readonly code = "job.step-failed";
  readonly step: StepId;
  constructor(step: StepId, cause: unknown) {
    super(`${step}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.step = step;
  }
}

type Step = <T>(
  id: StepId,
  work: (progress: (share?: number, detail?: Text) => void) => Promise<Done<T>> | Done<T>,
) => Promise<T>;
interface Done<T> {
  readonly value: T;
  readonly detail: Text;
  readonly state?: "done" | "held";
}

/**
 * The main job on the demo municipality: its register over HTTP to the platform's, training, schedule, simulation and the
 * files to SCB. Each step's result is in the store when the step is done; run again, it goes on from what the store holds.
 */
export async function mainJob(options: MainJobOptions): Promise<void> {
  const { store, now, demo = demoMunicipality() } = options;
  fillDemo(store, demo, now().toISOString());
  if (readRollout(store) === undefined) {
    const rollout: Rollout = {
      start: demoStart,
      holidays: swedishHolidays(demoStart),
      log: demoLog(rolloutTemplate),
    };
    store.set("rollout", rollout, now().toISOString());
  }
  store.set("sync.source", { kind: "demo" }, now().toISOString());
  const step = stepRunner(options);
  const verified = await syncSteps(step, demo, options);
  tellEvidence(store, demo, verified);
  const known = await trainingStep(step, demo, options);
  const plan = await scheduleStep(step, demo, known, options);
  await riskStep(step, plan, options);
  await scbStep(step, demo, options);
}

function stepRunner({ store, now, onStep }: MainJobOptions): Step {
  const keep = stepKeeper(
    store,
    order.map((id): StepView => ({ id, title: titles[id], state: "waiting" })),
    { now, onStep },
  );
  return async (id, work) => {
    const title = titles[id];
    const began = now().getTime();
    const seconds = () => (now().getTime() - began) / 1000;
    keep({ id, title, state: "running" });
    try {
      const {
        value,
        detail,
        state = "done",
      } = await work((share, said) =>
        keep({
          id,
          title,
          state: "running",
          ...(share === undefined ? {} : { progress: share }),
          ...(said ? { detail: said } : {}),
        }),
      );
      keep({ id, title, state, detail, seconds: seconds() });
      return value;
    } catch (error) {
      const detail =
        error instanceof SyncError
          ? syncProblems[error.code]
          : { sv: "Se terminalen.", en: error instanceof Error ? error.message : String(error) };
      keep({ id, title, state: error instanceof SyncError ? "held" : "failed", detail, seconds: seconds() });
      throw error instanceof SyncError ? error : new StepError(id, error);
    }
  };
}

/** Register to register: read, plan, approve, apply, verify. A run that was killed while applying is finished first. */
async function syncSteps(step: Step, demo: DemoMunicipality, options: MainJobOptions): Promise<Verification> {
  const { store, folder, now, signal, environment } = options;
  const context: SyncContext = { store, folder, now, signal, municipalityCode: demo.code };
  const halfway = readRun(store);
  if (halfway?.state === "applying") {
    approveSync(context, { digest: halfway.plan.digest, by: "demo", reason: "demonstration" });
    await applySync(context);
  }
  const batch = await step("read", async (progress): Promise<Done<Batch>> => {
    const value = await readDemo(demo, {
      now,
      signal,
      environment,
      onProgress: (rows) => progress(undefined, { sv: `${rows} rader`, en: `${rows} rows` }),
    });
    const rows = Object.values(value.health.received).reduce((sum, count) => sum + count, 0);
    const { length } = value.health.findings;
    return { value, detail: { sv: `${rows} rader, ${length} anmärkningar`, en: `${rows} rows, ${length} findings` } };
  });
  const { plan } = await step("plan", () => {
    const value = planSync(context, batch);
    const count = value.plan.operations.length;
    return { value, detail: { sv: `${count} ändringar`, en: `${count} changes` } };
  });
  await step("approve", () => {
    // The demo stands in for the person: it approves the very plan it made, and no unit that a guard holds.
    const reason = "demonstration";
    const value = approveSync(context, { digest: plan.digest, by: "demo", reason });
    const short = plan.digest.slice(0, 16);
    return {
      value,
      detail: { sv: `demon godkänner sin egen plan ${short}`, en: `the demo approves its own plan ${short}` },
    };
  });
  await step("apply", async (progress) => {
    const value = await applySync({ ...context, onProgress: (done, all) => progress(done / all) });
    const { done, conflicts, held } = value;
    return {
      value,
      state: held.length > 0 ? "held" : "done",
      detail: {
        sv: `${done} gjorda, ${conflicts.length} konflikter, ${held.length} hålls`,
        en: `${done} made, ${conflicts.length} conflicts, ${held.length} held`,
      },
    };
  });
  return step("verify", () => {
    const value = verifySync(context, batch);
    const whole = value.units.filter(({ state }) => state === "verified").length;
    const { length } = value.units;
    return {
      value,
      detail: { sv: `${whole} av ${length} enheter stämmer`, en: `${whole} of ${length} units agree` },
    };
  });
}

/** Tells the rollout's log what the sync has shown: imported, connected, and verified only when every unit is. */
function tellEvidence(store: Store, { days }: DemoMunicipality, { units, elsewhere }: Verification): void {
  const context = { actor: { party: "supplier" }, at: `${days.today}T14:00:00Z` };
  const digest = readApplied(store)?.plan.digest;
  const evidence = digest === undefined ? [] : [{ uri: `sync:plan/${digest}`, sha256: digest }];
  const complete = (activity: string) =>
    tell(store, rolloutTemplate, { type: "complete", activity, evidence } satisfies Command, context);
  complete("sync-import");
  complete("sync-setup");
  if (elsewhere === 0 && units.every(({ state }) => state === "verified")) complete("sync-verification");
}

async function trainingStep(
  step: Step,
  demo: DemoMunicipality,
  { store, now, signal, trainingIterations = 8_000_000 }: MainJobOptions,
): Promise<Readonly<Record<string, TrainingDates>>> {
  return step("training", async (progress) => {
    const accessFrom = accessDay(store, demo);
    const problem = trainingProblem(demo, { accessFrom });
    const solution = await solve(problem, {
      seed: demo.seed,
      iterations: trainingIterations,
      signal,
      onImprove: ({ share, sessions, unplaced }) =>
        progress(share, {
          sv: `${sessions} tillfällen, ${unplaced} utan plats`,
          en: `${sessions} sessions, ${unplaced} without a place`,
        }),
    });
    const names = new Map(demo.truth.units.map(({ id, name }) => [id, name]));
    const view = trainingView(problem, solution, accessFrom, names);
    store.set("training", { problem, plan: solution.plan }, now().toISOString());
    keepStatus(store, "training", view, now().toISOString());
    return {
      value: trainingDates(coverage(problem, solution.plan)),
      detail: {
        sv: `${view.placed} av ${view.people} personer i ${view.sessions} tillfällen, ${view.hardViolations} regelbrott`,
        en: `${view.placed} of ${view.people} people in ${view.sessions} sessions, ${view.hardViolations} violations`,
      },
    };
  });
}

/** First day on which people can log in: sign-in is active, their accounts are in, and a night has passed. */
function accessDay(store: Store, { days }: DemoMunicipality): string {
  const rollout = readRollout(store);
  if (rollout === undefined) throw new RangeError("the store holds no rollout");
  const plan = planFrom(rolloutTemplate, rollout, { today: days.today, known: {} });
  const { activities } = schedule(plan);
  const ends = activities.filter(({ id }) => id === "sso-live" || id === "sync-import").map(({ end }) => end);
  const last = ends.toSorted().at(-1) ?? days.today;
  return new Date(Date.parse(last) + 86_400_000).toISOString().slice(0, 10);
}

/** What training gives the plan: work does not begin before its first session, nor is the milestone passed before its last. */
function knownDates(training: Readonly<Record<string, TrainingDates>>): Readonly<Record<string, string>> {
  const known: Record<string, string> = {};
  for (const { activities, milestone } of rolloutTemplate.phases) {
    const lasts: string[] = [];
    for (const { id } of activities) {
      const dates = training[id];
      if (dates === undefined) continue;
      known[id] = dates.first;
      lasts.push(dates.last);
    }
    const last = lasts.toSorted().at(-1);
    if (milestone && last !== undefined) known[milestone.id] = last;
  }
  return known;
}

function scheduleStep(
  step: Step,
  { days }: DemoMunicipality,
  training: Readonly<Record<string, TrainingDates>>,
  { store, now }: MainJobOptions,
): Promise<Plan> {
  return step("schedule", () => {
    const rollout = readRollout(store);
    if (rollout === undefined) throw new RangeError("the store holds no rollout");
    const plan = planFrom(rolloutTemplate, rollout, { today: days.today, known: knownDates(training) });
    const scheduled = schedule(plan);
    const view = planView(rolloutTemplate, scheduled, rollout.log, scheduled.findings.map(findingView));
    keepStatus(store, "plan", view, now().toISOString());
    const next = view.phases.map(({ milestone }) => milestone).find((milestone) => milestone?.state === "open");
    return {
      value: plan,
      detail: {
        sv: `slut ${scheduled.end}; nästa milstolpe ${next?.date ?? "–"}, ${next?.open.length ?? 0} saker öppna före den`,
        en: `ends ${scheduled.end}; next milestone ${next?.date ?? "–"}, open before it: ${next?.open.length ?? 0}`,
      },
    };
  });
}

/** Enough for a standard error of a tenth of a day, in well under a second. */
const runs = 20_000;

async function riskStep(step: Step, plan: Plan, { store, now, signal }: MainJobOptions): Promise<Forecast> {
  return step("risk", (progress) => {
    const { network, dayToDate } = toNetwork(plan);
    const simulation = simulatePlan(network, demoRisks, { iterations: runs, seed: 1, signal, onProgress: progress });
    const forecast = forecastOf(simulation, dayToDate);
    const scheduled = schedule(plan);
    const log = readRollout(store)?.log ?? [];
    const at = now().toISOString();
    const view = planView(rolloutTemplate, scheduled, log, scheduled.findings.map(findingView), forecast);
    keepStatus(store, "plan", view, at);
    keepStatus(store, "risk", riskView(demoRisks, simulation), at);
    const { idle } = simulation;
    return {
      value: forecast,
      detail: {
        sv: `${runs} genomlöpningar, ${idle.length} risker driver inget`,
        en: `${runs} runs, ${idle.length} risks drive nothing`,
      },
    };
  });
}

function scbStep(step: Step, demo: DemoMunicipality, { store, folder, now }: MainJobOptions): Promise<void> {
  return step("scb", () => {
    const at = now().toISOString();
    const reports = demo.grades.map((report) => {
      keepLonger(store, `scb/${report.layout}.txt`, "report file", at);
      return writeReport(folder, report).view;
    });
    keepStatus(store, "scb", reports, at);
    const rows = reports.reduce((sum, report) => sum + report.rows, 0);
    const held = reports.reduce((sum, report) => sum + report.held, 0);
    return {
      value: undefined,
      detail: { sv: `${rows} rader skrivna, ${held} utanför`, en: `${rows} rows written, ${held} kept out` },
    };
  });
}
