/** What a grade code of another country's format means in a Swedish register. */
export interface SchoolGrade {
  readonly schoolType: string;
  readonly schoolYear?: number;
}

/** Grade code → school type and year. Data: a source with its own codes is a table of your own. */
export type GradeTable = Readonly<Record<string, SchoolGrade>>;

const years = (schoolType: string, count: number, offset: number): GradeTable =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      String(index + 1 + offset).padStart(2, "0"),
      { schoolType, schoolYear: index + 1 },
    ]),
  );

/**
 * The CEDS grade codes that OneRoster and School Data Sync use, as Swedish school types: PK preschool, KG preschool class,
 * 01–09 compulsory school, 10–12 upper secondary school. Our reading: the formats do not speak of Sweden.
 */
export const cedsGrades: GradeTable = {
  PK: { schoolType: "FS" },
  KG: { schoolType: "FKLASS", schoolYear: 0 },
  ...years("GR", 9, 0),
  ...years("GY", 3, 9),
};

/** The meaning of a grade code, also one that has lost its leading zero. */
export const gradeOf = (code: string | undefined, grades: GradeTable): SchoolGrade | undefined =>
  code === undefined
    ? undefined
    : [code.toUpperCase(), code.padStart(2, "0")].flatMap((name) =>
        Object.hasOwn(grades, name) ? grades[name] : [],
      )[0];

/** The code of a school type and year; undefined when the table has none. */
export function gradeCode(schoolType: string, schoolYear: number | undefined, grades: GradeTable): string | undefined {
  return Object.entries(grades).find(
    ([, grade]) => grade.schoolType === schoolType && grade.schoolYear === schoolYear,
  )?.[0];
}
