import { askSource, findingsFrom, many, type Message } from "./message.ts";

/** What is said of rows that are written to another system. */
export const writeMessages = {
  "connectors.not-written": (p: { entity: string; count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "rad", "rader")} i ${p.entity} har ingen plats i filerna och skrivs inte.`,
    en: `${many(p.count, "row", "rows")} in ${p.entity} have no place in the files and are not written.`,
  }),
  "connectors.protected-left-out": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "person", "personer")} med skyddade uppgifter, eller knutna till någon som har det, skrivs inte.`,
    en: `${many(p.count, "person is", "people are")} protected, or tied to somebody who is, and not written.`,
    fix: { sv: "Lägg upp dem för hand enligt rutinen.", en: "Add them by hand, by your routine." },
  }),
  "connectors.comma-in-id": (p: { count: number }): Message => ({
    severity: "must",
    sv: `${many(p.count, "id innehåller", "id innehåller")} komma och läses som två av mottagaren.`,
    en: `${many(p.count, "id has a comma", "ids have a comma")} in it, and is read as two by the receiver.`,
  }),
  "connectors.roles-reduced": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "mentor", "mentorer")} skrivs som lärare: formatet har inga mentorer.`,
    en: `${many(p.count, "mentor is", "mentors are")} written as teachers: the format has no mentors.`,
  }),
  "connectors.no-identity": (): Message => ({
    severity: "must",
    sv: "Personen saknar identitetsnummer, som filen kräver, och skrivs inte.",
    en: "The person has no identity number, which the file requires, and is not written.",
    fix: askSource,
  }),
  "connectors.not-in-encoding": (): Message => ({
    severity: "must",
    sv: "Raden har tecken som inte finns i ISO-8859-1 och skrivs inte.",
    en: "The row has characters that are not in ISO-8859-1 and is not written.",
    fix: { sv: "Skriv filen i UTF-8.", en: "Write the file in UTF-8." },
  }),
  "connectors.school-forms-reduced": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "skola har", "skolor har")} flera skolformer men filen rymmer en: den första kända skrivs.`,
    en: `${many(p.count, "school has", "schools have")} several school forms but the file holds one: the first known is written.`,
  }),
  "connectors.line-ends-replaced": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "värde hade", "värden hade")} radbrytningar, som formatet inte tillåter; de blev blanksteg.`,
    en: `${many(p.count, "value had", "values had")} line ends, which the format does not allow; they became blanks.`,
  }),
  "connectors.roles-as-member": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "roll har", "roller har")} inget ord i formatet och skrivs som Member.`,
    en: `${many(p.count, "role has", "roles have")} no word in the format, and are written as Member.`,
  }),
  "connectors.open-ends": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "inskrivning utan slutdatum skrivs", "inskrivningar utan slutdatum skrivs")} utan årskurs: formatet kräver båda dagarna.`,
    en: `${many(p.count, "enrolment without end is", "enrolments without end are")} written without school year: the format demands both days.`,
  }),
} as const;

export const finding = /* @__PURE__ */ findingsFrom(writeMessages);
