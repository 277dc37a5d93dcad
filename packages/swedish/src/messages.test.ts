import { describe, expect, test } from "vitest";
import { parseIdentity } from "./identity.ts";
import type { IdentityError } from "./identity.ts";
import { testIdentity } from "./issue-identity.ts";
import { identityFinding, organisationsnummerFinding, schoolUnitCodeFinding } from "./messages.ts";
import { parseOrganisationsnummer } from "./organisationsnummer.ts";
import { parseSchoolUnitCode } from "./school-unit-code.ts";

describe("a refusal becomes a finding without the value", () => {
  test.each<[string, IdentityError]>([
    ["  ", "empty"],
    ["19811228/9874", "format"],
    ["19811228 9874", "blank"],
    ["1981122", "length"],
    ["19811228-98A4", "letters"],
    ["17811228-9874", "century"],
    ["19811328-9874", "date"],
    ["19811228-0005", "serial"],
    ["19811228-9875", "check-digit"],
    [testIdentity("2026-11-26", 238), "future"],
  ])("identity number %j: %s", (text, error) => {
    const found = identityFinding(error, "elever.csv:17");
    expect(found).toMatchObject({ code: `swedish.identity.${error}`, severity: "must", where: "elever.csv:17" });
    expect(found.sv).toMatch(/^[A-ZÅÄÖ].*\.$/);
    expect(found.en).toMatch(/^[A-Z].*\.$/);
    expect(found.sv).not.toBe(found.en);
    expect(JSON.stringify(found)).not.toMatch(/\d{4}(?!:17)/);
    expect(parseIdentity(text, { on: "2026-11-25" })).toEqual({ ok: false, error });
  });

  test("school unit code and organisationsnummer likewise", () => {
    for (const text of ["", "7481234", "07481234", "abc"]) {
      const read = parseSchoolUnitCode(text);
      if (read.ok) throw new Error("expected a refusal");
      expect(schoolUnitCodeFinding(read.error, "skolor.csv:2")).toMatchObject({
        code: `swedish.school-unit-code.${read.error}`,
        severity: "must",
        where: "skolor.csv:2",
      });
    }
    for (const text of ["", "212000/0142", "21200", "811228-9809", "212000-0143"]) {
      const read = parseOrganisationsnummer(text);
      if (read.ok) throw new Error("expected a refusal");
      expect(organisationsnummerFinding(read.error, "huvudmän.csv:2")).toMatchObject({
        code: `swedish.organisationsnummer.${read.error}`,
        severity: "must",
      });
    }
  });
});
