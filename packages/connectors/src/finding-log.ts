import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";

/** How many findings of one code are listed one by one before the rest is only counted. */
const listedPerCode = 50;

/**
 * Collects findings without growing with a bad source: after fifty of a code the rest is a count, so that a register
 * with a systematic fault gives a list a person can read.
 */
export interface FindingLog {
  add(found: Finding): void;
  list(): readonly Finding[];
}

export function findingLog(): FindingLog {
  const listed: Finding[] = [];
  const counts = new Map<string, number>();
  return {
    add(found) {
      const count = (counts.get(found.code) ?? 0) + 1;
      counts.set(found.code, count);
      if (count <= listedPerCode) listed.push(found);
    },
    list() {
      const rest = [...counts]
        .filter(([, count]) => count > listedPerCode)
        .map(([code, count]) => finding("connectors.more", code, { code, count: count - listedPerCode }));
      return [...listed, ...rest];
    },
  };
}
