import type { Group } from "@milstolpe/sync";
import { type AccountOffice, domains } from "./accounts.ts";
import type { IdentityOffice } from "./identities.ts";
import { familyNames, type Sex } from "./names.ts";
import { randomFor } from "./random.ts";
import type { Draft, DraftPerson } from "./truth.ts";
import type { Organisation } from "./units.ts";

/** Adult pupils at full scale. */
const adultPupils = 310;

/** Upper-secondary pupils who read a course with the adults as well, at full scale. */
const inTwoSchools = 3;

const courses = [
  ["Sfi B", "VUXSFI"],
  ["Sfi C", "VUXSFI"],
  ["Sfi D", "VUXSFI"],
  ["Matematik 1a", "KOMVUX"],
  ["Svenska 1", "KOMVUX"],
  ["Engelska 5", "KOMVUX"],
  ["Vård- och omsorg 1", "KOMVUX"],
  ["Samhällskunskap 1a1", "KOMVUX"],
] as const;

/** Adult education: people of their own, in course groups. `VUXSFI` is a school type outside the 2.0 enum. */
export function enrolAdults(
  draft: Draft,
  { units }: Organisation,
  options: { seed: number; scale: number; identities: IdentityOffice; accounts: AccountOffice },
): void {
  const unit = units.find(({ kind }) => kind === "adult");
  if (!unit) return;
  const random = randomFor(options.seed, "adults");
  const count = Math.max(courses.length, Math.round(adultPupils * options.scale));
  const startDate = "2026-01-07";
  const groupsOf = new Map<string, { group: Group; size: number }>();

  function join(person: DraftPerson, course: (typeof courses)[number]): void {
    const [name, schoolType] = course;
    let open = groupsOf.get(name);
    if (open === undefined || open.size >= 30) {
      const group: Group = {
        id: random.uuid(),
        name: open ? `${name} (${draft.groups.filter((there) => there.name.startsWith(name)).length + 1})` : name,
        kind: "Undervisning",
        unit: unit?.row.id ?? "",
        schoolType,
        startDate,
      };
      draft.groups.push(group);
      open = { group, size: 0 };
      groupsOf.set(name, open);
    }
    open.size += 1;
    const where = { person: person.id, unit: open.group.unit, schoolType };
    draft.enrolments.push({ id: `${where.person}|${where.unit}|${schoolType}`, ...where, startDate });
    const group = open.group.id;
    draft.memberships.push({ id: `${group}|${person.id}`, group, person: person.id, role: "pupil", startDate });
  }

  for (let i = 0; i < count; i++) {
    const sex: Sex = random.chance(0.6) ? "Kvinna" : "Man";
    const names = familyNames(random);
    const person: DraftPerson = {
      ...options.identities.adult(random.between(1976, 2005), sex),
      id: random.uuid(),
      givenName: names.givenName(sex, random),
      familyName: names.first,
      sex,
      protection: "Ingen",
      status: "Aktiv",
    };
    person.email = options.accounts.email(person.givenName, person.familyName, domains.pupil);
    person.eppn = options.accounts.eppn();
    draft.persons.push(person);
    join(person, courses[i % courses.length]!);
  }
  const seniors = draft.enrolments.filter(({ schoolType, schoolYear }) => schoolType === "GY" && schoolYear === 3);
  const people = new Map(draft.persons.map((person) => [person.id, person]));
  for (const { person } of random.shuffle(seniors).slice(0, Math.max(1, Math.round(inTwoSchools * options.scale)))) {
    const pupil = people.get(person);
    if (pupil) join(pupil, courses[4]);
  }
}
