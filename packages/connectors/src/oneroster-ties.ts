import type { Duty, Enrolment, Entities, Membership } from "@milstolpe/sync";
import { countedRows, needed, type TableRow } from "./csv-table.ts";
import { finding } from "./messages.ts";
import type { Tables } from "./oneroster-map.ts";
import { dutyRoles, relationRoles } from "./oneroster-tables.ts";
import { isFinding, type Period, readPeriod } from "./period.ts";
import type { Reading } from "./reading.ts";
import { type GradeTable, gradeOf, type SchoolGrade } from "./school-grades.ts";
import { listOfTexts } from "./sessions.ts";
import { dutyKey, enrolmentKey, membershipKey, newTies, type TiedRows } from "./ties.ts";

/** Marked for deletion; `inactive` is what version 1.0 called it. */
export const isGone = (row: TableRow): boolean => /^(tobedeleted|inactive)$/i.test(row.get("status") ?? "");

/** What the package says of who is where: places at units, memberships of classes, guardians of pupils. */
export function oneRosterTies(
  tables: Tables,
  version: "1.1" | "1.2",
  grades: GradeTable,
  reading: Reading,
): { readonly rows: TiedRows; readonly removed: Partial<Entities> } {
  const ties = newTies(reading);
  const removed = { enrolments: [] as Enrolment[], duties: [] as Duty[], memberships: [] as Membership[] };
  const users = tables.get("users")?.rows ?? [];
  const gradeOfUser = new Map(users.map((user) => [user.get("sourcedId") ?? "", userGrade(user, grades, reading)]));

  function attend(person: string, unit: string, role: string, period: Period, isRemoved: boolean): void {
    if (role === "student") {
      const grade = gradeOfUser.get(person);
      const year = grade?.schoolYear === undefined ? {} : { schoolYear: grade.schoolYear };
      const row = { person, unit, schoolType: grade?.schoolType ?? "", ...year, ...period };
      if (isRemoved) removed.enrolments.push({ id: enrolmentKey(row), ...row });
      else ties.enrol(row);
      return;
    }
    const known = dutyRoles.get(role);
    if (known === undefined) reading.values.note("role", role, new Set());
    const row = { person, unit, role: known ?? role, ...period };
    if (isRemoved) removed.duties.push({ id: dutyKey(row), ...row });
    else ties.employ(row);
  }

  /** Version 1.1 has the place on the user's own row. */
  function placesOfUsers(): void {
    for (const user of users) {
      const id = user.get("sourcedId");
      const role = user.get("role")?.toLowerCase();
      if (id === undefined || role === undefined || relationRoles.has(role) || isGone(user)) continue;
      for (const unit of listOfTexts(user.get("orgSourcedIds"))) {
        reading.receive(role === "student" ? "enrolments" : "duties");
        attend(id, unit, role, {}, false);
      }
    }
  }

  /** Version 1.2 has a file of them, with dates. */
  function placesOfRoles(): void {
    for (const row of tables.get("roles")?.rows ?? []) {
      const role = row.get("role")?.toLowerCase() ?? "";
      if (relationRoles.has(role)) continue; // told by the pupil's agents
      const entity = role === "student" ? "enrolments" : "duties";
      reading.receive(entity);
      const columns = ["userSourcedId", "orgSourcedId", "role"] as const;
      const [person, unit] = columns.map((column) => row.get(column));
      const missing = columns.find((column) => row.get(column) === undefined);
      const period = readPeriod(row.get("beginDate"), row.get("endDate"), true, row.where, reading.log);
      if (person === undefined || unit === undefined || missing !== undefined)
        reading.reject(entity, row.raw, finding("connectors.missing-field", row.where, { field: missing ?? "" }));
      else if (isFinding(period)) reading.reject(entity, row.raw, period);
      else attend(person, unit, role, period, isGone(row));
    }
    for (const { row, finding: found } of tables.get("roles")?.refused ?? [])
      for (const entity of ["enrolments", "duties"] as const)
        reading.rejected.push({ entity, where: row.where, finding: found, raw: row.raw });
  }

  if (version === "1.1") placesOfUsers();
  else placesOfRoles();
  const roleOf = userRoles(tables);
  for (const user of users) {
    const id = user.get("sourcedId");
    if (id === undefined || isGone(user)) continue;
    for (const agent of listOfTexts(user.get("agentSourcedIds"))) {
      // Agents point both ways; the one whose role is to stand by a pupil is the guardian.
      const [child, guardian] = relationRoles.has(roleOf.get(id) ?? "") ? [agent, id] : [id, agent];
      const role = roleOf.get(guardian) ?? "guardian";
      reading.receive("guardianships");
      ties.guard({ child, guardian, relation: relationRoles.get(role) ?? role });
    }
  }
  for (const row of countedRows(tables.get("enrollments"), "memberships", reading)) {
    const group = needed(row, "classSourcedId", "memberships", reading);
    const person = group === undefined ? undefined : needed(row, "userSourcedId", "memberships", reading);
    if (group === undefined || person === undefined) continue;
    const period = readPeriod(row.get("beginDate"), row.get("endDate"), true, row.where, reading.log);
    if (isFinding(period)) {
      reading.reject("memberships", row.raw, period);
      continue;
    }
    const role = (row.get("role") ?? roleOf.get(person) ?? "student").toLowerCase();
    const membership = { group, person, role: role === "student" ? "pupil" : role, ...period };
    const own = row.get("sourcedId");
    if (isGone(row)) removed.memberships.push({ id: own ?? membershipKey(membership), ...membership });
    else ties.join(membership, own);
  }
  return { rows: ties.rows(), removed };
}

function userGrade(user: TableRow, grades: GradeTable, reading: Reading): SchoolGrade | undefined {
  const [code] = listOfTexts(user.get("grades"));
  const grade = gradeOf(code, grades);
  if (code !== undefined && grade === undefined) reading.values.note("grades", code, new Set());
  return grade;
}

/** What each user is: by the user's own row, or by the first of the roles. */
function userRoles(tables: Tables): ReadonlyMap<string, string> {
  const roles = new Map<string, string>();
  for (const [table, column] of [
    ["users", "sourcedId"],
    ["roles", "userSourcedId"],
  ] as const)
    for (const row of tables.get(table)?.rows ?? []) {
      const id = row.get(column);
      const role = row.get("role")?.toLowerCase();
      if (id !== undefined && role !== undefined && !roles.has(id)) roles.set(id, role);
    }
  return roles;
}
