import { maskIdentity, parseIdentity } from "@milstolpe/swedish";
import { argument, dayOption, exit, type Verb } from "../verb.ts";

const kinds = {
  personnummer: { sv: "personnummer", en: "personnummer" },
  samordningsnummer: { sv: "samordningsnummer", en: "samordningsnummer" },
  tf: { sv: "TF-nummer", en: "TF number" },
  interim: { sv: "interimsnummer", en: "interim number" },
} as const;

export const idCheck: Verb = {
  name: "id check",
  summary: {
    sv: "Prövar ett identitetsnummer och säger vad det är, eller varför inte",
    en: "Checks an identity number: what it is, or why not",
  },
  usage: "NUMBER [--on YYYY-MM-DD]",
  example: "id check 19811228-9874",
  most: 1,
  options: { on: { type: "string" } },
  run(call) {
    const on = dayOption(call, "on");
    const parsed = parseIdentity(argument(call, 0, "NUMBER"), on === undefined ? {} : { on });
    const { terminal } = call;
    // The number itself is never printed: what is asked for on a screen ends up in a log.
    if (parsed.ok) {
      const { kind, number, birthDate } = parsed.value;
      terminal.document({ ok: true, kind, masked: maskIdentity(number), hasBirthDate: birthDate !== undefined });
      terminal.line(`${terminal.say(kinds[kind])} ${maskIdentity(number)}`);
      return Promise.resolve(exit.done);
    }
    terminal.document({ ok: false, error: parsed.error });
    terminal.line(
      terminal.say({ sv: `Inget identitetsnummer: ${parsed.error}`, en: `Not an identity number: ${parsed.error}` }),
    );
    return Promise.resolve(exit.found);
  },
};
