import { expect, test } from "vitest";
import { evaluateIndicators, type Network, rolloutRisks } from "./index.ts";

const network: Network = {
  activities: ["integration-design", "sync-setup", "m3", "broad-rollout", "m4"].map((id) => ({ id, duration: 1 })),
  links: [
    { from: "integration-design", to: "sync-setup", type: "FS", lag: 0 },
    { from: "sync-setup", to: "m3", type: "FS", lag: 0 },
    { from: "m3", to: "broad-rollout", type: "FS", lag: 0 },
    { from: "broad-rollout", to: "m4", type: "FS", lag: 0 },
  ],
  milestones: ["m3", "m4"],
};

test.each([
  [0.79, ["it-hours-booked-share"]],
  [0.8, []],
  [1, []],
])("%d of the IT hours booked", (share, expected) => {
  const { warnings } = evaluateIndicators(rolloutRisks, { "it-hours-booked-share": share });
  expect(warnings.map(({ indicator }) => indicator)).toEqual(expected);
});

test("a warning says which milestones it threatens, the nearest first", () => {
  const { warnings } = evaluateIndicators(rolloutRisks, { "integration-decision-age-days": 14 }, network);
  expect(warnings).toMatchObject([{ risk: "R03", value: 14, limit: 10, threatens: ["m3", "m4"] }]);
  expect(warnings[0]?.finding).toMatchObject({
    code: "risk.early-warning",
    severity: "check",
    en: "Age of the oldest open choice: 14, limit 10. Threatens m3, m4.",
  });
});

test("an indicator nobody has read, or without a threshold, is not taken for good news", () => {
  const report = evaluateIndicators(rolloutRisks, {
    "units-informed-share": 1,
    "sync-test-error-share": 0.4,
    "copies-not-logged": Number.NaN,
  });
  expect(report.warnings).toEqual([]);
  expect(report.quiet).toEqual(["units-informed-share"]);
  expect(report.withoutThreshold).toEqual(["sync-test-error-share"]);
  expect(report.unread).toContain("copies-not-logged");
  const all = rolloutRisks.risks.flatMap(({ indicators }) => indicators);
  expect(report.quiet.length + report.withoutThreshold.length + report.unread.length).toBe(all.length);
});

test("closed risks warn of nothing", () => {
  const closed = { risks: rolloutRisks.risks.map((risk) => ({ ...risk, status: "closed" as const })) };
  expect(evaluateIndicators(closed, { "it-hours-booked-share": 0 }).warnings).toEqual([]);
});
