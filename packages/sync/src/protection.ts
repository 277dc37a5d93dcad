import type { Batch, Person } from "./batch.ts";
import { type Fields, fieldsOf, type Register, type TargetRow } from "./register.ts";
import type { Policy } from "./reconcile.ts";

/** What tells where somebody is or how to reach them. */
const contactFields: readonly string[] = ["email", "phone", "eppn"];
const identifyingFields: readonly string[] = ["identity", "birthDate", "sex"];

/** Fails closed: a marking that nobody has heard of is a marking. */
export function isProtected(person: Pick<Person, "protection"> | undefined): boolean {
  return person?.protection !== undefined && person.protection !== "Ingen";
}

/**
 * Source ids of the people who are to be handled as protected: those the source marks, those the target has marked and
 * of whom the source says nothing (a marking goes only when the source says `Ingen`), and the guardians of such children.
 */
export function protectedPersons(
  source: Batch,
  target: Register,
  targetOf: (sourceId: string) => string | undefined,
): ReadonlySet<string> {
  const marked = new Set(target.persons.filter(isProtected).map(({ id }) => id));
  const found = new Set<string>();
  for (const person of source.persons) {
    const isMarkedInTarget = person.protection === undefined && marked.has(targetOf(person.id) ?? "");
    if (isMarkedInTarget || isProtected(person)) found.add(person.id);
  }
  if (found.size === 0) return found;
  const children = new Set(found);
  for (const { child, guardian } of source.guardianships) if (children.has(child)) found.add(guardian);
  return found;
}

/** What may be written of a protected person; undefined when it is nothing. */
export function limit(row: TargetRow, policy: NonNullable<Policy["protectedPersons"]>): TargetRow | undefined {
  if (policy === "exclude") return undefined;
  if (policy === "include") return row;
  const limited: Record<string, Fields[string]> = { ...fieldsOf(row) };
  for (const field of contactFields) delete limited[field];
  if (policy === "pseudonymise") {
    for (const field of identifyingFields) delete limited[field];
    Object.assign(limited, { givenName: "Skyddad", familyName: "Identitet" });
  }
  return limited as unknown as TargetRow;
}

/** Fields that a limited row must not have, whoever owns them. */
export function withheldFields(policy: NonNullable<Policy["protectedPersons"]>): readonly string[] {
  if (policy === "minimal") return contactFields;
  return policy === "pseudonymise" ? [...contactFields, ...identifyingFields] : [];
}
