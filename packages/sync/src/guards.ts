import type { Entity } from "./batch.ts";
import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import type { Operation, Plan } from "./plan.ts";

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
  | "values"
  | "keys"
  | "municipality"
  | "units"
  | "removals"
  | "relation-removals"
  | "unit-removals"
  | "additions"
  | "updates"
  | "field-changes"
  | "order"
  | "delta";

/** What was applied before, as far as the guards ask. */
export interface PlanHistory {
  /** Municipality whose units the source must have. */
  readonly municipalityCode?: string;
  /** `readAt` of the newest reading that was applied. */
  readonly appliedReadAt?: string;
  /** Rows per entity of that reading. */
  readonly rows?: Readonly<Partial<Record<Entity, number>>>;
  /** End of the `window` of the newest delta that was applied, or when the newest total was read. */
  readonly appliedTo?: string;
  /**
   * Weeks in which classes are made anew and a year's pupils change school, as dates, both ends inclusive. There the
   * limits are `rolloverLimits`.
   */
  readonly rollover?: readonly { readonly from: string; readonly to: string }[];
}

/** Limits of the guards, as shares. */
export interface GuardLimits {
  /** People taken out of use. */
  readonly removals: number;
  /** Rows of one kind of relation taken out of use: enrolments, duties, guardianships … */
  readonly relationRemovals: number;
  /** Memberships and groups taken out of use. */
  readonly groupRemovals: number;
  /** Children and pupils that one unit loses. */
  readonly unitRemovals: number;
  /** New people. */
  readonly additions: number;
  /** People changed. */
  readonly updates: number;
  /** People of whom one and the same field is changed. */
  readonly fieldChanges: number;
  /** People of whom one and the same field is emptied. */
  readonly fieldEmptied: number;
  /** Units of the source that the register must know. */
  readonly knownUnits: number;
  /** Rows there must be of what there was. */
  readonly fewerRows: number;
  /** Values that may be without the form of their field. */
  readonly malformed: number;
}

/**
 * In term. Removals: a tenth (Clever's safety hold; others 5 to 20 %); one unit: half; changed people: three quarters
 * (Clever). A limit is never raised to get a plan through: an approval is for one plan.
 */
export const guardLimits: GuardLimits = {
  removals: 0.1,
  relationRemovals: 0.15,
  groupRemovals: 0.3,
  unitRemovals: 0.5,
  additions: 0.25,
  updates: 0.75,
  fieldChanges: 0.5,
  fieldEmptied: 0.1,
  knownUnits: 0.8,
  fewerRows: 0.9,
  malformed: 0.01,
};

/** At rollover every class and membership is another, a year's pupils leave each school, and everybody's year changes. */
export const rolloverLimits: GuardLimits = {
  ...guardLimits,
  removals: 0.15,
  relationRemovals: 0.35,
  groupRemovals: 1,
  unitRemovals: 0.6,
};

/** A register smaller than this is being filled: shares say nothing yet. */
const smallRegister = 50;

const percent = (part: number, all: number): number => Math.round((part / all) * 1000) / 10;

/**
 * Runs every guard over a plan, before anything is written. Pure: the same for a preview as for the real thing.
 * @example
 * const held = check(plan, { municipalityCode: "9901" }).filter(({ outcome }) => outcome === "hold");
 */
export function check(plan: Plan, history: PlanHistory = {}): readonly GuardResult[] {
  const limits = isRollover(plan, history) ? rolloverLimits : guardLimits;
  return [
    sourceRead(plan),
    sourceSize(plan, history),
    encoding(plan),
    values(plan, limits),
    keys(plan),
    municipality(plan, history),
    units(plan, limits),
    removals(plan, limits),
    ...relationRemovals(plan, limits),
    additions(plan, limits),
    updates(plan, limits),
    ...fieldStorms(plan, limits),
    order(plan, history),
    delta(plan, history),
    ...unitRemovals(plan, limits),
  ];
}

function isRollover({ readAt }: Plan, { rollover = [] }: PlanHistory): boolean {
  const day = readAt.slice(0, 10);
  return rollover.some(({ from, to }) => from <= day && day <= to);
}

const pass = (id: GuardId): GuardResult => ({ id, outcome: "pass" });
const say = (id: GuardId, outcome: GuardOutcome, found: Finding): GuardResult => ({ id, outcome, finding: found });
/** What was found; one pass when nothing was. */
const orPass = (id: GuardId, found: readonly GuardResult[]): readonly GuardResult[] =>
  found.length === 0 ? [pass(id)] : found;

function sourceRead({ basis }: Plan): GuardResult {
  if (basis.mustFindings.length > 0) {
    const codes = basis.mustFindings.join(", ");
    return say("source-read", "reject", finding("sync.source-findings", "source", { codes }));
  }
  if (!basis.isComplete) return say("source-read", "reject", finding("sync.source-incomplete", "source", {}));
  return pass("source-read");
}

function sourceSize({ basis }: Plan, { rows = {} }: PlanHistory): GuardResult {
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

function encoding({ basis }: Plan): GuardResult {
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
function values({ basis }: Plan, { malformed }: GuardLimits): GuardResult {
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

function keys({ situations, basis }: Plan): GuardResult {
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

function units({ basis }: Plan, { knownUnits }: GuardLimits): GuardResult {
  const { known, all } = basis.knownUnits;
  if (all === 0 || basis.target.units < 5 || known >= all * knownUnits) return pass("units");
  return say("units", "hold", finding("sync.unknown-units", "units", { known, all }));
}

function removals({ operations, basis }: Plan, limits: GuardLimits): GuardResult {
  const deletions = operations.filter(({ kind }) => kind === "delete").length;
  if (deletions > 0) return say("removals", "hold", finding("sync.deletions", "plan", { deletions }));
  const count = operations.filter(({ kind, entity }) => kind === "deactivate" && entity === "persons").length;
  const of = basis.active.persons;
  if (of < smallRegister || count <= of * limits.removals) return pass("removals");
  return say(
    "removals",
    "hold",
    finding("sync.removals", "persons", { removals: count, of, percent: percent(count, of) }),
  );
}

/** A relation may be emptied while everybody is still there: all guardians gone, all teachers off duty. */
function relationRemovals({ operations, basis }: Plan, limits: GuardLimits): readonly GuardResult[] {
  const gone = countBy(operations, ({ kind, entity }) => (kind === "deactivate" ? entity : undefined));
  const entities = ["units", "groups", "enrolments", "placements", "duties", "memberships", "guardianships"] as const;
  const held = entities.flatMap((entity): readonly GuardResult[] => {
    const [count, of] = [gone.get(entity) ?? 0, basis.active[entity]];
    const limit = entity === "groups" || entity === "memberships" ? limits.groupRemovals : limits.relationRemovals;
    if (of < smallRegister || count <= of * limit) return [];
    const found = finding("sync.relation-removals", entity, {
      entity,
      removals: count,
      of,
      percent: percent(count, of),
    });
    return [say("relation-removals", "hold", found)];
  });
  return orPass("relation-removals", held);
}

/** Everybody new is nobody found: ids or numbers of another kind, or another register. */
function additions({ operations, basis }: Plan, limits: GuardLimits): GuardResult {
  const count = operations.filter(({ kind, entity }) => kind === "create" && entity === "persons").length;
  const of = basis.active.persons;
  if (of < smallRegister || count <= of * limits.additions) return pass("additions");
  return say(
    "additions",
    "hold",
    finding("sync.additions", "persons", { additions: count, of, percent: percent(count, of) }),
  );
}

function updates({ operations, basis }: Plan, limits: GuardLimits): GuardResult {
  const count = operations.filter(
    ({ kind, entity }) => (kind === "update" || kind === "rekey") && entity === "persons",
  ).length;
  const of = basis.active.persons;
  if (of < smallRegister || count <= of * limits.updates) return pass("updates");
  return say(
    "updates",
    "hold",
    finding("sync.updates", "persons", { updates: count, of, percent: percent(count, of) }),
  );
}

/** One field of very many people changed or emptied: a column that moved, or that is no longer filled in. */
function fieldStorms({ operations, basis }: Plan, limits: GuardLimits): readonly GuardResult[] {
  const of = basis.active.persons;
  if (of < smallRegister) return [pass("field-changes")];
  const changed = new Map<string, number>();
  const emptied = new Map<string, number>();
  for (const { entity, kind, changes } of operations) {
    if (entity !== "persons" || (kind !== "update" && kind !== "rekey")) continue;
    for (const { field, before, after } of changes) {
      if ((before ?? "") !== "") changed.set(field, (changed.get(field) ?? 0) + 1);
      if ((after ?? "") === "") emptied.set(field, (emptied.get(field) ?? 0) + 1);
    }
  }
  const held = [...changed]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([field, count]): readonly GuardResult[] => {
      const empty = emptied.get(field) ?? 0;
      if (empty > of * limits.fieldEmptied) {
        const params = { field, rows: empty, percent: percent(empty, of) };
        return [say("field-changes", "hold", finding("sync.field-emptied", `persons.${field}`, params))];
      }
      if (count <= of * limits.fieldChanges) return [];
      const params = { field, rows: count, percent: percent(count, of) };
      return [say("field-changes", "hold", finding("sync.field-changes", `persons.${field}`, params))];
    });
  return orPass("field-changes", held);
}

function order({ readAt }: Plan, { appliedReadAt }: PlanHistory): GuardResult {
  if (appliedReadAt === undefined || Date.parse(readAt) >= Date.parse(appliedReadAt)) return pass("order");
  return say("order", "reject", finding("sync.older-reading", "source", { applied: appliedReadAt }));
}

/** What happened between two deltas is lost for good: only a total reading mends it. */
function delta({ basis }: Plan, { appliedTo }: PlanHistory): GuardResult {
  if (basis.kind !== "delta" || basis.window === undefined) return pass("delta");
  if (appliedTo === undefined) return say("delta", "reject", finding("sync.delta-first", "source", {}));
  if (Date.parse(basis.window.from) <= Date.parse(appliedTo)) return pass("delta");
  return say("delta", "reject", finding("sync.delta-gap", "source", { applied: appliedTo, from: basis.window.from }));
}

/** One result per unit that would lose half of its children and pupils or more, or all of a handful. */
function unitRemovals({ operations, basis }: Plan, limits: GuardLimits): readonly GuardResult[] {
  const gone = countBy(operations, ({ kind, entity, unit }) =>
    kind === "deactivate" && (entity === "enrolments" || entity === "placements") ? unit : undefined,
  );
  const held = [...gone]
    .filter(([unit, count]) => {
      const of = basis.pupilsByUnit[unit] ?? 0;
      return of >= 10 ? count >= of * limits.unitRemovals : of >= 3 && count >= of;
    })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([unit, count]): GuardResult => {
      const params = { unit, removals: count, of: basis.pupilsByUnit[unit] ?? 0 };
      return { unit, ...say("unit-removals", "hold", finding("sync.unit-removals", `unit ${unit}`, params)) };
    });
  return orPass("unit-removals", held);
}

function countBy<Key>(operations: readonly Operation[], keyOf: (operation: Operation) => Key | undefined) {
  const counts = new Map<Key, number>();
  for (const operation of operations) {
    const key = keyOf(operation);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
