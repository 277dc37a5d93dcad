/** Limits of the guards, as shares. */
export interface GuardLimits {
  /** People taken out of use. */
  readonly removals: number;
  /** Rows of one kind of relation taken out of use: enrolments, duties, guardianships … */
  readonly relationRemovals: number;
  /** Memberships and groups taken out of use. */
  readonly groupRemovals: number;
  /** Children and pupils that one unit loses. */
  readonly unitRemovals: number;
  /** New people. */
  readonly additions: number;
  /** People changed. */
  readonly updates: number;
  /** People of whom one and the same field is changed. */
  readonly fieldChanges: number;
  /** People of whom one and the same field is emptied. */
  readonly fieldEmptied: number;
  /** Rows of units, enrolments, placements, duties or guardianships of which one and the same field is changed. */
  readonly relationFieldChanges: number;
  /** … is emptied. */
  readonly relationFieldEmptied: number;
  /** Units of the source that the register must know. */
  readonly knownUnits: number;
  /** Rows there must be of what there was. */
  readonly fewerRows: number;
  /** Values that may be without the form of their field. */
  readonly malformed: number;
}

/**
 * In term. Removals: a tenth (Clever's safety hold; others 5 to 20 %); one unit: half; changed people: three quarters
 * (Clever). A limit is never raised to get a plan through: an approval is for one plan.
 */
export const guardLimits: GuardLimits = {
  removals: 0.1,
  relationRemovals: 0.15,
  groupRemovals: 0.3,
  unitRemovals: 0.5,
  additions: 0.25,
  updates: 0.75,
  fieldChanges: 0.5,
  fieldEmptied: 0.1,
  relationFieldChanges: 0.5,
  relationFieldEmptied: 0.1,
  knownUnits: 0.8,
  fewerRows: 0.9,
  malformed: 0.01,
};

/** At rollover every class and membership is another, a year's pupils leave each school, and everybody's year changes. */
export const rolloverLimits: GuardLimits = {
  ...guardLimits,
  removals: 0.15,
  relationRemovals: 0.35,
  groupRemovals: 1,
  unitRemovals: 0.6,
  relationFieldChanges: 1,
  relationFieldEmptied: 0.5,
};
