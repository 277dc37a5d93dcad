import type { Fetch } from "./client-credentials.ts";
import type { Finding } from "./finding.ts";
import { fetchDocument } from "./oidc-document.ts";
import { checkKeys } from "./oidc-keys.ts";
import { finding } from "./oidc-messages.ts";
import type { Json } from "./row-reader.ts";

export interface CheckOidcOptions {
  /** The provider's address, exactly as it calls itself. */
  readonly issuer: string;
  /** The time, epoch milliseconds: `Date.now`. */
  readonly now: () => number;
  /** Default `globalThis.fetch`. */
  readonly fetch?: Fetch;
  /** True to accept http on the loopback address: for a test provider alone. */
  readonly allowLoopback?: boolean;
  /** How far the clocks may be apart. Default 60,000 ms. */
  readonly clockSkewMs?: number;
  /** Default 10,000 ms for each of the two requests. */
  readonly requestTimeoutMs?: number;
  /** Default 1 MiB for each answer. */
  readonly maxAnswerBytes?: number;
  readonly signal?: AbortSignal;
}

/** What an OpenID Connect provider says of itself, and what is wrong with it. */
export interface OidcCheck {
  readonly issuer: string;
  /** True when nothing has to be dealt with first. */
  readonly isUsable: boolean;
  /** Signature algorithms of ID tokens. */
  readonly algorithms: readonly string[];
  readonly scopes: readonly string[];
  readonly claims: readonly string[];
  /** Levels of assurance (`acr_values_supported`). */
  readonly assurance: readonly string[];
  readonly hasPkce: boolean;
  /** Keys that can check a signature. */
  readonly signingKeys: number;
  /** How many milliseconds the provider's clock is ahead of ours, to the second; absent when it does not say. */
  readonly clockAheadMs?: number;
  readonly findings: readonly Finding[];
}

const strong = new Set([
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
]);
const endpoints = [
  ["authorization_endpoint", true],
  ["token_endpoint", true],
  ["jwks_uri", true],
  ["userinfo_endpoint", false],
  ["end_session_endpoint", false],
] as const;

/**
 * Checks what an OpenID Connect provider publishes of itself before anybody logs in with it: its discovery document and its
 * keys, two requests within bounds. Never rejects for what the provider answers.
 * @throws whatever `signal` was aborted with
 * @see OpenID Connect Discovery 1.0; RFC 8414; RFC 7636; RFC 9700
 * @example
 * const { isUsable, findings } = await checkOidcProvider({ issuer: "https://login.example", now: Date.now });
 */
export async function checkOidcProvider(options: CheckOidcOptions): Promise<OidcCheck> {
  const { issuer, signal, clockSkewMs = 60_000 } = options;
  const where = "discovery";
  const isSafe = (text: unknown): text is string =>
    typeof text === "string" && isHttps(text, options.allowLoopback === true);
  const nothing = { algorithms: [], scopes: [], claims: [], assurance: [], hasPkce: false, signingKeys: 0 };
  if (!isSafe(issuer) || /[?#]/.test(issuer))
    return { issuer, isUsable: false, ...nothing, findings: [finding("connectors.oidc-address", where, {})] };
  const request = {
    fetch: options.fetch ?? ((url: string, init: RequestInit) => globalThis.fetch(url, init)),
    timeoutMs: options.requestTimeoutMs ?? 10_000,
    maxBytes: options.maxAnswerBytes ?? 1024 * 1024,
    ...(signal === undefined ? {} : { signal }),
  };
  const asked = options.now();
  const discovery = await fetchDocument(
    `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    where,
    request,
  );
  const { json } = discovery;
  const findings: Finding[] = [...discovery.findings];
  const clock = clockOf(discovery.date, asked, options.now(), clockSkewMs, findings);
  if (json === undefined) return { issuer, isUsable: false, ...nothing, ...clock, findings };

  if (json["issuer"] !== issuer) findings.push(finding("connectors.oidc-issuer", where, {}));
  for (const [field, isRequired] of endpoints) {
    const address = json[field];
    if (address === undefined) {
      if (isRequired) findings.push(finding("connectors.oidc-missing", where, { field }));
    } else if (!isSafe(address)) findings.push(finding("connectors.oidc-endpoint", where, { field }));
    else if (new URL(address).origin !== new URL(issuer).origin)
      findings.push(finding("connectors.oidc-other-origin", where, { field }));
  }
  findings.push(...abilityFindings(json, where));
  const algorithms = textsOf(json, "id_token_signing_alg_values_supported");
  const keys = isSafe(json["jwks_uri"]) ? await fetchDocument(json["jwks_uri"], "keys", request) : undefined;
  findings.push(...(keys?.findings ?? []));
  const usable = algorithms.filter((name) => strong.has(name));
  const checked = keys?.json === undefined ? undefined : checkKeys(keys.json, "keys", usable);
  findings.push(...(checked?.findings ?? []));
  return {
    issuer,
    isUsable: findings.every(({ severity }) => severity !== "must"),
    algorithms,
    scopes: textsOf(json, "scopes_supported"),
    claims: textsOf(json, "claims_supported"),
    assurance: textsOf(json, "acr_values_supported"),
    hasPkce: textsOf(json, "code_challenge_methods_supported").includes("S256"),
    signingKeys: checked?.signing ?? 0,
    ...clock,
    findings,
  };
}

/** What the provider can do, against what is needed and what should be off. */
function abilityFindings(json: Json, where: string): readonly Finding[] {
  const findings: Finding[] = [];
  for (const field of ["response_types_supported", "subject_types_supported", "id_token_signing_alg_values_supported"])
    if (textsOf(json, field).length === 0) findings.push(finding("connectors.oidc-missing", where, { field }));
  const algorithms = textsOf(json, "id_token_signing_alg_values_supported");
  if (algorithms.includes("none")) findings.push(finding("connectors.oidc-unsigned-tokens", where, {}));
  if (algorithms.length > 0 && !algorithms.some((name) => strong.has(name)))
    findings.push(finding("connectors.oidc-no-algorithm", where, {}));
  if (algorithms.some((name) => name.startsWith("HS")))
    findings.push(finding("connectors.oidc-shared-secret", where, {}));
  const types = textsOf(json, "response_types_supported");
  if (types.length > 0 && !types.includes("code")) findings.push(finding("connectors.oidc-no-code", where, {}));
  if (types.some((type) => type.split(" ").some((one) => one === "token" || one === "id_token")))
    findings.push(finding("connectors.oidc-implicit", where, {}));
  const challenges = textsOf(json, "code_challenge_methods_supported");
  if (!challenges.includes("S256")) findings.push(finding("connectors.oidc-no-pkce", where, {}));
  if (challenges.includes("plain")) findings.push(finding("connectors.oidc-plain-pkce", where, {}));
  return findings;
}

function clockOf(date: number | undefined, asked: number, answered: number, skewMs: number, findings: Finding[]) {
  if (date === undefined) return {};
  // The header is cut to whole seconds, and the answer was under way between the two times of ours.
  const early = date + 1000 < asked - skewMs;
  const late = date > answered + skewMs;
  const clockAheadMs = Math.round((date - (asked + answered) / 2) / 1000) * 1000;
  if (early || late)
    findings.push(finding("connectors.oidc-clock", "discovery", { seconds: Math.abs(clockAheadMs) / 1000 }));
  return { clockAheadMs };
}

const textsOf = (json: Json, field: string): readonly string[] => {
  const value = json[field];
  return Array.isArray(value) ? value.filter((one: unknown): one is string => typeof one === "string") : [];
};

function isHttps(text: string, allowLoopback: boolean): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username !== "" || url.password !== "") return false;
  if (url.protocol === "https:") return true;
  return allowLoopback && url.protocol === "http:" && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
}
