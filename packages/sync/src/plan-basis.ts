import type { Batch, Entity } from "./batch.ts";
import { speaksForAll } from "./coverage.ts";
import type { PlanBasis } from "./plan.ts";
import { type Register, rowKey, targetEntities } from "./register.ts";

const entities = targetEntities.filter((entity): entity is Entity => entity !== "links");

/** `Ã` or `Â` and what UTF-8's second byte looks like when it is read as Latin-1 or Windows-1252. */
const twice =
  /[ÃÂ][\u0080-\u00bf\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2030\u2039\u203a\u20ac\u2122\u02dc\u02c6]/;
const nordic = /[åäöÅÄÖ]/;
/** The replacement character, or a control character that no name has. */
const lost = /\ufffd|(?<![ÃÂ])[\u0080-\u009f]/;
/** A question mark where a letter should be. */
const replaced = /\p{L}\?\p{L}|(^|\s)\?\p{L}/u;

/** Counts what the guards need to know of the two sides. O(rows). */
export function basisOf(source: Batch, target: Register): PlanBasis {
  const inactive = new Set(target.inactive);
  const texts = textsOf(source);
  const held = textsOf(target);
  const codesOf = (rows: Batch | Register): readonly string[] =>
    rows.units.flatMap(({ schoolUnitCode }) => (schoolUnitCode === undefined ? [] : [schoolUnitCode]));
  const knownCodes = new Set(codesOf(target));
  const codes = codesOf(source);
  return {
    isComplete: source.health.complete,
    kind: source.kind,
    complete: entities.filter((entity) => speaksForAll(source, entity)),
    source: counts((entity) => source[entity].length),
    target: counts((entity) => target[entity].length),
    active: counts((entity) =>
      inactive.size === 0
        ? target[entity].length
        : target[entity].filter(({ id }) => !inactive.has(rowKey(entity, id))).length,
    ),
    pupilsByUnit: pupilsByUnit(target, inactive),
    municipalityCodes: distinct(source.units.map(({ municipalityCode }) => municipalityCode)),
    garbled: {
      twice: count(texts, twice),
      lost: count(texts, lost),
      replaced: count(texts, replaced),
      nordic: count(texts, nordic),
      texts: texts.length,
      nordicInTarget: count(held, nordic),
      textsInTarget: held.length,
    },
    malformed: malformed(source),
    rejected: source.rejected.length,
    knownUnits: { known: codes.filter((code) => knownCodes.has(code)).length, all: codes.length },
    mustFindings: distinct(
      source.health.findings.map(({ severity, code }) => (severity === "must" ? code : undefined)),
    ),
    ...(source.window ? { window: source.window } : {}),
  };
}

const count = (texts: readonly string[], pattern: RegExp): number => texts.filter((text) => pattern.test(text)).length;
const counts = (of: (entity: Entity) => number): Record<Entity, number> =>
  Object.fromEntries(entities.map((entity) => [entity, of(entity)])) as Record<Entity, number>;
const distinct = (values: readonly (string | undefined)[]): readonly string[] =>
  [...new Set(values.filter((value) => value !== undefined))].sort();

const textsOf = ({ persons, units, groups }: Batch | Register): readonly string[] => [
  ...persons.map(({ givenName, familyName }) => `${givenName} ${familyName}`),
  ...units.map(({ name }) => name),
  ...groups.map(({ name }) => name),
];

function pupilsByUnit(target: Register, inactive: ReadonlySet<string>): Readonly<Record<string, number>> {
  const pupils: Record<string, number> = {};
  for (const entity of ["enrolments", "placements"] as const) {
    for (const { id, unit } of target[entity])
      if (!inactive.has(rowKey(entity, id))) pupils[unit] = (pupils[unit] ?? 0) + 1;
  }
  return pupils;
}

const date = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
/** Twelve characters; the two after the date may be letters in a local number, the day of a coordination number is 61–91. */
const identity = /^(19|20)\d\d(0[1-9]|1[0-2])([0-9]\d)[0-9A-Z]{2}\d\d$/;
const unitCode = /^\d{8}$/;
const municipalityCode = /^\d{4}$/;

/**
 * Values that don't have the form their field must have, by `entity.field`: leading zeros lost, dates rewritten by a
 * spreadsheet, columns shifted, blanks around an id. Which they are is not told: only how many.
 */
function malformed({ units, persons, enrolments, groups }: Batch): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  const see = (field: string, value: string | undefined, isRight: (value: string) => boolean): void => {
    if (value !== undefined && value !== "" && !isRight(value)) found[field] = (found[field] ?? 0) + 1;
  };
  const isTrimmed = (value: string): boolean => value.trim() === value;
  for (const unit of units) {
    see("units.id", unit.id, isTrimmed);
    see("units.schoolUnitCode", unit.schoolUnitCode, (value) => unitCode.test(value));
    see("units.municipalityCode", unit.municipalityCode, (value) => municipalityCode.test(value));
  }
  for (const group of groups) see("groups.id", group.id, isTrimmed);
  for (const person of persons) {
    see("persons.id", person.id, isTrimmed);
    see("persons.identity", person.identity, (value) => identity.test(value));
    see("persons.birthDate", person.birthDate, (value) => date.test(value));
    see("persons.email", person.email, (value) => value.includes("@"));
    see("persons.givenName", person.givenName, isName);
    see("persons.familyName", person.familyName, isName);
  }
  for (const { startDate, endDate, schoolYear } of enrolments) {
    see("enrolments.startDate", startDate, (value) => date.test(value));
    see("enrolments.endDate", endDate, (value) => date.test(value));
    if (schoolYear !== undefined && !(schoolYear >= 0 && schoolYear <= 13))
      found["enrolments.schoolYear"] = (found["enrolments.schoolYear"] ?? 0) + 1;
  }
  return found;
}

/** A name has no address sign, and is not a number or a date. */
const isName = (value: string): boolean => !value.includes("@") && !/^[\d\s.,:/+-]+$/.test(value);
