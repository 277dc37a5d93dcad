import { findingsFrom, askSource, many, readAgain, sendAgain, type Message } from "./message.ts";
import { httpMessages } from "./http-messages.ts";

/** What is said of an SS 12000 source. */
const ss12000Messages = {
  ...httpMessages,
  "connectors.unexpected-shape": (p: { list: string }): Message => ({
    severity: "must",
    sv: `Sidan har ingen lista med ${p.list}.`,
    en: `The page holds no list of ${p.list}.`,
  }),
  "connectors.repeated-token": (): Message => ({
    severity: "must",
    sv: "Källan gav samma sidnyckel två gånger; läsningen skulle aldrig ta slut.",
    en: "The source gave the same page token twice; the reading would never end.",
    fix: { sv: "Anmäl felet till källan.", en: "Report it to the source." },
  }),
  "connectors.refused-token": (): Message => ({
    severity: "must",
    sv: "Källan godtog inte sin egen sidnyckel (400); den kan ha gått ut.",
    en: "The source did not accept its own page token (400); it may have expired.",
    fix: readAgain,
  }),
  "connectors.endless-list": (p: { pages: number }): Message => ({
    severity: "must",
    sv: `Listan tog inte slut på ${p.pages} sidor.`,
    en: `The list did not end within ${p.pages} pages.`,
  }),
  "connectors.empty-pages": (p: { pages: number }): Message => ({
    severity: "must",
    sv: `Källan gav ${p.pages} tomma sidor i rad utan att listan tog slut.`,
    en: `The source gave ${p.pages} empty pages in a row without ending the list.`,
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
    sv: `Källan lämnade inga rader alls i ${p.list}.`,
    en: `The source delivered no rows at all in ${p.list}.`,
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
  "connectors.field-withheld": (p: { fields: string }): Message => ({
    severity: "check",
    sv: `Ingen rad har ${p.fields}: fälten räknas som undanhållna, inte som tomma.`,
    en: `No row has ${p.fields}: the fields count as withheld, not as empty.`,
    fix: { sv: "Be källan om behörighet om uppgifterna behövs.", en: "Ask for the permission if they are needed." },
  }),
  "connectors.not-a-row": (): Message => ({
    severity: "must",
    sv: "Raden är inte ett objekt.",
    en: "The row is not an object.",
    fix: askSource,
  }),
  "connectors.missing-name": (p: { field: string }): Message => ({
    severity: "check",
    sv: `${p.field} saknas; raden behålls med tomt namn.`,
    en: `${p.field} is missing; the row is kept with an empty name.`,
  }),
  "connectors.foreign-identity": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "person har", "personer har")} utländskt identitetsnummer; de behålls utan nummer.`,
    en: `${many(p.count, "person has", "people have")} a foreign identity number; they are kept without it.`,
  }),
  "connectors.dialect-requires": (p: { field: string; dialect: string; count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "rad saknar", "rader saknar")} ${p.field}, som dialekten ${p.dialect} kräver; de behålls.`,
    en: `${many(p.count, "row lacks", "rows lack")} ${p.field}, which the dialect ${p.dialect} demands; they are kept.`,
    fix: askSource,
  }),
  "connectors.vacant-duty": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "tjänst är vakant", "tjänster är vakanta")} och utelämnas.`,
    en: `${many(p.count, "duty is", "duties are")} vacant and left out.`,
  }),
  "connectors.cancelled-enrolment": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "inskrivning är avbruten", "inskrivningar är avbrutna")} och utelämnas.`,
    en: `${many(p.count, "enrolment is", "enrolments are")} cancelled and left out.`,
  }),
  "connectors.pages-missing": (): Message => ({
    severity: "must",
    sv: "Sista sidan saknas: varje fil hänvisar vidare till en nästa.",
    en: "The last page is missing: every file refers to a next one.",
    fix: sendAgain,
  }),
  "connectors.deletions-unknown": (): Message => ({
    severity: "check",
    sv: "Källan berättar inte om borttagna poster; de syns först i en totalläsning.",
    en: "The source does not tell of deletions; they show in a total reading only.",
  }),
  "connectors.deletions-refused": (): Message => ({
    severity: "must",
    sv: "Källan lämnar inte ut borttagna poster; förändringarna är inte hela.",
    en: "The source does not show its deletions; the changes are not whole.",
    fix: { sv: "Be källan om behörighet, eller läs en total.", en: "Ask for the permission, or read a total." },
  }),
  "connectors.not-found": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "person finns", "personer finns")} inte hos källan.`,
    en: `${many(p.count, "person is", "people are")} not at the source.`,
  }),
} as const;

export const finding = /* @__PURE__ */ findingsFrom(ss12000Messages);
