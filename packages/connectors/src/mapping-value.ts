import { parseIdentity, parseSchoolUnitCode } from "@milstolpe/swedish";
import type { DayFormat, FieldMapping } from "./mapping-profile.ts";
import type { MappedLine } from "./mapped-lines.ts";
import { isDay } from "./row-reader.ts";

/** What a line gives for a field. */
export type MappedValue =
  | { readonly kind: "none" }
  | { readonly kind: "text"; readonly text: string }
  /** A word that the profile's codes do not have, kept. */
  | { readonly kind: "unknown"; readonly text: string }
  | {
      readonly kind: "wrong";
      readonly code: "connectors.bad-value" | "connectors.bad-date" | "connectors.code-refused";
    };

export interface MappingContext {
  /** The day the file was written. */
  readonly on: string;
  readonly personId: (identity: string) => string;
}

const none: MappedValue = { kind: "none" };

/** The value of a field on a line. */
export function mapValue(line: MappedLine, field: FieldMapping, context: MappingContext): MappedValue {
  const { column, value, join, take, codes, otherwise = "keep" } = field;
  if (join !== undefined) return joined(line, join, context);
  if (value !== undefined) return typed(value, field, context);
  const columns = column === undefined ? [] : typeof column === "object" ? column : [column];
  let text = columns.map((one) => line.at(one)).find((one) => one !== undefined);
  if (take !== undefined) text = text?.split(take.split)[take.part]?.trim();
  if (text === undefined || text === "") return none;
  if (codes === undefined) return typed(text, field, context);
  const code = Object.hasOwn(codes, text) ? codes[text] : undefined;
  if (code !== undefined) return code === "" ? none : typed(code, field, context);
  if (otherwise === "omit") return none;
  return otherwise === "reject" ? { kind: "wrong", code: "connectors.code-refused" } : { kind: "unknown", text };
}

function joined(line: MappedLine, parts: readonly FieldMapping[], context: MappingContext): MappedValue {
  const texts: string[] = [];
  for (const part of parts) {
    const value = mapValue(line, part, context);
    if (value.kind === "none" || value.kind === "wrong") return value;
    texts.push(value.text);
  }
  return { kind: "text", text: texts.join("|") };
}

function typed(text: string, { type = "text", format }: FieldMapping, context: MappingContext): MappedValue {
  const given = (value: string | undefined): MappedValue =>
    value === undefined
      ? { kind: "wrong", code: type === "day" ? "connectors.bad-date" : "connectors.bad-value" }
      : { kind: "text", text: value };
  switch (type) {
    case "text":
      return given(text);
    case "identity":
    case "person-id": {
      const read = parseIdentity(text, { on: context.on });
      if (!read.ok) return given(undefined);
      return given(type === "identity" ? read.value.number : context.personId(read.value.number));
    }
    case "day":
      return given(readDay(text, format));
    case "number":
      return given(/^\d{1,9}$/.test(text) ? String(Number(text)) : undefined);
    case "school-unit-code":
      return given(parseSchoolUnitCode(text).ok ? text : undefined);
  }
}

const layouts: Readonly<Record<DayFormat, readonly [pattern: RegExp, year: number, month: number, day: number]>> = {
  "YYYY-MM-DD": [/^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/, 1, 2, 3],
  YYYYMMDD: [/^(\d{4})(\d{2})(\d{2})$/, 1, 2, 3],
  "DD.MM.YYYY": [/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, 3, 2, 1],
  "DD/MM/YYYY": [/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, 3, 2, 1],
  "MM/DD/YYYY": [/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, 3, 1, 2],
};

/** A day in one of the formats as `YYYY-MM-DD`; undefined when it is none. */
export function readDay(text: string, format: DayFormat = "YYYY-MM-DD"): string | undefined {
  const [pattern, year, month, day] = layouts[format];
  const parts = pattern.exec(text);
  if (parts === null) return undefined;
  const two = (part: number): string => (parts[part] ?? "").padStart(2, "0");
  const read = `${parts[year] ?? ""}-${two(month)}-${two(day)}`;
  return isDay(read) ? read : undefined;
}
