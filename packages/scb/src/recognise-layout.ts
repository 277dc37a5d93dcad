import { checkCell } from "./check-cell.ts";
import type { Field, Layout, Variant } from "./layout.ts";
import { testSubjects } from "./test-subjects.ts";
import type { Line } from "./text-lines.ts";

/** Which layout a file is in, and which of its fields stand in which column. */
export interface Recognised {
  readonly layout: Layout;
  /** The layout as the file has it: the fields of its columns, in the file's order. */
  readonly asRead: Layout;
  /** The known variant of it that the file is. */
  readonly variant?: Variant;
  /** True when the first line names the columns. */
  readonly hasHeader: boolean;
}

const cellsOf = (line: Line): readonly string[] => line.text.split(";");
/** Lines that are looked into. The file's layout shows in a few, and a bad row is not all of them. */
const mostLooked = 40;
/** A layout fits when this share of the cells is as its fields have them. */
const leastFit = 0.5;

/**
 * Recognises a file's layout: by the names in its first line, else by the number of its columns and by what stands in
 * them, so that two layouts of 35 columns are told apart. Undefined when none of the candidates fits: nothing is guessed.
 */
export function recogniseLayout(lines: readonly Line[], candidates: readonly Layout[]): Recognised | undefined {
  const byHeader = recogniseHeader(lines, candidates);
  if (byHeader) return byHeader;
  const forms = candidates.flatMap((layout) => [
    { layout, asRead: layout },
    ...(layout.variants ?? []).map((variant) => ({ layout, variant, asRead: withoutFields(layout, variant.lacks) })),
  ]);
  const counts = new Map<number, number>();
  for (const { columns } of lines) counts.set(columns, (counts.get(columns) ?? 0) + 1);
  const rated = forms
    .map((form) => ({ ...form, hasHeader: false, lines: counts.get(form.asRead.fields.length) ?? 0 }))
    .filter((form) => form.lines > 0)
    .map((form) => ({ form, fit: fitOf(lines, form.asRead) }))
    .filter(({ fit }) => candidates.length === 1 || fit >= leastFit)
    .toSorted((a, b) => b.form.lines - a.form.lines || b.fit - a.fit);
  const [best] = rated;
  if (!best) return undefined;
  const { lines: _lines, ...recognised } = best.form;
  return recognised;
}

/** By the names of the first line: more than half of its cells are names of the layout's fields. */
function recogniseHeader(lines: readonly Line[], candidates: readonly Layout[]): Recognised | undefined {
  const cells = lines[0] ? cellsOf(lines[0]).map((cell) => cell.trim().toLowerCase()) : [];
  const rated = candidates
    .map((layout) => {
      const fieldOf = new Map(layout.fields.map((field) => [field.name.toLowerCase(), field]));
      return { layout, columns: cells.map((cell) => fieldOf.get(cell)) };
    })
    .map((one) => ({ ...one, named: one.columns.filter((field) => field !== undefined).length }))
    .filter(({ named }) => named > cells.length / 2)
    .map((one) => ({ ...one, fit: fitOf(lines.slice(1), one.layout) }))
    .toSorted((a, b) => b.named - a.named || missing(a) - missing(b) || b.fit - a.fit);
  const [best] = rated;
  if (!best) return undefined;
  const { layout, columns } = best;
  const named = columns.filter((field) => field !== undefined);
  // Columns are taken by their names only when each has one, and none comes twice; else they stand where they stand.
  const isNamed = named.length === columns.length && new Set(named).size === named.length;
  return { layout, asRead: isNamed ? withFields(layout, named) : layout, hasHeader: true };
}

const missing = ({ layout, named }: { readonly layout: Layout; readonly named: number }): number =>
  layout.fields.length - named;

/** True when most cells of the lines that are as wide as the layout are as its fields have them. */
export const fitsLayout = (lines: readonly Line[], layout: Layout): boolean => fitOf(lines, layout) >= leastFit;

/** Share of the cells that are as the layout's fields have them, in lines of its width; the term's year counts as one. */
function fitOf(lines: readonly Line[], layout: Layout): number {
  const sample = firstOf(lines, layout.fields.length, mostLooked);
  let [right, all] = [0, 0];
  for (const line of sample) {
    for (const [index, cell] of cellsOf(line).entries())
      right += Number(isAs(cell, layout.fields[index] as Field, layout));
    all += layout.fields.length;
    right += Number(cellsOf(line).some((cell) => cell.startsWith(`${layout.term.slice(2)}-`)));
    all += 1;
  }
  return all === 0 ? 0 : right / all;
}

/** The first lines that have so many columns. */
function firstOf(lines: readonly Line[], columns: number, most: number): readonly Line[] {
  const found: Line[] = [];
  for (const line of lines) {
    if (line.columns === columns) found.push(line);
    if (found.length === most) break;
  }
  return found;
}

const isAs = (cell: string, field: Field, layout: Layout): boolean =>
  checkCell(cell, field, () => "", layout.carrier, {})?.severity !== "must";

const withoutFields = (layout: Layout, names: readonly string[]): Layout =>
  withFields(
    layout,
    layout.fields.filter(({ name }) => !names.includes(name)),
  );

/** The layout with these fields in this order; what its rules say of the parts of a test is of these alone. */
function withFields(layout: Layout, columns: readonly Field[]): Layout {
  const fields = columns.map((field, index) => ({ ...field, position: index + 1 }));
  if (fields.length === layout.fields.length && fields.every(({ name }, at) => name === layout.fields[at]?.name))
    return layout;
  return {
    ...layout,
    fields,
    rules: { ...layout.rules, ...(layout.rules.tests ? { tests: testSubjects(fields) } : {}) },
  };
}

/**
 * The text fields in which a line with one column too many may hold a semicolon: each makes every other cell right. Which
 * of them it is often cannot be told, so the line is no row; this says where to look.
 */
export function semicolonIn(line: Line, layout: Layout): readonly Field[] {
  const cells = cellsOf(line);
  if (cells.length !== layout.fields.length + 1) return [];
  const isRightBut = (at: number): boolean =>
    layout.fields.every((field, index) => {
      const cell = cells[index < at ? index : index + 1] ?? "";
      return index === at || isAs(cell, field, layout);
    });
  return layout.fields.filter(({ kind }, at) => (kind === "text" || kind === "name") && isRightBut(at));
}

/** A layout that a file comes close to, with columns too few or too many. */
export interface ClosestLayout {
  readonly layout: Layout;
  readonly columns: number;
}

/** How many columns may be missing, or too many, for a layout to be named at all. */
const mostOff = 10;

/**
 * The layout that the columns look like in order, when some are missing or too many. Said, never acted upon: which columns
 * are missing cannot always be told, and a guess would shift grades from one subject to another.
 */
export function closestLayout(lines: readonly Line[], candidates: readonly Layout[]): ClosestLayout | undefined {
  const [first] = lines;
  if (!first) return undefined;
  const { columns } = first;
  const sample = firstOf(lines, columns, 3);
  const [best] = candidates
    .filter(({ fields }) => Math.abs(fields.length - columns) <= mostOff && columns >= 8)
    .map((layout) => ({ layout, columns, fit: alignment(sample, layout) / Math.min(columns, layout.fields.length) }))
    .toSorted((a, b) => b.fit - a.fit);
  return best && best.fit > 0.9 ? { layout: best.layout, columns } : undefined;
}

/** Most columns that can be laid on fields in order, each right in every line looked at. */
function alignment(lines: readonly Line[], layout: Layout): number {
  const rows = lines.map(cellsOf);
  let before = Array.from({ length: layout.fields.length + 1 }, () => 0);
  for (let column = 0; column < (rows[0]?.length ?? 0); column += 1) {
    const now = [0];
    for (const [at, field] of layout.fields.entries()) {
      const isRight = rows.every((row) => row[column] !== "" && isAs(row[column] ?? "", field, layout));
      now.push(Math.max(now[at] ?? 0, before[at + 1] ?? 0, (before[at] ?? 0) + Number(isRight)));
    }
    before = now;
  }
  return before.at(-1) ?? 0;
}
