import type {
  Ss12000Activity,
  Ss12000Dataset,
  Ss12000Duty,
  Ss12000Group,
  Ss12000Organisation,
  Ss12000Person,
  Ss12000PersonReference,
  Ss12000Placement,
} from "@milstolpe/connectors/ss12000";
import type { Group, Membership, Person } from "@milstolpe/sync";
import { domains } from "./accounts.ts";
import { randomFor } from "./random.ts";
import type { Address, Truth } from "./truth.ts";

/** A person with what real sources send and a register sync leaves alone. */
type WirePerson = Ss12000Person & { readonly addresses?: readonly (Address & { readonly type: string })[] };

const meta = { created: "2025-08-11T06:00:00+02:00", modified: "2026-06-05T17:30:00+02:00" };

/** The register as its SS 12000 interface sends it. */
export function toSs12000(truth: Truth, seed: number): Ss12000Dataset {
  const persons = new Map(truth.persons.map((person) => [person.id, person]));
  const reference = (id: string): Ss12000PersonReference => {
    const marking = persons.get(id)?.protection;
    return marking === undefined || marking === "Ingen" ? { id } : { id, securityMarking: marking };
  };
  const enrolments = grouped(truth.enrolments, ({ person }) => person);
  const responsibles = grouped(truth.guardianships, ({ child }) => child);
  const members = grouped(truth.memberships, ({ group }) => group);

  return {
    organisations: truth.units.map(
      ({ id, name, kind, parent, schoolUnitCode, municipalityCode, schoolTypes }): Ss12000Organisation => ({
        id,
        meta,
        displayName: name,
        organisationType: kind,
        ...(parent === undefined ? {} : { parentOrganisation: { id: parent } }),
        ...(schoolUnitCode === undefined ? {} : { schoolUnitCode }),
        ...(schoolTypes === undefined ? {} : { schoolTypes: schoolTypes.split(" ") }),
        ...(municipalityCode === undefined ? {} : { municipalityCode }),
      }),
    ),
    persons: truth.persons.map((person): WirePerson => ({
      id: person.id,
      meta,
      givenName: person.givenName,
      familyName: person.familyName,
      ...(person.identity === undefined ? {} : { civicNo: { value: person.identity, nationality: "SE" } }),
      ...(person.birthDate === undefined ? {} : { birthDate: person.birthDate }),
      ...(person.sex === undefined ? {} : { sex: person.sex }),
      ...(person.protection === undefined ? {} : { securityMarking: person.protection }),
      ...(person.status === undefined ? {} : { personStatus: person.status }),
      ...(person.eppn === undefined ? {} : { eduPersonPrincipalNames: [person.eppn] }),
      ...(person.email === undefined ? {} : { emails: [{ value: person.email, type: emailType(person) }] }),
      ...(person.phone === undefined ? {} : { phoneNumbers: [{ value: person.phone, type: "Hem", mobile: true }] }),
      ...addresses(person, truth.addresses.get(person.id)),
      enrolments: (enrolments.get(person.id) ?? []).map(
        ({ unit, schoolType, schoolYear = null, startDate = null, endDate = null }) => ({
          enroledAt: { id: unit },
          schoolType,
          schoolYear,
          startDate,
          endDate,
        }),
      ),
      responsibles: (responsibles.get(person.id) ?? []).map(({ guardian, relation }) => ({
        person: reference(guardian),
        relationType: relation,
      })),
    })),
    groups: truth.groups.map(
      ({ id, name, kind, unit, schoolType, startDate = null, endDate = null }): Ss12000Group => ({
        id,
        meta,
        displayName: name,
        groupType: kind,
        organisation: { id: unit },
        ...(schoolType === undefined ? {} : { schoolType }),
        startDate,
        endDate,
        groupMemberships: (members.get(id) ?? [])
          .filter(({ role }) => role === "pupil")
          .map(({ person, startDate = null, endDate = null }) => ({ person: reference(person), startDate, endDate })),
      }),
    ),
    duties: dutiesWithRoles(truth, reference),
    placements: truth.placements.map(
      ({ id, person, unit, group, schoolType, startDate = null, endDate = null }): Ss12000Placement => ({
        id,
        meta,
        placedAt: { id: unit },
        child: reference(person),
        ...(group === undefined ? {} : { group: { id: group } }),
        schoolType,
        startDate,
        endDate,
      }),
    ),
    activities: activities(truth, seed),
  };
}

function addresses(person: Person, address: Address | undefined): Pick<WirePerson, "addresses"> {
  if (address === undefined || person.protection !== "Ingen") return {};
  return { addresses: [{ type: "Folkbokföring", ...address }] };
}

function emailType({ email = "" }: Person): "Skola elev" | "Skola personal" | "Privat" {
  if (email.endsWith(`@${domains.pupil}`)) return "Skola elev";
  return email.endsWith(`@${domains.staff}`) ? "Skola personal" : "Privat";
}

/** Mentors, and the teachers of a preschool department, hang on the duty; other teachers on an activity. */
function isAssignment(group: Group, { role }: Membership): boolean {
  return role === "mentor" || (role === "teacher" && group.kind === "Avdelning");
}

/** A membership of staff belongs to the duty that the person has at the group's unit. */
function dutiesWithRoles(truth: Truth, reference: (id: string) => Ss12000PersonReference): Ss12000Duty[] {
  const groups = new Map(truth.groups.map((group) => [group.id, group]));
  const dutyAt = new Map(truth.duties.map((duty) => [`${duty.person}|${duty.unit}`, duty.id]));
  const roles = grouped(
    truth.memberships.flatMap((membership) => {
      const group = groups.get(membership.group);
      return group && membership.role !== "pupil" && isAssignment(group, membership) ? [{ membership, group }] : [];
    }),
    ({ membership, group }) => dutyAt.get(`${membership.person}|${group.unit}`) ?? "",
  );
  return truth.duties.map(({ id, person, unit, role, signature, startDate = null, endDate = null }) => ({
    id,
    meta,
    person: reference(person),
    dutyAt: { id: unit },
    dutyRole: role,
    ...(signature === undefined ? {} : { signature }),
    startDate,
    endDate,
    assignmentRole: (roles.get(id) ?? []).map(({ membership, group }) => ({
      group: { id: group.id },
      assignmentRoleType: membership.role === "mentor" ? "Mentor" : "Förskollärare",
      startDate: membership.startDate ?? null,
      endDate: membership.endDate ?? null,
    })),
  }));
}

/** One activity per taught group. */
function activities(truth: Truth, seed: number): Ss12000Activity[] {
  const ids = randomFor(seed, "activity-ids");
  const dutyAt = new Map(truth.duties.map((duty) => [`${duty.person}|${duty.unit}`, duty.id]));
  const taught = grouped(
    truth.memberships.filter(({ role }) => role === "teacher"),
    ({ group }) => group,
  );
  return truth.groups
    .filter((group) => group.kind === "Undervisning")
    .map((group) => ({
      id: ids.uuid(),
      meta,
      displayName: group.name,
      calendarEventsRequired: true,
      activityType: "Undervisning",
      startDate: group.startDate ?? null,
      endDate: group.endDate ?? null,
      groups: [{ id: group.id }],
      organisation: { id: group.unit },
      teachers: (taught.get(group.id) ?? []).flatMap(({ person, startDate = null, endDate = null }) => {
        const duty = dutyAt.get(`${person}|${group.unit}`);
        return duty === undefined ? [] : [{ duty: { id: duty }, startDate, endDate }];
      }),
    }));
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
