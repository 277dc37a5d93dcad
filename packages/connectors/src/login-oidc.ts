import type * as OpenidClient from "openid-client";
import type { Fetch } from "./client-credentials.ts";
import type { Browse } from "./login-browser.ts";
import { loginRecorder, type LoginRun } from "./login-evidence.ts";
import { idTokenUnsigned, idTokenWithOtherSubject } from "./login-forgery.ts";
import type { LoginReason, LoginStepId } from "./login-steps.ts";
import { checkSubject, type LoginSubjectOptions } from "./login-subject.ts";
import { checkOidcProvider } from "./oidc-check.ts";

export interface VerifyOidcLoginOptions extends LoginSubjectOptions {
  /** What the customer calls the method. */
  readonly method: string;
  /** The provider's address, exactly as it calls itself. */
  readonly issuer: string;
  readonly client: {
    readonly id: string;
    /** Absent for a public client. */
    readonly secret?: string;
    readonly callbackUrl: string;
  };
  /** Domains that the provider may speak for, as agreed with the customer: no metadata says them. */
  readonly domains: readonly string[];
  readonly browse: Browse;
  /** The time, epoch milliseconds: `Date.now`. */
  readonly now: () => number;
  /** Scopes to ask for, separated by blanks. Default `openid profile email`. */
  readonly scope?: string;
  /** Levels of assurance (`acr`), one of which is demanded. Default: any. */
  readonly assurance?: readonly string[];
  /** True to leave out the one check that needs a second login (PKCE), for a method with a second factor. */
  readonly isSingleLogin?: boolean;
  /** True to accept http on the loopback address: for a test provider alone. */
  readonly allowLoopback?: boolean;
  /** Default `globalThis.fetch`. */
  readonly fetch?: Fetch;
  readonly signal?: AbortSignal;
}

const planned: readonly LoginStepId[] = [
  "provider",
  "answer",
  "accepted",
  "assurance",
  "attributes",
  "scope",
  "unit",
  "account",
  "refuses-other-session",
  "refuses-unasked",
  "refuses-tampered",
  "refuses-unsigned",
  "refuses-other-audience",
  "refuses-other-issuer",
  "refuses-expired",
  "refuses-replay",
  "refuses-other-verifier",
];
const farFutureSeconds = 3650 * 86_400;
/** Claims that are about the token and not about the person. */
const ofToken = new Set(
  "iss aud exp iat nbf jti nonce sub sid azp acr amr auth_time at_hash c_hash s_hash rt_hash updated_at".split(" "),
);

/**
 * Verifies a login method by logging in: a real code flow with PKCE against an OpenID Connect provider, checked by
 * `openid-client` (an optional peer of this package) as the service would check it, signature of the ID token included; then
 * the same answer spoiled in every way that matters, each of which has to be refused. Never rejects for what the provider
 * does.
 * @returns evidence for the rollout's single sign-on activities, without a value of any claim
 * @throws whatever `signal` was aborted with; what loading the peer throws; what `account` and `isKnownUnit` reject with
 * @example
 * const { evidence, text, sha256 } = await verifyOidcLogin({ method: "staff", issuer, client, domains, browse, account, now: Date.now });
 */
export async function verifyOidcLogin(options: VerifyOidcLoginOptions): Promise<LoginRun> {
  const { issuer, client: us, now, signal, browse, allowLoopback = false } = options;
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const recorder = loginRecorder(
    { method: options.method, protocol: "oidc", provider: issuer, service: us.id },
    planned,
    now,
  );
  const withSignal = signal === undefined ? {} : { signal };
  const provider = await checkOidcProvider({ issuer, now, fetch, allowLoopback, ...withSignal });
  recorder.add(provider.findings);
  recorder.record("provider", provider.isUsable ? undefined : "provider-findings");
  if (!provider.isUsable) return recorder.finish();

  const oidc = await import("openid-client");
  const service = codeFlow(oidc, options, fetch);
  const begun = await service.begin().catch(() => undefined);
  signal?.throwIfAborted();
  const first =
    begun && (await browse({ url: begun.url, callbackUrl: us.callbackUrl, ...withSignal }).catch(() => undefined));
  signal?.throwIfAborted();
  recorder.record("answer", first === undefined ? "browser" : undefined);
  if (begun === undefined || first === undefined) return recorder.finish();

  const { checks } = begun;
  const accepted = await service.redeem(first.url, checks);
  recorder.record("accepted", accepted.reason);
  if (accepted.claims === undefined) return recorder.finish();
  const acr = accepted.claims["acr"];
  if (options.assurance === undefined) recorder.skip("assurance", "not-asked");
  else if (typeof acr !== "string") recorder.fail("assurance", "missing");
  else recorder.record("assurance", options.assurance.includes(acr) ? undefined : "not-among");
  const attributes = Object.fromEntries(Object.entries(accepted.claims).filter(([name]) => !ofToken.has(name)));
  const scopes = options.domains.map((value) => ({ value, isPattern: false }));
  await checkSubject(recorder, attributes, scopes, options);

  // Unspoiled the kept answer has to be accepted: only then is a refusal due to what was spoiled.
  const control = await service.redeem(first.url, checks, { isReplayed: true });
  const refuses = async (id: LoginStepId, spoil: Spoil, other: Partial<Checks> = {}): Promise<void> => {
    const { claims } = await service.redeem(first.url, { ...checks, ...other }, { isReplayed: true, ...spoil });
    recorder.record(id, control.claims === undefined ? "other" : claims === undefined ? undefined : "accepted");
  };
  await refuses("refuses-other-session", {}, { expectedState: oidc.randomState() });
  await refuses("refuses-unasked", {}, { expectedNonce: oidc.randomNonce() });
  await refuses("refuses-tampered", { idToken: idTokenWithOtherSubject });
  await refuses("refuses-unsigned", { idToken: idTokenUnsigned });
  await refuses("refuses-other-audience", { clientId: `${us.id}-other` });
  await refuses("refuses-other-issuer", { issuer: `${issuer}/other` });
  await refuses("refuses-expired", { aheadSeconds: farFutureSeconds });
  recorder.record("refuses-replay", await refusedByProvider(service, first.url, checks));
  if (options.isSingleLogin === true) recorder.skip("refuses-other-verifier", "single-login");
  else recorder.record("refuses-other-verifier", await otherVerifier());
  return recorder.finish();

  /** A second login whose code is redeemed with a verifier that does not belong to it. */
  async function otherVerifier(): Promise<LoginReason | undefined> {
    const second = await service.begin();
    const answer = await browse({ url: second.url, callbackUrl: us.callbackUrl, ...withSignal }).catch(() => undefined);
    signal?.throwIfAborted();
    if (answer === undefined) return "browser";
    return refusedByProvider(service, answer.url, {
      ...second.checks,
      pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
    });
  }
}

interface Checks {
  readonly pkceCodeVerifier: string;
  readonly expectedState: string;
  readonly expectedNonce: string;
}

/** How an answer is spoiled before it is looked at. */
interface Spoil {
  /** True to take the provider's first answer again instead of asking for another. */
  readonly isReplayed?: boolean;
  readonly idToken?: (token: string) => string;
  readonly clientId?: string;
  readonly issuer?: string;
  readonly aheadSeconds?: number;
}

interface Redeemed {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly reason?: LoginReason;
  /** The OAuth error that the provider answered with. */
  readonly error?: string;
}

/** The service's side of the code flow. Answers of the provider are kept, so that they can be shown to it again. */
function codeFlow(oidc: typeof OpenidClient, options: VerifyOidcLoginOptions, fetch: Fetch) {
  const { issuer, client: us, allowLoopback = false, signal } = options;
  const kept = new Map<string, string>();
  let metadata: OpenidClient.ServerMetadata | undefined;

  const fetching =
    (spoil: Spoil): OpenidClient.CustomFetch =>
    async (url, init) => {
      const isToken = url === metadata?.token_endpoint;
      const before = kept.get(url);
      const isKept = isToken ? spoil.isReplayed === true : url === metadata?.jwks_uri;
      if (isKept && before !== undefined) {
        const text = isToken && spoil.idToken !== undefined ? withIdToken(before, spoil.idToken) : before;
        return new Response(text, { headers: { "content-type": "application/json" } });
      }
      const request = { method: init.method, headers: init.headers, redirect: init.redirect };
      const body = init.body === undefined || init.body === null ? {} : { body: init.body as BodyInit };
      const stop = signal ?? init.signal;
      const response = await fetch(url, { ...request, ...body, ...(stop === undefined ? {} : { signal: stop }) });
      if (response.ok) kept.set(url, await response.clone().text());
      return response;
    };

  function configuration(server: OpenidClient.ServerMetadata, spoil: Spoil = {}): OpenidClient.Configuration {
    // The peer looks at the clock itself; what it is told is how far ours is from that one.
    const aheadSeconds = Math.round((options.now() - Date.now()) / 1000) + (spoil.aheadSeconds ?? 0);
    const one = new oidc.Configuration(
      spoil.issuer === undefined ? server : { ...server, issuer: spoil.issuer },
      spoil.clientId ?? us.id,
      { [oidc.clockSkew]: aheadSeconds },
      us.secret === undefined ? oidc.None() : oidc.ClientSecretBasic(us.secret),
    );
    if (allowLoopback) oidc.allowInsecureRequests(one);
    // Without this the signature of an ID token that came over TLS is not looked at.
    oidc.enableNonRepudiationChecks(one);
    one[oidc.customFetch] = fetching(spoil);
    return one;
  }

  return {
    /** The address to log in at, and what the answer has to fit. */
    async begin(): Promise<{ readonly url: string; readonly checks: Checks }> {
      if (metadata === undefined) {
        const found = await oidc.discovery(new URL(issuer), us.id, undefined, undefined, {
          [oidc.customFetch]: fetching({}),
          execute: allowLoopback ? [oidc.allowInsecureRequests] : [],
        });
        metadata = found.serverMetadata();
      }
      const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
      const [expectedState, expectedNonce] = [oidc.randomState(), oidc.randomNonce()];
      const url = oidc.buildAuthorizationUrl(configuration(metadata), {
        redirect_uri: us.callbackUrl,
        scope: options.scope ?? "openid profile email",
        code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: "S256",
        state: expectedState,
        nonce: expectedNonce,
        ...(options.assurance === undefined ? {} : { acr_values: options.assurance.join(" ") }),
      });
      return { url: url.href, checks: { pkceCodeVerifier, expectedState, expectedNonce } };
    },
    /** What the answer says of who logged in: claims of the ID token, and of the user information where it is offered. */
    async redeem(answerUrl: string, checks: Checks, spoil: Spoil = {}): Promise<Redeemed> {
      if (metadata === undefined) return { reason: "other" };
      try {
        const one = configuration(metadata, spoil);
        const tokens = await oidc.authorizationCodeGrant(one, new URL(answerUrl), { ...checks, idTokenExpected: true });
        const claims = tokens.claims();
        if (claims === undefined) return { reason: "other" };
        const isFirst = spoil.isReplayed !== true;
        const information =
          isFirst && metadata.userinfo_endpoint !== undefined
            ? await oidc.fetchUserInfo(one, tokens.access_token, claims.sub)
            : {};
        return { claims: { ...information, ...claims } };
      } catch (error) {
        signal?.throwIfAborted();
        return refusalOf(error);
      }
    },
  };
}

/** Nothing when the provider itself refuses the code, which an error of another kind would not show. */
async function refusedByProvider(
  service: ReturnType<typeof codeFlow>,
  answerUrl: string,
  checks: Checks,
): Promise<LoginReason | undefined> {
  const { claims, error } = await service.redeem(answerUrl, checks);
  if (claims !== undefined) return "accepted";
  return error === "invalid_grant" ? undefined : "other";
}

/** What a refusal was about, from the peer's codes; its sentences may hold values and are not kept. */
function refusalOf(error: unknown): Redeemed {
  const { code, error: oauth, cause } = (error ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof oauth === "string") return { reason: "token-request", error: oauth };
  const claim = isObject(cause) && typeof cause["claim"] === "string" ? cause["claim"] : "";
  const name = typeof code === "string" ? code : "";
  if (claim === "nonce") return { reason: "nonce" };
  if (claim === "aud" || claim === "azp") return { reason: "audience" };
  if (/TIMESTAMP/.test(name)) return { reason: "time" };
  if (claim === "state" || /state/i.test(error instanceof Error ? error.message : "")) return { reason: "state" };
  if (/CHALLENGE|RESPONSE_BODY/.test(name)) return { reason: "token-request" };
  if (/SIGNATURE|KEY_SELECTION/.test(name)) return { reason: "signature" };
  return { reason: "other" };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

function withIdToken(body: string, change: (token: string) => string): string {
  const answer: unknown = JSON.parse(body);
  if (!isObject(answer) || typeof answer["id_token"] !== "string") return body;
  return JSON.stringify({ ...answer, id_token: change(answer["id_token"]) });
}
