import { findingsFrom, askSource, many, sendAgain, type Message } from "./message.ts";
import { tableMessages } from "./table-messages.ts";

/** What is said of a OneRoster package. */
const oneRosterMessages = {
  ...tableMessages,
  "connectors.zip-broken": (): Message => ({
    severity: "must",
    sv: "Zip-filen är avbruten eller skadad.",
    en: "The zip file is cut or damaged.",
    fix: sendAgain,
  }),
  "connectors.zip-method": (): Message => ({
    severity: "must",
    sv: "Zip-filen är krypterad eller packad på ett sätt som inte läses.",
    en: "The zip file is encrypted or packed in a way that is not read.",
    fix: {
      sv: "Packa filerna som vanlig zip utan lösenord.",
      en: "Pack the files as an ordinary zip without password.",
    },
  }),
  "connectors.zip-path": (): Message => ({
    severity: "must",
    sv: "En fil i zip-filen har en otillåten sökväg, är en länk eller finns två gånger; den läses inte.",
    en: "A file in the zip file has a path that is not allowed, is a link or is there twice; it is not read.",
    fix: {
      sv: "Lita inte på filen innan avsändaren har förklarat den.",
      en: "Do not trust the file until its sender has explained it.",
    },
  }),
  "connectors.zip-too-large": (): Message => ({
    severity: "must",
    sv: "Zip-filen blir större än gränsen när den packas upp; den läses inte.",
    en: "The zip file grows beyond the limit when it is unpacked; it is not read.",
    fix: { sv: "Höj gränsen om filen är väntad.", en: "Raise the limit if the file is expected." },
  }),
  "connectors.zip-folder": (): Message => ({
    severity: "check",
    sv: "Filerna ligger i en mapp i zip-filen; de läses ändå, men andra mottagare kan vägra.",
    en: "The files lie in a folder of the zip file; they are read, but other receivers may refuse.",
  }),
  "connectors.no-manifest": (): Message => ({
    severity: "check",
    sv: "Det finns inget manifest som säger vilka filer som är hela: ingenting tas bort på grund av dem.",
    en: "There is no manifest that says which files are whole: nothing is removed because of them.",
    fix: { sv: "Be avsändaren om ett paket med manifest.csv.", en: "Ask the sender for a package with manifest.csv." },
  }),
  "connectors.manifest-header": (): Message => ({
    severity: "check",
    sv: "Manifestets rubriker ska vara propertyName och value; de läses ändå.",
    en: "The manifest's columns should be propertyName and value; they are read all the same.",
  }),
  "connectors.manifest-version": (p: { field: string }): Message => ({
    severity: "check",
    sv: `${p.field} i manifestet har inte väntat värde. Har ett kalkylprogram sparat om filen?`,
    en: `${p.field} in the manifest is not as expected. Has a spreadsheet saved the file again?`,
  }),
  "connectors.manifest-mode": (p: { file: string }): Message => ({
    severity: "must",
    sv: `Manifestet säger varken absent, bulk eller delta om ${p.file}.`,
    en: `The manifest says neither absent, bulk nor delta of ${p.file}.`,
    fix: askSource,
  }),
  "connectors.file-missing": (): Message => ({
    severity: "must",
    sv: "Filen ska finnas enligt manifestet men saknas.",
    en: "The file should be there by the manifest, but is missing.",
    fix: sendAgain,
  }),
  "connectors.file-not-declared": (): Message => ({
    severity: "check",
    sv: "Filen finns inte enligt manifestet och läses inte.",
    en: "The file is not there by the manifest, and is not read.",
  }),
  "connectors.file-not-carried": (): Message => ({
    severity: "check",
    sv: "Filen hör till formatet men har ingen plats i ett personregister; den läses inte.",
    en: "The file belongs to the format but has no place in a register of people; it is not read.",
  }),
  "connectors.disabled-users": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "användare är avstängd", "användare är avstängda")} i källan; det läses inte.`,
    en: `${many(p.count, "user is", "users are")} disabled in the source; that is not read.`,
  }),
} as const;

export const finding = /* @__PURE__ */ findingsFrom(oneRosterMessages);
