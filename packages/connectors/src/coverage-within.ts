import type { Coverage } from "@milstolpe/sync";

/**
 * What a reading of some units speaks for: their places and groups. Of nobody who is not there can it say that they are gone
 * from the register, or that a child's guardian is: they may be at a unit that was not read.
 */
export function within(units: Iterable<string>): (entry: Coverage) => Coverage {
  const ids = [...new Set(units)].sort();
  return (entry) => {
    const isOfPeople = entry.entity === "persons" || entry.entity === "guardianships";
    return { ...entry, units: ids, complete: entry.complete && !isOfPeople };
  };
}
