import type { Entities, Person } from "@milstolpe/sync";
import type { Finding } from "./finding.ts";
import { findingLog } from "./finding-log.ts";
import type { GoogleOperation, GoogleProfile, GoogleState, GoogleUser } from "./google-model.ts";
import { finding } from "./google-messages.ts";
import { groupBy } from "./group-by.ts";
import { leftOut, withoutPeople } from "./import-protection.ts";
import { isDay, type Json } from "./row-reader.ts";

/** What would be changed in a domain, and nothing else, in the order in which it has to be. */
export interface GooglePlan {
  readonly operations: readonly GoogleOperation[];
  readonly findings: readonly Finding[];
  /** True when more would be suspended, or removed from groups and courses, than is allowed: applying it does nothing. */
  readonly isHeld: boolean;
}

export interface PlanGoogleOptions {
  readonly entities: Entities;
  readonly state: GoogleState;
  readonly profile: GoogleProfile;
  /** The day the plan is for, `YYYY-MM-DD`: whoever is enrolled or employed on it has an account in use. */
  readonly on: string;
}

/** Longest name that the directory takes. */
const longestName = 60;

const part = (text: string): string => encodeURIComponent(text);
const plainId = (id: string): string =>
  id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
const addressOf = ({ eppn, email }: Person): string | undefined => (eppn ?? email)?.toLowerCase();

/**
 * Plans how a Google Workspace domain becomes like the register: org units, users, groups and Classroom rosters. Nobody is
 * deleted: who is no longer there is suspended. Administrators, and users without one of our external ids, are never
 * touched; an address that somebody else has is told of.
 * @throws RangeError when `on` is not a day
 */
export function planGoogle({ entities: all, state, profile, on }: PlanGoogleOptions): GooglePlan {
  if (!isDay(on)) throw new RangeError("on must be a day (YYYY-MM-DD)");
  const log = findingLog();
  const hidden = profile.protectedPeople === "include" ? new Set<string>() : leftOut(all);
  if (hidden.size > 0) log.add(finding("connectors.protected-left-out", "persons", { count: hidden.size }));
  const entities = withoutPeople(all, hidden);
  const places = placesOf(entities, profile, on);
  const operations: GoogleOperation[] = orgUnits(places, state.orgUnits);
  const users = userChanges(entities.persons, places, state.users, hidden, log);
  operations.push(...users.operations);
  const members = membersOn(entities, on, users.addresses);
  for (const group of entities.groups) {
    const roster = members.get(group.id) ?? { students: [], teachers: [] };
    if (profile.groupKinds.includes(group.kind)) operations.push(...groupChanges(group, roster, state, profile));
    if (profile.courseKinds.includes(group.kind)) operations.push(...courseChanges(group, roster, state, log));
  }
  const { maxSuspendedShare = 0.05, freeSuspensions = 5, maxRemovedShare = 0.1, freeRemovals = 10 } = profile;
  let isHeld = false;
  const allow = (where: string, count: number, of: number, limit: number): void => {
    if (count <= limit) return;
    isHeld = true;
    log.add(finding("connectors.mass-removal", where, { count, of, limit }));
  };
  const ours = state.users.filter(({ externalId, suspended }) => externalId !== undefined && !suspended).length;
  const suspended = new Set(operations.filter(({ kind }) => kind === "suspend-user").map(({ about }) => about));
  allow("users", suspended.size, ours, Math.max(freeSuspensions, Math.floor(ours * maxSuspendedShare)));
  const { there, removed } = membersLost(operations, state, suspended);
  allow("members", removed, there, Math.max(freeRemovals, Math.floor(there * maxRemovedShare)));
  return { operations, findings: log.list(), isHeld };
}

/** How many of ours are in groups and courses, and how many lose a place there without losing their account. */
function membersLost(operations: readonly GoogleOperation[], state: GoogleState, suspended: ReadonlySet<string>) {
  const ours = new Map(
    state.users.flatMap(({ primaryEmail, externalId }) =>
      externalId === undefined ? [] : [[primaryEmail.toLowerCase(), externalId] as const],
    ),
  );
  const lists = [...state.groups.values(), ...[...state.courses.values()].map(({ students }) => students)];
  const lost = operations.filter(({ kind, path }) => {
    if (kind !== "remove-member" && kind !== "remove-student") return false;
    return !suspended.has(ours.get(decodeURIComponent(path.split("/").at(-1) ?? "")) ?? "");
  });
  return { there: lists.flat().filter((address) => ours.has(address)).length, removed: lost.length };
}

/** The org unit of everybody who has a place on the day; staff before pupils, since somebody may be both. */
function placesOf(entities: Entities, { orgUnits: paths }: GoogleProfile, on: string): ReadonlyMap<string, string> {
  const names = new Map(entities.units.map(({ id, name }) => [id, name.replaceAll("/", "-")]));
  const places = new Map<string, string>();
  const isNow = (row: { readonly startDate?: string; readonly endDate?: string }): boolean =>
    (row.startDate ?? on) <= on && on <= (row.endDate ?? on);
  for (const [rows, path] of [
    [entities.duties, paths.staff],
    [entities.enrolments, paths.pupils],
  ] as const)
    for (const row of rows)
      if (isNow(row) && !places.has(row.person))
        places.set(row.person, path.replace("{unit}", names.get(row.unit) ?? row.unit));
  return places;
}

function orgUnits(places: ReadonlyMap<string, string>, existing: readonly string[]): GoogleOperation[] {
  const there = new Set(existing);
  const operations: GoogleOperation[] = [];
  for (const path of [...new Set(places.values())].sort()) {
    const parts = path.split("/").filter((name) => name !== "");
    for (const [index, name] of parts.entries()) {
      const whole = `/${parts.slice(0, index + 1).join("/")}`;
      if (there.has(whole)) continue;
      there.add(whole);
      const parentOrgUnitPath = index === 0 ? "/" : `/${parts.slice(0, index).join("/")}`;
      operations.push({
        kind: "create-org-unit",
        about: whole,
        method: "POST",
        api: "directory",
        path: "customer/my_customer/orgunits",
        body: { name, parentOrgUnitPath },
      });
    }
  }
  return operations;
}

type Log = ReturnType<typeof findingLog>;

function userChanges(
  persons: readonly Person[],
  places: ReadonlyMap<string, string>,
  users: readonly GoogleUser[],
  hidden: ReadonlySet<string>,
  log: Log,
): { readonly operations: readonly GoogleOperation[]; readonly addresses: ReadonlyMap<string, string> } {
  const operations: GoogleOperation[] = [];
  const addresses = new Map<string, string>();
  const byId = new Map(
    users.flatMap((user) => (user.externalId === undefined ? [] : [[user.externalId, user] as const])),
  );
  const byAddress = new Map(users.map((user) => [user.primaryEmail.toLowerCase(), user]));
  let nameless = 0;
  for (const person of persons) {
    const orgUnitPath = places.get(person.id);
    if (orgUnitPath === undefined) continue;
    const address = addressOf(person);
    const name = {
      givenName: person.givenName.slice(0, longestName),
      familyName: person.familyName.slice(0, longestName),
    };
    if (address === undefined || name.givenName === "" || name.familyName === "") {
      nameless += 1;
      continue;
    }
    const own = byId.get(person.id);
    const holder = byAddress.get(address);
    if (holder !== undefined && holder.id !== own?.id) {
      log.add(finding("connectors.address-taken", `persons/${person.id}`, {}));
      continue;
    }
    if (own === undefined) {
      addresses.set(person.id, address);
      operations.push({
        kind: "create-user",
        about: person.id,
        method: "POST",
        api: "directory",
        path: "users",
        body: {
          primaryEmail: address,
          name,
          orgUnitPath,
          externalIds: [{ value: person.id, type: "organization" }],
          changePasswordAtNextLogin: true,
        },
      });
      continue;
    }
    addresses.set(person.id, own.primaryEmail.toLowerCase());
    if (own.isAdmin) continue;
    const changes: Json = {
      ...(own.givenName === name.givenName && own.familyName === name.familyName ? {} : { name }),
      ...(own.orgUnitPath === orgUnitPath ? {} : { orgUnitPath }),
      ...(own.suspended ? { suspended: false } : {}),
    };
    if (Object.keys(changes).length > 0)
      operations.push({
        kind: "update-user",
        about: person.id,
        method: "PATCH",
        api: "directory",
        path: `users/${part(own.id)}`,
        body: changes,
      });
  }
  if (nameless > 0) log.add(finding("connectors.no-address", "persons", { count: nameless }));
  for (const [id, user] of byId) {
    // Who became protected disappears from the plan, not from the domain: what is theirs is not set off to be removed.
    if (places.has(id) || user.suspended || user.isAdmin || hidden.has(id)) continue;
    operations.push({
      kind: "suspend-user",
      about: id,
      method: "PATCH",
      api: "directory",
      path: `users/${part(user.id)}`,
      body: { suspended: true },
    });
  }
  return { operations, addresses };
}

interface Roster {
  readonly students: readonly string[];
  readonly teachers: readonly string[];
}

function membersOn(
  { memberships }: Entities,
  on: string,
  addresses: ReadonlyMap<string, string>,
): ReadonlyMap<string, Roster> {
  const now = memberships.filter(({ startDate = on, endDate = on }) => startDate <= on && on <= endDate);
  return new Map(
    [...groupBy(now, ({ group }) => group)].map(([group, rows]) => {
      const of = (isPupil: boolean): readonly string[] => [
        ...new Set(
          rows
            .filter(({ role }) => (role === "pupil") === isPupil)
            .flatMap(({ person }) => addresses.get(person) ?? []),
        ),
      ];
      return [group, { students: of(true), teachers: of(false) }];
    }),
  );
}

type Call = (
  kind: GoogleOperation["kind"],
  method: GoogleOperation["method"],
  path: string,
  body?: Json,
) => GoogleOperation;

const callAbout =
  (about: string, api: GoogleOperation["api"]): Call =>
  (kind, method, path, body) => ({ kind, about, method, api, path, ...(body === undefined ? {} : { body }) });

function groupChanges(
  { id, name }: { readonly id: string; readonly name: string },
  { students, teachers }: Roster,
  state: GoogleState,
  profile: GoogleProfile,
): readonly GoogleOperation[] {
  const email = profile.groupAddress.replace("{group}", plainId(id)).toLowerCase();
  const there = state.groups.get(email);
  const wanted = new Map<string, string>([
    ...students.map((address) => [address, "MEMBER"] as const),
    ...teachers.map((address) => [address, "MANAGER"] as const),
  ]);
  const call = callAbout(id, "directory");
  return [
    ...(there === undefined
      ? [call("create-group", "POST", "groups", { email, name: name.slice(0, longestName) })]
      : []),
    ...[...wanted]
      .filter(([address]) => there?.includes(address) !== true)
      .map(([address, role]) => call("add-member", "POST", `groups/${part(email)}/members`, { email: address, role })),
    ...(there ?? [])
      .filter(
        (address) =>
          !wanted.has(address) &&
          state.users.some((user) => user.primaryEmail.toLowerCase() === address && user.externalId !== undefined),
      )
      .map((address) => call("remove-member", "DELETE", `groups/${part(email)}/members/${part(address)}`)),
  ];
}

function courseChanges(
  { id, name }: { readonly id: string; readonly name: string },
  { students, teachers }: Roster,
  state: GoogleState,
  log: Log,
): readonly GoogleOperation[] {
  const course = `courses/${part(`d:${plainId(id)}`)}`;
  const there = state.courses.get(plainId(id));
  const [owner] = teachers;
  if (there === undefined && owner === undefined) {
    log.add(finding("connectors.course-without-teacher", `groups/${id}`, {}));
    return [];
  }
  const call = callAbout(id, "classroom");
  // The owner is a teacher of the course from the start.
  const known = there?.teachers ?? (owner === undefined ? [] : [owner]);
  return [
    ...(there === undefined
      ? [
          call("create-course", "POST", "courses", {
            id: `d:${plainId(id)}`,
            name,
            ownerId: owner,
            courseState: "PROVISIONED",
          }),
        ]
      : []),
    ...teachers
      .filter((address) => !known.includes(address))
      .map((userId) => call("add-teacher", "POST", `${course}/teachers`, { userId })),
    ...students
      .filter((address) => there?.students.includes(address) !== true)
      .map((userId) => call("add-student", "POST", `${course}/students`, { userId })),
    ...(there?.students ?? [])
      .filter((address) => !students.includes(address))
      .map((userId) => call("remove-student", "DELETE", `${course}/students/${part(userId)}`)),
  ];
}
