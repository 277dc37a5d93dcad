import type { Entities, Entity } from "@milstolpe/sync";
import type { Changes } from "./changes.ts";
import { type Random, randomFor } from "./random.ts";

/** That a row of the platform is a row of the source. */
export interface CrosswalkLink {
  readonly entity: Entity;
  readonly source: string;
  readonly target: string;
}

/** The platform's own register: ids of its own, and how they hang together with the source's. */
export interface Platform {
  readonly register: Entities;
  readonly links: readonly CrosswalkLink[];
  /** Source id → platform id, for every row that is in both or was. */
  readonly targetOf: ReadonlyMap<string, string>;
  /** People to be found by identity number alone, and by source id alone. Ids are the source's. */
  readonly byIdentity: readonly string[];
  readonly bySourceId: readonly string[];
}

/** Share of the people without a link in the crosswalk, by what they can be found by instead. */
const unlinked = { byIdentity: 0.05, bySourceId: 0.01 } as const;

/**
 * Gives the rows ids of the platform's own. Rows with an id in the source are linked to it; enrolments, memberships and
 * guardianships have none, so theirs is made of what they relate.
 * @param unsettled - people whom a change struck: they keep their link
 */
export function toPlatform(
  before: Entities,
  changes: Changes,
  unsettled: ReadonlySet<string>,
  twins: readonly (readonly [string, string])[],
  seed: number,
): Platform {
  const random = randomFor(seed, "platform");
  const links: CrosswalkLink[] = [];
  const targetOf = new Map<string, string>();
  const formerOf = new Map(changes.reused.map(({ newcomer, former }) => [former, newcomer]));
  const people = random.shuffle(
    before.persons.filter(({ id, identity }) => identity !== undefined && !unsettled.has(id)),
  );
  const share = (part: number): number => Math.max(1, Math.round(before.persons.length * part));
  const bySourceId = new Set(people.splice(0, share(unlinked.bySourceId)).map(({ id }) => id));
  // Both of the first twins and one of the second have lost their links.
  const byIdentity = new Set([
    ...twins.slice(0, 2).flatMap(([one, other], i) => (i === 0 ? [one, other] : [one])),
    ...people.splice(0, share(unlinked.byIdentity)).map(({ id }) => id),
  ]);

  function number(entity: Entity, prefix: string, rows: readonly { readonly id: string }[]): void {
    const order = random.shuffle(rows);
    for (const [index, { id: source }] of order.entries()) {
      if (bySourceId.has(source)) {
        targetOf.set(source, source);
        continue;
      }
      const target = `${prefix}-${String(index + 1).padStart(5, "0")}`;
      targetOf.set(source, target);
      if (!byIdentity.has(source)) links.push({ entity, source: formerOf.get(source) ?? source, target });
    }
  }
  number("units", "enhet", before.units);
  number("persons", "person", before.persons);
  number("groups", "grupp", before.groups);
  number("duties", "tjanst", before.duties);
  number("placements", "placering", before.placements);

  const to = (source: string): string => targetOf.get(source) ?? source;
  const register: Entities = {
    units: before.units.map((row) => ({ ...row, id: to(row.id), ...(row.parent ? { parent: to(row.parent) } : {}) })),
    persons: before.persons.map(({ identity, ...row }) => ({
      ...row,
      id: to(row.id),
      ...(identity === undefined || bySourceId.has(row.id) ? {} : { identity }),
    })),
    groups: before.groups.map((row) => ({ ...row, id: to(row.id), unit: to(row.unit) })),
    enrolments: before.enrolments.map((row) => ({
      ...row,
      id: `${to(row.person)}|${to(row.unit)}|${row.schoolType}`,
      person: to(row.person),
      unit: to(row.unit),
    })),
    placements: before.placements.map((row) => ({
      ...row,
      id: to(row.id),
      person: to(row.person),
      unit: to(row.unit),
      ...(row.group === undefined ? {} : { group: to(row.group) }),
    })),
    duties: before.duties.map((row) => ({ ...row, id: to(row.id), person: to(row.person), unit: to(row.unit) })),
    memberships: before.memberships.map((row) => ({
      ...row,
      id: [to(row.group), to(row.person), ...(row.role === "pupil" ? [] : [row.role])].join("|"),
      group: to(row.group),
      person: to(row.person),
    })),
    guardianships: before.guardianships.map((row) => ({
      ...row,
      id: `${to(row.child)}|${to(row.guardian)}`,
      child: to(row.child),
      guardian: to(row.guardian),
    })),
  };
  return {
    register: inPlatformOrder(register, random),
    links,
    targetOf,
    byIdentity: [...byIdentity],
    bySourceId: [...bySourceId],
  };
}

/** The platform lists people in its own order. */
function inPlatformOrder(register: Entities, _random: Random): Entities {
  return { ...register, persons: [...register.persons].sort((a, b) => (a.id < b.id ? -1 : 1)) };
}
