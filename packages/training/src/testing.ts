import { addDays, weekday } from "./calendar.ts";
import type { AwayLimit, Course, Day, Person, Problem, Trainer, Unit } from "./model.ts";
import { Random } from "./random.ts";

/** What a made-up rollout is like. */
export interface RolloutOptions {
  readonly seed: number;
  /** About so many people to train. Default 2,710: a municipality of some 80 units. */
  readonly people?: number;
  /** Put in front of every id, so that several rollouts can stand side by side. Default none. */
  readonly prefix?: string;
  /** First day. Default 2027-04-01. Weekdays follow, with ten weeks' summer break after the eleventh; no other holidays. */
  readonly from?: Day;
}

/** School forms with how often a unit is one, its staff, and how many may be away while children are there and after. */
const forms = [
  { id: "preschool", share: 0.47, staff: [16, 32], day: 0.2, evening: 0.2 },
  { id: "primary", share: 0.18, staff: [34, 64], day: 0.2, evening: 0.6 },
  { id: "lower-secondary", share: 0.1, staff: [40, 62], day: 0.2, evening: 0.6 },
  { id: "after-school", share: 0.18, staff: [10, 18], day: 0.2, evening: 0.2 },
  { id: "upper-secondary", share: 0.07, staff: [60, 90], day: 0.2, evening: 0.6 },
] as const;

const slots = [
  { id: "morning", start: "08:30", end: "11:00" },
  { id: "midday", start: "12:30", end: "15:00" },
  { id: "after-school", start: "15:30", end: "17:30" },
] as const;

const WEEKS_OF_SPRING = 11;
const WEEKS_OF_SUMMER = 10;
const DAYS = 105;

/**
 * Makes up a rollout of realistic size and shape from a seed: units with staff, part-time patterns and leave, courses for
 * administrators, leaders, key persons and their colleagues per school form, rooms, online meetings, trainers with
 * qualifications. Nobody in it exists. Made so that everybody can be placed.
 * @example
 * const problem = rolloutProblem({ seed: 1, people: 500 });
 */
export function rolloutProblem({
  seed,
  people: wanted = 2710,
  prefix = "",
  from = "2027-04-01",
}: RolloutOptions): Problem {
  const random = new Random(seed);
  const days = schoolDays(from);
  const range = (first: number, last: number) => ({ from: days[first]!, to: days[last]! });
  const between = ([low, high]: readonly [number, number]): number => low + random.below(high - low + 1);

  const units: Unit[] = [];
  const people: Person[] = [];
  for (let u = 0; people.length < wanted; u++) {
    let draw = random.below(1000) / 1000;
    const form = forms.find(({ share }) => (draw -= share) < 0) ?? forms[0];
    const staff = Math.min(between(form.staff), Math.max(4, wanted - people.length));
    const unit = `${prefix}u${u}`;
    const day: AwayLimit = { share: form.day };
    units.push({
      id: unit,
      schoolForm: form.id,
      headcount: staff,
      maxAway: { morning: day, midday: day, "after-school": { share: form.evening } },
    });
    for (let i = 0; i < staff; i++) {
      const course = i === 0 ? "leaders" : i === 1 ? "administrators" : i < 2 + staff / 25 ? "keys" : "all";
      const isPartTime = random.below(4) === 0;
      const leave = random.below(25) === 0 ? random.below(DAYS - 20) : -1;
      people.push({
        id: `${prefix}p${people.length}`,
        unit,
        roles: [course],
        schoolForm: form.id,
        ...(course === "keys" ? { keyPerson: true } : {}),
        ...(isPartTime
          ? {
              freeTime: [
                {
                  weekday: 1 + random.below(5),
                  slots: random.below(2) === 0 ? ["morning"] : ["midday", "after-school"],
                },
              ],
            }
          : {}),
        ...(leave >= 0 ? { absences: [range(leave, leave + 5 + random.below(15))] } : {}),
        courses: [`${prefix}${course}-${form.id}`],
      });
    }
  }

  const used = forms.filter(({ id }) => people.some((person) => person.schoolForm === id));
  const courses = used.flatMap(({ id: form }): Course[] => {
    const isDay = form === "preschool";
    const slotCost: Record<string, number> = isDay ? { morning: 2, "after-school": 1 } : { morning: 3, midday: 2 };
    return [
      { id: `${prefix}administrators-${form}`, capacity: 16, window: range(2, 34), slotCost: { "after-school": 2 } },
      { id: `${prefix}leaders-${form}`, capacity: 30, onlineCapacity: 50, held: "either", window: range(7, 45) },
      { id: `${prefix}keys-${form}`, capacity: 20, window: range(20, 45), slotCost },
      {
        id: `${prefix}all-${form}`,
        capacity: 30,
        onlineCapacity: 50,
        held: "either",
        window: range(isDay ? 29 : 46, 89),
        slotCost,
        requires: [{ course: `${prefix}keys-${form}`, minWorkingDays: 5, scope: "unit" }],
      },
    ];
  });

  const halls = Math.max(2, Math.round(wanted / 400));
  const trainers = Math.max(3, Math.round(wanted / 450));
  return {
    days,
    slots,
    units,
    people,
    courses,
    rooms: [
      ...Array.from({ length: halls }, (_, i) => ({
        id: `${prefix}r${i}`,
        seats: [60, 40, 30, 30, 24, 20, 16][i % 7]!,
      })),
      ...Array.from({ length: Math.max(1, Math.round(wanted / 1400)) }, (_, i) => ({
        id: `${prefix}online${i}`,
        seats: 50,
        online: true,
      })),
    ],
    trainers: Array.from({ length: trainers }, (_, i): Trainer => ({
      id: `${prefix}t${i}`,
      // Every course has two who can hold it for sure, and most of the others.
      qualifications: courses.flatMap(({ id }, c) =>
        c % trainers === i || (c + 1) % trainers === i || random.below(3) > 0 ? [id] : [],
      ),
      busy: days.flatMap((day) => slots.flatMap((slot) => (random.below(8) === 0 ? [{ day, slot: slot.id }] : []))),
      maxPerDay: 2,
    })),
  };
}

/**
 * Makes up rollouts of several municipalities that share a supplier's trainers (the same id in several problems): one
 * trainer for every second municipality, who can hold everything.
 */
export function rolloutProblems(count: number, { seed, people }: Pick<RolloutOptions, "seed" | "people">): Problem[] {
  const shared = Array.from({ length: Math.max(1, Math.round(count / 2)) }, (_, i) => `vendor${i}`);
  return Array.from({ length: count }, (_, m) => {
    const own = rolloutProblem({
      seed: seed * 1000 + m,
      prefix: `m${m}-`,
      ...(people === undefined ? {} : { people }),
    });
    const qualifications = own.courses.map((course) => course.id);
    const nearby = [shared[m % shared.length]!, shared[(m + 1) % shared.length]!];
    const vendors = [...new Set(nearby)].map((id): Trainer => ({ id, qualifications, maxPerDay: 2 }));
    // The supplier's people do what one of the municipality's own would.
    return { ...own, trainers: [...own.trainers.slice(0, -1), ...vendors] };
  });
}

function schoolDays(from: Day): Day[] {
  const days: Day[] = [];
  for (let i = 0; days.length < DAYS; i++) {
    const week = Math.floor(i / 7);
    const isSummer = week >= WEEKS_OF_SPRING && week < WEEKS_OF_SPRING + WEEKS_OF_SUMMER;
    const day = addDays(from, i);
    if (weekday(day) <= 5 && !isSummer) days.push(day);
  }
  return days;
}
