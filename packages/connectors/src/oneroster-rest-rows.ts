import type { Table, TableRow } from "./csv-table.ts";
import type { OneRosterTable } from "./oneroster-tables.ts";
import { isObject, type Json, listOf, textOf } from "./row-reader.ts";

/** The lists of the service that are read, in reading order. */
export const restLists = ["orgs", "academicSessions", "users", "classes", "enrollments", "demographics"] as const;
export type RestList = (typeof restLists)[number];

type Columns = Readonly<Record<string, string | undefined>>;

/** A value as the CSV binding writes it. */
const text = (value: unknown): string | undefined =>
  typeof value === "boolean" || typeof value === "number" ? String(value) : textOf(value);

/** The id of a reference: `{ sourcedId }`, or the id alone as some services send it. */
const reference = (value: unknown): string | undefined =>
  isObject(value) ? textOf(value["sourcedId"]) : textOf(value);

const references = (value: unknown): string =>
  listOf(value)
    .flatMap((one) => reference(one) ?? [])
    .join(",");

const common = (row: Json): Columns => ({
  sourcedId: text(row["sourcedId"]),
  status: text(row["status"]),
  dateLastModified: text(row["dateLastModified"]),
});

/** What each object of the service is in columns of the CSV binding: the two bindings say the same. */
const columnsOf: Readonly<Record<RestList, (row: Json) => Columns>> = {
  orgs: (row) => ({
    name: text(row["name"]),
    type: text(row["type"]),
    identifier: text(row["identifier"]),
    parentSourcedId: reference(row["parent"]),
  }),
  academicSessions: (row) => ({
    title: text(row["title"]),
    type: text(row["type"]),
    startDate: text(row["startDate"]),
    endDate: text(row["endDate"]),
    parentSourcedId: reference(row["parent"]),
    schoolYear: text(row["schoolYear"]),
  }),
  users: (row) => ({
    enabledUser: text(row["enabledUser"]),
    orgSourcedIds: references(row["orgs"]),
    role: text(row["role"]),
    username: text(row["username"]),
    userIds: listOf(row["userIds"])
      .filter(isObject)
      .map(({ type, identifier }) => `{${text(type) ?? ""}:${text(identifier) ?? ""}}`)
      .join(","),
    givenName: text(row["givenName"]),
    familyName: text(row["familyName"]),
    identifier: text(row["identifier"]),
    userMasterIdentifier: text(row["userMasterIdentifier"]),
    email: text(row["email"]),
    sms: text(row["sms"]),
    phone: text(row["phone"]),
    agentSourcedIds: references(row["agents"]),
    grades: listOf(row["grades"])
      .flatMap((grade) => text(grade) ?? [])
      .join(","),
  }),
  classes: (row) => ({
    title: text(row["title"]),
    classType: text(row["classType"]),
    schoolSourcedId: reference(row["school"]),
    termSourcedIds: references(row["terms"]),
  }),
  enrollments: (row) => ({
    classSourcedId: reference(row["class"]),
    schoolSourcedId: reference(row["school"]),
    userSourcedId: reference(row["user"]),
    role: text(row["role"]),
    beginDate: text(row["beginDate"]),
    endDate: text(row["endDate"]),
  }),
  // Version 1.1 spells it with a small d.
  demographics: (row) => ({ birthDate: text(row["birthDate"] ?? row["birthdate"]), sex: text(row["sex"]) }),
};

/** The roles of a user of version 1.2, which the CSV binding has in a file of their own. */
function roleColumns(user: Json): readonly Columns[] {
  const shared = { userSourcedId: text(user["sourcedId"]), status: text(user["status"]) };
  return listOf(user["roles"])
    .filter(isObject)
    .map((role) => ({
      ...shared,
      roleType: text(role["roleType"]),
      role: text(role["role"]),
      orgSourcedId: reference(role["org"]),
      beginDate: text(role["beginDate"]),
      endDate: text(role["endDate"]),
    }));
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Where a service makes its ids of identity numbers, findings name the row by its place. */
const hasIdentity = (id: string): boolean => !uuid.test(id) && /\d{6}[-+]?[\dA-Z]{4}/i.test(id);

/** The lists of a service as the tables of a package, to be mapped by the same rules. */
export function restTables(
  lists: ReadonlyMap<RestList, readonly Json[]>,
  version: "1.1" | "1.2",
): ReadonlyMap<OneRosterTable, Table> {
  const tables = new Map<OneRosterTable, Table>();
  const put = (table: OneRosterTable, rows: readonly TableRow[]): void =>
    void tables.set(table, { columns: new Set(), rows, sound: true, refused: [] });
  for (const [list, rows] of lists) {
    const places = rows.map((row, index) => {
      const id = textOf(row["sourcedId"]);
      return id === undefined || hasIdentity(id) ? `${list}, row ${index + 1}` : `${list}/${id}`;
    });
    put(
      list,
      rows.map((row, index) => rowOf({ ...common(row), ...columnsOf[list](row) }, places[index] ?? list, row)),
    );
    if (list === "users" && version === "1.2")
      put(
        "roles",
        rows.flatMap((user, index) =>
          roleColumns(user).map((role, place) => rowOf(role, `${places[index]}/roles/${place}`, user)),
        ),
      );
  }
  return tables;
}

const rowOf = (columns: Columns, where: string, raw: Json): TableRow => ({
  where,
  raw,
  get: (column) => columns[column] || undefined,
});
