import type { Entities } from "@milstolpe/sync";
import type { Finding } from "./finding.ts";
import { findingLog } from "./finding-log.ts";
import { finding } from "./google-messages.ts";
import type { GoogleOperation, GoogleProfile, GoogleState, GoogleUser } from "./google-model.ts";
import { type GooglePlan, planGoogle } from "./google-plan.ts";
import { httpBase, type HttpOptions, jsonSender, type Send } from "./json-http.ts";
import { isObject, type Json, listOf, textOf } from "./row-reader.ts";

export interface PrepareGoogleOptions extends HttpOptions {
  readonly entities: Entities;
  readonly profile: GoogleProfile;
  /** The day the plan is for, `YYYY-MM-DD`. */
  readonly on: string;
  /** Default `https://admin.googleapis.com/admin/directory/v1`. */
  readonly directoryUrl?: string;
  /** Default `https://classroom.googleapis.com/v1`. */
  readonly classroomUrl?: string;
}

export interface ApplyGoogleOptions {
  /** The first password of a new account, e.g. 32 random characters: people sign in through the municipality. */
  readonly newPassword: () => string;
  /** True to apply a plan that is held for the number of its suspensions. */
  readonly allowHeld?: boolean;
  readonly onProgress?: (done: number, all: number) => void;
}

export interface AppliedGoogle {
  readonly done: number;
  readonly failed: readonly GoogleOperation[];
  readonly findings: readonly Finding[];
}

export interface PreparedGoogle {
  readonly plan: GooglePlan;
  /** Makes the changes of the plan; nothing at all when it is held, unless that is allowed expressly. */
  readonly apply: (options: ApplyGoogleOptions) => Promise<AppliedGoogle>;
}

/** What the services say when they are asked too often. */
const busyReasons = new Set(["rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "RESOURCE_EXHAUSTED"]);

/** The reason in either shape of the services' errors. */
function reasonOf({ error }: Json): string {
  if (!isObject(error)) return "";
  const [first] = listOf(error["errors"]);
  return (isObject(first) ? textOf(first["reason"]) : undefined) ?? textOf(error["status"]) ?? "";
}

/**
 * Reads a Google Workspace domain and plans how it becomes like the register. The plan is a list of the Admin SDK's and
 * Classroom's REST calls: `apply` makes them with a token (service account with domain-wide delegation), and whoever
 * has a client of the Admin SDK can make them with it. Nothing is planned from half a reading.
 * @throws TypeError when an address is none; RangeError when `on` is not a day
 * @see Google, Directory API v1 and Classroom API v1, REST reference
 * @example
 * const { plan, apply } = await prepareGoogle({ entities: batch, profile: googleProfile("ödeby.example"), on, token, now: Date.now });
 * if (!plan.isHeld) await apply({ newPassword });
 */
export async function prepareGoogle(options: PrepareGoogleOptions): Promise<PreparedGoogle> {
  const { entities, profile, on } = options;
  const bases = {
    directory: httpBase("directoryUrl", options.directoryUrl ?? "https://admin.googleapis.com/admin/directory/v1"),
    classroom: httpBase("classroomUrl", options.classroomUrl ?? "https://classroom.googleapis.com/v1"),
  };
  const send = jsonSender(options, { contentType: "application/json", reasonOf, busyReasons });
  const read = await readState(send, bases);
  if ("finding" in read) {
    const plan: GooglePlan = { operations: [], findings: [read.finding], isHeld: true };
    return { plan, apply: () => Promise.resolve({ done: 0, failed: [], findings: plan.findings }) };
  }
  const plan = planGoogle({ entities, state: read.state, profile, on });
  return { plan, apply: (applying) => applyAll(plan, send, bases, applying) };
}

type Bases = Readonly<Record<GoogleOperation["api"], string>>;

/** Thrown inside a reading, and caught where it ends: a list that did not come to its end. */
class Unread extends Error {
  readonly finding: Finding;
  constructor(found: Finding) {
    super(found.code);
    this.finding = found;
  }
}

const maxPages = 10_000;

async function readState(
  send: Send,
  bases: Bases,
): Promise<{ readonly state: GoogleState } | { readonly finding: Finding }> {
  async function all(url: string, list: string, where: string): Promise<readonly Json[]> {
    const rows: Json[] = [];
    const tokens = new Set<string>();
    let token = "";
    for (let page = 1; page <= maxPages; page += 1) {
      const query = token === "" ? "" : `${url.includes("?") ? "&" : "?"}pageToken=${encodeURIComponent(token)}`;
      const answer = await send({ method: "GET", url: url + query, where: `${where}, page ${page}` });
      if (answer.kind === "failed") throw new Unread(answer.finding);
      if (answer.kind === "refused")
        throw new Unread(finding("connectors.http-status", where, { status: answer.status }));
      const found = answer.json?.[list];
      // A list without rows is left out by the services.
      if (answer.json === undefined || (found !== undefined && !Array.isArray(found)))
        throw new Unread(finding("connectors.answer-shape", where, {}));
      rows.push(...listOf(found).filter(isObject));
      token = textOf(answer.json["nextPageToken"]) ?? "";
      if (token === "") return rows;
      if (tokens.has(token)) break;
      tokens.add(token);
    }
    throw new Unread(finding("connectors.answer-shape", where, {}));
  }
  const { directory, classroom } = bases;
  const addressesOf = (rows: readonly Json[], read: (row: Json) => unknown): readonly string[] =>
    rows.flatMap((row) => textOf(read(row))?.toLowerCase() ?? []);
  const profileAddress = (row: Json): unknown =>
    isObject(row["profile"]) ? row["profile"]["emailAddress"] : undefined;
  try {
    const units = await all(`${directory}/customer/my_customer/orgunits?type=all`, "organizationUnits", "orgunits");
    const users = await all(`${directory}/users?customer=my_customer&maxResults=500&projection=full`, "users", "users");
    const groups = new Map<string, readonly string[]>();
    for (const group of await all(`${directory}/groups?customer=my_customer&maxResults=200`, "groups", "groups")) {
      const email = textOf(group["email"])?.toLowerCase();
      if (email === undefined) continue;
      const url = `${directory}/groups/${encodeURIComponent(email)}/members?maxResults=200`;
      groups.set(
        email,
        addressesOf(await all(url, "members", "members"), (row) => row["email"]),
      );
    }
    const courses = new Map<string, { readonly students: readonly string[]; readonly teachers: readonly string[] }>();
    for (const course of await all(
      `${classroom}/courses?pageSize=100&courseStates=ACTIVE&courseStates=PROVISIONED`,
      "courses",
      "courses",
    )) {
      const id = encodeURIComponent(textOf(course["id"]) ?? "");
      const aliases = await all(`${classroom}/courses/${id}/aliases`, "aliases", "aliases");
      const alias = aliases.flatMap((row) => textOf(row["alias"]) ?? []).find((text) => text.startsWith("d:"));
      if (alias === undefined) continue;
      const students = await all(`${classroom}/courses/${id}/students?pageSize=100`, "students", "students");
      const teachers = await all(`${classroom}/courses/${id}/teachers?pageSize=100`, "teachers", "teachers");
      courses.set(alias.slice(2), {
        students: addressesOf(students, profileAddress),
        teachers: addressesOf(teachers, profileAddress),
      });
    }
    const orgUnits = units.flatMap((unit) => textOf(unit["orgUnitPath"]) ?? []);
    return { state: { orgUnits, users: users.flatMap(userOf), groups, courses } };
  } catch (error) {
    if (error instanceof Unread) return { finding: error.finding };
    throw error;
  }
}

function userOf(row: Json): readonly GoogleUser[] {
  const id = textOf(row["id"]);
  const primaryEmail = textOf(row["primaryEmail"]);
  if (id === undefined || primaryEmail === undefined) return [];
  const name = isObject(row["name"]) ? row["name"] : {};
  const external = listOf(row["externalIds"]).find((one) => isObject(one) && one["type"] === "organization");
  const externalId = isObject(external) ? textOf(external["value"]) : undefined;
  return [
    {
      id,
      primaryEmail,
      ...(externalId === undefined ? {} : { externalId }),
      givenName: textOf(name["givenName"]) ?? "",
      familyName: textOf(name["familyName"]) ?? "",
      orgUnitPath: textOf(row["orgUnitPath"]) ?? "/",
      suspended: row["suspended"] === true,
      isAdmin: row["isAdmin"] === true || row["isDelegatedAdmin"] === true,
    },
  ];
}

async function applyAll(
  plan: GooglePlan,
  send: Send,
  bases: Bases,
  { newPassword, allowHeld = false, onProgress }: ApplyGoogleOptions,
): Promise<AppliedGoogle> {
  if (plan.isHeld && !allowHeld) return { done: 0, failed: plan.operations, findings: plan.findings };
  const log = findingLog();
  const failed: GoogleOperation[] = [];
  let done = 0;
  for (const operation of plan.operations) {
    const { kind, about, method, api, path, body } = operation;
    const whole = kind === "create-user" ? { ...body, password: newPassword() } : body;
    const answer = await send({
      method,
      url: `${bases[api]}/${path}`,
      where: `${kind} ${about}`,
      ...(whole === undefined ? {} : { body: whole }),
    });
    // What is there already, or already gone, is as it should be: an earlier run was cut off.
    const isAsWanted =
      answer.kind === "done" ||
      (answer.kind === "refused" &&
        ((method === "POST" && answer.status === 409 && kind !== "create-user") ||
          (method === "DELETE" && answer.status === 404)));
    if (isAsWanted) done += 1;
    else {
      failed.push(operation);
      const where = `${kind} ${about}`;
      if (answer.kind === "failed") log.add(answer.finding);
      else if (answer.kind === "refused")
        log.add(
          answer.status === 409
            ? finding("connectors.change-conflict", where, {})
            : finding("connectors.change-refused", where, { status: answer.status, reason: answer.reason }),
        );
    }
    onProgress?.(done + failed.length, plan.operations.length);
  }
  return { done, failed, findings: log.list() };
}
