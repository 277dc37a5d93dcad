/** The days that the demo is set to. */
export const demoDays = {
  /** When the platform was last filled from the register. */
  register: "2026-01-12",
  /** What the register says today. */
  today: "2026-06-08",
  schoolYearStart: "2025-08-18",
} as const;

/** The calendar year in which the school year began. */
export const schoolYear = 2025;

/** First and last birth year of the children: third year of upper secondary, and preschool. */
export const birthYears = { oldest: 2007, youngest: 2025 } as const;

/** Årskurs of a pupil born in this year who follows the ordinary course: 0 is förskoleklass, 10 to 12 upper secondary. */
export const gradeOf = (birthYear: number): number => schoolYear - birthYear - 6;

/** The day `days` after (or before) another. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The day on which somebody born on `birthDate` comes of age; 29 February gives 1 March. */
export function comesOfAge(birthDate: string): string {
  const day = `${Number(birthDate.slice(0, 4)) + 18}${birthDate.slice(4)}`;
  return addDays(day.endsWith("02-29") && !isLeap(Number(day.slice(0, 4))) ? `${day.slice(0, 4)}-03-01` : day, 0);
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
