import { testCoordinationNumber, testIdentity, tfNumber } from "@milstolpe/swedish";
import { addDays } from "./calendar.ts";
import type { Sex } from "./names.ts";
import type { Random } from "./random.ts";

/** A birth date with the identity number that was issued for it. */
export interface Issued {
  readonly birthDate: string;
  /** Twelve characters. */
  readonly identity: string;
}

/**
 * Issues identity numbers of the tax agency's test series and no number twice. Serial 238 (women) and 239 (men) come
 * first: the published numbers hold both for every birth date from 1976 to 2013 and about one of them for later dates.
 * 980 and 981 are for a second person of the same sex and birth date, such as a twin.
 */
export interface IdentityOffice {
  /** A personnummer for a birth date in this year. */
  personnummer(year: number, sex: Sex): Issued;
  /** A personnummer for an adult born in or about this year: the nearest year that has one left. */
  adult(year: number, sex: Sex): Issued;
  /** A second personnummer for a birth date: a twin's. */
  twin(birthDate: string, sex: Sex): Issued;
  /** A samordningsnummer (day + 60). */
  coordination(birthDate: string, sex: Sex): Issued;
  /** A number that the municipality made up itself: `TF10` and on for boys, `TF20` and on for girls. */
  temporary(birthDate: string, sex: Sex): Issued;
}

/** Nobody is older: before 1976 few test numbers are published. */
const adultYears = { from: 1976, to: 2005 } as const;

/** @throws RangeError when a year has more people of one sex than the series has numbers */
export function identityOffice(random: Random): IdentityOffice {
  const free = new Map<string, string[]>();
  const used = new Set<string>();
  const issue = (birthDate: string, identity: string): Issued => {
    if (used.has(identity)) throw new RangeError("identity number asked for twice");
    used.add(identity);
    return { birthDate, identity };
  };
  const daysLeft = (year: number, sex: Sex): string[] => {
    const key = `${year}/${sex}`;
    const days = free.get(key) ?? random.shuffle(daysOf(year));
    free.set(key, days);
    return days;
  };
  function personnummer(year: number, sex: Sex): Issued {
    const birthDate = daysLeft(year, sex).pop();
    if (birthDate === undefined) throw new RangeError(`no test numbers left for birth year ${year}`);
    return issue(birthDate, testIdentity(birthDate, sex === "Kvinna" ? 238 : 239));
  }
  return {
    personnummer,
    adult(year, sex) {
      const years = Array.from({ length: adultYears.to - adultYears.from + 1 }, (_, i) => adultYears.from + i);
      const nearest = years
        .filter((one) => daysLeft(one, sex).length > 0)
        .sort((a, b) => Math.abs(a - year) - Math.abs(b - year) || a - b)[0];
      return personnummer(nearest ?? year, sex);
    },
    twin: (birthDate, sex) => issue(birthDate, testIdentity(birthDate, sex === "Kvinna" ? 980 : 981)),
    coordination: (birthDate, sex) => issue(birthDate, testCoordinationNumber(birthDate, sex === "Kvinna" ? 238 : 239)),
    temporary(birthDate, sex) {
      for (let index = sex === "Man" ? 10 : 20; ; index++) {
        const identity = tfNumber(birthDate, index);
        if (!used.has(identity)) return issue(birthDate, identity);
      }
    },
  };
}

function daysOf(year: number): string[] {
  const days: string[] = [];
  for (let day = `${year}-01-01`; day.startsWith(String(year)); day = addDays(day, 1)) days.push(day);
  return days;
}
