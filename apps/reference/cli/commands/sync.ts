import { applySync, approveSync, undoSync, verifySync } from "../../server/sync-actions.ts";
import { reviewedUnits } from "../../server/sync-review.ts";
import { formatDetails } from "../source-options.ts";
import { readRegister, sourceOption, withStore } from "../sync-store.ts";
import { argument, exit, requiredOption, textOption, UsageError, type Verb } from "../verb.ts";

const signed = { by: { type: "string" }, reason: { type: "string" } } as const;

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
      const { batch, context } = await readRegister(call, opened);
      if (batch.kind !== "total")
        throw new UsageError({
          sv: "Källan är en fil med ändringar. Verifiera mot hela registret: --source.",
          en: "The source is a file of changes. Verify against the whole register: --source.",
        });
      const { units, elsewhere, stale } = verifySync(context, batch);
      const reviews = reviewedUnits(context.store).map(({ review }) => review);
      const open = units.filter(({ state }) => state !== "verified");
      const { terminal } = call;
      terminal.document({ units, elsewhere, stale, reviews });
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
      terminal.line(
        terminal.say({
          sv: `Inaktuellt: ${stale.stale} rader nu; ${stale.runs} hela läsningar i rad utan, över ${stale.days} dagar${stale.isProved ? ": visat att inget finns kvar" : " (20 över 28 dagar behövs)"}.`,
          en: `Stale: ${stale.stale} rows now; ${stale.runs} complete readings in a row without, over ${stale.days} days${stale.isProved ? ": shown that none are left" : " (20 over 28 days are needed)"}.`,
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
