import type { Ss12000Dataset } from "@milstolpe/connectors/ss12000";
import { accountOffice } from "./accounts.ts";
import { enrolAdults } from "./adults.ts";
import { demoDays } from "./calendar.ts";
import { families } from "./families.ts";
import { identityOffice } from "./identities.ts";
import { protect } from "./protection.ts";
import { enrol } from "./pupils.ts";
import { randomFor } from "./random.ts";
import { toSs12000 } from "./ss12000.ts";
import { employ, type StaffMember } from "./staff.ts";
import { emptyDraft, type Truth, truthOn } from "./truth.ts";
import { type DemoUnit, municipalityCode, municipalityName, organisation } from "./units.ts";

export interface MunicipalityOptions {
  /** Share of the full size (0-1]: fewer districts, classes of the same size. Default 1. */
  readonly scale?: number;
}

/** An invented municipality: what its register says, what the platform believes, and what is wrong with that. */
export interface Municipality {
  readonly name: string;
  readonly code: string;
  readonly seed: number;
  /** The days the demo is set to: the platform's last filling, and today. */
  readonly days: typeof demoDays;
  readonly units: readonly DemoUnit[];
  /** The education office: an organisation with staff and no pupils. */
  readonly office: string;
  /** What the register holds today, in rows and the source's ids. */
  readonly truth: Truth;
  /** The same as the SS 12000 interface sends it, with the faults of real registers in it. */
  readonly ss12000: Ss12000Dataset;
  /** Who is to be trained. */
  readonly staff: readonly StaffMember[];
}

/**
 * Makes the demo municipality. Pure: the same seed and scale give the same municipality to the last byte.
 * @param seed - a whole number; default 1
 * @throws RangeError when `scale` is not above 0 and at most 1, or `seed` is not a whole number
 */
export function municipality(seed = 1, { scale = 1 }: MunicipalityOptions = {}): Municipality {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a whole number, got ${seed}`);
  if (!(scale > 0 && scale <= 1)) throw new RangeError(`scale must be above 0 and at most 1, got ${scale}`);
  const identities = identityOffice(randomFor(seed, "identities"));
  const accounts = accountOffice(randomFor(seed, "accounts"));
  const offices = { seed, scale, identities, accounts };
  const org = organisation(seed, scale);
  const draft = emptyDraft();
  draft.units.push(org.huvudman, ...org.areas, org.central, ...org.units.map(({ row }) => row));

  const all = families({ ...offices, districts: org.districts });
  enrol(draft, org, all, seed, accounts);
  enrolAdults(draft, org, offices);
  for (const { children, guardians, addresses } of all) {
    draft.persons.push(...guardians);
    for (const [index, guardian] of guardians.entries()) {
      const home = addresses[index];
      if (home) draft.addresses.set(guardian.id, home);
      for (const { person } of children) {
        draft.guardianships.push({
          id: `${person.id}|${guardian.id}`,
          child: person.id,
          guardian: guardian.id,
          relation: "Vårdnadshavare",
        });
        if (index === 0 && home) draft.addresses.set(person.id, home);
      }
    }
  }
  const staff = employ(
    draft,
    org,
    all.flatMap(({ guardians }) => guardians),
    offices,
  );
  protect(all, seed, scale);

  const truth = truthOn(draft, demoDays.today);
  return {
    name: municipalityName,
    code: municipalityCode,
    seed,
    days: demoDays,
    units: org.units,
    office: org.central.id,
    truth,
    ss12000: toSs12000(truth, seed),
    staff,
  };
}
