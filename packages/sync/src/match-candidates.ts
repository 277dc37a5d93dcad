import type { Batch, Person } from "./batch.ts";
import { type LinkRecord, plainValue } from "./link-comparison.ts";
import { modelOfKnownPairs } from "./link-model.ts";
import { linkRecords, personLinking } from "./link-records.ts";
import { match, type MatchCandidate, type MatchDecision } from "./match.ts";
import type { Register } from "./register.ts";

export interface CandidateOptions {
  readonly source: Batch;
  readonly target: Register;
  readonly decisions?: readonly MatchDecision[];
}

/**
 * Looks for people of the source who are new by number and id, and yet are like somebody in the target whom nothing in
 * the source is: the same person with another number, or entered by hand. Learns what the same person looks like from
 * those who are linked already. Give the result to `reconcile` or `match`: these people are then asked about, not doubled.
 * @example
 * const candidates = matchCandidates({ source, target });
 * const plan = reconcile({ source, target, candidates });
 */
export function matchCandidates({ source, target, decisions = [] }: CandidateOptions): readonly MatchCandidate[] {
  const { situations, targetOf } = match({ source, target, decisions });
  const newcomers = new Set(
    situations.flatMap(({ entity, kind, by, sourceId }) =>
      entity === "persons" && kind === "unmatched" && by !== "decision" && sourceId !== undefined ? [sourceId] : [],
    ),
  );
  if (newcomers.size === 0) return [];
  const found = new Set(targetOf.persons.values());
  const fromSource = describePeople(source, (unit) => targetOf.units.get(unit) ?? unit);
  const fromTarget = describePeople(target, (unit) => unit);
  const strays = target.persons.filter(({ id }) => !found.has(id)).map(({ id }) => id);
  const known = [...targetOf.persons].flatMap(
    ([sourceId, targetId]): readonly (readonly [LinkRecord, LinkRecord])[] => {
      const [one, other] = [fromSource.get(sourceId), fromTarget.get(targetId)];
      return one && other ? [[one, other]] : [];
    },
  );
  const model = modelOfKnownPairs(personLinking.comparisons, known, [...fromSource.values()], [...fromTarget.values()]);
  const { links } = linkRecords({
    left: [...newcomers].flatMap((id) => fromSource.get(id) ?? []),
    right: strays.flatMap((id) => fromTarget.get(id) ?? []),
    ...personLinking,
    model: { ...model, prior: 0.1 / Math.max(newcomers.size, strays.length, 10) },
  });
  return links.map(({ left, right, probability, isDefinite, reasons }) => ({
    entity: "persons",
    sourceId: left,
    targetId: right,
    probability,
    isDefinite,
    reasons,
  }));
}

/** People as they are compared: name, birth date, where they belong, who their guardians are. */
function describePeople(rows: Batch | Register, unitOf: (unit: string) => string): ReadonlyMap<string, LinkRecord> {
  const units = new Map<string, string>();
  for (const entity of ["duties", "placements", "enrolments"] as const)
    for (const { person, unit } of rows[entity]) units.set(person, unitOf(unit));
  const names = new Map(rows.persons.map((person) => [person.id, nameOf(person)]));
  const guardians = new Map<string, string[]>();
  for (const { child, guardian } of rows.guardianships)
    guardians.set(child, [...(guardians.get(child) ?? []), names.get(guardian) ?? ""]);
  return new Map(
    rows.persons.map((person) => {
      const [guardian1 = "", guardian2 = ""] = (guardians.get(person.id) ?? []).sort();
      const record: LinkRecord = {
        id: person.id,
        given: plainValue(person.givenName),
        family: plainValue(person.familyName),
        birthDate: person.birthDate ?? "",
        unit: units.get(person.id) ?? "",
        guardian1,
        guardian2,
        email: plainValue(person.email),
      };
      return [person.id, record];
    }),
  );
}

const nameOf = ({ givenName, familyName }: Person): string => plainValue(`${givenName} ${familyName}`);
