import { dayNumber, dayText, monthStart } from "./calendar.ts";
import type { GanttRow } from "./gantt-rows.ts";
import { xmlText } from "./xml.ts";

export interface GanttPageOptions {
  readonly title: string;
  readonly language?: "sv" | "en";
  /** Before every id in the page, when there are several charts. Default: `gantt`. */
  readonly prefix?: string;
}

const words = {
  sv: {
    what: "Vad",
    start: "Börjar",
    end: "Slutar",
    float: "Marginal, arbetsdagar",
    critical: "kritisk",
    yes: "ja",
    as: "Samma som tabellen",
  },
  en: {
    what: "What",
    start: "Begins",
    end: "Ends",
    float: "Float, working days",
    critical: "critical",
    yes: "yes",
    as: "The same as the table",
  },
} as const;

const [rowHeight, left, width] = [22, 260, 960];

/**
 * A Gantt chart as SVG without scripts. It is one image to a screen reader, with a name and a description that points to the
 * table; what is critical is hatched, not only coloured. Colours come from the page (`currentColor`).
 */
export function svgGantt(
  rows: readonly GanttRow[],
  { title, language = "sv", prefix = "gantt" }: GanttPageOptions,
): string {
  const said = words[language];
  const days = rows.flatMap(({ start, end }) => [dayNumber(start), dayNumber(end)]);
  const first = Math.min(...(days.length > 0 ? days : [0]));
  const last = Math.max(...(days.length > 0 ? days : [0])) + 1;
  const x = (day: number) =>
    Math.round((left + ((day - first) / Math.max(1, last - first)) * (width - left - 10)) * 10) / 10;
  const height = rows.length * rowHeight + 34;
  const body = rows.map(({ kind, title: name, start, end, isCritical }, index) => {
    const y = 28 + index * rowHeight;
    const text = `${name}: ${start === end ? start : `${start} – ${end}`}${isCritical ? `, ${said.critical}` : ""}`;
    const from = x(dayNumber(start));
    const to = x(dayNumber(end) + 1);
    const middle = y + 8;
    const shape =
      kind === "milestone"
        ? `<path d="M${to} ${y} l8 8 l-8 8 l-8 -8 z"/>`
        : kind === "phase"
          ? `<rect x="${from}" y="${y + 5}" width="${Math.max(2, to - from)}" height="6"/>`
          : `<rect x="${from}" y="${y}" width="${Math.max(2, to - from)}" height="16" rx="2" ${isCritical ? `fill="url(#${prefix}-critical)" stroke="currentColor"` : 'fill-opacity="0.45"'}/>`;
    const indent = kind === "phase" ? 0 : 12;
    const weight = kind === "phase" ? ' font-weight="bold"' : "";
    return `  <g><title>${xmlText(text)}</title><text x="${indent}" y="${middle + 4}"${weight}>${xmlText(shortened(name))}</text>${shape}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${prefix}-title" aria-describedby="${prefix}-desc" font-family="system-ui, sans-serif" font-size="12" fill="currentColor">`,
    `  <title id="${prefix}-title">${xmlText(title)}</title>`,
    `  <desc id="${prefix}-desc">${said.as}</desc>`,
    `  <defs><pattern id="${prefix}-critical" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="3" height="6" fill="currentColor"/></pattern></defs>`,
    ...months(first, last).map(
      (day) =>
        `  <g opacity="0.6"><line x1="${x(day)}" x2="${x(day)}" y1="18" y2="${height}" stroke="currentColor" stroke-opacity="0.25"/><text x="${x(day) + 2}" y="14">${dayText(day).slice(0, 7)}</text></g>`,
    ),
    ...body,
    "</svg>",
    "",
  ].join("\n");
}

/** The same rows as an HTML table, for whoever does not see the chart, and for print. */
export function tableGantt(
  rows: readonly GanttRow[],
  { title, language = "sv", prefix = "gantt" }: GanttPageOptions,
): string {
  const said = words[language];
  const cell = (text: string) => `<td>${xmlText(text)}</td>`;
  return [
    `<table id="${prefix}-table">`,
    `  <caption>${xmlText(title)}</caption>`,
    `  <thead><tr>${[said.what, said.start, said.end, said.float, said.critical].map((text) => `<th scope="col">${xmlText(text)}</th>`).join("")}</tr></thead>`,
    "  <tbody>",
    ...rows.map(({ kind, title: name, start, end, totalFloat, isCritical }) => {
      const cells = [start, end, totalFloat === undefined ? "" : String(totalFloat), isCritical ? said.yes : ""];
      return `    <tr class="${kind}"><th scope="row">${xmlText(name)}</th>${cells.map(cell).join("")}</tr>`;
    }),
    "  </tbody>",
    "</table>",
    "",
  ].join("\n");
}

const shortened = (text: string): string => (text.length <= 40 ? text : `${text.slice(0, 39)}…`);

/** First days of the months between two days. */
function months(first: number, last: number): readonly number[] {
  const [year, month] = dayText(first).split("-").map(Number);
  const starts: number[] = [];
  for (let next = 1; ; next += 1) {
    const day = monthStart(year ?? 0, (month ?? 1) + next);
    if (day >= last) return starts;
    starts.push(day);
  }
}
