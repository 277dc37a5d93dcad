import type { Finding, Text } from "./finding.ts";

interface Params {
  "phases.unknown-id": { readonly id: string; readonly what: Text };
  "phases.duplicate-id": { readonly id: string };
  "phases.cyclic-links": { readonly path: string };
  "phases.no-milestone": object;
  "phases.gate-nobody": object;
  "phases.gate-body-without-party": { readonly party: string; readonly body: string };
  "phases.inferred-approver": object;
  "phases.quorum-too-large": { readonly quorum: number; readonly seats: number };
  "phases.approves-own": { readonly party: string };
  "phases.cannot-approve": object;
  "phases.escalation-ring": { readonly path: string };
  "phases.no-responsible": object;
  "phases.window-exceeds-phase": { readonly months: number; readonly weeks: number };
  "phases.window-outlives-milestone": { readonly month: number; readonly milestone: string };
  "phases.tentative-window": object;
  "phases.no-window": object;
  "phases.sum-of-phases": { readonly min: number; readonly max: number; readonly months: number };
  "phases.no-cadence": { readonly when: Text };
  "phases.cadence-without-number": { readonly text: Text };
  "phases.conditional-mandatory": { readonly decision: string };
  "phases.no-criteria": object;
  "phases.inferred-links": { readonly count: number };
  "phases.remark": { readonly text: Text };
  "phases.same-title": { readonly title: Text };
  "phases.duration-range": object;
  "phases.late": { readonly end: string; readonly latest: string };
  "phases.starts-late": { readonly start: string; readonly latest: string };
  "phases.unknown-calendar": object;
  "phases.early": { readonly start: string; readonly earliest: string };
  "phases.not-met": { readonly path: string };
  "phases.undecided": { readonly decision: string };
  "phases.invalid": { readonly problem: string };
  "phases.command-form": { readonly problem: string };
  "phases.event-form": { readonly problem: string };
  "phases.mspdi-form": { readonly problem: string };
  "phases.mspdi-link": object;
  "phases.mspdi-lag": object;
  "phases.mspdi-part-day": { readonly what: string };
  "phases.mspdi-constraints": object;
  "phases.mspdi-max-lag": object;
  "phases.foreign-snapshot": { readonly template: string };
  "phases.migrate-ended": object;
  "phases.lost-approval": object;
  "phases.lost-conditions": { readonly count: number };
  "phases.lost-matter": object;
  "phases.needs-decision": { readonly milestone: string };
  "phases.work-let-go": object;
  "phases.log-stream": object;
  "phases.log-gap": { readonly expected: number };
  "phases.log-duplicate": { readonly expected: number };
  "phases.log-unsigned": object;
  "phases.log-chain": object;
  "phases.log-hash": object;
}

export type PhasesCode = keyof Params;
type Message = Text & { readonly severity: "must" | "check"; readonly fix?: Text };
const must = (sv: string, en: string): Message => ({ severity: "must", sv, en });
const check = (sv: string, en: string): Message => ({ severity: "check", sv, en });

const messages: { readonly [Code in PhasesCode]: (params: Params[Code]) => Message } = {
  "phases.unknown-id": ({ id, what }) => must(`${what.sv} ”${id}” finns inte.`, `There is no ${what.en} "${id}".`),
  "phases.duplicate-id": ({ id }) => must(`”${id}” finns två gånger.`, `"${id}" is there twice.`),
  "phases.cyclic-links": ({ path }) => must(`Ordningen går i ring: ${path}.`, `The order goes in a ring: ${path}.`),
  "phases.no-milestone": () =>
    must(
      "Fasen har ingen milstolpe: dess arbete vaktas inte förrän senare.",
      "The phase has no milestone: its work is not guarded until later.",
    ),
  "phases.gate-nobody": () =>
    must("Ingen är utpekad att godkänna milstolpen.", "Nobody is named to approve the milestone."),
  "phases.gate-body-without-party": ({ party, body }) =>
    check(
      `Ingen roll hos ${party} har en plats i ${body}, som ska godkänna.`,
      `No role of ${party} has a seat in ${body}, which is to approve.`,
    ),
  "phases.inferred-approver": () =>
    check(
      "Planen säger inte vem som godkänner milstolpen: det är tolkat.",
      "The plan does not say who approves the milestone: it is a reading.",
    ),
  "phases.quorum-too-large": ({ quorum, seats }) =>
    must(
      `Milstolpen kräver ${quorum} röster, men parten har ${seats} platser i gruppen.`,
      `The milestone needs ${quorum} votes, but the party has ${seats} seats in the body.`,
    ),
  "phases.approves-own": ({ party }) =>
    must(
      `${party} både lämnar in och godkänner milstolpen: ingen kan godkänna.`,
      `${party} both submits and approves the milestone: nobody can approve.`,
    ),
  "phases.cannot-approve": () =>
    must("Milstolpen har inget utfall som passerar den.", "The milestone has no outcome that passes it."),
  "phases.escalation-ring": ({ path }) =>
    must(`Eskaleringen går i ring: ${path}.`, `Escalation goes in a ring: ${path}.`),
  "phases.no-responsible": () =>
    check("Planen säger inte vem som svarar för aktiviteten.", "The plan does not say who answers for the activity."),
  "phases.window-exceeds-phase": ({ months, weeks }) =>
    check(
      `Månaderna spänner över ${months} månader, men fasen har ${weeks} veckor.`,
      `The months span ${months} months, but the phase has ${weeks} weeks.`,
    ),
  "phases.window-outlives-milestone": ({ month, milestone }) =>
    check(
      `Aktiviteten får pågå till månad ${month}, efter att ${milestone} skulle ha passerats.`,
      `The activity may go on to month ${month}, after ${milestone} should have passed.`,
    ),
  "phases.tentative-window": () =>
    check(
      "Månaden har frågetecken: den är önskad, inte lovad.",
      "The month has a question mark: it is wished for, not promised.",
    ),
  "phases.no-window": () => check("Aktiviteten har inga månader.", "The activity has no months."),
  "phases.sum-of-phases": ({ min, max, months }) =>
    check(
      `Faserna är ${min}–${max} veckor tillsammans, men månaderna spänner över ${months} månader.`,
      `The phases are ${min}–${max} weeks together, but the months span ${months} months.`,
    ),
  "phases.no-cadence": ({ when }) =>
    check(`Det står inte hur ofta gruppen möts ${when.sv}.`, `It is not stated how often the body meets ${when.en}.`),
  "phases.cadence-without-number": ({ text }) =>
    check(`”${text.sv}” säger inte hur ofta.`, `"${text.en}" does not say how often.`),
  "phases.conditional-mandatory": ({ decision }) =>
    check(`Ingår bara om beslutet ${decision} säger så.`, `Included only if the decision ${decision} says so.`),
  "phases.no-criteria": () =>
    check(
      "Milstolpen har inga kriterier utöver att arbetet är klart.",
      "The milestone has no criteria beyond the work being done.",
    ),
  "phases.inferred-links": ({ count }) =>
    check(
      `${count} beroenden är vår tolkning; planen anger inga.`,
      `${count} dependencies are inferred; the plan states none.`,
    ),
  "phases.remark": ({ text }) => check(text.sv, text.en),
  "phases.same-title": ({ title }) => check(`Flera heter ”${title.sv}”.`, `Several are called "${title.en}".`),
  "phases.duration-range": () =>
    must(
      "Tiden ska vara minst ≤ troligast ≤ mest, hela dagar från 0.",
      "The duration is min ≤ mode ≤ max, whole days from 0.",
    ),
  "phases.late": ({ end, latest }) =>
    must(
      `Slutar ${end}, efter ${latest} då den ska vara klar.`,
      `Ends ${end}, after ${latest} when it has to be done.`,
    ),
  "phases.starts-late": ({ start, latest }) =>
    must(
      `Börjar ${start}, efter ${latest} då den ska ha börjat.`,
      `Begins ${start}, after ${latest} when it has to have begun.`,
    ),
  "phases.unknown-calendar": () =>
    check("Kalendern är inte given; planens egen används.", "The calendar is not given; the plan's own is used."),
  "phases.early": ({ start, earliest }) =>
    must(
      `Skulle ha varit klar ${start}, före ${earliest} då den kan börja.`,
      `Said to be done ${start}, before ${earliest} when it can begin.`,
    ),
  "phases.not-met": ({ path }) => must(`Ordningen kan inte hållas: ${path}.`, `The order can't be kept: ${path}.`),
  "phases.undecided": ({ decision }) =>
    check(
      `Beslutet ${decision} är inte taget; planen räknar med nej.`,
      `The decision ${decision} is not taken; the plan assumes no.`,
    ),
  "phases.log-stream": () => must("Posten hör till en annan logg.", "The entry belongs to another log."),
  "phases.log-gap": ({ expected }) =>
    must(
      `Här saknas poster: nummer ${expected} väntades.`,
      `Entries are missing here: number ${expected} was expected.`,
    ),
  "phases.log-duplicate": ({ expected }) =>
    must(`Numret har redan använts: ${expected} väntades.`, `The number has been used: ${expected} was expected.`),
  "phases.log-unsigned": () =>
    must("Posten saknar kontrollsumma, fast andra har en.", "The entry has no hash, although others have."),
  "phases.log-chain": () => must("Posten bygger inte på den före.", "The entry does not build on the one before."),
  "phases.log-hash": () =>
    must("Posten är ändrad: kontrollsumman stämmer inte.", "The entry has been changed: its hash does not fit."),
  "phases.command-form": ({ problem }) =>
    must(`Kommandot har fel form: ${problem}.`, `The command has the wrong form: ${problem}.`),
  "phases.event-form": ({ problem }) =>
    must(`Händelsen har fel form: ${problem}.`, `The event has the wrong form: ${problem}.`),
  "phases.mspdi-form": ({ problem }) =>
    must(
      `Filen är inget projekt från Microsoft Project: ${problem}.`,
      `The file is no project of Microsoft Project: ${problem}.`,
    ),
  "phases.mspdi-link": () =>
    must(
      "Aktiviteten har ett beroende till något som inte finns, eller av okänd sort.",
      "The activity has a link to something that is not there, or of an unknown kind.",
    ),
  "phases.mspdi-lag": () =>
    check(
      "Väntetiden är i förfluten tid eller procent; den läses som arbetsdagar.",
      "The lag is in elapsed time or percent; it is read as working days.",
    ),
  "phases.mspdi-part-day": ({ what }) =>
    check(`${what} är inte hela arbetsdagar; avrundat uppåt.`, `${what} is not whole working days; rounded up.`),
  "phases.mspdi-constraints": () =>
    check(
      "Bara ett av villkoren för aktivitetens dagar ryms i filen.",
      "Only one of the activity's constraints fits the file.",
    ),
  "phases.mspdi-max-lag": () =>
    check("Längsta väntetid kan inte sägas i filen.", "A most-lag can't be said in the file."),
  "phases.foreign-snapshot": ({ template }) =>
    must(
      `Det som sparats är inte av mallen ${template}: läs loggen i stället.`,
      `What was saved is not of the template ${template}: read the log instead.`,
    ),
  "phases.migrate-ended": () =>
    must("Bara ett pågående införande kan byta mall.", "Only a rollout under way can change its template."),
  "phases.lost-approval": () =>
    must(
      "Milstolpen är godkänd men finns inte i den nya mallen: ange vad den heter där, eller att den släpps.",
      "The milestone has been approved but is not in the new template: say what it is called there, or let it go.",
    ),
  "phases.lost-conditions": ({ count }) =>
    must(
      `Milstolpen finns inte i den nya mallen men har ${count} villkor som inte är uppfyllda.`,
      `The milestone is not in the new template but has ${count} conditions that are not fulfilled.`,
    ),
  "phases.lost-matter": () =>
    must(
      "Ärendets grupp eller milstolpe finns inte i den nya mallen: avgör det först.",
      "The matter's body or milestone is not in the new template: settle it first.",
    ),
  "phases.needs-decision": ({ milestone }) =>
    must(
      `Den nya mallen lägger detta före ${milestone}, som är passerad: styrgruppen får avgöra om den ska prövas igen.`,
      `The new template puts this before ${milestone}, which is passed: the steering group decides whether to review it again.`,
    ),
  "phases.work-let-go": () =>
    check(
      "Arbetet finns inte i den nya mallen; det som gjorts står kvar i loggen.",
      "The work is not in the new template; what was done stays in the log.",
    ),
  "phases.invalid": ({ problem }) =>
    must(`Mallen har fel form: ${problem}.`, `The template has the wrong form: ${problem}.`),
};

/** A finding of this package, with its text in both languages. */
export function finding<Code extends PhasesCode>(code: Code, where: string, params: Params[Code]): Finding {
  return { code, where, ...messages[code](params) };
}
