import type { Audience, Course } from "@milstolpe/training";
import { addDays } from "./calendar.ts";
import type { UnitKind } from "./units.ts";

/** A variant of the teachers' course: what is taught differs by school form and role. */
interface Variant {
  readonly id: string;
  readonly kinds: readonly UnitKind[];
  readonly roles?: readonly string[];
  readonly sv: string;
  readonly en: string;
}

const variants: readonly Variant[] = [
  { id: "preschool", kinds: ["preschool"], roles: ["Förskollärare"], sv: "förskollärare", en: "preschool teachers" },
  {
    id: "preschool-staff",
    kinds: ["preschool"],
    roles: ["Övrig pedagogisk personal"],
    sv: "barnskötare i förskolan",
    en: "child minders in preschool",
  },
  { id: "primary", kinds: ["primary"], sv: "F–6", en: "years F to 6" },
  { id: "after-school", kinds: ["after-school"], sv: "fritidshem", en: "after-school centres" },
  { id: "lower-secondary", kinds: ["lower-secondary"], sv: "7–9", en: "years 7 to 9" },
  {
    id: "adapted",
    kinds: ["adapted", "adapted-upper-secondary"],
    sv: "anpassade skolformer",
    en: "adapted school forms",
  },
  { id: "upper-secondary", kinds: ["upper-secondary"], sv: "gymnasiet", en: "upper-secondary school" },
  { id: "adult", kinds: ["adult"], sv: "vuxenutbildning", en: "adult education" },
];

/** Key persons of the same school form go together, whatever their role. */
const keyPersonVariants: readonly Variant[] = [
  { id: "preschool", kinds: ["preschool"], sv: "förskola", en: "preschool" },
  ...variants.slice(2),
];

/** People at most in a session for teachers and heads: everybody works with their own classes on the screen. */
const groupSize = 10;

/** Working days between the key persons of a unit and their colleagues: time to try what they have learnt. */
const headStart = 5;

/**
 * The courses of the rollout. Each is behind the gate `platform`, has online material to go through in the week before,
 * and a window: offices and administrators first, key persons and school leaders next, then everybody else.
 * @param days - days on which training can be held, in order
 */
export function courses(accessFrom: string, days: readonly string[]): readonly Course[] {
  const last = days.at(-1) ?? accessFrom;
  const dayAt = (share: number): string => days[Math.floor((days.length - 1) * share)] ?? last;
  const course = (
    id: string,
    audience: Audience,
    [sv, en]: readonly [string, string],
    rest: Pick<Course, "capacity" | "held" | "durationSlots" | "requires" | "slotCost">,
    [opens, closes]: readonly [number, number],
  ): Course => ({
    id,
    title: { sv, en },
    audience,
    ...rest,
    window: { from: dayAt(opens), to: dayAt(closes) },
    preparation: { material: `online/${id}`, availableFrom: addDays(accessFrom, -14), leadDays: 7 },
    gate: { id: "platform" },
  });
  const group = (role: string, kinds?: readonly UnitKind[]): Audience => ({
    roles: [role],
    ...(kinds === undefined ? {} : { schoolForms: kinds }),
  });
  const leaders = (id: string, kinds: readonly UnitKind[], sv: string, en: string): Course =>
    course(
      `leaders/${id}`,
      group("leaders", kinds),
      [`Skolledare, ${sv}`, `School leaders, ${en}`],
      { capacity: groupSize, held: "either", slotCost: { midday: 1 } },
      [0, 0.5],
    );
  return [
    course(
      "central",
      group("central"),
      ["Central förvaltning", "Central administration"],
      { capacity: 10, held: "room" },
      [0, 0.25],
    ),
    course(
      "advanced",
      group("advanced"),
      ["Superanvändare", "Advanced users"],
      { capacity: 8, held: "room", durationSlots: 2 },
      [0, 0.25],
    ),
    course(
      "administrators",
      group("administrators"),
      ["Administratörer", "Administrators"],
      { capacity: 8, held: "room", durationSlots: 2 },
      [0, 0.35],
    ),
    leaders("preschool", ["preschool"], "förskola", "preschool"),
    leaders("primary", ["primary", "after-school", "adapted"], "F–6", "years F to 6"),
    leaders(
      "upper",
      ["lower-secondary", "upper-secondary", "adapted-upper-secondary", "adult"],
      "7–9 och uppåt",
      "years 7 to 9 and up",
    ),
    ...keyPersonVariants.map(({ id, kinds, sv, en }) =>
      course(
        `key-persons/${id}`,
        { roles: ["teachers"], schoolForms: kinds, keyPersons: true },
        [`Lärspridare, ${sv}`, `Key persons, ${en}`],
        { capacity: groupSize, held: "either", slotCost: { morning: 1 } },
        [0, 0.4],
      ),
    ),
    ...variants.map(({ id, kinds, roles, sv, en }) =>
      course(
        `teachers/${id}`,
        { roles: roles ?? ["teachers"], schoolForms: kinds, keyPersons: false },
        [`Pedagoger, ${sv}`, `Teachers, ${en}`],
        {
          capacity: groupSize,
          held: "either",
          requires: [
            { course: `key-persons/${id.replace("-staff", "")}`, minWorkingDays: headStart, scope: "unit" as const },
          ],
          slotCost: kinds.includes("preschool") || kinds.includes("after-school") ? {} : { morning: 2, midday: 1 },
        },
        [0.05, 1],
      ),
    ),
  ];
}
