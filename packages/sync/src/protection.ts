import type { Batch, Person } from "./batch.ts";
import { speaksForAll } from "./coverage.ts";
import { fieldsOf, type Register, type TargetRow } from "./register.ts";
import type { Policy } from "./reconcile.ts";

/** What tells where somebody is or how to reach them. */
const contactFields: readonly string[] = ["email", "phone", "eppn"];
const identifyingFields: readonly string[] = ["identity", "birthDate", "sex"];
/** What may be written at most: a field that nobody has thought of is none of them. */
const minimalFields: ReadonlySet<string> = new Set([
  "id",
  "givenName",
  "familyName",
  ...identifyingFields,
  "protection",
  "status",
]);
const pseudonym = { givenName: "Skyddad", familyName: "Identitet" };

/** Why somebody of whom nothing may be written is set aside. */
export const protectedAside = "protected identity";

/** Fails closed: a marking that nobody has heard of is a marking. */
export function isProtected(person: Pick<Person, "protection"> | undefined): boolean {
  return person?.protection !== undefined && person.protection !== "Ingen";
}

/** The people who are to be handled as protected. */
export interface ProtectedPersons {
  /** Source ids. */
  readonly inSource: ReadonlySet<string>;
  /** Target ids. */
  readonly inTarget: ReadonlySet<string>;
}

/**
 * Finds those the source marks, those the target has marked and of whom the source says nothing (a marking goes only when
 * the source says `Ingen`), and the guardians of such children: by the batch, and by the target, since a batch need not
 * have the child or the guardianship. A guardianship that is out of use still says who knows where the child is.
 * `matched` and `linked` are target ids by source id: of the batch's people, and of everybody in the crosswalk;
 * `remembered` are source ids that an earlier reading has set aside.
 */
export function protectedPersons(
  source: Batch,
  target: Register,
  { matched, linked }: Record<"matched" | "linked", ReadonlyMap<string, string>>,
  remembered: readonly string[] = [],
): ProtectedPersons {
  // A batch of all people and guardianships says itself who is protected.
  const isWhole = speaksForAll(source, "persons") && speaksForAll(source, "guardianships");
  const inSource = new Set(isWhole ? [] : remembered);
  const inTarget = new Set(target.persons.filter(isProtected).map(({ id }) => id));
  for (const person of source.persons) {
    const id = matched.get(person.id) ?? "";
    if (isProtected(person)) inSource.add(person.id);
    else if (person.protection !== undefined) inTarget.delete(id);
    if (inSource.has(person.id) && id !== "") inTarget.add(id);
  }
  if (inSource.size + inTarget.size === 0) return { inSource, inTarget };
  const targetOf = (id: string): string => matched.get(id) ?? linked.get(id) ?? "";
  const guardians = new Set<string>();
  const marked = new Set(inSource);
  for (const { child, guardian } of source.guardianships) {
    if (!marked.has(child) && !inTarget.has(targetOf(child))) continue;
    inSource.add(guardian);
    guardians.add(targetOf(guardian));
  }
  for (const { child, guardian } of target.guardianships) if (inTarget.has(child)) guardians.add(guardian);
  for (const id of guardians) if (id !== "") inTarget.add(id);
  for (const { id } of source.persons) if (inTarget.has(matched.get(id) ?? "")) inSource.add(id);
  return { inSource, inTarget };
}

/** What may be written of a protected person; undefined when it is nothing. */
export function limit(row: TargetRow, policy: NonNullable<Policy["protectedPersons"]>): TargetRow | undefined {
  if (policy === "exclude") return undefined;
  if (policy === "include") return row;
  const limited = Object.fromEntries(Object.entries(fieldsOf(row)).filter(([field]) => minimalFields.has(field)));
  if (policy === "minimal") return limited as unknown as TargetRow;
  for (const field of identifyingFields) delete limited[field];
  return { ...limited, ...pseudonym } as unknown as TargetRow;
}

/** Fields that a limited row must not have as they are, whoever owns them. */
export function withheldFields(policy: NonNullable<Policy["protectedPersons"]>): readonly string[] {
  if (policy === "minimal") return contactFields;
  return policy === "pseudonymise" ? [...contactFields, ...identifyingFields, ...Object.keys(pseudonym)] : [];
}
