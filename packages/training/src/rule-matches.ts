import { dayNumber } from "./calendar.ts";
import { groupBy } from "./group-by.ts";
import { groupsOf, lateDays, match, takes, type Facts, type Held, type Match, type Member } from "./facts.ts";
import {
  minutesOf,
  pointsOf,
  travelMinutes,
  unevenness,
  type CustomRule,
  type FairnessRule,
  type ProblemRule,
  type TravelRule,
  type UseGapRule,
} from "./problem-rule.ts";
import { bySessionOrder, type Placed } from "./rule-groups.ts";
import { timetableMatches } from "./timetable-matches.ts";

/** What the problem's own rules have to say, in the order of the rules. From the rules alone, as `evaluate` counts. */
export const ruleMatches = (facts: Facts): Match[] => (facts.problem.rules ?? []).flatMap((rule) => of(rule, facts));

function of(rule: ProblemRule, facts: Facts): Match[] {
  switch (rule.kind) {
    case "travel":
      return travel(rule, facts);
    case "fairness":
      return fairness(rule, facts);
    case "use-gap":
      return useGap(rule, facts);
    case "custom":
      return custom(rule, facts);
    default:
      return timetableMatches(rule, facts);
  }
}

const placesOf = (facts: Facts): { one: Held; member: Member }[] =>
  facts.held.flatMap((one) => one.members.map((member) => ({ one, member })));

/** Pairs of different things of a list. */
const pairsOf = <T>(items: readonly T[]): [T, T][] =>
  items.flatMap((a, i) => items.slice(i + 1).map((b): [T, T] => [a, b]));

const lastSlot = (one: Held): number => one.slot + (one.course.durationSlots ?? 1) - 1;

function travel(rule: TravelRule, facts: Facts): Match[] {
  const { slots } = facts.problem;
  const between = travelMinutes(rule);
  const siteOf = ({ room }: Held): string | undefined => (room.online ? undefined : room.site);
  const isTooFar = (a: Held, b: Held): boolean => {
    const [first, second] = a.slot <= b.slot ? [a, b] : [b, a];
    const [from, to] = [siteOf(first), siteOf(second)];
    const end = slots[lastSlot(first)]?.end;
    if (from === undefined || to === undefined || end === undefined || lastSlot(first) >= second.slot) return false;
    return minutesOf(slots[second.slot]!.start) - minutesOf(end) < between(from, to);
  };
  const { trainers = "forbidden", people = "forbidden" } = rule;
  const found = (
    what: "trainer" | "person",
    amount: "forbidden" | number,
    days: readonly (readonly Held[])[],
    who: (own: readonly Held[]) => readonly string[],
  ): Match[] =>
    amount === 0
      ? []
      : days.flatMap((own) =>
          pairsOf(own)
            .filter(([a, b]) => isTooFar(a, b))
            .map((pair) =>
              match(
                amount === "forbidden" ? `${what}-travel` : `${what}-travel-cost`,
                amount === "forbidden" ? 1 : amount,
                pair.map((one) => one.session.id),
                who(own),
              ),
            ),
        );
  const perTrainer = groupsOf(facts.held, (one) => JSON.stringify([one.trainer.id, one.day]));
  const perPerson = groupsOf(placesOf(facts), ({ one, member }) => JSON.stringify([member.person.id, one.day]));
  return [
    ...found("trainer", trainers, perTrainer, () => []),
    ...perPerson.flatMap((own) =>
      found("person", people, [[...new Set(own.map(({ one }) => one))]], () => [own[0]!.member.person.id]),
    ),
  ];
}

function fairness({ of: what, points, among }: FairnessRule, facts: Facts): Match[] {
  const isAmong = ({ id }: { readonly id: string }): boolean => among?.includes(id) ?? true;
  const burdens = { "trainer-sessions": trainerSessions, "unit-lateness": unitLateness, "unit-away": unitAway };
  const found = burdens[what](facts, isAmong);
  const sum = found.reduce((total, one) => total + one, 0);
  const squares = found.reduce((total, one) => total + one * one, 0);
  const amount = points * unevenness(found.length, sum, squares);
  return amount === 0 ? [] : [match(`uneven-${what}`, amount, [])];
}

type Burdens = (facts: Facts, isAmong: (one: { readonly id: string }) => boolean) => number[];

const trainerSessions: Burdens = ({ problem, held }, isAmong) => {
  const courses = new Set(problem.courses.map((one) => one.id));
  return problem.trainers
    .filter((one) => isAmong(one) && one.qualifications.some((course) => courses.has(course)))
    .map(({ id }) => held.filter((one) => one.trainer.id === id).length);
};

const unitLateness: Burdens = (facts, isAmong) =>
  groupsOf(
    placesOf(facts).filter(({ member }) => isAmong(member.unit)),
    ({ member }) => member.unit.id,
  ).map((own) => Math.floor(own.reduce((sum, { one }) => sum + lateDays(facts, one), 0) / own.length));

const unitAway: Burdens = (facts, isAmong) => {
  const staff = groupBy(facts.problem.people, (one) => one.unit);
  const away = groupBy(placesOf(facts), ({ member }) => member.unit.id);
  return facts.problem.units.filter(isAmong).flatMap(({ id, headcount }) => {
    const people = headcount ?? staff.get(id)?.length ?? 0;
    const slots = new Set((away.get(id) ?? []).flatMap(({ one }) => takes(one))).size;
    return people === 0 ? [] : [Math.floor((10 * slots) / people)];
  });
};

function useGap({ begins, atLeast = 0, atMost, points }: UseGapRule, facts: Facts): Match[] {
  if (points === 0) return [];
  return groupsOf(placesOf(facts), ({ member }) => member.person.id).flatMap((own) => {
    const { unit, person } = own[0]!.member;
    const last = own.reduce((a, b) => (b.one.day > a.one.day ? b : a)).one.session;
    const use = begins[unit.id];
    if (use === undefined) return [];
    const gap = dayNumber(use) - dayNumber(last.day);
    const days = gap > atMost ? gap - atMost : gap < atLeast ? atLeast - gap : 0;
    return days === 0 ? [] : [match("use-gap", days * points, [last.id], [person.id])];
  });
}

function custom(rule: CustomRule, facts: Facts): Match[] {
  const { people, rooms, courses, trainers } = facts.problem;
  const at = (items: readonly { readonly id: string }[]) => new Map(items.map(({ id }, i) => [id, i]));
  const [person, room, course, trainer] = [at(people), at(rooms), at(courses), at(trainers)];
  const whole = facts.held.map((one) => ({ one, members: one.members }));
  const split = (key: (member: Member) => string) =>
    facts.held.flatMap((one) => groupsOf(one.members, key).map((members) => ({ one, members, key: key(members[0]!) })));
  const groups: Record<CustomRule["per"], () => { one: Held; members: readonly Member[]; key: string }[]> = {
    session: () => whole.map((part, i) => ({ ...part, key: `${i}` })),
    plan: () => whole.map((part) => ({ ...part, key: "" })),
    day: () => whole.map((part) => ({ ...part, key: part.one.session.day })),
    course: () => whole.map((part) => ({ ...part, key: part.one.course.id })),
    trainer: () => whole.map((part) => ({ ...part, key: part.one.trainer.id })),
    room: () => whole.map((part) => ({ ...part, key: part.one.room.id })),
    person: () => split((member) => member.person.id),
    unit: () => split((member) => member.unit.id),
  };
  return groupsOf(groups[rule.per](), (part) => part.key).flatMap((parts) => {
    const sessions = parts.map(({ one, members }): Placed => ({
      order: [
        one.day * facts.problem.slots.length + one.slot,
        room.get(one.room.id)!,
        course.get(one.course.id)!,
        trainer.get(one.trainer.id)!,
      ],
      session: {
        course: one.course.id,
        day: one.session.day,
        slot: one.session.slot,
        room: one.room.id,
        trainer: one.trainer.id,
        people: members.map((member) => member.person.id).sort((a, b) => person.get(a)! - person.get(b)!),
      },
    }));
    const [first] = parts;
    const points = pointsOf(rule, {
      id: rule.per === "session" ? first!.one.course.id : first!.key,
      sessions: sessions.sort(bySessionOrder).map((one) => one.session),
    });
    const ids = parts.map(({ one }) => one.session.id);
    const who = rule.per === "person" ? [first!.key] : [];
    return points === 0 ? [] : [match(`custom:${rule.id}`, points, ids, who)];
  });
}
