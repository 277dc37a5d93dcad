import {
  drawSample,
  noteLooked,
  reviewedUnit,
  signOffRefusals,
  signOffRule,
  signUnit,
} from "../../server/sync-review.ts";
import type { SyncContext } from "../../server/sync-actions.ts";
import { writeText } from "../files.ts";
import { formatDetails } from "../source-options.ts";
import { readRegister, sourceOption, withStore } from "../sync-store.ts";
import { argument, countOption, exit, requiredOption, textOption, UsageError, type Call, type Verb } from "../verb.ts";

function unitOf(call: Call, { store }: SyncContext) {
  const named = argument(call, 0, "UNIT");
  const found = reviewedUnit(store, named);
  if (found) return found;
  throw new UsageError({
    sv: `Enheten ${named} är inte verifierad än. Kör ”sync verify”, som namnger enheterna.`,
    en: `The unit ${named} has not been verified yet. Run “sync verify”, which names the units.`,
  });
}

export const syncSample: Verb = {
  name: "sync sample",
  summary: {
    sv: "Drar ett stickprov av en enhet att granska i plattformen, med dem synken kan ha fått fel",
    en: "Draws a sample of a unit to look at in the platform, with those the sync may have got wrong",
  },
  usage: "UNIT --out FILE.csv [--source demo|URL|FOLDER|FILE] [--source-format FORMAT] [--municipality CODE]",
  details: [
    {
      sv: "UNIT: enhetens id eller namn, som i ”sync verify --json”. Filen har personers id och skäl, inga namn.",
      en: "UNIT: the unit's id or name, as in “sync verify --json”. The file has people's ids and reasons, no names.",
    },
    ...formatDetails,
  ],
  example: 'sync sample "Kvarnlidens skola" --out sample.csv',
  most: 1,
  options: { ...sourceOption, out: { type: "string" } },
  run: (call) =>
    withStore(call, async (opened) => {
      const out = requiredOption(call, "out");
      const { verification } = unitOf(call, opened);
      const { batch, context } = await readRegister(call, opened);
      const list = drawSample(context.store, batch, verification.unit, Math.random);
      if (list === undefined)
        throw new UsageError({ sv: "Ingen plan är genomförd än.", en: "No plan has been applied yet." });
      const { items, population, sampled, demand } = list;
      const lines = items.map(({ person, reasons }) => `${person};${reasons.join(" ")}`);
      writeText(out, ["person;reasons", ...lines, ""].join("\r\n"));
      call.terminal.document({ unit: verification.unit, items: items.length, population, sampled, demand });
      call.terminal.line(
        call.terminal.say({
          sv: `${items.length} av ${population} personer att granska. Är alla rätt är högst ${demand.bound * 100} % fel (${demand.confidence * 100} % säkert).`,
          en: `${items.length} of ${population} people to look at. When all are right, at most ${demand.bound * 100} % are wrong (${demand.confidence * 100} % sure).`,
        }),
      );
      return exit.done;
    }),
};

export const syncSign: Verb = {
  name: "sync sign",
  summary: {
    sv: "Noterar ett granskat stickprov, och signerar enheten när allt är visat",
    en: "Notes a sample that was looked at, and signs for the unit when everything is shown",
  },
  usage: "UNIT [--checked N [--wrong N]] [--by NAME --role ROLE]",
  details: [
    {
      sv: "--by: signera, i en roll. Utan --by noteras bara det granskade.",
      en: "--by: sign, in a role. Without --by only what was looked at is noted.",
    },
    {
      sv: `--role: ${signOffRule.roles.join(", ")}. Vägras tills enheten stämmer, stickprovet räcker och inget inaktuellt finns kvar.`,
      en: `--role: ${signOffRule.roles.join(", ")}. Refused until the unit agrees, the sample is enough and nothing stale is left.`,
    },
  ],
  example: 'sync sign "Kvarnlidens skola" --checked 59',
  most: 1,
  options: {
    checked: { type: "string" },
    wrong: { type: "string" },
    by: { type: "string" },
    role: { type: "string" },
  },
  run: (call) =>
    withStore(call, (context) => {
      const { terminal } = call;
      const { store } = context;
      const at = call.now().toISOString();
      const [checked, wrong] = [countOption(call, "checked", 0), countOption(call, "wrong", 0)];
      if (wrong > checked)
        throw new UsageError({
          sv: "--wrong kan inte vara fler än --checked.",
          en: "--wrong can't be more than --checked.",
        });
      const found = unitOf(call, context);
      const unit = checked > 0 ? noteLooked(store, found, { checked, wrong }, at) : found;
      const { name } = unit.verification;
      if (textOption(call, "by") === undefined) {
        terminal.document({ ...unit.review, refusals: [] });
        terminal.line(`${name}: ${unit.review.state}, ${unit.review.checked}/${unit.review.wrong}`);
        return Promise.resolve(exit.done);
      }
      const signed = signUnit(store, unit, { by: requiredOption(call, "by"), role: requiredOption(call, "role"), at });
      const refusals = signed.ok ? [] : signed.error;
      terminal.document({ ...(signed.ok ? signed.value : unit).review, refusals });
      if (signed.ok) terminal.line(terminal.say({ sv: `${name} är signerad.`, en: `${name} has been signed for.` }));
      for (const refusal of refusals) terminal.line(`${name}: ${terminal.say(signOffRefusals[refusal])}`);
      return Promise.resolve(signed.ok ? exit.done : exit.held);
    }),
};
