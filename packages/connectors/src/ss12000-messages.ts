import { listMessages } from "./list-messages.ts";
import { findingsFrom, askSource, many, readAgain, sendAgain, type Message } from "./message.ts";

/** What is said of an SS 12000 source. */
const ss12000Messages = {
  ...listMessages,
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
  "connectors.empty-pages": (p: { pages: number }): Message => ({
    severity: "must",
    sv: `Källan gav ${p.pages} tomma sidor i rad utan att listan tog slut.`,
    en: `The source gave ${p.pages} empty pages in a row without ending the list.`,
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
