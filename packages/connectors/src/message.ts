import type { Finding, Text } from "./finding.ts";

/** What a finding says, once its parameters are known. */
export interface Message extends Text {
  readonly severity: Finding["severity"];
  readonly fix?: Text;
}

/** Messages by code. */
// oxlint-disable-next-line typescript/no-explicit-any -- each message has parameters of its own
type Messages = Readonly<Record<string, (params: any) => Message>>;
type Params<M extends Messages, C extends keyof M> =
  Parameters<M[C]> extends [infer P] ? P : Readonly<Record<string, never>>;

/** Makes a finding; `where` is a list and row, a file and row, or an id, never a name or an identity number. */
export type MakeFinding<M extends Messages> = <C extends keyof M & string>(
  code: C,
  where: string,
  params: Params<M, C>,
) => Finding;

/** A maker of findings from a table of messages. A new code does not compile without both languages. */
export function findingsFrom<const M extends Messages>(messages: M): MakeFinding<M> {
  return (code, where, params) => {
    const message = messages[code]?.(params);
    if (message === undefined) throw new Error(`no message for ${code}`);
    return { code, where, ...message };
  };
}

/** Counted things in Swedish and English: `many(1, "rad", "rader")` is "1 rad". */
export const many = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;

export const readAgain: Text = { sv: "Läs källan igen.", en: "Read the source again." };
export const askSource: Text = { sv: "Be källan rätta uppgiften.", en: "Ask the source to correct it." };
export const sendAgain: Text = { sv: "Exportera och skicka filen igen.", en: "Export and send the file again." };
