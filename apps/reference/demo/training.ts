import type { Course, Person, Problem, Room, Slot, Trainer, Unit } from "@milstolpe/training";
import { addDays } from "./calendar.ts";
import { type Random, randomFor } from "./random.ts";
import type { StaffMember } from "./staff.ts";
import { trainingDays } from "./training-days.ts";
import { courses } from "./training-courses.ts";
import type { DemoUnit, UnitKind } from "./units.ts";

export interface TrainingOptions {
  /** First day on which people can log in, `YYYY-MM-DD`: nobody is trained before it. */
  readonly accessFrom: string;
  /** Calendar weeks from that day in which all have to be trained. Default 20. */
  readonly weeks?: number;
  /** Units whose people can log in later, by the register's id: those whose sync is held, for instance. */
  readonly unitAccess?: Readonly<Record<string, string>>;
}

/** What of the municipality the training is about. */
export interface TrainingSubject {
  readonly seed: number;
  readonly units: readonly DemoUnit[];
  readonly office: string;
  readonly staff: readonly StaffMember[];
}

/** The parts of a day: before lunch, after lunch, and when the pupils have gone home. */
const slots: readonly Slot[] = [
  { id: "morning", start: "08:30", end: "11:00" },
  { id: "midday", start: "12:30", end: "14:30" },
  { id: "after-school", start: "15:00", end: "17:00" },
];

/** Share of the people who may be away at once, by the parts of the day. Heads of preschools can spare fewest. */
function shareAway(kind: UnitKind | "office"): readonly [morning: number, midday: number, afterSchool: number] {
  if (kind === "preschool") return [0.12, 0.12, 0.1];
  if (kind === "after-school") return [0.4, 0.12, 0.08];
  return kind === "office" ? [0.3, 0.3, 0.3] : [0.15, 0.15, 0.6];
}

/**
 * The training of the rollout as a problem: who learns what, and the days, rooms and trainers there are. Ids of people and
 * units are the register's. Pure: the same municipality and options give the same problem.
 * @throws RangeError when `weeks` is not a whole number from 8 to 60
 * @example
 * const problem = trainingProblem(demoMunicipality(), { accessFrom: "2026-08-10" });
 */
export function trainingProblem(
  { seed, units, office, staff }: TrainingSubject,
  { accessFrom, weeks = 20, unitAccess = {} }: TrainingOptions,
): Problem {
  if (!Number.isInteger(weeks) || weeks < 8 || weeks > 60)
    throw new RangeError(`weeks must be a whole number from 8 to 60, got ${weeks}`);
  const random = randomFor(seed, "training");
  const days = trainingDays(accessFrom, addDays(accessFrom, weeks * 7));
  const all = courses(accessFrom, days);
  const places: readonly { readonly id: string; readonly kind: UnitKind | "office" }[] = [
    ...units.map(({ row, kind }) => ({ id: row.id, kind })),
    { id: office, kind: "office" },
  ];
  return {
    days,
    slots,
    units: places.map(({ id, kind }) => unitOf(id, kind, unitAccess[id])),
    people: staff.map((member) => personOf(member, accessFrom, random)),
    courses: all,
    rooms,
    trainers: trainersFor(all, days),
    gates: { platform: accessFrom },
  };
}

function unitOf(id: string, kind: UnitKind | "office", accessFrom: string | undefined): Unit {
  const shares = shareAway(kind);
  return {
    id,
    ...(kind === "office" ? {} : { schoolForm: kind }),
    maxAway: Object.fromEntries(slots.map((slot, i) => [slot.id, { share: shares[i] ?? 1 }])),
    ...(accessFrom === undefined ? {} : { accessFrom }),
  };
}

/** Some work part time, some are on leave for some weeks. */
function personOf({ person, unit, kind, group, role, keyPerson }: StaffMember, from: string, random: Random): Person {
  const slotsOff = random.weighted([
    [undefined, 80],
    [["morning"], 7],
    [["midday", "after-school"], 8],
    [[], 5],
  ] as const);
  const leaveFrom = random.chance(0.04) ? addDays(from, random.between(0, 90)) : undefined;
  return {
    id: person,
    unit,
    roles: [group, role],
    ...(kind === "office" ? {} : { schoolForm: kind }),
    ...(keyPerson ? { keyPerson } : {}),
    ...(slotsOff === undefined
      ? {}
      : { freeTime: [{ weekday: random.between(1, 5), ...(slotsOff.length > 0 ? { slots: slotsOff } : {}) }] }),
    ...(leaveFrom === undefined
      ? {}
      : { absences: [{ from: leaveFrom, to: addDays(leaveFrom, random.between(6, 34)) }] }),
  };
}

const rooms: readonly Room[] = [
  { id: "education-office-1", seats: 16 },
  { id: "education-office-2", seats: 12 },
  { id: "town-hall", seats: 24 },
  { id: "upper-secondary-library", seats: 20 },
  { id: "lower-secondary-north", seats: 14 },
  { id: "lower-secondary-south", seats: 14 },
  { id: "online-1", seats: 50, online: true },
  { id: "online-2", seats: 50, online: true },
];

/** Six trainers: two know everything, four the courses for teachers and key persons of some school forms. */
function trainersFor(all: readonly Course[], days: readonly string[]): readonly Trainer[] {
  const ids = (fits: (id: string) => boolean): readonly string[] =>
    all.flatMap(({ id }) => (fits(id.slice(id.indexOf("/") + 1)) && /^(teachers|key-persons)/.test(id) ? [id] : []));
  const everything = all.map(({ id }) => id);
  const young = ids((about) => /^(preschool|preschool-staff|primary|after-school)$/.test(about));
  const old = ids((about) => !/^(preschool|preschool-staff|after-school)$/.test(about));
  const week = (index: number): Trainer["absences"] => {
    const [from, to] = [days[index], days[index + 4]];
    return from === undefined || to === undefined ? [] : [{ from, to }];
  };
  return [
    { id: "trainer-1", qualifications: everything, maxPerDay: 2, absences: week(20) ?? [] },
    { id: "trainer-2", qualifications: everything, maxPerDay: 2, absences: week(45) ?? [] },
    { id: "trainer-3", qualifications: young, maxPerDay: 2, freeTime: [{ weekday: 5 }] },
    { id: "trainer-4", qualifications: young, maxPerDay: 3, absences: week(10) ?? [] },
    { id: "trainer-5", qualifications: old, maxPerDay: 2 },
    { id: "trainer-6", qualifications: old, maxPerDay: 2, freeTime: [{ weekday: 1, slots: ["morning"] }] },
  ];
}
