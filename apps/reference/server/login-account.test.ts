import { parseIdentity, testIdentity } from "@milstolpe/swedish";
import { expect, test } from "vitest";
import { accountOf } from "./login-account.ts";

const [first, second] = [testIdentity("2013-01-01", 238), testIdentity("2013-01-02", 238)];
const persons = [
  { id: "1", givenName: "A", familyName: "B", eppn: "karin@odeby.example", identity: first },
  { id: "2", givenName: "C", familyName: "D", identity: second },
];
const login = (eppn: string | undefined, number?: string) => {
  const read = parseIdentity(number ?? "");
  const none = { emails: [], schoolUnits: [], grades: [], departments: [], affiliations: [], entitlements: [] };
  return {
    ...none,
    studentCourses: [],
    teacherCourses: [],
    guardianFor: [],
    ...(eppn === undefined ? {} : { eppn }),
    ...(read.ok ? { identityNumber: read.value } : {}),
  };
};

test.each([
  ["an EPPN", "karin@odeby.example", undefined, "one"],
  ["an EPPN in another case", "Karin@ODEBY.example", undefined, "one"],
  ["an EPPN and its number", "karin@odeby.example", first, "one"],
  ["a number alone", undefined, first, "one"],
  ["the number of somebody without an EPPN", "new@odeby.example", second, "one"],
  ["nobody's EPPN", "nobody@odeby.example", undefined, "none"],
  ["nobody's EPPN with the number of somebody who has another", "nobody@odeby.example", first, "none"],
  ["a sign that looks like a letter", "\u212Aarin@odeby.example", undefined, "none"],
  ["a sign that looks like a letter, with the right number", "\u212Aarin@odeby.example", first, "none"],
  ["the EPPN of one and the number of another", "karin@odeby.example", second, "several"],
] as const)("%s", (_, eppn, number, match) => {
  expect(accountOf(persons, login(eppn, number))).toBe(match);
});
