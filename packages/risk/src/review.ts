import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import type { Register, RiskStatus } from "./register.ts";

/** What happens to a risk. Days are `YYYY-MM-DD`. */
export type RiskEvent =
  | { readonly type: "analyse" }
  | { readonly type: "treat" }
  | { readonly type: "accept"; readonly until: string }
  | { readonly type: "reopen" }
  | { readonly type: "close" };

/** A risk's status, with the last day of an acceptance. */
export interface RiskState {
  readonly status: RiskStatus;
  readonly acceptedUntil?: string;
}

/** Which events lead on from a status, and where to. */
export const riskTransitions: Readonly<Record<RiskStatus, Partial<Readonly<Record<RiskEvent["type"], RiskStatus>>>>> = {
  identified: { analyse: "analysed", close: "closed" },
  analysed: { treat: "treated", accept: "accepted", reopen: "identified", close: "closed" },
  treated: { accept: "accepted", reopen: "analysed", close: "closed" },
  accepted: { treat: "treated", accept: "accepted", reopen: "analysed", close: "closed" },
  closed: { reopen: "identified" },
};

/**
 * The state after an event, or undefined when the event does not lead on from there: nothing is treated or accepted that
 * has not been analysed, and an acceptance has a last day.
 * @example
 * nextRiskState({ status: "analysed" }, { type: "accept", until: "2027-06-30" });
 * // { status: "accepted", acceptedUntil: "2027-06-30" }
 */
export function nextRiskState({ status }: RiskState, event: RiskEvent): RiskState | undefined {
  const next = riskTransitions[status][event.type];
  if (next === undefined) return undefined;
  if (event.type !== "accept") return { status: next };
  return isDay(event.until) ? { status: next, acceptedUntil: event.until } : undefined;
}

/** Whether a text is a day that exists, `YYYY-MM-DD`. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

/**
 * What the next meeting of the body that owns the register should take up: acceptances that have ended or end before the
 * meeting after it, and risks that nobody has analysed or owns.
 * @param today - the day of the meeting @param next - the day of the one after it, by the body's cadence
 * @example
 * reviewAgenda(register, { today: "2027-04-01", next: "2027-05-03" });
 */
export function reviewAgenda(
  { risks }: Pick<Register, "risks">,
  { today, next }: { readonly today: string; readonly next: string },
): readonly Finding[] {
  return risks
    .filter(({ status }) => status !== "closed")
    .flatMap(({ id, status, acceptedUntil, owner }) => {
      const where = `risk ${id}`;
      const until = acceptedUntil ?? "";
      return [
        ...(status === "accepted" && acceptedUntil === undefined
          ? [finding("risk.acceptance-without-end", where, {})]
          : []),
        ...(status === "accepted" && until !== "" && until < today
          ? [finding("risk.acceptance-ended", where, { until })]
          : []),
        ...(status === "accepted" && until >= today && until < next
          ? [finding("risk.acceptance-ends", where, { until })]
          : []),
        ...(status === "identified" ? [finding("risk.not-analysed", where, {})] : []),
        ...(owner === undefined ? [finding("risk.no-owner", where, {})] : []),
      ];
    });
}
