import type { Entities } from "@milstolpe/sync";
import { leftOut } from "./import-protection.ts";
import type { ExistingResource } from "./plan-scim.ts";
import { isObject, type Json, listOf, textOf } from "./row-reader.ts";
import type { DesiredResource, ScimPeopleOptions, ScimProfile } from "./scim-profile.ts";

/**
 * External ids of what is not sent because people are protected: they themselves and their duties. Who becomes protected
 * disappears from the plan, not from the service.
 */
export function untoldIds(entities: Entities, { protectedPeople = "exclude" }: ScimPeopleOptions): ReadonlySet<string> {
  if (protectedPeople === "include") return new Set();
  const people = leftOut(entities);
  return new Set([...people, ...entities.duties.filter(({ person }) => people.has(person)).map(({ id }) => id)]);
}

/**
 * What is desired of a resource that is there, with what nobody has told of left as it is: members who are not sent, the
 * user name of somebody whose source gives neither EPPN nor e-mail, and parts of a name that are empty.
 * @param untold - external ids of what is not sent @param externalIdOf - by endpoint and the service's own id
 */
export function keptOf(
  one: DesiredResource,
  own: ExistingResource,
  profile: ScimProfile,
  untold: ReadonlySet<string>,
  externalIdOf: ReadonlyMap<string, { readonly endpoint: string; readonly externalId: string }>,
): DesiredResource {
  const { attributes } = one;
  const kept: Record<string, unknown> = { ...attributes };
  if (textOf(attributes["userName"]) === one.externalId && textOf(own.attributes["userName"]) !== undefined)
    kept["userName"] = own.attributes["userName"];
  Object.assign(kept, nameKept(attributes["name"], own.attributes["name"]));
  const roster = profile.rosters?.[one.endpoint];
  if (roster !== undefined && untold.size > 0) {
    const there = listOf(own.attributes[roster]).filter((entry) => untold.has(valueOf(entry) ?? ""));
    if (there.length > 0) kept[roster] = [...listOf(attributes[roster]), ...there];
  }
  const members = listOf(own.attributes["members"]).flatMap((entry) => {
    const member = externalIdOf.get(valueOf(entry) ?? "");
    return member !== undefined && untold.has(member.externalId) ? [member] : [];
  });
  return {
    ...one,
    attributes: kept,
    ...(one.members === undefined ? {} : { members: [...one.members, ...members] }),
  };
}

const valueOf = (entry: unknown): string | undefined => (isObject(entry) ? textOf(entry["value"]) : undefined);

/** A name whose empty part is as it was; nothing when no part is empty. */
function nameKept(wanted: unknown, there: unknown): Json {
  if (!isObject(wanted) || !isObject(there)) return {};
  const parts = ["givenName", "familyName"].map((part) => [part, textOf(wanted[part]), textOf(there[part])] as const);
  if (!parts.some(([, now, before]) => now === undefined && before !== undefined)) return {};
  const name = Object.fromEntries(parts.map(([part, now, before]) => [part, now ?? before ?? ""]));
  return { name, displayName: `${name["givenName"]} ${name["familyName"]}`.trim() };
}
