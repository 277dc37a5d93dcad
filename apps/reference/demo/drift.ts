import type { Entities, Person } from "@milstolpe/sync";
import { demoDays } from "./calendar.ts";
import type { Changes, Moved } from "./changes.ts";
import { peopleOf } from "./families.ts";
import { type Random, randomFor } from "./random.ts";
import { type Draft, type Truth, truthOn } from "./truth.ts";

/** What the register says today: the changes have happened. */
export function registerToday(draft: Draft, changes: Changes): Truth {
  const gone = peopleOf(changes.left);
  const ended = new Set(changes.custodyEnded.map(({ id }) => id));
  const moved = new Map([...changes.movedUnit, ...changes.movedClass].map((move) => [move.person, move]));
  const rows = without(draft, gone);
  return truthOn(
    {
      ...rows,
      guardianships: rows.guardianships.filter(({ id }) => !ended.has(id)),
      enrolments: rows.enrolments.map((row) => since(row, changedUnit(moved.get(row.person), row.unit))),
      placements: rows.placements.map((row) => since(row, changedUnit(moved.get(row.person), row.unit))),
      memberships: rows.memberships.map((row) => {
        const move = row.role === "pupil" ? moved.get(row.person) : undefined;
        // Who changes school comes into new teaching groups as well; who changes class stays in them.
        const isNew = move && (row.group === move.to.group || move.from.unit !== move.to.unit);
        return since(row, isNew ? move : undefined);
      }),
    },
    demoDays.today,
  );
}

/** What the register said when the platform was filled from it: none of the changes has happened. */
export function registerBefore(draft: Draft, changes: Changes, seed: number): Entities {
  const ids = randomFor(seed, "former-ids");
  const unborn = new Set([...peopleOf(changes.arrived), ...changes.staffArrived]);
  const begun = new Set(changes.custodyBegan.map(({ id }) => id));
  const rows = backInClosedUnit(without(draft, unborn), changes, ids);
  const byPerson = new Map([...changes.movedUnit, ...changes.movedClass].map((move) => [move.person, move]));
  const left = (person: string, unit: string): Moved | undefined => changedUnit(byPerson.get(person), unit);
  const { addresses: _, ...before } = truthOn(
    {
      ...rows,
      guardianships: rows.guardianships.filter(({ id }) => !begun.has(id)),
      enrolments: rows.enrolments.map((row) => {
        const move = left(row.person, row.unit);
        return move ? { ...row, unit: move.from.unit, id: `${row.person}|${move.from.unit}|${row.schoolType}` } : row;
      }),
      placements: rows.placements.map((row) => {
        const move = left(row.person, row.unit);
        return move ? { ...row, id: ids.uuid(), ...move.from } : row;
      }),
      memberships: rows.memberships.flatMap((row) => {
        const move = row.role === "pupil" ? byPerson.get(row.person) : undefined;
        if (!move) return [row];
        if (row.group === move.to.group)
          return [{ ...row, id: `${move.from.group}|${row.person}`, group: move.from.group }];
        return move.from.unit === move.to.unit ? [row] : [];
      }),
      duties: [...rows.duties, ...changes.staffLeft.map(({ duty }) => duty)],
      persons: [...rows.persons, ...changes.staffLeft.map(({ person }) => person)].map((person): Person => ({
        ...person,
        ...changes.former.get(person.id),
      })),
    },
    demoDays.register,
  );
  return before;
}

/** The move, when the row is at the unit that was moved to and not at the one before. */
const changedUnit = (move: Moved | undefined, unit: string): Moved | undefined =>
  move && move.to.unit === unit && move.from.unit !== unit ? move : undefined;

const since = <T extends object>(row: T, move: Moved | undefined): T =>
  move ? { ...row, startDate: move.since } : row;

/** The register without some people and all that is said of them. */
function without(draft: Draft, gone: ReadonlySet<string>): Draft {
  const stays = ({ person }: { readonly person: string }): boolean => !gone.has(person);
  return {
    ...draft,
    persons: draft.persons.filter(({ id }) => !gone.has(id)),
    enrolments: draft.enrolments.filter(stays),
    placements: draft.placements.filter(stays),
    duties: draft.duties.filter(stays),
    memberships: draft.memberships.filter(stays),
    guardianships: draft.guardianships.filter(({ child, guardian }) => !gone.has(child) && !gone.has(guardian)),
  };
}

/** Everything at the unit that opened, back at the one that closed: other ids, the same people. */
function backInClosedUnit(draft: Draft, { opened, closed }: Changes, ids: Random): Draft {
  const unit = closed.row.id;
  const groups = new Map(
    draft.groups.flatMap((group) => (group.unit === opened.row.id ? [[group.id, ids.uuid()] as const] : [])),
  );
  const here = (row: { readonly unit: string }): boolean => row.unit === opened.row.id;
  return {
    ...draft,
    units: draft.units.map((row) => (row.id === opened.row.id ? closed.row : row)),
    groups: draft.groups.map((row) => (here(row) ? { ...row, unit, id: groups.get(row.id) ?? row.id } : row)),
    duties: draft.duties.map((row) => (here(row) ? { ...row, unit, id: ids.uuid() } : row)),
    placements: draft.placements.map((row) => {
      const group = groups.get(row.group ?? "");
      return here(row) ? { ...row, unit, id: ids.uuid(), ...(group === undefined ? {} : { group }) } : row;
    }),
    memberships: draft.memberships.map((row) => {
      const group = groups.get(row.group);
      return group === undefined ? row : { ...row, group, id: row.id.replace(row.group, group) };
    }),
  };
}
