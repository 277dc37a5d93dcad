import type { StoredCopy } from "@milstolpe/sync";
import { purgeOverdue, storedCopies } from "../../server/stored-copies.ts";
import { isInUse } from "../../server/sync-job.ts";
import { withStore } from "../sync-store.ts";
import { exit, requiredOption, type Verb } from "../verb.ts";

const lineOf = ({ place, kind, storedAt, expires }: StoredCopy): string =>
  `  ${storedAt.slice(0, 10)}  ${expires.slice(0, 10)}  ${kind.padEnd(12)} ${place}`;

export const storeCopies: Verb = {
  name: "store copies",
  summary: {
    sv: "Visar vad som sparas om personer vid sidan av registret, sedan när, och vad som borde vara borta",
    en: "Shows what is kept of people beside the register, since when, and what should be gone",
  },
  usage: "",
  details: [
    {
      sv: "Planer, journaler och källans id:n sparas 90 dagar, filer till SCB 365. Det du skrivit med --out är ditt.",
      en: "Plans, journals and the source's ids are kept for 90 days, files to SCB for 365. What you wrote with --out is yours.",
    },
  ],
  example: "store copies",
  run: (call) =>
    withStore(call, ({ store, now }) => {
      const { terminal } = call;
      const { open, overdue, purged } = storedCopies(store, now().toISOString());
      terminal.document({ open, overdue, purged });
      terminal.line(terminal.say({ sv: "  sparad      till        vad", en: "  kept since  until       what" }));
      for (const copy of open) terminal.line(lineOf(copy));
      terminal.line(
        terminal.say({
          sv: `${open.length} sparade, varav ${overdue.length} borde vara borta; ${purged.length} är borta.`,
          en: `${open.length} kept, of which ${overdue.length} should be gone; ${purged.length} are gone.`,
        }),
      );
      return Promise.resolve(overdue.length === 0 ? exit.done : exit.found);
    }),
};

export const storePurge: Verb = {
  name: "store purge",
  summary: {
    sv: "Tar bort det som borde vara borta, och antecknar av vem",
    en: "Takes away what should be gone, and notes by whom",
  },
  usage: "--by NAME",
  example: 'store purge --by "Head of IT"',
  options: { by: { type: "string" } },
  run: (call) =>
    withStore(call, ({ store, folder, now }) => {
      const { terminal } = call;
      const gone = purgeOverdue(store, folder, {
        by: requiredOption(call, "by"),
        at: now().toISOString(),
        inUse: (place) => isInUse(store, place),
      });
      terminal.document({ purged: gone });
      for (const copy of gone) terminal.line(lineOf(copy));
      terminal.line(terminal.say({ sv: `${gone.length} borttagna.`, en: `${gone.length} taken away.` }));
      return Promise.resolve(exit.done);
    }),
};
