import type { Text } from "../server/status.ts";
import type { Language } from "./terminal.ts";
import type { Verb } from "./verb.ts";

/** What the verbs of a noun are about, in the order in which `--help` shows them. */
const nouns: Readonly<Record<string, Text>> = {
  demo: { sv: "Börja här", en: "Begin here" },
  plan: { sv: "Införandet: faser, milstolpar, tid", en: "The rollout: phases, milestones, time" },
  risk: { sv: "Risker och vad de kostar i tid", en: "Risks, and what they cost in time" },
  training: { sv: "Utbildningen: vem lär sig när", en: "The training: who learns when" },
  connect: { sv: "Systemen runt registret", en: "The systems around the register" },
  sync: { sv: "Registret: från elevregistret till plattformen", en: "The register: from its source to the platform" },
  scb: { sv: "Uppgifter till SCB", en: "Report files to Statistics Sweden (SCB)" },
  stats: { sv: "Tabeller att publicera", en: "Tables for publication" },
  store: { sv: "Det som sparas om personer", en: "What is kept of people" },
  id: { sv: "Identitetsnummer", en: "Identity numbers" },
};

/** Verbs of one word stand with the noun they belong to. */
const home: Readonly<Record<string, string>> = { serve: "demo", link: "sync" };

const nounOf = ({ name }: Verb): string => {
  const [word = ""] = name.split(" ");
  return home[word] ?? word;
};

/** True when some verb begins with this word. */
export const isNoun = (word: string, verbs: readonly Verb[]): boolean =>
  verbs.some(({ name }) => name.split(" ")[0] === word);

/** Every verb by noun with what it does; of one noun, also how each is called. */
export function overview(verbs: readonly Verb[], language: Language, noun?: string): string {
  const say = (text: Text) => text[language];
  const listed = noun === undefined ? verbs : verbs.filter(({ name }) => name.split(" ")[0] === noun);
  const width = Math.max(...listed.map(({ name }) => name.length));
  const groups = [...new Set([...Object.keys(nouns), ...listed.map(nounOf)])];
  return [
    say({
      sv: "Användning: milstolpe VERB [--json] [--lang sv|en] [--data MAPP]",
      en: "Usage: milstolpe VERB [--json] [--lang sv|en] [--data FOLDER]",
    }),
    ...groups.flatMap((group) => {
      const own = listed.filter((verb) => nounOf(verb) === group);
      if (own.length === 0) return [];
      return [
        "",
        say(nouns[group] ?? { sv: group, en: group }),
        ...own.flatMap(({ name, usage, summary }) =>
          noun === undefined
            ? [`  ${name.padEnd(width)}  ${say(summary)}`]
            : [`  milstolpe ${name} ${usage}`.trimEnd(), `      ${say(summary)}`],
        ),
      ];
    }),
    "",
    say({
      sv: "milstolpe VERB --help visar ett exempel. Slutkod: 0 klart, 1 fel, 2 klart men något att åtgärda, 3 hålls.",
      en: "milstolpe VERB --help shows an example. Exit code: 0 done, 1 error, 2 done with something to see to, 3 held.",
    }),
  ].join("\n");
}

/** How one verb is called, what it does, what its options mean, and an example. */
export function helpOf({ name, usage, summary, details = [], example }: Verb, language: Language): string {
  return [
    `milstolpe ${name} ${usage}`.trimEnd(),
    "",
    summary[language],
    ...(details.length > 0 ? ["", ...details.map((text) => `  ${text[language]}`)] : []),
    "",
    `${language === "sv" ? "Exempel" : "Example"}:`,
    `  milstolpe ${example}`,
  ].join("\n");
}
