import { askSource, findingsFrom, many, type Message, sendAgain } from "./message.ts";
import { messages } from "./messages.ts";

/** What is said of XML files. */
const xmlMessages = {
  ...messages,
  "connectors.xml-broken": (p: { line: number }): Message => ({
    severity: "must",
    sv: `XML-filen är avbruten eller felaktig på rad ${p.line}; resten läses inte.`,
    en: `The XML file is cut or wrong on line ${p.line}; the rest is not read.`,
    fix: sendAgain,
  }),
  "connectors.xml-doctype": (): Message => ({
    severity: "must",
    sv: "XML-filen deklarerar en dokumenttyp, vilket inte tillåts; den läses inte.",
    en: "The XML file declares a document type, which is not allowed; it is not read.",
    fix: {
      sv: "Lita inte på filen innan avsändaren har förklarat den.",
      en: "Do not trust the file until its sender has explained it.",
    },
  }),
  "connectors.xml-too-large": (p: { line: number }): Message => ({
    severity: "must",
    sv: `En post i XML-filen är större eller djupare än gränsen, rad ${p.line}; resten läses inte.`,
    en: `A record of the XML file is larger or deeper than the limit, line ${p.line}; the rest is not read.`,
  }),
  "connectors.xml-root": (): Message => ({
    severity: "must",
    sv: "XML-filen är av ett annat slag: dess rotelement är inte enterprise.",
    en: "The XML file is of another kind: its root element is not enterprise.",
  }),
  "connectors.mixed-modes": (): Message => ({
    severity: "must",
    sv: "Totala filer och förändringsfiler kan inte läsas tillsammans.",
    en: "Total files and files of changes can't be read together.",
    fix: { sv: "Läs dem var för sig, i tidsordning.", en: "Read them one by one, in the order of time." },
  }),
  "connectors.form-missing": (p: { forms: string }): Message => ({
    severity: "must",
    sv: `Filer för skolformerna ${p.forms} saknas eller är utan personer; registret är inte helt.`,
    en: `Files of the school forms ${p.forms} are missing or without people; the register is not whole.`,
    fix: sendAgain,
  }),
  "connectors.form-undeclared": (p: { forms: string }): Message => ({
    severity: "must",
    sv: `Filerna har personer av skolformerna ${p.forms}, som inte är angivna: att en sådan fil uteblev skulle ingen märka.`,
    en: `The files have people of the school forms ${p.forms}, which are not declared: nobody would notice that such a file did not come.`,
    fix: {
      sv: "Ange dem bland skolformerna, eller läs inte deras filer.",
      en: "Declare them with the other school forms, or do not read their files.",
    },
  }),
  "connectors.forms-unsaid": (p: { forms: string }): Message => ({
    severity: "check",
    sv: `Filerna är av skolformerna ${p.forms}; att det är alla är inte sagt, så inget tas bort på grund av dem.`,
    en: `The files are of the school forms ${p.forms}; that those are all is not said, so nothing is removed because of them.`,
    fix: { sv: "Ange vilka skolformer det finns filer av.", en: "Say which school forms there are files of." },
  }),
  "connectors.merged-ids": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "post har", "poster har")} bytt id eller slagits samman i källan.`,
    en: `${many(p.count, "record has", "records have")} changed id or been merged in the source.`,
  }),
  "connectors.contact-without-child": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "kontaktgrupp säger", "kontaktgrupper säger")} inte vilket barn den gäller.`,
    en: `${many(p.count, "contact group does", "contact groups do")} not say which child it is about.`,
    fix: askSource,
  }),
  "connectors.group-without-unit": (p: { count: number }): Message => ({
    severity: "must",
    sv: `${many(p.count, "grupp hör", "grupper hör")} inte till någon enhet och kan inte användas.`,
    en: `${many(p.count, "group belongs", "groups belong")} to no unit and can't be used.`,
    fix: askSource,
  }),
} as const;

export const finding = /* @__PURE__ */ findingsFrom(xmlMessages);
