import { createContext, useContext } from "react";
import type { Text } from "../server/status.ts";

export type Language = "sv" | "en";

/** The reader's language: the one chosen before, else the browser's, else Swedish. */
export function firstLanguage(): Language {
  const chosen = localStorage.getItem("language");
  if (chosen === "sv" || chosen === "en") return chosen;
  return navigator.languages.some((language) => language.startsWith("sv")) || !navigator.language.startsWith("en")
    ? "sv"
    : "en";
}

export const LanguageContext = createContext<Language>("sv");

/** Texts, numbers and days in the reader's language. */
export interface Words {
  readonly language: Language;
  readonly say: (text: Text) => string;
  readonly t: (sv: string, en: string) => string;
  readonly count: (value: number) => string;
  /** `2027-06-04` as `4 juni 2027`. */
  readonly day: (date: string) => string;
}

export function useWords(): Words {
  const language = useContext(LanguageContext);
  const locale = language === "sv" ? "sv-SE" : "en-GB";
  return {
    language,
    say: (text) => text[language],
    t: (sv, en) => (language === "sv" ? sv : en),
    count: (value) => new Intl.NumberFormat(locale).format(value),
    day: (date) =>
      new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(
        new Date(`${date}T00:00:00Z`),
      ),
  };
}
