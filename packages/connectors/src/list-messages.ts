import { httpMessages } from "./http-messages.ts";
import { many, type Message } from "./message.ts";

/** What is said of lists that are read page by page. */
export const listMessages = {
  ...httpMessages,
  "connectors.unexpected-shape": (p: { list: string }): Message => ({
    severity: "must",
    sv: `Sidan har ingen lista med ${p.list}.`,
    en: `The page holds no list of ${p.list}.`,
  }),
  "connectors.endless-list": (p: { pages: number }): Message => ({
    severity: "must",
    sv: `Listan tog inte slut på ${p.pages} sidor.`,
    en: `The list did not end within ${p.pages} pages.`,
  }),
  "connectors.changed-while-read": (p: { count: number }): Message => ({
    severity: "must",
    sv: `Källan ändrades under läsningen (${many(p.count, "tecken på det", "tecken på det")}); rader kan ha hoppats över.`,
    en: `The source changed while it was read (${many(p.count, "sign of it", "signs of it")}); rows may have been skipped.`,
    fix: { sv: "Läs igen när källan är i vila.", en: "Read again when the source is at rest." },
  }),
  "connectors.change-unknown": (): Message => ({
    severity: "check",
    sv: "Källan kan inte svara på om något ändrades under läsningen.",
    en: "The source can't tell whether anything changed while it was read.",
  }),
  "connectors.empty-register": (p: { list: string }): Message => ({
    severity: "must",
    sv: `Källan lämnade inga rader som gäller i ${p.list}.`,
    en: `The source delivered no rows that apply in ${p.list}.`,
    fix: { sv: "Kontrollera behörighet och adress.", en: "Check the permissions and the address." },
  }),
  "connectors.list-missing": (p: { list: string }): Message => ({
    severity: "must",
    sv: `Källan lämnar inte ${p.list}, utan vilken inget kan läsas.`,
    en: `The source does not deliver ${p.list}, without which nothing can be read.`,
    fix: { sv: "Kontrollera behörighet och adress.", en: "Check the permissions and the address." },
  }),
  "connectors.list-withheld": (p: { list: string }): Message => ({
    severity: "check",
    sv: `Källan lämnar inte ${p.list}. Inget tas bort på grund av det.`,
    en: `The source does not deliver ${p.list}. Nothing is removed because of that.`,
    fix: { sv: "Be källan om behörighet om uppgifterna behövs.", en: "Ask for the permission if they are needed." },
  }),
} as const;
