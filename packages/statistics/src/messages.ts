import type { Finding } from "./finding.ts";
import type { MessagesFor } from "./message.ts";
import { type JsonStatParams, jsonStatMessages } from "./messages-json-stat.ts";
import { type ProtectParams, protectMessages } from "./messages-protect.ts";
import { type PxParams, pxMessages } from "./messages-px.ts";
import { type SdmxParams, sdmxMessages } from "./messages-sdmx.ts";

type Params = PxParams & JsonStatParams & ProtectParams & SdmxParams;

/** Codes of the findings of this package. They are API; their sentences may change in a patch. */
export type StatisticsCode = keyof Params;

// A call that is marked pure is left out of a bundle that reports nothing; a spread is not.
const messages: MessagesFor<Params> = /* @__PURE__ */ Object.assign(
  {},
  pxMessages,
  jsonStatMessages,
  protectMessages,
  sdmxMessages,
);

/** A finding of this package, with its text in both languages. */
export function finding<Code extends StatisticsCode>(code: Code, where: string, params: Params[Code]): Finding {
  return { code, where, ...messages[code](params) };
}
