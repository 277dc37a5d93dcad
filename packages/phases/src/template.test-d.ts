import { expectTypeOf } from "vitest";
import { compile, type Kernel } from "./kernel.ts";
import { rolloutTemplate } from "./rollout-template.ts";
import { type ActivityId, type DecisionId, defineTemplate, type MilestoneId, type Template } from "./template.ts";

const text = { sv: "t", en: "t" };
const step = {
  kind: "step",
  title: text,
  obligation: "mandatory",
  responsible: [],
  duration: { min: 1, mode: 1, max: 1, basis: "source" },
} as const;
const ours = defineTemplate({
  ...rolloutTemplate,
  decisions: [{ id: "extra", title: text, by: "customer" }],
  phases: [
    {
      id: "one",
      title: text,
      weeks: { min: 1, max: 1 },
      activities: [
        { ...step, id: "a" },
        { ...step, id: "b" },
      ],
    },
    {
      id: "two",
      title: text,
      weeks: { min: 1, max: 1 },
      activities: [{ ...step, id: "c" }],
      milestone: { id: "m", title: text, criteria: [] },
    },
  ],
});

expectTypeOf<ActivityId<typeof ours>>().toEqualTypeOf<"a" | "b" | "c">();
expectTypeOf<MilestoneId<typeof ours>>().toEqualTypeOf<"m">();
expectTypeOf<DecisionId<typeof ours>>().toEqualTypeOf<"extra">();
expectTypeOf<ActivityId<Template>>().toEqualTypeOf<string>();
expectTypeOf<MilestoneId<Template>>().toEqualTypeOf<string>();

const kernel = compile<typeof ours>(ours);
const context = { actor: { party: "customer" }, at: "" };
kernel.decide(kernel.initial(), { type: "start", activity: "a" }, context);
// @ts-expect-error no such activity
kernel.decide(kernel.initial(), { type: "start", activity: "z" }, context);
// @ts-expect-error no such milestone
kernel.decide(kernel.initial(), { type: "submit", milestone: "a" }, context);
// @ts-expect-error no such decision
kernel.decide(kernel.initial(), { type: "decide", decision: "a", value: true }, context);
kernel.decide(kernel.initial(), { type: "settle", issue: "any", decision: "in any words" }, context);

// A kernel that knows its ids can be used where any will do; ids that were loaded are strings.
expectTypeOf(kernel).toExtend<Kernel>();
const loaded: string = "any";
compile(ours).decide(kernel.initial(), { type: "start", activity: loaded }, context);
