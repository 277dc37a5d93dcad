import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { agenda, type Plan, type Problem } from "@milstolpe/training";
import { peopleCsv, sessionsCsv } from "@milstolpe/training/csv";
import { invitations, publishCalendar, type Sequences } from "@milstolpe/training/ics";
import { calendarFigure } from "@milstolpe/training/svg";
import { planWorkbook } from "@milstolpe/training/xlsx";
import { demoMunicipality } from "../../demo/index.ts";
import { readPeople } from "../columns.ts";
import { readJson, writeBytes, writeText } from "../files.ts";
import { knownId, readPlan, readProblem } from "../training-files.ts";
import {
  argument,
  exit,
  requiredOption,
  textOption,
  UsageError,
  type Call,
  type ExitCode,
  type Verb,
} from "../verb.ts";

type Whose = NonNullable<NonNullable<Parameters<typeof sessionsCsv>[2]>["whose"]>;

const kinds = ["person", "unit", "trainer", "room", "course"] as const;

/** For each kind of calendar: who there is, and whose it then is. */
const calendars: {
  readonly [Kind in (typeof kinds)[number]]: {
    readonly all: (problem: Problem) => readonly { readonly id: string }[];
    readonly of: (id: string) => Whose;
  };
} = {
  person: { all: ({ people }) => people, of: (person) => ({ person }) },
  unit: { all: ({ units }) => units, of: (unit) => ({ unit }) },
  trainer: { all: ({ trainers }) => trainers, of: (trainer) => ({ trainer }) },
  room: { all: ({ rooms }) => rooms, of: (room) => ({ room }) },
  course: { all: ({ courses }) => courses, of: (course) => ({ course }) },
};

/** Whose calendar: that of the one whom the user named, else everybody's. */
function whoseOf(call: Call, problem: Problem): { readonly whose?: Whose } {
  const [kind, second] = kinds.filter((one) => textOption(call, one) !== undefined);
  if (kind === undefined) return {};
  const id = requiredOption(call, kind);
  if (second !== undefined)
    throw new UsageError({
      sv: `Ange --${kind} eller --${second}, inte båda.`,
      en: `Give --${kind} or --${second}, not both.`,
    });
  return { whose: calendars[kind].of(knownId(kind, id, calendars[kind].all(problem))) };
}

/** People's e-mail addresses by their id: the demo's, or those of a file with an id and an address on each line. */
function addressesOf(call: Call, isDemo: boolean): ReadonlyMap<string, string> {
  const given = textOption(call, "addresses");
  const people =
    given === undefined && isDemo
      ? demoMunicipality().truth.persons
      : readPeople(given ?? requiredOption(call, "addresses"), { named: {} }).records;
  return new Map(people.flatMap(({ id, email }) => (email === undefined || email === "" ? [] : [[id, email]])));
}

/** How often each invitation has been changed, as an earlier run left it in the folder. */
function sequencesIn(file: string): Sequences {
  if (!existsSync(file)) return {};
  const json = readJson(file);
  const isSound =
    typeof json === "object" && json !== null && Object.values(json).every((value) => Number.isInteger(value));
  if (isSound) return json as Sequences;
  throw new UsageError({
    sv: `${file} är inte det som en tidigare körning skrev.`,
    en: `${file} is not what an earlier run wrote.`,
  });
}

/** One file per message, and the sequences last: whoever is stopped halfway writes the same messages again. */
function writeInvitations(call: Call, problem: Problem, before: Plan | null, plan: Plan, out: string): ExitCode {
  const folder = resolve(out);
  const kept = join(folder, "sequences.json");
  const addresses = addressesOf(call, call.positionals[0] === "demo");
  const { messages, sequences } = invitations(problem, before, plan, {
    ...calendarOptions(call),
    organizer: requiredOption(call, "organizer"),
    addressOf: (person) => addresses.get(person),
    sequences: sequencesIn(kept),
  });
  for (const [index, { method, ics }] of messages.entries())
    writeText(join(folder, `${String(index + 1).padStart(5, "0")}-${method.toLowerCase()}.ics`), ics);
  writeText(kept, JSON.stringify(sequences));
  const requests = messages.filter(({ method }) => method === "REQUEST").length;
  const told = new Set(messages.map(({ person }) => person)).size;
  const unreachable = new Set(plan.assignments.flatMap(({ person }) => (addresses.has(person) ? [] : [person]))).size;
  call.terminal.document({ folder, requests, cancels: messages.length - requests, people: told, unreachable });
  call.terminal.line(
    call.terminal.say({
      sv: `${requests} inbjudningar och ${messages.length - requests} återbud till ${told} personer i ${folder}; ${unreachable} utan adress.`,
      en: `${requests} invitations and ${messages.length - requests} cancellations to ${told} people in ${folder}; ${unreachable} without an address.`,
    }),
  );
  return unreachable > 0 ? exit.found : exit.done;
}

const calendarOptions = (call: Call) => ({
  stamp: call.now().toISOString(),
  domain: textOption(call, "domain") ?? "milstolpe.invalid",
  language: call.terminal.language,
});

const formats = ["ics", "csv", "xlsx", "svg"] as const;

/** Writes the plan as the kind of file that its name says, and how many sessions or places are in it. */
function writeFile(call: Call, problem: Problem, plan: Plan, out: string): ExitCode {
  const format = formats.find((one) => out.toLowerCase().endsWith(`.${one}`));
  if (format === undefined)
    throw new UsageError({
      sv: "--out ska sluta på .ics, .csv, .xlsx eller .svg; för inbjudningar i en mapp, ange --organizer.",
      en: "--out must end in .ics, .csv, .xlsx or .svg; for invitations in a folder, give --organizer.",
    });
  const whose = whoseOf(call, problem);
  const { language } = call.terminal;
  const options = { ...whose, language };
  const isPlaces = format === "csv" && call.options["people"] === true;
  if (format === "xlsx") writeBytes(out, planWorkbook(problem, plan, options));
  else if (format === "svg") writeText(out, calendarFigure(problem, plan, options).svg);
  else if (format === "ics") writeText(out, publishCalendar(problem, plan, { ...whose, ...calendarOptions(call) }));
  else writeText(out, (isPlaces ? peopleCsv : sessionsCsv)(problem, plan, options));
  const sessions = agenda(problem, plan, whose.whose);
  const entries = isPlaces ? sessions.reduce((sum, one) => sum + one.people.length, 0) : sessions.length;
  call.terminal.document({ file: resolve(out), entries });
  const noun = isPlaces ? { sv: "platser", en: "places" } : { sv: "tillfällen", en: "sessions" };
  call.terminal.line(`${resolve(out)}: ${entries} ${call.terminal.say(noun)}`);
  return exit.done;
}

export const trainingInvite: Verb = {
  name: "training invite",
  summary: {
    sv: "Skriver utbildningen som kalender (ICS, SVG), lista (CSV, Excel) eller personliga inbjudningar",
    en: "Writes the training as a calendar (ICS, SVG), a list (CSV, Excel) or personal invitations",
  },
  usage:
    "demo|PROBLEM.json PLAN.json --out FILE.ics|FILE.csv|FILE.xlsx|FILE.svg|FOLDER [--trainer ID | --unit ID | --room ID | --course ID | --person ID] [--people] [--organizer ADDRESS --addresses PEOPLE.csv [--before PLAN.json]] [--domain DOMAIN]",
  details: [
    {
      sv: "FILE.ics: en kalender att prenumerera på, utan personer. FILE.csv: tillfällena; med --people platserna.",
      en: "FILE.ics: a calendar to subscribe to, without people. FILE.csv: the sessions; with --people the places.",
    },
    {
      sv: "FILE.xlsx: tillfällen, platser och täckning i Excel. FILE.svg: veckorna som en bild.",
      en: "FILE.xlsx: sessions, places and coverage in Excel. FILE.svg: the weeks as a drawing.",
    },
    {
      sv: "--organizer: en inbjudan per person och kurs i en mapp; med --before bara det som har ändrats.",
      en: "--organizer: an invitation per person and course in a folder; with --before only what has changed.",
    },
    {
      sv: "--addresses: personens id i första kolumnen, och en kolumn med e-postadresser.",
      en: "--addresses: the person's id in the first column, and a column of e-mail addresses.",
    },
  ],
  example: "training invite demo-files/training-problem.json training-plan.json --out training.ics --trainer trainer-1",
  most: 2,
  options: {
    out: { type: "string" },
    person: { type: "string" },
    unit: { type: "string" },
    trainer: { type: "string" },
    room: { type: "string" },
    course: { type: "string" },
    people: { type: "boolean" },
    organizer: { type: "string" },
    addresses: { type: "string" },
    before: { type: "string" },
    domain: { type: "string" },
  },
  run(call) {
    const { terminal } = call;
    const out = requiredOption(call, "out");
    const problem = readProblem(argument(call, 0, "PROBLEM"), terminal);
    const plan = problem && readPlan(argument(call, 1, "PLAN"), problem, terminal);
    if (problem === undefined || plan === undefined) return Promise.resolve(exit.found);
    if (textOption(call, "organizer") !== undefined) {
      const earlier = textOption(call, "before");
      const before = earlier === undefined ? null : readPlan(earlier, problem, terminal);
      if (before === undefined) return Promise.resolve(exit.found);
      return Promise.resolve(writeInvitations(call, problem, before, plan, out));
    }
    return Promise.resolve(writeFile(call, problem, plan, out));
  },
};
