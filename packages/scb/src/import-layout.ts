import { usualCarrier } from "./draft-field.ts";
import type { Finding, Result, Text } from "./finding.ts";
import type { Erratum, Field, Layout, LayoutRules } from "./layout.ts";
import { layouts } from "./layouts.ts";
import { sheetFinding } from "./sheet-messages.ts";
import { sha256Hex } from "./sha256.ts";
import {
  charClassOf,
  findTable,
  kindOf,
  lengthOf,
  type SheetField,
  sheetFields,
  type SheetValues,
  valuesOf,
} from "./sheet-field.ts";
import { testSubjects } from "./test-subjects.ts";
import { headingOf, idOf, titleOf } from "./sheet-heading.ts";
import { type Cell, readXlsx } from "./xlsx.ts";

/** How a sheet is imported. */
export interface ImportLayoutOptions {
  /** Id of the layout. Default: that of the layout it resembles most, with the sheet's term and year of school. */
  readonly id?: string;
  /** The layout of an earlier year, for labels in English. Default: the known layout with most fields in common. */
  readonly base?: Layout;
}

/** A layout, and what the sheet says that could not be read or had to be interpreted. */
export interface ImportedLayout {
  /** `verified` when every row of the table was understood, else `draft`: then nothing is written with it. */
  readonly layout: Layout;
  readonly findings: readonly Finding[];
}

/**
 * Reads a record layout from the sheet that SCB publishes for a collection and term (datafilsbeskrivning, xlsx): fields,
 * characters, lengths, codes, points, and the rules that its notes and names state. Next year's layout is imported, not
 * coded. Never throws on `xlsx`, whatever it is.
 * @param xlsx - the file's bytes; more than 16 MB unpacked is refused
 * @returns the layout, or the finding that says why there is none
 * @example
 * const imported = importLayout(await readFile("datafilsbeskrivning_betyg_ak9_2027.xlsx"));
 * if (imported.ok) prepareReport({ layout: imported.value.layout, records });
 */
export function importLayout(xlsx: Uint8Array, options: ImportLayoutOptions = {}): Result<ImportedLayout, Finding> {
  const sheets = readXlsx(xlsx);
  if (!sheets) return { ok: false, error: sheetFinding("scb.sheet-unreadable", "file", {}) };
  for (const cells of sheets) {
    const columns = findTable(cells);
    const rows = columns ? sheetFields(cells, columns) : [];
    if (columns && rows.length > 0) {
      const above = cells.filter(({ row }) => row < columns.headingRow);
      return { ok: true, value: assemble(above, rows, sha256Hex(xlsx), options) };
    }
  }
  return { ok: false, error: sheetFinding("scb.sheet-without-table", "file", {}) };
}

function assemble(
  above: readonly Cell[],
  rows: readonly SheetField[],
  sha256: string,
  options: ImportLayoutOptions,
): ImportedLayout {
  const findings: Finding[] = [];
  const base = options.base ?? closestLayout(rows);
  const heading = headingOf(above);
  if (!heading.term) findings.push(sheetFinding("scb.sheet-term", "file", {}));
  const errata = rows.flatMap((row) => erratumOf(row));
  for (const { field } of errata)
    findings.push(sheetFinding("scb.sheet-erratum", placeOf(rows.find(({ name }) => name === field)), {}));
  const fields = rows.map((row, index) => toField(row, index + 1, rows, base, findings));
  for (const row of rows)
    if (rows.find(({ name }) => name === row.name) !== row)
      findings.push(sheetFinding("scb.sheet-name-twice", placeOf(row), {}));
  const isUnderstood = !findings.some(({ severity }) => severity === "must");
  return {
    layout: {
      id: options.id ?? idOf(heading, base),
      title: titleOf(heading, base),
      term: heading.term,
      status: isUnderstood ? "verified" : "draft",
      source: { title: `SCB, ${heading.title || "Datafilsbeskrivning"}`, date: heading.date, sha256 },
      carrier: base?.carrier ?? usualCarrier,
      fields,
      rules: rulesOf(rows, fields),
      ...(errata.length > 0 ? { errata } : {}),
    },
    findings,
  };
}

const placeOf = (row: SheetField | undefined): string => (row ? `sheet row ${row.row} (${row.name})` : "sheet");

function toField(
  row: SheetField,
  position: number,
  rows: readonly SheetField[],
  base: Layout | undefined,
  findings: Finding[],
): Field {
  const { name } = row;
  const own = valuesOf(row.lines);
  const values = own.sameAs === undefined ? own : referredValues(row, own.sameAs, rows, findings);
  const charClass = charClassOf(row.charText);
  const length = lengthOf(row.lengthText);
  if (!charClass) findings.push(sheetFinding("scb.sheet-characters", placeOf(row), {}));
  if (!length) findings.push(sheetFinding("scb.sheet-length", placeOf(row), {}));
  const unstated = [charClass ? [] : ["charClass" as const], length ? [] : ["maxLength" as const]].flat();
  const kind = kindOf(name, row.lines, values, length?.most ?? 100);
  return {
    position,
    name,
    label: labelOf(row, base),
    kind,
    charClass: charClass ?? "A",
    maxLength: length?.most ?? 100,
    ...(length?.least === undefined ? {} : { minLength: length.least }),
    required: kind !== "language" && !("" in values.meanings),
    ...(values.codes.length > 0 ? { codes: values.codes } : {}),
    ...(values.range ? { range: values.range } : {}),
    ...(Object.keys(values.meanings).length > 0 ? { meanings: values.meanings } : {}),
    ...(own.note === undefined ? {} : { note: own.note }),
    ...(own.sameAs === undefined ? {} : { sameAs: own.sameAs }),
    ...(unstated.length > 0 ? { unstated } : {}),
  };
}

/** The values of the field referred to; a field that refers to itself means the one before it of its kind. */
function referredValues(
  row: SheetField,
  sameAs: string,
  rows: readonly SheetField[],
  findings: Finding[],
): SheetValues {
  const suffix = /_[^_]+$/.exec(row.name)?.[0] ?? "";
  const index = rows.indexOf(row);
  const target =
    sameAs === row.name
      ? rows.slice(0, index).findLast(({ name, lines }) => name.endsWith(suffix) && valuesOf(lines).codes.length > 0)
      : rows.find(({ name }) => name === sameAs);
  const values = target ? valuesOf(target.lines) : undefined;
  if (!values || values.codes.length === 0) findings.push(sheetFinding("scb.sheet-reference", placeOf(row), {}));
  return values ?? { meanings: {}, codes: [] };
}

/** A text that refers to its own field, or names another part of the test than the field does. */
function erratumOf({ name, lines }: SheetField): readonly Erratum[] {
  if (valuesOf(lines).sameAs === name)
    return [
      {
        field: name,
        sv: "Beskrivningen hänvisar till fältet självt; det läses som fältet före av samma slag.",
        en: "The description refers to the field itself; it is read as the field before it of the same kind.",
      },
    ];
  const part = /^[A-Z]{2}_([A-Z]\d?)_/.exec(name)?.[1];
  const named = [...lines.join("\n").matchAll(/delprov\s+([A-Z]\d?)\b/g)].map(([, letter]) => letter);
  if (part === undefined || named.every((letter) => letter === part)) return [];
  return [
    {
      field: name,
      sv: `Beskrivningens text nämner ett annat delprov; fältet läses som delprov ${part}.`,
      en: `The description's text names another part; the field is read as part ${part}.`,
    },
  ];
}

/** Rules as the notes state them: `2:a får användas bara om betyg finns i …`, and as names pair up. */
function rulesOf(rows: readonly SheetField[], fields: readonly Field[]): LayoutRules {
  const named = (text: string): string | undefined =>
    fields.find(({ name }) => name.toLowerCase() === text.trim().toLowerCase())?.name;
  const elsewhere = rows.map(({ name, lines }) => {
    const others = /finns i (.+)$/.exec(valuesOf(lines).note ?? "")?.[1] ?? "";
    return { name, others: others.split(",").flatMap((text) => named(text) ?? []) };
  });
  const swedish = elsewhere.find(({ name, others }) =>
    elsewhere.some((two) => others.length === 1 && two.name === others[0] && two.others[0] === name),
  );
  const languages = fields.flatMap((field, index) => {
    const next = fields[index + 1];
    return field.kind === "language" && next?.kind === "grade" ? [{ language: field.name, grade: next.name }] : [];
  });
  const dance = fields.find(({ name, kind }) => kind === "grade" && /^ovr$/i.test(name))?.name;
  const tests = testSubjects(fields).filter(({ parts }) => parts.length > 0);
  return {
    ...(swedish ? { swedish: [swedish.name, swedish.others[0] ?? ""] as const } : {}),
    ...(fields.some(({ kind }) => kind === "grade")
      ? {
          blocks: elsewhere
            .filter(({ others }) => others.length > 1)
            .map(({ name, others }) => ({ block: name, subjects: others })),
        }
      : {}),
    ...(languages.length > 0 ? { languages } : {}),
    ...(dance === undefined ? {} : { dance }),
    ...(tests.length > 0 ? { tests } : {}),
  };
}

/** The known layout that shares most field names with the sheet, when that is more than half of them. */
function closestLayout(rows: readonly SheetField[]): Layout | undefined {
  const shared = (layout: Layout): number =>
    layout.fields.filter(({ name }) => rows.some((row) => row.name === name)).length /
    Math.max(layout.fields.length, rows.length);
  const [best] = layouts.filter(({ status }) => status === "verified").toSorted((a, b) => shared(b) - shared(a));
  return best && shared(best) > 0.5 ? best : undefined;
}

function labelOf({ name, lines }: SheetField, base: Layout | undefined): Text {
  const known = base?.fields.find((field) => field.name === name)?.label;
  return known ?? { sv: lines[0] ?? name, en: name };
}
