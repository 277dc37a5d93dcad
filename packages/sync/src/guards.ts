import type { Entity } from "./batch.ts";
import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import type { Plan } from "./plan.ts";

export type GuardOutcome = "pass" | "warn" | "hold" | "reject";

/** What one guard says of a plan. `reject`: never; `hold`: only with an approval; `warn`: look at it. */
export interface GuardResult {
  readonly id: GuardId;
  readonly outcome: GuardOutcome;
  /** The unit it is about, in the target's ids; absent: the whole plan. */
  readonly unit?: string;
  /** Present unless it passed. */
  readonly finding?: Finding;
}

export type GuardId =
  | "source-read"
  | "source-size"
  | "encoding"
  | "keys"
  | "municipality"
  | "units"
  | "removals"
  | "unit-removals"
  | "updates"
  | "order";

/** What was applied before, as far as the guards ask. */
export interface PlanHistory {
  /** Municipality whose units the source must have. */
  readonly municipalityCode?: string;
  /** `readAt` of the newest reading that was applied. */
  readonly appliedReadAt?: string;
  /** Rows per entity of that reading. */
  readonly rows?: Readonly<Partial<Record<Entity, number>>>;
}

/**
 * Limits of the guards, as shares. Removals: a tenth (Clever's safety hold; others 5 to 20 %); one unit: half; changed
 * people: three quarters (Clever). A limit is never raised to get a plan through: an approval is for one plan.
 */
export const guardLimits = {
  removals: 0.1,
  unitRemovals: 0.5,
  updates: 0.75,
  knownUnits: 0.8,
  fewerRows: 0.9,
} as const;

/** A register smaller than this is being filled: shares say nothing yet. */
const smallRegister = 50;

const percent = (part: number, all: number): number => Math.round((part / all) * 1000) / 10;

/**
 * Runs every guard over a plan, before anything is written. Pure: the same for a preview as for the real thing.
 * @example
 * const held = check(plan, { municipalityCode: "9901" }).filter(({ outcome }) => outcome === "hold");
 */
export function check(plan: Plan, history: PlanHistory = {}): readonly GuardResult[] {
  return [
    sourceRead(plan),
    sourceSize(plan, history),
    encoding(plan),
    keys(plan),
    municipality(plan, history),
    units(plan),
    removals(plan),
    updates(plan),
    order(plan, history),
    ...unitRemovals(plan),
  ];
}

const pass = (id: GuardId): GuardResult => ({ id, outcome: "pass" });
const say = (id: GuardId, outcome: GuardOutcome, found: Finding): GuardResult => ({ id, outcome, finding: found });

function sourceRead({ basis }: Plan): GuardResult {
  if (basis.mustFindings.length > 0)
    return say(
      "source-read",
      "reject",
      finding("sync.source-findings", "source", { codes: basis.mustFindings.join(", ") }),
    );
  return basis.isComplete
    ? pass("source-read")
    : say("source-read", "reject", finding("sync.source-incomplete", "source", {}));
}

function sourceSize({ basis }: Plan, { rows = {} }: PlanHistory): GuardResult {
  if (basis.kind === "delta") return pass("source-size");
  if (basis.source.persons === 0) return say("source-size", "reject", finding("sync.source-empty", "source", {}));
  for (const entity of ["units", "enrolments", "placements", "duties", "guardianships"] as const) {
    const before = basis.target[entity];
    if (before >= smallRegister && basis.source[entity] === 0)
      return say("source-size", "hold", finding("sync.entity-empty", entity, { entity, before }));
  }
  for (const [entity, before] of Object.entries(rows) as [Entity, number][]) {
    const after = basis.source[entity];
    if (after < before * guardLimits.fewerRows)
      return say("source-size", "warn", finding("sync.fewer-rows", entity, { entity, before, after }));
  }
  return pass("source-size");
}

function encoding({ basis }: Plan): GuardResult {
  const { twice, lost, nordic } = basis.garbled;
  if (lost > 0) return say("encoding", "reject", finding("sync.lost-characters", "source", { rows: lost }));
  if (twice > 0) return say("encoding", "hold", finding("sync.garbled", "source", { rows: twice }));
  // Swedish names without a single å, ä or ö: letters were dropped on the way.
  if (nordic === 0 && basis.source.persons >= 500)
    return say("encoding", "hold", finding("sync.no-nordic-letters", "source", { rows: basis.source.persons }));
  return pass("encoding");
}

function keys({ situations, basis }: Plan): GuardResult {
  const duplicates = situations["duplicateKey"] ?? 0;
  const disputed = situations["disputed"] ?? 0;
  if (duplicates > Math.max(10, basis.source.persons * 0.01))
    return say("keys", "reject", finding("sync.duplicate-keys", "source", { rows: duplicates }));
  if (duplicates > 0) return say("keys", "warn", finding("sync.duplicate-keys", "source", { rows: duplicates }));
  if (disputed > 0) return say("keys", "warn", finding("sync.disputed", "source", { rows: disputed }));
  return basis.rejected > 0
    ? say("keys", "warn", finding("sync.rejected-rows", "source", { rows: basis.rejected }))
    : pass("keys");
}

function municipality({ basis }: Plan, { municipalityCode }: PlanHistory): GuardResult {
  if (municipalityCode === undefined || basis.municipalityCodes.length === 0) return pass("municipality");
  if (basis.municipalityCodes.every((code) => code === municipalityCode)) return pass("municipality");
  const found = basis.municipalityCodes.join(", ");
  return say(
    "municipality",
    "reject",
    finding("sync.wrong-municipality", "source", { expected: municipalityCode, found }),
  );
}

function units({ basis }: Plan): GuardResult {
  const { known, all } = basis.knownUnits;
  if (all === 0 || basis.target.units < 5 || known >= all * guardLimits.knownUnits) return pass("units");
  return say("units", "hold", finding("sync.unknown-units", "units", { known, all }));
}

function removals({ operations, basis }: Plan): GuardResult {
  const count = operations.filter(({ kind, entity }) => kind === "deactivate" && entity === "persons").length;
  const of = basis.target.persons;
  if (of < smallRegister || count <= of * guardLimits.removals) return pass("removals");
  return say(
    "removals",
    "hold",
    finding("sync.removals", "persons", { removals: count, of, percent: percent(count, of) }),
  );
}

function updates({ operations, basis }: Plan): GuardResult {
  const count = operations.filter(
    ({ kind, entity }) => (kind === "update" || kind === "rekey") && entity === "persons",
  ).length;
  const of = basis.target.persons;
  if (of < smallRegister || count <= of * guardLimits.updates) return pass("updates");
  return say(
    "updates",
    "hold",
    finding("sync.updates", "persons", { updates: count, of, percent: percent(count, of) }),
  );
}

function order({ readAt }: Plan, { appliedReadAt }: PlanHistory): GuardResult {
  if (appliedReadAt === undefined || Date.parse(readAt) >= Date.parse(appliedReadAt)) return pass("order");
  return say("order", "reject", finding("sync.older-reading", "source", { applied: appliedReadAt }));
}

/** One result per unit that would lose half of its children and pupils or more; a pass when there is none. */
function unitRemovals({ operations, basis }: Plan): readonly GuardResult[] {
  const gone = new Map<string, number>();
  for (const { kind, entity, unit } of operations) {
    if (kind === "deactivate" && unit !== undefined && (entity === "enrolments" || entity === "placements"))
      gone.set(unit, (gone.get(unit) ?? 0) + 1);
  }
  const held = [...gone]
    .filter(
      ([unit, count]) =>
        (basis.pupilsByUnit[unit] ?? 0) >= 10 && count >= (basis.pupilsByUnit[unit] ?? 0) * guardLimits.unitRemovals,
    )
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([unit, count]): GuardResult => ({
      id: "unit-removals",
      outcome: "hold",
      unit,
      finding: finding("sync.unit-removals", `unit ${unit}`, {
        unit,
        removals: count,
        of: basis.pupilsByUnit[unit] ?? 0,
      }),
    }));
  return held.length === 0 ? [pass("unit-removals")] : held;
}
