import type { Decision } from "./diff-submissions.ts";
import type { Finding } from "./finding.ts";
import type { Layout, ScbRecord } from "./layout.ts";
import type { Prepared } from "./prepare-report.ts";
import type { ProtectedIdentityDecision } from "./protected-identity.ts";
import { sha256Hex } from "./sha256.ts";
import type { YearComment } from "./year-summary.ts";

/** The program that made a file. */
export interface Generator {
  readonly name: string;
  readonly version: string;
}

/** What a manifest tells beside the report. */
export interface ManifestOptions {
  readonly layout: Layout;
  readonly fileName: string;
  /** The rows that the report was prepared from, whatever their order. */
  readonly records: readonly ScbRecord[];
  readonly generator: Generator;
  /** ISO 8601 instant. Absent: the manifest of the same input is the same, byte for byte. */
  readonly madeAt?: string;
  /** SHA-256 of the file that this one replaces. */
  readonly replaces?: string;
  readonly decisions?: readonly Decision[];
  readonly comments?: readonly YearComment[];
  readonly protectedIdentity?: ProtectedIdentityDecision;
}

/** How many findings a report has. */
export interface ManifestFindings {
  readonly must: number;
  readonly check: number;
  readonly byCode: Readonly<Record<string, number>>;
}

/**
 * What was sent, and how it came about: SCB cannot send a file back, so this is what is kept beside it. No personal data
 * but the names of those who decided.
 */
export interface Manifest {
  readonly format: "milstolpe/scb-manifest/1";
  readonly generator: Generator;
  readonly madeAt?: string;
  readonly layout: Pick<Layout, "id" | "term" | "status" | "source"> & { readonly sha256: string };
  readonly file: { readonly name: string; readonly bytes: number; readonly sha256: string };
  readonly input: { readonly rows: number; readonly sha256: string };
  readonly replaces?: string;
  readonly rows: number;
  readonly held: number;
  readonly isComplete: boolean;
  readonly rowsByUnit: Readonly<Record<string, number>>;
  readonly findings: ManifestFindings;
  /** Rows of people with a protected identity, with what was decided about their names. */
  readonly protectedIdentity?: { readonly rows: number; readonly decision?: ProtectedIdentityDecision };
  readonly decisions: readonly Decision[];
  readonly comments: readonly YearComment[];
}

/**
 * The manifest of a prepared report: hashes of the file, the input and the layout, counts, findings by code, decisions.
 * @throws RangeError when nothing was written
 * @example
 * const manifest = manifestOf(prepared, { layout, fileName: "betyg-ak9.txt", records, generator });
 * manifest.file.sha256; // as `sha256sum betyg-ak9.txt`
 */
export function manifestOf({ report, held, findings }: Prepared, options: ManifestOptions): Manifest {
  if (!report) throw new RangeError("the prepared report has no file");
  const { layout, records, generator, madeAt, replaces, decisions = [], comments = [], protectedIdentity } = options;
  const protectedRows = report.protectedRows ?? 0;
  return {
    format: "milstolpe/scb-manifest/1",
    generator,
    ...(madeAt === undefined ? {} : { madeAt }),
    layout: {
      id: layout.id,
      term: layout.term,
      status: layout.status,
      source: layout.source,
      sha256: sha256OfJson(layout),
    },
    file: { name: options.fileName, bytes: report.bytes.length, sha256: sha256Hex(report.bytes) },
    input: { rows: records.length, sha256: sha256OfJson(records.map((row) => canonicalJson(row)).toSorted()) },
    ...(replaces === undefined ? {} : { replaces }),
    rows: report.rows.length,
    held: held.length,
    isComplete: report.isComplete,
    rowsByUnit: report.pupilsByUnit,
    findings: countFindings(findings),
    ...(protectedRows > 0
      ? { protectedIdentity: { rows: protectedRows, ...(protectedIdentity ? { decision: protectedIdentity } : {}) } }
      : {}),
    decisions,
    comments,
  };
}

/** SHA-256 of the manifest itself: what an approval is bound to. */
export const manifestDigest = (manifest: Manifest): string => sha256OfJson(manifest);

const sha256OfJson = (value: unknown): string => sha256Hex(new TextEncoder().encode(canonicalJson(value)));

/** JSON with names in order, so that equal values have equal text. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function countFindings(findings: readonly Finding[]): ManifestFindings {
  const byCode: Record<string, number> = {};
  for (const { code } of findings.toSorted((a, b) => (a.code < b.code ? -1 : 1)))
    byCode[code] = (byCode[code] ?? 0) + 1;
  const count = (severity: Finding["severity"]): number => findings.filter((one) => one.severity === severity).length;
  return { must: count("must"), check: count("check"), byCode };
}
