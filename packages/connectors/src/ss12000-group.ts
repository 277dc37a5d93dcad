import type { Group, Membership, Placement } from "@milstolpe/sync";
import { isFinding } from "./period.ts";
import type { Keyed } from "./relation-ids.ts";
import { idOf, isObject, type Json, textOf } from "./row-reader.ts";
import { finding } from "./ss12000-messages.ts";
import type { Ss12000Rows } from "./ss12000-rows.ts";

/** A group without its members; undefined when it can't be used. */
export function groupOf(json: Json, id: string, where: string, rows: Ss12000Rows): Group | undefined {
  const unit = idOf(json["organisation"]);
  const kind = rows.open("groupType", json["groupType"]);
  if (unit === undefined || kind === undefined) {
    const field = unit === undefined ? "organisation" : "groupType";
    return rows.reject("groups", json, finding("connectors.missing-field", where, { field }));
  }
  const dates = rows.period(json, where);
  if (isFinding(dates)) return rows.reject("groups", json, dates);
  const name = rows.nameIn(json, "displayName", where);
  const schoolType = rows.open("schoolType", json["schoolType"]);
  return { id, name, kind, unit, ...(schoolType === undefined ? {} : { schoolType }), ...dates };
}

/** What the members of a group's own list are in it. */
export const listedRole = (kind: string): string => (kind === "Personalgrupp" ? "staff" : "pupil");

/** What a membership is known by while it has no id. */
export const membershipKey = (group: string, person: string, role: string): string =>
  role === "pupil" ? `${group}|${person}` : `${group}|${person}|${role}`;

/** A person in a group; undefined when the row can't be used. */
export function membershipOf(
  json: unknown,
  { group, person, role }: { readonly group: string; readonly person: string | undefined; readonly role: string },
  where: string,
  rows: Ss12000Rows,
): Keyed<Omit<Membership, "id">> | undefined {
  rows.receive("memberships");
  if (!isObject(json)) return rows.reject("memberships", json, finding("connectors.not-a-row", where, {}));
  if (person === undefined)
    return rows.reject("memberships", json, finding("connectors.missing-field", where, { field: "person" }));
  const dates = rows.period(json, where);
  if (isFinding(dates)) return rows.reject("memberships", json, dates);
  const own = textOf(json["id"]);
  return {
    key: membershipKey(group, person, role),
    ...(own === undefined ? {} : { own }),
    row: { group, person, role, ...dates },
  };
}

/** A child's placement; undefined when it can't be used. */
export function placementOf(json: Json, id: string, where: string, rows: Ss12000Rows): Placement | undefined {
  const unit = idOf(json["placedAt"]);
  const person = idOf(json["child"]);
  if (unit === undefined || person === undefined) {
    const field = unit === undefined ? "placedAt" : "child";
    return rows.reject("placements", json, finding("connectors.missing-field", where, { field }));
  }
  const dates = rows.period(json, where);
  if (isFinding(dates)) return rows.reject("placements", json, dates);
  const schoolType = rows.open("schoolType", json["schoolType"]) ?? "";
  const group = idOf(json["group"]);
  return { id, person, unit, ...(group === undefined ? {} : { group }), schoolType, ...dates };
}
