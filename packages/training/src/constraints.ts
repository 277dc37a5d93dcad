import type { Text } from "./finding.ts";
import { rulesOf, type ProblemRule } from "./problem-rule.ts";

/** What a constraint is called, and how much it means. */
export interface Constraint extends Text {
  readonly level: "hard" | "medium" | "soft";
}

/** Every rule a plan is measured by. `evaluate` counts them under these ids. */
export const constraints = {
  "unknown-reference": {
    level: "hard",
    sv: "Planen nämner något som inte finns i problemet",
    en: "The plan names something the problem does not have",
  },
  "not-needed": {
    level: "hard",
    sv: "En person har en plats på en kurs som hen inte ska gå, eller två på samma",
    en: "A person has a place on a course they do not need, or two on the same",
  },
  "room-clash": { level: "hard", sv: "Två tillfällen i samma rum samtidigt", en: "Two sessions in one room at once" },
  "trainer-clash": {
    level: "hard",
    sv: "Två tillfällen med samma utbildare samtidigt",
    en: "Two sessions with one trainer at once",
  },
  "person-clash": {
    level: "hard",
    sv: "Två tillfällen för samma person samtidigt",
    en: "Two sessions for one person at once",
  },
  qualification: { level: "hard", sv: "Utbildaren kan inte kursen", en: "The trainer is not qualified for the course" },
  "trainer-away": { level: "hard", sv: "Utbildaren är borta", en: "The trainer is away" },
  "trainer-per-day": {
    level: "hard",
    sv: "För många tillfällen på en dag för utbildaren",
    en: "Too many sessions in a day for the trainer",
  },
  "trainer-per-week": {
    level: "hard",
    sv: "För många tillfällen på en vecka för utbildaren",
    en: "Too many sessions in a week for the trainer",
  },
  "room-away": { level: "hard", sv: "Rummet är upptaget", en: "The room is taken" },
  "held-where": {
    level: "hard",
    sv: "Kursen kan inte hållas i ett sådant rum",
    en: "The course can't be held in that kind of room",
  },
  capacity: { level: "hard", sv: "Fler personer än platser", en: "More people than places" },
  "outside-day": {
    level: "hard",
    sv: "Tillfället ryms inte i dagen eller ligger på en dag som inte är med",
    en: "The session does not fit in the day, or is on a day that is not offered",
  },
  window: { level: "hard", sv: "Utanför kursens period", en: "Outside the course's window" },
  "access-live": {
    level: "hard",
    sv: "Utbildning innan inloggningen fungerar",
    en: "Training before access is live",
  },
  preparation: {
    level: "hard",
    sv: "För kort tid för förberedelsematerialet",
    en: "Too little time for the preparation material",
  },
  "person-away": { level: "hard", sv: "Personen är borta", en: "The person is away" },
  "unit-away": {
    level: "hard",
    sv: "För många borta samtidigt från en enhet",
    en: "Too many away from a unit at once",
  },
  precedence: {
    level: "hard",
    sv: "För tidigt efter den utbildning som ska komma först",
    en: "Too soon after the training that must come first",
  },
  "trainer-travel": {
    level: "hard",
    sv: "För kort tid för utbildaren att ta sig mellan två platser",
    en: "Too little time for the trainer to get from one site to another",
  },
  "person-travel": {
    level: "hard",
    sv: "För kort tid för personen att ta sig mellan två platser",
    en: "Too little time for the person to get from one site to another",
  },
  "group-overlap": {
    level: "hard",
    sv: "Två kurser i samma grupp samtidigt",
    en: "Two courses of one group at once",
  },
  unplaced: { level: "medium", sv: "Personer utan plats", en: "People without a place" },
  "unplaced-cost": { level: "soft", sv: "Poäng för saknade platser", en: "Points for missing places" },
  sessions: { level: "soft", sv: "Antal tillfällen", en: "Number of sessions" },
  "unit-splits": { level: "soft", sv: "Enheter som går i många små grupper", en: "Units that go in many small groups" },
  "time-of-day": { level: "soft", sv: "Önskemål om tid på dagen", en: "Time-of-day wishes" },
  "stand-in": {
    level: "soft",
    sv: "Tillfällen som ingen annan utbildare kan ta över",
    en: "Sessions no other trainer could take over",
  },
  lateness: { level: "soft", sv: "Sent i perioden", en: "Late in the window" },
  "trainer-travel-cost": {
    level: "soft",
    sv: "Poäng för utbildares resor på för kort tid",
    en: "Points for trainers' trips in too little time",
  },
  "person-travel-cost": {
    level: "soft",
    sv: "Poäng för personers resor på för kort tid",
    en: "Points for people's trips in too little time",
  },
  "uneven-trainer-sessions": {
    level: "soft",
    sv: "Ojämnt antal tillfällen mellan utbildarna",
    en: "Sessions spread unevenly over the trainers",
  },
  "uneven-unit-lateness": {
    level: "soft",
    sv: "Några enheter utbildas mycket senare än andra",
    en: "Some units are trained much later than others",
  },
  "uneven-unit-away": {
    level: "soft",
    sv: "Några enheter är utan folk mycket oftare än andra",
    en: "Some units are without people much more often than others",
  },
  "use-gap": {
    level: "soft",
    sv: "För långt eller för kort mellan utbildning och användning",
    en: "Too long or too short between training and use",
  },
  compactness: { level: "soft", sv: "Tillfällen som ligger ensamma i sin grupp", en: "Sessions alone in their group" },
  "spread-days": { level: "soft", sv: "Kurser på för få dagar", en: "Courses on too few days" },
  "same-room": { level: "soft", sv: "Kurser i flera rum", en: "Courses in several rooms" },
  "class-seats": { level: "soft", sv: "Klassens personer utan stol", en: "People of a class without a seat" },
} as const satisfies Record<string, Constraint>;

export type ConstraintId = keyof typeof constraints;

/** What a score counts by: the constraints above, and the problem's own `custom` rules. */
export type ScoredId = ConstraintId | `custom:${string}`;

/** The level and the title of what a score counts. */
export function constraintOf(problem: { readonly rules?: readonly ProblemRule[] }, id: ScoredId): Constraint {
  if (id in constraints) return constraints[id as ConstraintId];
  const { title = { sv: id, en: id } } = rulesOf(problem, "custom").find((one) => `custom:${one.id}` === id) ?? {};
  return { level: "soft", ...title };
}
