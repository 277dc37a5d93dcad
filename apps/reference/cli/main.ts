import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { terminal, type Language } from "./terminal.ts";
import { exit, UsageError, type ExitCode, type Verb } from "./verb.ts";
import { verbs } from "./verbs.ts";

const common = {
  help: { type: "boolean", short: "h" },
  json: { type: "boolean" },
  lang: { type: "string" },
  data: { type: "string" },
} as const;

/** Finds the verb that the arguments name: as many words as make one, `scb layout import` before `demo`. */
function findVerb(args: readonly string[]): { verb: Verb; rest: string[] } | undefined {
  for (const words of [3, 2, 1]) {
    const name = args.slice(0, words).join(" ");
    const verb = verbs.find((candidate) => candidate.name === name);
    if (verb) return { verb, rest: args.slice(words) };
  }
  return undefined;
}

function chooseLanguage(given: unknown): Language {
  if (given === "sv" || given === "en") return given;
  if (given !== undefined) throw new UsageError({ sv: "--lang ska vara sv eller en.", en: "--lang takes sv or en." });
  return (process.env["LC_ALL"] ?? process.env["LC_MESSAGES"] ?? process.env["LANG"] ?? "").startsWith("sv")
    ? "sv"
    : "en";
}

function help(language: Language, noun?: string): string {
  const listed = verbs.filter((verb) => noun === undefined || verb.name.split(" ")[0] === noun);
  const width = Math.max(...listed.map((verb) => `${verb.name} ${verb.usage}`.length));
  return [
    language === "sv"
      ? "Användning: milstolpe VERB [--json] [--lang sv|en] [--data MAPP]"
      : "Usage: milstolpe VERB [--json] [--lang sv|en] [--data FOLDER]",
    "",
    ...listed.map((verb) => `  ${`${verb.name} ${verb.usage}`.padEnd(width)}  ${verb.summary[language]}`),
    "",
    language === "sv" ? "milstolpe VERB --help visar ett exempel." : "milstolpe VERB --help shows an example.",
  ].join("\n");
}

async function main(args: string[]): Promise<ExitCode> {
  const found = findVerb(args);
  if (!found) {
    const flags = parseArgs({ args, options: common, strict: false, allowPositionals: true });
    const language = chooseLanguage(flags.values.lang);
    const [noun] = flags.positionals;
    const known = noun === undefined || verbs.some((verb) => verb.name.split(" ")[0] === noun);
    const text = help(language, known ? noun : undefined);
    if (flags.values.help === true && known) {
      process.stdout.write(`${text}\n`);
      return exit.done;
    }
    process.stderr.write(`${text}\n`);
    return exit.error;
  }
  const { verb, rest } = found;
  const { values, positionals } = parseArgs({
    args: rest,
    options: { ...common, ...verb.options },
    allowPositionals: true,
  });
  const language = chooseLanguage(values["lang"]);
  if (values["help"] === true) {
    process.stdout.write(
      `milstolpe ${verb.name} ${verb.usage}\n\n${verb.summary[language]}\n\n${language === "sv" ? "Exempel" : "Example"}:\n  milstolpe ${verb.example}\n`,
    );
    return exit.done;
  }
  const folder =
    typeof values["data"] === "string"
      ? values["data"]
      : (process.env["MILSTOLPE_DATA"] ?? fileURLToPath(new URL("../data", import.meta.url)));
  mkdirSync(folder, { recursive: true });
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  process.once("SIGTERM", () => stop.abort());
  return verb.run({
    positionals,
    options: values,
    terminal: terminal(process, { language, json: values["json"] === true }),
    folder,
    now: () => new Date(),
    signal: stop.signal,
    environment: process.env,
  });
}

/** The language for an error that came before the options could be read. */
function languageOf(args: readonly string[]): Language {
  try {
    const at = args.indexOf("--lang");
    return chooseLanguage(at === -1 ? undefined : args[at + 1]);
  } catch {
    return "en";
  }
}

const args = process.argv.slice(2);
try {
  process.exitCode = await main(args);
} catch (error) {
  const language = languageOf(args);
  const label = language === "sv" ? "Fel" : "Error";
  if (error instanceof UsageError) process.stderr.write(`${label}: ${error.text[language]}\n`);
  else if (error instanceof Error && "code" in error)
    process.stderr.write(`${label} (${String(error.code)}): ${error.message}\n`);
  else process.stderr.write(`${label}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = exit.error;
}
