import { readStatus } from "../../server/status-store.ts";
import type { SyncView, Text } from "../../server/status.ts";
import { planSync } from "../../server/sync-actions.ts";
import { formatDetails } from "../source-options.ts";
import { readRegister, sourceOption, withStore } from "../sync-store.ts";
import type { Terminal } from "../terminal.ts";
import { exit, type Verb } from "../verb.ts";

const outcomes: Readonly<Record<"warn" | "hold" | "reject", Text>> = {
  warn: { sv: "varning", en: "warning" },
  hold: { sv: "hålls", en: "held" },
  reject: { sv: "avvisas", en: "rejected" },
};

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

export const syncPlan: Verb = {
  name: "sync plan",
  summary: {
    sv: "Läser registret och planerar ändringar; registret på plattformen rörs inte",
    en: "Reads the register and plans changes; the platform's register is not touched",
  },
  usage: "[--source demo|URL|FOLDER|FILE] [--source-format FORMAT] [--municipality CODE] [--changes]",
  details: [
    {
      sv: "--changes frågar en adress bara efter det som ändrats; läs hela registret då och då (se guiden).",
      en: "--changes asks an address only for what has changed; read the whole register now and then (see the guide).",
    },
    ...formatDetails,
  ],
  example: "sync plan --source demo-files/register --municipality 9901",
  options: { ...sourceOption, changes: { type: "boolean" } },
  run: (call) =>
    withStore(call, async (opened) => {
      const { batch, context } = await readRegister(call, opened);
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
