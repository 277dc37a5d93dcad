import type { JsonStatDataset, JsonStatDimension, JsonStatLink } from "./json-stat.ts";
import { indexPx, type PxFile, type PxIndex, variableNames } from "./px-file.ts";
import type { Dimension, Table } from "./table.ts";
import type { ToJsonStatOptions } from "./to-json-stat.ts";

type Links = Readonly<Record<string, readonly JsonStatLink[]>>;

const shown: Readonly<Record<string, string>> = { "0": "code", "1": "value", "2": "code_value", "3": "value_code" };
const measuring: Readonly<Record<string, string>> = { S: "Stock", F: "Flow", A: "Average" };
const prices: Readonly<Record<string, string>> = { C: "Current", F: "Fixed" };

/** Adds to a dataset what PxWebApi 2 takes from a PX file and a table has no place for. */
export function jsonStatFromPx(
  file: PxFile,
  table: Table,
  dataset: JsonStatDataset,
  { language = table.languages[0] ?? "", linksFor }: ToJsonStatOptions,
): JsonStatDataset {
  const index = indexPx(file.statements);
  const names = variableNames(index, language);
  const dimensions = table.dimensions.map((dimension, at): [string, JsonStatDimension] => {
    const made = dataset.dimension[dimension.id] ?? { category: {} };
    const name = names[at] ?? "";
    const link = dimensionLinks(index, dimension, name, made, language, linksFor);
    return [
      dimension.id,
      {
        ...made,
        extension: {
          ...made.extension,
          show: shown[index.text("PRESTEXT", [name], language) ?? ""] ?? "value",
          codelists: [],
          ...(dimension.role === "metric" ? contentsFacts(index, dimension, language) : {}),
        },
        ...(Object.keys(link).length === 0 ? {} : { link }),
      },
    ];
  });
  const own = metaIds(index.text("META-ID", [], language)).map((metaId) => linksFor?.(metaId, {}) ?? {});
  const link = merged(own);
  return {
    ...dataset,
    ...(Object.keys(link).length === 0 ? {} : { link }),
    dimension: Object.fromEntries(
      dimensions.map(([id, { extension, ...rest }]) => [id, { ...rest, ...withoutScale(extension) }]),
    ),
  };
}

/** PxWebApi has no time scale of its own. */
function withoutScale(extension: JsonStatDimension["extension"]): Pick<JsonStatDimension, "extension"> {
  const { timeScale: _timeScale, ...rest } = extension ?? {};
  return { extension: rest };
}

const metaIds = (text: string | undefined): readonly string[] => text?.split(" ").filter((id) => id !== "") ?? [];

function merged(all: readonly Links[]): Links {
  const links: Record<string, JsonStatLink[]> = {};
  for (const one of all)
    for (const [relation, list] of Object.entries(one)) links[relation] = [...(links[relation] ?? []), ...list];
  return links;
}

/** Definitions of a dimension and of its categories. */
function dimensionLinks(
  index: PxIndex,
  { id, categories }: Dimension,
  name: string,
  made: JsonStatDimension,
  language: string,
  linksFor: ToJsonStatOptions["linksFor"],
): Links {
  const dimension = { id, label: made.label ?? id };
  const ofCategories = categories.flatMap(({ code, label }) => {
    const text = index.text("META-ID", [name, label[language] ?? ""], language);
    return text === undefined ? [] : [{ code, label: label[language] ?? code, text }];
  });
  const own = index.text("META-ID", [name], language);
  if (own === undefined && ofCategories.length === 0) return {};
  const extension = {
    ...Object.fromEntries(ofCategories.map(({ code, text }) => [code, text])),
    ...(own === undefined ? {} : { [id]: own }),
  };
  return merged([
    { describedby: [{ extension }] },
    ...ofCategories.flatMap(({ code, label, text }) =>
      metaIds(text).map((metaId) => linksFor?.(metaId, { dimension, category: { code, label } }) ?? {}),
    ),
    ...metaIds(own).map((metaId) => linksFor?.(metaId, { dimension }) ?? {}),
  ]);
}

function contentsFacts(index: PxIndex, { categories }: Dimension, language: string): Record<string, unknown> {
  const each = (tell: (value: string) => string): Record<string, string> =>
    Object.fromEntries(categories.map(({ code, label }) => [code, tell(label[language] ?? code)]));
  const text = (keyword: string, value: string): string =>
    (index.text(keyword, [value], language) ?? index.text(keyword, [], language) ?? "").toUpperCase();
  return {
    measuringType: each((value) => measuring[text("STOCKFA", value)] ?? "Other"),
    priceType: each((value) => prices[text("CFPRICES", value)] ?? "NotApplicable"),
    adjustment: each((value) => {
      const isDay = text("DAYADJ", value) === "YES";
      const isSeason = text("SEASADJ", value) === "YES";
      return isDay && isSeason ? "WorkAndSes" : isDay ? "WorkOnly" : isSeason ? "SesOnly" : "None";
    }),
  };
}
