import { findingsFrom, many, readAgain, type Message } from "./message.ts";
import { messages } from "./messages.ts";

/** What is said of the connection to a source. */
export const httpMessages = {
  ...messages,
  "connectors.plain-http": (): Message => ({
    severity: "check",
    sv: "Adressen är http, inte https: personuppgifter och nyckel går i klartext.",
    en: "The address is http, not https: personal data and the token travel in clear text.",
    fix: { sv: "Använd https.", en: "Use https." },
  }),
  "connectors.token-refused": (p: { status: number }): Message => ({
    severity: "must",
    sv: `Källan gav ingen åtkomstnyckel (svar ${p.status}).`,
    en: `The source gave no access token (answer ${p.status}).`,
    fix: { sv: "Kontrollera klient-id, hemlighet och adress.", en: "Check the client id, the secret and the address." },
  }),
  "connectors.unauthorised": (): Message => ({
    severity: "must",
    sv: "Källan godtar inte nyckeln (401), inte heller en ny.",
    en: "The source does not accept the token (401), nor a new one.",
    fix: { sv: "Kontrollera behörigheten hos källan.", en: "Check what the client may do at the source." },
  }),
  "connectors.server-certificate": (): Message => ({
    severity: "must",
    sv: "Källans certifikat går inte att lita på: fel utfärdare, namn eller nyckel, eller utgånget. Inget skickades.",
    en: "The source's certificate can't be trusted: wrong issuer, name or key, or run out. Nothing was sent.",
    fix: { sv: "Kontrollera adressen och utfärdaren.", en: "Check the address and the issuer." },
  }),
  "connectors.client-certificate": (): Message => ({
    severity: "must",
    sv: "Källan godtar inte vårt klientcertifikat: det saknas, är okänt eller har gått ut.",
    en: "The source does not accept our client certificate: it is missing, unknown or has run out.",
    fix: { sv: "Kontrollera att det gäller och är anmält.", en: "Check that it is valid and registered." },
  }),
  "connectors.client-certificate-dropped": (): Message => ({
    severity: "must",
    sv: "Källan lade på utan svar sedan vi visat klientcertifikatet; troligen godtar den det inte.",
    en: "The source hung up without an answer when we had shown the client certificate; most likely it is not accepted.",
    fix: { sv: "Kontrollera att det gäller och är anmält.", en: "Check that it is valid and registered." },
  }),
  "connectors.unreachable": (p: { attempts: number }): Message => ({
    severity: "must",
    sv: `Källan svarade inte på ${many(p.attempts, "försök", "försök")}.`,
    en: `The source did not answer in ${many(p.attempts, "attempt", "attempts")}.`,
    fix: readAgain,
  }),
  "connectors.overloaded": (p: { status: number; attempts: number }): Message => ({
    severity: "must",
    sv: `Källan är överbelastad (svar ${p.status} på ${many(p.attempts, "försök", "försök")}).`,
    en: `The source is overloaded (answer ${p.status} in ${many(p.attempts, "attempt", "attempts")}).`,
    fix: { sv: "Läs igen senare, eller med mindre sidor.", en: "Read again later, or in smaller pages." },
  }),
  "connectors.http-status": (p: { status: number }): Message => ({
    severity: "must",
    sv: `Oväntat svar ${p.status} från källan.`,
    en: `Unexpected answer ${p.status} from the source.`,
  }),
  "connectors.redirected": (): Message => ({
    severity: "must",
    sv: "Adressen hänvisar till en annan, som inte följs: uppgifter och nyckel är för den här.",
    en: "The address points to another one, which is not followed: data and token are for this one.",
    fix: { sv: "Ange adressen som gäller.", en: "Give the address that is in use." },
  }),
  "connectors.cut-answer": (p: { attempts: number }): Message => ({
    severity: "must",
    sv: `Svaret bröts innan det var slut, ${many(p.attempts, "gång", "gånger")}.`,
    en: `The answer was cut before its end, ${many(p.attempts, "time", "times")}.`,
    fix: readAgain,
  }),
  "connectors.answer-too-large": (p: { limit: number }): Message => ({
    severity: "must",
    sv: `Svaret är större än gränsen ${p.limit} byte.`,
    en: `The answer is larger than the limit of ${p.limit} bytes.`,
    fix: { sv: "Läs mindre sidor, eller höj gränsen.", en: "Read smaller pages, or raise the limit." },
  }),
  "connectors.retried": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "fråga", "frågor")} fick ställas om; sista försöket lyckades.`,
    en: `${many(p.count, "request", "requests")} had to be repeated; the last attempt succeeded.`,
  }),
  "connectors.broken-json": (): Message => ({
    severity: "must",
    sv: "Innehållet är inte giltig JSON: avbrutet, eller något annat än data.",
    en: "The content is not valid JSON: cut, or something else than data.",
    fix: readAgain,
  }),
} as const;

export const finding = /* @__PURE__ */ findingsFrom(httpMessages);
