import type { Entities } from "@milstolpe/sync";
import { type AppliedScim, applyScim, type ApplyScimOptions, type ScimAbilities, type ScimSend } from "./apply-scim.ts";
import type { Finding } from "./finding.ts";
import { type ExistingResource, planScim, type ScimLimits, type ScimPlan } from "./plan-scim.ts";
import { isObject, listOf, textOf } from "./row-reader.ts";
import { httpBase, type HttpOptions, jsonSender } from "./json-http.ts";
import { finding } from "./scim-messages.ts";
import { untoldIds } from "./scim-kept.ts";
import { coreScimProfile, type ScimPeopleOptions, type ScimProfile } from "./scim-profile.ts";

function scimSender({ baseUrl, ...options }: PrepareScimOptions): ScimSend {
  const base = httpBase("baseUrl", baseUrl);
  const send = jsonSender(options, {
    contentType: "application/scim+json",
    reasonOf: (body) => textOf(body["scimType"]) ?? "",
  });
  return ({ path, ...request }) => send({ ...request, url: `${base}/${path}` });
}

/** A plan with what is needed to apply it. */
export interface PreparedScim {
  readonly plan: ScimPlan;
  readonly abilities: ScimAbilities;
  /** Makes the changes of the plan; nothing at all when it is held, unless that is allowed expressly. */
  readonly apply: (options?: ApplyScimOptions) => Promise<AppliedScim>;
}

export interface PrepareScimOptions extends HttpOptions, Omit<ScimLimits, "untold">, ScimPeopleOptions {
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
  const untold = untoldIds(entities, options);
  const planned = planScim(existing, desired, profile, { ...options, untold });
  const people = entities.persons.filter(({ id }) => untold.has(id)).length;
  const leftOut = people === 0 ? [] : [finding("connectors.protected-left-out", "persons", { count: people })];
  const plan: ScimPlan = { ...planned, findings: [...leftOut, ...planned.findings] };
  return {
    plan,
    abilities,
    apply: (applying = {}) => applyScim(plan, existing, abilities, send, applying),
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
