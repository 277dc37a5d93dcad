export { ganttRows } from "./gantt-rows.ts";
export type { GanttRow } from "./gantt-rows.ts";
export { svgGantt, tableGantt } from "./gantt-page.ts";
export type { GanttPageOptions } from "./gantt-page.ts";
export { toCsv, toFrappe, toMermaidGantt, toSvar, toVis } from "./gantt-exchange.ts";
export type { FrappeTask, SvarLink, SvarTask, VisItem } from "./gantt-exchange.ts";
