import type { ConstraintId } from "./constraints.ts";
import type { Problem } from "./model.ts";
import { rulesOf, travelMinutes, type ProblemRule, type TravelRule } from "./problem-rule.ts";
import type { Condition, Option } from "./relax.ts";

type Who = "trainers" | "people";

const words: Readonly<Record<Who, { constraint: ConstraintId; sv: string; en: string }>> = {
  trainers: { constraint: "trainer-travel", sv: "utbildare", en: "trainers" },
  people: { constraint: "person-travel", sv: "deltagare", en: "people" },
};

const isForbidden = (rule: TravelRule, who: Who): boolean => (rule[who] ?? "forbidden") === "forbidden";

const changeRules = (problem: Problem, change: (rule: ProblemRule) => readonly ProblemRule[]): Problem => ({
  ...problem,
  rules: (problem.rules ?? []).flatMap(change),
});

/** Whom the problem's travel rules bind, with every pair of the sites there are. */
function journeysOf(problem: Problem): { readonly who: Who; readonly sites: readonly [string, string] }[] {
  const sites = [...new Set(problem.rooms.flatMap((room) => (room.online || !room.site ? [] : [room.site])))];
  const pairs = sites.flatMap((a, i) => sites.slice(i + 1).map((b): readonly [string, string] => [a, b]));
  return (["trainers", "people"] as const)
    .filter((who) => rulesOf(problem, "travel").some((rule) => isForbidden(rule, who)))
    .flatMap((who) => pairs.map((pair) => ({ who, sites: pair })));
}

/** The ways that take the most time. */
function longest(problem: Problem): ReturnType<typeof journeysOf> {
  const minutes = rulesOf(problem, "travel").map(travelMinutes);
  const timeOf = ([a, b]: readonly [string, string]): number => Math.max(...minutes.map((between) => between(a, b)));
  return journeysOf(problem)
    .sort((one, other) => timeOf(other.sites) - timeOf(one.sites))
    .slice(0, MOST_WAYS);
}

/** The problem with no time asked for between two sites, for trainers or for people; the rest of the rule as it is. */
const liftTravel = (problem: Problem, who: Who, [a, b]: readonly [string, string]): Problem =>
  changeRules(problem, (rule) => {
    if (rule.kind !== "travel" || !isForbidden(rule, who)) return [rule];
    const other: Who = who === "trainers" ? "people" : "trainers";
    const times = rule.times.filter(({ between }) => !(between.includes(a) && between.includes(b)));
    const parts: TravelRule[] = [
      { ...rule, [who]: 0 },
      { ...rule, [other]: 0, times: [...times, { between: [a, b], minutes: 0 }] },
    ];
    return parts.filter((one) => one.trainers !== 0 || one.people !== 0);
  });

/** Conditions that the problem's own hard rules make: travel between two sites, and courses that are not held at once. */
export function ruleConditions(problem: Problem): Condition[] {
  const groups = rulesOf(problem, "no-overlap").flatMap((rule) => rule.groups);
  return [
    ...journeysOf(problem).map(({ who, sites }): Condition => ({
      constraint: words[who].constraint,
      where: sites.join(" – "),
      sv: `Mellan ${sites.join(" och ")} behöver ${words[who].sv} tid`,
      en: `Between ${sites.join(" and ")} ${words[who].en} need time`,
      lift: (one) => liftTravel(one, who, sites),
    })),
    ...groups.map((group): Condition => ({
      constraint: "group-overlap",
      where: group.join(", "),
      sv: `${group.join(", ")} får inte ligga samtidigt`,
      en: `${group.join(", ")} must not be held at once`,
      lift: (one) => liftGroup(one, group),
    })),
  ];
}

const liftGroup = (problem: Problem, group: readonly string[]): Problem =>
  changeRules(problem, (rule) =>
    rule.kind === "no-overlap" ? [{ ...rule, groups: rule.groups.filter((one) => one !== group) }] : [rule],
  );

/** Ways that are offered a change, the longest first: each is tried by solving again. */
const MOST_WAYS = 6;

/** Changes to the problem's own hard rules that people could agree on. */
export const ruleOptions = (problem: Problem): Option[] => [
  ...longest(problem).map(({ who, sites }): Option => ({
    constraint: words[who].constraint,
    where: sites.join(" – "),
    cost: 4,
    sv: `Låt ${words[who].sv} ta sig mellan ${sites.join(" och ")} utan marginal, till exempel med taxi`,
    en: `Let ${words[who].en} get from ${sites.join(" to ")} without a margin, by taxi for example`,
    apply: (one) => liftTravel(one, who, sites),
  })),
  ...rulesOf(problem, "no-overlap")
    .flatMap((rule) => rule.groups)
    .map((group): Option => ({
      constraint: "group-overlap",
      where: group.join(", "),
      cost: 5,
      sv: `Låt ${group.join(", ")} ligga samtidigt`,
      en: `Let ${group.join(", ")} be held at once`,
      apply: (one) => liftGroup(one, group),
    })),
];
