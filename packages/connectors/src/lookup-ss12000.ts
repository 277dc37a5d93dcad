import type { Batch } from "@milstolpe/sync";
import { findingLog } from "./finding-log.ts";
import { httpBase, type HttpOptions, jsonSender, type Send } from "./json-http.ts";
import { assembleBatch } from "./ss12000-batch.ts";
import { type Dialect, standardDialect } from "./ss12000-dialect.ts";
import { ss12000Mapper } from "./ss12000-map.ts";
import { finding } from "./ss12000-messages.ts";
import { openPage } from "./ss12000-pages.ts";

export interface LookUpSs12000Options extends HttpOptions {
  /** Address the dialect's paths are below. */
  readonly baseUrl: string;
  /** Default `standardDialect`. */
  readonly dialect?: Dialect;
  /** Persons by the source's ids. */
  readonly ids?: readonly string[];
  /** Persons by identity number, twelve characters. */
  readonly civicNumbers?: readonly string[];
  /**
   * Whether to ask for all that hangs on the persons as well: duties, placements, groups and the children they are
   * responsible for (`expand`). Names are never asked for with references (`expandReferenceNames`): the rows have no use for
   * them, and a reference may be to somebody who is protected. Default false.
   */
  readonly related?: boolean;
  /** Asked for at a time. Default 100. */
  readonly pageSize?: number;
  /** Name of the source in the batch. Default `ss12000`. */
  readonly source?: string;
}

/**
 * Reads single persons anew, with their enrolments and guardians: for the one record that a sync has got wrong. The batch
 * is a delta that speaks for nothing wholly; who was not found is counted. An answer that is too large for the source (503)
 * is asked for in halves.
 * @throws TypeError when `baseUrl` is no http address, or the dialect delivers no persons
 * @see SS 12000:2020, POST /persons/lookup
 * @example
 * const batch = await lookUpSs12000({ baseUrl, token, now: Date.now, ids: ["0b2d…"] });
 */
export async function lookUpSs12000(options: LookUpSs12000Options): Promise<Batch> {
  const { baseUrl, dialect = standardDialect, ids = [], civicNumbers = [], pageSize = 100 } = options;
  const base = httpBase("baseUrl", baseUrl);
  const path = dialect.paths.persons;
  if (path === undefined) throw new TypeError(`dialect ${dialect.id} delivers no persons`);
  const expand = options.related === true ? `?${new URLSearchParams(related.map((name) => ["expand", name]))}` : "";
  const url = `${base}/${path}/lookup${expand}`;
  const log = findingLog();
  const mapper = ss12000Mapper(dialect, log);
  const send = jsonSender(
    { ...options, retry: { attempts: 2, ...options.retry } },
    { contentType: "application/json", reasonOf: ({ code }) => (typeof code === "string" ? code : "") },
  );
  const readAt = new Date(options.now()).toISOString();
  let sound = true;
  let found = 0;
  const seen = new Set<string>();

  async function ask(attribute: "ids" | "civicNos", wanted: readonly string[]): Promise<void> {
    for (let at = 0; at < wanted.length; at += pageSize) await half(attribute, wanted.slice(at, at + pageSize));
  }
  async function half(attribute: "ids" | "civicNos", wanted: readonly string[]): Promise<void> {
    const answer = await lookUp(send, url, { [attribute]: wanted });
    if (answer === "too-large" && wanted.length > 1) {
      const middle = Math.ceil(wanted.length / 2);
      await half(attribute, wanted.slice(0, middle));
      await half(attribute, wanted.slice(middle));
      return;
    }
    if (typeof answer === "string" || "code" in answer) {
      sound = false;
      log.add(
        answer === "too-large" ? finding("connectors.overloaded", "lookup", { status: 503, attempts: 1 }) : answer,
      );
      return;
    }
    for (const row of answer.rows) {
      const id = JSON.stringify(row);
      if (seen.has(id)) continue;
      seen.add(id);
      const where = `persons, row ${(found += 1)}`;
      mapper.add("persons", row, where);
      mapper.addEmbedded(row, where);
    }
  }
  await ask("ids", [...new Set(ids)]);
  await ask("civicNos", [...new Set(civicNumbers)]);
  const missing = new Set(ids).size + new Set(civicNumbers).size - found;
  if (sound && missing > 0) log.add(finding("connectors.not-found", "persons", { count: missing }));
  return assembleBatch({
    source: options.source ?? "ss12000",
    readAt,
    dialect,
    withheld: {},
    ends: Object.fromEntries(
      (options.related === true
        ? (["persons", "groups", "duties", "placements"] as const)
        : (["persons"] as const)
      ).map((list) => [list, { state: "complete", pages: 1 } as const]),
    ),
    mapped: mapper.finish(),
    undisturbed: sound,
    log,
    delta: {},
  });
}

/** What can be asked for with a person. */
const related = ["duties", "placements", "ownedPlacements", "groupMemberships", "responsibleFor"];

type LookedUp = { readonly rows: readonly unknown[] } | "too-large" | ReturnType<typeof finding>;

async function lookUp(send: Send, url: string, body: object): Promise<LookedUp> {
  const answer = await send({ method: "POST", url, where: "lookup", body: { ...body }, isSafe: true });
  if (answer.kind === "failed") return answer.finding.code === "connectors.overloaded" ? "too-large" : answer.finding;
  if (answer.kind === "refused") return finding("connectors.http-status", "lookup", { status: answer.status });
  const page = openPage(answer.list ?? answer.json, "persons");
  return page ?? finding("connectors.unexpected-shape", "lookup", { list: "persons" });
}
