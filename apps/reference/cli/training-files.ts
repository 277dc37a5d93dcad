import {
  fromCompactAnswer,
  toCompactAnswer,
  type CompactAnswer,
  type Finding,
  type Plan,
  type Problem,
} from "@milstolpe/training";
import { parsePlan, parseProblem } from "@milstolpe/training/schema";
import { demoMunicipality, trainingProblem } from "../demo/index.ts";
import { readJson, writeText } from "./files.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./verb.ts";

/** The problem that the user named: the demo's, or a file's. What is wrong with the file's form is printed. */
export function readProblem(from: string, terminal: Terminal): Problem | undefined {
  if (from === "demo") {
    const demo = demoMunicipality();
    return trainingProblem(demo, { accessFrom: demo.days.today });
  }
  const parsed = parseProblem(readJson(from));
  return parsed.ok ? parsed.value : refuse(terminal, parsed.error);
}

/**
 * The id that an option names.
 * @throws UsageError when the problem does not have it; ids of things are listed, those of people are not
 */
export function knownId(option: string, id: string, all: readonly { readonly id: string }[]): string {
  if (all.some((one) => one.id === id)) return id;
  const some = option.startsWith("person") ? [] : all.slice(0, 8).map((one) => one.id);
  const more = all.length > some.length ? " …" : "";
  const list = some.length === 0 ? "" : `: ${some.join(", ")}${more}`;
  throw new UsageError({
    sv: `--${option}: problemet har ingen ${id}${list && ` (det har${list})`}.`,
    en: `--${option}: the problem has no ${id}${list && ` (it has${list})`}.`,
  });
}

/** A plan for the problem, in the library's form or as an answer to a compact problem. */
export function readPlan(path: string, problem: Problem, terminal: Terminal): Plan | undefined {
  const json = readJson(path);
  if (problem.form === "compact" && isCompactAnswer(json)) return fromCompactAnswer(problem, json);
  const parsed = parsePlan(json);
  return parsed.ok ? parsed.value : refuse(terminal, parsed.error);
}

/** Writes a plan in the form that its problem came in. */
export function writePlan(path: string, problem: Problem, plan: Plan): void {
  writeText(path, JSON.stringify(problem.form === "compact" ? toCompactAnswer(problem, plan) : plan));
}

function refuse(terminal: Terminal, findings: readonly Finding[]): undefined {
  terminal.document({ findings });
  terminal.findings(findings, 50);
}

const isWhole = (value: unknown): value is number => Number.isInteger(value);

function isCompactAnswer(json: unknown): json is CompactAnswer {
  if (typeof json !== "object" || json === null || !("sessions" in json) || !("person" in json)) return false;
  const { sessions, person } = json;
  return (
    Array.isArray(sessions) &&
    Array.isArray(person) &&
    person.every(isWhole) &&
    sessions.every(
      (one: unknown) =>
        one === null ||
        (typeof one === "object" &&
          ["course", "t", "room", "trainer"].every((name) =>
            isWhole((one as Readonly<Record<string, unknown>>)[name]),
          )),
    )
  );
}
