import type { Text } from "./finding.ts";

/** A sentence in two languages with its severity, before it has a place. */
export type Message = Text & { readonly severity: "must" | "check"; readonly fix?: Text };

/** One sentence for every code: a new code does not compile until it has its words. */
export type MessagesFor<Params> = { readonly [Code in keyof Params]: (params: Params[Code]) => Message };

type Say = (sv: string, en: string, fix?: Text) => Message;

/** What has to be dealt with before the result is used. */
export const must: Say = (sv, en, fix) => ({ severity: "must", sv, en, ...(fix ? { fix } : {}) });

/** What a person should look at. */
export const check: Say = (sv, en, fix) => ({ severity: "check", sv, en, ...(fix ? { fix } : {}) });

/** `must` where the table can't be read without it, else `check`. */
export const by =
  (isEssential: boolean): Say =>
  (sv, en, fix) =>
    (isEssential ? must : check)(sv, en, fix);
