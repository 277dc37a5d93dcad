import type { Finding, Result } from "./finding.ts";
import { registerFinding } from "./register-messages.ts";
import {
  detailedUnit,
  extractedAt,
  listedUnits,
  parseJson,
  parseSnapshot,
  type RegisterSnapshot,
  type SchoolUnit,
} from "./school-unit.ts";

/** What the client needs of `fetch`. */
export type RegisterFetch = (
  url: string,
  init: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
) => Promise<{ readonly status: number; text(): Promise<string> }>;

/** Where snapshots are kept between runs: a file, a table. */
export interface RegisterCache {
  get(key: string): Promise<string | undefined>;
  set(key: string, text: string): Promise<void>;
}

/** What the client works with. The clock and the network are the caller's. */
export interface RegisterClientOptions {
  readonly fetch: RegisterFetch;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly cache?: RegisterCache;
  /** How long a kept snapshot is used without asking. Default: a day. */
  readonly maxAgeMs?: number;
  /** Default: the register of Skolverket. */
  readonly baseUrl?: string;
  /** How often a request is tried when the register is busy or silent. Default 3. */
  readonly attempts?: number;
  /** Default 20 s. */
  readonly timeoutMs?: number;
}

/** Which units are asked for. Absent: every unit of the country, without details. */
export interface RegisterQuery {
  readonly municipalityCode?: string;
  /** Ten digits. */
  readonly organizationNumber?: string;
}

/** A snapshot, and what is to be said of it: a stale copy is one. */
export interface RegisterAnswer {
  readonly snapshot: RegisterSnapshot;
  readonly findings: readonly Finding[];
}

/** Reads the school unit register. */
export interface RegisterClient {
  /** The units of a query with their details, from the cache while it is fresh, and when the register does not answer. */
  snapshot(query: RegisterQuery): Promise<Result<RegisterAnswer, Finding>>;
}

const passing = new Set([408, 429, 500, 502, 503, 504]);
/** The whole list of the country is some megabytes. */
const mostCharacters = 50_000_000;
/** Details asked for at a time. */
const abreast = 4;

/**
 * A client of the school unit register's open API, version 2. Repeats what may pass, keeps a snapshot in the cache, and
 * falls back on an old one, said in a finding, when the register does not answer. Never rejects.
 * @see https://api.skolverket.se/skolenhetsregistret, version 2.0.0
 * @example
 * const client = registerClient({ fetch, now: Date.now, sleep, cache });
 * const answer = await client.snapshot({ municipalityCode: "0180" });
 * if (answer.ok) prepareReport({ layout, records, reference: referenceOf(answer.value.snapshot) });
 */
export function registerClient(options: RegisterClientOptions): RegisterClient {
  const { fetch, now, sleep, cache, maxAgeMs = 86_400_000, attempts = 3, timeoutMs = 20_000 } = options;
  const baseUrl = (options.baseUrl ?? "https://api.skolverket.se/skolenhetsregistret").replace(/\/$/, "");

  async function get(path: string): Promise<Result<unknown, Finding>> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await ask(baseUrl + path);
      const mayPass = answer === undefined || passing.has(answer.status);
      if (mayPass && attempt < attempts) {
        await sleep(500 * 2 ** (attempt - 1));
        continue;
      }
      if (answer === undefined) return failed(registerFinding("scb.register-unreachable", path, { attempts }));
      if (answer.status !== 200)
        return failed(registerFinding("scb.register-refused", path, { status: answer.status }));
      const json = answer.text.length <= mostCharacters ? parseJson(answer.text) : undefined;
      return json === undefined ? failed(registerFinding("scb.register-answer", path, {})) : { ok: true, value: json };
    }
  }

  async function ask(url: string): Promise<{ readonly status: number; readonly text: string } | undefined> {
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await fetch(url, { headers: { accept: "application/json" }, signal });
      return { status: response.status, text: await response.text() };
    } catch {
      return undefined;
    }
  }

  async function download(query: RegisterQuery): Promise<Result<RegisterSnapshot, Finding>> {
    const list = await get(`/v2/school-units${queryText(query)}`);
    if (!list.ok) return list;
    const listed = listedUnits(list.value);
    if (!listed) return failed(registerFinding("scb.register-answer", "/v2/school-units", {}));
    const units = queryText(query) === "" ? { ok: true as const, value: listed } : await withDetails(listed);
    if (!units.ok) return units;
    const takenAt = extractedAt(list.value) ?? new Date(now()).toISOString();
    const inOrder = units.value.toSorted((a, b) => (a.code < b.code ? -1 : 1));
    return { ok: true, value: { format: "milstolpe/school-units/1", takenAt, units: inOrder } };
  }

  async function withDetails(listed: readonly SchoolUnit[]): Promise<Result<readonly SchoolUnit[], Finding>> {
    const units: SchoolUnit[] = [];
    for (let at = 0; at < listed.length; at += abreast) {
      const batch = listed.slice(at, at + abreast);
      const answers = await Promise.all(batch.map(({ code }) => get(`/v2/school-units/${encodeURIComponent(code)}`)));
      for (const [index, answer] of answers.entries()) {
        if (!answer.ok) return answer;
        const unit = detailedUnit(batch[index] as SchoolUnit, answer.value);
        if (!unit) return failed(registerFinding("scb.register-answer", "/v2/school-units/{schoolUnitCode}", {}));
        units.push(unit);
      }
    }
    return { ok: true, value: units };
  }

  async function kept(key: string): Promise<{ readonly at: number; readonly snapshot: RegisterSnapshot } | undefined> {
    const text = await cache?.get(key).catch(() => undefined);
    const at = Number(/^\d+/.exec(text ?? "")?.[0]);
    const snapshot = parseSnapshot(text?.slice(text.indexOf("\n") + 1) ?? "");
    return snapshot.ok && Number.isFinite(at) ? { at, snapshot: snapshot.value } : undefined;
  }

  return {
    async snapshot(query) {
      const key = `school-units${queryText(query)}`;
      const old = await kept(key);
      if (old && now() - old.at < maxAgeMs) return { ok: true, value: { snapshot: old.snapshot, findings: [] } };
      const fresh = await download(query);
      if (fresh.ok) {
        // A cache that can't be written to costs a request next time, nothing else.
        await cache?.set(key, `${now()}\n${JSON.stringify(fresh.value)}`).catch(() => undefined);
        return { ok: true, value: { snapshot: fresh.value, findings: [] } };
      }
      if (!old) return fresh;
      const { snapshot } = old;
      const stale = registerFinding("scb.register-stale", "register", { takenAt: snapshot.takenAt });
      return { ok: true, value: { snapshot, findings: [stale] } };
    },
  };
}

const failed = (error: Finding) => ({ ok: false, error }) as const;

function queryText({ municipalityCode, organizationNumber }: RegisterQuery): string {
  const parameters = [
    ...(municipalityCode === undefined ? [] : [`municipality_code=${encodeURIComponent(municipalityCode)}`]),
    ...(organizationNumber === undefined ? [] : [`organization_number=${encodeURIComponent(organizationNumber)}`]),
  ];
  return parameters.length === 0 ? "" : `?${parameters.join("&")}`;
}
