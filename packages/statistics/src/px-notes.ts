import type { PxStatement } from "./px-file.ts";
import type { PxTexts } from "./px-texts.ts";
import type { Dimension, Note } from "./table.ts";

const keywords = ["NOTEX", "NOTE", "VALUENOTEX", "VALUENOTE", "CELLNOTEX", "CELLNOTE"] as const;

/** The notes of a PX file, mandatory ones (…X) first of their kind. */
export function notesFromPx(texts: PxTexts, dimensions: readonly Dimension[]): Note[] {
  return keywords.flatMap((keyword) =>
    texts.index.all(keyword).map((statement): Note => {
      const at = placeOf(statement, texts, dimensions);
      return {
        text: noteIn(statement, texts),
        ...(keyword.endsWith("X") ? { isMandatory: true } : {}),
        ...(at === undefined ? {} : { at }),
      };
    }),
  );
}

const isOnCells = ({ keyword }: PxStatement): boolean => keyword.startsWith("CELL");

/** The note in every language: of those on the same variable and value, the one in the same place. */
function noteIn(statement: PxStatement, texts: PxTexts): Note["text"] {
  const { keyword, keys } = statement;
  const order = texts.index.same(keyword, keys).indexOf(statement);
  return texts.each((language) => {
    const translated = keys.map((_, at) => translate(statement, at, texts, language));
    return texts.index.same(keyword, translated, language)[order]?.values[0]?.text;
  });
}

function translate(statement: PxStatement, at: number, texts: PxTexts, language: string): string {
  const key = statement.keys[at] ?? "";
  const place = isOnCells(statement) ? at : texts.placeOf(statement.keys[0] ?? "");
  if (!isOnCells(statement) && at === 0) return texts.name(place, language);
  const value = texts.values(place).indexOf(key);
  return value < 0 ? key : (texts.values(place, language)[value] ?? key);
}

function placeOf(statement: PxStatement, texts: PxTexts, dimensions: readonly Dimension[]): Note["at"] {
  const { keys } = statement;
  if (keys.length === 0) return undefined;
  const codeOf = (place: number, key: string): string =>
    dimensions[place]?.categories[texts.values(place).indexOf(key)]?.code ?? key;
  if (isOnCells(statement))
    return Object.fromEntries(
      keys.flatMap((key, place) => (key === "*" ? [] : [[dimensions[place]?.id ?? "", codeOf(place, key)] as const])),
    );
  const place = texts.placeOf(keys[0] ?? "");
  return { [dimensions[place]?.id ?? keys[0] ?? ""]: keys[1] === undefined ? "*" : codeOf(place, keys[1]) };
}
