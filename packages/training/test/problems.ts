import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { addDays } from "../src/calendar.ts";
import type { CompactProblem, Problem } from "../src/index.ts";

const rolloutFile = new URL("../../../../shared/data/training/rollout-h1.json", import.meta.url);

/** Whether the published problem lies beside the checkout. */
export const hasRollout = existsSync(rolloutFile);

export const rollout = (): CompactProblem => JSON.parse(readFileSync(rolloutFile, "utf8")) as CompactProblem;

const range = (days: readonly string[]) =>
  fc
    .tuple(fc.nat(days.length - 1), fc.nat(days.length - 1))
    .map(([a, b]) => ({ from: days[Math.min(a, b)]!, to: days[Math.max(a, b)]! }));

/** Small problems with everything in them: long courses, requirements of both kinds, gates, preparation, caps, leave. */
export const smallProblem: fc.Arbitrary<Problem> = fc
  .record({ dayCount: fc.integer({ min: 3, max: 12 }), slotCount: fc.integer({ min: 1, max: 4 }) })
  .chain(({ dayCount, slotCount }) => {
    const days = Array.from({ length: dayCount + 4 }, (_, i) => addDays("2027-03-22", i)).filter((_, i) => i % 7 < 5);
    const slots = ["a", "b", "c", "d"]
      .slice(0, slotCount)
      .map((id, i) => ({ id, start: `0${i + 6}:00`, end: `0${i + 6}:45` }));
    const slotId = fc.constantFrom(...slots.map((slot) => slot.id));
    const day = fc.constantFrom(...days);
    const busy = fc.array(fc.record({ day, slot: slotId }), { maxLength: 3 });
    const freeTime = fc.array(
      fc.record({ weekday: fc.integer({ min: 1, max: 5 }), slots: fc.array(slotId, { minLength: 1, maxLength: 2 }) }),
      { maxLength: 1 },
    );
    const absences = fc.array(range(days), { maxLength: 1 });
    const all = fc.constant({ from: days[0]!, to: days.at(-1)! });
    const window = fc.oneof({ weight: 5, arbitrary: all }, { weight: 1, arbitrary: range(days) });
    const course = fc.record(
      {
        capacity: fc.integer({ min: 1, max: 5 }),
        window,
        onlineCapacity: fc.integer({ min: 1, max: 8 }),
        held: fc.constantFrom("room", "either", "either", "online"),
        durationSlots: fc.integer({ min: 1, max: 2 }),
        slotCost: fc.dictionary(slotId, fc.nat(4)),
        gate: fc.record({ id: fc.constantFrom("early", "late"), liveWithinDays: fc.nat(3) }),
        preparation: fc.record({ material: fc.constant("m"), availableFrom: day, leadDays: fc.nat(2) }),
      },
      { requiredKeys: ["capacity", "window"] },
    );
    const person = fc.record({
      unit: fc.constantFrom("u0", "u1", "u2"),
      keyPerson: fc.boolean(),
      freeTime,
      absences,
      // Who needs c1 without c0 can't be placed where c1 requires that of the person: rare, so that most can.
      courses: fc.constantFrom(["c0"], ["c2"], ["c0", "c1"], ["c0", "c2"], ["c0", "c1", "c2"], ["c0"], ["c2"], ["c1"]),
    });
    return fc.record({
      days: fc.constant(days),
      slots: fc.constant(slots),
      units: fc
        .array(
          fc.oneof(fc.record({ people: fc.integer({ min: 1, max: 6 }) }), fc.record({ share: fc.constant(0.34) })),
          {
            minLength: 3,
            maxLength: 3,
          },
        )
        .map((limits) =>
          limits.map((limit, i) => ({ id: `u${i}`, maxAway: Object.fromEntries(slots.map(({ id }) => [id, limit])) })),
        ),
      courses: fc
        .tuple(course, course, course, fc.constantFrom("person", "unit"), fc.nat(2))
        .map(([c0, c1, c2, scope, gap]) => [
          { id: "c0", ...c0 },
          { id: "c1", ...c1, requires: [{ course: "c0", minWorkingDays: gap, scope } as const] },
          { id: "c2", ...c2 },
        ]),
      people: fc
        .array(person, { minLength: 1, maxLength: 18 })
        .map((people) => people.map((one, i) => ({ id: `p${i}`, roles: ["teacher"], ...one }))),
      rooms: fc
        .array(fc.record({ seats: fc.integer({ min: 1, max: 6 }), online: fc.boolean(), busy }), {
          minLength: 1,
          maxLength: 3,
        })
        // The first room is one, so that a course has somewhere to be held as a rule.
        .map((rooms) => rooms.map((room, i) => ({ id: `r${i}`, ...room, online: i > 0 && room.online }))),
      trainers: fc
        .array(
          fc.record({
            qualifications: fc.subarray(["c0", "c1", "c2"], { minLength: 1 }),
            absences,
            busy,
            maxPerDay: fc.integer({ min: 1, max: 3 }),
            maxPerWeek: fc.integer({ min: 2, max: 9 }),
          }),
          { minLength: 1, maxLength: 3 },
        )
        .map((trainers) =>
          trainers.map((trainer, i) => ({
            id: `t${i}`,
            ...trainer,
            ...(i === 0 ? { qualifications: ["c0", "c1", "c2"], absences: [] } : {}),
          })),
        ),
      gates: fc.constant({ early: days[0]!, late: days[2]! }),
      weights: fc.record({
        session: fc.nat(20),
        unitSplit: fc.nat(3),
        lateEvery: fc.nat(3),
        standIn: fc.constantFrom(0, 5),
        unplaced: fc.constantFrom(0, 7),
      }),
    });
  });
