import { actorsOf, commandAlphabet, type Given } from "./alphabet.ts";
import type { Actor, Command } from "./command.ts";
import type { Event } from "./event.ts";
import { compile } from "./kernel.ts";
import { canonical, type Digest } from "./log.ts";
import type { RejectionCode } from "./rejection.ts";
import { milestonesOf, type Template } from "./template.ts";

/** What a kernel has to make of a command: events, or a refusal with the ids that are missing; and the state after it. */
export interface Vector {
  readonly command: Command;
  readonly actor: Actor;
  readonly at: string;
  readonly events?: readonly Event[];
  readonly refused?: RejectionCode;
  readonly unmet?: readonly string[];
  /** Digest of the state as JSON with its keys in order and no blanks. */
  readonly state: string;
}

export interface VectorOptions {
  readonly seed: number;
  /** Commands. */
  readonly count: number;
  readonly digest: Digest;
}

/**
 * Conformance vectors for kernels in other languages, as JSON lines: the template, then one {@link Vector} a line. Commands
 * are drawn by the seed, half of them among those that are accepted and lead on.
 */
export function conformanceVectors(template: Template, { seed, count, digest }: VectorOptions): string {
  const kernel = compile(template);
  const issues = milestonesOf(template).map(({ milestone }) => ({
    issue: `about-${milestone.id}`,
    blocks: milestone.id,
  }));
  const alphabet = commandAlphabet(template, actorsOf(template), issues);
  const next = random(seed);
  const lines = [JSON.stringify({ template })];
  let state = kernel.initial();
  const isAccepted = ({ command, actor }: Given) => kernel.decide(state, command, { actor, at: "" }).ok;
  /** A command; every other time one that is accepted and leads on. What undoes comes seldom, the end comes last. */
  const draw = (index: number): Given => {
    const first = Math.floor(next() * alphabet.length);
    const turned = [...alphabet.slice(first), ...alphabet.slice(0, first)].filter(
      ({ command }) => command.type !== "review" || command.outcome !== "terminate" || index === count - 1,
    );
    if (index % 2 === 0) {
      const isUndone = turned.find((given) => !isUndoing(given.command) || next() < 0.02 || !isAccepted(given));
      return isUndone ?? turned[0]!;
    }
    const kind = leading[Math.floor(next() * leading.length)];
    const outcome = next() < 0.5 ? "approve" : "approve-with-conditions";
    const isMeant = ({ command }: Given) =>
      command.type === kind && (command.type !== "review" || command.outcome === outcome);
    return turned.find((given) => isMeant(given) && isAccepted(given)) ?? turned.find(isAccepted) ?? turned[0]!;
  };
  for (let index = 0; index < count; index += 1) {
    const at = new Date(Date.UTC(2027, 0, 1, 8, index)).toISOString();
    const { command, actor } = draw(index);
    const result = kernel.decide(state, command, { actor, at });
    if (result.ok) state = kernel.fold(result.value, state);
    const vector: Vector = {
      command,
      actor,
      at,
      ...(result.ok
        ? { events: result.value }
        : { refused: result.error.code, unmet: result.error.unmet.map(({ id }) => id) }),
      state: digest(JSON.stringify(canonical(state))),
    };
    lines.push(JSON.stringify(vector));
  }
  return `${lines.join("\n")}\n`;
}

/** Kinds of commands that lead on, by how often they are wanted. */
const leading: readonly Command["type"][] = [
  ...Array.from({ length: 6 }, () => "complete" as const),
  ...(["review", "review", "submit", "fulfil", "settle", "return", "hand-over"] as const),
];
const isUndoing = ({ type }: Command): boolean => type === "reopen" || type === "decide";

/** Numbers from 0 to 1, the same for a seed everywhere (mulberry32). */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
