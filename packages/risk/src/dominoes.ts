import { topologicalOrder } from "./compile-model.ts";
import type { Finding, Result } from "./finding.ts";
import { finding } from "./messages.ts";
import type { DriverDomino } from "./simulation-model.ts";

/** Risks with the probability that each happens by itself, and what sets off what. */
export interface DominoModel {
  /** By id of risk, 0 to 1. */
  readonly probabilities: Readonly<Record<string, number>>;
  readonly dominoes: readonly DriverDomino[];
}

/** What if. Both are interventions: they say nothing about why, so the causes keep their probabilities. */
export interface WhatIf {
  /** Risks that happen. */
  readonly happens?: readonly string[];
  /** Risks that are kept from happening, whatever sets them off. */
  readonly prevented?: readonly string[];
}

/** Probability that each risk happens, with everything that may set it off. */
export type Propagated = Readonly<Record<string, number>>;

/** Most risks whose outcomes may hang together at one time: a million cases. */
const mostAtOnce = 20;

/**
 * How likely each risk is when the dominoes are counted: it happens by itself, or is set off by one that has happened,
 * each independently (noisy-or). Exact, not a sum of shares: outcomes that hang together are kept together.
 * O(risks · 2^w), where w is how many outcomes still matter at one time.
 * @returns a finding for a ring (with its path), an unknown id, a probability outside 0 to 1, w above 20, or a risk that both
 * happens and is prevented
 * @example
 * propagate({ probabilities: { a: 0.5, b: 0 }, dominoes: [{ from: "a", to: "b", strength: 0.5 }] });
 * // { ok: true, value: { a: 0.5, b: 0.25 } }
 * @see Pearl (1988), Probabilistic Reasoning in Intelligent Systems, 4.3.2 (noisy-or)
 */
export function propagate(
  { probabilities, dominoes }: DominoModel,
  { happens = [], prevented = [] }: WhatIf = {},
): Result<Propagated, readonly Finding[]> {
  const ids = Object.keys(probabilities);
  const places = new Map(ids.map((id, place) => [id, place]));
  const findings = [
    ...checkDominoModel({ probabilities, dominoes }, [...happens, ...prevented]),
    ...happens
      .filter((id) => prevented.includes(id))
      .map((id) => finding("risk.happens-and-prevented", `risk ${id}`, {})),
  ];
  if (findings.length > 0) return { ok: false, error: findings };
  const arcs = dominoes.map(({ from, to, strength }) => ({
    from: places.get(from) ?? 0,
    to: places.get(to) ?? 0,
    strength,
  }));
  const { order } = topologicalOrder(ids.length, arcs);
  const rank = new Map(order.map((place, index) => [place, index]));
  /** Last rank at which a risk's outcome still matters. */
  const needed = ids.map((_, place) =>
    Math.max(-1, ...arcs.filter(({ from }) => from === place).map(({ to }) => rank.get(to) ?? 0)),
  );
  const result = new Map<string, number>();
  let alive: number[] = [];
  // The joint distribution of what is alive: bit i of an index says whether alive[i] has happened.
  let joint: Float64Array = Float64Array.of(1);
  for (const [index, place] of order.entries()) {
    const id = ids[place] ?? "";
    const alone = happens.includes(id) ? 1 : prevented.includes(id) ? 0 : (probabilities[id] ?? 0);
    const isSet = happens.includes(id) || prevented.includes(id);
    const causes = isSet ? [] : arcs.filter(({ to }) => to === place);
    const bits = causes.map(({ from, strength }) => ({ bit: 1 << alive.indexOf(from), strength }));
    const next = new Float64Array(joint.length * 2);
    let total = 0;
    for (const [state, weight] of joint.entries()) {
      let stays = 1 - alone;
      for (const { bit, strength } of bits) if (state & bit) stays *= 1 - strength;
      next[state] = weight * stays;
      next[state + joint.length] = weight * (1 - stays);
      total += weight * (1 - stays);
    }
    result.set(id, total);
    alive.push(place);
    joint = next;
    for (const done of alive.filter((other) => needed[other]! <= index)) {
      joint = sumOut(joint, alive.indexOf(done));
      alive = alive.filter((other) => other !== done);
    }
    if (alive.length > mostAtOnce) {
      return {
        ok: false,
        error: [finding("risk.dominoes-too-entangled", id, { width: alive.length, most: mostAtOnce })],
      };
    }
  }
  return { ok: true, value: Object.fromEntries(ids.map((id) => [id, result.get(id) ?? 0])) };
}

/** Forgets one bit of the joint distribution. */
function sumOut(joint: Float64Array, bit: number): Float64Array {
  const low = (1 << bit) - 1;
  return Float64Array.from({ length: joint.length / 2 }, (_, state) => {
    const spread = ((state & ~low) << 1) | (state & low);
    return joint[spread]! + joint[spread | (1 << bit)]!;
  });
}

/** A ring of dominoes, its first risk repeated at the end, or undefined when there is none. */
export function dominoRing(
  dominoes: readonly { readonly from: string; readonly to: string }[],
): readonly string[] | undefined {
  const ids = [...new Set(dominoes.flatMap(({ from, to }) => [from, to]))];
  const arcs = dominoes.map(({ from, to }) => ({ from: ids.indexOf(from), to: ids.indexOf(to) }));
  const { rest } = topologicalOrder(ids.length, arcs);
  // What is left has a predecessor that is left too: going back must come to the same place twice.
  const before = (place: number): number =>
    arcs.find(({ from, to }) => to === place && rest.includes(from))?.from ?? place;
  let at = rest[0];
  if (at === undefined) return undefined;
  const seen: number[] = [];
  while (!seen.includes(at)) {
    seen.push(at);
    at = before(at);
  }
  const ring = [at, ...seen.slice(seen.indexOf(at)).toReversed()];
  return ring.map((place) => ids[place] ?? "");
}

function checkDominoModel({ probabilities, dominoes }: DominoModel, asked: readonly string[]): readonly Finding[] {
  const unknown = (id: string, where: string): readonly Finding[] =>
    Object.hasOwn(probabilities, id)
      ? []
      : [finding("risk.unknown-id", where, { id, what: { sv: "Risken", en: "risk" } })];
  const probability = (value: number, where: string): readonly Finding[] =>
    value >= 0 && value <= 1 ? [] : [finding("risk.probability", where, { value })];
  const ring = dominoRing(dominoes);
  return [
    ...Object.entries(probabilities).flatMap(([id, value]) => probability(value, `risk ${id}`)),
    ...asked.flatMap((id) => unknown(id, "what if")),
    ...dominoes.flatMap(({ from, to, strength }) => {
      const where = `domino ${from} > ${to}`;
      return [...unknown(from, where), ...unknown(to, where), ...probability(strength, where)];
    }),
    ...(ring ? [finding("risk.cyclic-dominoes", "dominoes", { path: ring.join(" > ") })] : []),
  ];
}
