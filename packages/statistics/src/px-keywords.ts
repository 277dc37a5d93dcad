/** What the values of a keyword are. */
export type PxKind = "text" | "texts" | "number" | "flag" | "flag-or-text" | "words" | "time" | "hierarchy" | "moment";

/** What stands in the parenthesis of a keyword. `contents`: a value of the contents variable, or nothing. */
export type PxKeys = "none" | "variable" | "value" | "contents" | "cell" | "any" | "variable?" | "value?";

/** How a keyword is used. */
export interface PxKeyword {
  readonly kind: PxKind;
  readonly keys: PxKeys;
  /** A table can't be read when it is wrong. */
  readonly isEssential: boolean;
  /** May be given once per language. */
  readonly isTranslated: boolean;
}

const rule = (kind: PxKind, keys: PxKeys, flags = ""): PxKeyword => ({
  kind,
  keys,
  isEssential: flags.includes("!"),
  isTranslated: flags.includes("~"),
});

/** The keywords of a series: one for each number of dots, one for nil and one for sums. */
const numbered = (name: string, keyword: PxKeyword): [string, PxKeyword][] =>
  ["1", "2", "3", "4", "5", "6", "NIL", "SUM"].map((end) => [`${name}${end}`, keyword]);

/**
 * The keywords of PX, as SCB's own reader (PCAxis.Core) and Px.Utils know them. In the order SCB's writer puts them in,
 * with the statements that must come first and last where they belong.
 */
export const pxKeywords: ReadonlyMap<string, PxKeyword> = /* @__PURE__ */ new Map(/* @__PURE__ */ keywords());

function keywords(): [string, PxKeyword][] {
  return [
    ["CHARSET", rule("text", "none")],
    ["AXIS-VERSION", rule("text", "none")],
    ["CODEPAGE", rule("text", "none")],
    ["LANGUAGE", rule("text", "none", "!")],
    ["LANGUAGES", rule("texts", "none", "!")],
    ["CREATION-DATE", rule("moment", "none")],
    ["NEXT-UPDATE", rule("moment", "none")],
    ["UPDATE-FREQUENCY", rule("text", "none")],
    ["PX-SERVER", rule("text", "none")],
    ["DIRECTORY-PATH", rule("text", "none")],
    ["TABLEID", rule("text", "none")],
    ["SYNONYMS", rule("text", "none", "~")],
    ["DEFAULT-GRAPH", rule("number", "none")],
    ["DECIMALS", rule("number", "none", "!")],
    ["SHOWDECIMALS", rule("number", "none")],
    ["ROUNDING", rule("number", "none")],
    ["MATRIX", rule("text", "none", "!")],
    ["AGGREGALLOWED", rule("flag", "none")],
    ["AUTOPEN", rule("flag", "none")],
    ["CONFIDENTIAL", rule("text", "none")],
    ["COPYRIGHT", rule("flag", "none")],
    ["OFFICIAL-STATISTICS", rule("flag", "none")],
    ["SUBJECT-CODE", rule("text", "none", "!")],
    ["SUBJECT-AREA", rule("text", "none", "!~")],
    ["DESCRIPTION", rule("text", "none", "~")],
    ["TITLE", rule("text", "none", "!~")],
    ["DESCRIPTIONDEFAULT", rule("flag", "none")],
    ["CONTENTS", rule("text", "none", "!~")],
    ["UNITS", rule("text", "contents", "!~")],
    ["STUB", rule("texts", "none", "!~")],
    ["HEADING", rule("texts", "none", "!~")],
    ["CONTVARIABLE", rule("text", "none", "!~")],
    ["VARIABLECODE", rule("text", "variable", "~")],
    ["VARIABLE-TYPE", rule("text", "variable", "~")],
    ["VALUES", rule("texts", "variable", "!~")],
    ["TIMEVAL", rule("time", "variable", "~")],
    ["CODES", rule("texts", "variable", "!~")],
    ["HIERARCHIES", rule("hierarchy", "variable", "~")],
    ["HIERARCHYLEVELS", rule("number", "variable", "~")],
    ["HIERARCHYLEVELSOPEN", rule("number", "variable", "~")],
    ["HIERARCHYNAMES", rule("texts", "variable", "~")],
    ["DOUBLECOLUMN", rule("flag", "variable", "~")],
    ["PRESTEXT", rule("number", "variable", "~")],
    ["DOMAIN", rule("text", "variable", "~")],
    ["GROUPING-ID", rule("texts", "variable", "~")],
    ["VALUESET-ID", rule("texts", "variable", "~")],
    ["MAP", rule("text", "variable", "~")],
    ["PARTITIONED", rule("texts", "variable", "~")],
    ["ELIMINATION", rule("flag-or-text", "variable", "~")],
    ["PRECISION", rule("number", "value", "~")],
    ["LAST-UPDATED", rule("moment", "contents", "~")],
    ["STOCKFA", rule("text", "contents", "~")],
    ["CFPRICES", rule("text", "contents", "~")],
    ["DAYADJ", rule("flag", "contents", "~")],
    ["SEASADJ", rule("flag", "contents", "~")],
    ["CONTACT", rule("texts", "contents", "~")],
    ["REFPERIOD", rule("text", "contents", "~")],
    ["BASEPERIOD", rule("text", "contents", "~")],
    ["DATABASE", rule("text", "none", "~")],
    ["SOURCE", rule("text", "none", "~")],
    ["SURVEY", rule("text", "none", "~")],
    ["LINK", rule("text", "none", "~")],
    ["INFOFILE", rule("text", "none", "~")],
    ["INFO", rule("text", "none", "~")],
    ["FIRST-PUBLISHED", rule("moment", "none")],
    ["META-ID", rule("text", "value?", "~")],
    ["ATTRIBUTE-ID", rule("texts", "none")],
    ["ATTRIBUTE-TEXT", rule("texts", "none", "~")],
    ["ATTRIBUTES", rule("texts", "any")],
    ["NOTEX", rule("text", "variable?", "~")],
    ["NOTE", rule("text", "variable?", "~")],
    ["VALUENOTEX", rule("text", "value", "~")],
    ["VALUENOTE", rule("text", "value", "~")],
    ["CELLNOTEX", rule("text", "cell", "~")],
    ["CELLNOTE", rule("text", "cell", "~")],
    ...numbered("DATASYMBOL", rule("text", "none", "~")),
    ["DATANOTECELL", rule("text", "cell", "~")],
    ["DATANOTESUM", rule("text", "none", "~")],
    ["DATANOTE", rule("text", "value?", "~")],
    ["KEYS", rule("words", "variable", "!")],
    ["DATA", rule("number", "none", "!")],
  ];
}

/** A keyword of the names others have given theirs: nothing is assumed about it. */
export const unknownKeyword: PxKeyword = /* @__PURE__ */ rule("texts", "any", "~");

/** Without one of these there is no table. Of TITLE and DESCRIPTION one is enough, of STUB and HEADING too. */
export const mandatoryKeywords: readonly (readonly string[])[] = [
  ["MATRIX"],
  ["SUBJECT-CODE"],
  ["SUBJECT-AREA"],
  ["CONTENTS"],
  ["UNITS"],
  ["DECIMALS"],
  ["TITLE", "DESCRIPTION"],
  ["STUB", "HEADING"],
  ["VALUES"],
];
