import type { Ss12000Dataset } from "@milstolpe/connectors/ss12000";
import type { PlanHistory, Policy, Register } from "@milstolpe/sync";
import { accountOffice } from "./accounts.ts";
import { enrolAdults } from "./adults.ts";
import { demoDays } from "./calendar.ts";
import { changesSince } from "./changes.ts";
import { registerBefore, registerToday } from "./drift.ts";
import { families, type Family } from "./families.ts";
import { type GradeReport, gradeReports } from "./grades.ts";
import { identityOffice } from "./identities.ts";
import { type Planted, plantedIn } from "./planted.ts";
import { toPlatform } from "./platform.ts";
import { protect } from "./protection.ts";
import { enrol } from "./pupils.ts";
import { randomFor } from "./random.ts";
import { toSs12000 } from "./ss12000.ts";
import { employ, type StaffMember } from "./staff.ts";
import { type Draft, emptyDraft, type Truth } from "./truth.ts";
import { type DemoUnit, municipalityCode, municipalityName, organisation } from "./units.ts";

export interface DemoOptions {
  /** Share of the full size (0-1]: fewer districts, classes of the same size. Default 1. */
  readonly scale?: number;
}

/** An invented municipality: what its register says, what the platform believes, and what is wrong with that. */
export interface DemoMunicipality {
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
  /** The same as the SS 12000 interface sends it: what the mock server is given. */
  readonly ss12000: Ss12000Dataset;
  /** The platform's register as it was filled at the beginning of the term, in the platform's ids, with its crosswalk. */
  readonly register: Register;
  /** The reading that filled the platform. */
  readonly history: PlanHistory;
  /** How the platform has been filled so far. */
  readonly policy: Policy;
  /** Who is to be trained. */
  readonly staff: readonly StaffMember[];
  /** The spring term's grades of year 6 and of year 9. */
  readonly grades: readonly GradeReport[];
  /** What differs between the register and the platform, and why: what a sync has to find. */
  readonly planted: Planted;
}

/** Name of the source in batches and in the platform's crosswalk: the default of `readSs12000`. */
const sourceName = "ss12000";

/**
 * Makes the demo municipality. Pure: the same seed and scale give the same municipality to the last byte.
 * @param seed - a whole number; default 1
 * @throws RangeError when `scale` is not above 0 and at most 1, or `seed` is not a whole number
 */
export function demoMunicipality(seed = 1, { scale = 1 }: DemoOptions = {}): DemoMunicipality {
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
  for (const family of all) moveIn(draft, family);
  const guardians = all.flatMap((family) => family.guardians);
  const staff = employ(draft, org, guardians, offices);
  const changes = changesSince(draft, org, all, protect(all, seed, scale), offices);

  const truth = registerToday(draft, changes);
  const before = registerBefore(draft, changes, seed);
  const twins = all.flatMap(({ children }): (readonly [string, string])[] => {
    const [one, other] = children.filter(({ isTwin }) => isTwin).map(({ person }) => person.id);
    return one !== undefined && other !== undefined ? [[one, other]] : [];
  });
  const platform = toPlatform({ before, truth, changes, twins, seed, source: sourceName });
  return {
    name: municipalityName,
    code: municipalityCode,
    seed,
    days: demoDays,
    units: org.units,
    office: org.central.id,
    truth,
    ss12000: toSs12000(truth, seed),
    register: platform.register,
    history: {
      municipalityCode,
      appliedReadAt: `${demoDays.register}T03:00:00.000Z`,
      rows: Object.fromEntries(
        Object.entries(before).flatMap(([entity, rows]) => (Array.isArray(rows) ? [[entity, rows.length]] : [])),
      ),
    },
    policy: { protectedPersons: "minimal" },
    staff,
    grades: gradeReports(truth, org.units, seed),
    planted: plantedIn({ before, truth, changes, platform, twins }),
  };
}

/** Adds a family's guardians, and who lives where. The children are there already: they go to school. */
function moveIn(draft: Draft, { children, guardians, addresses }: Family): void {
  draft.persons.push(...guardians);
  for (const [index, guardian] of guardians.entries()) {
    const home = addresses[index];
    if (home) draft.addresses.set(guardian.id, home);
    for (const { person } of children) {
      const id = `${person.id}|${guardian.id}`;
      draft.guardianships.push({ id, child: person.id, guardian: guardian.id, relation: "Vårdnadshavare" });
      if (index === 0 && home) draft.addresses.set(person.id, home);
    }
  }
}
