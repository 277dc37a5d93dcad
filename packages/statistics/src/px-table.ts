import { indexPx, type PxFile, variableNames } from "./px-file.ts";
import { notesFromPx } from "./px-notes.ts";
import { isEmpty, PxTexts } from "./px-texts.ts";
import { readTimeval } from "./px-time.ts";
import type { Category, Dimension, DimensionRole, Localized, Sum, Table, TableFacts } from "./table.ts";

/**
 * The table a PX file tells of. Dimensions get their id from VARIABLECODE, else from their name in the main language;
 * categories from CODES, else from TIMEVAL, else from VALUES.
 * @param file - read without findings of severity `must`
 */
export function tableFromPx(file: PxFile): Table {
  const texts = new PxTexts(indexPx(file.statements));
  const { index } = texts;
  const dimensions = variableNames(index).map((_, place) => dimensionFromPx(texts, place));
  const title = texts.of("TITLE");
  return {
    languages: index.languages,
    title: isEmpty(title) ? texts.of("DESCRIPTION") : title,
    dimensions,
    stubCount: index.texts("STUB").length,
    values: file.values,
    status: file.symbols,
    legend: legendFromPx(texts),
    decimals: Number(index.text("DECIMALS") ?? 0),
    notes: notesFromPx(texts, dimensions),
    facts: factsFromPx(texts),
  };
}

function dimensionFromPx(texts: PxTexts, place: number): Dimension {
  const { index } = texts;
  const name = texts.name(place);
  const time = readTimeval(index.first("TIMEVAL", [name])?.values ?? []);
  const values = texts.values(place);
  const codes = codesOf(texts, name, values, time?.periods ?? []);
  const role = roleOf(texts, name, time !== undefined);
  const total = totalOf(texts, name, codes, values);
  const sums = sumsOfHierarchy(texts, name, codes);
  return {
    id: index.text("VARIABLECODE", [name]) ?? name,
    label: texts.each((language) => texts.name(place, language)),
    categories: codes.map((code, at) => categoryFromPx(texts, place, at, code, role === "metric")),
    ...(role ? { role } : {}),
    ...(total === undefined ? {} : { total }),
    ...(sums.length === 0 ? {} : { sums }),
    ...(time ? { timeScale: time.scale } : {}),
  };
}

/** The codes of the values. One that is blank, as where a list breaks off, is the value itself. */
function codesOf({ index }: PxTexts, name: string, values: readonly string[], periods: readonly string[]): string[] {
  const given = index.texts("CODES", [name]);
  const codes = given.length > 0 ? given : periods.length === values.length ? periods : values;
  return values.map((value, at) => codes[at] || value);
}

function roleOf({ index }: PxTexts, name: string, hasPeriods: boolean): DimensionRole | undefined {
  const type = index.text("VARIABLE-TYPE", [name])?.toUpperCase();
  if (index.text("CONTVARIABLE") === name) return "metric";
  if (hasPeriods || type === "T") return "time";
  return type === "G" || index.first("MAP", [name]) ? "geo" : undefined;
}

function categoryFromPx(texts: PxTexts, place: number, at: number, code: string, isContents: boolean): Category {
  const label = texts.each((language) => texts.values(place, language)[at]);
  if (!isContents) return { code, label };
  const unit = texts.of("UNITS", (language) => [label[language] ?? ""]);
  const precision = texts.index.text("PRECISION", [texts.name(place), label[texts.main] ?? ""]);
  return {
    code,
    label,
    ...(isEmpty(unit) ? {} : { unit }),
    ...(precision === undefined ? {} : { decimals: Number(precision) }),
  };
}

/** ELIMINATION with a value names the total; with YES the reader adds up. */
function totalOf(
  { index }: PxTexts,
  name: string,
  codes: readonly string[],
  values: readonly string[],
): string | undefined {
  const elimination = index.first("ELIMINATION", [name])?.values[0];
  if (!elimination?.isQuoted) return undefined;
  return codes[values.indexOf(elimination.text)] ?? codes.find((code) => code === elimination.text);
}

/** HIERARCHIES("v")="top","top":"part",…: every parent is the sum of its children. */
function sumsOfHierarchy({ index }: PxTexts, name: string, codes: readonly string[]): Sum[] {
  const known = new Set(codes);
  const parts = new Map<string, string[]>();
  const values = index.first("HIERARCHIES", [name])?.values ?? [];
  values.forEach((value, at) => {
    const parent = values[at - 1]?.text;
    if (value.joinedBy !== ":" || parent === undefined || !known.has(parent) || !known.has(value.text)) return;
    parts.set(parent, [...(parts.get(parent) ?? []), value.text]);
  });
  return [...parts].map(([total, children]) => ({ total, parts: children }));
}

function legendFromPx(texts: PxTexts): Record<string, Localized> {
  const signs = [".", "..", "...", "....", ".....", "......"];
  const entries = [
    ...signs.map((sign, at) => [sign, texts.of(`DATASYMBOL${at + 1}`)] as const),
    ["-", texts.of("DATASYMBOLNIL")] as const,
  ];
  return Object.fromEntries(entries.filter(([, text]) => !isEmpty(text)));
}

/** `20230525 15:42` as `2023-05-25T15:42`; other forms as they are. */
function readMoment(text: string | undefined): string | undefined {
  const found = /^(\d{4})-?(\d{2})-?(\d{2})(?:[ T](\d{2}:\d{2}))?/.exec(text?.trim() ?? "");
  return found ? `${found[1]}-${found[2]}-${found[3]}${found[4] === undefined ? "" : `T${found[4]}`}` : text;
}

function factsFromPx(texts: PxTexts): TableFacts {
  const { index } = texts;
  const flag = (keyword: string): boolean | undefined => {
    const value = index.text(keyword)?.toUpperCase();
    return value === undefined ? undefined : value === "YES";
  };
  const facts: { readonly [K in keyof TableFacts]: TableFacts[K] | undefined } = {
    matrix: index.text("MATRIX"),
    tableId: index.text("TABLEID"),
    subjectCode: index.text("SUBJECT-CODE"),
    subjectArea: texts.of("SUBJECT-AREA"),
    contents: texts.of("CONTENTS"),
    unit: texts.of("UNITS"),
    description: texts.of("DESCRIPTION"),
    descriptionIsDefault: flag("DESCRIPTIONDEFAULT"),
    source: texts.of("SOURCE"),
    contact: texts.any("CONTACT"),
    database: texts.of("DATABASE"),
    survey: texts.of("SURVEY"),
    infofile: index.text("INFOFILE"),
    created: readMoment(index.text("CREATION-DATE")),
    updated: readMoment(texts.any("LAST-UPDATED")[texts.main]),
    nextUpdate: readMoment(index.text("NEXT-UPDATE")),
    isOfficialStatistics: flag("OFFICIAL-STATISTICS"),
    hasCopyright: flag("COPYRIGHT"),
    mayBeAggregated: flag("AGGREGALLOWED"),
  };
  const given = Object.entries(facts).filter(
    ([, value]) => value !== undefined && !(typeof value === "object" && isEmpty(value)),
  );
  return Object.fromEntries(given) as TableFacts;
}
