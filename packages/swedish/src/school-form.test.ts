import { describe, expect, test } from "vitest";
import { schoolForm, schoolForms } from "./school-form.ts";

describe("a code means the same school form in every register", () => {
  test.each([
    ["GR", "ss12000", "GR"],
    ["GRS", "ss12000", "GRS"],
    ["S", "tieto", "GRS"],
    ["F", "tieto", "FTH"],
    ["FK", "tieto", "FKLASS"],
    ["KV", "tieto", "KOMVUX"],
    ["TR", "dnp", "GRS"],
    ["VUXGR", "dnp", "KOMVUX"],
    ["VUXSFI", "dnp", "SFI"],
    ["VUXSARTR", "dnp", "SARVUX"],
  ] as const)("%s of %s is %s", (code, system, expected) => {
    expect(schoolForm(code, system)?.code).toBe(expected);
  });

  test.each([
    ["PC", "tieto"],
    ["S", "ss12000"],
    ["KU", "ss12000"],
    ["toString", "ss12000"],
    ["", "dnp"],
  ] as const)("%j of %s is not in the table", (code, system) => {
    expect(schoolForm(code, system)).toBeUndefined();
  });

  test("no code of a system means two forms, and every form has a name in both languages", () => {
    for (const system of ["dnp", "tieto"] as const) {
      const codes = schoolForms.flatMap((form) => form[system]);
      expect(new Set(codes)).toHaveLength(codes.length);
    }
    expect(new Set(schoolForms.map(({ code }) => code))).toHaveLength(schoolForms.length);
    expect(schoolForms.every(({ name }) => name.sv !== "" && name.en !== "")).toBe(true);
  });
});
