import { parseArgs } from "node:util";
import { foreseen } from "./errors.ts";
import { refuseInput } from "./files.ts";
import { helpOf, isNoun, overview } from "./help.ts";
import { terminal, type Language, type Streams } from "./terminal.ts";
import { exit, UsageError, type Call, type ExitCode, type Verb } from "./verb.ts";
import { verbs } from "./verbs.ts";

/** What the command line is run in. */
export interface World extends Streams, Pick<Call, "now" | "signal" | "environment"> {
  /** The data folder when neither `--data` nor `MILSTOLPE_DATA` names one. */
  readonly folder: string;
}

const common = {
  help: { type: "boolean", short: "h" },
  json: { type: "boolean" },
  lang: { type: "string" },
  data: { type: "string" },
} as const;

/**
 * Runs the command line: finds the verb, reads its options, lets it work. Never throws: what goes wrong is said on stderr,
 * without a stack when it was to be expected of files, options or the machine.
 */
export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  try {
    return await answer([...args], world);
  } catch (error) {
    const language = languageOf(args, world);
    const text = foreseen(error);
    const label = language === "sv" ? "Fel" : "Error";
    const fault = language === "sv" ? "Fel i Milstolpe" : "A fault in Milstolpe";
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    world.stderr.write(text ? `${label}: ${text[language]}\n` : `${fault}: ${stack}\n`);
    return exit.error;
  }
}

async function answer(given: string[], world: World): Promise<ExitCode> {
  const args = verbFirst(given);
  const found = findVerb(args);
  if (!found) return answerWithoutVerb(args, world);
  const { verb, rest } = found;
  const options = { ...common, ...verb.options };
  const { values, positionals } = parseArgs({ args: rest, options, allowPositionals: true });
  const language = chooseLanguage(values["lang"], world);
  if (values["help"] === true) {
    world.stdout.write(`${helpOf(verb, language)}\n`);
    return exit.done;
  }
  const extra = positionals[verb.most ?? 0];
  if (extra !== undefined)
    throw new UsageError({
      sv: `”${extra}” är ett argument för mycket. Se --help.`,
      en: `“${extra}” is one argument too many. See --help.`,
    });
  const flags: Readonly<Record<string, unknown>> = values;
  if (typeof flags["out"] === "string") refuseInput(flags["out"], positionals);
  const { now, signal, environment } = world;
  return verb.run({
    positionals,
    options: values,
    terminal: terminal(world, { language, json: values["json"] === true }),
    folder: typeof values["data"] === "string" ? values["data"] : (environment["MILSTOLPE_DATA"] ?? world.folder),
    now,
    signal,
    environment,
  });
}

/** The arguments with the common options that stand before the verb (`--lang sv plan lint`) behind it. */
function verbFirst(args: readonly string[]): string[] {
  let verb = 0;
  while (args[verb]?.startsWith("-") === true) verb += args[verb] === "--lang" || args[verb] === "--data" ? 2 : 1;
  return [...args.slice(verb), ...args.slice(0, verb)];
}

/** Finds the verb that the arguments name: as many words as make one, `scb layout import` before `demo`. */
function findVerb(args: readonly string[]): { verb: Verb; rest: string[] } | undefined {
  for (const words of [3, 2, 1]) {
    const name = args.slice(0, words).join(" ");
    const verb = verbs.find((candidate) => candidate.name === name);
    if (verb) return { verb, rest: args.slice(words) };
  }
  return undefined;
}

/** Without a verb: what there is, to stdout when it was asked for, else to stderr with exit code 1. */
function answerWithoutVerb(args: string[], world: World): ExitCode {
  const { values, positionals } = parseArgs({ args, options: common, strict: false, allowPositionals: true });
  const language = chooseLanguage(values.lang, world);
  const [noun] = positionals;
  const isKnown = noun === undefined || isNoun(noun, verbs);
  const text = `${overview(verbs, language, isKnown ? noun : undefined)}\n`;
  if (values.help === true && isKnown) {
    world.stdout.write(text);
    return exit.done;
  }
  world.stderr.write(text);
  if (!isKnown) throw new UsageError({ sv: `Verbet ”${noun}” finns inte.`, en: `There is no verb “${noun}”.` });
  return exit.error;
}

function chooseLanguage(given: unknown, { environment }: World): Language {
  if (given === "sv" || given === "en") return given;
  if (given !== undefined) throw new UsageError({ sv: "--lang ska vara sv eller en.", en: "--lang takes sv or en." });
  const locale = environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"] ?? "";
  return locale.startsWith("sv") ? "sv" : "en";
}

/** The language for an error that came before the options could be read. */
function languageOf(args: readonly string[], world: World): Language {
  try {
    const at = args.indexOf("--lang");
    return chooseLanguage(at === -1 ? undefined : args[at + 1], world);
  } catch {
    return "en";
  }
}
