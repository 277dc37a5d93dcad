import type { Group } from "@milstolpe/sync";
import type { Draft } from "./truth.ts";

/** A pupil's place: the class or department, and the unit it belongs to. */
export interface Seat {
  readonly unit: string;
  readonly group: string;
}

/** Finds where pupils sit, and where they could sit instead. */
export interface Seats {
  /** Absent for somebody in no class of the ordinary kinds. */
  of(person: string): Seat | undefined;
  /** Classes for the same age at other units. None for a child in after-school care, who would have to leave that too. */
  elsewhere(person: string): readonly Seat[];
  /** The other classes of the same year at the same unit. */
  beside(person: string): readonly Seat[];
}

/** @param closedTo - a unit that nobody moves to */
export function seatsOf(draft: Draft, closedTo: string): Seats {
  const groups = new Map<string, Group>();
  for (const group of draft.groups)
    if ((group.kind === "Klass" && group.schoolType === "GR") || group.kind === "Avdelning")
      groups.set(group.id, group);
  const yearOf = new Map(
    draft.enrolments.map(({ person, schoolType, schoolYear = 0 }) => [person, `${schoolType} ${schoolYear}`]),
  );
  const inAfterSchool = new Set(
    draft.placements.flatMap(({ person, schoolType }) => (schoolType === "FTH" ? [person] : [])),
  );
  const seats = new Map<string, Seat>();
  const byAge = new Map<string, Map<string, Seat>>();
  const ageOf = (person: string): string => yearOf.get(person) ?? "preschool";
  for (const { group: id, person, role } of draft.memberships) {
    const group = groups.get(id);
    if (role !== "pupil" || !group) continue;
    const seat = { unit: group.unit, group: id };
    seats.set(person, seat);
    const there = byAge.get(ageOf(person)) ?? new Map<string, Seat>();
    byAge.set(ageOf(person), there.set(id, seat));
  }
  const others = (person: string, fits: (seat: Seat, own: Seat) => boolean): readonly Seat[] => {
    const own = seats.get(person);
    if (!own || own.unit === closedTo) return [];
    return [...(byAge.get(ageOf(person))?.values() ?? [])].filter((seat) => fits(seat, own));
  };
  return {
    of: (person) => seats.get(person),
    elsewhere: (person) =>
      inAfterSchool.has(person) ? [] : others(person, ({ unit }, own) => unit !== own.unit && unit !== closedTo),
    beside: (person) =>
      ageOf(person) === "preschool"
        ? []
        : others(person, (seat, own) => seat.unit === own.unit && seat.group !== own.group),
  };
}
