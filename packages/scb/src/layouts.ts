import { gradesYear6Vt2025, gradesYear6Vt2026, gradesYear9Vt2025, gradesYear9Vt2026 } from "./grade-layouts.ts";
import type { Layout } from "./layout.ts";
import { testsYear3Vt2026, testsYear6Vt2026, testsYear9Vt2026 } from "./national-test-layouts.ts";
import { pupilsDraft } from "./pupil-layout.ts";
import { staffHt2026 } from "./staff-layout.ts";

/** The layouts this package knows, newest term first within a collection. */
export const layouts: readonly Layout[] = [
  gradesYear6Vt2026,
  gradesYear9Vt2026,
  gradesYear6Vt2025,
  gradesYear9Vt2025,
  testsYear3Vt2026,
  testsYear6Vt2026,
  testsYear9Vt2026,
  staffHt2026,
  pupilsDraft,
];

/** The layout with this id, or undefined. */
export function layoutById(id: string): Layout | undefined {
  return layouts.find((layout) => layout.id === id);
}
