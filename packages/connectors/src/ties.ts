import type { Duty, Enrolment, Entities, Guardianship, Membership } from "@milstolpe/sync";
import { finding } from "./messages.ts";
import type { Reading } from "./reading.ts";
import { type Keyed, relationIds } from "./relation-ids.ts";

type Unnamed<T> = Omit<T, "id">;
export type TiedRows = Pick<Entities, "enrolments" | "duties" | "memberships" | "guardianships">;

/** What ties people to units, groups and each other, collected until all of it is known and can be given ids. */
export interface Ties {
  enrol(row: Unnamed<Enrolment>): void;
  employ(row: Unnamed<Duty>): void;
  /** @param own - the source's own id of the membership */
  join(row: Unnamed<Membership>, own?: string): void;
  guard(row: Unnamed<Guardianship>): void;
  rows(): TiedRows;
}

export function newTies({ log }: Reading): Ties {
  const enrolments: Keyed<Unnamed<Enrolment>>[] = [];
  const duties: Keyed<Unnamed<Duty>>[] = [];
  const memberships: Keyed<Unnamed<Membership>>[] = [];
  const guardianships: Keyed<Unnamed<Guardianship>>[] = [];
  return {
    enrol: (row) => {
      enrolments.push({ key: enrolmentKey(row), kind: String(row.schoolYear ?? ""), row });
    },
    employ: (row) => {
      duties.push({ key: dutyKey(row), row });
    },
    join: (row, own) => {
      memberships.push({ key: membershipKey(row), row, ...(own === undefined ? {} : { own }) });
    },
    guard: (row) => {
      guardianships.push({ key: `${row.child}|${row.guardian}`, kind: row.relation, row });
    },
    rows() {
      const named = {
        enrolments: relationIds(enrolments),
        duties: relationIds(duties),
        memberships: relationIds(memberships),
        guardianships: relationIds(guardianships),
      };
      for (const [entity, { repeated }] of Object.entries(named))
        if (repeated > 0) log.add(finding("connectors.repeated-rows", entity, { entity, count: repeated }));
      return {
        enrolments: named.enrolments.rows,
        duties: named.duties.rows,
        memberships: named.memberships.rows,
        guardianships: named.guardianships.rows,
      };
    },
  };
}

export const enrolmentKey = ({ person, unit, schoolType }: Unnamed<Enrolment>): string =>
  `${person}|${unit}|${schoolType}`;
export const dutyKey = ({ person, unit, role }: Unnamed<Duty>): string => `${person}|${unit}|${role}`;
export const membershipKey = ({ group, person, role }: Unnamed<Membership>): string =>
  role === "pupil" ? `${group}|${person}` : `${group}|${person}|${role}`;
