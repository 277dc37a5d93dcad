import { resolve } from "node:path";
import type { Finding, Plan, Schedule } from "@milstolpe/phases";
import { ganttRows, svgGantt, tableGantt, toCsv, toMermaidGantt } from "@milstolpe/phases/gantt";
import { writeCalendar } from "@milstolpe/phases/ical";
import { writeMspdi } from "@milstolpe/phases/mspdi";
import { writeText } from "./files.ts";
import { textOption, UsageError, type Call } from "./verb.ts";
import type { Language } from "./terminal.ts";

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const page = (language: Language, title: string, body: string): string =>
  `<!doctype html>\n<html lang="${language}">\n<meta charset="utf-8">\n<title>${escaped(title)}</title>\n<h1>${escaped(title)}</h1>\n${body}\n</html>\n`;

interface Written {
  readonly text: string;
  /** What the format could not say. */
  readonly findings?: readonly Finding[];
}

type Writer = (plan: Plan, scheduled: Schedule, language: Language, at: string) => Written;

/** How a schedule is written, by the ending of the file. */
const writers: Readonly<Record<string, Writer>> = {
  ".xml": (plan, _, language) => {
    const { xml, findings } = writeMspdi(plan, { language });
    return { text: xml, findings };
  },
  ".ics": ({ template }, schedule, language, at) => ({ text: writeCalendar({ template, schedule, at, language }) }),
  ".csv": (plan, scheduled, language) => ({ text: toCsv(ganttRows(plan, scheduled, language)) }),
  ".mmd": (plan, scheduled, language) => ({
    text: toMermaidGantt(ganttRows(plan, scheduled, language), plan.template.title[language]),
  }),
  ".svg": (plan, scheduled, language) => ({
    text: svgGantt(ganttRows(plan, scheduled, language), { title: plan.template.title[language], language }),
  }),
  ".html": (plan, scheduled, language) => {
    const rows = ganttRows(plan, scheduled, language);
    const title = plan.template.title[language];
    return {
      text: page(language, title, `${svgGantt(rows, { title, language })}\n${tableGantt(rows, { title, language })}`),
    };
  },
};

export const planOutDetails = [
  {
    sv: "--out: Microsoft Project (.xml), kalender (.ics), kalkylblad (.csv), Mermaid (.mmd), bild (.svg), sida (.html).",
    en: "--out: Microsoft Project (.xml), calendar (.ics), spreadsheet (.csv), Mermaid (.mmd), image (.svg), page (.html).",
  },
] as const;

/** Looks at `--out` before anything is computed. @returns a function that writes the schedule there, if there is an `--out` */
export function planOutput(call: Call): ((plan: Plan, scheduled: Schedule) => readonly Finding[]) | undefined {
  const out = textOption(call, "out");
  if (out === undefined) return undefined;
  const write = Object.entries(writers).find(([end]) => out.toLowerCase().endsWith(end))?.[1];
  if (!write) {
    const ends = Object.keys(writers).join(", ");
    throw new UsageError({ sv: `--out ska sluta på ${ends}.`, en: `--out must end in ${ends}.` });
  }
  return (plan, scheduled) => {
    const { text, findings = [] } = write(plan, scheduled, call.terminal.language, call.now().toISOString());
    writeText(out, text);
    call.terminal.line(resolve(out));
    return findings;
  };
}
