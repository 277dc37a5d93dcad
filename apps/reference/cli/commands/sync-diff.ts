import { diffCsvFiles } from "@milstolpe/sync/node";
import { lineFile, readable } from "../files.ts";
import { argument, countOption, exit, requiredOption, textOption, type Verb } from "../verb.ts";

export const syncDiff: Verb = {
  name: "sync diff",
  summary: {
    sv: "Jämför två CSV-filer rad för rad och fält för fält, efter en nyckel",
    en: "Compares two CSV files row by row and field by field, by a key",
  },
  usage: "OLD.csv NEW.csv --key COLUMN[,COLUMN] [--out FILE] [--workers N]",
  details: [
    {
      sv: "--out: varje skillnad som en rad JSON, med fält, före och efter. Det är personuppgifter.",
      en: "--out: every difference as a line of JSON, with field, before and after. That is personal data.",
    },
    {
      sv: "--workers: trådar som delar på arbetet; 1 om inget anges.",
      en: "--workers: threads that share the work; 1 by default.",
    },
  ],
  example: "sync diff demo-files/platform.csv demo-files/register.csv --key identity --out changes.ndjson",
  most: 2,
  options: { key: { type: "string" }, out: { type: "string" }, workers: { type: "string" } },
  async run(call) {
    const { terminal } = call;
    const [before, after] = [readable(argument(call, 0, "OLD.csv")), readable(argument(call, 1, "NEW.csv"))];
    const key = requiredOption(call, "key").split(",");
    const workers = Math.min(64, countOption(call, "workers", 1, 1));
    const out = textOption(call, "out");
    const lines = out === undefined ? undefined : lineFile(out);
    const began = call.now().getTime();
    try {
      const result = await diffCsvFiles(before, after, {
        key,
        workers,
        ...(lines ? { onChange: (change) => lines.write(change) } : {}),
      });
      const seconds = (call.now().getTime() - began) / 1000;
      if (!result.ok) {
        terminal.document({ findings: [result.error] });
        terminal.findings([result.error]);
        return exit.held;
      }
      lines?.keep();
      const { added, removed, updated, fieldChanges, unchanged, setAside, findings } = result.value;
      terminal.document({ added, removed, updated, fieldChanges, unchanged, setAside, seconds, findings });
      terminal.line(
        terminal.say({
          sv: `${added} nya, ${removed} borta, ${updated} ändrade (${fieldChanges} fält), ${unchanged} lika, ${setAside} åt sidan; ${seconds.toFixed(2)} s.`,
          en: `${added} added, ${removed} removed, ${updated} updated (${fieldChanges} fields), ${unchanged} unchanged, ${setAside} set aside; ${seconds.toFixed(2)} s.`,
        }),
      );
      terminal.findings(findings);
      const isSame = added + removed + updated === 0 && findings.every(({ severity }) => severity !== "must");
      return isSame ? exit.done : exit.found;
    } finally {
      lines?.close();
    }
  },
};
