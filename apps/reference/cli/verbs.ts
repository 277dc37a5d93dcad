import { demo, serveVerb } from "./commands/demo.ts";
import { idCheck } from "./commands/id.ts";
import { planLint, planSchedule, planStatus, planVerify } from "./commands/plan.ts";
import { riskSimulate } from "./commands/risk.ts";
import { scbCheck, scbWrite } from "./commands/scb.ts";
import { syncApply, syncApprove, syncPlan, syncUndo, syncVerify } from "./commands/sync.ts";
import { trainingSolve } from "./commands/training.ts";
import type { Verb } from "./verb.ts";

/** Every verb, in the order in which `--help` shows them. */
export const verbs: readonly Verb[] = [
  demo,
  serveVerb,
  planLint,
  planVerify,
  planSchedule,
  planStatus,
  riskSimulate,
  trainingSolve,
  syncPlan,
  syncApprove,
  syncApply,
  syncVerify,
  syncUndo,
  scbCheck,
  scbWrite,
  idCheck,
];
