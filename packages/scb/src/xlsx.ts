import { strFromU8, unzipSync } from "fflate";

/** A cell that holds something. */
export interface Cell {
  /** Row from 1. */
  readonly row: number;
  /** Column from 1: A is 1. */
  readonly column: number;
  readonly text: string;
}

/** The filled cells of a sheet, row by row. */
export type Sheet = readonly Cell[];

/** A sheet of SCB's is some 30 kB; more than this, unpacked, is not one. */
const mostBytes = 16_000_000;
const wantedPart = /^xl\/(?:sharedStrings|worksheets\/sheet\d+)\.xml$/i;

/**
 * The sheets of an xlsx file: their texts and numbers, no formats, formulas as their last values. Undefined when it is
 * none. Reads each part once, from left to right, whatever stands in it.
 */
export function readXlsx(bytes: Uint8Array): readonly Sheet[] | undefined {
  let parts: Record<string, Uint8Array>;
  try {
    let total = 0;
    parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => wantedPart.test(name) && (total += originalSize) <= mostBytes,
    });
  } catch {
    return undefined;
  }
  const xmlOf = (name: string): string => strFromU8(parts[name] ?? new Uint8Array());
  const sheets = Object.keys(parts).filter((name) => /sheet\d+\.xml$/i.test(name));
  if (sheets.length === 0) return undefined;
  const shared = sharedStrings(xmlOf(Object.keys(parts).find((name) => /sharedStrings/i.test(name)) ?? ""));
  return sheets.toSorted((a, b) => numberIn(a) - numberIn(b)).map((name) => readSheet(xmlOf(name), shared));
}

const numberIn = (name: string): number => Number(/(\d+)\.xml$/.exec(name)?.[1]);

interface Tag {
  /** Without namespace prefix; a closing tag begins with `/`. */
  readonly name: string;
  readonly attributes: string;
  /** Text between the tag before and this one, entities resolved. */
  readonly text: string;
  readonly isEmpty: boolean;
}

/** Tags in document order. Linear in the length of the text. */
function* tags(xml: string): Generator<Tag, void, undefined> {
  let at = 0;
  for (;;) {
    const open = xml.indexOf("<", at);
    const close = open < 0 ? -1 : xml.indexOf(">", open);
    if (close < 0) return;
    const inner = xml.slice(open + 1, close);
    const [whole = "", slash = "", local = ""] = /^(\/?)(?:[\w.-]{1,40}:)?([\w.-]{1,40})/.exec(inner) ?? [];
    yield {
      name: slash + local,
      attributes: inner.slice(whole.length),
      text: unescape(xml.slice(at, open)),
      isEmpty: inner.endsWith("/"),
    };
    at = close + 1;
  }
}

function sharedStrings(xml: string): readonly string[] {
  const strings: string[] = [];
  let current = "";
  let isPhonetic = false;
  for (const { name, text, isEmpty } of tags(xml)) {
    if (name === "si") {
      if (isEmpty) strings.push("");
      current = "";
    } else if (name === "rPh") isPhonetic = !isEmpty;
    else if (name === "/rPh") isPhonetic = false;
    else if (name === "/t" && !isPhonetic) current += text;
    else if (name === "/si") strings.push(current);
  }
  return strings;
}

function readSheet(xml: string, shared: readonly string[]): Sheet {
  const cells: Cell[] = [];
  let [row, column, type, text] = [0, 0, "", ""];
  for (const tag of tags(xml)) {
    if (tag.name === "row") {
      row = Number(attribute(tag, "r")) || row + 1;
      column = 0;
    } else if (tag.name === "c") {
      const place = /^([A-Z]{1,3})(\d+)$/.exec(attribute(tag, "r"));
      column = place ? columnNumber(place[1] ?? "") : column + 1;
      if (place) row = Number(place[2]);
      type = attribute(tag, "t");
      text = "";
    } else if (tag.name === "/v" || tag.name === "/t") text += tag.text;
    else if (tag.name === "/c") {
      const value = (type === "s" ? (shared[Number(text)] ?? "") : text).replaceAll("\r\n", "\n").trim();
      if (value !== "") cells.push({ row, column, text: value });
    }
  }
  return cells;
}

const attribute = ({ attributes }: Tag, name: string): string =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";

function columnNumber(letters: string): number {
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column;
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescape(text: string): string {
  if (!text.includes("&") && !text.includes("_x")) return text;
  return text
    .replaceAll(/&(#x?[\da-f]{1,6}|[a-z]{2,4});/gi, (whole, name: string) => {
      if (!name.startsWith("#")) return entities[name] ?? whole;
      const code = name[1] === "x" || name[1] === "X" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      return code > 0x10ffff ? "" : String.fromCodePoint(code);
    })
    .replaceAll(/_x([\da-f]{4})_/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
}
