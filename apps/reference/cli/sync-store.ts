import type { Batch } from "@milstolpe/sync";
import { demoMunicipality } from "../demo/index.ts";
import { fillDemo } from "../server/demo-store.ts";
import { countRegister } from "../server/register-store.ts";
import { addressOf, type Source } from "../server/source.ts";
import { readKnown } from "../server/source-known.ts";
import { keepStatus, readStatus } from "../server/status-store.ts";
import { syncProblems, type SyncContext } from "../server/sync-actions.ts";
import { SyncError } from "../server/sync-job.ts";
import { storeOf } from "./files.ts";
import { formatOption, readWithProgress, sourceOf } from "./source-options.ts";
import { textOption, UsageError, type Call, type ExitCode } from "./verb.ts";

export const sourceOption = { source: { type: "string" }, municipality: { type: "string" }, ...formatOption } as const;

/** Opens the store for one verb, and says in the reader's language why a step can't be taken. */
export async function withStore(call: Call, work: (context: SyncContext) => Promise<ExitCode>): Promise<ExitCode> {
  const store = storeOf(call);
  try {
    const { code } = readStatus(store).municipality;
    const { folder, now, signal, terminal } = call;
    const title = { sv: "Ändringar i registret", en: "Changes of the register" };
    return await work({
      store,
      folder,
      now,
      signal,
      municipalityCode: textOption(call, "municipality") ?? code,
      onProgress: (done, all) => terminal.step({ id: "apply", title, state: "running", progress: done / all }),
    });
  } catch (error) {
    if (error instanceof SyncError) throw new UsageError(syncProblems[error.code]);
    throw error;
  } finally {
    store.close();
  }
}

/** A register that was read, and the context with the municipality it is of. */
export interface ReadRegister {
  readonly batch: Batch;
  readonly context: SyncContext;
}

/**
 * Reads the source that is named, else the one that was read last. The demo's platform is filled the first time.
 * @throws UsageError when nobody says which municipality the register is of; then nothing is read
 */
export async function readRegister(call: Call, context: SyncContext): Promise<ReadRegister> {
  const { store, now } = context;
  const given = textOption(call, "source");
  const kept = store.get("sync.source") as Source | undefined;
  const source = given === undefined ? (kept ?? { kind: "demo" as const }) : sourceOf(call, given);
  if (source.kind !== "demo" && context.municipalityCode === "")
    throw new UsageError({
      sv: "Vilken kommun är registret? Ange --municipality KOD (fyra siffror).",
      en: "Which municipality is the register of? Give --municipality CODE (four digits).",
    });
  const known = readKnown(store);
  const changesOnly = call.options["changes"] === true;
  if (changesOnly && known === undefined)
    throw new UsageError({
      sv: "Ändringar kan läsas först när en hel läsning har genomförts till sista raden, utan något som är tvistigt eller avvisat.",
      en: "Changes can be read once a whole reading has been applied to its last row, with nothing disputed or rejected.",
    });
  const address = addressOf(source);
  if (changesOnly && known?.address !== address)
    throw new UsageError({
      sv: "Ändringar kan bara läsas från den adress, i det format, som registret lästes från. Läs det nya först helt.",
      en: "Changes can be read only from the address, in the format, that the register was read from. Read a new one whole first.",
    });
  const batch = await readWithProgress(call, source, { ...(known ? { known } : {}), changesOnly });
  const at = now().toISOString();
  if (source.kind === "demo" && countRegister(store) === 0) fillDemo(store, demoMunicipality(), at);
  // A file of changes is read once; what is compared with is the whole register.
  if (batch.kind === "total" || changesOnly) store.set("sync.source", source, at);
  const { code } = readStatus(store).municipality;
  const municipalityCode = context.municipalityCode === "" ? code : context.municipalityCode;
  if (code === "") keepStatus(store, "municipality", { code: municipalityCode, name: "" }, at);
  return { batch, context: { ...context, municipalityCode, ...(address === undefined ? {} : { address }) } };
}
