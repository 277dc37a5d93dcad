import { resolve } from "node:path";
import { diffCsv } from "@milstolpe/sync/csv";
import { writeWhole } from "../../server/scb-job.ts";
import { readBytes } from "../files.ts";
import { argument, exit, requiredOption, textOption, type Verb } from "../verb.ts";

export const syncDiff: Verb = {
  name: "sync diff",
  summary: {
    sv: "Jämför två CSV-filer rad för rad och fält för fält, efter en nyckel",
    en: "Compares two CSV files row by row and field by field, by a key",
  },
  usage: "OLD.csv NEW.csv --key COLUMN [--out FILE]",
  example: "sync diff demo-files/platform.csv demo-files/register.csv --key identity --out changes.ndjson",
  details: [
    {
      sv: "--out: varje skillnad som en rad JSON, med fält, före och efter. Det är personuppgifter.",
      en: "--out: every difference as a line of JSON, with field, before and after. That is personal data.",
    },
  ],
  most: 2,
  options: { key: { type: "string" }, out: { type: "string" } },
  run(call) {
    const { terminal } = call;
    const [before, after] = [readBytes(argument(call, 0, "OLD.csv")), readBytes(argument(call, 1, "NEW.csv"))];
    const began = call.now().getTime();
    const result = diffCsv(before, after, { key: requiredOption(call, "key") });
    if (!result.ok) {
      terminal.document({ findings: [result.error] });
      terminal.findings([result.error]);
      return Promise.resolve(exit.held);
    }
    const { added, removed, updated, fieldChanges, unchanged, findings } = result.value;
    const seconds = (call.now().getTime() - began) / 1000;
    const out = textOption(call, "out");
    if (out !== undefined) {
      const lines: string[] = [];
      for (const change of result.value.changes()) lines.push(JSON.stringify(change));
      writeWhole(resolve(out), new TextEncoder().encode(lines.map((line) => `${line}\n`).join("")));
    }
    terminal.document({ added, removed, updated, fieldChanges, unchanged, seconds, findings });
    terminal.line(
      terminal.say({
        sv: `${added} nya, ${removed} borta, ${updated} ändrade (${fieldChanges} fält), ${unchanged} lika; ${seconds.toFixed(2)} s.`,
        en: `${added} added, ${removed} removed, ${updated} updated (${fieldChanges} fields), ${unchanged} unchanged; ${seconds.toFixed(2)} s.`,
      }),
    );
    terminal.findings(findings);
    const isSame = added + removed + updated === 0 && findings.every(({ severity }) => severity !== "must");
    return Promise.resolve(isSame ? exit.done : exit.found);
  },
};
