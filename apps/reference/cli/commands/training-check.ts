import { analyze, coverage, lowerBound } from "@milstolpe/training";
import { readPlan, readProblem } from "../training-files.ts";
import { argument, exit, type Verb } from "../verb.ts";

const levels = {
  hard: { sv: "brott", en: "violation" },
  medium: { sv: "utan plats", en: "without a place" },
  soft: { sv: "poäng", en: "points" },
} as const;

export const trainingCheck: Verb = {
  name: "training check",
  summary: {
    sv: "Räknar en plan mot reglerna, oberoende av den som gjorde planen",
    en: "Counts a plan against the rules, independently of what made the plan",
  },
  usage: "demo|PROBLEM.json PLAN.json",
  example: "training check demo-files/training-problem.json training-plan.json",
  most: 2,
  run(call) {
    const { terminal } = call;
    const problem = readProblem(argument(call, 0, "PROBLEM"), terminal);
    const plan = problem && readPlan(argument(call, 1, "PLAN"), problem, terminal);
    if (problem === undefined || plan === undefined) return Promise.resolve(exit.found);
    const { score, constraints } = analyze(problem, plan);
    const { people, peopleDone, trainedBy } = coverage(problem, plan);
    const { hard, medium, soft } = score;
    const unplaced = people - peopleDone;
    // What no full plan can do without; of a plan that is not full it says nothing.
    const bound = hard + medium === 0 ? lowerBound(problem).total : null;
    const sessions = plan.sessions.filter(({ status }) => status !== "cancelled").length;
    terminal.document({
      hard,
      medium,
      soft,
      bound,
      unplaced,
      sessions,
      people,
      trainedBy,
      // People stay out of it: a session says where to look.
      constraints: constraints.map(({ id, level, sv, en, amount, matches }) => ({
        id,
        level,
        sv,
        en,
        amount,
        places: matches.length,
        sessions: [...new Set(matches.flatMap((match) => match.sessions))].slice(0, 20),
      })),
    });
    terminal.line(
      terminal.say({
        sv: `${peopleDone} av ${people} personer i ${sessions} tillfällen; ${hard} regelbrott, ${medium} platser saknas, ${soft} poäng.`,
        en: `${peopleDone} of ${people} people in ${sessions} sessions; ${hard} violations, ${medium} places missing, ${soft} points.`,
      }),
    );
    if (bound !== null && soft > 0) {
      const share = Math.ceil((100 * (soft - bound)) / soft);
      terminal.line(
        terminal.say({
          sv: `Ingen plan klarar sig med under ${bound} poäng: den här kan bli högst ${share} % bättre.`,
          en: `No plan does with under ${bound} points: this one can be made ${share} % better at most.`,
        }),
      );
    }
    for (const one of constraints) {
      const named = [...new Set(one.matches.flatMap((match) => match.sessions))];
      const where = one.level === "soft" || named.length === 0 ? "" : `  ${named.slice(0, 5).join(" ")}`;
      terminal.line(
        `  ${String(one.amount).padStart(7)} ${terminal.say(levels[one.level])}: ${terminal.say(one)}${where}`,
      );
    }
    return Promise.resolve(hard + medium > 0 ? exit.found : exit.done);
  },
};
