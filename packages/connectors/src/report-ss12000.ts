import type { Batch, Entity } from "@milstolpe/sync";
import type { Finding } from "./finding.ts";
import { httpBase, type HttpOptions, jsonSender } from "./json-http.ts";
import type { Json } from "./row-reader.ts";
import { finding } from "./send-messages.ts";
import { type Dialect, standardDialect } from "./ss12000-dialect.ts";

/** How many rows of an entity a receiver has made, changed and taken out of use. */
export interface Ss12000Counts {
  readonly created: number;
  readonly updated: number;
  readonly removed: number;
}

export interface ReportSs12000Options extends HttpOptions {
  /** Address the dialect's paths are below. */
  readonly baseUrl: string;
  /** Default `standardDialect`. */
  readonly dialect?: Dialect;
  /** What was found: as log entries, in Swedish. */
  readonly findings?: Batch["health"]["findings"];
  /** What was made of the register: as statistics. */
  readonly counts?: Readonly<Partial<Record<Entity, Ss12000Counts>>>;
}

export interface ReportedSs12000 {
  readonly sent: number;
  readonly findings: readonly Finding[];
}

/** What the standard calls the entities. Enrolments and guardians lie in the person, memberships in the group. */
const resourceTypes: Readonly<Record<Entity, string>> = {
  units: "Organisation",
  persons: "Person",
  groups: "Group",
  enrolments: "Person",
  placements: "Placement",
  duties: "Duty",
  memberships: "Group",
  guardianships: "Person",
};

/**
 * Tells a source what became of its register: its `/log` what was found, its `/statistics` what was changed, as the
 * standard asks of whoever reads it. Findings hold no name and no number, so neither does the report.
 * @throws TypeError when `baseUrl` is no http address, or the dialect has no place for reports
 * @see SS 12000:2020, LogEntry and StatisticsEntry
 * @example
 * await reportSs12000({ baseUrl, token, now: Date.now, findings: batch.health.findings, counts: { persons } });
 */
export async function reportSs12000(options: ReportSs12000Options): Promise<ReportedSs12000> {
  const { baseUrl, dialect = standardDialect, findings = [], counts = {}, now } = options;
  const base = httpBase("baseUrl", baseUrl);
  const { reports } = dialect;
  if (reports === undefined) throw new TypeError(`dialect ${dialect.id} has no place for reports`);
  const send = jsonSender(options, {
    contentType: "application/json",
    reasonOf: ({ code }) => (typeof code === "string" ? code : ""),
  });
  // The standard's own spelling of the attribute.
  const timeOfOccurance = new Date(now()).toISOString();
  const entries: { readonly path: string; readonly where: string; readonly body: Json }[] = [
    ...findings.map(({ code, severity, where, sv }) => ({
      path: reports.log,
      where: `log, ${code}`,
      body: {
        message: where === "" ? sv : `${where}: ${sv}`,
        messageType: code,
        severityLevel: severity === "must" ? "Error" : "Warning",
        timeOfOccurance,
      },
    })),
    ...[...perResource(counts)].map(([resourceType, { created, updated, removed }]) => ({
      path: reports.statistics,
      where: `statistics, ${resourceType}`,
      body: { resourceType, newCount: created, updatedCount: updated, deletedCount: removed, timeOfOccurance },
    })),
  ];
  const told: Finding[] = [];
  let sent = 0;
  for (const { path, where, body } of entries) {
    const answer = await send({ method: "POST", url: `${base}/${path}`, where, body });
    if (answer.kind === "done") sent += 1;
    else if (answer.kind === "failed") told.push(answer.finding);
    else told.push(finding("connectors.change-refused", where, { status: answer.status, reason: answer.reason }));
  }
  return { sent, findings: told };
}

/** Counts by what the standard calls the thing: a changed enrolment is a changed person. */
function perResource(counts: NonNullable<ReportSs12000Options["counts"]>): ReadonlyMap<string, Ss12000Counts> {
  const sums = new Map<string, Ss12000Counts>();
  for (const [entity, type] of Object.entries(resourceTypes)) {
    const own = Object.entries(counts).find(([name]) => name === entity)?.[1];
    if (own === undefined) continue;
    const sum = sums.get(type);
    const isPart = entity === "enrolments" || entity === "guardianships" || entity === "memberships";
    const changed = own.created + own.updated + own.removed;
    const add = isPart ? { created: 0, updated: changed, removed: 0 } : own;
    sums.set(type, {
      created: (sum?.created ?? 0) + add.created,
      updated: (sum?.updated ?? 0) + add.updated,
      removed: (sum?.removed ?? 0) + add.removed,
    });
  }
  return sums;
}
