import { indexPx, type PxFile, type PxIndex, type PxStatement, variableNames } from "./px-file.ts";
import { isTimeScale, readTimeval } from "./px-time.ts";
import type { Category, Dimension, Localized, Note, Sum, Table, TableFacts } from "./table.ts";

/**
 * The table a PX file tells of. Dimensions get their id from VARIABLECODE, else from their name in the main language;
 * categories from CODES, else from TIMEVAL, else from VALUES.
 * @param file - read without findings of severity `must`
 */
export function tableFromPx(file: PxFile): Table {
  const index = indexPx(file.statements);
  const reader = new PxTableReader(index);
  const names = variableNames(index);
  const dimensions = names.map((_, place) => reader.dimension(place));
  return {
    languages: index.languages,
    title: orElse(reader.localized("TITLE"), reader.localized("DESCRIPTION")),
    dimensions,
    stubCount: index.texts("STUB").length,
    values: file.values,
    status: file.symbols,
    legend: reader.legend(),
    decimals: Number(index.text("DECIMALS") ?? 0),
    notes: reader.notes(dimensions),
    facts: reader.facts(),
  };
}

const isEmpty = (text: Localized): boolean => Object.keys(text).length === 0;
const orElse = (text: Localized, other: Localized): Localized => (isEmpty(text) ? other : text);

/** `20230525 15:42` as `2023-05-25T15:42`; other forms as they are. */
function readMoment(text: string): string {
  const found = /^(\d{4})-?(\d{2})-?(\d{2})(?:[ T](\d{2}:\d{2}))?/.exec(text.trim());
  return found ? `${found[1]}-${found[2]}-${found[3]}${found[4] === undefined ? "" : `T${found[4]}`}` : text;
}

class PxTableReader {
  private readonly index: PxIndex;
  /** Names of the variables, by language and place. */
  private readonly names: ReadonlyMap<string, readonly string[]>;

  constructor(index: PxIndex) {
    this.index = index;
    this.names = new Map(index.languages.map((language) => [language, variableNames(index, language)]));
  }

  /** The first value of a statement without keys, in every language that has it. */
  localized(keyword: string, keysIn: (language: string) => readonly string[] = () => []): Localized {
    const texts = this.index.languages.flatMap((language) => {
      const text = this.index.text(keyword, keysIn(language), language);
      return text === undefined ? [] : [[language, text] as const];
    });
    return Object.fromEntries(texts);
  }

  private name(place: number, language: string): string {
    return this.names.get(language)?.[place] ?? this.names.get(this.index.languages[0] ?? "")?.[place] ?? "";
  }

  dimension(place: number): Dimension {
    const { index } = this;
    const main = this.name(place, index.languages[0] ?? "");
    const time = readTimeval(index.first("TIMEVAL", [main])?.values ?? []);
    const names = index.texts("VALUES", [main]);
    const codes = this.codes(main, names, time?.periods ?? []);
    const isContents = index.text("CONTVARIABLE") === main;
    const categories = names.map((name, at) => this.category(place, at, codes[at] ?? name, isContents));
    const type = index.text("VARIABLE-TYPE", [main])?.toUpperCase();
    const role = isContents ? "metric" : time || type === "T" ? "time" : this.isGeographic(main) ? "geo" : undefined;
    const total = this.total(main, codes, names);
    const sums = this.hierarchy(main, codes);
    return {
      id: index.text("VARIABLECODE", [main]) ?? main,
      label: Object.fromEntries(index.languages.map((language) => [language, this.name(place, language)])),
      categories,
      ...(role ? { role } : {}),
      ...(total === undefined ? {} : { total }),
      ...(sums.length === 0 ? {} : { sums }),
      ...(time && isTimeScale(time.scale) ? { timeScale: time.scale } : {}),
    };
  }

  private codes(name: string, values: readonly string[], periods: readonly string[]): readonly string[] {
    const given = this.index.texts("CODES", [name]);
    const codes = given.length > 0 ? given : periods.length === values.length ? periods : values;
    return values.map((value, at) => codes[at] || value);
  }

  private category(place: number, at: number, code: string, isContents: boolean): Category {
    const value = (language: string): string | undefined =>
      this.index.texts("VALUES", [this.name(place, language)], language)[at];
    const label = Object.fromEntries(
      this.index.languages.flatMap((language) => {
        const text = value(language);
        return text === undefined ? [] : [[language, text] as const];
      }),
    );
    if (!isContents) return { code, label };
    const unit = this.localized("UNITS", (language) => [value(language) ?? ""]);
    const main = this.index.languages[0] ?? "";
    const precision = this.index.text("PRECISION", [this.name(place, main), value(main) ?? ""]);
    return {
      code,
      label,
      ...(isEmpty(unit) ? {} : { unit }),
      ...(precision === undefined ? {} : { decimals: Number(precision) }),
    };
  }

  private isGeographic(name: string): boolean {
    return this.index.first("MAP", [name]) !== undefined || this.index.text("VARIABLE-TYPE", [name]) === "G";
  }

  /** ELIMINATION with a value names the total; with YES the reader adds up. */
  private total(name: string, codes: readonly string[], names: readonly string[]): string | undefined {
    const value = this.index.first("ELIMINATION", [name])?.values[0];
    if (!value?.isQuoted) return undefined;
    const at = names.indexOf(value.text);
    return at >= 0 ? codes[at] : codes.find((code) => code === value.text);
  }

  /** HIERARCHIES("v")="top","top":"part",…: every parent is the sum of its children. */
  private hierarchy(name: string, codes: readonly string[]): Sum[] {
    const known = new Set(codes);
    const parts = new Map<string, string[]>();
    const values = this.index.first("HIERARCHIES", [name])?.values ?? [];
    values.forEach((value, at) => {
      const parent = values[at - 1]?.text;
      if (value.joinedBy !== ":" || parent === undefined || !known.has(parent) || !known.has(value.text)) return;
      parts.set(parent, [...(parts.get(parent) ?? []), value.text]);
    });
    return [...parts].map(([total, children]) => ({ total, parts: children }));
  }

  legend(): Record<string, Localized> {
    const signs = [".", "..", "...", "....", ".....", "......"];
    const entries = signs.map((sign, at) => [sign, this.localized(`DATASYMBOL${at + 1}`)] as const);
    return Object.fromEntries(
      [...entries, ["-", this.localized("DATASYMBOLNIL")] as const].filter(([, text]) => !isEmpty(text)),
    );
  }

  notes(dimensions: readonly Dimension[]): Note[] {
    const notes: Note[] = [];
    for (const [keyword, isMandatory] of [
      ["NOTEX", true],
      ["NOTE", false],
      ["VALUENOTEX", true],
      ["VALUENOTE", false],
      ["CELLNOTEX", true],
      ["CELLNOTE", false],
    ] as const)
      for (const statement of this.index.all(keyword)) {
        const at = this.placeOf(statement, dimensions);
        notes.push({
          text: this.noteIn(statement, keyword),
          ...(isMandatory ? { isMandatory } : {}),
          ...(at === undefined ? {} : { at }),
        });
      }
    return notes;
  }

  /** The note in every language: that on the same variable and value, by place. */
  private noteIn(statement: PxStatement, keyword: string): Localized {
    const main = this.index.languages[0] ?? "";
    const same = this.index.all(keyword).filter((one) => one.keys.join("\n") === statement.keys.join("\n"));
    const order = same.indexOf(statement);
    const texts = this.index.languages.flatMap((language) => {
      const keys = statement.keys.map((key, at) => this.translate(key, at, statement, main, language));
      const found = this.index.all(keyword, language).filter((one) => one.keys.join("\n") === keys.join("\n"));
      const text = found[order]?.values[0]?.text;
      return text === undefined ? [] : [[language, text] as const];
    });
    return Object.fromEntries(texts);
  }

  private translate(key: string, at: number, { keys, keyword }: PxStatement, main: string, language: string): string {
    const names = this.names.get(main) ?? [];
    const isCell = keyword.startsWith("CELL");
    const place = isCell ? at : names.indexOf(keys[0] ?? "");
    if (!isCell && at === 0) return this.name(place, language);
    const value = this.index.texts("VALUES", [this.name(place, main)], main).indexOf(key);
    return value < 0 ? key : (this.index.texts("VALUES", [this.name(place, language)], language)[value] ?? key);
  }

  private placeOf(
    { keys, keyword }: PxStatement,
    dimensions: readonly Dimension[],
  ): Record<string, string> | undefined {
    if (keys.length === 0) return undefined;
    const codeOf = (place: number, key: string): string => {
      const names = this.index.texts("VALUES", [this.name(place, this.index.languages[0] ?? "")]);
      return dimensions[place]?.categories[names.indexOf(key)]?.code ?? key;
    };
    if (keyword.startsWith("CELL"))
      return Object.fromEntries(
        keys.flatMap((key, place) => (key === "*" ? [] : [[dimensions[place]?.id ?? "", codeOf(place, key)] as const])),
      );
    const place = (this.names.get(this.index.languages[0] ?? "") ?? []).indexOf(keys[0] ?? "");
    return { [dimensions[place]?.id ?? keys[0] ?? ""]: keys[1] === undefined ? "*" : codeOf(place, keys[1]) };
  }

  facts(): TableFacts {
    const { index } = this;
    const flag = (keyword: string): boolean | undefined => {
      const value = index.text(keyword)?.toUpperCase();
      return value === undefined ? undefined : value === "YES";
    };
    const moment = (keyword: string): string | undefined => {
      const text = index.text(keyword) ?? index.all(keyword)[0]?.values[0]?.text;
      return text === undefined ? undefined : readMoment(text);
    };
    const anyOf = (keyword: string): Localized => {
      const plain = this.localized(keyword);
      if (!isEmpty(plain)) return plain;
      const texts = index.languages.flatMap((language) => {
        const text = index.all(keyword, language)[0]?.values[0]?.text;
        return text === undefined ? [] : [[language, text] as const];
      });
      return Object.fromEntries(texts);
    };
    return given({
      matrix: index.text("MATRIX"),
      tableId: index.text("TABLEID"),
      subjectCode: index.text("SUBJECT-CODE"),
      subjectArea: this.localized("SUBJECT-AREA"),
      contents: this.localized("CONTENTS"),
      unit: this.localized("UNITS"),
      description: this.localized("DESCRIPTION"),
      descriptionIsDefault: flag("DESCRIPTIONDEFAULT"),
      source: this.localized("SOURCE"),
      contact: anyOf("CONTACT"),
      database: this.localized("DATABASE"),
      survey: this.localized("SURVEY"),
      infofile: index.text("INFOFILE"),
      created: moment("CREATION-DATE"),
      updated: moment("LAST-UPDATED"),
      nextUpdate: moment("NEXT-UPDATE"),
      isOfficialStatistics: flag("OFFICIAL-STATISTICS"),
      hasCopyright: flag("COPYRIGHT"),
      mayBeAggregated: flag("AGGREGALLOWED"),
    });
  }
}

/** Leaves out what is not there. */
function given(facts: { readonly [K in keyof TableFacts]: TableFacts[K] | undefined }): TableFacts {
  const entries = Object.entries(facts).filter(
    ([, value]) => value !== undefined && !(typeof value === "object" && isEmpty(value)),
  );
  return Object.fromEntries(entries) as TableFacts;
}
