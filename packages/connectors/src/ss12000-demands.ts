import type { Entities, Row } from "@milstolpe/sync";
import type { Finding } from "./finding.ts";
import type { Dialect } from "./ss12000-dialect.ts";
import { finding } from "./ss12000-messages.ts";

/**
 * What a dialect demands and some rows lack. A field that no row has is withheld, which is told of elsewhere; people
 * without enrolment or duty (guardians) are not what a dialect speaks of.
 */
export function demandsUnmet(entities: Entities, { id, requires = [] }: Dialect): readonly Finding[] {
  const spokenOf = new Set([...entities.enrolments, ...entities.duties].map(({ person }) => person));
  return requires.flatMap(({ entity, field, schoolTypes }) => {
    const rows: readonly (Row & { readonly schoolType?: string })[] =
      entity === "persons" ? entities.persons.filter((person) => spokenOf.has(person.id)) : entities[entity];
    const asked = rows.filter(({ schoolType }) => schoolTypes === undefined || schoolTypes.includes(schoolType ?? ""));
    const count = asked.filter((row) => !(field in row)).length;
    return count === 0 || count === rows.length
      ? []
      : [finding("connectors.dialect-requires", entity, { field, dialect: id, count })];
  });
}
