import type { Entity } from "./batch.ts";
import { guardLimits, type GuardLimits } from "./guard-limits.ts";
import { type GuardResult, pass, say } from "./guard-result.ts";
import type { PlanHistory } from "./guards.ts";
import { finding } from "./messages.ts";
import type { Plan } from "./plan.ts";

export function sourceRead({ basis }: Plan): GuardResult {
  if (basis.mustFindings.length > 0) {
    const codes = basis.mustFindings.join(", ");
    return say("source-read", "reject", finding("sync.source-findings", "source", { codes }));
  }
  if (!basis.isComplete) return say("source-read", "reject", finding("sync.source-incomplete", "source", {}));
  return pass("source-read");
}

export function sourceSize({ basis }: Plan, { rows = {} }: PlanHistory): GuardResult {
  if (basis.kind === "delta") return pass("source-size");
  if (basis.source.persons === 0) return say("source-size", "reject", finding("sync.source-empty", "source", {}));
  for (const entity of basis.complete) {
    const before = basis.active[entity];
    if (entity !== "persons" && before >= 5 && basis.source[entity] === 0)
      return say("source-size", "hold", finding("sync.entity-empty", entity, { entity, before }));
  }
  for (const [entity, before] of Object.entries(rows) as [Entity, number][]) {
    const after = basis.source[entity];
    if (after < before * guardLimits.fewerRows)
      return say("source-size", "warn", finding("sync.fewer-rows", entity, { entity, before, after }));
  }
  return pass("source-size");
}

export function encoding({ basis }: Plan): GuardResult {
  const { twice, lost, replaced, nordic, texts, nordicInTarget, textsInTarget } = basis.garbled;
  if (lost > 0) return say("encoding", "reject", finding("sync.lost-characters", "source", { rows: lost }));
  if (twice > 0) return say("encoding", "hold", finding("sync.garbled", "source", { rows: twice }));
  if (replaced > Math.max(2, texts * 0.002))
    return say("encoding", "hold", finding("sync.replaced-characters", "source", { rows: replaced }));
  // Swedish names without å, ä or ö, or with far fewer than the register has: letters were dropped on the way.
  const expected = textsInTarget >= 500 ? nordicInTarget / textsInTarget : 0.02;
  if (texts >= 500 && nordic < (texts * expected) / 4)
    return say("encoding", "hold", finding("sync.no-nordic-letters", "source", { rows: texts }));
  return pass("encoding");
}

/** Leading zeros lost, dates rewritten, columns shifted: a few rows are looked at, many are another file. */
export function values({ basis }: Plan, { malformed }: GuardLimits): GuardResult {
  const fields = Object.entries(basis.malformed).sort(([a], [b]) => (a < b ? -1 : 1));
  const worst = fields.find(([field, rows]) => {
    const all = basis.source[field.slice(0, field.indexOf(".")) as Entity];
    return rows > Math.max(2, all * malformed);
  });
  const found = worst ?? fields[0];
  if (found === undefined) return pass("values");
  const [field, rows] = found;
  return say("values", worst ? "hold" : "warn", finding("sync.malformed", field, { field, rows }));
}

export function keys({ situations, basis }: Plan): GuardResult {
  const duplicates = situations["duplicateKey"] ?? 0;
  const disputed = situations["disputed"] ?? 0;
  if (duplicates > Math.max(10, basis.source.persons * 0.01))
    return say("keys", "reject", finding("sync.duplicate-keys", "source", { rows: duplicates }));
  if (disputed > Math.max(10, basis.source.persons * 0.02))
    return say("keys", "hold", finding("sync.many-disputed", "source", { rows: disputed }));
  if (basis.rejected > Math.max(10, basis.source.persons * 0.05))
    return say("keys", "hold", finding("sync.rejected-rows", "source", { rows: basis.rejected }));
  if (duplicates > 0) return say("keys", "warn", finding("sync.duplicate-keys", "source", { rows: duplicates }));
  if (disputed > 0) return say("keys", "warn", finding("sync.disputed", "source", { rows: disputed }));
  if (basis.rejected > 0) return say("keys", "warn", finding("sync.rejected-rows", "source", { rows: basis.rejected }));
  return pass("keys");
}

export function municipality({ basis }: Plan, { municipalityCode }: PlanHistory): GuardResult {
  if (municipalityCode === undefined || basis.municipalityCodes.length === 0) return pass("municipality");
  if (basis.municipalityCodes.every((code) => code === municipalityCode)) return pass("municipality");
  const found = basis.municipalityCodes.join(", ");
  return say(
    "municipality",
    "reject",
    finding("sync.wrong-municipality", "source", { expected: municipalityCode, found }),
  );
}

export function units({ basis }: Plan, { knownUnits }: GuardLimits): GuardResult {
  const { known, all } = basis.knownUnits;
  if (all === 0 || basis.target.units < 5 || known >= all * knownUnits) return pass("units");
  return say("units", "hold", finding("sync.unknown-units", "units", { known, all }));
}

export function order({ readAt }: Plan, { appliedReadAt }: PlanHistory): GuardResult {
  if (appliedReadAt === undefined || Date.parse(readAt) >= Date.parse(appliedReadAt)) return pass("order");
  return say("order", "reject", finding("sync.older-reading", "source", { applied: appliedReadAt }));
}

/** What happened between two deltas is lost for good: only a total reading mends it. */
export function delta({ basis }: Plan, { appliedTo }: PlanHistory): GuardResult {
  if (basis.kind !== "delta") return pass("delta");
  if (appliedTo === undefined) return say("delta", "reject", finding("sync.delta-first", "source", {}));
  if (basis.window === undefined) return say("delta", "warn", finding("sync.delta-window", "source", {}));
  if (Date.parse(basis.window.from) <= Date.parse(appliedTo)) return pass("delta");
  return say("delta", "reject", finding("sync.delta-gap", "source", { applied: appliedTo, from: basis.window.from }));
}

/** Who was kept out as protected is known by their marking, by a child's, or by what is remembered; by nothing, by nobody. */
export function protectedPeople({ basis }: Plan): GuardResult {
  if (basis.forgetsProtected !== true) return pass("protected");
  return say("protected", "hold", finding("sync.protected-forgotten", "source", {}));
}
