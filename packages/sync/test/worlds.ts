import * as fc from "fast-check";
import type { Batch, Entities, Person } from "../src/batch.ts";
import type { Policy } from "../src/reconcile.ts";
import { batch, person, unit } from "./rosters.ts";

/** What happens to a child between two readings. */
const events = [
  "stays",
  "leaves",
  "comes",
  "moves",
  "is renamed",
  "gets another number",
  "is merged into a new row",
  "is marked",
  "is no longer marked",
  "has another guardian",
  "shares a number with another row",
  "comes twice",
  "begins at a second unit",
] as const;
type Event = (typeof events)[number];

/** Of who shares a number a delta knows one; of who is marked no more it does not bring the guardian again. */
const onlyOfWholes: ReadonlySet<Event> = new Set([
  "shares a number with another row",
  "comes twice",
  "is marked",
  "is no longer marked",
]);

interface Child {
  readonly index: number;
  readonly unit: number;
  readonly guardian: number | undefined;
  readonly event: Event;
}

/** Two readings of one small municipality, and how it is synced. */
export interface World {
  readonly before: Batch;
  readonly after: Batch;
  readonly policy: Policy;
}

const children = (allowed: readonly Event[]): fc.Arbitrary<readonly Child[]> =>
  fc.uniqueArray(
    fc.record({
      index: fc.integer({ min: 1, max: 16 }),
      unit: fc.integer({ min: 1, max: 3 }),
      guardian: fc.option(fc.integer({ min: 20, max: 24 }), { nil: undefined }),
      event: fc.constantFrom(...allowed),
    }),
    { selector: ({ index }) => index, minLength: 1, maxLength: 14 },
  );

const policies: fc.Arbitrary<Policy> = fc.record(
  {
    protectedPersons: fc.constantFrom(
      "exclude" as const,
      "pseudonymise" as const,
      "minimal" as const,
      "include" as const,
    ),
    owners: fc.constantFrom(
      {},
      { "persons.email": "target" as const },
      { "persons.phone": "target-if-empty" as const },
    ),
  },
  { requiredKeys: [] },
);

/** Worlds in which everything happens; without events that only a whole reading can tell, where `isForDeltas`. */
export function worlds({ isForDeltas = false } = {}): fc.Arbitrary<World> {
  const allowed = isForDeltas ? events.filter((event) => !onlyOfWholes.has(event)) : events;
  return fc.tuple(children(allowed), policies).map(([kids, policy]): World => ({
    before: batch(rowsOf(kids, false)),
    after: batch(rowsOf(kids, true), {
      readAt: "2027-03-02T05:00:00Z",
      merged: kids.flatMap(({ index, event }) =>
        event === "is merged into a new row" ? [{ entity: "persons", from: `p${index}`, into: `n${index}` }] : [],
      ),
    }),
    policy: isForDeltas ? { ...policy, protectedPersons: "minimal" } : policy,
  }));
}

/** Contact details that only marked people have: they must not be found where the policy keeps them back. */
export const secret = "secret";

function rowsOf(kids: readonly Child[], isAfter: boolean): Entities {
  const there = kids.filter(({ event }) => (isAfter ? event !== "leaves" : event !== "comes"));
  const idOf = ({ index, event }: Child): string =>
    isAfter && event === "is merged into a new row" ? `n${index}` : `p${index}`;
  const unitOf = ({ unit: at, event }: Child): number => (isAfter && event === "moves" ? (at % 3) + 1 : at);
  const guardianOf = ({ guardian, event }: Child): number | undefined =>
    guardian !== undefined && isAfter && event === "has another guardian" ? 20 + ((guardian + 1) % 5) : guardian;
  const rows = there.flatMap((kid): readonly Person[] => {
    const { index, event } = kid;
    const isMarked = event === "is no longer marked" ? !isAfter : event === "is marked" && isAfter;
    const row = person(index, {
      id: idOf(kid),
      ...(isMarked
        ? { protection: "Sekretessmarkering", phone: `${secret} ${index}` }
        : { email: `${index}@example.se` }),
      ...(isAfter && event === "is renamed" ? { familyName: "Å" } : {}),
      ...(isAfter && event === "gets another number" ? { identity: `20100101TF${10 + index}` } : {}),
    });
    if (!isAfter) return [row];
    if (event === "comes twice") return [row, row];
    return event === "shares a number with another row" ? [row, { ...row, id: `x${index}` }] : [row];
  });
  const adults = [...new Set(there.flatMap((kid) => guardianOf(kid) ?? []))];
  const staff = [30, 31, 32];
  return {
    units: [unit(1), unit(2), unit(3)],
    persons: [
      ...rows,
      ...[...adults, ...staff].map((index) => person(index, { phone: `0${index}`, birthDate: "1985-01-01" })),
    ],
    groups: [1, 2, 3].map((at) => ({
      id: `k${at}`,
      name: `${at}A`,
      kind: "Klass",
      unit: `u${at}`,
    })),
    enrolments: there.flatMap((kid) => {
      const at = [unitOf(kid), ...(isAfter && kid.event === "begins at a second unit" ? [(kid.unit % 3) + 1] : [])];
      return at.map((one) => ({
        id: `${idOf(kid)}|${one}`,
        person: idOf(kid),
        unit: `u${one}`,
        schoolType: "GR",
        schoolYear: 3,
      }));
    }),
    placements: there.flatMap((kid) =>
      kid.index % 2 === 0
        ? [
            {
              id: `f${idOf(kid)}|${unitOf(kid)}`,
              person: idOf(kid),
              unit: `u${unitOf(kid)}`,
              group: `k${unitOf(kid)}`,
              schoolType: "FTH",
            },
          ]
        : [],
    ),
    duties: staff.map((index, at) => ({ id: `d${index}`, person: `p${index}`, unit: `u${at + 1}`, role: "Lärare" })),
    memberships: there.map((kid) => ({
      id: `m${idOf(kid)}|${unitOf(kid)}`,
      group: `k${unitOf(kid)}`,
      person: idOf(kid),
      role: "pupil",
    })),
    guardianships: there.flatMap((kid) => {
      const guardian = guardianOf(kid);
      return guardian === undefined
        ? []
        : [{ id: `${idOf(kid)}|p${guardian}`, child: idOf(kid), guardian: `p${guardian}`, relation: "Vårdnadshavare" }];
    }),
  };
}
