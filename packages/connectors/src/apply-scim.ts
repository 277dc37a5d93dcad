import type { Finding } from "./finding.ts";
import { findingLog } from "./finding-log.ts";
import type { Send } from "./json-http.ts";
import type { ExistingResource, ScimOperation, ScimPlan } from "./plan-scim.ts";
import { isObject, type Json, listOf, textOf } from "./row-reader.ts";
import { finding } from "./scim-messages.ts";

/** A request below the base address: `Users?startIndex=1`. */
export type ScimSend = (request: Omit<Parameters<Send>[0], "url"> & { readonly path: string }) => ReturnType<Send>;

/** What a service can do. */
export interface ScimAbilities {
  readonly patch: boolean;
  readonly etag: boolean;
  /** Operations and bytes of one bulk request; undefined when it takes none. */
  readonly bulk?: { readonly maxOperations: number; readonly maxPayloadSize: number };
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

interface Call {
  readonly operation: ScimOperation;
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: Json;
}

/** Makes the changes of a plan, one by one or in bulk, and tells of every one that was not made. */
export async function applyScim(
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
