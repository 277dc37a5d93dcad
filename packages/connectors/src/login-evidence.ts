import { sha256 } from "@noble/hashes/sha2.js";
import type { Finding, Text } from "./finding.ts";
import { loginSteps, type LoginReason, type LoginStepId } from "./login-steps.ts";
import { hex } from "./saml-certificate.ts";
import type { SsoReading } from "./sso-identity.ts";

export interface LoginStep extends Text {
  readonly id: LoginStepId;
  readonly outcome: "passed" | "failed" | "skipped";
  /** ISO 8601 instant. */
  readonly at: string;
  readonly reason?: LoginReason;
}

/**
 * What a run of a login method showed. Holds the names of attributes and never a value of one: it can be filed, sent and
 * shown.
 */
export interface LoginEvidence {
  readonly format: "milstolpe-login-evidence-1";
  /** What the customer calls the method. */
  readonly method: string;
  readonly protocol: "saml" | "oidc";
  /** entityID or issuer. */
  readonly provider: string;
  /** Our entityID or client id. */
  readonly service: string;
  /** ISO 8601 instants. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** True when no step failed. One that was skipped says why in `steps`: an encrypted answer can't be spoiled, for example. */
  readonly isVerified: boolean;
  readonly steps: readonly LoginStep[];
  /** Attributes that were received with a value, by name. */
  readonly attributes: readonly string[];
  readonly emptyAttributes: readonly string[];
  /** How many attributes came that are not known. */
  readonly unknownAttributes: number;
  readonly findings: readonly Finding[];
}

/** Evidence and the text to file it as: what a gate asks for is the address of that file and `sha256`. */
export interface LoginRun {
  readonly evidence: LoginEvidence;
  /** The evidence as JSON, UTF-8; `sha256` is the digest of exactly these bytes. */
  readonly text: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

export interface LoginRecorder {
  pass(id: LoginStepId): void;
  fail(id: LoginStepId, reason: LoginReason): void;
  skip(id: LoginStepId, reason: LoginReason): void;
  /** Passes when there is no reason against it. */
  record(id: LoginStepId, reason: LoginReason | undefined): void;
  add(findings: readonly Finding[]): void;
  read(reading: SsoReading): void;
  finish(): LoginRun;
}

/** Records the steps of a run. Steps of `planned` that were never reached are in the evidence as skipped. */
export function loginRecorder(
  about: Pick<LoginEvidence, "method" | "protocol" | "provider" | "service">,
  planned: readonly LoginStepId[],
  now: () => number,
): LoginRecorder {
  const at = (): string => new Date(now()).toISOString();
  const startedAt = at();
  const steps: LoginStep[] = [];
  const findings: Finding[] = [];
  let reading: SsoReading | undefined;
  const step = (id: LoginStepId, outcome: LoginStep["outcome"], reason?: LoginReason): void => {
    steps.push({ id, outcome, at: at(), ...(reason === undefined ? {} : { reason }), ...loginSteps[id] });
  };
  return {
    pass: (id) => step(id, "passed"),
    fail: (id, reason) => step(id, "failed", reason),
    skip: (id, reason) => step(id, "skipped", reason),
    record: (id, reason) => step(id, reason === undefined ? "passed" : "failed", reason),
    add: (found) => void findings.push(...found),
    read(one) {
      reading = one;
      findings.push(...one.findings);
    },
    finish() {
      const taken = new Set(steps.map(({ id }) => id));
      for (const id of planned) if (!taken.has(id)) step(id, "skipped", "not-reached");
      const evidence: LoginEvidence = {
        format: "milstolpe-login-evidence-1",
        ...about,
        startedAt,
        endedAt: at(),
        isVerified: steps.every(({ outcome }) => outcome !== "failed"),
        steps,
        attributes: reading?.received ?? [],
        emptyAttributes: reading?.empty ?? [],
        unknownAttributes: reading?.unknown ?? 0,
        findings,
      };
      const text = `${JSON.stringify(evidence, null, 2)}\n`;
      return { evidence, text, sha256: hex(sha256(new TextEncoder().encode(text))) };
    },
  };
}
