import type { PxEncoding, PxFile, PxStatement, PxValue } from "./px-file.ts";
import { inLanguage, type Localized, type Note, type Table } from "./table.ts";

const signs = [".", "..", "...", "....", ".....", "......"];

/** The table as a PX file, its statements in the order of SCB's own writer. What the table lacks is left out. */
export function pxFromTable(table: Table, encoding: PxEncoding = "utf-8"): PxFile {
  const writer = new PxTableWriter(table);
  writer.put("CHARSET", encoding === "utf-8" ? "UTF-8" : "ANSI");
  writer.put("AXIS-VERSION", "2013");
  writer.put("CODEPAGE", encoding);
  writer.languages();
  writer.publication();
  writer.shape();
  writer.facts();
  writer.notes();
  const symbols = writer.symbols();
  return { statements: writer.statements, encoding, values: table.values, symbols };
}

/** `2023-05-25T15:42` as `20230525 15:42`. */
function momentText(moment: string): string {
  return moment.replaceAll("-", "").replace("T", " ").slice(0, 14);
}

class PxTableWriter {
  readonly statements: PxStatement[] = [];
  private readonly table: Table;
  private readonly main: string;

  constructor(table: Table) {
    this.table = table;
    this.main = table.languages[0] ?? "sv";
  }

  private add(keyword: string, values: readonly PxValue[], keys: readonly string[] = [], language = this.main): void {
    const inOther = language === this.main ? {} : { language };
    this.statements.push({ keyword, ...inOther, keys, values, line: 0, column: 0 });
  }

  /** One text, when there is one. */
  put(keyword: string, text: string | undefined, keys?: readonly string[], language?: string): void {
    if (text !== undefined) this.add(keyword, [{ text, isQuoted: true }], keys, language);
  }

  private word(keyword: string, text: string | undefined, keys?: readonly string[]): void {
    if (text !== undefined) this.add(keyword, [{ text, isQuoted: false }], keys);
  }

  private flag(keyword: string, isSet: boolean | undefined): void {
    this.word(keyword, isSet === undefined ? undefined : isSet ? "YES" : "NO");
  }

  private list(keyword: string, texts: readonly string[], keys?: readonly string[], language?: string): void {
    if (texts.length === 0) return;
    this.add(
      keyword,
      texts.map((text) => ({ text, isQuoted: true })),
      keys,
      language,
    );
  }

  /** A text in each language it has. */
  private translated(keyword: string, text: Localized | undefined, keysIn?: (language: string) => string[]): void {
    for (const language of this.table.languages) this.put(keyword, text?.[language], keysIn?.(language), language);
  }

  private in(text: Localized, language: string): string {
    return inLanguage(text, language, this.table.languages);
  }

  private name(at: number, language: string): string {
    const dimension = this.table.dimensions[at];
    return dimension ? this.in(dimension.label, language) || dimension.id : "";
  }

  private value(at: number, code: string, language: string): string {
    const category = this.table.dimensions[at]?.categories.find((one) => one.code === code);
    return category ? this.in(category.label, language) || category.code : code;
  }

  languages(): void {
    this.put("LANGUAGE", this.main);
    if (this.table.languages.length > 1) this.list("LANGUAGES", this.table.languages);
  }

  publication(): void {
    const { facts, decimals, title, values } = this.table;
    if (facts.created !== undefined) this.put("CREATION-DATE", momentText(facts.created));
    if (facts.nextUpdate !== undefined) this.put("NEXT-UPDATE", momentText(facts.nextUpdate));
    this.put("TABLEID", facts.tableId);
    this.word("DECIMALS", `${decimals}`);
    this.put("MATRIX", facts.matrix);
    // A reader that adds up cells without numbers shows zero (PxWeb): where there are such cells it may not.
    this.flag("AGGREGALLOWED", values.includes(null) ? false : facts.mayBeAggregated);
    this.flag("COPYRIGHT", facts.hasCopyright);
    this.flag("OFFICIAL-STATISTICS", facts.isOfficialStatistics);
    this.put("SUBJECT-CODE", facts.subjectCode);
    this.translated("SUBJECT-AREA", facts.subjectArea);
    this.translated("DESCRIPTION", facts.description);
    this.translated("TITLE", title);
    this.flag("DESCRIPTIONDEFAULT", facts.descriptionIsDefault);
    this.translated("CONTENTS", facts.contents);
    this.translated(
      "UNITS",
      facts.unit ?? this.table.dimensions.find(({ role }) => role === "metric")?.categories[0]?.unit,
    );
  }

  /** Variables with their values, codes, periods and totals. */
  shape(): void {
    const { dimensions, stubCount, languages } = this.table;
    const places = dimensions.map((_, at) => at);
    for (const language of languages) {
      const names = places.map((at) => this.name(at, language));
      this.list("STUB", names.slice(0, stubCount), [], language);
      this.list("HEADING", names.slice(stubCount), [], language);
    }
    const contents = dimensions.findIndex(({ role }) => role === "metric");
    for (const language of languages)
      if (contents >= 0) this.put("CONTVARIABLE", this.name(contents, language), [], language);
    for (const at of places) for (const language of languages) this.variable(at, language);
    if (contents >= 0) this.contents(contents);
  }

  private variable(at: number, language: string): void {
    const dimension = this.table.dimensions[at];
    if (!dimension) return;
    const keys = [this.name(at, language)];
    const { id, categories, timeScale, total, role, sums = [] } = dimension;
    if (id !== this.name(at, this.main)) this.put("VARIABLECODE", id, keys, language);
    if (role === "geo") this.put("VARIABLE-TYPE", "G", keys, language);
    this.list(
      "VALUES",
      categories.map(({ code, label }) => this.in(label, language) || code),
      keys,
      language,
    );
    const codes = categories.map(({ code }) => code);
    if (timeScale)
      this.add(
        "TIMEVAL",
        [{ text: `TLIST(${timeScale})`, isQuoted: false }, ...codes.map((text) => ({ text, isQuoted: true }))],
        keys,
        language,
      );
    this.list("CODES", codes, keys, language);
    if (total !== undefined) this.put("ELIMINATION", this.value(at, total, language), keys, language);
    if (sums.length > 1) this.hierarchy(sums, keys, language);
  }

  private hierarchy(sums: NonNullable<Table["dimensions"][number]["sums"]>, keys: string[], language: string): void {
    const parts = new Set(sums.flatMap((sum) => sum.parts));
    const tops = sums.map(({ total }) => total).filter((total) => !parts.has(total));
    const pairs = sums.flatMap(({ total, parts: children }) =>
      children.flatMap((child): PxValue[] => [
        { text: total, isQuoted: true },
        { text: child, isQuoted: true, joinedBy: ":" },
      ]),
    );
    this.add("HIERARCHIES", [...tops.map((text) => ({ text, isQuoted: true })), ...pairs], keys, language);
  }

  private contents(at: number): void {
    for (const { code, unit, decimals } of this.table.dimensions[at]?.categories ?? []) {
      this.translated("UNITS", unit, (language) => [this.value(at, code, language)]);
      if (decimals !== undefined)
        this.word("PRECISION", `${decimals}`, [this.name(at, this.main), this.value(at, code, this.main)]);
    }
  }

  facts(): void {
    const { facts } = this.table;
    if (facts.updated !== undefined) this.put("LAST-UPDATED", momentText(facts.updated));
    this.translated("CONTACT", facts.contact);
    this.translated("DATABASE", facts.database);
    this.translated("SOURCE", facts.source);
    this.translated("SURVEY", facts.survey);
    this.put("INFOFILE", facts.infofile);
  }

  notes(): void {
    for (const note of this.table.notes)
      for (const language of this.table.languages)
        this.put(this.noteKeyword(note), note.text[language], this.noteKeys(note, language), language);
  }

  private noteKeyword({ at, isMandatory = false }: Note): string {
    const codes = Object.values(at ?? {});
    const kind = codes.length > 1 ? "CELLNOTE" : codes.length === 0 || codes[0] === "*" ? "NOTE" : "VALUENOTE";
    return isMandatory ? `${kind}X` : kind;
  }

  private noteKeys({ at = {} }: Note, language: string): string[] {
    const { dimensions } = this.table;
    const [first, ...more] = Object.entries(at);
    if (!first) return [];
    if (more.length > 0)
      return dimensions.map(({ id }, place) => {
        const code = at[id];
        return code === undefined || code === "*" ? "*" : this.value(place, code, language);
      });
    const place = dimensions.findIndex(({ id }) => id === first[0]);
    const name = this.name(place, language);
    return first[1] === "*" ? [name] : [name, this.value(place, first[1], language)];
  }

  /** Signs of the cells. A remark PX has no sign for gets one that is free, and a legend. */
  symbols(): Record<number, string> {
    const { status, legend, values } = this.table;
    const used = new Set(Object.values(status));
    const free = signs.filter((sign) => !used.has(sign) && !legend[sign]).toReversed();
    const signOf = new Map<string, string>();
    for (const remark of [...used, ...Object.keys(legend)])
      if (!signOf.has(remark))
        signOf.set(remark, signs.includes(remark) || remark === "-" ? remark : (free.pop() ?? ".."));
    for (const [remark, sign] of [...signOf].toSorted(([, one], [, other]) => (one < other ? -1 : 1))) {
      const text = legend[remark] ?? (remark === sign ? undefined : { [this.main]: remark });
      this.translated(sign === "-" ? "DATASYMBOLNIL" : `DATASYMBOL${sign.length}`, text);
    }
    const entries = Object.entries(status).flatMap(([at, remark]): [string, string][] => {
      const sign = signOf.get(remark) ?? "..";
      const value = values[Number(at)];
      return value === null || (sign === "-" && value === 0) ? [[at, sign]] : [];
    });
    return Object.fromEntries(entries);
  }
}
