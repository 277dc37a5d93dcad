import { connectCheck } from "./commands/connect.ts";
import { connectLogin } from "./commands/connect-login.ts";
import { connectPropose } from "./commands/connect-propose.ts";
import { connectSend } from "./commands/connect-send.ts";
import { connectWrite } from "./commands/connect-write.ts";
import { demo, serveVerb } from "./commands/demo.ts";
import { demoFilesVerb } from "./commands/demo-files.ts";
import { idCheck } from "./commands/id.ts";
import { link } from "./commands/link.ts";
import { planLint, planSchedule, planStatus, planVerify } from "./commands/plan.ts";
import { riskSimulate } from "./commands/risk.ts";
import { riskReportVerb } from "./commands/risk-report.ts";
import { scbCheck, scbWrite } from "./commands/scb.ts";
import { scbDiff } from "./commands/scb-diff.ts";
import { scbLayoutImport } from "./commands/scb-layout.ts";
import { scbSign } from "./commands/scb-sign.ts";
import { statsCheck, statsConvert } from "./commands/stats.ts";
import { statsProtect } from "./commands/stats-protect.ts";
import { storeCopies, storePurge } from "./commands/store.ts";
import { syncSample, syncSign } from "./commands/sync-sign.ts";
import { syncApply, syncApprove, syncUndo, syncVerify } from "./commands/sync.ts";
import { syncDiff } from "./commands/sync-diff.ts";
import { syncPlan } from "./commands/sync-plan.ts";
import { syncQuality } from "./commands/sync-quality.ts";
import { trainingSolve } from "./commands/training.ts";
import { trainingCheck } from "./commands/training-check.ts";
import { trainingExplain } from "./commands/training-explain.ts";
import { trainingInvite } from "./commands/training-invite.ts";
import { trainingReplan } from "./commands/training-replan.ts";
import type { Verb } from "./verb.ts";

/** Every verb, in the order in which `--help` shows them. */
export const verbs: readonly Verb[] = [
  demo,
  demoFilesVerb,
  serveVerb,
  planLint,
  planVerify,
  planSchedule,
  planStatus,
  riskSimulate,
  riskReportVerb,
  trainingSolve,
  trainingCheck,
  trainingExplain,
  trainingReplan,
  trainingInvite,
  connectCheck,
  connectPropose,
  connectWrite,
  connectSend,
  connectLogin,
  syncDiff,
  syncPlan,
  syncApprove,
  syncApply,
  syncVerify,
  syncQuality,
  syncSample,
  syncSign,
  syncUndo,
  link,
  scbCheck,
  scbWrite,
  scbDiff,
  scbSign,
  scbLayoutImport,
  statsCheck,
  statsConvert,
  statsProtect,
  storeCopies,
  storePurge,
  idCheck,
];
