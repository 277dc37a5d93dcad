import { createHash, randomBytes } from "node:crypto";
import type { Finding } from "@milstolpe/connectors";
import { googleProfile, prepareGoogle } from "@milstolpe/connectors/google";
import { coreScimProfile, egilScimProfile, prepareScim, type Fetch } from "@milstolpe/connectors/scim";
import type { Entities } from "@milstolpe/sync";
import type { Text } from "./status.ts";

/** A plan of changes in a service, without the changes themselves: those are personal data. */
export interface PreparedSend {
  /** Sixteen characters that tell this plan from every other. */
  readonly digest: string;
  /** How many changes of each kind. */
  readonly counts: Readonly<Record<string, number>>;
  readonly isHeld: boolean;
  readonly findings: readonly Finding[];
  readonly apply: (options: {
    readonly allowHeld: boolean;
    readonly onProgress: (done: number, all: number) => void;
  }) => Promise<{ readonly done: number; readonly failed: readonly unknown[]; readonly findings: readonly Finding[] }>;
}

export interface SendOptions {
  readonly entities: Entities;
  /** Address of the service; empty for its own. */
  readonly url: string;
  /** Domain of the accounts, for Google. */
  readonly domain: string;
  /** The day that the accounts are for, `YYYY-MM-DD`. */
  readonly on: string;
  readonly token?: string;
  /** Shows a client certificate. */
  readonly fetch?: Fetch;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/** A service that accounts and groups are written to. */
export interface SendService {
  readonly id: string;
  readonly title: Text;
  readonly needs: "url" | "domain";
  readonly prepare: (options: SendOptions) => Promise<PreparedSend>;
}

const httpOf = ({ token, fetch, now, signal }: SendOptions) => ({
  ...(fetch ? { fetch } : {}),
  now: () => now().getTime(),
  signal,
  ...(token === undefined ? {} : { token: () => Promise.resolve(token) }),
});

function summarised(
  id: string,
  { url, domain, on }: SendOptions,
  operations: readonly { readonly kind: string }[],
  kindOf: (index: number) => string,
) {
  const counts: Record<string, number> = {};
  for (const index of operations.keys()) {
    const kind = kindOf(index);
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  const digest = createHash("sha256")
    .update(JSON.stringify({ id, url, domain, on, operations }))
    .digest("hex")
    .slice(0, 16);
  return { counts, digest };
}

const scim = (id: string, title: Text, profile: typeof coreScimProfile): SendService => ({
  id,
  title,
  needs: "url",
  async prepare(options) {
    const { entities, url: baseUrl } = options;
    const { plan, apply } = await prepareScim({ baseUrl, entities, profile, ...httpOf(options) });
    const { operations, isHeld, findings } = plan;
    const nameOf = (index: number): string => `${operations[index]?.kind} ${operations[index]?.endpoint}`;
    return { ...summarised(id, options, operations, nameOf), isHeld, findings, apply };
  },
});

/** Every service that `connect send --to` takes. Protected people are left out of all of them. */
export const sendServices: readonly SendService[] = [
  scim("scim", { sv: "SCIM 2.0: konton och grupper", en: "SCIM 2.0: users and groups" }, coreScimProfile),
  scim("egil", { sv: "EGIL: SS 12000 som SCIM", en: "EGIL: SS 12000 as SCIM" }, egilScimProfile),
  {
    id: "google",
    title: { sv: "Google Workspace for Education", en: "Google Workspace for Education" },
    needs: "domain",
    async prepare(options) {
      const { entities, url, domain, on } = options;
      const { plan, apply } = await prepareGoogle({
        entities,
        profile: googleProfile(domain),
        on,
        ...(url === "" ? {} : { directoryUrl: `${url}/admin/directory/v1`, classroomUrl: `${url}/v1` }),
        ...httpOf(options),
      });
      const { operations, isHeld, findings } = plan;
      return {
        ...summarised("google", options, operations, (index) => operations[index]?.kind ?? ""),
        isHeld,
        findings,
        // People sign in through the municipality: nobody ever sees the first password.
        apply: (how) => apply({ ...how, newPassword: () => randomBytes(24).toString("base64url") }),
      };
    },
  },
];
