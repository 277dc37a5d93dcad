import { layoutById, layouts, readReport, type Layout, type ReadReport } from "@milstolpe/scb";
import { importLayout } from "@milstolpe/scb/import";
import { parseLayout } from "@milstolpe/scb/schema";
import { readBytes, readJson } from "./files.ts";
import { textOption, UsageError, type Call } from "./verb.ts";

export const layoutOption = { layout: { type: "string" } } as const;

const known = layouts.map(({ id }) => id).join(", ");

export const layoutDetails = [
  { sv: `--layout: ${known},`, en: `--layout: ${known},` },
  {
    sv: "eller SCB:s datafilsbeskrivning för en annan termin (FIL.xlsx), eller en layout (FIL.json).",
    en: "or SCB's own description of another term's file (FILE.xlsx), or a layout (FILE.json).",
  },
] as const;

/** The layout that the user named: by its id, as the sheet in which SCB describes it, or as JSON. */
export function layoutOf(call: Call): Layout | undefined {
  const given = textOption(call, "layout");
  return given === undefined ? undefined : layoutNamed(given);
}

/** A layout by its id, its sheet, or a file that holds it as JSON. @throws UsageError when there is none */
export function layoutNamed(given: string): Layout {
  if (given.toLowerCase().endsWith(".xlsx")) {
    const imported = importLayout(readBytes(given));
    if (imported.ok) return imported.value.layout;
    throw new UsageError({ sv: `${given}: ${imported.error.sv}`, en: `${given}: ${imported.error.en}` });
  }
  if (given.toLowerCase().endsWith(".json")) {
    const parsed = parseLayout(readJson(given));
    if (parsed.ok) return parsed.value;
    const [first] = parsed.error;
    throw new UsageError({
      sv: `${given}: ${first?.where}: ${first?.sv}`,
      en: `${given}: ${first?.where}: ${first?.en}`,
    });
  }
  const layout = layoutById(given);
  if (layout) return layout;
  throw new UsageError({
    sv: `Okänd layout ${given}. Kända: ${known}.`,
    en: `Unknown layout ${given}. Known: ${known}.`,
  });
}

/** A layout must be named where a file is written. */
export function requiredLayout(call: Call): Layout {
  const layout = layoutOf(call);
  if (layout) return layout;
  throw new UsageError({ sv: `--layout saknas. Kända: ${known}.`, en: `--layout is missing. Known: ${known}.` });
}

/** A report file that the user named, read in the layout that was named or recognised. */
export function readReportFile(path: string, layout: Layout | undefined): ReadReport {
  return readReport(readBytes(path), layout === undefined ? {} : { layout });
}
