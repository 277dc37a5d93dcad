import type { Finding } from "./finding.ts";
import { findingLog } from "./finding-log.ts";
import { httpBase, type HttpAnswer, type HttpOptions, jsonSender, type Send } from "./json-http.ts";
import { isObject, type Json, listOf, textOf } from "./row-reader.ts";
import { listNamed } from "./ss12000-deleted.ts";
import { type Dialect, standardDialect } from "./ss12000-dialect.ts";
import { resourceNames, type Ss12000List, ss12000Lists } from "./ss12000-model.ts";
import { finding } from "./subscription-messages.ts";

/** A standing request to be told that there is something to fetch. */
export interface Ss12000Subscription {
  readonly id: string;
  /** The address that is told. */
  readonly target: string;
  /** When the source stops telling, unless it is renewed before: ISO 8601 instant. */
  readonly expires: string;
  readonly lists: readonly Ss12000List[];
}

export interface SubscribeSs12000Options extends HttpOptions {
  /** Address the dialect's paths are below. */
  readonly baseUrl: string;
  /** Default `standardDialect`. */
  readonly dialect?: Dialect;
  /** What the source calls it in its own list. Default `Milstolpe`. */
  readonly name?: string;
  /** Where notifications go. Its last part should be a secret: notifications are not signed. */
  readonly target: string;
  /** Lists whose changes are to be told. Default: all that the dialect has. */
  readonly lists?: readonly Ss12000List[];
  /** The subscription as it was: it is renewed, and made anew only when the source has it no more. */
  readonly previous?: Ss12000Subscription;
}

export interface SubscribedSs12000 {
  /** Absent when there is none now. */
  readonly subscription?: Ss12000Subscription;
  readonly findings: readonly Finding[];
}

/**
 * Sees to it that there is one subscription for this target: renews the one there is, or makes one. It can be called again
 * after any fault, an answer that was lost included. A subscription that ran out is a finding, since nothing was told in the
 * meantime; what happened then is in the next reading of changes all the same.
 * @throws TypeError when `baseUrl` or `target` is no http address, or the dialect has no subscriptions
 * @see SS 12000:2020, Subscription
 * @example
 * const { subscription } = await subscribeSs12000({ baseUrl, token, now: Date.now, target: `https://ours.example/hooks/${secret}` });
 */
export async function subscribeSs12000(options: SubscribeSs12000Options): Promise<SubscribedSs12000> {
  const { target, name = "Milstolpe", previous, dialect = standardDialect } = options;
  httpBase("target", target);
  const place = placeOf(options);
  const send = senderOf(options);
  const log = findingLog();
  if (target.startsWith("http:")) log.add(finding("connectors.plain-http", "target", {}));
  const lists = told(options, dialect, (list) => log.add(finding("connectors.not-told", list, { list })));
  const done = (subscription?: Ss12000Subscription): SubscribedSs12000 => ({
    ...(subscription === undefined ? {} : { subscription }),
    findings: log.list(),
  });

  if (lists.length === 0) return done();
  const standing = previous ?? (await findStanding(send, place, target));
  if (standing !== undefined && covers(standing, lists, target)) {
    const renewed = await send({
      method: "PATCH",
      url: `${place}/${encodeURIComponent(standing.id)}`,
      where: "renewal",
    });
    const subscription = subscriptionIn(renewed);
    if (subscription !== undefined) return done({ ...subscription, target, lists: standing.lists });
    if (!isGone(renewed)) {
      log.add(faultOf(renewed, "renewal"));
      // It may still stand: another one beside it would tell everything twice.
      return done(Date.parse(standing.expires) > options.now() ? standing : undefined);
    }
    log.add(finding("connectors.subscription-lapsed", "subscriptions", {}));
  } else if (standing !== undefined) {
    const ended = await send({ method: "DELETE", url: `${place}/${encodeURIComponent(standing.id)}`, where: "ending" });
    if (ended.kind !== "done" && !isGone(ended)) log.add(faultOf(ended, "ending"));
  }
  const resourceTypes = lists.map((list) => ({ resource: resourceNames[list] }));
  const made = await send({ method: "POST", url: place, where: "subscription", body: { name, target, resourceTypes } });
  const subscription = subscriptionIn(made);
  if (subscription === undefined) log.add(faultOf(made, "subscription"));
  return done(subscription === undefined ? undefined : { ...subscription, target, lists });
}

/**
 * Ends a subscription. One that is gone already is no fault.
 * @throws TypeError when `baseUrl` is no http address, or the dialect has no subscriptions
 * @example
 * await unsubscribeSs12000({ baseUrl, token, now: Date.now, id: subscription.id });
 */
export async function unsubscribeSs12000(
  options: HttpOptions & { readonly baseUrl: string; readonly dialect?: Dialect; readonly id: string },
): Promise<readonly Finding[]> {
  const url = `${placeOf(options)}/${encodeURIComponent(options.id)}`;
  const ended = await senderOf(options)({ method: "DELETE", url, where: "ending" });
  return ended.kind === "done" || isGone(ended) ? [] : [faultOf(ended, "ending")];
}

function placeOf({ baseUrl, dialect = standardDialect }: { baseUrl: string; dialect?: Dialect }): string {
  const base = httpBase("baseUrl", baseUrl);
  if (dialect.subscriptions === undefined) throw new TypeError(`dialect ${dialect.id} has no subscriptions`);
  return `${base}/${dialect.subscriptions.path}`;
}

const senderOf = (options: HttpOptions): Send =>
  jsonSender(options, {
    contentType: "application/json",
    reasonOf: ({ code }) => (typeof code === "string" ? code : ""),
  });

/** The lists that are asked for and can be told of. */
function told(
  { lists }: SubscribeSs12000Options,
  dialect: Dialect,
  onUntold: (list: Ss12000List) => void,
): readonly Ss12000List[] {
  const wanted = ss12000Lists.filter(
    (list) => (lists ?? ss12000Lists).includes(list) && dialect.paths[list] !== undefined,
  );
  const resources = dialect.subscriptions?.resources;
  const can = wanted.filter((list) => resources === undefined || resources.includes(resourceNames[list]));
  for (const list of wanted) if (!can.includes(list)) onUntold(list);
  return can;
}

/** The subscription that stands for this target, where the source shows its list: the answer to making it may be lost. */
async function findStanding(send: Send, place: string, target: string): Promise<Ss12000Subscription | undefined> {
  const answer = await send({ method: "GET", url: place, where: "subscriptions" });
  const rows = answer.kind === "done" ? (answer.list ?? listOf(answer.json?.["data"])) : [];
  return rows.flatMap((row) => (isObject(row) ? (subscriptionOf(row) ?? []) : [])).find((one) => one.target === target);
}

const covers = (standing: Ss12000Subscription, lists: readonly Ss12000List[], target: string): boolean =>
  standing.target === target && lists.every((list) => standing.lists.includes(list));

function subscriptionOf(json: Json): Ss12000Subscription | undefined {
  const id = textOf(json["id"]);
  const expires = textOf(json["expires"]);
  if (id === undefined || expires === undefined || Number.isNaN(Date.parse(expires))) return undefined;
  const lists = listOf(json["resourceTypes"]).flatMap(
    (type) => (isObject(type) ? listNamed(textOf(type["resource"]) ?? "") : undefined) ?? [],
  );
  return { id, expires, target: textOf(json["target"]) ?? "", lists };
}

const subscriptionIn = (answer: HttpAnswer): Ss12000Subscription | undefined =>
  answer.kind === "done" && answer.json !== undefined ? subscriptionOf(answer.json) : undefined;

const isGone = (answer: HttpAnswer): boolean =>
  answer.kind === "refused" && (answer.status === 404 || answer.status === 410);

function faultOf(answer: HttpAnswer, where: string): Finding {
  if (answer.kind === "failed") return answer.finding;
  if (answer.kind === "done") return finding("connectors.answer-shape", where, {});
  return finding("connectors.change-refused", where, { status: answer.status, reason: answer.reason });
}
