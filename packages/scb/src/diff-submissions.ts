import type { Finding } from "./finding.ts";
import type { Layout, ScbRecord } from "./layout.ts";
import { submissionFinding } from "./submission-messages.ts";
import { keyOf, unitOf, valueOf } from "./row-rule.ts";

/** Somebody's signed word that a loss is meant. */
export interface Decision {
  /** Skolenhetskod of the unit it is about. */
  readonly schoolUnit: string;
  readonly by: string;
  readonly reason: string;
  /** ISO 8601 instant. */
  readonly at: string;
  /** Pupils whose loss is meant: a larger loss is asked about again. Absent: all of the unit. */
  readonly gone?: number;
}

/** What a new submission changes for one school unit. */
export interface UnitChange {
  readonly schoolUnit: string;
  readonly before: number;
  readonly after: number;
  /** Pupils of the previous file who are not in the new one, at any unit. */
  readonly gone: number;
  readonly added: number;
}

export interface SubmissionDiff {
  readonly units: readonly UnitChange[];
  /** Units of the previous file that the new one lacks. */
  readonly lostUnits: readonly string[];
  /** Pupils of the previous file that the new one lacks. */
  readonly gone: number;
  readonly added: number;
  /** Pupils in both with at least one field changed. */
  readonly changed: number;
  /** How many rows changed in each field; fields without a change are absent. */
  readonly changedByField: Readonly<Record<string, number>>;
}

/**
 * What a new submission of the same collection and term would change. SCB replaces everything the reporter sent before
 * with the new file, so what it lacks is deleted (SCB's instructions for grades, year 6, 2025, page 7).
 * @param layout - says which fields name a row: with another one's, a person's rows at two units count as one
 */
export function diffSubmissions(
  previous: readonly ScbRecord[],
  next: readonly ScbRecord[],
  { key = ["PersonNr"] }: Pick<Layout, "key">,
): SubmissionDiff {
  const before = new Map(previous.map((row) => [keyOf(row, key), row]));
  const after = new Map(next.map((row) => [keyOf(row, key), row]));
  const units = new Map<string, { before: number; after: number; gone: number; added: number }>();
  const unit = (code: string) => {
    const found = units.get(code) ?? { before: 0, after: 0, gone: 0, added: 0 };
    units.set(code, found);
    return found;
  };
  let changed = 0;
  const changedByField: Record<string, number> = {};
  for (const [person, row] of before) {
    const counts = unit(unitOf(row));
    counts.before += 1;
    const now = after.get(person);
    if (!now) {
      counts.gone += 1;
      continue;
    }
    const differing = Object.keys({ ...row, ...now }).filter((name) => valueOf(row, name) !== valueOf(now, name));
    if (differing.length > 0) changed += 1;
    for (const name of differing) changedByField[name] = (changedByField[name] ?? 0) + 1;
  }
  for (const [person, row] of after) {
    const counts = unit(unitOf(row));
    counts.after += 1;
    if (!before.has(person)) counts.added += 1;
  }
  const list = [...units]
    .map(([schoolUnit, counts]) => ({ schoolUnit, ...counts }))
    .sort((a, b) => (a.schoolUnit < b.schoolUnit ? -1 : 1));
  return {
    units: list,
    lostUnits: list.filter((one) => one.before > 0 && one.after === 0).map((one) => one.schoolUnit),
    gone: list.reduce((sum, one) => sum + one.gone, 0),
    added: list.reduce((sum, one) => sum + one.added, 0),
    changed,
    changedByField,
  };
}

/**
 * What has to be decided before the new submission replaces the previous one: every unit and every pupil that it would
 * delete. A decision with a name and a reason, about a loss of that size, turns it into a note.
 */
export function checkLosses(diff: SubmissionDiff, decisions: readonly Decision[] = []): readonly Finding[] {
  return diff.units.flatMap((unit) => {
    const isLost = unit.before > 0 && unit.after === 0;
    if (!isLost && unit.gone === 0) return [];
    const where = `school unit ${unit.schoolUnit}`;
    const isDecided = decisions.some(
      ({ schoolUnit, by, reason, gone = Infinity }) =>
        schoolUnit === unit.schoolUnit && by.trim() !== "" && reason.trim() !== "" && unit.gone <= gone,
    );
    if (isDecided)
      return [submissionFinding("scb.decided", where, { about: isLost ? "unit not reported" : "fewer pupils" })];
    return [
      isLost
        ? submissionFinding("scb.lost-unit", where, { pupils: unit.before })
        : submissionFinding("scb.lost-pupils", where, { before: unit.before, after: unit.after, gone: unit.gone }),
    ];
  });
}
