import type { Finding, Text } from "./finding.ts";

/** A finding but for its code and place. */
export type Message = Text & Pick<Finding, "severity" | "fix">;

/** Has to be dealt with. */
export const must = (sv: string, en: string, fix?: Text): Message => message("must", sv, en, fix);

/** For a person to look at. */
export const check = (sv: string, en: string, fix?: Text): Message => message("check", sv, en, fix);

function message(severity: Finding["severity"], sv: string, en: string, fix: Text | undefined): Message {
  return { severity, sv, en, ...(fix ? { fix } : {}) };
}

/** Makes a finding of a code, with its text in both languages. */
export type FindingMaker<Params> = <Code extends keyof Params & string>(
  code: Code,
  where: string,
  params: Params[Code],
) => Finding;

/** The maker for a table of messages; a code without its sentences does not compile. */
export function findingMaker<Params>(messages: {
  readonly [Code in keyof Params]: (params: Params[Code]) => Message;
}): FindingMaker<Params> {
  return (code, where, params) => ({ code, where, ...messages[code](params) });
}
