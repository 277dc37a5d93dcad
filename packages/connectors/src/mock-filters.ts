import { idOf, isObject, type Json, listOf } from "./row-reader.ts";
import type { Ss12000List } from "./ss12000-model.ts";

type Filter = (row: Json, values: readonly string[]) => boolean;

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const metaOf = (row: Json, field: "created" | "modified"): number =>
  isObject(row["meta"]) ? Date.parse(text(row["meta"][field])) : Number.NaN;
const after = (field: "created" | "modified"): Filter => {
  return (row, [value = ""]) => metaOf(row, field) > Date.parse(value);
};
const before = (field: "created" | "modified"): Filter => {
  return (row, [value = ""]) => metaOf(row, field) <= Date.parse(value);
};
const is =
  (field: string): Filter =>
  (row, values) =>
    values.includes(text(row[field]));
const refersTo =
  (field: string): Filter =>
  (row, values) =>
    values.includes(idOf(row[field]) ?? "");
const hasOne =
  (field: string): Filter =>
  (row, values) =>
    listOf(row[field]).some((item) => values.includes(text(item)));

/** On every list: *after* excludes its instant, *before* includes it. */
const onEvery: Readonly<Record<string, Filter>> = {
  "meta.created.after": after("created"),
  "meta.created.before": before("created"),
  "meta.modified.after": after("modified"),
  "meta.modified.before": before("modified"),
};

const onList: { readonly [L in Ss12000List]: Readonly<Record<string, Filter>> } = {
  organisations: {
    parent: refersTo("parentOrganisation"),
    schoolUnitCode: is("schoolUnitCode"),
    organisationCode: is("organisationCode"),
    municipalityCode: is("municipalityCode"),
    type: is("organisationType"),
    schoolTypes: hasOne("schoolTypes"),
  },
  persons: {
    nameContains: (row, values) => {
      const name = `${text(row["givenName"])} ${text(row["middleName"])} ${text(row["familyName"])}`.toLowerCase();
      return values.every((value) => name.includes(value.toLowerCase()));
    },
    civicNo: (row, values) => isObject(row["civicNo"]) && values.includes(text(row["civicNo"]["value"])),
    eduPersonPrincipalName: hasOne("eduPersonPrincipalNames"),
    "identifier.value": (row, values) =>
      listOf(row["externalIdentifiers"]).some((item) => isObject(item) && values.includes(text(item["value"]))),
    "identifier.context": (row, values) =>
      listOf(row["externalIdentifiers"]).some((item) => isObject(item) && values.includes(text(item["context"]))),
  },
  groups: {
    groupType: is("groupType"),
    schoolTypes: is("schoolType"),
    organisation: refersTo("organisation"),
  },
  duties: { organisation: refersTo("dutyAt"), dutyRole: is("dutyRole"), person: refersTo("person") },
  placements: {
    organisation: refersTo("placedAt"),
    group: refersTo("group"),
    child: refersTo("child"),
    owner: (row, values) => listOf(row["owners"]).some((owner) => values.includes(idOf(owner) ?? "")),
  },
  activities: {
    organisation: refersTo("organisation"),
    group: (row, values) => listOf(row["groups"]).some((group) => values.includes(idOf(group) ?? "")),
    teacher: (row, values) =>
      listOf(row["teachers"]).some((item) => isObject(item) && values.includes(idOf(item["duty"]) ?? "")),
  },
};

/** Rows of a list that pass the filters of a query; undefined when a filter is not known, which is a 400. */
export function filtered(
  list: Ss12000List,
  rows: readonly Json[],
  query: URLSearchParams,
): readonly Json[] | undefined {
  let left = rows;
  for (const name of new Set(query.keys())) {
    const key = name.replace(/\[\]$/, "");
    const filter = onEvery[key] ?? onList[list][key];
    if (filter === undefined) return undefined;
    const values = query.getAll(name).flatMap((value) => value.split(","));
    left = left.filter((row) => filter(row, values));
  }
  return left;
}
