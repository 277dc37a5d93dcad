import type { Entities } from "@milstolpe/sync";
import type { Finding } from "./finding.ts";
import { findingLog } from "./finding-log.ts";
import { type ExistingResource, planScim, type ScimLimits, type ScimOperation, type ScimPlan } from "./plan-scim.ts";
import { isObject, type Json, listOf, textOf } from "./row-reader.ts";
import { httpBase, type HttpOptions, jsonSender, type Send } from "./json-http.ts";
import { finding } from "./scim-messages.ts";
import { coreScimProfile, type ScimPeopleOptions, type ScimProfile } from "./scim-profile.ts";

/** A request below the base address: `Users?startIndex=1`. */
type ScimSend = (request: Omit<Parameters<Send>[0], "url"> & { readonly path: string }) => ReturnType<Send>;

function scimSender({ baseUrl, ...options }: PrepareScimOptions): ScimSend {
  const base = httpBase("baseUrl", baseUrl);
  const send = jsonSender(options, {
    contentType: "application/scim+json",
    reasonOf: (body) => textOf(body["scimType"]) ?? "",
  });
  return ({ path, ...request }) => send({ ...request, url: `${base}/${path}` });
}

/** What a service can do. */
export interface ScimAbilities {
  readonly patch: boolean;
  readonly etag: boolean;
  /** Operations and bytes of one bulk request; undefined when it takes none. */
  readonly bulk?: { readonly maxOperations: number; readonly maxPayloadSize: number };
}

/** A plan with what is needed to apply it. */
export interface PreparedScim {
  readonly plan: ScimPlan;
  readonly abilities: ScimAbilities;
  /** Makes the changes of the plan; nothing at all when it is held, unless that is allowed expressly. */
  readonly apply: (options?: ApplyScimOptions) => Promise<AppliedScim>;
}

export interface ApplyScimOptions {
  /** True to apply a plan that is held for the number of its removals. */
  readonly allowHeld?: boolean;
  readonly onProgress?: (done: number, all: number) => void;
}

export interface AppliedScim {
  readonly done: number;
  /** Operations that the service refused, or whose outcome is not known. */
  readonly failed: readonly ScimOperation[];
  readonly findings: readonly Finding[];
}

export interface PrepareScimOptions extends HttpOptions, ScimLimits, ScimPeopleOptions {
  /** Address that `/Users` and the others are below. */
  readonly baseUrl: string;
  readonly entities: Entities;
  /** Default `coreScimProfile`. */
  readonly profile?: ScimProfile;
  /** Resources per page. Default 200. */
  readonly pageSize?: number;
}

/**
 * Reads what a SCIM 2.0 service has and plans how it becomes like the register. Nothing is planned from half a reading.
 * Applying it uses PATCH and bulk where the service has them, sends versions where it knows them, and tells of every
 * refusal; run again, it finds what is left.
 * @throws TypeError when `baseUrl` is no http address; the reason of `signal` when it is aborted
 * @see RFC 7643, RFC 7644
 * @example
 * const { plan, apply } = await prepareScim({ baseUrl, token, now: Date.now, entities: batch });
 * if (!plan.isHeld) await apply();
 */
export async function prepareScim(options: PrepareScimOptions): Promise<PreparedScim> {
  const { entities, profile = coreScimProfile, pageSize = 200 } = options;
  const send = scimSender(options);
  const abilities = await abilitiesOf(send);
  const existing: ExistingResource[] = [];
  const findings: Finding[] = [];
  for (const endpoint of profile.endpoints) {
    const read = await readAll(send, endpoint, pageSize);
    existing.push(...read.resources);
    if (read.finding !== undefined) findings.push(read.finding);
  }
  if (findings.length > 0) {
    const plan: ScimPlan = { operations: [], unchanged: 0, findings, isHeld: true };
    return { plan, abilities, apply: () => Promise.resolve({ done: 0, failed: [], findings }) };
  }
  const desired = profile.resources(entities, options);
  const plan = planScim(existing, desired, profile, options);
  return {
    plan,
    abilities,
    apply: (applying = {}) => applyAll(plan, existing, abilities, send, applying),
  };
}

async function abilitiesOf(send: ScimSend): Promise<ScimAbilities> {
  const answer = await send({ method: "GET", path: "ServiceProviderConfig", where: "ServiceProviderConfig" });
  const config = answer.kind === "done" ? answer.json : undefined;
  const isSupported = (name: string): boolean => {
    const part = config?.[name];
    return isObject(part) && part["supported"] === true;
  };
  const bulk = config?.["bulk"];
  const limit = (name: string, otherwise: number): number => {
    const value = isObject(bulk) ? Number(bulk[name]) : 0;
    return Number.isFinite(value) && value > 0 ? value : otherwise;
  };
  return {
    patch: isSupported("patch"),
    etag: isSupported("etag"),
    ...(isSupported("bulk")
      ? { bulk: { maxOperations: limit("maxOperations", 100), maxPayloadSize: limit("maxPayloadSize", 1_048_576) } }
      : {}),
  };
}

const maxPages = 10_000;

/** Every resource of an endpoint, or a finding when not all of them came. */
async function readAll(
  send: ScimSend,
  endpoint: string,
  pageSize: number,
): Promise<{ readonly resources: readonly ExistingResource[]; readonly finding?: Finding }> {
  const resources = new Map<string, ExistingResource>();
  let received = 0;
  let expected: number | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const where = `${endpoint}, page ${page + 1}`;
    const answer = await send({
      method: "GET",
      path: `${endpoint}?startIndex=${received + 1}&count=${pageSize}`,
      where,
    });
    if (answer.kind === "failed") return { resources: [], finding: answer.finding };
    if (answer.kind === "refused")
      return { resources: [], finding: finding("connectors.http-status", where, { status: answer.status }) };
    const list = answer.json?.["Resources"];
    const total = Number(answer.json?.["totalResults"]);
    if (!Number.isInteger(total) || (list !== undefined && !Array.isArray(list)))
      return { resources: [], finding: finding("connectors.answer-shape", where, {}) };
    // A number that changes between two pages is a service that changes: rows may have moved past the reader.
    expected ??= total;
    if (total !== expected)
      return { resources: [], finding: finding("connectors.scim-partial", endpoint, { seen: received, total }) };
    const rows = listOf(list);
    for (const row of rows) {
      const one = existingOf(row, endpoint);
      if (one !== undefined) resources.set(one.id, one);
    }
    received += rows.length;
    if (received >= total) {
      const isWhole = resources.size === total;
      return isWhole
        ? { resources: [...resources.values()] }
        : { resources: [], finding: finding("connectors.scim-partial", endpoint, { seen: resources.size, total }) };
    }
    if (rows.length === 0)
      return { resources: [], finding: finding("connectors.scim-partial", endpoint, { seen: received, total }) };
  }
  return { resources: [], finding: finding("connectors.answer-shape", endpoint, {}) };
}

function existingOf(row: unknown, endpoint: string): ExistingResource | undefined {
  if (!isObject(row)) return undefined;
  const { id: ownId, externalId: external, meta, ...attributes } = row;
  const id = textOf(ownId);
  if (id === undefined) return undefined;
  const externalId = textOf(external);
  const version = isObject(meta) ? textOf(meta["version"]) : undefined;
  return {
    endpoint,
    id,
    attributes,
    ...(externalId === undefined ? {} : { externalId }),
    ...(version === undefined ? {} : { version }),
  };
}

interface Call {
  readonly operation: ScimOperation;
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: Json;
}

async function applyAll(
  plan: ScimPlan,
  existing: readonly ExistingResource[],
  abilities: ScimAbilities,
  send: ScimSend,
  { allowHeld = false, onProgress }: ApplyScimOptions,
): Promise<AppliedScim> {
  if (plan.isHeld && !allowHeld) return { done: 0, failed: plan.operations, findings: plan.findings };
  const log = findingLog();
  const ids = new Map(existing.map(({ endpoint, externalId = "", id }) => [`${endpoint}/${externalId}`, id]));
  const failed: ScimOperation[] = [];
  let done = 0;
  const settle = (operation: ScimOperation, status: number, scimType: string, id: string | undefined): void => {
    if (status < 300 || (status === 404 && operation.kind === "delete")) {
      done += 1;
      if (operation.kind === "create" && id !== undefined) ids.set(`${operation.endpoint}/${operation.externalId}`, id);
      return;
    }
    failed.push(operation);
    const isConflict = status === 409 || status === 412;
    log.add(
      isConflict
        ? finding("connectors.change-conflict", operation.externalId, {})
        : finding("connectors.change-refused", operation.externalId, { status, reason: scimType }),
    );
  };
  for (const run of runsOf(plan.operations, abilities)) {
    const calls = run.map((operation) => callOf(operation, abilities, ids, log));
    if (calls.length > 1)
      await sendBulk(calls, send, settle, (found, rest) => {
        log.add(found);
        failed.push(...rest);
      });
    else
      for (const call of calls) {
        const { operation } = call;
        const answer = await send({
          method: call.method,
          path: call.path,
          where: operation.externalId,
          ...(call.body === undefined ? {} : { body: call.body }),
          ...(abilities.etag && operation.version !== undefined ? { ifMatch: operation.version } : {}),
        });
        if (answer.kind === "failed") {
          log.add(answer.finding);
          failed.push(operation);
        } else if (answer.kind === "refused") settle(operation, answer.status, answer.reason, undefined);
        else settle(operation, answer.status, "", textOf(answer.json?.["id"]));
      }
    onProgress?.(done + failed.length, plan.operations.length);
  }
  return { done, failed, findings: log.list() };
}

/** Operations that may go together: those of one endpoint and kind, as many as a bulk request takes. */
function runsOf(operations: readonly ScimOperation[], { bulk }: ScimAbilities): readonly (readonly ScimOperation[])[] {
  const runs: ScimOperation[][] = [];
  let size = 0;
  for (const operation of operations) {
    const length = JSON.stringify(operation.whole).length * 2 + 200;
    const last = runs.at(-1);
    const fits =
      bulk !== undefined &&
      last !== undefined &&
      last[0]?.endpoint === operation.endpoint &&
      last[0].kind === operation.kind &&
      last.length < bulk.maxOperations &&
      size + length < bulk.maxPayloadSize;
    if (fits) last.push(operation);
    else runs.push([operation]);
    size = fits ? size + length : length;
  }
  return runs;
}

const patchUrn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

function callOf(
  operation: ScimOperation,
  abilities: ScimAbilities,
  ids: ReadonlyMap<string, string>,
  log: ReturnType<typeof findingLog>,
): Call {
  const { kind, endpoint, id = "", whole, set, unset, addMembers, removeMembers, externalId } = operation;
  const known = (members: ScimOperation["addMembers"]): readonly { readonly value: string }[] => {
    const found = members.flatMap((member) => ids.get(`${member.endpoint}/${member.externalId}`) ?? []);
    const count = members.length - found.length;
    if (count > 0) log.add(finding("connectors.scim-missing-reference", externalId, { count }));
    return found.map((value) => ({ value }));
  };
  const path = kind === "create" ? endpoint : `${endpoint}/${encodeURIComponent(id)}`;
  if (kind === "delete") return { operation, method: "DELETE", path };
  if (kind === "create" || !abilities.patch) {
    const members = operation.members === undefined ? {} : { members: known(operation.members) };
    return { operation, method: kind === "create" ? "POST" : "PUT", path, body: { ...whole, ...members } };
  }
  const added = known(addMembers);
  const operations = [
    // One by one: without a path some services add to a list instead of replacing it.
    ...Object.entries(set).map(([name, value]) => ({ op: "replace", path: name, value })),
    ...unset.map((name) => ({ op: "remove", path: name })),
    ...removeMembers.map((member) => ({ op: "remove", path: `members[value eq ${JSON.stringify(member)}]` })),
    ...(added.length === 0 ? [] : [{ op: "add", path: "members", value: added }]),
  ];
  return { operation, method: "PATCH", path, body: { schemas: [patchUrn], Operations: operations } };
}

async function sendBulk(
  calls: readonly Call[],
  send: ScimSend,
  settle: (operation: ScimOperation, status: number, scimType: string, id: string | undefined) => void,
  fail: (found: Finding, operations: readonly ScimOperation[]) => void,
): Promise<void> {
  const where = `${calls[0]?.operation.endpoint ?? ""}, bulk`;
  const answer = await send({
    method: "POST",
    path: "Bulk",
    where,
    body: {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
      Operations: calls.map(({ method, path, body, operation }, index) => ({
        method,
        path: `/${path}`,
        ...(method === "POST" ? { bulkId: `b${index}` } : {}),
        ...(operation.version === undefined ? {} : { version: operation.version }),
        ...(body === undefined ? {} : { data: body }),
      })),
    },
  });
  const all = calls.map(({ operation }) => operation);
  if (answer.kind === "failed") return fail(answer.finding, all);
  if (answer.kind === "refused")
    return fail(finding("connectors.change-refused", where, { status: answer.status, reason: answer.reason }), all);
  const results = listOf(answer.json?.["Operations"]);
  for (const [index, { operation }] of calls.entries()) {
    const named = results.find((result) => isObject(result) && result["bulkId"] === `b${index}`);
    const result = operation.kind === "create" ? named : results[index];
    if (!isObject(result)) {
      fail(finding("connectors.outcome-unknown", operation.externalId, {}), [operation]);
      continue;
    }
    const status = Number(isObject(result["status"]) ? result["status"]["code"] : result["status"]);
    const response = result["response"];
    const scimType = isObject(response) ? (textOf(response["scimType"]) ?? "") : "";
    const id = textOf(result["location"])?.split("/").at(-1);
    settle(operation, Number.isInteger(status) ? status : 500, scimType, id);
  }
}
