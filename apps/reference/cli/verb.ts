import type { ParseArgsConfig } from "node:util";
import type { Text } from "../server/status.ts";
import type { Terminal } from "./terminal.ts";

/** Exit codes, the same for every verb. */
export const exit = { done: 0, error: 1, found: 2, held: 3 } as const;
export type ExitCode = (typeof exit)[keyof typeof exit];

/** What a verb is run with. Effects (clock, environment, folder) come in here and nowhere else. */
export interface Call {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly terminal: Terminal;
  /** The folder that holds the store, the journals and the written files; it may not be there yet. */
  readonly folder: string;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** One verb of the command line, as data: what `--help` prints is what is parsed. */
export interface Verb {
  /** `sync plan`, `scb check`, `demo`. */
  readonly name: string;
  readonly summary: Text;
  /** What stands after the name, e.g. `FILE [--layout ID]`. */
  readonly usage: string;
  /** What can be typed after `milstolpe`; run by the tests in the order of the verbs, in one folder. */
  readonly example: string;
  /** More about arguments and options, a line each. */
  readonly details?: readonly Text[];
  /** Most arguments that it takes; default 0. One more is an error: it may be an option that lost its name. */
  readonly most?: number;
  readonly options?: NonNullable<ParseArgsConfig["options"]>;
  readonly run: (call: Call) => Promise<ExitCode>;
}

/** The user asked for something that cannot be done as asked: printed without a stack, exit code 1. */
export class UsageError extends Error {
  readonly text: Text;
  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}

/** A number option, or the default. */
export function numberOption(call: Call, name: string, fallback: number): number {
  const given = call.options[name];
  if (typeof given !== "string") return fallback;
  const value = given.trim() === "" ? Number.NaN : Number(given);
  if (!Number.isFinite(value) || value < 0) {
    throw new UsageError({
      sv: `--${name} ska vara ett tal, noll eller större.`,
      en: `--${name} takes a number, zero or more.`,
    });
  }
  return value;
}

/** A whole number option, `least` or more, or the default. */
export function countOption(call: Call, name: string, fallback: number, least = 0): number {
  const value = numberOption(call, name, fallback);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError({
    sv: `--${name} ska vara ett heltal, ${least} eller större.`,
    en: `--${name} takes a whole number, ${least} or more.`,
  });
}

/** A text option, or undefined. */
export function textOption(call: Call, name: string): string | undefined {
  const given = call.options[name];
  return typeof given === "string" ? given : undefined;
}

/** A text option that must be given. */
export function requiredOption(call: Call, name: string): string {
  const given = textOption(call, name)?.trim();
  if (given === undefined || given === "")
    throw new UsageError({ sv: `--${name} saknas. Se --help.`, en: `--${name} is missing. See --help.` });
  return given;
}

/** A `FIELD=VALUE,FIELD=VALUE` option as a record; empty when it is not given. */
export function pairsOption(call: Call, name: string): Readonly<Record<string, string>> {
  const parts = (textOption(call, name) ?? "").split(",").filter(Boolean);
  return Object.fromEntries(
    parts.map((part) => {
      const [field = "", value = ""] = part.split("=");
      if (field === "" || value === "")
        throw new UsageError({
          sv: `--${name} ska vara FÄLT=VÄRDE, med komma emellan.`,
          en: `--${name} takes FIELD=VALUE, with commas between.`,
        });
      return [field, value];
    }),
  );
}

/** A day, or undefined when the option is not given. */
export function dayOption(call: Call, name: string): string | undefined {
  const given = textOption(call, name);
  if (given === undefined || isDay(given)) return given;
  throw new UsageError({ sv: `--${name} ska vara en dag, ÅÅÅÅ-MM-DD.`, en: `--${name} takes a day, YYYY-MM-DD.` });
}

/** True for a day that is in the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** The positional argument at `index`, or a usage error that names it. */
export function argument(call: Call, index: number, name: string): string {
  const given = call.positionals[index];
  if (given === undefined) {
    throw new UsageError({ sv: `${name} saknas. Se --help.`, en: `${name} is missing. See --help.` });
  }
  return given;
}
