import type { Entity } from "@milstolpe/sync";
import { type ColumnKind, columnKinds, dayFormatsOf, plainHeader } from "./column-kinds.ts";
import type { CsvRow } from "./csv.ts";
import type { Finding, Result } from "./finding.ts";
import type { DayFormat, FieldMapping, FileMapping, MappingProfile, RowMapping } from "./mapping-profile.ts";
import type { NamedFile } from "./named-files.ts";
import { fileRows } from "./file-rows.ts";
import type { TextEncoding } from "./text-bytes.ts";

/** What a column is taken for, and how sure that is. */
export interface ColumnProposal {
  /** Header, or the place from 0 when the file has none. */
  readonly column: string | number;
  /** Undefined when nothing speaks for any kind. */
  readonly kind?: ColumnKind;
  /** 0 to 1: what the name and the values say together. Below 0.5 a person has to decide. */
  readonly confidence: number;
  /** What speaks for it: the name, the values, or both. */
  readonly because: readonly ("name" | "word-in-name" | "values")[];
  /** Other kinds it may be, the likeliest first. */
  readonly alternatives: readonly { readonly kind: ColumnKind; readonly confidence: number }[];
  /** Share of the sample's rows in which the column is filled. */
  readonly filled: number;
}

export interface ProposedProfile {
  readonly profile: MappingProfile;
  readonly columns: readonly ColumnProposal[];
  /** How sure the whole is: that of the least sure column that the profile reads. 0 when it reads none. */
  readonly confidence: number;
  /** What the profile says that the file does not, e.g. `enrolments.schoolType`: to be confirmed by a person. */
  readonly assumed: readonly string[];
  readonly encoding: TextEncoding;
  /** Empty for an Excel file. */
  readonly delimiter: string;
  readonly hasHeader: boolean;
}

/** Rows that are looked at. */
const sampleSize = 500;

/**
 * Proposes how a file that nobody has described is to be read, from the names of its columns and the look of their values,
 * and says how sure it is of each. A proposal is for a person to correct: it never says that the file is total, so nothing
 * is removed because of it. Holds no value of the file.
 * @returns a finding when the file is empty or not text
 * @example
 * const proposed = proposeProfile({ name: "elever.csv", bytes });
 * if (proposed.ok) console.log(proposed.value.columns.filter(({ confidence }) => confidence < 0.5));
 */
export function proposeProfile(file: NamedFile): Result<ProposedProfile, Finding> {
  const opened = fileRows(file, {});
  if (!opened.ok) return opened;
  const { encoding, delimiter, isSheet } = opened.value;
  const rows = opened.value.rows.slice(0, sampleSize + 1).map(({ row }) => row);
  const hasHeader = isHeader(rows);
  const header = hasHeader ? (rows.shift() ?? []) : undefined;
  const width = header?.length ?? Math.max(0, ...rows.map((row) => row.length));
  const looked = Array.from({ length: width }, (_, index) => {
    const name = header?.[index]?.trim();
    const values = rows.flatMap((row) => row[index]?.trim() || []);
    const filled = rows.length === 0 ? 0 : values.length / rows.length;
    return { column: name === undefined || name === "" ? index : name, name, values, filled };
  });
  const columns = assign(looked);
  const profile = profileOf(file.name, columns, looked, hasHeader, isSheet ? {} : { encoding, delimiter });
  const read = columns.filter(({ kind }) => kind !== undefined);
  const confidence = read.length === 0 ? 0 : Math.min(...read.map((column) => column.confidence));
  return {
    ok: true,
    value: { profile, columns, confidence, assumed: assumptionsOf(profile), encoding, delimiter, hasHeader },
  };
}

/** A first row without a single value that a row of a register would have. */
function isHeader([first = [], second]: readonly CsvRow[]): boolean {
  const isNamed = first.some((field) =>
    Object.values(columnKinds).some(({ names }) => names.includes(plainHeader(field))),
  );
  if (isNamed) return true;
  return (
    second !== undefined && first.every((field) => !/\d|@/.test(field)) && second.some((field) => /\d|@/.test(field))
  );
}

interface Looked {
  readonly column: string | number;
  readonly name: string | undefined;
  readonly values: readonly string[];
  readonly filled: number;
}

interface Score {
  readonly kind: ColumnKind;
  readonly confidence: number;
  readonly because: ColumnProposal["because"];
}

const kinds = Object.keys(columnKinds).filter((kind): kind is ColumnKind => kind in columnKinds);
const round = (share: number): number => Math.round(share * 100) / 100;

/** How well a column fits a kind: name and values speak independently, and values that do not fit speak against. */
function scoreOf({ name, values }: Looked, kind: ColumnKind): Score {
  const rule = columnKinds[kind];
  const header = plainHeader(name ?? "");
  const isNamed = rule.names.includes(header);
  const hasWord = !isNamed && header !== "" && rule.words.some((word) => header.includes(word));
  const byName = isNamed ? 0.7 : hasWord ? 0.45 : 0;
  const fitting = values.length === 0 ? 0 : values.filter(rule.fits).length / values.length;
  const byValues = fitting * fitting * rule.telling;
  // A name whose values look like something else is worth little; an empty column can only be told by its name.
  const doubt = values.length === 0 ? 0.6 : 0.3 + 0.7 * fitting;
  const together = 1 - (1 - byName * doubt) * (1 - byValues);
  const because: ("name" | "word-in-name" | "values")[] = [];
  if (isNamed) because.push("name");
  if (hasWord) because.push("word-in-name");
  if (byValues > 0.2) because.push("values");
  return { kind, confidence: round(together), because };
}

const least = 0.25;

/** Gives each kind to the column that fits it best, the surest first. */
function assign(looked: readonly Looked[]): readonly ColumnProposal[] {
  const scores = looked.map((column) =>
    kinds
      .map((kind) => scoreOf(column, kind))
      .filter(({ confidence }) => confidence >= least)
      .sort((a, b) => b.confidence - a.confidence),
  );
  const all = scores.flatMap((list, index) => list.map((score) => ({ index, score })));
  const taken = new Set<ColumnKind>();
  const given = new Map<number, Score>();
  for (const { index, score } of all.sort((a, b) => b.score.confidence - a.score.confidence || a.index - b.index)) {
    if (given.has(index) || taken.has(score.kind)) continue;
    given.set(index, score);
    taken.add(score.kind);
  }
  return looked.map(({ column, filled }, index) => {
    const best = given.get(index);
    const others = (scores[index] ?? []).filter(({ kind }) => kind !== best?.kind).slice(0, 3);
    // Another kind that fits as well is a reason to doubt this one.
    const rival = others[0]?.confidence ?? 0;
    const isCertain = best?.because.includes("name") === true;
    const confidence = best === undefined ? 0 : round(best.confidence * (isCertain ? 1 : 1 - rival / 3));
    return {
      column,
      ...(best === undefined ? {} : { kind: best.kind }),
      confidence,
      because: best?.because ?? [],
      alternatives: others.map(({ kind, confidence: sure }) => ({ kind, confidence: sure })),
      filled: round(filled),
    };
  });
}

/** The day format that all values of a column have. */
function formatOf(values: readonly string[]): DayFormat {
  const common = values
    .map(dayFormatsOf)
    .reduce<readonly DayFormat[] | undefined>(
      (left, formats) => (left === undefined ? formats : left.filter((format) => formats.includes(format))),
      undefined,
    );
  return common?.[0] ?? "YYYY-MM-DD";
}

/** Fields that have the same value on every row, whatever the file says; kinds that follow from the entity aside. */
const assumptionsOf = ({ files }: MappingProfile): readonly string[] =>
  files.flatMap(({ rows }) =>
    rows.flatMap(({ entity, fields }) =>
      Object.entries(fields).flatMap(([name, { value }]) => (value === undefined ? [] : [`${entity}.${name}`])),
    ),
  );

const yes = ["ja", "Ja", "JA", "j", "J", "1", "true", "True", "TRUE"];
const no = ["nej", "Nej", "NEJ", "n", "N", "0", "false", "False", "FALSE"];
/** Yes and no as markings; any other word is kept, flagged, and protects. */
const markings = Object.fromEntries([
  ...yes.map((word) => [word, "Sekretessmarkering"]),
  ...no.map((word) => [word, "Ingen"]),
]);

/** A profile of what was recognised: pupils with their class and school, staff, or guardians. */
function profileOf(
  file: string,
  columns: readonly ColumnProposal[],
  looked: readonly Looked[],
  hasHeader: boolean,
  form: Pick<FileMapping, "encoding" | "delimiter">,
): MappingProfile {
  const at = new Map(
    columns.flatMap(({ kind, column }, index) => (kind === undefined ? [] : [[kind, { column, index }] as const])),
  );
  const field = (kind: ColumnKind, more: Partial<FieldMapping> = {}): FieldMapping | undefined => {
    const found = at.get(kind);
    return found === undefined ? undefined : { column: found.column, ...more };
  };
  const day = (kind: ColumnKind): FieldMapping | undefined => {
    const found = at.get(kind);
    return field(kind, { type: "day", format: formatOf(looked[found?.index ?? -1]?.values ?? []) });
  };
  const rows: RowMapping[] = [];
  const add = (
    entity: Entity,
    fields: Readonly<Record<string, FieldMapping | undefined>>,
    when: readonly ColumnKind[] = [],
  ): void => {
    const given = Object.entries(fields).filter((entry): entry is [string, FieldMapping] => entry[1] !== undefined);
    const columnsOf = when.flatMap((kind) => at.get(kind)?.column ?? []);
    rows.push({
      entity,
      fields: Object.fromEntries(given),
      ...(columnsOf.length === 0 ? {} : { when: columnsOf.map((column) => ({ column })) }),
    });
  };
  const person = field("identity", { type: "person-id" });
  const unit = field("unit-code") ?? field("unit-name");
  const unitKind: ColumnKind = at.has("unit-code") ? "unit-code" : "unit-name";
  const isStaff = at.has("signature") || at.has("duty-role");
  const full = at.get("full-name");
  const part = (index: number): FieldMapping | undefined =>
    full === undefined ? undefined : { column: full.column, take: { split: ",", part: index } };
  if (unit !== undefined)
    add(
      "units",
      {
        id: unit,
        name: field("unit-name") ?? unit,
        kind: { value: "Skolenhet" },
        schoolUnitCode: field("unit-code", { type: "school-unit-code" }),
      },
      [unitKind],
    );
  if (person !== undefined)
    add("persons", {
      id: person,
      identity: field("identity", { type: "identity" }),
      givenName: field("given-name") ?? part(1),
      familyName: field("family-name") ?? part(0),
      birthDate: day("birth-date"),
      sex: field("sex"),
      email: field("email"),
      phone: field("phone"),
      protection: field("protection", { codes: markings }),
    });
  const dates = { startDate: day("start-date"), endDate: day("end-date") };
  const type = field("school-type") ?? { value: "GR" };
  if (person !== undefined && unit !== undefined && isStaff)
    add(
      "duties",
      {
        person,
        unit,
        role: field("duty-role") ?? { value: "Annan personal" },
        signature: field("signature"),
        ...dates,
      },
      [unitKind],
    );
  const group =
    at.has("class") && unit !== undefined ? { join: [unit, { column: at.get("class")?.column ?? 0 }] } : undefined;
  if (group !== undefined && unit !== undefined && !isStaff)
    add("groups", { id: group, name: field("class"), kind: { value: "Klass" }, unit }, ["class", unitKind]);
  if (person !== undefined && unit !== undefined && !isStaff) {
    add(
      "enrolments",
      { person, unit, schoolType: type, schoolYear: field("school-year", { type: "number" }), ...dates },
      [unitKind],
    );
    if (group !== undefined) add("memberships", { group, person, role: { value: "pupil" } }, ["class", unitKind]);
  }
  const guardian = field("guardian-identity", { type: "person-id" });
  if (guardian !== undefined && person !== undefined)
    add("guardianships", { child: person, guardian, relation: { value: "Vårdnadshavare" } }, ["guardian-identity"]);
  return {
    id: file.replace(/\.[^.]*$/, ""),
    files: [{ name: file, ...(hasHeader ? {} : { header: false }), ...form, rows }],
  };
}
