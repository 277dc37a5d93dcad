import type { Duty, Membership } from "@milstolpe/sync";
import { isFinding, type Period } from "./period.ts";
import type { Keyed } from "./relation-ids.ts";
import { idOf, isObject, type Json, listOf, textOf } from "./row-reader.ts";
import { membershipKey, membershipOf } from "./ss12000-group.ts";
import { finding } from "./ss12000-messages.ts";
import type { Ss12000Rows } from "./ss12000-rows.ts";

type KeyedMembership = Keyed<Omit<Membership, "id">>;

/** A duty without its assignments; undefined when it can't be used or is vacant. */
export function dutyOf(json: Json, id: string, where: string, rows: Ss12000Rows): Duty | undefined {
  const unit = idOf(json["dutyAt"]);
  const role = rows.open("dutyRole", json["dutyRole"]);
  if (unit === undefined || role === undefined) {
    const field = unit === undefined ? "dutyAt" : "dutyRole";
    return rows.reject("duties", json, finding("connectors.missing-field", where, { field }));
  }
  const dates = rows.period(json, where);
  if (isFinding(dates)) return rows.reject("duties", json, dates);
  const person = idOf(json["person"]);
  if (person === undefined) {
    rows.count("connectors.vacant-duty");
    return undefined;
  }
  const signature = textOf(json["signature"]);
  return { id, person, unit, role, ...(signature === undefined ? {} : { signature }), ...dates };
}

/** The role in a group that an assignment gives. Roles without a counterpart keep their own name. */
const assignedRole = (kind: string): string =>
  kind === "Mentor" ? "mentor" : kind === "Förskollärare" ? "teacher" : kind;

/** What a duty gives its person in groups: mentors, preschool teachers and other roles. */
export function assignmentsOf(
  json: Json,
  person: string,
  where: string,
  rows: Ss12000Rows,
): readonly KeyedMembership[] {
  return listOf(json["assignmentRole"]).flatMap((value, index) => {
    const place = `${where}/assignmentRole/${index}`;
    const group = isObject(value) ? idOf(value["group"]) : undefined;
    const kind = isObject(value) ? rows.open("assignmentRoleType", value["assignmentRoleType"]) : undefined;
    if (group !== undefined && kind !== undefined)
      return membershipOf(value, { group, person, role: assignedRole(kind) }, place, rows) ?? [];
    rows.receive("memberships");
    const field = group === undefined ? "group" : "assignmentRoleType";
    rows.reject("memberships", value, finding("connectors.missing-field", place, { field }));
    return [];
  });
}

/** An activity's teachers wait until all duties are known, since a duty is what says which person it is. */
export interface Teaching extends Period {
  readonly group: string;
  readonly duty: string;
}

/** Which duties teach which groups, by an activity. */
export function teachingsOf(json: Json, where: string, rows: Ss12000Rows): readonly Teaching[] {
  const own = rows.period(json, where);
  return listOf(json["teachers"]).flatMap((value, index) => {
    const place = `${where}/teachers/${index}`;
    rows.receive("memberships");
    const duty = isObject(value) ? idOf(value["duty"]) : undefined;
    const dates = duty === undefined || !isObject(value) || isFinding(own) ? own : rows.period(value, place);
    if (duty === undefined || isFinding(dates) || isFinding(own)) {
      const missing = finding("connectors.missing-field", place, { field: "duty" });
      rows.reject("memberships", value, duty !== undefined && isFinding(dates) ? dates : missing);
      return [];
    }
    return listOf(json["groups"]).flatMap((reference) => {
      const group = idOf(reference);
      return group === undefined ? [] : [{ group, duty, ...own, ...dates }];
    });
  });
}

/**
 * Who teaches which group: one membership per person and group, however many subjects it is about, from the first day
 * of the first activity to the last day of the last.
 */
export function teacherMemberships(
  teachings: readonly Teaching[],
  dutyPerson: ReadonlyMap<string, string>,
): { readonly rows: readonly KeyedMembership[]; readonly dangling: number } {
  const spans = new Map<string, { group: string; person: string; starts: string; ends: string }>();
  let dangling = 0;
  for (const { group, duty, startDate = "", endDate = "9999-12-31" } of teachings) {
    const person = dutyPerson.get(duty);
    if (person === undefined) {
      dangling += 1;
      continue;
    }
    const key = membershipKey(group, person, "teacher");
    const span = spans.get(key);
    spans.set(key, {
      group,
      person,
      starts: span !== undefined && span.starts < startDate ? span.starts : startDate,
      ends: span !== undefined && span.ends > endDate ? span.ends : endDate,
    });
  }
  const rows = [...spans].map(([key, { group, person, starts, ends }]) => ({
    key,
    row: {
      group,
      person,
      role: "teacher",
      ...(starts === "" ? {} : { startDate: starts }),
      ...(ends === "9999-12-31" ? {} : { endDate: ends }),
    },
  }));
  return { rows, dangling };
}
