import { idCheck } from "./commands/id.ts";
import { syncApply, syncApprove, syncPlan, syncUndo, syncVerify } from "./commands/sync.ts";
import type { Verb } from "./verb.ts";

/** Every verb, in the order in which `--help` shows them. */
export const verbs: readonly Verb[] = [syncPlan, syncApprove, syncApply, syncVerify, syncUndo, idCheck];
