import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import { atLine } from "./px-cursor.ts";
import { indexPx, type PxFile } from "./px-file.ts";
import { findData } from "./px-data.ts";
import { readPx, type ReadPxOptions } from "./read-px.ts";
import { decodeText } from "./text-encoding.ts";

/** How a PX file is checked. */
export interface CheckPxOptions extends ReadPxOptions {
  /** Also says what is allowed but unwise: long lines, no CODEPAGE, suppressed cells that may be added up. */
  readonly withAdvice?: boolean;
}

const longestLine = 256;
const recommended = ["CHARSET", "AXIS-VERSION", "LANGUAGE", "CREATION-DATE", "SOURCE", "LAST-UPDATED"];

/**
 * Checks a PX file. `must`: a reader can't make the table of it; `check`: it is read, but something in it is not as it
 * should be. Every finding has a code of its own and says line and column.
 * @example
 * checkPx(bytes).filter(({ severity }) => severity === "must").map(({ code, where }) => `${where}: ${code}`);
 */
export function checkPx(
  bytes: Uint8Array,
  { withAdvice = false, ...options }: CheckPxOptions = {},
): readonly Finding[] {
  const { file, findings } = readPx(bytes, options);
  return withAdvice ? [...findings, ...advice(bytes, file)] : findings;
}

function advice(bytes: Uint8Array, { statements, encoding, symbols }: PxFile): Finding[] {
  const findings: Finding[] = [];
  const head = bytes.subarray(0, findData(bytes)?.headEnd ?? bytes.length);
  decodeText(head, encoding)
    .split("\n")
    .forEach((line, at) => {
      if (line.length > longestLine)
        findings.push(finding("px.line-long", atLine(at + 1, longestLine + 1), { most: longestLine }));
    });
  statements.forEach(({ line, column }, at) => {
    if (at > 0 && statements[at - 1]?.line === line)
      findings.push(finding("px.statements-on-a-line", atLine(line, column), {}));
  });
  const index = indexPx(statements);
  if (head.some((byte) => byte > 0x7f) && !index.first("CODEPAGE"))
    findings.push(finding("px.codepage-missing", "file", {}));
  for (const keyword of recommended)
    if (index.all(keyword).length === 0) findings.push(finding("px.recommended-missing", "file", { keyword }));
  const hasGaps = Object.values(symbols).some((symbol) => symbol !== "-");
  if (hasGaps && index.text("AGGREGALLOWED")?.toUpperCase() !== "NO")
    findings.push(finding("px.suppressed-may-be-aggregated", "DATA", {}));
  return findings;
}
