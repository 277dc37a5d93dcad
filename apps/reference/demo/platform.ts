import { type Entities, type Link, linkId, type Person, type Register, rowKey } from "@milstolpe/sync";
import type { Changes } from "./changes.ts";
import { peopleOf } from "./families.ts";
import { randomFor } from "./random.ts";
import type { Truth } from "./truth.ts";

/** The platform's own register: ids of its own, and how they hang together with the source's. */
export interface Platform {
  readonly register: Register;
  /** Source id → platform id, for every row that is in both or was. */
  readonly targetOf: ReadonlyMap<string, string>;
  /** People to be found by identity number alone, and by source id alone. Ids are the source's. */
  readonly byIdentity: readonly string[];
  readonly bySourceId: readonly string[];
}

export interface PlatformOptions {
  /** What the register said when the platform was filled. */
  readonly before: Entities;
  readonly truth: Truth;
  readonly changes: Changes;
  readonly twins: readonly (readonly [string, string])[];
  readonly seed: number;
  /** Name of the source in the crosswalk. */
  readonly source: string;
}

/** Share of the people without a link in the crosswalk, by what they can be found by instead. */
const unlinked = { byIdentity: 0.05, bySourceId: 0.01 } as const;

/**
 * The register as the platform keeps it: the rows get ids of its own, and the crosswalk says which is which. Enrolments,
 * memberships and guardianships have ids made of what they relate. Of protected people there are no contact details.
 */
export function toPlatform({ before, truth, changes, twins, seed, source }: PlatformOptions): Platform {
  const random = randomFor(seed, "platform");
  const returned = truth.persons.filter(({ id }) => peopleOf(changes.returned).has(id));
  const persons = [...before.persons, ...returned];
  const settled = random.shuffle(before.persons.filter(isSettled({ truth, changes, twins })));
  const share = (part: number): number => Math.max(1, Math.round(persons.length * part));
  const bySourceId = new Set(settled.splice(0, share(unlinked.bySourceId)).map(({ id }) => id));
  // Both of the first twins and one of the second have lost their links.
  const byIdentity = new Set([
    ...twins.slice(0, 2).flatMap(([one, other], i) => (i === 0 ? [one, other] : [one])),
    ...settled.splice(0, share(unlinked.byIdentity)).map(({ id }) => id),
  ]);
  const targetOf = new Map<string, string>();
  const links: Link[] = [];
  // A source id that means somebody else today: the crosswalk still says whom it meant.
  const usedAgain = new Map(changes.reused.map(({ newcomer, former }) => [former, newcomer]));
  function number(entity: keyof Entities, prefix: string, rows: readonly { readonly id: string }[]): void {
    for (const [index, { id }] of random.shuffle(rows).entries()) {
      const targetId = bySourceId.has(id) ? id : `${prefix}-${String(index + 1).padStart(5, "0")}`;
      targetOf.set(id, targetId);
      const isLinked = entity === "units" || entity === "persons" || entity === "groups";
      if (!isLinked || byIdentity.has(id) || bySourceId.has(id)) continue;
      const sourceId = usedAgain.get(id) ?? id;
      links.push({ id: linkId(source, entity, sourceId), source, entity, sourceId, targetId });
    }
  }
  number("units", "enhet", before.units);
  number("persons", "person", persons);
  number("groups", "grupp", before.groups);
  number("duties", "tjanst", before.duties);
  number("placements", "placering", before.placements);
  return {
    register: {
      ...translated({ ...before, persons }, targetOf, bySourceId),
      links,
      inactive: returned.map(({ id }) => rowKey("persons", targetOf.get(id) ?? id)),
    },
    targetOf,
    byIdentity: [...byIdentity],
    bySourceId: [...bySourceId],
  };
}

/** People about whom nothing is special, so that losing their link has one right answer. */
function isSettled({ truth, changes, twins }: Pick<PlatformOptions, "truth" | "changes" | "twins">) {
  const there = new Set(truth.persons.map(({ id }) => id));
  const special = new Set([
    ...twins.flat(),
    ...[...changes.movedUnit, ...changes.movedClass].map(({ person }) => person),
    ...changes.former.keys(),
    ...[...changes.custodyEnded, ...changes.custodyBegan].flatMap(({ child, guardian }) => [child, guardian]),
    ...changes.reused.flatMap(({ newcomer, former }) => [newcomer, former]),
  ]);
  return ({ id, identity, protection }: Person): boolean =>
    identity !== undefined && protection === "Ingen" && there.has(id) && !special.has(id);
}

/** The rows in the platform's ids, people in the platform's order. */
function translated(
  rows: Entities,
  targetOf: ReadonlyMap<string, string>,
  withoutIdentity: ReadonlySet<string>,
): Entities {
  const to = (source: string): string => targetOf.get(source) ?? source;
  return {
    units: rows.units.map((row) => ({ ...row, id: to(row.id), ...(row.parent ? { parent: to(row.parent) } : {}) })),
    persons: rows.persons
      .map((row) => person(row, to(row.id), withoutIdentity.has(row.id)))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    groups: rows.groups.map((row) => ({ ...row, id: to(row.id), unit: to(row.unit) })),
    enrolments: rows.enrolments.map((row) => ({
      ...row,
      id: `${to(row.person)}|${to(row.unit)}|${row.schoolType}`,
      person: to(row.person),
      unit: to(row.unit),
    })),
    placements: rows.placements.map((row) => ({
      ...row,
      id: to(row.id),
      person: to(row.person),
      unit: to(row.unit),
      ...(row.group === undefined ? {} : { group: to(row.group) }),
    })),
    duties: rows.duties.map((row) => ({ ...row, id: to(row.id), person: to(row.person), unit: to(row.unit) })),
    memberships: rows.memberships.map((row) => ({
      ...row,
      id: [to(row.group), to(row.person), ...(row.role === "pupil" ? [] : [row.role])].join("|"),
      group: to(row.group),
      person: to(row.person),
    })),
    guardianships: rows.guardianships.map((row) => ({
      ...row,
      id: `${to(row.child)}|${to(row.guardian)}`,
      child: to(row.child),
      guardian: to(row.guardian),
    })),
  };
}

function person({ identity, email, eppn, phone, ...row }: Person, id: string, isWithoutIdentity: boolean): Person {
  const contact = row.protection === "Ingen" ? { email, eppn, phone } : {};
  const fields = { ...row, id, ...contact, ...(isWithoutIdentity ? {} : { identity }) };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as unknown as Person;
}
