import type * as NodeSaml from "@node-saml/node-saml";
import type { Browse, BrowseAnswer } from "./login-browser.ts";
import { loginRecorder, type LoginRun } from "./login-evidence.ts";
import { withInventedAssertion, withoutSignatures, withValueChanged } from "./login-forgery.ts";
import { attributesOf, checkAnswer, isWeaklySigned } from "./login-saml-answer.ts";
import type { LoginReason, LoginStepId } from "./login-steps.ts";
import { checkSubject, type LoginSubjectOptions } from "./login-subject.ts";
import type { SamlEntity } from "./saml-entity.ts";

export interface VerifySamlLoginOptions extends LoginSubjectOptions {
  /** What the customer calls the method: `staff`, `pupils with BankID` … */
  readonly method: string;
  /** The identity provider, from verified metadata. */
  readonly provider: SamlEntity;
  /** The service as the provider knows it. */
  readonly service: {
    readonly entityID: string;
    readonly callbackUrl: string;
    /** PEM; signs the request. */
    readonly privateKey?: string;
    /** PEM; opens encrypted assertions. */
    readonly decryptionKey?: string;
  };
  readonly browse: Browse;
  /** The time, epoch milliseconds: `Date.now`. */
  readonly now: () => number;
  /** What must be signed. Default `assertion`. */
  readonly signed?: "assertion" | "response" | "both";
  /** Levels of assurance (AuthnContextClassRef), one of which is demanded. Default: any. */
  readonly assurance?: readonly string[];
  /** Default 60,000 ms. */
  readonly clockSkewMs?: number;
  readonly signal?: AbortSignal;
}

type Service = InstanceType<(typeof NodeSaml)["SAML"]>;
type Overrides = {
  readonly audience?: string;
  readonly idpCert?: string;
  readonly isMuchLater?: boolean;
  readonly asked?: string;
};

const planned: readonly LoginStepId[] = [
  "provider",
  "answer",
  "accepted",
  "issuer",
  "recipient",
  "assurance",
  "attributes",
  "scope",
  "unit",
  "account",
  "refuses-replay",
  "refuses-tampered",
  "refuses-unsigned",
  "refuses-wrapped",
  "refuses-other-key",
  "refuses-other-audience",
  "refuses-expired",
  "refuses-unasked",
];
/** An answer that is a day old is old, however long it calls itself valid. */
const muchLater = 86_400_000;

/**
 * Verifies a login method by logging in: a real request to a SAML identity provider, a real answer, checked by
 * `@node-saml/node-saml` (an optional peer of this package) as the service would check it, and then the same answer spoiled in
 * every way that matters, each of which has to be refused. Never rejects for what the provider does.
 * @returns evidence for the rollout's single sign-on activities, without a value of any attribute
 * @throws whatever `signal` was aborted with; what loading the peer throws; what `account` and `isKnownUnit` reject with
 * @example
 * const { evidence, text, sha256 } = await verifySamlLogin({ method: "staff", provider, service, browse, account, now: Date.now });
 */
export async function verifySamlLogin(options: VerifySamlLoginOptions): Promise<LoginRun> {
  const { provider, service, now, signal, browse } = options;
  const recorder = loginRecorder(
    { method: options.method, protocol: "saml", provider: provider.entityID, service: service.entityID },
    planned,
    now,
  );
  const entry = provider.endpoints.find(
    ({ role, service: kind, binding }) =>
      role === "idp" &&
      kind === "SingleSignOnService" &&
      binding === "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect",
  )?.location;
  const keys = provider.certificates
    .filter(({ role, use, key }) => role === "idp" && use !== "encryption" && key !== undefined)
    .map(({ base64 }) => pem(base64));
  if (entry === undefined || keys.length === 0) {
    recorder.fail("provider", entry === undefined ? "no-entry-point" : "no-key");
    return recorder.finish();
  }
  recorder.pass("provider");

  const nodeSaml = await import("@node-saml/node-saml");
  let asked: string | undefined;
  /** A service that has asked with the one request, or with none. */
  const saml = (overrides: Overrides = {}): Service => {
    const waiting = new Map<string, string>();
    if (overrides.asked !== undefined) waiting.set(overrides.asked, new Date(now()).toISOString());
    const clock = (): number => now() + (overrides.isMuchLater === true ? muchLater : 0);
    class TimedService extends nodeSaml.SAML {
      protected override checkTimestampsValidityError(
        _now: number,
        from: string,
        to: string,
        limit?: number,
      ): Error | null {
        return super.checkTimestampsValidityError(clock(), from, to, limit);
      }
    }
    const signed = options.signed ?? "assertion";
    return new TimedService({
      entryPoint: entry,
      issuer: service.entityID,
      callbackUrl: service.callbackUrl,
      audience: overrides.audience ?? service.entityID,
      idpCert: overrides.idpCert ?? keys,
      identifierFormat: null,
      acceptedClockSkewMs: options.clockSkewMs ?? 60_000,
      wantAssertionsSigned: signed !== "response",
      wantAuthnResponseSigned: signed !== "assertion",
      validateInResponseTo: nodeSaml.ValidateInResponseTo.always,
      disableRequestedAuthnContext: options.assurance === undefined,
      signatureAlgorithm: "sha256",
      digestAlgorithm: "sha256",
      ...(options.assurance === undefined ? {} : { authnContext: [...options.assurance] }),
      ...(service.privateKey === undefined ? {} : { privateKey: service.privateKey }),
      ...(service.decryptionKey === undefined ? {} : { decryptionPvk: service.decryptionKey }),
      cacheProvider: {
        saveAsync(key: string, value: string) {
          asked = key;
          waiting.set(key, value);
          return Promise.resolve({ value, createdAt: now() });
        },
        getAsync: (key: string) => Promise.resolve(waiting.get(key) ?? null),
        removeAsync(key: string | null) {
          waiting.delete(key ?? "");
          return Promise.resolve(key);
        },
      },
    });
  };

  const genuine = saml();
  let answer: BrowseAnswer;
  try {
    const url = await genuine.getAuthorizeUrlAsync("", undefined, {});
    answer = await browse({ url, callbackUrl: service.callbackUrl, ...(signal === undefined ? {} : { signal }) });
  } catch {
    signal?.throwIfAborted();
    recorder.fail("answer", "browser");
    return recorder.finish();
  }
  const response = answer.fields["SAMLResponse"];
  recorder.record("answer", response === undefined ? "browser" : undefined);
  if (response === undefined) return recorder.finish();

  const first = await validated(genuine, response);
  const refusal = "reason" in first ? first.reason : isWeaklySigned(first.profile) ? "weak" : undefined;
  recorder.record("accepted", refusal);
  if ("reason" in first || refusal !== undefined) return recorder.finish();
  const { callbackUrl } = service;
  checkAnswer(recorder, first.profile, { issuer: provider.entityID, callbackUrl, assurance: options.assurance });
  await checkSubject(recorder, attributesOf(first.profile), provider.scopes, options);

  // Unspoiled the answer has to be accepted by a service that asked for it: only then is a refusal due to what was spoiled.
  const again = asked === undefined ? {} : { asked };
  const control = await validated(saml(again), response);
  const refuses = async (id: LoginStepId, by: Service, text: string | undefined): Promise<void> => {
    if (text === undefined) return recorder.skip(id, "encrypted");
    const outcome = await validated(by, text);
    recorder.record(id, "reason" in control ? "other" : "reason" in outcome ? undefined : "accepted");
  };
  await refuses("refuses-replay", genuine, response);
  await refuses("refuses-tampered", saml(again), withValueChanged(response));
  await refuses("refuses-unsigned", saml(again), withoutSignatures(response));
  await refuses("refuses-wrapped", saml(again), withInventedAssertion(response));
  await refuses("refuses-other-key", saml({ ...again, idpCert: await otherKey() }), response);
  await refuses("refuses-other-audience", saml({ ...again, audience: `${service.entityID}/other` }), response);
  await refuses("refuses-expired", saml({ ...again, isMuchLater: true }), response);
  await refuses("refuses-unasked", saml(), response);
  return recorder.finish();
}

type Validated = { readonly profile: NodeSaml.Profile } | { readonly reason: LoginReason };

async function validated(by: Service, response: string): Promise<Validated> {
  try {
    const { profile } = await by.validatePostResponseAsync({ SAMLResponse: response });
    return profile === null ? { reason: "status" } : { profile };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

/** What a refusal was about, from the peer's own sentences; the sentence itself may hold a value and is not kept. */
function reasonOf(error: unknown): LoginReason {
  const text = error instanceof Error ? error.message : "";
  if (error instanceof Error && error.name === "SamlStatusError") return "status";
  if (/InResponseTo/i.test(text)) return "in-response-to";
  if (/signature|certificate/i.test(text)) return "signature";
  if (/audience/i.test(text)) return "audience";
  if (/expired|not yet valid|subject confirmation|NotOnOrAfter|NotBefore|\bdate\b/i.test(text)) return "time";
  if (/decrypt/i.test(text)) return "encrypted";
  if (/returned .* error/i.test(text)) return "status";
  return "other";
}

const pem = (base64: string): string =>
  `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{1,64}/g, "$&\n")}-----END CERTIFICATE-----\n`;

let madeKey: Promise<string> | undefined;
/** A key that nobody has signed with; made once, since making one takes long. */
const otherKey = (): Promise<string> => (madeKey ??= makeKey());

async function makeKey(): Promise<string> {
  const algorithm = {
    name: "RSASSA-PKCS1-v1_5",
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: "SHA-256",
  };
  const { publicKey } = await globalThis.crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const spki = new Uint8Array(await globalThis.crypto.subtle.exportKey("spki", publicKey));
  const base64 = btoa(String.fromCharCode(...spki));
  return `-----BEGIN PUBLIC KEY-----\n${base64.replace(/.{1,64}/g, "$&\n")}-----END PUBLIC KEY-----\n`;
}
