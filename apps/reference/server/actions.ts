import { demoMunicipality, type DemoMunicipality } from "../demo/index.ts";
import type { Actions } from "./http.ts";
import { addressOf, readDemo, readSource, type Source } from "./source.ts";
import { readStatus } from "./status-store.ts";
import type { Store } from "./store.ts";
import { applySync, approveSync, syncProblems, verifySync } from "./sync-actions.ts";
import { SyncError } from "./sync-job.ts";

export interface ActionOptions {
  readonly store: Store;
  readonly folder: string;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The municipality that the source `demo` is. Default: the whole one of seed 1. */
  readonly demo?: DemoMunicipality;
}

/** What the page may do: approve held units of the newest plan, which applies them and verifies every unit again. */
export function actionsOn({ store, folder, now, signal, environment, demo }: ActionOptions): Actions {
  let before: Promise<unknown> = Promise.resolve();
  return {
    approve({ digest, by, reason, units }) {
      const run = async () => {
        const source = (store.get("sync.source") as Source | undefined) ?? { kind: "demo" };
        const address = addressOf(source);
        const { code: municipalityCode } = readStatus(store).municipality;
        const context = { store, folder, now, signal, municipalityCode, ...(address === undefined ? {} : { address }) };
        try {
          approveSync(context, { digest, by, reason, units });
          const { done } = await applySync(context);
          const reading = { now, signal, environment, onProgress: () => undefined };
          verifySync(
            context,
            await (source.kind === "demo"
              ? readDemo(demo ?? demoMunicipality(), reading)
              : readSource(source, reading)),
          );
          return { ok: true, text: { sv: `${done} ändringar gjorda.`, en: `${done} changes made.` } };
        } catch (error) {
          if (error instanceof SyncError) return { ok: false, text: syncProblems[error.code] };
          throw error;
        }
      };
      // One at a time: a second click waits for the first, and is then told that the plan is done.
      const answer = before.then(run, run);
      before = answer.catch(() => undefined);
      return answer;
    },
  };
}
