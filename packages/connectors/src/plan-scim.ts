import type { Finding } from "./finding.ts";
import { isObject, type Json, listOf, textOf } from "./row-reader.ts";
import { keptOf } from "./scim-kept.ts";
import { finding } from "./scim-messages.ts";
import type { DesiredResource, ScimProfile } from "./scim-profile.ts";

/** A resource as the service has it. */
export interface ExistingResource {
  readonly endpoint: string;
  readonly id: string;
  readonly externalId?: string;
  readonly attributes: Json;
  readonly version?: string;
}

/** One change of one resource. Personal data: for the person who reviews, never for a log. */
export interface ScimOperation {
  readonly kind: "create" | "update" | "deactivate" | "delete";
  readonly endpoint: string;
  readonly externalId: string;
  /** The service's own id; none before a creation. */
  readonly id?: string;
  readonly version?: string;
  /** All attributes of a creation; of an update those that change. */
  readonly set: Json;
  /** Attributes that are taken away. */
  readonly unset: readonly string[];
  readonly addMembers: readonly { readonly endpoint: string; readonly externalId: string }[];
  /** By the service's own id. */
  readonly removeMembers: readonly string[];
  /** All members that a group shall have, for services without PATCH. */
  readonly members?: ScimOperation["addMembers"];
  /** The resource whole, for services without PATCH. */
  readonly whole: Json;
}

/** What would be changed in a service, and nothing else: what is shown is what is done. */
export interface ScimPlan {
  readonly operations: readonly ScimOperation[];
  readonly unchanged: number;
  readonly findings: readonly Finding[];
  /** True when more would be removed than is allowed: applying it does nothing. */
  readonly isHeld: boolean;
}

export interface ScimLimits {
  /** Share of the resources of an endpoint, and of the members of its resources, that may be removed, 0 to 1. Default 0.1. */
  readonly maxRemovalShare?: number;
  /** Removals of an endpoint, and of members there, that are always allowed. Default 10. */
  readonly freeRemovals?: number;
  /** What becomes of users who are no longer wanted. Default `deactivate`, where the profile can. */
  readonly removal?: "deactivate" | "delete" | "keep";
  /** External ids of what is not told of: such resources and memberships are left as they are. */
  readonly untold?: ReadonlySet<string>;
}

/**
 * Plans how a service becomes what is desired. Resources without an external id are somebody else's: one with the same
 * user name is adopted, others are never touched. Attributes that no desired resource has are withheld, not empty, and are
 * left alone.
 */
export function planScim(
  existing: readonly ExistingResource[],
  desired: readonly DesiredResource[],
  profile: ScimProfile,
  limits: ScimLimits = {},
): ScimPlan {
  const { maxRemovalShare = 0.1, freeRemovals = 10, removal = "deactivate", untold = new Set() } = limits;
  const findings: Finding[] = [];
  const operations: ScimOperation[] = [];
  const removals: ScimOperation[] = [];
  let unchanged = 0;
  let isHeld = false;
  const allow =
    (code: "connectors.mass-removal" | "connectors.mass-renaming") => (where: string, count: number, of: number) => {
      const limit = Math.max(freeRemovals, Math.floor(of * maxRemovalShare));
      if (count <= limit) return;
      isHeld = true;
      findings.push(finding(code, where, { count, of, limit }));
    };
  const allowRemovals = allow("connectors.mass-removal");
  const leaving = removal === "keep" ? new Set<string>() : leavingIds(existing, desired);
  const idOf = new Map(existing.map((one) => [`${one.endpoint}/${one.externalId ?? ""}`, one.id]));
  const byId = new Map(
    existing.flatMap(({ endpoint, externalId, id }) =>
      externalId === undefined ? [] : [[id, { endpoint, externalId }] as const],
    ),
  );
  if (profile.wantsUuids) {
    const count = desired.filter(({ externalId }) => !uuid.test(externalId)).length;
    if (count > 0) findings.push(finding("connectors.not-uuid", profile.id, { count }));
  }
  for (const endpoint of profile.endpoints) {
    const there = existing.filter((one) => one.endpoint === endpoint);
    const wanted = desired.filter((one) => one.endpoint === endpoint);
    const byExternal = new Map(
      there.flatMap((one) => (one.externalId === undefined ? [] : [[one.externalId, one] as const])),
    );
    const byName = new Map(there.flatMap((one) => (nameOf(one.attributes) ?? []).map((name) => [name, one] as const)));
    const managed = (profile.managed[endpoint] ?? []).filter((name) =>
      wanted.some(({ attributes }) => name in attributes),
    );
    const kept = new Set<string>();
    let membersLost = 0;
    let renamed = 0;
    for (const told of wanted) {
      const known = byExternal.get(told.externalId);
      const one = known === undefined ? told : keptOf(told, known, profile, untold, byId);
      const [name] = nameOf(one.attributes) ?? [];
      const holder = name === undefined ? undefined : byName.get(name);
      const own = known ?? (holder?.externalId === undefined ? holder : undefined);
      if (holder !== undefined && holder.id !== own?.id) {
        findings.push(finding("connectors.scim-name-taken", one.externalId, {}));
        if (own !== undefined) kept.add(own.id);
        continue;
      }
      if (own !== undefined) kept.add(own.id);
      const operation = own === undefined ? creation(one, profile) : update(own, one, managed, profile, idOf);
      if (operation === undefined) unchanged += 1;
      else operations.push(operation);
      if (own?.externalId !== undefined && operation !== undefined && "userName" in operation.set) renamed += 1;
      if (own !== undefined && operation !== undefined)
        membersLost += lostBy(own, operation, profile).filter((id) => !leaving.has(id)).length;
    }
    const surplus = there.filter(
      ({ id, externalId }) => externalId !== undefined && !kept.has(id) && !untold.has(externalId),
    );
    const gone = removal === "keep" ? [] : surplus.flatMap((one) => removalOf(one, profile, removal));
    const ours = there.filter(({ externalId }) => externalId !== undefined);
    allowRemovals(endpoint, gone.length, ours.length);
    const members = ours.flatMap(({ attributes }) => [
      ...valuesIn(attributes["members"]),
      ...rosterIn(attributes, endpoint, profile),
    ]);
    allowRemovals(`${endpoint}, members`, membersLost, members.length);
    allow("connectors.mass-renaming")(endpoint, renamed, ours.length);
    removals.unshift(...gone);
  }
  return { operations: [...operations, ...removals], unchanged, findings, isHeld };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** User names are one, whatever their case. */
const nameOf = (attributes: Json): readonly string[] | undefined => {
  const name = textOf(attributes["userName"]);
  return name === undefined ? undefined : [name.toLowerCase()];
};

const wholeOf = ({ externalId, attributes, endpoint }: DesiredResource, profile: ScimProfile): Json => ({
  schemas: profile.schemas[endpoint] ?? [],
  externalId,
  ...attributes,
});

function creation(one: DesiredResource, profile: ScimProfile): ScimOperation {
  return {
    kind: "create",
    endpoint: one.endpoint,
    externalId: one.externalId,
    set: one.attributes,
    unset: [],
    addMembers: one.members ?? [],
    removeMembers: [],
    ...(one.members === undefined ? {} : { members: one.members }),
    whole: wholeOf(one, profile),
  };
}

function update(
  own: ExistingResource,
  one: DesiredResource,
  managed: readonly string[],
  profile: ScimProfile,
  idOf: ReadonlyMap<string, string>,
): ScimOperation | undefined {
  const set: Record<string, unknown> = Object.fromEntries(
    Object.entries(one.attributes).filter(([name, value]) => !covers(own.attributes[name], value)),
  );
  if (own.externalId !== one.externalId) set["externalId"] = one.externalId;
  const unset = managed.filter((name) => !(name in one.attributes) && !isEmpty(own.attributes[name]));
  const members = one.members === undefined ? undefined : memberChanges(own, one.members, idOf);
  const isSame = Object.keys(set).length === 0 && unset.length === 0;
  if (isSame && (members === undefined || (members.add.length === 0 && members.remove.length === 0))) return undefined;
  return {
    kind: "update",
    endpoint: one.endpoint,
    externalId: one.externalId,
    id: own.id,
    ...(own.version === undefined ? {} : { version: own.version }),
    set,
    unset,
    addMembers: members?.add ?? [],
    removeMembers: members?.remove ?? [],
    ...(one.members === undefined ? {} : { members: one.members }),
    whole: wholeOf(one, profile),
  };
}

function memberChanges(
  own: ExistingResource,
  wanted: NonNullable<DesiredResource["members"]>,
  idOf: ReadonlyMap<string, string>,
): { readonly add: ScimOperation["addMembers"]; readonly remove: readonly string[] } {
  const there = new Set(valuesIn(own.attributes["members"]));
  const ids = new Set(wanted.flatMap(({ endpoint, externalId }) => idOf.get(`${endpoint}/${externalId}`) ?? []));
  return {
    add: wanted.filter(({ endpoint, externalId }) => {
      const id = idOf.get(`${endpoint}/${externalId}`);
      return id === undefined || !there.has(id);
    }),
    remove: [...there].filter((id) => !ids.has(id)),
  };
}

const valuesIn = (list: unknown): readonly string[] =>
  listOf(list).flatMap((member) => (isObject(member) ? (textOf(member["value"]) ?? []) : []));

const rosterIn = (attributes: Json, endpoint: string, { rosters = {} }: ScimProfile): readonly string[] =>
  valuesIn(attributes[rosters[endpoint] ?? ""]);

/** The members that a resource loses by an update: by the service's ids, or by external ids where a roster has those. */
function lostBy(own: ExistingResource, { set, unset, endpoint, removeMembers }: ScimOperation, profile: ScimProfile) {
  const roster = profile.rosters?.[endpoint] ?? "";
  if (!(roster in set) && !unset.includes(roster)) return removeMembers;
  const kept = new Set(rosterIn(set, endpoint, profile));
  return [...removeMembers, ...rosterIn(own.attributes, endpoint, profile).filter((id) => !kept.has(id))];
}

/** Ours that nobody wants any longer, by both their ids: who leaves is counted once, and not in every group again. */
function leavingIds(existing: readonly ExistingResource[], desired: readonly DesiredResource[]): ReadonlySet<string> {
  const wanted = new Set(desired.map(({ endpoint, externalId }) => `${endpoint}/${externalId}`));
  return new Set(
    existing.flatMap(({ endpoint, externalId, id }) =>
      externalId === undefined || wanted.has(`${endpoint}/${externalId}`) ? [] : [id, externalId],
    ),
  );
}

function removalOf(
  one: ExistingResource,
  profile: ScimProfile,
  removal: "deactivate" | "delete",
): readonly ScimOperation[] {
  const canRest = removal === "deactivate" && profile.deactivates.includes(one.endpoint);
  if (canRest && one.attributes["active"] === false) return [];
  return [
    {
      kind: canRest ? "deactivate" : "delete",
      endpoint: one.endpoint,
      externalId: one.externalId ?? "",
      id: one.id,
      ...(one.version === undefined ? {} : { version: one.version }),
      set: canRest ? { active: false } : {},
      unset: [],
      addMembers: [],
      removeMembers: [],
      whole: { ...one.attributes, externalId: one.externalId, active: false },
    },
  ];
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** True when a value that a service has holds what we want it to: services add attributes of their own. */
function covers(there: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    if (wanted.length === 0) return isEmpty(there);
    if (!Array.isArray(there) || there.length !== wanted.length) return false;
    const left = [...there];
    return wanted.every((item) => {
      const at = left.findIndex((candidate) => covers(candidate, item));
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    });
  }
  if (isObject(wanted))
    return isObject(there) && Object.entries(wanted).every(([name, value]) => covers(there[name], value));
  // Some services send booleans as text.
  if (typeof wanted === "boolean") return there === wanted || String(there).toLowerCase() === String(wanted);
  return (isEmpty(there) && isEmpty(wanted)) || there === wanted;
}
