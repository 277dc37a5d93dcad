export { demoMunicipality } from "./municipality.ts";
export type { DemoMunicipality, DemoOptions } from "./municipality.ts";
export type { Planted } from "./planted.ts";
export type { GradeReport } from "./grades.ts";
export type { PlantedFault } from "./grade-faults.ts";
export type { StaffMember, TrainingGroup } from "./staff.ts";
export type { DemoUnit, UnitKind } from "./units.ts";
