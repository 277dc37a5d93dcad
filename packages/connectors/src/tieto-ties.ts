import type { Entities, Group, Placement, Unit } from "@milstolpe/sync";
import {
  contactRelations,
  memberRoles,
  placementForms,
  pupilRoles,
  tietoSchoolTypes,
  unitDutyRoles,
} from "./ims-vocabulary.ts";
import type { Period } from "./period.ts";
import type { Reading } from "./reading.ts";
import { dutyKey, membershipKey, type Ties } from "./ties.ts";
import { finding } from "./xml-messages.ts";

/** A role of somebody in a group, kept until the kind of the group is known. */
export interface Waiting {
  readonly group: string;
  readonly member: string;
  readonly isGroup: boolean;
  readonly role: string;
  readonly period: Period;
  /** Places in the class, each with its own year. */
  readonly places: readonly (Period & { readonly schoolYear?: number })[];
  readonly isGone: boolean;
  readonly schoolForm: string;
  readonly where: string;
}

/** Takes a row that the source has marked as gone. */
export type Remove = <E extends keyof Entities>(entity: E, row: Entities[E][number]) => void;

export const schoolTypeOf = (form: string): string => tietoSchoolTypes.get(form) ?? form;

interface Register {
  readonly units: ReadonlyMap<string, Unit>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly ties: Ties;
  readonly placements: Placement[];
  readonly remove: Remove;
  readonly reading: Reading;
}

/** Ties somebody to a unit or a group, by the role they have there. */
export function tierOf({
  units,
  groups,
  ties,
  placements,
  remove,
  reading,
}: Register): (one: Waiting, direct: ReadonlySet<string>) => void {
  const placementIds = new Set<string>();

  function learn(one: Waiting, unit: string, group: Group | undefined): void {
    const schoolType = group?.schoolType ?? schoolTypeOf(one.schoolForm);
    const places = one.places.length > 0 ? one.places : [one.period];
    for (const { startDate, endDate, ...rest } of places) {
      const dates = {
        ...(startDate === undefined ? {} : { startDate }),
        ...(endDate === undefined ? {} : { endDate }),
      };
      if (placementForms.has(one.schoolForm)) {
        reading.receive("placements");
        const key = `${one.member}|${unit}|${schoolType}`;
        const id = placementIds.has(key) ? `${key}|${startDate ?? ""}` : key;
        const row = {
          id,
          person: one.member,
          unit,
          schoolType,
          ...(group === undefined ? {} : { group: group.id }),
          ...dates,
        };
        if (one.isGone) remove("placements", row);
        else if (!placementIds.has(id)) placements.push(row);
        placementIds.add(id);
      } else {
        reading.receive("enrolments");
        const row = { person: one.member, unit, schoolType, ...rest, ...dates };
        if (one.isGone) remove("enrolments", { id: `${one.member}|${unit}|${schoolType}`, ...row });
        else ties.enrol(row);
      }
    }
  }

  return (one, direct) => {
    const group = groups.get(one.group);
    const isPupil = pupilRoles.has(one.role);
    if (group !== undefined) {
      reading.receive("memberships");
      const role = isPupil ? "pupil" : (memberRoles.get(one.role) ?? one.role);
      const row = { group: one.group, person: one.member, role, ...one.period };
      if (one.isGone) remove("memberships", { id: membershipKey(row), ...row });
      else ties.join(row);
      // By the format a pupil's place at the school is told of with the class, unless it is told of at the school itself.
      const isHome = isPupil && (group.kind === "Klass" || group.kind === "Avdelning");
      const isToldOf = one.places.length === 0 && direct.has(`${group.unit}|${one.member}`);
      if (isHome && !isToldOf) learn(one, group.unit, group);
      return;
    }
    if (units.has(one.group) && isPupil) return learn(one, one.group, undefined);
    reading.receive("duties");
    const role = unitDutyRoles.get(one.role) ?? one.role;
    const row = { person: one.member, unit: one.group, role, ...one.period };
    if (one.isGone) remove("duties", { id: dutyKey(row), ...row });
    else ties.employ(row);
  };
}

/** Guardians hang on a group that each child has of its own. */
export function guardiansOf(
  byContact: ReadonlyMap<string, readonly Waiting[]>,
  ties: Ties,
  remove: Remove,
  reading: Reading,
): void {
  let childless = 0;
  for (const members of byContact.values()) {
    const child = members.find(({ role }) => pupilRoles.has(role))?.member;
    if (child === undefined) {
      childless += 1;
      continue;
    }
    for (const { member, role, isGone } of members) {
      if (pupilRoles.has(role)) continue;
      reading.receive("guardianships");
      const known = contactRelations.get(role);
      if (known === undefined) reading.values.note("roletype", role, new Set());
      const row = { child, guardian: member, relation: known ?? role };
      if (isGone) remove("guardianships", { id: `${child}|${member}`, ...row });
      else ties.guard(row);
    }
  }
  if (childless > 0) reading.log.add(finding("connectors.contact-without-child", "membership", { count: childless }));
}
