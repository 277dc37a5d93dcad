import type { Finding, Result } from "./finding.ts";
import { type Manifest, manifestDigest } from "./manifest.ts";
import { signOffFinding } from "./sign-off-messages.ts";

/** Where a report stands on its way to SCB. */
export type SignOffStatus = "draft" | "validated" | "approved" | "sent" | "superseded";

/** Who did something, and when. */
export interface SignOffAct {
  readonly by: string;
  /** ISO 8601 instant. */
  readonly at: string;
}

/**
 * Something that happens to a report. An approval and a dispatch name the digest they are about, so that nobody signs one
 * file and sends another.
 */
export type SignOffEvent = SignOffAct &
  (
    | { readonly type: "report.validated"; readonly manifest: Manifest }
    | { readonly type: "report.approved"; readonly digest: string }
    | { readonly type: "report.changed"; readonly reason: string }
    | { readonly type: "report.sent"; readonly digest: string; readonly receipt?: string }
    | { readonly type: "report.superseded"; readonly newDigest: string }
  );

/** A step that was taken, for the archive. */
export interface SignOffStep extends SignOffAct {
  readonly type: SignOffEvent["type"];
  /** Digest of the manifest that the step is about; absent when the report is changed. */
  readonly digest?: string;
  /** Why it was changed, or SCB's receipt. */
  readonly note?: string;
}

/** A report's way to SCB. Plain data. */
export interface SignOff {
  readonly status: SignOffStatus;
  /** Digest of the validated manifest. */
  readonly digest?: string;
  readonly steps: readonly SignOffStep[];
}

/** A report that has been prepared and not yet validated. */
export const newSignOff: SignOff = { status: "draft", steps: [] };

const next: { readonly [Status in SignOffStatus]: Partial<Record<SignOffEvent["type"], SignOffStatus>> } = {
  draft: { "report.validated": "validated" },
  validated: { "report.approved": "approved", "report.changed": "draft" },
  approved: { "report.sent": "sent", "report.changed": "draft" },
  sent: { "report.superseded": "superseded" },
  superseded: {},
};

/**
 * Takes a report one step: draft → validated → approved → sent → superseded, and back to draft when it is changed before
 * it is sent. Refuses a step out of order or without a name, a report that is not complete, and a digest that is not the validated one.
 * @example
 * const validated = signOff(newSignOff, { type: "report.validated", manifest, by: "system", at });
 * if (validated.ok) signOff(validated.value, { type: "report.approved", digest: manifestDigest(manifest), by, at });
 */
export function signOff(report: SignOff, event: SignOffEvent): Result<SignOff, Finding> {
  const status = next[report.status][event.type];
  if (!status) return refusal("scb.sign-off-order", { status: report.status, event: event.type });
  if (event.by.trim() === "") return refusal("scb.sign-off-unsigned", {});
  const act = { type: event.type, by: event.by, at: event.at };
  const step = (digest: string | undefined, note?: string): SignOff => {
    const taken = { ...act, ...(digest === undefined ? {} : { digest }), ...(note === undefined ? {} : { note }) };
    return { status, ...(digest === undefined ? {} : { digest }), steps: [...report.steps, taken] };
  };
  switch (event.type) {
    case "report.validated":
      return event.manifest.isComplete
        ? { ok: true, value: step(manifestDigest(event.manifest)) }
        : refusal("scb.sign-off-incomplete", {});
    case "report.approved":
      return event.digest === report.digest
        ? { ok: true, value: step(event.digest) }
        : refusal("scb.sign-off-digest", {});
    case "report.sent":
      return event.digest === report.digest
        ? { ok: true, value: step(event.digest, event.receipt) }
        : refusal("scb.sign-off-digest", {});
    case "report.changed":
      return { ok: true, value: step(undefined, event.reason) };
    case "report.superseded":
      return event.newDigest === report.digest
        ? refusal("scb.sign-off-itself", {})
        : { ok: true, value: step(report.digest, event.newDigest) };
  }
}

function refusal<Code extends Parameters<typeof signOffFinding>[0]>(
  code: Code,
  params: Parameters<typeof signOffFinding<Code>>[2],
): Result<SignOff, Finding> {
  return { ok: false, error: signOffFinding(code, "sign-off", params) };
}
