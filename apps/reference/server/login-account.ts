import type { AccountMatch } from "@milstolpe/connectors/login";
import type { SsoIdentity } from "@milstolpe/connectors/sso";
import type { Person } from "@milstolpe/sync";

/** Letters of ASCII in lower case and no others: what only looks like a letter is another one. */
const folded = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/**
 * Whose account a login is for: by EPPN, and by identity number. Whoever both point at has to be the same, and nobody who
 * has another EPPN than the one that was sent is found by their number.
 */
export function accountOf(persons: readonly Person[], { eppn, identityNumber }: SsoIdentity): AccountMatch {
  const isNamed = (person: Person): boolean =>
    eppn !== undefined && person.eppn !== undefined && folded(person.eppn) === folded(eppn);
  const isNumbered = ({ identity }: Person): boolean =>
    identityNumber !== undefined && identity === identityNumber.number;
  const found = persons.filter((person) => isNamed(person) || isNumbered(person));
  const [one] = found;
  if (one === undefined) return "none";
  if (found.length > 1) return "several";
  return isNamed(one) || eppn === undefined || one.eppn === undefined ? "one" : "none";
}
