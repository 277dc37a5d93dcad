import type { Duty, Person } from "@milstolpe/sync";
import { domains } from "./accounts.ts";
import type { ChangeOptions } from "./changes.ts";
import type { Family } from "./families.ts";
import { familyNames } from "./names.ts";
import { randomFor } from "./random.ts";
import type { Draft } from "./truth.ts";
import type { DemoUnit, Organisation } from "./units.ts";

/** Somebody who has left, with the duty they had. */
export interface FormerEmployee {
  readonly person: Person;
  readonly duty: Duty;
}

/** People with one duty and no children here, so that a duty is all there is to them. */
export function teachersOnly(draft: Draft, all: readonly Family[], opened: DemoUnit): readonly string[] {
  const parents = new Set(all.flatMap(({ guardians }) => guardians.map(({ id }) => id)));
  return draft.duties
    .filter(({ person, unit, role }) => role === "Lärare" && unit !== opened.row.id && !parents.has(person))
    .map(({ person }) => person);
}

/** Makes people who worked here when the platform was filled, and do not any more. */
export function staffWhoLeft(
  wanted: number,
  { units }: Organisation,
  opened: DemoUnit,
  { seed, identities, accounts }: Pick<ChangeOptions, "seed" | "identities" | "accounts">,
): readonly FormerEmployee[] {
  const random = randomFor(seed, "staff-left");
  const places = units.filter(({ kind }) => kind === "primary" || kind === "lower-secondary" || kind === "preschool");
  return Array.from({ length: wanted }, () => {
    const sex = random.chance(0.78) ? "Kvinna" : "Man";
    const names = familyNames(random);
    const givenName = names.givenName(sex, random);
    const { row, kind } = random.pick(places.filter((unit) => unit !== opened));
    const person: Person = {
      id: random.uuid(),
      ...identities.adult(random.between(1976, 2001), sex),
      givenName,
      familyName: names.first,
      sex,
      protection: "Ingen",
      status: "Aktiv",
      email: accounts.email(givenName, names.first, domains.staff),
      eppn: accounts.eppn(),
    };
    const role = kind === "preschool" ? "Förskollärare" : "Lärare";
    return { person, duty: { id: random.uuid(), person: person.id, unit: row.id, role, startDate: "2019-08-12" } };
  });
}
