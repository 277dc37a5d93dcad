/** One value of a PX statement. */
export interface PxValue {
  readonly text: string;
  /** A text within quotation marks; otherwise a word or number, such as `YES` or `2`. */
  readonly isQuoted: boolean;
  /** Sign before the value when it is not a comma: `:` in a hierarchy, `-` in a range of years. */
  readonly joinedBy?: ":" | "-";
}

/** One statement of a PX file: `KEYWORD[language]("key","key")=value,value;`. */
export interface PxStatement {
  /** Upper case. */
  readonly keyword: string;
  readonly language?: string;
  readonly keys: readonly string[];
  readonly values: readonly PxValue[];
  /** Line of the keyword, from 1; 0 for a statement that was never in a file. */
  readonly line: number;
  /** Column of the keyword, from 1. */
  readonly column: number;
}

/** A PX file as it stands: every statement in order, and the cells. Nothing is interpreted and nothing is lost. */
export interface PxFile {
  readonly statements: readonly PxStatement[];
  /** Encoding of its texts: `utf-8`, `windows-1252`, `iso-8859-1` or `iso-8859-15`. */
  readonly encoding: PxEncoding;
  /** Cells in order of stub, then heading. */
  readonly values: readonly (number | null)[];
  /** Signs such as `..` or `-`, by cell. */
  readonly symbols: Readonly<Record<number, string>>;
}

/** The encodings a PX file is read and written in. */
export type PxEncoding = "utf-8" | "windows-1252" | "iso-8859-1" | "iso-8859-15";

/** Statements by keyword, for repeated look-up. */
export interface PxIndex {
  readonly languages: readonly string[];
  /** Statements with this keyword, in order; of the main language when none is named. */
  all(keyword: string, language?: string): readonly PxStatement[];
  /** Those with exactly these keys, in order. */
  same(keyword: string, keys: readonly string[], language?: string): readonly PxStatement[];
  /** The first of them. */
  first(keyword: string, keys?: readonly string[], language?: string): PxStatement | undefined;
  /** Its first value. */
  text(keyword: string, keys?: readonly string[], language?: string): string | undefined;
  /** Its values; empty when there is no such statement. */
  texts(keyword: string, keys?: readonly string[], language?: string): readonly string[];
}

/** Makes the statements of a file easy to look up. A statement in the main language may or may not say so. */
export function indexPx(statements: readonly PxStatement[]): PxIndex {
  const plain = (keyword: string): PxStatement | undefined =>
    statements.find((one) => one.keyword === keyword && one.keys.length === 0);
  const main = plain("LANGUAGE")?.values[0]?.text ?? "";
  const declared = plain("LANGUAGES")?.values.map(({ text }) => text) ?? [];
  const languages = [...new Set([main === "" ? (declared[0] ?? "sv") : main, ...declared])];
  const groups = new Map<string, PxStatement[]>();
  const add = (group: string, statement: PxStatement): void => {
    const list = groups.get(group);
    if (list) list.push(statement);
    else groups.set(group, [statement]);
  };
  for (const statement of statements) {
    const group = `${statement.keyword}[${statement.language ?? languages[0]}]`;
    add(group, statement);
    add(withKeys(group, statement.keys), statement);
  }
  const all = (keyword: string, language = languages[0]): readonly PxStatement[] =>
    groups.get(`${keyword}[${language}]`) ?? [];
  const same = (keyword: string, keys: readonly string[], language = languages[0]): readonly PxStatement[] =>
    groups.get(withKeys(`${keyword}[${language}]`, keys)) ?? [];
  const first = (keyword: string, keys: readonly string[] = [], language?: string): PxStatement | undefined =>
    same(keyword, keys, language)[0];
  const texts = (keyword: string, keys?: readonly string[], language?: string): readonly string[] =>
    first(keyword, keys, language)?.values.map(({ text }) => text) ?? [];
  return { languages, all, same, first, texts, text: (...where) => texts(...where)[0] };
}

const withKeys = (group: string, keys: readonly string[]): string => `${group}(${keys.length},${keys.join("\n")}`;

/** Names of the variables, rows first, as the file gives them in a language. */
export function variableNames(index: PxIndex, language?: string): readonly string[] {
  return [...index.texts("STUB", [], language), ...index.texts("HEADING", [], language)];
}
