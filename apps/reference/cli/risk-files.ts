import { createPlan, rolloutTemplate, toNetwork } from "@milstolpe/phases";
import {
  driversOf,
  fiveByFive,
  inferredQuantification,
  type Finding,
  type Register,
  type Result,
  type SimulationModel,
} from "@milstolpe/risk";
import { parseModel, parseRegister } from "@milstolpe/risk/schema";
import { demoDecisions, demoStart, swedishHolidays } from "../demo/rollout.ts";
import { demoRisks } from "../server/risk-job.ts";
import { readJson } from "./files.ts";
import { dayOption, type Call } from "./verb.ts";

/** What is simulated: a model, and for the rollout's plan also the register behind it and the calendar of its days. */
export interface RiskSubject {
  readonly model: SimulationModel;
  readonly register?: Register;
  readonly dayToDate?: (day: number) => string;
}

/**
 * The file that the user named: a simulation model (`network`, `risks`, …), or a register, which is put on the rollout's
 * plan. Without a file it is the demo's register.
 */
export function readRiskFile(call: Call): Result<RiskSubject, readonly Finding[]> {
  const [file] = call.positionals;
  if (file === undefined) return { ok: true, value: onRollout(call, demoRisks) };
  const json = readJson(file);
  if (typeof json === "object" && json !== null && "network" in json) {
    const parsed = parseModel(json);
    return parsed.ok ? { ok: true, value: { model: parsed.value } } : parsed;
  }
  const parsed = parseRegister(json);
  return parsed.ok ? { ok: true, value: onRollout(call, parsed.value) } : parsed;
}

function onRollout(call: Call, register: Register): RiskSubject {
  const start = dayOption(call, "start") ?? demoStart;
  const calendar = { holidays: swedishHolidays(start) };
  const plan = createPlan(rolloutTemplate, { start, calendar, decisions: demoDecisions });
  const { network, dayToDate } = toNetwork(plan);
  const drivers = driversOf(register, fiveByFive, inferredQuantification, network);
  return { model: { network, ...drivers }, register, dayToDate };
}
