import type { ProblemRule } from "../src/index.ts";

/** Rules as a thread imports them. */
export const rules: readonly ProblemRule[] = [
  {
    kind: "custom",
    id: "quiet-mondays",
    title: { sv: "Lugna måndagar", en: "Quiet Mondays" },
    per: "day",
    points: ({ sessions }) => (new Date(sessions[0]!.day).getUTCDay() === 1 ? 50 * sessions.length : 0),
  },
];
