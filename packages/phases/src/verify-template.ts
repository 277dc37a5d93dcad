import type { Command } from "./command.ts";
import { explore, type Exploration } from "./explore.ts";
import type { Text } from "./finding.ts";
import { compile, type Kernel } from "./kernel.ts";
import { faultTexts, type Property } from "./property.ts";
import { modelsOf } from "./reduce-template.ts";
import { sweep } from "./sweep.ts";
import type { Template } from "./template.ts";

/** A proof, or the shortest way to a state that must not be. */
export type Verification =
  | { readonly holds: true; readonly statesChecked: number }
  | {
      readonly holds: false;
      readonly property: Property;
      /** Id of what it concerns. */
      readonly about: string;
      /** The commands that lead there. */
      readonly trace: readonly Command[];
      readonly text: Text;
    };

export interface VerifyOptions {
  /** What makes a template into a machine, for whoever has put rules of their own around `compile`. */
  readonly compile?: (template: Template) => Kernel;
}

/**
 * Proves that a template can't let a milestone pass wrongly and can always be closed, or shows the shortest way in which it
 * can. Two parts: every state of small templates that together stand for the whole (see `modelsOf`), and a walk over the
 * whole with one activity open at a time. The rules it measures by are written apart from the kernel's.
 * @returns for a fault, the first property that is broken, in order of the template
 * @example
 * verifyTemplate(rolloutTemplate).holds; // true
 */
export function verifyTemplate(template: Template, { compile: make = compile }: VerifyOptions = {}): Verification {
  let statesChecked = 0;
  for (const { template: small, names, ...options } of modelsOf(template)) {
    const { violation, states } = explore(small, make(small), options);
    statesChecked += states;
    if (violation) {
      const about = names.get(violation.about) ?? violation.about;
      return refuted({ ...violation, about, trace: violation.trace.map((command) => renamed(command, names)) });
    }
  }
  const { violation, states } = sweep(template, make(template));
  return violation ? refuted(violation) : { holds: true, statesChecked: statesChecked + states };
}

const refuted = ({ property, about, trace }: NonNullable<Exploration["violation"]>): Verification => ({
  holds: false,
  property,
  about,
  trace,
  text: faultTexts[property](about),
});

function renamed(command: Command, names: ReadonlyMap<string, string>): Command {
  const entries = Object.entries(command).map(([key, value]: readonly [string, unknown]) => [
    key,
    typeof value === "string" && key !== "type" ? (names.get(value) ?? value) : value,
  ]);
  return Object.fromEntries(entries) as Command;
}
