import type { JsonStatCategory, JsonStatDataset, JsonStatDimension, JsonStatLink } from "./json-stat.ts";
import { jsonStatFromPx } from "./json-stat-px.ts";
import type { PxFile } from "./px-file.ts";
import { tableFromPx } from "./px-table.ts";
import { type Dimension, inLanguage, type Localized, type Note, sumsOf, type Table } from "./table.ts";
import { toInstant } from "./wall-clock.ts";

/** How a table becomes JSON-stat. */
export interface ToJsonStatOptions {
  /** JSON-stat has one language; default the main one of the table. */
  readonly language?: string;
  /** Time zone of the publisher's clock. Default `Europe/Stockholm`. */
  readonly zone?: string;
  /** Of a PX file: links for a META-ID. Where the publisher's definitions lie is not in the file. */
  readonly linksFor?: (metaId: string, of: MetaIdPlace) => Readonly<Record<string, readonly JsonStatLink[]>>;
}

/** What a META-ID is about: the table, a dimension, or a category of it. */
export interface MetaIdPlace {
  readonly dimension?: { readonly id: string; readonly label: string };
  readonly category?: { readonly code: string; readonly label: string };
}

/**
 * A table as JSON-stat 2.0, in one language. Sums become `child`, remarks `status` with their legend in
 * `extension.status.label`, the publisher's facts `extension.px` under the names PxWebApi 2 gives them. Of a PX file that
 * was read it also takes what the table has no place for: what is shown, price type, adjustment, definitions.
 * @example
 * JSON.stringify(toJsonStat(table, { language: "en" }));
 */
export function toJsonStat(source: Table | PxFile, options: ToJsonStatOptions = {}): JsonStatDataset {
  if (!("statements" in source)) return fromTable(source, options);
  const table = tableFromPx(source);
  return jsonStatFromPx(source, table, fromTable(table, options), options);
}

function fromTable(table: Table, { language, zone = "Europe/Stockholm" }: ToJsonStatOptions): JsonStatDataset {
  const say = (text: Localized | undefined): string => inLanguage(text, language ?? "", table.languages);
  const { dimensions, facts } = table;
  const roleOf = (role: Dimension["role"]): string[] =>
    dimensions.filter((one) => one.role === role).map(({ id }) => id);
  const roles = (["time", "geo", "metric"] as const)
    .map((role) => [role, roleOf(role)] as const)
    .filter(([, ids]) => ids.length > 0);
  const notes = table.notes.filter(({ at }) => at === undefined).map(({ text }) => say(text));
  return {
    version: "2.0",
    class: "dataset",
    label: say(table.title),
    ...(facts.source ? { source: say(facts.source) } : {}),
    ...(facts.updated === undefined ? {} : { updated: toInstant(facts.updated, zone) }),
    ...(notes.length === 0 ? {} : { note: notes }),
    ...(roles.length === 0 ? {} : { role: Object.fromEntries(roles) }),
    id: dimensions.map(({ id }) => id),
    size: dimensions.map(({ categories }) => categories.length),
    dimension: Object.fromEntries(dimensions.map((one) => [one.id, dimensionOf(one, table, say)])),
    value: table.values,
    ...(Object.keys(table.status).length === 0 ? {} : { status: { ...table.status } }),
    extension: extensionOf(table, say, language ?? table.languages[0] ?? ""),
  };
}

function dimensionOf(dimension: Dimension, table: Table, say: (text?: Localized) => string): JsonStatDimension {
  const { id, label, total } = dimension;
  const own = table.notes.filter(({ at }) => at !== undefined && Object.keys(at).length === 1 && id in at);
  const ofDimension = own.filter(({ at }) => at?.[id] === "*").map(({ text }) => say(text));
  return {
    label: say(label),
    ...(ofDimension.length === 0 ? {} : { note: ofDimension }),
    category: categoryOf(dimension, own, table.decimals, say),
    extension: {
      elimination: total !== undefined,
      ...(total === undefined ? {} : { eliminationValueCode: total }),
      ...(dimension.timeScale ? { timeScale: dimension.timeScale } : {}),
    },
  };
}

function categoryOf(
  dimension: Dimension,
  notes: readonly Note[],
  decimals: number,
  say: (text?: Localized) => string,
): JsonStatCategory {
  const { id, categories, role } = dimension;
  const units = categories.map((one) => [
    one.code,
    { ...(one.unit ? { base: say(one.unit) } : {}), decimals: one.decimals ?? decimals },
  ]);
  const noted = new Map<string, string[]>();
  for (const { at, text } of notes) {
    const code = at?.[id];
    if (code !== undefined && code !== "*") noted.set(code, [...(noted.get(code) ?? []), say(text)]);
  }
  const sums = dimension.sums ? sumsOf(dimension) : [];
  return {
    index: Object.fromEntries(categories.map(({ code }, at) => [code, at])),
    label: Object.fromEntries(categories.map(({ code, label }) => [code, say(label)])),
    ...(role === "metric" ? { unit: Object.fromEntries(units) as NonNullable<JsonStatCategory["unit"]> } : {}),
    ...(noted.size === 0 ? {} : { note: Object.fromEntries(noted) }),
    ...(sums.length === 0 ? {} : { child: Object.fromEntries(sums.map(({ total, parts }) => [total, parts])) }),
  };
}

function extensionOf(table: Table, say: (text?: Localized) => string, language: string): Record<string, unknown> {
  const { facts, dimensions, stubCount, legend } = table;
  const ids = dimensions.map(({ id }) => id);
  const px = {
    ...(facts.infofile === undefined ? {} : { infofile: facts.infofile }),
    ...(facts.tableId === undefined ? {} : { tableid: facts.tableId }),
    decimals: table.decimals,
    "official-statistics": facts.isOfficialStatistics ?? false,
    aggregallowed: table.values.includes(null) ? false : (facts.mayBeAggregated ?? true),
    copyright: facts.hasCopyright ?? false,
    language,
    ...(facts.contents ? { contents: say(facts.contents) } : {}),
    ...(facts.description ? { description: say(facts.description) } : {}),
    descriptiondefault: facts.descriptionIsDefault ?? false,
    heading: ids.slice(stubCount),
    stub: ids.slice(0, stubCount),
    ...(facts.matrix === undefined ? {} : { matrix: facts.matrix }),
    ...(facts.subjectCode === undefined ? {} : { "subject-code": facts.subjectCode }),
    ...(facts.subjectArea ? { "subject-area": say(facts.subjectArea) } : {}),
  };
  const used = new Set(Object.values(table.status));
  const legends = Object.entries(legend)
    .map(([sign, text]) => [sign, say(text)] as const)
    .filter(([sign, text]) => used.has(sign) && text !== sign);
  const contacts = facts.contact ? say(facts.contact).split("##") : [];
  // Notes on cells have no place of their own in JSON-stat and are lost in PxWeb's: they are kept here.
  const cellNotes = table.notes
    .filter(({ at }) => at !== undefined && Object.keys(at).length > 1)
    .map(({ text, at }) => ({ text: say(text), at }));
  return {
    px,
    ...(legends.length === 0 ? {} : { status: { label: Object.fromEntries(legends) as Record<string, string> } }),
    ...(contacts.length === 0 ? {} : { contact: contacts.map((raw) => ({ raw })) }),
    ...(cellNotes.length === 0 ? {} : { cellNote: cellNotes }),
  };
}
