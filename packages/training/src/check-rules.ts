import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import type { Problem } from "./model.ts";
import { rulesOf, type ProblemRule } from "./problem-rule.ts";

/** What the problem's own rules name that the problem does not have, and ids of `custom` rules used twice. */
export function checkRules(problem: Problem): Finding[] {
  const { rules = [], units, trainers, courses, rooms } = problem;
  const ids = (some: readonly { readonly id: string }[]) => new Set(some.map((one) => one.id));
  const known = {
    unit: ids(units),
    trainer: ids(trainers),
    course: ids(courses),
    site: new Set([...rooms, ...units].flatMap((one) => one.site ?? [])),
  };
  const own = rulesOf(problem, "custom").map((one) => one.id);
  const twice = own.filter((id, index) => own.indexOf(id) < index);
  return [
    ...rules.flatMap((rule, index) => {
      const { what, named } = namedBy(rule);
      const missing = [...new Set(named)].filter((id) => !known[what].has(id));
      return missing.map((id) => finding("training.unknown-id", `rules[${index}]`, { what, id }));
    }),
    ...twice.map(() => finding("training.duplicate-id", "rules", { what: "rules" })),
    ...rules.flatMap((rule, index) =>
      rule.kind === "use-gap" && (rule.atLeast ?? 0) > rule.atMost
        ? [finding("training.empty-gap", `rules[${index}]`, { atLeast: rule.atLeast ?? 0, atMost: rule.atMost })]
        : [],
    ),
  ];
}

/** The ids that a rule names, and what they are ids of. */
function namedBy(rule: ProblemRule): {
  readonly what: "unit" | "trainer" | "course" | "site";
  readonly named: readonly string[];
} {
  switch (rule.kind) {
    case "travel":
      return { what: "site", named: rule.times.flatMap((one) => one.between) };
    case "fairness":
      return { what: rule.of === "trainer-sessions" ? "trainer" : "unit", named: rule.among ?? [] };
    case "use-gap":
      return { what: "unit", named: Object.keys(rule.begins) };
    case "no-overlap":
    case "compact":
      return { what: "course", named: rule.groups.flat() };
    case "spread-days":
      return { what: "course", named: Object.keys(rule.days) };
    case "same-room":
      return { what: "course", named: rule.courses ?? [] };
    case "class-seats":
      return { what: "course", named: Object.keys(rule.people) };
    case "custom":
      return { what: "course", named: [] };
  }
}
