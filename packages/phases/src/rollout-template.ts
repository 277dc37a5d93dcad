import type {
  Activity,
  DurationRange,
  Effort,
  Milestone,
  MonthWindow,
  Phase,
  Template,
  TemplateLink,
} from "./template.ts";

// A rollout of a school platform in a municipality, from a plan used in more than a hundred rollouts: its facts (order,
// months, parties, hours, weeks) in our own words. Durations of activities and all links are inferred: the plan gives
// weeks for phases and months for activities, and states no dependencies. `basis` says which is which.

type Who = "s" | "c" | "sc" | "";
const parties: Readonly<Record<Who, readonly string[]>> = {
  s: ["supplier"],
  c: ["customer"],
  sc: ["supplier", "customer"],
  "": [],
};
const days = (min: number, mode: number, max: number): DurationRange => ({ min, mode, max, basis: "inferred" });
const months = (from: number, to: number, isTentative = false): MonthWindow => ({
  from,
  to,
  ...(isTentative ? { isTentative } : {}),
});

type More = Partial<Pick<Activity, "obligation" | "subproject" | "effort" | "condition" | "remark" | "kind">>;

const step = (
  id: string,
  sv: string,
  en: string,
  who: Who,
  window: MonthWindow | undefined,
  duration: DurationRange,
  more: More = {},
): Activity => ({
  id,
  kind: "step",
  title: { sv, en },
  obligation: "mandatory",
  responsible: parties[who],
  duration,
  ...(window === undefined ? {} : { window }),
  ...more,
});

const ordered = { decision: "migration-ordered", is: true } as const;
/** The plan leaves months and parties of the migration blank until it is ordered. */
const migration = (id: string, sv: string, en: string, duration: DurationRange): Activity =>
  step(id, sv, en, "", undefined, duration, {
    kind: "migration",
    condition: ordered,
    subproject: "technical-integration",
  });

const hours = (supplier: readonly [number, number], customer: readonly [number, number]): readonly Effort[] => [
  { party: "supplier", minHours: supplier[0], maxHours: supplier[1] },
  { party: "customer", minHours: customer[0], maxHours: customer[1] },
];
const integration = (
  id: string,
  sv: string,
  en: string,
  duration: DurationRange,
  effort: readonly Effort[],
  remark?: Activity["remark"],
): Activity =>
  step(id, sv, en, "sc", undefined, duration, {
    kind: "integration",
    subproject: "technical-integration",
    effort,
    ...(remark ? { remark } : {}),
  });

const gate = (id: string, sv: string, en: string, criteria: Milestone["criteria"] = []): Milestone => ({
  id,
  title: { sv, en },
  // Inferred: the plan's milestone rows name nobody, and say only that the customer approves the plan and the delivery.
  approver: { party: "customer", body: "steering-group", basis: "inferred" },
  criteria,
});

const establishment: Phase = {
  id: "establishment",
  title: { sv: "Etablering", en: "Establishment" },
  weeks: { min: 3, max: 3 },
  activities: [
    step(
      "working-groups",
      "Arbetsgrupper och kontakter på plats",
      "Working groups and contacts in place",
      "s",
      months(3, 3),
      days(2, 3, 5),
    ),
    step(
      "preconditions",
      "Projektets förutsättningar klarlagda",
      "Preconditions of the project settled",
      "sc",
      months(3, 3),
      days(3, 4, 6),
    ),
    step("target-picture", "Målbild beslutad", "Target picture decided", "c", months(3, 3), days(2, 4, 8), {
      subproject: "direction",
    }),
    step(
      "direction-decisions",
      "Inriktningsbeslut om ska och kan",
      "Direction decisions on must and may",
      "c",
      months(3, 3),
      days(2, 3, 6),
      { subproject: "direction" },
    ),
    step(
      "rollout-plan",
      "Införandeplan framtagen och godkänd",
      "Rollout plan made and approved",
      "sc",
      months(3, 3),
      days(3, 4, 7),
      { subproject: "direction" },
    ),
    step("staffing", "Bemanning klar", "Staffing settled", "sc", months(3, 3), days(2, 3, 6)),
    step("responsibilities", "Ansvar fördelat", "Responsibilities divided", "sc", months(3, 3), days(1, 2, 3)),
    step("risk-analysis", "Riskanalys gjord", "Risk analysis made", "s", months(3, 3), days(1, 2, 4), {
      remark: {
        sv: "Tabellen anger leverantören, texten båda parter.",
        en: "The table names the supplier, the text both parties.",
      },
    }),
    step(
      "headcount",
      "Antal medarbetare per skolform och roll",
      "Staff counted by school form and role",
      "c",
      months(3, 3),
      days(1, 3, 6),
      { subproject: "onboarding" },
    ),
    step(
      "key-person-model",
      "Modell för nyckelpersoner vald",
      "Model for key persons chosen",
      "c",
      months(3, 3),
      days(1, 2, 5),
      { subproject: "onboarding" },
    ),
    migration(
      "migration-groups",
      "Grupper för migreringen på plats",
      "Groups for the migration in place",
      days(1, 2, 4),
    ),
    migration("migration-timetable", "Tidplan för migreringen", "Timetable for the migration", days(1, 2, 4)),
    migration(
      "archive-copy",
      "Arkivkopia av tidigare system säkrad",
      "Archive copy of the earlier system secured",
      days(2, 4, 8),
    ),
  ],
  milestone: gate("m1", "Etableringen avslutad", "Establishment ended"),
};

const design: Phase = {
  id: "design",
  title: { sv: "Design", en: "Design" },
  weeks: { min: 2, max: 2 },
  activities: [
    step("test-environments", "Testmiljöer öppna", "Test environments open", "s", months(3, 4), days(1, 2, 4), {
      subproject: "technical-integration",
    }),
    step("test-plan", "Testplan för synken", "Test plan for the sync", "s", months(3, 3), days(1, 2, 3), {
      subproject: "technical-integration",
    }),
    step("functionality", "Funktioner genomgångna", "Functions walked through", "s", months(3, 4), days(2, 4, 6)),
    step("integration-design", "Integrationer beskrivna", "Integrations described", "s", months(3, 4), days(2, 4, 8), {
      subproject: "technical-integration",
    }),
    step("migration-design", "Migreringen beskriven", "Migration described", "sc", months(4, 5), days(2, 4, 8), {
      subproject: "technical-integration",
      condition: ordered,
    }),
    step("configuration", "Inställningar bestämda", "Configuration decided", "s", months(3, 4), days(2, 3, 5)),
    step(
      "template-documents",
      "Mallar för dokument beslutade",
      "Templates for documents decided",
      "c",
      months(4, 4),
      days(2, 3, 6),
      { subproject: "direction" },
    ),
    step(
      "administrator-training",
      "Administratörer utbildade",
      "Administrators trained",
      "s",
      months(4, 5),
      days(3, 5, 10),
      {
        subproject: "onboarding",
        remark: {
          sv: "Ansvarskolumnen har en post för mycket: parten är tolkad.",
          en: "The column of parties has one entry too many: the party is a reading.",
        },
      },
    ),
    step("key-persons-named", "Nyckelpersoner utsedda", "Key persons named", "c", months(4, 4), days(2, 4, 8), {
      subproject: "onboarding",
      remark: {
        sv: "Ansvarskolumnen har en post för mycket: parten är tolkad.",
        en: "The column of parties has one entry too many: the party is a reading.",
      },
    }),
    migration("document-formats", "Format och märkning beslutade", "Formats and labels decided", days(1, 3, 6)),
    migration("transfer-method", "Metod för överföring beslutad", "Method of transfer decided", days(1, 2, 5)),
    migration(
      "document-prototypes",
      "Prototyper av dokument och mappar",
      "Prototypes of documents and folders",
      days(2, 4, 8),
    ),
    migration("copy-log", "Logg över varje lagrad kopia", "Log of every stored copy", days(1, 1, 2)),
  ],
  milestone: gate("m2", "Designen avslutad", "Design ended"),
};

const realisation: Phase = {
  id: "realisation",
  title: { sv: "Realisering och test", en: "Realisation and test" },
  weeks: { min: 6, max: 8 },
  activities: [
    step("production-environment", "Skarp miljö igång", "Live environment running", "s", months(4, 5), days(2, 3, 6), {
      subproject: "technical-integration",
    }),
    integration(
      "sync-import",
      "Register: full inläsning av personer och relationer",
      "Register: full import of people and relations",
      days(1, 2, 4),
      hours([4, 4], [4, 4]),
    ),
    integration(
      "sync-setup",
      "Register: löpande synk inkopplad",
      "Register: running sync connected",
      days(2, 3, 6),
      hours([8, 8], [8, 8]),
    ),
    integration(
      "sync-verification",
      "Register: synken verifierad per enhet",
      "Register: sync verified per unit",
      days(10, 15, 40),
      hours([2, 4], [8, 16]),
      {
        sv: "Tabellen säger två kalenderveckor, texten en eller några månader.",
        en: "The table says two calendar weeks, the text one or a few months.",
      },
    ),
    integration("sync-live", "Register: synken i drift", "Register: sync live", days(1, 1, 2), hours([2, 2], [4, 4])),
    integration("sso-setup", "Inloggning: SSO uppsatt", "Sign-in: SSO set up", days(1, 2, 5), hours([4, 4], [1, 1])),
    integration(
      "sso-verification",
      "Inloggning: varje metod prövad",
      "Sign-in: every method tried",
      days(1, 2, 4),
      hours([1, 1], [1, 1]),
    ),
    integration("sso-live", "Inloggning: SSO aktiv", "Sign-in: SSO active", days(1, 1, 1), hours([1, 1], [0, 0])),
    step("integrations", "Alla integrationer i drift", "All integrations live", "sc", months(4, 5), days(1, 3, 8), {
      subproject: "technical-integration",
    }),
    step("migrations", "Migreringar genomförda", "Migrations carried out", "s", months(5, 8), days(10, 20, 40), {
      subproject: "technical-integration",
      condition: ordered,
    }),
    step(
      "installation-tests",
      "Leverans- och installationsprov",
      "Delivery and installation tests",
      "s",
      months(4, 5),
      days(3, 5, 8),
      { subproject: "technical-integration" },
    ),
    step(
      "acceptance-tests",
      "Kundens egna prov har börjat",
      "The customer's own tests have begun",
      "c",
      months(5, 6),
      days(4, 6, 10),
      {
        remark: {
          sv: "Planen säger när proven börjar, inte när de slutar.",
          en: "The plan says when the tests begin, not when they end.",
        },
      },
    ),
    step(
      "key-person-training",
      "Nyckelpersoner, elevhälsa och rektorer utbildade",
      "Key persons, pupil health and heads trained",
      "s",
      months(4, 6),
      days(8, 12, 20),
      { subproject: "onboarding" },
    ),
    migration("documents-made", "Dokument att överföra skapade", "Documents to transfer made", days(5, 8, 15)),
    migration("test-transfer-single", "Prov med några dokument", "Trial with a few documents", days(1, 2, 4)),
    migration("test-transfer-bulk", "Prov med många dokument", "Trial with many documents", days(2, 3, 6)),
    migration("transfer", "Överföringen gjord", "Transfer made", days(2, 4, 8)),
    migration(
      "transfer-verification",
      "Överföringen verifierad per enhet",
      "Transfer verified per unit",
      days(3, 5, 10),
    ),
    migration(
      "transfer-corrections",
      "Rättelser efter verifieringen",
      "Corrections after the verification",
      days(1, 3, 8),
    ),
  ],
  milestone: gate("m3", "Realisering och test avslutade", "Realisation and test ended", [
    { sv: "Ingen inaktuell person finns kvar i registret", en: "No stale person is left in the register" },
  ]),
};

const rollout: Phase = {
  id: "rollout",
  title: { sv: "Utrullning", en: "Roll-out" },
  weeks: { min: 6, max: 8 },
  activities: [
    step(
      "broad-rollout",
      "Breddinförande enligt plan",
      "Broad roll-out by the plan",
      "s",
      months(6, 8),
      days(20, 30, 40),
      { subproject: "onboarding" },
    ),
    step("guardians", "Vårdnadshavare inbjudna", "Guardians invited", "s", months(8, 8, true), days(3, 5, 10), {
      subproject: "onboarding",
      condition: { decision: "guardians-invited", is: true },
      remark: { sv: "Kräver kommunens beslut.", en: "Requires a decision by the municipality." },
    }),
    step("delivery-approval", "Leveransen godkänd", "Delivery approved", "c", months(6, 8), days(1, 3, 8)),
    migration("migration-feedback", "Synpunkter insamlade", "Feedback gathered", days(2, 4, 8)),
    migration("migration-supplement", "Kompletterande överföringar", "Supplementary transfers", days(1, 3, 8)),
  ],
  milestone: gate("m4", "Utrullningen avslutad", "Roll-out ended", [
    { sv: "Alla som ska ha utbildats är utbildade", en: "All who were to be trained are trained" },
  ]),
};

const windDown: Phase = {
  id: "wind-down",
  title: { sv: "Avveckling", en: "Wind-down" },
  weeks: { min: 2, max: 2 },
  activities: [
    step("final-report", "Slutrapport skriven", "Final report written", "s", months(9, 12), days(3, 5, 8)),
    step("evaluation", "Utvärdering gjord", "Evaluation made", "s", months(9, 12), days(3, 5, 10)),
    step(
      "environments-cleared",
      "Test- och migreringsmiljöer rensade",
      "Test and migration environments cleared",
      "s",
      months(9, 12),
      days(1, 2, 4),
      { subproject: "technical-integration" },
    ),
    step("maintenance-plan", "Förvaltningen planerad", "Maintenance planned", "sc", months(9, 12), days(3, 5, 10), {
      subproject: "direction",
    }),
    migration("copies-disposed", "Arbetskopior gallrade", "Working copies disposed of", days(1, 2, 4)),
    migration("migration-summary", "Migreringen summerad", "Migration summed up", days(1, 2, 4)),
  ],
  milestone: gate("m5", "Avvecklingen avslutad", "Wind-down ended"),
};

/** `a > b`: b begins when a has finished. */
const order = `
  working-groups > preconditions > rollout-plan; target-picture > direction-decisions > rollout-plan; staffing > responsibilities;
  rollout-plan > risk-analysis; rollout-plan > m1; responsibilities > m1; risk-analysis > m1; headcount > m1; key-person-model > m1;
  m1 > test-environments; m1 > functionality; direction-decisions > integration-design; m1 > test-plan; functionality > configuration;
  integration-design > integrations; configuration > template-documents; key-person-model > key-persons-named;
  test-environments > administrator-training; configuration > m2; template-documents > m2; key-persons-named > m2;
  test-plan > installation-tests; m2 > production-environment > integrations;
  production-environment > sync-import > sync-setup > sync-verification > sync-live > integrations;
  production-environment > sso-setup > sso-verification > sso-live > integrations;
  integrations > installation-tests > acceptance-tests > m3; key-persons-named > key-person-training > m3; production-environment > key-person-training;
  sso-live > key-person-training; administrator-training > m3;
  m3 > broad-rollout > guardians; broad-rollout > delivery-approval > m4; acceptance-tests > delivery-approval;
  m4 > evaluation > final-report > m5; m4 > environments-cleared > m5; m4 > maintenance-plan > m5; guardians > m4;
  migration-groups > migration-timetable > m1; archive-copy > m1;
  m1 > migration-design > migrations > delivery-approval; m1 > document-formats > document-prototypes > m2; m1 > transfer-method > m2; m1 > copy-log > m2;
  m2 > documents-made > test-transfer-single > test-transfer-bulk > transfer > transfer-verification > transfer-corrections > m3;
  m3 > migration-feedback > migration-supplement > m4; m4 > copies-disposed > migration-summary > m5`;

const links: readonly TemplateLink[] = order
  .split(";")
  .map((chain) => chain.split(">").map((id) => id.trim()))
  .flatMap((chain) =>
    chain
      .slice(1)
      .map((to, index): TemplateLink => ({ from: chain[index] ?? "", to, type: "FS", lag: 0, basis: "inferred" })),
  );

/** The rollout of a school platform in a municipality: five phases, five milestones, three sub-projects, three bodies. */
export const rolloutTemplate: Template = {
  id: "school-platform-rollout",
  version: "1.0.0",
  title: { sv: "Införande av skolplattform", en: "Rollout of a school platform" },
  parties: [
    { id: "supplier", title: { sv: "Leverantören", en: "The supplier" } },
    { id: "customer", title: { sv: "Kommunen", en: "The municipality" } },
  ],
  roles: [
    {
      id: "account-manager",
      party: "supplier",
      title: { sv: "Kundansvarig", en: "Account manager" },
      seats: ["steering-group", "effect-group"],
    },
    {
      id: "supplier-project-manager",
      party: "supplier",
      title: { sv: "Leverantörens projektledare", en: "Supplier's project manager" },
      seats: ["project-group"],
    },
    {
      id: "supplier-integration-lead",
      party: "supplier",
      title: { sv: "Leverantörens integrationsansvariga", en: "Supplier's integration lead" },
      seats: ["project-group"],
    },
    {
      id: "training-lead",
      party: "supplier",
      title: { sv: "Utbildningsansvarig", en: "Training lead" },
      seats: ["project-group"],
    },
    {
      id: "product-owner",
      party: "supplier",
      title: { sv: "Produktansvarig för en skolform", en: "Product owner of a school form" },
      seats: ["effect-group"],
    },
    {
      id: "support-lead",
      party: "supplier",
      title: { sv: "Supportansvarig", en: "Support lead" },
      seats: ["steering-group"],
    },
    {
      id: "customer-project-manager",
      party: "customer",
      title: { sv: "Kommunens projektledare", en: "Municipality's project manager" },
      seats: ["project-group"],
    },
    {
      id: "deputy-project-manager",
      party: "customer",
      title: { sv: "Biträdande projektledare", en: "Deputy project manager" },
      seats: ["project-group"],
    },
    {
      id: "customer-integration-lead",
      party: "customer",
      title: { sv: "Kommunens integrationsansvariga", en: "Municipality's integration lead" },
      seats: ["project-group"],
    },
    {
      id: "second-deputy-project-manager",
      party: "customer",
      title: { sv: "Biträdande projektledare", en: "Deputy project manager" },
      seats: ["project-group"],
    },
  ],
  bodies: [
    {
      id: "steering-group",
      title: { sv: "Styrgrupp", en: "Steering group" },
      level: "strategic",
      startsIn: "establishment",
      rollout: { text: { sv: "varje månad", en: "every month" }, rule: "FREQ=MONTHLY" },
      maintenance: { text: { sv: "varje halvår", en: "every half-year" }, rule: "FREQ=MONTHLY;INTERVAL=6" },
    },
    {
      id: "effect-group",
      title: { sv: "Effektgrupp", en: "Effect group" },
      level: "effect",
      startsIn: "rollout",
      maintenance: { text: { sv: "varje halvår", en: "every half-year" }, rule: "FREQ=MONTHLY;INTERVAL=6" },
      escalatesTo: "steering-group",
    },
    {
      id: "project-group",
      title: { sv: "Projektgrupp", en: "Project group" },
      level: "operational",
      startsIn: "establishment",
      rollout: { text: { sv: "löpande", en: "regularly" } },
      maintenance: {
        text: { sv: "varje kvartal eller vid behov", en: "every quarter or when needed" },
        rule: "FREQ=MONTHLY;INTERVAL=3",
      },
      escalatesTo: "steering-group",
    },
  ],
  subprojects: [
    { id: "technical-integration", title: { sv: "Teknisk integration", en: "Technical integration" } },
    { id: "direction", title: { sv: "Ledning och inriktning", en: "Direction" } },
    { id: "onboarding", title: { sv: "Onboarding", en: "Onboarding" } },
  ],
  decisions: [
    { id: "migration-ordered", title: { sv: "Migrering beställd", en: "Migration ordered" }, by: "customer" },
    {
      id: "guardians-invited",
      title: { sv: "Vårdnadshavare ska bjudas in", en: "Guardians are to be invited" },
      by: "customer",
    },
  ],
  phases: [establishment, design, realisation, rollout, windDown],
  links,
  remarks: [
    { sv: "Månaderna saknar år.", en: "The months have no year." },
    { sv: "Milstolparna saknar datum och ansvarig.", en: "The milestones have no date and nobody answers for them." },
    {
      sv: "Arbetet ska börja strax efter avtalet, men före den första fasen finns ingen.",
      en: "Work is to begin right after the contract, but there is no phase before the first.",
    },
    {
      sv: "Grupperna i utbildningsplanen är inte de som aktiviteterna nämner.",
      en: "The groups of the training plan are not those the activities name.",
    },
    { sv: "Utbildningsplanen är inte klar.", en: "The training plan is not finished." },
    {
      sv: "Det tekniska delprojektet har två namn.",
      en: "The technical sub-project has two names.",
    },
  ],
};
