import type { MockStore } from "./mock-store.ts";
import { isObject, type Json, listOf, textOf } from "./row-reader.ts";
import type { Ss12000List } from "./ss12000-model.ts";

/** Attributes without which Skolverket's reference implementation takes no row (its JSON schemas). */
const needed: Readonly<Partial<Record<Ss12000List, readonly string[]>>> = {
  organisations: ["id", "schoolUnitCode"],
  persons: ["id", "givenName", "familyName", "eduPersonPrincipalNames", "civicNo"],
  groups: ["id", "displayName", "groupType", "organisation", "schoolType"],
  duties: ["id", "person", "dutyAt", "dutyRole"],
  activities: ["id", "displayName", "groups", "organisation", "activityType", "parentActivity"],
};

/** What an enrolment is given as null when the writer did not say. */
const unsaid = { educationCode: null, programme: null, specification: null };

/** What a write came to: the answer, and what it touched. */
export interface Ingested {
  readonly response: Response;
  readonly modified: boolean;
  readonly deleted: boolean;
}

/**
 * Takes rows as Skolverket's reference implementation does beside its SS 12000 side: `POST` and `PUT` of `{ persons: […] }`
 * answer 201 with the ids, `DELETE` of the same with ids alone answers 202. All rows of a request are taken, or none.
 * The standard itself has no such thing.
 */
export async function ingest(request: Request, list: Ss12000List, store: MockStore): Promise<Ingested> {
  const body: unknown = await request.json().catch(() => undefined);
  const rows = listOf(isObject(body) ? body[list] : undefined);
  const isDeletion = request.method === "DELETE";
  const required = isDeletion ? ["id"] : (needed[list] ?? ["id"]);
  const isWhole = (row: unknown): row is Json =>
    isObject(row) && textOf(row["id"]) !== undefined && required.every((name) => hasValue(row[name]));
  const whole = rows.filter(isWhole);
  if (rows.length === 0 || whole.length < rows.length)
    return {
      response: Response.json({ code: "InvalidBody", message: `${list}: ${required.join(", ")}` }, { status: 400 }),
      modified: false,
      deleted: false,
    };
  if (isDeletion) {
    const gone = whole.filter((row) => store.remove(list, String(row["id"])));
    return { response: answer(202, { message: "Accepted" }), modified: false, deleted: gone.length > 0 };
  }
  for (const row of whole) store.put(list, list === "persons" ? withUnsaid(row) : row);
  return { response: answer(201, { ids: whole.map((row) => row["id"]) }), modified: true, deleted: false };
}

const hasValue = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);

const withUnsaid = (person: Json): Json =>
  person["enrolments"] === undefined
    ? person
    : {
        ...person,
        enrolments: listOf(person["enrolments"]).map((enrolment) =>
          isObject(enrolment) ? { ...unsaid, ...enrolment } : enrolment,
        ),
      };

const statusText: Readonly<Record<number, string>> = { 201: "Created", 202: "Accepted" };
const answer = (status: number, body: unknown): Response =>
  Response.json(body, { status, statusText: statusText[status] ?? "" });
