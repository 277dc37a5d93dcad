import {
  linkRecords,
  personLinking,
  type LinkBlock,
  type LinkComparison,
  type LinkOptions,
} from "@milstolpe/sync/link";
import { readPeople } from "../columns.ts";
import { lineFile } from "../files.ts";
import { argument, exit, numberOption, pairsOption, textOption, UsageError, type Call, type Verb } from "../verb.ts";

const kinds = ["exact", "name", "date", "text"] as const;

/** More to compare by than what people have everywhere: `--compare city=exact,address_1=text`. */
function comparisonsOption(call: Call): readonly LinkComparison[] {
  return Object.entries(pairsOption(call, "compare")).map(([field, given]) => {
    const kind = kinds.find((one) => one === given);
    if (kind === undefined)
      throw new UsageError({
        sv: `--compare: ${given} ska vara ett av ${kinds.join(", ")}.`,
        en: `--compare: ${given} must be one of ${kinds.join(", ")}.`,
      });
    return { kind, field };
  });
}

/** `--block given+city,birthDate`: records that agree in all fields of one of them are compared. */
const blocksOption = (call: Call): readonly LinkBlock[] =>
  (textOption(call, "block") ?? "")
    .split(",")
    .filter(Boolean)
    .map((block) => block.split("+"));

/** A probability option. */
function shareOption(call: Call, name: string, fallback: number): number {
  const share = numberOption(call, name, fallback);
  if (share > 1) throw new UsageError({ sv: `--${name} ska vara 0 till 1.`, en: `--${name} takes 0 to 1.` });
  return share;
}

export const link: Verb = {
  name: "link",
  summary: {
    sv: "Parar ihop personer i två filer utan gemensamt nummer, eller letar dubbletter i en",
    en: "Links the people of two files without a common number, or looks for doubles in one",
  },
  usage:
    "A.csv [B.csv] [--id COLUMN] [--columns FIELD=COLUMN,…] [--compare COLUMN=KIND,…] [--block COLUMN+COLUMN,…] [--definite P] [--candidate P] [--out FILE]",
  details: [
    {
      sv: "--columns: given, family, birthDate, email, unit; annars de kolumner som ser ut att vara det.",
      en: "--columns: given, family, birthDate, email, unit; by default the columns that look like it.",
    },
    {
      sv: `--compare: fler kolumner, jämförda som ${kinds.join(", ")}. --block: vilka rader som jämförs.`,
      en: `--compare: more columns, compared as ${kinds.join(", ")}. --block: which rows are compared.`,
    },
    {
      sv: "--id: kolumnen som namnger en rad, annars den första. --out: varje par som en rad JSON, med skälen.",
      en: "--id: the column that names a row, by default the first. --out: every pair as a line of JSON, with the reasons.",
    },
  ],
  example: "link demo-files/platform.csv demo-files/register.csv --out pairs.ndjson",
  most: 2,
  options: {
    id: { type: "string" },
    columns: { type: "string" },
    compare: { type: "string" },
    block: { type: "string" },
    definite: { type: "string" },
    candidate: { type: "string" },
    out: { type: "string" },
  },
  run(call) {
    const { terminal } = call;
    const id = textOption(call, "id");
    const options = { named: pairsOption(call, "columns"), ...(id === undefined ? {} : { id }) };
    const left = readPeople(argument(call, 0, "A.csv"), options);
    const right = call.positionals[1] === undefined ? undefined : readPeople(call.positionals[1], options);
    const blocks = blocksOption(call);
    const began = call.now().getTime();
    const linking = {
      ...personLinking,
      comparisons: [...personLinking.comparisons, ...comparisonsOption(call)],
      blocks: blocks.length > 0 ? blocks : personLinking.blocks,
      left: left.records,
      ...(right ? { right: right.records } : {}),
      candidate: shareOption(call, "candidate", 0.5),
      definite: shareOption(call, "definite", 0.99),
    } satisfies LinkOptions;
    const { links, pairs, compared } = linkRecords(linking);
    const seconds = (call.now().getTime() - began) / 1000;
    const shown = right ? links : pairs;
    const out = textOption(call, "out");
    if (out !== undefined) {
      const lines = lineFile(out);
      try {
        for (const pair of shown) lines.write(pair);
        lines.keep();
      } finally {
        lines.close();
      }
    }
    const definite = shown.filter(({ isDefinite }) => isDefinite).length;
    const counts = {
      left: left.records.length,
      ...(right ? { right: right.records.length } : {}),
      pairs: shown.length,
      definite,
      forPerson: shown.length - definite,
      compared,
    };
    terminal.document({ ...counts, columns: left.columns, seconds });
    terminal.line(
      `${terminal.say({ sv: "Kolumner", en: "Columns" })}: ${
        Object.entries(left.columns)
          .map((pair) => pair.join("="))
          .join(", ") || "–"
      }`,
    );
    terminal.line(
      terminal.say({
        sv: `${definite} säkra par, ${counts.forPerson} att avgöra av en människa; ${compared} jämförda.`,
        en: `${definite} definite pairs, ${counts.forPerson} for a person to decide; ${compared} compared.`,
      }),
    );
    return Promise.resolve(counts.forPerson > 0 ? exit.found : exit.done);
  },
};
