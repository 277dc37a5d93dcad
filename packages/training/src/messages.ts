import type { Finding, Text } from "./finding.ts";

interface Message extends Text {
  readonly severity: Finding["severity"];
  readonly fix?: Text;
}

/** Counted things in Swedish and English: `many(1, "dag", "dagar")` is "1 dag". */
const many = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;

/** The first few ids of many. */
const list = (ids: readonly string[]): string =>
  ids.length > 5 ? `${ids.slice(0, 5).join(", ")} +${ids.length - 5}` : ids.join(", ");

/** The problem's lists, as a Swedish reader calls what is in them. */
const nouns: Readonly<Record<string, string>> = {
  units: "enheter",
  people: "personer",
  courses: "kurser",
  rooms: "rum",
  trainers: "utbildare",
  slots: "pass",
  rules: "regler",
  unit: "Enheten",
  trainer: "Utbildaren",
  site: "Platsen",
  course: "Kursen",
  slot: "Passet",
  gate: "Inloggningsdatumet",
};
const swedish = (what: string): string => nouns[what] ?? what;

/** Every finding of this package. A new code does not compile without both languages. */
const messages = {
  "training.shape": (p: { path: string; expected: string }): Message => ({
    severity: "must",
    sv: `${p.path || "dokumentet"} har inte väntad form (${p.expected}).`,
    en: `${p.path || "The document"} does not have the expected shape (${p.expected}).`,
  }),
  "training.mistaken": (p: { wanted: "problem" | "plan" }): Message => ({
    severity: "must",
    ...(p.wanted === "problem"
      ? { sv: "Det här är en plan, inte ett problem.", en: "This is a plan, not a problem." }
      : { sv: "Det här är ett problem, inte en plan.", en: "This is a problem, not a plan." }),
    fix: { sv: "Ange problemet först och planen sedan.", en: "Give the problem first and the plan second." },
  }),
  "training.too-large": (p: { what: string; count: number; limit: number }): Message => ({
    severity: "must",
    sv: `${p.count} ${swedish(p.what)} är fler än gränsen ${p.limit}.`,
    en: `${p.count} ${p.what} are more than the limit of ${p.limit}.`,
    fix: { sv: "Dela problemet, till exempel per kommun.", en: "Split the problem, for example by municipality." },
  }),
  "training.duplicate-id": (p: { what: string }): Message => ({
    severity: "must",
    sv: `Samma id används för flera ${swedish(p.what)}.`,
    en: `The same id is used by several ${p.what}.`,
  }),
  "training.unknown-id": (p: { what: string; id: string }): Message => ({
    severity: "must",
    sv: `${swedish(p.what)} ${p.id} finns inte i problemet.`,
    en: `The ${p.what} ${p.id} is not in the problem.`,
  }),
  "training.days-order": (): Message => ({
    severity: "must",
    sv: "Dagarna måste komma i stigande ordning utan upprepning.",
    en: "Days must be ascending without repetition.",
  }),
  "training.empty-range": (p: { from: string; to: string }): Message => ({
    severity: "must",
    sv: `Perioden ${p.from} till ${p.to} slutar innan den börjar.`,
    en: `The range ${p.from} to ${p.to} ends before it begins.`,
  }),
  "training.empty-gap": (p: { atLeast: number; atMost: number }): Message => ({
    severity: "must",
    sv: `Minst ${p.atLeast} och högst ${p.atMost} dagar går inte ihop.`,
    en: `At least ${p.atLeast} and at most ${p.atMost} days can't both be met.`,
  }),
  "training.circular": (p: { courses: readonly string[] }): Message => ({
    severity: "must",
    sv: `Kurserna kräver varandra i en ring: ${p.courses.join(" → ")}.`,
    en: `The courses require each other in a ring: ${p.courses.join(" → ")}.`,
    fix: { sv: "Ta bort ett av kraven.", en: "Remove one of the requirements." },
  }),
  "training.weekday": (p: { day: string; stated: number }): Message => ({
    severity: "check",
    sv: `${p.day} står som veckodag ${p.stated}, vilket inte stämmer med kalendern. Datumet gäller.`,
    en: `${p.day} is stated as weekday ${p.stated}, which is not what the calendar says. The date counts.`,
  }),
  "training.nothing-to-do": (): Message => ({
    severity: "check",
    sv: "Ingen person behöver någon kurs.",
    en: "No person needs any course.",
    fix: { sv: "Kontrollera kursernas målgrupper.", en: "Check the audiences of the courses." },
  }),
  "training.no-days": (p: { from: string; to: string }): Message => ({
    severity: "must",
    sv: `Kursens period ${p.from} till ${p.to} innehåller ingen av problemets dagar.`,
    en: `The course's window ${p.from} to ${p.to} holds none of the problem's days.`,
    fix: { sv: "Flytta perioden, eller lägg till dagar.", en: "Move the window, or offer more days." },
  }),
  "training.access-unknown": (p: { gate: string; people: number }): Message => ({
    severity: "must",
    sv: `Datum för inloggning (${p.gate}) saknas, så ${many(p.people, "person", "personer")} kan inte få någon tid.`,
    en: `The access date (${p.gate}) is not known, so ${many(p.people, "person", "people")} can't be given a time.`,
    fix: { sv: "Sätt ett datum, om än preliminärt.", en: "Set a date, even if preliminary." },
  }),
  "training.access-after-window": (p: { opens: string; to: string; people: number }): Message => ({
    severity: "must",
    sv: `Inloggningen tillåter utbildning först ${p.opens}, men kursens period slutar ${p.to}: ${many(p.people, "person", "personer")} kan inte utbildas.`,
    en: `Access allows training from ${p.opens} only, but the course's window ends ${p.to}: ${many(p.people, "person", "people")} can't be trained.`,
    fix: {
      sv: `Få inloggningen på plats senast ${p.to}, eller förläng perioden förbi ${p.opens}.`,
      en: `Have access live by ${p.to}, or extend the window past ${p.opens}.`,
    },
  }),
  "training.preparation-after-window": (p: { opens: string; to: string }): Message => ({
    severity: "must",
    sv: `Förberedelsematerialet medger första tillfälle ${p.opens}, men kursens period slutar ${p.to}.`,
    en: `The preparation material allows a first session on ${p.opens}, but the course's window ends ${p.to}.`,
    fix: {
      sv: "Publicera materialet tidigare, eller förläng perioden.",
      en: "Publish the material earlier, or extend the window.",
    },
  }),
  "training.no-trainer": (p: { people: number }): Message => ({
    severity: "must",
    sv: `Ingen utbildare kan kursen, som ${many(p.people, "person", "personer")} behöver.`,
    en: `No trainer is qualified for the course, which ${many(p.people, "person needs", "people need")}.`,
    fix: { sv: "Ge minst en utbildare kursen, eller hyr in en.", en: "Qualify at least one trainer, or hire one." },
  }),
  "training.trainer-never-free": (p: { from: string; to: string; trainers: number }): Message => ({
    severity: "must",
    sv: `Kursens ${many(p.trainers, "utbildare", "utbildare")} är borta hela tiden ${p.from} till ${p.to}.`,
    en: `The course's ${many(p.trainers, "trainer is", "trainers are")} away all the time from ${p.from} to ${p.to}.`,
    fix: { sv: "Flytta perioden, eller ge fler utbildare kursen.", en: "Move the window, or qualify more trainers." },
  }),
  "training.no-capacity": (p: { people: number }): Message => ({
    severity: "must",
    sv: `Kursen tar inga deltagare, men ${many(p.people, "person", "personer")} behöver den.`,
    en: `The course takes no participants, but ${many(p.people, "person needs", "people need")} it.`,
    fix: { sv: "Sätt kursens antal platser till minst 1.", en: "Set the course's capacity to 1 or more." },
  }),
  "training.no-room": (p: { held: string }): Message => ({
    severity: "must",
    sv: p.held === "online" ? "Det finns inget nätmöte för kursen." : "Det finns inget rum för kursen.",
    en: p.held === "online" ? "There is no online room for the course." : "There is no room for the course.",
    fix: { sv: "Lägg till ett, eller ändra hur kursen hålls.", en: "Add one, or change how the course is held." },
  }),
  "training.too-long": (p: { duration: number; slots: number }): Message => ({
    severity: "must",
    sv: `Kursen tar ${p.duration} pass men dagen har ${p.slots}.`,
    en: `The course takes ${p.duration} slots, but a day has ${p.slots}.`,
    fix: { sv: "Dela kursen i två.", en: "Split the course in two." },
  }),
  "training.person-never-free": (p: { people: number; from: string; to: string }): Message => ({
    severity: "must",
    sv: `${many(p.people, "person", "personer")} är borta varje gång kursen kan hållas (${p.from} till ${p.to}).`,
    en: `${many(p.people, "person is", "people are")} away whenever the course can be held (${p.from} to ${p.to}).`,
    fix: {
      sv: "Förläng perioden, eller planera ett uppsamlingstillfälle.",
      en: "Extend the window, or plan a catch-up session.",
    },
  }),
  "training.too-few-seats": (p: {
    people: number;
    seats: number;
    from: string;
    to: string;
    sessions: number;
  }): Message => ({
    severity: "must",
    sv: `${p.people} personer behöver kursen men det ryms högst ${p.seats} mellan ${p.from} och ${p.to}.`,
    en: `${p.people} people need the course, but there are at most ${p.seats} seats from ${p.from} to ${p.to}.`,
    fix: {
      sv: `Skapa plats för minst ${many(p.sessions, "tillfälle", "tillfällen")} till: längre period, fler utbildare eller större rum.`,
      en: `Make way for at least ${many(p.sessions, "session", "sessions")} more: a longer window, more trainers or larger rooms.`,
    },
  }),
  "training.unit-cap": (p: { unit: string; people: number; places: number; cap: number; slots: number }): Message => ({
    severity: "must",
    sv: `Enheten ${p.unit} får släppa högst ${p.places} platser under perioden (${p.slots} pass), men ${p.people} ska utbildas.`,
    en: `Unit ${p.unit} can let go of at most ${p.places} places in the window (${p.slots} slots), but ${p.people} are to be trained.`,
    fix: {
      sv: `Förläng perioden, eller låt fler än ${p.cap} vara borta samtidigt.`,
      en: `Extend the window, or let more than ${p.cap} be away at once.`,
    },
  }),
  "training.precedence-window": (p: { required: string; ready: string; to: string; people: number }): Message => ({
    severity: "must",
    sv: `Kursen måste vänta på ${p.required} och kan börja tidigast ${p.ready}, men perioden slutar ${p.to}: ${many(p.people, "person", "personer")} blir utan plats.`,
    en: `The course has to wait for ${p.required} and can start ${p.ready} at the earliest, but its window ends ${p.to}: ${many(p.people, "person gets", "people get")} no place.`,
    fix: {
      sv: "Lägg den första kursen tidigare, eller förläng perioden.",
      en: "Hold the required course earlier, or extend the window.",
    },
  }),
  "training.shortage": (p: {
    people: number;
    places: number;
    units: readonly string[];
    from: string;
    to: string;
  }): Message => ({
    severity: "must",
    sv: `${p.people} personer (${list(p.units)}) behöver kursen, men från ${p.from} till ${p.to} finns högst ${p.places} platser som de kan ta: då de är där, enheten kan släppa dem och det finns stolar.`,
    en: `${p.people} people (${list(p.units)}) need the course, but from ${p.from} to ${p.to} there are at most ${p.places} places they can take: when they are there, their unit can spare them and there are seats.`,
    fix: {
      sv: "Förläng perioden, låt fler vara borta samtidigt, eller skaffa fler platser.",
      en: "Extend the window, let more be away at once, or find more seats.",
    },
  }),
  "training.unit-shortage": (p: { people: number; places: number; courses: readonly string[] }): Message => ({
    severity: "must",
    sv: `Enheten kan släppa högst ${p.places} platser för ${list(p.courses)}, men ${p.people} behövs.`,
    en: `The unit can let go of at most ${p.places} places for ${list(p.courses)}, but ${p.people} are needed.`,
    fix: {
      sv: "Låt fler vara borta samtidigt, eller sprid kurserna.",
      en: "Let more be away at once, or spread the courses.",
    },
  }),
  "training.trainer-shortage": (p: { courses: readonly string[]; sessions: number; possible: number }): Message => ({
    severity: "must",
    sv: `${list(p.courses)} behöver minst ${p.sessions} tillfällen, men utbildarna hinner högst ${p.possible}.`,
    en: `${list(p.courses)} need at least ${p.sessions} sessions, but their trainers have time for ${p.possible} at most.`,
    fix: {
      sv: "Ge fler utbildare kurserna, eller förläng perioderna.",
      en: "Qualify more trainers, or extend the windows.",
    },
  }),
  "training.room-shortage": (p: { courses: readonly string[]; sessions: number; possible: number }): Message => ({
    severity: "must",
    sv: `${list(p.courses)} behöver minst ${p.sessions} tillfällen, men rummen räcker till högst ${p.possible}.`,
    en: `${list(p.courses)} need at least ${p.sessions} sessions, but their rooms have time for ${p.possible} at most.`,
    fix: { sv: "Boka fler rum, eller förläng perioderna.", en: "Book more rooms, or extend the windows." },
  }),
  "training.too-far": (p: { other: string; people: number; sites: readonly string[] }): Message => ({
    severity: "must",
    sv: `${many(p.people, "person", "personer")} behöver kursen och ${p.other} på samma dag, men hinner inte mellan ${list(p.sites)}.`,
    en: `${many(p.people, "person needs", "people need")} the course and ${p.other} on one day, with too little time between ${list(p.sites)}.`,
    fix: {
      sv: "Håll båda på samma plats, eller ge en av kurserna en dag till.",
      en: "Hold both at one site, or give one of the courses another day.",
    },
  }),
  "training.group-shortage": (p: { courses: readonly string[]; slots: number; possible: number }): Message => ({
    severity: "must",
    sv: `${list(p.courses)} får inte ligga samtidigt och behöver minst ${p.slots} pass, men det finns ${p.possible}.`,
    en: `${list(p.courses)} must not be held at once and need at least ${p.slots} slots, but there are ${p.possible}.`,
    fix: {
      sv: "Förläng perioderna, ta fler per tillfälle, eller släpp kravet för någon av kurserna.",
      en: "Extend the windows, take more people in a session, or drop the rule for one of the courses.",
    },
  }),
  "training.unplaced": (p: { places: number }): Message => ({
    severity: "must",
    sv: `${many(p.places, "plats saknas", "platser saknas")} i planen, utan att enkel räkning visar varför.`,
    en: `${many(p.places, "place is", "places are")} missing in the plan, and simple counting does not show why.`,
    fix: {
      sv: "Sök längre, eller fråga explainInfeasible vad som står i vägen.",
      en: "Search longer, or ask explainInfeasible what stands in the way.",
    },
  }),
  "training.held-outside": (p: { sessions: readonly string[] }): Message => ({
    severity: "check",
    sv: `${many(p.sessions.length, "genomfört tillfälle", "genomförda tillfällen")} (${list(p.sessions)}) har en dag, ett pass, ett rum eller en utbildare som inte finns i problemet längre. Den som var där räknas som färdig med kursen.`,
    en: `${many(p.sessions.length, "held session", "held sessions")} (${list(p.sessions)}) had a day, slot, room or trainer that the problem no longer has. Whoever was there counts as done with the course.`,
  }),
  "training.more-moved": (p: { moved: number; most: number }): Message => ({
    severity: "check",
    sv: `${many(p.moved, "person får", "personer får")} en ny tid, fler än gränsen ${p.most}: annars blir någon utan plats.`,
    en: `${many(p.moved, "person gets", "people get")} another time, more than the limit of ${p.most}: somebody would have no place otherwise.`,
    fix: { sv: "Höj gränsen, eller hyr in en utbildare.", en: "Raise the limit, or hire a trainer." },
  }),
} as const;

export type TrainingCode = keyof typeof messages;
type Params<C extends TrainingCode> = Parameters<(typeof messages)[C]>[0];

/** Makes a finding; `where` is a path into the problem or the id of the thing, never a name. */
export function finding<C extends TrainingCode>(code: C, where: string, params: Params<C>): Finding {
  // The table's functions differ only in the parameters that C selects.
  const message = (messages[code] as (params: Params<C>) => Message)(params);
  return { code, where, ...message };
}

/** Says which sessions were held outside the problem, if any. */
export const heldOutside = (sessions: readonly { readonly id: string }[]): Finding[] =>
  sessions.length === 0 ? [] : [finding("training.held-outside", "plan", { sessions: sessions.map((one) => one.id) })];
