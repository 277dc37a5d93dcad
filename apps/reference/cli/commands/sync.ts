import { demoMunicipality } from "../../demo/index.ts";
import { fillDemo } from "../../server/demo-store.ts";
import { countRegister } from "../../server/register-store.ts";
import { readSource, type Source } from "../../server/source.ts";
import { keepStatus, readStatus } from "../../server/status-store.ts";
import type { SyncView, Text } from "../../server/status.ts";
import {
  applySync,
  approveSync,
  planSync,
  syncProblems,
  undoSync,
  verifySync,
  type SyncContext,
} from "../../server/sync-actions.ts";
import { SyncError } from "../../server/sync-job.ts";
import { storeOf } from "../files.ts";
import { formatDetails, formatOption, sourceOf } from "../source-options.ts";
import type { Terminal } from "../terminal.ts";
import {
  argument,
  exit,
  requiredOption,
  textOption,
  UsageError,
  type Call,
  type ExitCode,
  type Verb,
} from "../verb.ts";

const sourceOption = { source: { type: "string" }, municipality: { type: "string" }, ...formatOption } as const;
const signed = { by: { type: "string" }, reason: { type: "string" } } as const;

/** Opens the store for one verb, and says in the reader's language why a step can't be taken. */
async function withStore(call: Call, work: (context: SyncContext) => Promise<ExitCode>): Promise<ExitCode> {
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

/** Reads the source that is named, else the one that was read last. The demo's platform is filled the first time. */
async function read(call: Call, context: SyncContext) {
  const given = textOption(call, "source");
  const kept = context.store.get("sync.source") as Source | undefined;
  const source = given === undefined ? (kept ?? { kind: "demo" as const }) : sourceOf(call, given);
  const title = { sv: "Läser registret", en: "Reading the register" };
  const { terminal, now, signal, environment } = call;
  const batch = await readSource(source, {
    now,
    signal,
    environment,
    onProgress: (rows) =>
      terminal.step({ id: "read", title, state: "running", detail: { sv: `${rows} rader`, en: `${rows} rows` } }),
  });
  terminal.step({ id: "read", title, state: "done" });
  if (source.kind === "demo" && countRegister(context.store) === 0) {
    fillDemo(context.store, demoMunicipality(), now().toISOString());
  }
  context.store.set("sync.source", source, now().toISOString());
  const { code } = readStatus(context.store).municipality;
  const municipalityCode = context.municipalityCode === "" ? code : context.municipalityCode;
  if (municipalityCode === "")
    throw new UsageError({
      sv: "Vilken kommun är registret? Ange --municipality KOD (fyra siffror).",
      en: "Which municipality is the register of? Give --municipality CODE (four digits).",
    });
  if (code === "") keepStatus(context.store, "municipality", { code: municipalityCode, name: "" }, now().toISOString());
  return { batch, context: { ...context, municipalityCode } };
}

function printSync(terminal: Terminal, sync: SyncView): void {
  const { say } = terminal;
  const counts = (of: Readonly<Record<string, number>>) =>
    Object.entries(of)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ");
  terminal.line(`${say({ sv: "Mottaget", en: "Received" })}: ${counts(sync.received)}`);
  terminal.line(`${say({ sv: "Läget", en: "Situations" })}: ${counts(sync.situations)}`);
  terminal.line(`${say({ sv: "Ändringar", en: "Changes" })}: ${counts(sync.operations) || "0"}`);
  for (const guard of sync.guards)
    if (guard.outcome !== "pass") terminal.line(`  [${say(outcomes[guard.outcome])}] ${say(guard.text)}`);
  for (const { name, unit, operations } of sync.waiting?.units ?? [])
    terminal.line(
      `  ${say({ sv: "Väntar på godkännande", en: "Waits for an approval" })}: ${name} (${unit}), ${operations} ${say({ sv: "ändringar", en: "changes" })}`,
    );
  terminal.findings(sync.findings);
  terminal.line(`Plan ${sync.digest.slice(0, 16)}`);
}

const outcomes: Readonly<Record<"warn" | "hold" | "reject", Text>> = {
  warn: { sv: "varning", en: "warning" },
  hold: { sv: "hålls", en: "held" },
  reject: { sv: "avvisas", en: "rejected" },
};

export const syncPlan: Verb = {
  name: "sync plan",
  summary: {
    sv: "Läser registret och planerar ändringar; registret på plattformen rörs inte",
    en: "Reads the register and plans changes; the platform's register is not touched",
  },
  usage: "[--source demo|URL|FOLDER|FILE] [--source-format FORMAT] [--municipality CODE]",
  details: formatDetails,
  example: "sync plan --source demo-files/register --municipality 9901",
  options: sourceOption,
  run: (call) =>
    withStore(call, async (opened) => {
      const { batch, context } = await read(call, opened);
      const run = planSync(context, batch);
      const sync = readStatus(context.store).sync;
      call.terminal.document(sync);
      if (sync) printSync(call.terminal, sync);
      if (run.state === "rejected" || run.state === "held") return exit.held;
      if (run.plan.operations.length === 0) return exit.done;
      call.terminal.line(
        `${call.terminal.say({ sv: "Godkänn med", en: "Approve with" })}: milstolpe sync approve ${run.plan.digest.slice(0, 16)} --by ${call.terminal.say({ sv: "NAMN", en: "NAME" })} --reason ${call.terminal.say({ sv: "SKÄL", en: "REASON" })}`,
      );
      return exit.found;
    }),
};

export const syncApprove: Verb = {
  name: "sync approve",
  summary: {
    sv: "Godkänner den senaste planen; gäller den planen och ingen annan, i ett dygn",
    en: "Approves the newest plan; good for that plan and no other, for a day",
  },
  usage: "DIGEST --by NAME --reason TEXT [--units ID,ID] [--held-plan]",
  example: 'sync approve 0bfebf348e256365 --by "Head of IT" --reason "reviewed"',
  most: 1,
  options: { ...signed, units: { type: "string" }, "held-plan": { type: "boolean" } },
  run: (call) =>
    withStore(call, (context) => {
      const run = approveSync(context, {
        digest: argument(call, 0, "DIGEST"),
        by: requiredOption(call, "by"),
        reason: requiredOption(call, "reason"),
        units: (textOption(call, "units") ?? "").split(",").filter(Boolean),
        heldPlan: call.options["held-plan"] === true,
      });
      call.terminal.document({ digest: run.plan.digest, state: run.state, expires: run.approval?.expires });
      call.terminal.line(
        call.terminal.say({
          sv: `Godkänd till ${run.approval?.expires}. Genomför med: milstolpe sync apply`,
          en: `Approved until ${run.approval?.expires}. Apply with: milstolpe sync apply`,
        }),
      );
      return Promise.resolve(exit.done);
    }),
};

export const syncApply: Verb = {
  name: "sync apply",
  summary: {
    sv: "Genomför den godkända planen; avbruten går den vidare där den var",
    en: "Applies the approved plan; when stopped, it goes on where it was",
  },
  usage: "",
  example: "sync apply",
  run: (call) =>
    withStore(call, async (context) => {
      const applied = await applySync(context);
      const counts = {
        done: applied.done,
        conflicts: applied.conflicts.length,
        refused: applied.dead.length,
        held: applied.held.length,
      };
      call.terminal.document({ ...counts, isFinished: applied.isFinished });
      call.terminal.line(
        call.terminal.say({
          sv: `${counts.done} ändringar gjorda, ${counts.conflicts} konflikter, ${counts.refused} vägrade, ${counts.held} hålls.`,
          en: `${counts.done} changes made, ${counts.conflicts} conflicts, ${counts.refused} refused, ${counts.held} held.`,
        }),
      );
      if (!applied.isFinished) return exit.error;
      if (counts.conflicts + counts.refused > 0) return exit.found;
      return counts.held > 0 ? exit.held : exit.done;
    }),
};

export const syncVerify: Verb = {
  name: "sync verify",
  summary: {
    sv: "Läser båda registren igen och jämför dem, enhet för enhet",
    en: "Reads both registers again and compares them, unit by unit",
  },
  usage: "[--source demo|URL|FOLDER|FILE] [--source-format FORMAT] [--municipality CODE]",
  details: formatDetails,
  example: "sync verify",
  options: sourceOption,
  run: (call) =>
    withStore(call, async (opened) => {
      const { batch, context } = await read(call, opened);
      const { units, elsewhere } = verifySync(context, batch);
      const open = units.filter(({ state }) => state !== "verified");
      const { terminal } = call;
      terminal.document({ units, elsewhere });
      terminal.line(
        terminal.say({
          sv: `${units.length - open.length} av ${units.length} enheter stämmer helt; ${elsewhere} skillnader utanför enheterna.`,
          en: `${units.length - open.length} of ${units.length} units agree completely; ${elsewhere} differences outside the units.`,
        }),
      );
      for (const { name, missing, differing, stale, disputed, held } of open)
        terminal.line(
          terminal.say({
            sv: `  ${name}: ${missing} saknas, ${differing} skiljer, ${stale} inaktuella, ${disputed} tvistiga, ${held} hålls`,
            en: `  ${name}: ${missing} missing, ${differing} differing, ${stale} stale, ${disputed} disputed, ${held} held`,
          }),
        );
      return open.length + elsewhere === 0 ? exit.done : exit.found;
    }),
};

export const syncUndo: Verb = {
  name: "sync undo",
  summary: {
    sv: "Tar tillbaka den senast genomförda planen; rader som ändrats sedan dess lämnas",
    en: "Takes back the plan applied last; rows changed since are left",
  },
  usage: "--by NAME --reason TEXT",
  example: 'sync undo --by "Head of IT" --reason "wrong file"',
  options: signed,
  run: (call) =>
    withStore(call, async (context) => {
      const by = requiredOption(call, "by");
      const undone = await undoSync(context, { by, reason: requiredOption(call, "reason") });
      call.terminal.document({ undone: undone.done, conflicts: undone.conflicts.length });
      call.terminal.line(
        call.terminal.say({
          sv: `${undone.done} ändringar ångrade, ${undone.conflicts.length} rader hade ändrats sedan dess och lämnades.`,
          en: `${undone.done} changes taken back, ${undone.conflicts.length} rows had been changed since and were left.`,
        }),
      );
      return undone.conflicts.length > 0 ? exit.found : exit.done;
    }),
};
