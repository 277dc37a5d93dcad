import { isAway, isWithin, weekNumber } from "./calendar.ts";
import type { ConstraintId } from "./constraints.ts";
import {
  groupsOf,
  lateDays,
  look,
  match,
  slotIds,
  takes,
  type Facts,
  type Held,
  type Match,
  type Member,
} from "./facts.ts";
import { defaultWeights } from "./model.ts";
import type { Day, Plan, Problem, Trainer } from "./model.ts";
import { accessOpens, maxAway, needsOf, preparationOpens } from "./needs.ts";
import { ruleMatches } from "./rule-matches.ts";

/** One match for every pair too many: three sessions in one room at once are two too many. */
const clashes = (constraint: ConstraintId, facts: Facts, of: (one: Held) => readonly string[]): Match[] =>
  groupsOf(
    facts.held.flatMap((one) =>
      of(one).flatMap((who) => takes(one).map((when) => ({ one, who, key: `${who} ${when}` }))),
    ),
    (use) => use.key,
  )
    .filter((uses) => uses.length > 1)
    .map((uses) =>
      match(
        constraint,
        uses.length - 1,
        uses.map((use) => use.one.session.id),
        constraint === "person-clash" ? [uses[0]!.who] : [],
      ),
    );

type Rule = (facts: Facts) => readonly Match[];

/** Sessions of a trainer beyond the limit for a day or a week. */
const trainerLoad =
  (constraint: ConstraintId, when: (one: Held) => string, limit: (trainer: Trainer) => number | undefined): Rule =>
  (facts) =>
    groupsOf(facts.held, (one) => JSON.stringify([one.trainer.id, when(one)]))
      .map((own) =>
        match(
          constraint,
          Math.max(0, own.length - (limit(own[0]!.trainer) ?? Infinity)),
          own.map((one) => one.session.id),
        ),
      )
      .filter((found) => found.amount > 0);

const perSession =
  (constraint: ConstraintId, amount: (one: Held, facts: Facts) => number | boolean): Rule =>
  (facts) =>
    facts.held
      .map((one) => match(constraint, Number(amount(one, facts)), [one.session.id]))
      .filter((found) => found.amount > 0);

const perMember =
  (constraint: ConstraintId, amount: (member: Member, one: Held, facts: Facts) => number | boolean): Rule =>
  (facts) =>
    facts.held.flatMap((one) =>
      one.members
        .map((m) => match(constraint, Number(amount(m, one, facts)), [one.session.id], [m.person.id]))
        .filter((found) => found.amount > 0),
    );

const busyAt = (
  facts: Facts,
  one: Held,
  who: { readonly busy?: readonly { day: Day; slot: string }[] | undefined },
): boolean => (who.busy ?? []).some((busy) => busy.day === one.session.day && slotIds(facts, one).includes(busy.slot));

const weights = ({ problem }: Facts) => ({ ...defaultWeights, ...problem.weights });

/** People whose required course comes too late for the place they have. */
const precedence: Rule = (facts) => {
  const lastByUnit = new Map<string, number>();
  const byPerson = new Map<string, number>();
  for (const one of facts.held) {
    for (const { person } of one.members) {
      const unitKey = JSON.stringify([person.unit, one.course.id]);
      lastByUnit.set(unitKey, Math.max(lastByUnit.get(unitKey) ?? -1, one.day));
      byPerson.set(JSON.stringify([person.id, one.course.id]), one.day);
    }
  }
  return perMember("precedence", ({ person }, one) => {
    const tooSoon = (one.course.requires ?? []).filter((required) => {
      if (required.scope === "unit") {
        const last = lastByUnit.get(JSON.stringify([person.unit, required.course]));
        return last !== undefined && one.day - last < required.minWorkingDays;
      }
      if (person.completed?.includes(required.course)) return false;
      const done = byPerson.get(JSON.stringify([person.id, required.course]));
      return done === undefined || one.day - done < required.minWorkingDays;
    });
    return tooSoon.length;
  })(facts);
};

const unitAway: Rule = (facts) => {
  const staff = groupsOf(facts.problem.people, (person) => person.unit);
  const size = new Map(staff.map((people) => [people[0]!.unit, people.length]));
  const uses = facts.held.flatMap((one) =>
    one.members.flatMap((member) =>
      takes(one).map((when, i) => ({ one, member, slot: facts.problem.slots[one.slot + i]?.id, when })),
    ),
  );
  return groupsOf(uses, (use) => JSON.stringify([use.member.unit.id, use.when]))
    .map((away) => {
      const { unit } = away[0]!.member;
      const slot = away[0]!.slot;
      const limit = slot === undefined ? Infinity : maxAway(unit, slot, size.get(unit.id) ?? 0);
      return match(
        "unit-away",
        Math.max(0, away.length - limit),
        [...new Set(away.map((use) => use.one.session.id))],
        away.map((use) => use.member.person.id),
      );
    })
    .filter((found) => found.amount > 0);
};

const notNeeded: Rule = (facts) => {
  const needed = new Set(needsOf(facts.problem).map((need) => JSON.stringify([need.person.id, need.course.id])));
  const places = facts.held.flatMap((one) => one.members.map((member) => ({ one, member })));
  return groupsOf(places, ({ one, member }) => JSON.stringify([member.person.id, one.course.id]))
    .map((same) => {
      const { one, member } = same[0]!;
      const allowed = needed.has(JSON.stringify([member.person.id, one.course.id])) ? 1 : 0;
      return match(
        "not-needed",
        same.length - allowed,
        same.map((place) => place.one.session.id),
        [member.person.id],
      );
    })
    .filter((found) => found.amount > 0);
};

const missing = (facts: Facts): string[] => {
  const placed = new Set(
    facts.held.flatMap((one) => one.members.map(({ person }) => JSON.stringify([person.id, one.course.id]))),
  );
  return needsOf(facts.problem)
    .filter((need) => !placed.has(JSON.stringify([need.person.id, need.course.id])))
    .map((need) => need.person.id);
};

const unitSplits: Rule = (facts) => {
  const { unitSplit } = weights(facts);
  if (unitSplit === 0) return [];
  const places = facts.held.flatMap((one) => one.members.map((member) => ({ one, member })));
  return groupsOf(places, ({ one, member }) => JSON.stringify([member.unit.id, one.course.id, one.day, one.slot])).map(
    (group) =>
      match(
        "unit-splits",
        unitSplit,
        [...new Set(group.map(({ one }) => one.session.id))],
        group.map(({ member }) => member.person.id),
      ),
  );
};

/** Sessions whose trainer nobody could stand in for. */
const standIn: Rule = (facts) => {
  const points = weights(facts).standIn;
  if (points === 0) return [];
  return facts.held
    .filter((one) => {
      const week = weekNumber(one.session.day);
      const sameWeek = facts.held.filter((other) => weekNumber(other.session.day) === week);
      return !facts.problem.trainers.some((trainer) => {
        const inWeek = sameWeek.filter((other) => other.trainer.id === trainer.id);
        const own = inWeek.filter((other) => other.day === one.day);
        return (
          trainer.id !== one.trainer.id &&
          trainer.qualifications.includes(one.course.id) &&
          own.length < (trainer.maxPerDay ?? Infinity) &&
          inWeek.length < (trainer.maxPerWeek ?? Infinity) &&
          !slotIds(facts, one).some((slot) => isAway(trainer, one.session.day, slot)) &&
          !busyAt(facts, one, trainer) &&
          !own.some((other) => takes(other).some((when) => takes(one).includes(when)))
        );
      });
    })
    .map((one) => match("stand-in", points, [one.session.id]));
};

/** Every rule, each its own function of the facts. */
const rules: readonly Rule[] = [
  (facts) => facts.broken,
  notNeeded,
  (facts) => clashes("room-clash", facts, (one) => [one.room.id]),
  (facts) => clashes("trainer-clash", facts, (one) => [one.trainer.id]),
  (facts) => clashes("person-clash", facts, (one) => one.members.map(({ person }) => person.id)),
  perSession("qualification", ({ trainer, course }) => !trainer.qualifications.includes(course.id)),
  perSession(
    "trainer-away",
    (one, facts) =>
      slotIds(facts, one).some((slot) => isAway(one.trainer, one.session.day, slot)) || busyAt(facts, one, one.trainer),
  ),
  trainerLoad(
    "trainer-per-day",
    (one) => one.session.day,
    (trainer) => trainer.maxPerDay,
  ),
  trainerLoad(
    "trainer-per-week",
    (one) => `${weekNumber(one.session.day)}`,
    (trainer) => trainer.maxPerWeek,
  ),
  perSession(
    "room-away",
    (one, facts) =>
      (one.room.absences ?? []).some((range) => isWithin(range, one.session.day)) || busyAt(facts, one, one.room),
  ),
  perSession("held-where", ({ course, room }) => {
    const held = course.held ?? "room";
    return held !== "either" && held !== (room.online ? "online" : "room");
  }),
  perSession("capacity", ({ course, room, members }) => {
    const places = Math.min(room.seats, room.online ? (course.onlineCapacity ?? course.capacity) : course.capacity);
    return Math.max(0, members.length - places);
  }),
  perSession("outside-day", (one, { problem }) => one.slot + (one.course.durationSlots ?? 1) > problem.slots.length),
  perSession("window", ({ course, session }) => !isWithin(course.window, session.day)),
  perSession("preparation", ({ course, session }) => session.day < preparationOpens(course)),
  perMember("access-live", ({ person, unit }, { course, session }, { problem }) => {
    const opens = accessOpens(problem, course, person, unit);
    return opens === null || session.day < opens;
  }),
  perMember("person-away", ({ person }, one, facts) =>
    slotIds(facts, one).some((slot) => isAway(person, one.session.day, slot)),
  ),
  unitAway,
  precedence,
  (facts) => missing(facts).map((person) => match("unplaced", 1, [], [person])),
  (facts) => {
    const points = weights(facts).unplaced;
    return points === 0 ? [] : missing(facts).map((person) => match("unplaced-cost", points, [], [person]));
  },
  perSession("sessions", (_, facts) => weights(facts).session),
  unitSplits,
  standIn,
  perMember("time-of-day", (_, one) => one.course.slotCost?.[one.session.slot] ?? 0),
  perMember("lateness", (_, one, facts) => {
    const { lateEvery } = weights(facts);
    return lateEvery === 0 ? 0 : Math.floor(lateDays(facts, one) / lateEvery);
  }),
  ruleMatches,
];

/** Everything the rules have to say about a plan, in the order of the rules. */
export function matchesOf(problem: Problem, plan: Plan): Match[] {
  const facts = look(problem, plan);
  return rules.flatMap((rule) => rule(facts));
}
