import { type PxIndex, variableNames } from "./px-file.ts";
import type { Localized } from "./table.ts";

/** The texts of a PX file in all its languages; variables are told by their place, rows first. */
export class PxTexts {
  readonly index: PxIndex;
  /** The main language. */
  readonly main: string;
  private readonly names: ReadonlyMap<string, readonly string[]>;
  private readonly lists = new Map<string, readonly string[]>();

  constructor(index: PxIndex) {
    this.index = index;
    this.main = index.languages[0] ?? "";
    this.names = new Map(index.languages.map((language) => [language, variableNames(index, language)]));
  }

  /** The name of a variable in a language, or in the main one. */
  name(place: number, language: string = this.main): string {
    return this.names.get(language)?.[place] ?? this.names.get(this.main)?.[place] ?? "";
  }

  /** The place of the variable with this name in the main language; -1 when there is none. */
  placeOf(name: string): number {
    return this.names.get(this.main)?.indexOf(name) ?? -1;
  }

  /** The values of a variable in a language. */
  values(place: number, language: string = this.main): readonly string[] {
    const key = `${place} ${language}`;
    const list = this.lists.get(key) ?? this.index.texts("VALUES", [this.name(place, language)], language);
    this.lists.set(key, list);
    return list;
  }

  /** A text in every language that has it. */
  each(textIn: (language: string) => string | undefined): Localized {
    const texts = this.index.languages.flatMap((language) => {
      const text = textIn(language);
      return text === undefined ? [] : [[language, text] as const];
    });
    return Object.fromEntries(texts);
  }

  /** The first value of a statement, without keys when none are given, in every language that has it. */
  of(keyword: string, keysIn: (language: string) => readonly string[] = () => []): Localized {
    return this.each((language) => this.index.text(keyword, keysIn(language), language));
  }

  /** The same, or what the first statement of the keyword says, whatever its keys. */
  any(keyword: string): Localized {
    const plain = this.of(keyword);
    return isEmpty(plain) ? this.each((language) => this.index.all(keyword, language)[0]?.values[0]?.text) : plain;
  }
}

/** True when there is no text in any language. */
export const isEmpty = (text: Localized): boolean => Object.keys(text).length === 0;
