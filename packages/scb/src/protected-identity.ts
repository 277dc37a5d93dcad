import type { Finding } from "./finding.ts";
import type { Layout, ScbRecord } from "./layout.ts";
import { submissionFinding } from "./submission-messages.ts";
import { personOf } from "./row-rule.ts";

/**
 * What is written as the name of a person with a protected identity. SCB wants the whole identity number (instructions
 * for grades, 2025) and names are required fields, but nothing states a rule for the names: somebody has to decide.
 */
export interface ProtectedIdentityDecision {
  /** `as-registered`: the name stands as it does in the register. A record: these texts, by the name of the field. */
  readonly names: "as-registered" | Readonly<Record<string, string>>;
  readonly by: string;
  readonly reason: string;
  /** ISO 8601 instant. */
  readonly at: string;
}

/** Who has a protected identity, and what has been decided about their names. */
export interface ProtectedIdentities {
  /** Identity numbers. Personal data. */
  readonly persons: ReadonlySet<string>;
  /** Absent: their rows are held. */
  readonly decision?: ProtectedIdentityDecision;
}

/** The row as it is to be written: with the names that were decided on. Other rows as they are. */
export function withDecidedNames(row: ScbRecord, layout: Layout, identities: ProtectedIdentities): ScbRecord {
  const names = identities.decision?.names;
  if (names === undefined || names === "as-registered" || !identities.persons.has(personOf(row))) return row;
  const replaced = layout.fields.filter(({ kind, name }) => kind === "name" && names[name] !== undefined);
  return { ...row, ...Object.fromEntries(replaced.map(({ name }) => [name, names[name] ?? ""])) };
}

/** Refuses the row of a protected person about whose name nobody has decided; a layout without names needs no decision. */
export function checkProtected(
  row: ScbRecord,
  layout: Layout,
  identities: ProtectedIdentities,
  where: string,
): readonly Finding[] {
  const hasNames = layout.fields.some(({ kind }) => kind === "name");
  if (!hasNames || identities.decision || !identities.persons.has(personOf(row))) return [];
  return [submissionFinding("scb.protected-name", where, {})];
}
