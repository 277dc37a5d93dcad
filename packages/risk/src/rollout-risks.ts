import type { Text } from "./finding.ts";
import type { Domino, Indicator, InferredField, Mitigation, Register, Risk } from "./register.ts";

// What a school platform's rollout is at risk of, from a plan used in more than a hundred rollouts: its facts in our own
// words. The plan names the phenomenon, its consequence and what to do. Owners, phases, activities, delays, indicators and
// dominoes are inferred, and marked so; nothing is scored, because the plan scores nothing.

const inferred: readonly InferredField[] = ["owner", "phases", "activities", "delays", "indicators"];
const text = (sv: string, en: string): Text => ({ sv, en });
const list = (ids: string): readonly string[] => ids.split(" ").filter(Boolean);

type Row = Pick<Risk, "id" | "category" | "title" | "cause" | "event" | "consequence" | "indicators"> & {
  readonly owner: string;
  readonly phases: string;
  readonly activities: string;
  readonly delays: string;
  readonly remark?: Text;
};
const row = ({ phases, activities, delays, ...rest }: Row): Risk => ({
  ...rest,
  phases: list(phases),
  activities: list(activities),
  delays: list(delays),
  status: "identified",
  inferred,
});
const indicator = (
  measure: string,
  unit: Indicator["unit"],
  title: Text,
  warn?: NonNullable<Indicator["warn"]>,
): Indicator => ({ id: measure, measure, unit, title, ...(warn ? { warn } : {}) });

const risks = (): readonly Risk[] => [
  row({
    id: "R01",
    category: "integration",
    title: text("Tekniken får stå tillbaka", "The technical work has to wait"),
    cause: text("It-avdelningen har annat före", "The IT department has other things first"),
    event: text("Integrationerna saknar folk när de ska börja", "The integrations lack people when they are to begin"),
    consequence: text(
      "Allt som vilar på integrationerna skjuts framåt, led för led",
      "Everything that rests on the integrations is pushed on, link by link",
    ),
    owner: "customer-project-manager",
    phases: "design realisation rollout",
    activities:
      "integration-design test-environments production-environment integrations installation-tests sync-import sync-setup sync-verification sync-live sso-setup sso-verification sso-live",
    delays: "sync-setup sso-setup",
    indicators: [
      indicator(
        "it-hours-booked-share",
        "share",
        text("Bokade it-timmar av behovet", "IT hours booked of those needed"),
        {
          below: 0.8,
        },
      ),
      indicator(
        "integrations-without-person",
        "count",
        text(
          "Integrationer utan utsedd person två veckor före start",
          "Integrations with nobody named two weeks before",
        ),
        { above: 0 },
      ),
    ],
  }),
  row({
    id: "R02",
    category: "integration",
    title: text("Kommunens egna system håller inte måttet", "The municipality's own systems fall short"),
    cause: text(
      "Ett delsystem i kommunens miljö beter sig inte som beskrivet",
      "A system in the municipality's environment does not behave as described",
    ),
    event: text("Den valda integrationen går inte att bygga", "The chosen integration can't be built"),
    consequence: text("En annan väg måste hittas och byggas", "Another way has to be found and built"),
    owner: "customer-integration-lead",
    phases: "design realisation",
    activities: "integration-design integrations installation-tests sync-import sync-setup sync-verification sync-live",
    delays: "sync-setup",
    indicators: [
      indicator("sync-test-error-share", "share", text("Andel fel i provsynken", "Share of errors in the trial sync")),
      indicator(
        "register-faults-per-1000",
        "per-1000",
        text("Regelbrott per 1 000 poster i elevregistret", "Rules broken per 1,000 rows of the pupil register"),
      ),
    ],
  }),
  row({
    id: "R03",
    category: "integration",
    title: text("Vägvalen för integration dröjer", "Choices about integration drag on"),
    cause: text("Oklart vem som får bestämma", "Unclear who may decide"),
    event: text("Ett vägval ligger öppet när arbetet ska börja", "A choice is open when work is to begin"),
    consequence: text("Integrationerna börjar och slutar senare", "The integrations begin and end later"),
    owner: "customer-project-manager",
    phases: "establishment design realisation",
    activities: "direction-decisions integration-design integrations sync-setup",
    delays: "integration-design",
    indicators: [
      indicator(
        "integration-decision-age-days",
        "days",
        text("Ålder på äldsta öppna vägval", "Age of the oldest open choice"),
        { above: 10 },
      ),
    ],
  }),
  row({
    id: "R04",
    category: "integration",
    title: text("Licensnycklar kommer sent", "Licence keys come late"),
    cause: text("Ingen driver på beställningen hos systemleverantörerna", "Nobody pursues the order with the vendors"),
    event: text("En nyckel saknas när kopplingen ska sättas upp", "A key is missing when a connection is to be set up"),
    consequence: text("Integrationen väntar, och införandet med den", "The integration waits, and the rollout with it"),
    owner: "customer-integration-lead",
    phases: "design realisation",
    activities: "integration-design integrations sync-setup",
    delays: "sync-setup",
    indicators: [
      indicator(
        "licence-key-margin-days",
        "days",
        text("Dagar kvar till behovet, minus ledtid", "Days until needed, less lead time"),
        { below: 0 },
      ),
    ],
    remark: text("Planen säger inte vilka leverantörer det gäller.", "The plan does not say which vendors."),
  }),
  row({
    id: "R05",
    category: "migration",
    title: text("Migreringen beslutas sent", "Migration is decided late"),
    cause: text("Beställningen av migreringen är oklar", "The order for the migration is unclear"),
    event: text(
      "Migreringen har inget beslut när den ska planeras",
      "There is no decision when migration is to be planned",
    ),
    consequence: text(
      "Skolorna står utan dokumentation mellan det gamla och det nya",
      "Schools are without documentation between the old and the new",
    ),
    owner: "customer-project-manager",
    phases: "establishment design realisation",
    activities:
      "migration-design migrations migration-timetable document-formats transfer-method documents-made transfer",
    delays: "migration-design",
    indicators: [
      indicator(
        "migration-decision-overdue-days",
        "days",
        text("Dagar sedan beslutet skulle ha fattats", "Days since the decision was due"),
        { above: 0 },
      ),
    ],
    remark: text("Gäller bara om migrering beställs.", "Only if a migration is ordered."),
  }),
  row({
    id: "R06",
    category: "migration",
    title: text("Kopior av personuppgifter utan kontroll", "Copies of personal data out of control"),
    cause: text("Mellanlagrade kopior förs inte i någon logg", "Stored copies are not logged"),
    event: text("En kopia ligger kvar eller hamnar fel", "A copy stays behind or ends up in the wrong place"),
    consequence: text(
      "En personuppgiftsincident, med stopp i arbetet och förlorat förtroende",
      "A personal data breach: work stops and trust is lost",
    ),
    owner: "supplier-integration-lead",
    phases: "design realisation rollout wind-down",
    activities:
      "migration-design migrations copy-log test-transfer-single test-transfer-bulk transfer copies-disposed environments-cleared",
    delays: "migrations environments-cleared",
    indicators: [
      indicator(
        "copies-not-logged",
        "count",
        text("Kopior som inte finns i loggen", "Copies that are not in the log"),
        {
          above: 0,
        },
      ),
    ],
    remark: text(
      "En incident kan behöva anmälas inom 72 timmar (GDPR art. 33); planen nämner det inte.",
      "A breach may have to be notified within 72 hours (GDPR art. 33); the plan does not say so.",
    ),
  }),
  row({
    id: "R07",
    category: "requirements",
    title: text("Kraven läses olika", "Requirements are read differently"),
    cause: text(
      "Den ena parten, eller en del av kommunen, menar något annat än den andra",
      "One party, or one part of the municipality, means something else than another",
    ),
    event: text("En leverans godtas inte", "A delivery is not accepted"),
    consequence: text(
      "Funktionen passar inte behovet, och delleveransen blir sen",
      "The function does not fit the need, and the partial delivery is late",
    ),
    owner: "account-manager",
    phases: "establishment design realisation rollout",
    activities: "preconditions direction-decisions functionality configuration acceptance-tests delivery-approval",
    delays: "delivery-approval",
    indicators: [
      indicator(
        "requirements-disputed",
        "count",
        text("Krav som parterna tvistar om vid andra milstolpen", "Requirements in dispute at the second milestone"),
        { above: 0 },
      ),
    ],
  }),
  row({
    id: "R08",
    category: "requirements",
    title: text("Besked om krav och godkännande ändras", "Word on requirements and acceptance changes"),
    cause: text("Ingen har bestämt hur man beställer och tar emot", "Nobody has said how to order and how to receive"),
    event: text("Ett krav ändras efter att det har byggts", "A requirement changes after it was built"),
    consequence: text(
      "Arbetet görs om, och delleveransen blir sen",
      "Work is done again, and the partial delivery is late",
    ),
    owner: "customer-project-manager",
    phases: "design realisation rollout",
    activities: "functionality configuration acceptance-tests delivery-approval",
    delays: "delivery-approval",
    indicators: [
      indicator(
        "change-requests-per-week",
        "count",
        text("Ändringsbegäran per vecka efter andra milstolpen", "Change requests a week after the second milestone"),
      ),
    ],
  }),
  row({
    id: "R09",
    category: "adoption",
    title: text("Nyckelpersoner uteblir från utbildningen", "Key persons miss the training"),
    cause: text("Införandet står lågt på skolornas lista", "The rollout is low on the schools' list"),
    event: text("Flera nyckelpersoner kommer inte", "Several of them stay away"),
    consequence: text(
      "Breddinförandet haltar; enheter använder plattformen olika och dåligt",
      "The broad roll-out limps; units use the platform unevenly and badly",
    ),
    owner: "training-lead",
    phases: "design realisation rollout",
    activities: "administrator-training key-persons-named key-person-training broad-rollout",
    delays: "",
    indicators: [
      indicator(
        "key-person-attendance-share",
        "share",
        text("Närvaro bland nyckelpersoner", "Attendance of key persons"),
        { below: 0.9 },
      ),
      indicator(
        "invitations-unanswered",
        "count",
        text("Kallelser utan svar fem dagar före", "Invitations unanswered five days before"),
        { above: 0 },
      ),
    ],
  }),
  row({
    id: "R10",
    category: "adoption",
    title: text("Nyckelpersoner får inte tid", "Key persons are given no time"),
    cause: text("Tiden tas inte ur tjänsten", "Time is not taken out of their duties"),
    event: text("Utbildningspass måste flyttas", "Training sessions have to be moved"),
    consequence: text("Utbildningen blir sen och sämre", "Training is late and worse"),
    owner: "customer-project-manager",
    phases: "design realisation rollout",
    activities: "key-person-model administrator-training key-persons-named key-person-training broad-rollout",
    delays: "key-person-training",
    indicators: [
      indicator(
        "key-person-time-share",
        "share",
        text("Avsatta timmar av planerade, per nyckelperson", "Hours set aside of those planned, by key person"),
        { below: 1 },
      ),
    ],
  }),
  row({
    id: "R11",
    category: "adoption",
    title: text("Ingen inloggning efter utbildningen", "No access after the training"),
    cause: text("Miljö, synk eller inloggning är inte klar", "Environment, sync or sign-in is not ready"),
    event: text("De som utbildats kommer inte in", "Those who were trained can't get in"),
    consequence: text("Det de lärt sig är glömt när de kommer in", "What they learned is gone by the time they can"),
    owner: "supplier-integration-lead",
    phases: "realisation rollout",
    activities: "test-environments production-environment integrations key-person-training sync-live sso-live",
    delays: "",
    indicators: [
      indicator(
        "signed-in-within-48h-share",
        "share",
        text("Inloggade senast 48 timmar efter utbildningen", "Signed in 48 hours after the training at the latest"),
        { below: 0.8 },
      ),
    ],
  }),
  row({
    id: "R12",
    category: "adoption",
    title: text("Vårdnadshavare släpps in för tidigt", "Guardians are let in too early"),
    cause: text("Allt öppnas på en gång", "Everything is opened at once"),
    event: text("Vårdnadshavare loggar in innan enheten har innehåll", "Guardians sign in before the unit has content"),
    consequence: text("Första intrycket blir tomt eller ojämnt", "The first impression is empty or uneven"),
    owner: "customer-project-manager",
    phases: "rollout",
    activities: "guardians broad-rollout",
    delays: "",
    indicators: [
      indicator(
        "units-with-content-share",
        "share",
        text("Enheter med innehåll innan de öppnas", "Units with content before they open"),
        { below: 0.95 },
      ),
    ],
  }),
  row({
    id: "R13",
    category: "direction",
    title: text("Målet är oskarpt", "The goal is blurred"),
    cause: text("Ingen har sagt vad verktygen ska leda till", "Nobody has said what the tools are to lead to"),
    event: text("Mål saknar mått när etableringen avslutas", "Goals have no measure when establishment ends"),
    consequence: text(
      "Resurser hamnar fel, budskapen blir otydliga och nyttan följs inte upp",
      "Resources go to the wrong things, messages blur and benefit is not followed up",
    ),
    owner: "steering-group",
    phases: "establishment rollout wind-down",
    activities: "target-picture direction-decisions evaluation maintenance-plan",
    delays: "",
    indicators: [
      indicator("goals-with-measure-share", "share", text("Mål som har ett mått", "Goals that have a measure"), {
        below: 1,
      }),
    ],
  }),
  row({
    id: "R14",
    category: "direction",
    title: text("Förväntningarna når inte skolorna", "Expectations do not reach the schools"),
    cause: text("Ledningen talar inte om varför", "Management does not say why"),
    event: text("Enheter går in i breddinförandet oinformerade", "Units enter the broad roll-out uninformed"),
    consequence: text(
      "Personalen vet inte vad som väntas; målen missas",
      "Staff do not know what is expected; goals are missed",
    ),
    owner: "customer-project-manager",
    phases: "establishment realisation rollout",
    activities: "target-picture key-person-training broad-rollout",
    delays: "",
    indicators: [
      indicator("units-informed-share", "share", text("Enheter som har fått information", "Units that were informed"), {
        below: 1,
      }),
    ],
  }),
  row({
    id: "R15",
    category: "direction",
    title: text("Mellanchefer förstår inte syftet", "Middle managers do not see the purpose"),
    cause: text("Förankringen stannar högre upp", "Buy-in stops higher up"),
    event: text(
      "Områdeschefer och förskolerektorer kan inte förklara varför",
      "Area managers and preschool heads can't explain why",
    ),
    consequence: text("Personalen tappar tråden, och lite blir av", "Staff lose the thread, and little comes of it"),
    owner: "training-lead",
    phases: "establishment realisation rollout",
    activities: "key-person-training broad-rollout",
    delays: "",
    indicators: [
      indicator(
        "managers-in-workshop-share",
        "share",
        text("Chefer som har varit på verkstad", "Managers who took part in a workshop"),
        { below: 0.9 },
      ),
    ],
  }),
  row({
    id: "R16",
    category: "direction",
    title: text("Mellanchefer leder inte införandet", "Middle managers do not lead the rollout"),
    cause: text("Uppdraget känns inte som deras", "The task does not feel like theirs"),
    event: text(
      "Områdeschefer och förskolerektorer håller sig utanför",
      "Area managers and preschool heads stay outside",
    ),
    consequence: text(
      "Personalen står utan stöd och kvaliteten sjunker",
      "Staff are without support and quality falls",
    ),
    owner: "steering-group",
    phases: "realisation rollout",
    activities: "key-persons-named key-person-training broad-rollout",
    delays: "",
    indicators: [
      indicator(
        "manager-sign-ins-per-week",
        "count",
        text("Inloggningar per chef och vecka", "Sign-ins by manager and week"),
      ),
    ],
  }),
  row({
    id: "R17",
    category: "project-management",
    title: text("En nyckelroll hos leverantören faller bort", "A key role at the supplier drops out"),
    cause: text("Sjukdom", "Illness"),
    event: text("En projektledare eller utbildare kan inte fortsätta", "A project manager or trainer can't go on"),
    consequence: text("Arbetet tappar fart och blir sent", "Work loses its thread and is late"),
    owner: "supplier-project-manager",
    phases: "establishment design realisation rollout wind-down",
    activities: "rollout-plan administrator-training integrations key-person-training broad-rollout final-report",
    delays: "integrations key-person-training",
    indicators: [
      indicator(
        "roles-without-backup",
        "count",
        text("Nyckelroller utan utsedd ersättare", "Key roles with no substitute named"),
        { above: 0 },
      ),
    ],
  }),
];

const treatment = (
  id: string,
  risks: string,
  title: Text,
  more: Partial<Pick<Mitigation, "kind" | "remark">> = {},
): Mitigation => ({
  id,
  title,
  kind: "preventive",
  treats: list(risks).map((risk) => ({ risk })),
  ...more,
});

const mitigations = (): readonly Mitigation[] => [
  treatment(
    "early-integrations",
    "R01 R02",
    text("Bemanna de tyngsta integrationerna först", "Staff the heaviest integrations first"),
  ),
  treatment(
    "early-choices",
    "R03",
    text(
      "Lista vägvalen och samla dem som kan och får välja",
      "List the choices and gather those who can and may choose",
    ),
  ),
  treatment(
    "key-orders",
    "R04",
    text("Planera nyckelbeställningar med en ansvarig", "Plan key orders, with a person in charge"),
    {
      remark: text("Planen säger inte vem.", "The plan does not say who."),
    },
  ),
  treatment("early-migration", "R05", text("Välj tidigt vad som ska flyttas", "Choose early what is to be moved")),
  treatment(
    "copy-log",
    "R06",
    text("Logga varje kopia fram till gallringen", "Log every copy until it is disposed of"),
  ),
  treatment(
    "requirements-walk",
    "R07",
    text("Läs kraven tillsammans före avtalet", "Read the requirements together before the contract"),
    {
      remark: text("Görs före första fasen.", "Done before the first phase."),
    },
  ),
  treatment(
    "order-routine",
    "R08",
    text("Ett känt sätt att beställa och ta emot", "A known way to order and to receive"),
  ),
  treatment(
    "rollout-first",
    "R09 R10",
    text("Sätt införandet högt och frigör tid", "Put the rollout high and free the time"),
  ),
  treatment(
    "access-check",
    "R11",
    text("Säkra miljöerna och pröva allas åtkomst", "Secure the environments and try everyone's access"),
  ),
  treatment("one-step", "R12", text("Öppna i steg", "Open in steps"), {
    remark: text("Blir ett villkor för att bjuda in vårdnadshavare.", "Becomes a condition for inviting guardians."),
  }),
  treatment(
    "goals",
    "R13",
    text("Sätt mått på målen och mät per enhet", "Put measures on the goals and take them per unit"),
  ),
  treatment(
    "visible-management",
    "R14",
    text("En ledning som syns och väntar sig något", "A management that shows and expects something"),
  ),
  treatment("managers-in", "R15 R16", text("Utbilda cheferna först", "Train the managers first")),
  treatment("backup", "R17", text("Utsedd ersättare som kan läsa ikapp", "A named substitute who can read up"), {
    kind: "contingent",
  }),
];

/** `from > to`; `from ! to` where the consequence is raised. */
const chains = `R01 > R02; R01 > R03; R01 > R04; R01 > R11; R01 > R09; R02 > R03; R02 > R08; R03 > R04; R03 > R11; R04 > R11;
  R05 > R06; R05 ! R12; R06 ! R14; R07 > R08; R08 > R05; R10 > R09; R16 > R10; R15 > R16; R13 > R14; R13 > R07; R13 > R01;
  R14 > R15; R09 ! R12; R11 ! R12; R17 > R09; R17 > R03; R17 > R10`;

const dominoes = (): readonly Domino[] =>
  chains.split(";").map((chain) => {
    const [from = "", sign = "", to = ""] = chain.trim().split(" ");
    return { from, to, raises: sign === "!" ? "consequence" : "probability", basis: "inferred" };
  });

const register = (): Register => ({
  id: "school-platform-rollout-risks",
  version: "1.0.0",
  title: text("Risker i införandet av en skolplattform", "Risks of rolling out a school platform"),
  categories: [
    { id: "integration", title: text("Integration", "Integration") },
    { id: "migration", title: text("Migrering", "Migration") },
    { id: "requirements", title: text("Krav och godkännande", "Requirements and acceptance") },
    { id: "adoption", title: text("Införande ute i verksamheten", "Adoption in the schools") },
    { id: "direction", title: text("Ledning", "Direction") },
    { id: "project-management", title: text("Projektledning", "Project management") },
  ],
  risks: risks(),
  mitigations: mitigations(),
  dominoes: dominoes(),
});

/**
 * The 17 risks of a school platform's rollout, six categories, 14 mitigations and 27 dominoes (without a ring). An
 * excerpt, to be completed and scored by the two parties in the first phase: until then no risk has a score.
 * Ids of activities, phases and roles are those of the rollout template in `@milstolpe/phases`.
 */
// Pure: who only simulates does not carry the texts along.
export const rolloutRisks: Register = /* @__PURE__ */ register();
