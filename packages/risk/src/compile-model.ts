import { cholesky } from "./correlation.ts";
import { fixedDays, rounded, type Sides, sidesOf, type Spread, spreadOf } from "./distribution.ts";
import { normalQuantile } from "./normal.ts";
import { sourceHash } from "./random.ts";
import type {
  Correlation,
  IdleRisk,
  LinkType,
  NetworkActivity,
  NetworkLink,
  RiskDriver,
  SimulationModel,
} from "./simulation-model.ts";

/** `start(to) ≥ end(from) + lag − (endsAtFinish ? duration(to) : 0)`, the end being the finish or the start. */
export interface Arc {
  readonly from: number;
  readonly to: number;
  readonly fromFinish: boolean;
  readonly toFinish: boolean;
  readonly lag: number;
}

/** An uncertain thing with random numbers of its own: a risk, or the duration of an activity. */
export interface Source {
  readonly id: string;
  readonly hash: number;
  readonly kind: "risk" | "duration";
  /** Row among the correlated sources, or −1. */
  readonly row: number;
}

export interface RiskSource extends Source {
  readonly kind: "risk";
  readonly probability: number;
  /** Occurs where its normal variable is above this. */
  readonly threshold: number;
  readonly activities: readonly number[];
  /** What it does to its activities; `none` when it only sets off others. */
  readonly effect: "factor" | "days" | "skips" | "none";
  /** Its size: always the same, or a triangle. */
  readonly size: number | Sides;
  /** Risks that may set it off: places among the risks, all before its own. */
  readonly parents: readonly { readonly risk: number; readonly strength: number }[];
}

export interface DurationSource extends Source {
  readonly kind: "duration";
  readonly activity: number;
  readonly spread: Spread;
}

/** What an activity's days are made of. */
export interface ActivityDays {
  /** Place among the durations, or −1 where the days are `fixed`. */
  readonly source: number;
  readonly fixed: number;
  /** Places of the risks that multiply them, of those that add to them, and of those that leave the activity out. */
  readonly factors: readonly number[];
  readonly added: readonly number[];
  readonly skips: readonly number[];
}

/** A model as the kernel runs it: places instead of ids, in the order of the calculation. */
export interface CompiledModel {
  readonly ids: readonly string[];
  readonly notBefore: Float64Array;
  /** What makes up each activity's days. */
  readonly days: readonly ActivityDays[];
  readonly durations: readonly DurationSource[];
  readonly risks: readonly RiskSource[];
  readonly hasDominoes: boolean;
  /** Arcs into each activity. */
  readonly arcs: readonly (readonly Arc[])[];
  /** Places in an order in which every arc goes forward; where there is a ring, in an order that is nearly so. */
  readonly order: readonly number[];
  readonly hasRings: boolean;
  /** Activities of which one finishes last. */
  readonly lasts: readonly number[];
  readonly milestones: readonly number[];
  /** Lower triangle of the correlated sources, in the order of their rows. */
  readonly triangle: readonly Float64Array[];
}

/** Every tie as arcs between starts and finishes; a greatest lag is an arc that goes back. */
export function arcsOf(links: readonly NetworkLink[], places: ReadonlyMap<string, number>): readonly Arc[] {
  const ends: Readonly<Record<LinkType, readonly [fromFinish: boolean, toFinish: boolean]>> = {
    FS: [true, false],
    SS: [false, false],
    FF: [true, true],
    SF: [false, true],
  };
  return links.flatMap(({ from: before, to: after, type, lag, maxLag }): readonly Arc[] => {
    const [fromFinish, toFinish] = ends[type];
    const [from, to] = [places.get(before) ?? 0, places.get(after) ?? 0];
    const forth = { from, to, fromFinish, toFinish, lag };
    if (maxLag === undefined) return [forth];
    return [forth, { from: to, to: from, fromFinish: toFinish, toFinish: fromFinish, lag: -maxLag }];
  });
}

/** An order of `count` places that follows the arcs; what lies on or behind a ring comes last, in its own order. */
export function topologicalOrder(
  count: number,
  arcs: readonly Pick<Arc, "from" | "to">[],
): { readonly order: readonly number[]; readonly rest: readonly number[] } {
  const waiting = new Int32Array(count);
  const outgoing: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of arcs) {
    waiting[to] = waiting[to]! + 1;
    outgoing[from]?.push(to);
  }
  const order: number[] = [];
  for (let place = 0; place < count; place += 1) if (waiting[place] === 0) order.push(place);
  for (const place of order) {
    for (const to of outgoing[place] ?? []) {
      waiting[to] = waiting[to]! - 1;
      if (waiting[to] === 0) order.push(to);
    }
  }
  const rest: number[] = [];
  for (let place = 0; place < count; place += 1) if (waiting[place]! > 0) rest.push(place);
  return { order, rest };
}

/** The correlations as a matrix over the ids they name. */
export function correlationMatrix(correlation: readonly Correlation[]): {
  readonly ids: readonly string[];
  readonly matrix: readonly (readonly number[])[];
} {
  const ids = [...new Set(correlation.flatMap(({ a, b }) => [a, b]))];
  const rho = new Map(
    correlation.flatMap(({ a, b, rho }) => [[`${a}\n${b}`, rho] as const, [`${b}\n${a}`, rho] as const]),
  );
  return { ids, matrix: ids.map((a) => ids.map((b) => (a === b ? 1 : (rho.get(`${a}\n${b}`) ?? 0)))) };
}

export const isIdle = (risk: RiskDriver | IdleRisk): risk is IdleRisk => "idle" in risk;

/** Prepares a model that {@link checkModel} has found nothing wrong with. */
export function compileModel({ network, risks = [], correlation = [], dominoes = [] }: SimulationModel): CompiledModel {
  const ids = network.activities.map(({ id }) => id);
  const places = new Map(ids.map((id, place) => [id, place]));
  const placeOf = (id: string): number => places.get(id) ?? 0;
  const arcs = arcsOf(network.links, places).map((arc) => ({ ...arc, lag: rounded(arc.lag) }));
  const { order, rest } = topologicalOrder(ids.length, arcs);
  const forward = topologicalOrder(
    ids.length,
    arcsOf(
      network.links.map(({ from, to, type, lag }) => ({ from, to, type, lag })),
      places,
    ),
  );
  const { ids: correlated, matrix } = correlationMatrix(correlation);
  const rowOf = (id: string): number => correlated.indexOf(id);
  const sources = riskSources(risks, dominoes, placeOf, rowOf);
  const durations = network.activities.flatMap(({ id, duration }, activity): readonly DurationSource[] => {
    const spread = spreadOf(duration);
    if (!spread) return [];
    return [{ kind: "duration", id, hash: sourceHash(`duration ${id}`), row: rowOf(id), activity, spread }];
  });
  const hasFollower = new Set(arcs.filter(({ fromFinish, lag }) => fromFinish && lag >= 0).map(({ from }) => from));
  return {
    ids,
    notBefore: Float64Array.from(network.activities, ({ notBefore }) => rounded(Math.max(0, notBefore ?? 0))),
    durations,
    days: daysOf(network.activities, durations, sources),
    risks: sources,
    hasDominoes: sources.some(({ parents }) => parents.length > 0),
    arcs: arcsInto(ids.length, arcs),
    order: rest.length === 0 ? order : [...forward.order, ...forward.rest],
    hasRings: rest.length > 0,
    lasts: ids.map((_, place) => place).filter((place) => rest.length > 0 || !hasFollower.has(place)),
    milestones: network.milestones.map(placeOf),
    triangle: cholesky(matrix) ?? [],
  };
}

/** The arcs into each place, in their order. */
function arcsInto(count: number, arcs: readonly Arc[]): readonly (readonly Arc[])[] {
  const into: Arc[][] = Array.from({ length: count }, () => []);
  for (const arc of arcs) into[arc.to]?.push(arc);
  return into;
}

function daysOf(
  activities: readonly NetworkActivity[],
  durations: readonly DurationSource[],
  risks: readonly RiskSource[],
): readonly ActivityDays[] {
  const days = activities.map(({ duration }) => ({
    source: -1,
    // Zero without a sign: a sum with −0 would keep it.
    fixed: rounded(fixedDays(duration)) + 0,
    factors: [] as number[],
    added: [] as number[],
    skips: [] as number[],
  }));
  for (const [source, { activity }] of durations.entries()) days[activity]!.source = source;
  for (const [risk, { effect, activities: hit }] of risks.entries()) {
    if (effect === "none") continue;
    const list = ({ factor: "factors", days: "added", skips: "skips" } as const)[effect];
    for (const place of new Set(hit)) days[place]![list].push(risk);
  }
  return days;
}

function sizeOf(risk: RiskDriver | IdleRisk): Pick<RiskSource, "effect" | "size"> {
  if (isIdle(risk)) return { effect: "none", size: 0 };
  const { effect } = risk;
  if ("skips" in effect) return { effect: "skips", size: 0 };
  const range = "factor" in effect ? effect.factor : effect.days;
  return { effect: "factor" in effect ? "factor" : "days", size: typeof range === "number" ? range : sidesOf(range) };
}

/** Risks in an order in which dominoes fall forward. An idle risk is there when it may happen and set off others. */
function riskSources(
  risks: readonly (RiskDriver | IdleRisk)[],
  dominoes: NonNullable<SimulationModel["dominoes"]>,
  placeOf: (id: string) => number,
  rowOf: (id: string) => number,
): readonly RiskSource[] {
  const live = risks.filter((risk) => risk.probability !== undefined);
  const places = new Map(live.map(({ id }, place) => [id, place]));
  const falls = dominoes.flatMap(({ from, to, strength }) => {
    const [a, b] = [places.get(from), places.get(to)];
    return a === undefined || b === undefined ? [] : [{ from: a, to: b, strength }];
  });
  const { order } = topologicalOrder(live.length, falls);
  const rank = new Map(order.map((place, index) => [place, index]));
  return order.flatMap((place): readonly RiskSource[] => {
    const risk = live[place];
    if (!risk) return [];
    const probability = risk.probability ?? 0;
    return [
      {
        kind: "risk",
        id: risk.id,
        hash: sourceHash(`risk ${risk.id}`),
        // An activity may have the id of a risk that is idle; the correlation is then the activity's.
        row: isIdle(risk) ? -1 : rowOf(risk.id),
        probability,
        threshold: normalQuantile(1 - probability),
        activities: isIdle(risk) ? [] : risk.activities.map(placeOf),
        ...sizeOf(risk),
        parents: falls
          .filter(({ to }) => to === place)
          .map(({ from, strength }) => ({ risk: rank.get(from) ?? 0, strength })),
      },
    ];
  });
}
