import { dayNumber, dayText } from "./calendar.ts";
import type { GanttRow } from "./gantt-rows.ts";

/** A task for frappe-gantt; its `end` is the last day. */
export interface FrappeTask {
  readonly id: string;
  readonly name: string;
  readonly start: string;
  readonly end: string;
  readonly progress: number;
  readonly dependencies: string;
  readonly custom_class: string;
}

export function toFrappe(
  rows: readonly GanttRow[],
  progress: Readonly<Record<string, number>> = {},
): readonly FrappeTask[] {
  return rows
    .filter(({ kind }) => kind !== "phase")
    .map(({ id, title, start, end, after, kind, isCritical }) => ({
      id,
      name: title,
      start,
      end,
      progress: Math.round((progress[id] ?? 0) * 100),
      dependencies: after.join(", "),
      custom_class: isCritical ? `${kind} critical` : kind,
    }));
}

/** A task and a link for SVAR's Gantt; `end` is the day after the last, as a date. */
export interface SvarTask {
  readonly id: string;
  readonly text: string;
  readonly start: string;
  readonly end: string;
  readonly type: "summary" | "task" | "milestone";
  readonly parent?: string;
  readonly progress: number;
  readonly open?: true;
}
export interface SvarLink {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly type: "e2s";
}

export function toSvar(
  rows: readonly GanttRow[],
  progress: Readonly<Record<string, number>> = {},
): { readonly tasks: readonly SvarTask[]; readonly links: readonly SvarLink[] } {
  const types = { phase: "summary", activity: "task", milestone: "milestone" } as const;
  return {
    tasks: rows.map(({ id, title, start, end, kind, phase }) => ({
      id,
      text: title,
      start,
      end: dayAfter(end),
      type: types[kind],
      ...(phase === undefined ? { open: true } : { parent: phase }),
      progress: Math.round((progress[id] ?? 0) * 100),
    })),
    links: rows.flatMap(({ id, after }) =>
      after.map((source) => ({ id: `${source}>${id}`, source, target: id, type: "e2s" }) as const),
    ),
  };
}

/** An item for vis-timeline; groups are the phases. */
export interface VisItem {
  readonly id: string;
  readonly content: string;
  readonly start: string;
  readonly end?: string;
  readonly type: "range" | "point" | "background";
  readonly group: string;
  readonly className: string;
}

export function toVis(rows: readonly GanttRow[]): {
  readonly items: readonly VisItem[];
  readonly groups: readonly { readonly id: string; readonly content: string }[];
} {
  return {
    groups: rows.filter(({ kind }) => kind === "phase").map(({ id, title }) => ({ id, content: title })),
    items: rows
      .filter(({ kind }) => kind !== "phase")
      .map(({ id, title, start, end, kind, phase = "", isCritical }) => ({
        id,
        content: title,
        start,
        ...(kind === "milestone" ? {} : { end: dayAfter(end) }),
        type: kind === "milestone" ? "point" : "range",
        group: phase,
        className: isCritical ? `${kind} critical` : kind,
      })),
  };
}

/** A Gantt chart in Mermaid's words. */
export function toMermaidGantt(rows: readonly GanttRow[], title: string): string {
  const plain = (text: string) => text.replaceAll(/[:;#,\n]/g, " ").trim();
  const name = (id: string) => id.replaceAll(/[^\w-]/g, "_");
  return [
    "gantt",
    `  title ${plain(title)}`,
    "  dateFormat YYYY-MM-DD",
    "  axisFormat %Y-%m",
    ...rows.map(({ id, kind, title: text, start, end, isCritical }) => {
      if (kind === "phase") return `  section ${plain(text)}`;
      const tags = [...(isCritical ? ["crit"] : []), ...(kind === "milestone" ? ["milestone"] : []), name(id)];
      return `  ${plain(text)} :${tags.join(", ")}, ${start}, ${kind === "milestone" ? "0d" : dayAfter(end)}`;
    }),
    "",
  ].join("\n");
}

/**
 * The rows as CSV (RFC 4180): comma, CRLF, a header. A text that a spreadsheet would take for a formula gets an apostrophe.
 */
export function toCsv(rows: readonly GanttRow[]): string {
  const cell = (value: string | number | boolean | undefined) => {
    const text = String(value ?? "");
    const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const header = ["id", "kind", "title", "phase", "start", "end", "totalFloat", "isCritical", "after"];
  return [
    header,
    ...rows.map(({ id, kind, title, phase, start, end, totalFloat, isCritical, after }) =>
      [id, kind, title, phase, start, end, totalFloat, isCritical, after.join(" ")].map(cell),
    ),
  ]
    .map((cells) => `${cells.join(",")}\r\n`)
    .join("");
}

const dayAfter = (day: string): string => dayText(dayNumber(day) + 1);
