import { replan, type Problem, type TrainingEvent } from "@milstolpe/training";
import { knownId, readPlan, readProblem, writePlan } from "../training-files.ts";
import {
  argument,
  countOption,
  dayOption,
  exit,
  isDay,
  textOption,
  UsageError,
  type Call,
  type Verb,
} from "../verb.ts";

/** The id that an option names, if it is given. */
function idOption(call: Call, name: string, all: readonly { readonly id: string }[]): string | undefined {
  const id = textOption(call, name);
  return id === undefined ? undefined : knownId(name, id, all);
}

/** What has happened, by the options. */
function eventsOf(call: Call, problem: Problem): readonly TrainingEvent[] {
  const trainer = idOption(call, "trainer-away", problem.trainers);
  const room = idOption(call, "room-lost", problem.rooms);
  const person = idOption(call, "person-away", problem.people);
  const left = idOption(call, "person-left", problem.people);
  const access = textOption(call, "access");
  const events: TrainingEvent[] = [];
  if (trainer !== undefined || room !== undefined || person !== undefined) {
    const [from, to] = [dayOption(call, "from"), dayOption(call, "to")];
    if (from !== undefined && to !== undefined && from > to)
      throw new UsageError({
        sv: `--from ${from} kommer efter --to ${to}.`,
        en: `--from ${from} is after --to ${to}.`,
      });
    if (from === undefined || to === undefined)
      throw new UsageError({
        sv: "Från och med när, till och med när? Ange --from och --to.",
        en: "From which day to which? Give --from and --to.",
      });
    if (trainer !== undefined) events.push({ type: "trainer.away", trainer, from, to });
    if (room !== undefined) events.push({ type: "room.lost", room, from, to });
    if (person !== undefined) events.push({ type: "person.away", person, from, to });
  }
  if (left !== undefined) events.push({ type: "person.left", person: left });
  if (access !== undefined) {
    const [gate = "", date = ""] = access.split("=");
    if (!(gate in (problem.gates ?? {})) || (date !== "unknown" && !isDay(date)))
      throw new UsageError({
        sv: `--access ska vara GRIND=ÅÅÅÅ-MM-DD eller GRIND=unknown; grindar: ${Object.keys(problem.gates ?? {}).join(", ")}.`,
        en: `--access takes GATE=YYYY-MM-DD or GATE=unknown; gates: ${Object.keys(problem.gates ?? {}).join(", ")}.`,
      });
    events.push({ type: "access.moved", gate, date: date === "unknown" ? null : date });
  }
  if (events.length === 0)
    throw new UsageError({
      sv: "Vad har hänt? Ange --trainer-away, --room-lost, --person-away, --person-left eller --access.",
      en: "What has happened? Give --trainer-away, --room-lost, --person-away, --person-left or --access.",
    });
  return events;
}

export const trainingReplan: Verb = {
  name: "training replan",
  summary: {
    sv: "Lagar en plan när något har hänt, och flyttar så få som möjligt",
    en: "Repairs a plan when something has happened, and moves as few people as possible",
  },
  usage:
    "demo|PROBLEM.json PLAN.json (--trainer-away ID | --room-lost ID | --person-away ID) --from DAY --to DAY [--person-left ID] [--access GATE=DAY] [--today DAY] [--max-moved N] [--seed N] [--iterations N] [--out FILE]",
  details: [
    {
      sv: "--today: inget före den dagen ändras, och det som är nära kostar mer att ändra.",
      en: "--today: nothing before that day changes, and what is near costs more to change.",
    },
  ],
  example:
    "training replan demo-files/training-problem.json training-plan.json --trainer-away trainer-1 --from 2026-08-24 --to 2026-09-04 --out new-plan.json",
  most: 2,
  options: {
    "trainer-away": { type: "string" },
    "room-lost": { type: "string" },
    "person-away": { type: "string" },
    "person-left": { type: "string" },
    access: { type: "string" },
    from: { type: "string" },
    to: { type: "string" },
    today: { type: "string" },
    "max-moved": { type: "string" },
    seed: { type: "string" },
    iterations: { type: "string" },
    out: { type: "string" },
  },
  async run(call) {
    const { terminal, signal } = call;
    const problem = readProblem(argument(call, 0, "PROBLEM"), terminal);
    const plan = problem && readPlan(argument(call, 1, "PLAN"), problem, terminal);
    if (problem === undefined || plan === undefined) return exit.found;
    const today = dayOption(call, "today");
    const result = await replan(problem, plan, eventsOf(call, problem), {
      seed: countOption(call, "seed", 1),
      iterations: countOption(call, "iterations", 300_000),
      signal,
      ...(today === undefined ? {} : { today }),
      ...(textOption(call, "max-moved") === undefined ? {} : { maxMoved: countOption(call, "max-moved", 0) }),
    });
    const { diff, score, hit, findings, iterations } = result;
    const out = textOption(call, "out");
    if (out !== undefined) writePlan(out, problem, result.plan);
    const { moved, opened, closed, changed } = diff;
    const { hard, medium, soft } = score;
    const counts = { opened: opened.length, closed: closed.length, changed: changed.length };
    terminal.document({ hit, moved, ...counts, hard, medium, soft, iterations, findings });
    terminal.line(
      terminal.say({
        sv: `${hit} personer träffades, ${moved} får en annan tid; ${counts.opened} tillfällen öppnas, ${counts.closed} stängs, ${counts.changed} ändras.`,
        en: `${hit} people were hit, ${moved} get another time; ${counts.opened} sessions opened, ${counts.closed} closed, ${counts.changed} changed.`,
      }),
    );
    terminal.line(
      terminal.say({
        sv: `Efteråt: ${hard} regelbrott, ${medium} platser saknas, ${soft} poäng.`,
        en: `Afterwards: ${hard} violations, ${medium} places missing, ${soft} points.`,
      }),
    );
    terminal.findings(findings, 50);
    return hard + medium > 0 || findings.some(({ severity }) => severity === "must") ? exit.found : exit.done;
  },
};
