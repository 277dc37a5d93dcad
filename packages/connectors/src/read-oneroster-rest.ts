import type { Batch, Entities } from "@milstolpe/sync";
import { withImplied } from "./implied-removals.ts";
import { finding } from "./oneroster-rest-messages.ts";
import { restLists } from "./oneroster-rest-rows.ts";
import { type OneRosterService, oneRosterService, type ReadOneRosterRestOptions } from "./oneroster-service.ts";
import { textOf } from "./row-reader.ts";

/** Scopes that this reading needs, for `clientCredentials({ scope })`, by version. */
export const oneRosterScopes: Readonly<Record<"1.1" | "1.2", string>> = {
  "1.1":
    "https://purl.imsglobal.org/spec/or/v1p1/scope/roster-core.readonly " +
    "https://purl.imsglobal.org/spec/or/v1p1/scope/roster-demographics.readonly",
  "1.2":
    "https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly " +
    "https://purl.imsglobal.org/spec/or/v1p2/scope/roster-demographics.readonly",
};

export interface ReadOneRosterRestChangesOptions extends ReadOneRosterRestOptions {
  /** Changes from this time on are asked for: the end of the window before, as an ISO 8601 instant. */
  readonly since: string;
  /** The register as this source left it: what a change means depends on what was there. */
  readonly known: Entities;
  /** How far before `since` to ask, since clocks differ. Default 2,000 ms. */
  readonly overlapMs?: number;
}

/**
 * Reads a whole register from a OneRoster 1.1 or 1.2 service: organisations, sessions, users, classes, enrolments and, of
 * demographics, birth date and sex alone. The rows are those that `readOneRoster` makes of the same data as CSV. Never
 * rejects for what the service does: see `readSs12000`.
 *
 * OAuth 1.0a, which version 1.1 also allows, is not spoken: give a `fetch` of your own that signs, or use OAuth 2.
 * @throws TypeError when `baseUrl` is no http address; RangeError when a number is out of range
 * @see 1EdTech OneRoster 1.1 and 1.2, REST binding
 * @example
 * const token = clientCredentials({ tokenUrl, clientId, clientSecret, scope: oneRosterScopes["1.2"] });
 * const batch = await readOneRosterRest({ baseUrl, version: "1.2", token, now: Date.now });
 */
export async function readOneRosterRest(options: ReadOneRosterRestOptions): Promise<Batch> {
  const service = oneRosterService(options);
  for (const list of restLists) if (!(await service.read(list))) break;
  const sound = await wasAtRest(service);
  const { entities, removed } = service.map();
  return service.batch({ kind: "total", entities, sound, ...(removed === undefined ? {} : { removed }) });
}

async function wasAtRest({ reading, signs }: Pick<OneRosterService, "reading" | "signs">): Promise<boolean> {
  const count = await signs();
  if (count > 0) reading.log.add(finding("connectors.changed-while-read", "lists", { count }));
  return count === 0;
}

/**
 * Reads what has changed at a OneRoster service since a time (`dateLastModified`), rows to be deleted included, and what
 * follows from it: places and guardians that a changed person no longer has. A window in which any person changed costs the
 * list of users, since a pupil's guardians and birth date stand in other rows than the pupil's own.
 * @throws TypeError when `baseUrl` is no http address or `since` not an instant
 * @example
 * const batch = await readOneRosterRestChanges({ baseUrl, version: "1.2", token, now: Date.now, since: last.window.to, known });
 */
export async function readOneRosterRestChanges(options: ReadOneRosterRestChangesOptions): Promise<Batch> {
  const { known, overlapMs = 2000 } = options;
  const since = Date.parse(options.since);
  if (Number.isNaN(since)) throw new TypeError("since must be an ISO 8601 instant");
  const from = new Date(since - overlapMs).toISOString();
  const service = oneRosterService(options);
  const filter = `dateLastModified>='${from}'`;
  const changed = await changedLists(service, filter, since - overlapMs);
  const { entities, removed = {} } = service.map();
  const told = changed === undefined ? entities : ofPeople(entities, changed);
  const gone = changed === undefined ? removed : ofPeople({ ...nothing, ...removed }, changed);
  for (const entity of ["persons", "enrolments", "duties", "guardianships"] as const)
    service.reading.unreceive(entity, entities[entity].length - told[entity].length);
  const ids = {
    enrolments: new Set(entities.enrolments.map(({ id }) => id)),
    duties: new Set(entities.duties.map(({ id }) => id)),
    guardianships: new Set(entities.guardianships.map(({ id }) => id)),
  };
  const { to } = service.window();
  const sound = await wasAtRest(service);
  // Of half a list of users nobody can say that a place is not told of any more.
  const isToldOf = (person: string): boolean => changed?.has(person) === true && service.isWhole("users");
  return service.batch({
    kind: "delta",
    entities: told,
    window: { from: options.since, to },
    known,
    sound,
    removed: withImplied({
      known,
      removed: gone,
      isUntold(entity, row) {
        if (entity === "guardianships" && "child" in row)
          return (isToldOf(row.child) || isToldOf(row.guardian)) && !ids.guardianships.has(row.id);
        if (entity === "enrolments" && "person" in row) return isToldOf(row.person) && !ids.enrolments.has(row.id);
        if (entity === "duties" && "person" in row) return isToldOf(row.person) && !ids.duties.has(row.id);
        return false;
      },
    }),
  });
}

const nothing: Entities = {
  units: [],
  persons: [],
  groups: [],
  enrolments: [],
  placements: [],
  duties: [],
  memberships: [],
  guardianships: [],
};

/** Reads what a window has to have; the ids of the people who changed in it, undefined when nobody did. */
async function changedLists(
  service: OneRosterService,
  filter: string,
  from: number,
): Promise<ReadonlySet<string> | undefined> {
  if (!(await service.read("orgs", filter)) || !(await service.read("academicSessions"))) return undefined;
  // A class lasts as long as its terms: when one of those has changed, any class may have.
  const isTermNews = service
    .rows("academicSessions")
    .some((row) => !(Date.parse(textOf(row["dateLastModified"]) ?? "") < from));
  if (!(await service.read("classes", isTermNews ? undefined : filter))) return undefined;
  if (!(await service.read("enrollments", filter)) || !(await service.read("users", filter))) return undefined;
  if (!(await service.read("demographics", filter))) return undefined;
  const ids = new Set(
    (["users", "demographics"] as const).flatMap((list) =>
      service.rows(list).flatMap((row) => textOf(row["sourcedId"]) ?? []),
    ),
  );
  if (ids.size === 0) return undefined;
  if (await service.read("users")) await service.read("demographics");
  return ids;
}

/** The rows about some people, and all that is about nobody in particular. */
function ofPeople(entities: Entities, ids: ReadonlySet<string>): Entities {
  return {
    ...entities,
    persons: entities.persons.filter(({ id }) => ids.has(id)),
    enrolments: entities.enrolments.filter(({ person }) => ids.has(person)),
    duties: entities.duties.filter(({ person }) => ids.has(person)),
    guardianships: entities.guardianships.filter(({ child, guardian }) => ids.has(child) || ids.has(guardian)),
  };
}
