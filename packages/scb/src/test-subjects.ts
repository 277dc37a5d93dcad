import type { Field, TestSubject } from "./layout.ts";

/**
 * The subjects of a national test, as the names of its fields tell: `SV_B_DELT` is whether part B in Swedish was taken,
 * `SV_B_PRP` and `MA_B_POANG` are its points, `MA_B_PR` its outcome, `SV_PROVB` the grade of the whole.
 */
export function testSubjects(fields: readonly Field[]): readonly TestSubject[] {
  const names = fields.map(({ name }) => name).filter((name) => /^[A-Z]{2}_/.test(name));
  const subjects = [...new Set(names.map((name) => name.slice(0, 2)))];
  return subjects.map((subject) => {
    const own = names.filter((name) => name.startsWith(`${subject}_`));
    const partsThatSay = (what: RegExp) => own.filter((name) => what.test(name));
    const taken = partsThatSay(/_[A-Z]\d?_(?:DELT|PR)$/);
    const points = partsThatSay(/_[A-Z]\d?_(?:PRP|POANG)$/);
    const grade = own.find((name) => name.endsWith("_PROVB"));
    return {
      subject,
      fields: own,
      parts: taken.length > 0 ? taken : points,
      ...(grade === undefined ? {} : { grade }),
      pairs: taken.flatMap((part) => {
        const stem = part.slice(0, part.lastIndexOf("_"));
        const ofPart = points.find((name) => name === `${stem}_PRP` || name === `${stem}_POANG`);
        return ofPart === undefined ? [] : [[part, ofPart] as const];
      }),
    };
  });
}
