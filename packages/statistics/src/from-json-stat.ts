import { checkJsonStat } from "./check-json-stat.ts";
import { codesOf } from "./check-json-stat-dimension.ts";
import type { Finding } from "./finding.ts";
import { type Fields, isFields, isTexts, parseJson } from "./json-shape.ts";
import { finding } from "./messages.ts";
import { isTimeScale } from "./px-time.ts";
import {
  type Category,
  cellCount,
  type Dimension,
  type Localized,
  type Note,
  type Table,
  type TableFacts,
} from "./table.ts";

/** How JSON-stat is read. */
export interface FromJsonStatOptions {
  /** Language of the texts, when the document does not say (`extension.px.language`). Default `en`. */
  readonly language?: string;
}

/** A JSON-stat document as it was read. */
export interface FromJsonStat {
  /** Absent when a finding of severity `must` stands in the way. */
  readonly table?: Table;
  readonly findings: readonly Finding[];
}

/**
 * Reads a JSON-stat 2.0 dataset; the opposite of {@link toJsonStat}. A cell that holds a text in place of a number gets
 * the text as its remark.
 * @param document - a text, or what JSON.parse made of it
 * @example
 * const { table, findings } = fromJsonStat(await response.json());
 */
export function fromJsonStat(document: unknown, { language = "en" }: FromJsonStatOptions = {}): FromJsonStat {
  const parsed = typeof document === "string" ? parseJson(document)?.value : document;
  const findings = [...checkJsonStat(document)];
  if (findings.some(({ severity }) => severity === "must") || !isFields(parsed)) return { findings };
  if (parsed["class"] !== "dataset")
    return { findings: [...findings, finding("jsonstat.not-a-dataset", "document", {})] };
  const extension = fieldsOf(parsed["extension"]);
  const px = fieldsOf(extension["px"]);
  const reader = new DatasetReader(parsed, textOf(px["language"]) ?? language);
  const dimensions = (parsed["id"] as readonly string[]).map((id, at) => reader.dimension(id, at));
  const cells = reader.cells(cellCount(dimensions));
  if (cells.texts > 0) findings.push(finding("jsonstat.value-text", "/value", { cells: cells.texts }));
  const stub = isTexts(px["stub"]) ? px["stub"].length : dimensions.length - 1;
  const table: Table = {
    languages: [reader.language],
    title: reader.text(parsed["label"]) ?? {},
    dimensions,
    stubCount: Math.max(0, stub),
    values: cells.values,
    status: cells.status,
    legend: reader.texts(fieldsOf(fieldsOf(extension["status"])["label"])),
    decimals: reader.decimals(px["decimals"], cells.values),
    notes: reader.notes(),
    facts: reader.facts(px, extension["contact"]),
  };
  return { table, findings };
}

const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

class DatasetReader {
  readonly language: string;
  private readonly document: Fields;
  private readonly dimensions: Fields;

  constructor(document: Fields, language: string) {
    this.document = document;
    this.language = language;
    this.dimensions = fieldsOf(document["dimension"]);
  }

  text(value: unknown): Localized | undefined {
    return typeof value === "string" ? { [this.language]: value } : undefined;
  }

  texts(values: Fields): Record<string, Localized> {
    return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, this.text(value) ?? {}]));
  }

  dimension(id: string, at: number): Dimension {
    const source = fieldsOf(this.dimensions[id]);
    const category = fieldsOf(source["category"]);
    const label = fieldsOf(category["label"]);
    const units = fieldsOf(category["unit"]);
    const extension = fieldsOf(source["extension"]);
    const role = (["time", "geo", "metric"] as const).find((one) => {
      const ids = fieldsOf(this.document["role"])[one];
      return isTexts(ids) && ids.includes(id);
    });
    const total = textOf(extension["eliminationValueCode"]);
    const child = fieldsOf(category["child"]);
    const sums = Object.entries(child).map(([parent, parts]) => ({
      total: parent,
      parts: isTexts(parts) ? parts : [],
    }));
    const scale = textOf(extension["timeScale"]) ?? "";
    const size = (this.document["size"] as readonly number[])[at] ?? 0;
    return {
      id,
      label: this.text(source["label"]) ?? { [this.language]: id },
      categories: codesOf(category["index"], category["label"])
        .slice(0, size)
        .map((code) => this.category(code, label[code], fieldsOf(units[code]))),
      ...(role ? { role } : {}),
      ...(total === undefined ? {} : { total }),
      ...(sums.length === 0 ? {} : { sums }),
      ...(isTimeScale(scale) ? { timeScale: scale } : {}),
    };
  }

  private category(code: string, label: unknown, { base, decimals }: Fields): Category {
    const unit = this.text(base);
    return {
      code,
      label: this.text(label) ?? { [this.language]: code },
      ...(unit ? { unit } : {}),
      ...(typeof decimals === "number" ? { decimals } : {}),
    };
  }

  cells(count: number): Pick<Table, "values" | "status"> & { texts: number } {
    const { value, status } = this.document;
    const given = (at: number): unknown => (Array.isArray(value) ? value[at] : fieldsOf(value)[at]) as unknown;
    const only = Array.isArray(status) && status.length === 1 && count !== 1 ? (status[0] as unknown) : status;
    const remarkOf = (at: number): unknown => {
      if (typeof only === "string") return only;
      return Array.isArray(only) ? (only[at] as unknown) : fieldsOf(only)[at];
    };
    const values: (number | null)[] = [];
    const remarks: Record<number, string> = {};
    let texts = 0;
    for (let at = 0; at < count; at += 1) {
      const cell = given(at);
      const remark = remarkOf(at);
      values.push(typeof cell === "number" ? cell : null);
      if (typeof remark === "string") remarks[at] = remark;
      if (typeof cell === "string") {
        texts += 1;
        remarks[at] = cell;
      }
    }
    return { values, status: remarks, texts };
  }

  /** Those stated, else as many as the values show. */
  decimals(stated: unknown, values: readonly (number | null)[]): number {
    if (typeof stated === "number") return stated;
    return values.reduce<number>((most, value) => {
      const digits = /\.(\d+)$/.exec(`${value ?? ""}`)?.[1]?.length ?? 0;
      return Math.min(15, Math.max(most, digits));
    }, 0);
  }

  notes(): Note[] {
    const listed = (notes: unknown, at?: Record<string, string>): Note[] =>
      (isTexts(notes) ? notes : []).map((text) => ({ text: { [this.language]: text }, ...(at ? { at } : {}) }));
    const cellNotes = fieldsOf(this.document["extension"])["cellNote"];
    return [
      ...listed(this.document["note"]),
      ...Object.entries(this.dimensions).flatMap(([id, dimension]) => {
        const { note, category } = fieldsOf(dimension);
        const ofCategories = Object.entries(fieldsOf(fieldsOf(category)["note"]));
        return [
          ...listed(note, { [id]: "*" }),
          ...ofCategories.flatMap(([code, notes]) => listed(notes, { [id]: code })),
        ];
      }),
      ...(Array.isArray(cellNotes) ? cellNotes : []).flatMap((one: unknown) => {
        const { text, at } = fieldsOf(one);
        return typeof text === "string" ? [{ text: { [this.language]: text }, at: at as Record<string, string> }] : [];
      }),
    ];
  }

  facts(px: Fields, contact: unknown): TableFacts {
    const flag = (value: unknown): boolean | undefined => (typeof value === "boolean" ? value : undefined);
    const raw = Array.isArray(contact) ? contact.map((one) => textOf(fieldsOf(one)["raw"]) ?? "") : [];
    const facts = {
      matrix: textOf(px["matrix"]),
      tableId: textOf(px["tableid"]),
      subjectCode: textOf(px["subject-code"]),
      subjectArea: this.text(px["subject-area"]),
      contents: this.text(px["contents"]),
      description: this.text(px["description"]),
      descriptionIsDefault: flag(px["descriptiondefault"]),
      source: this.text(this.document["source"]),
      contact: raw.length === 0 ? undefined : { [this.language]: raw.join("##") },
      infofile: textOf(px["infofile"]),
      updated: textOf(this.document["updated"]),
      isOfficialStatistics: flag(px["official-statistics"]),
      hasCopyright: flag(px["copyright"]),
      mayBeAggregated: flag(px["aggregallowed"]),
    };
    return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  }
}
