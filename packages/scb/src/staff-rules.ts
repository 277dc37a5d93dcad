import { finding } from "./row-messages.ts";
import { none, type Rule, valueOf } from "./row-rule.ts";

/** Shares of somebody's teaching sum to 100, whatever the post; who does not teach has none (SCB, 2016). */
export const teachingRule: Rule = (row, { rules }, place) => {
  if (!rules.teaching) return none;
  const { teaches, shares } = rules.teaching;
  const sum = shares.reduce((total, name) => total + Number(valueOf(row, name) || 0), 0);
  const expected = valueOf(row, teaches) === "J" ? 100 : 0;
  return sum === expected || Number.isNaN(sum)
    ? none
    : [finding("scb.teaching-sum", place(teaches), { sum, expected })];
};
