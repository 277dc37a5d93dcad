import { idCheck } from "./commands/id.ts";
import type { Verb } from "./verb.ts";

/** Every verb, in the order in which `--help` shows them. */
export const verbs: readonly Verb[] = [idCheck];
