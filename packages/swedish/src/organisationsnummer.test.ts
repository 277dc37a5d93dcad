import { expect, test } from "vitest";
import { parseOrganisationsnummer } from "./organisationsnummer.ts";
import type { OrganisationsnummerError } from "./organisationsnummer.ts";

test.each(["212000-0142", "2120000142", " 212000-0142 ", "162120000142", "16212000-0142"])("%j is read", (text) => {
  expect(parseOrganisationsnummer(text)).toEqual({ ok: true, value: "2120000142" });
});

test.each<[unknown, OrganisationsnummerError]>([
  ["", "empty"],
  [" ", "empty"],
  ["212000-0143", "check-digit"],
  ["212000-0124", "check-digit"],
  ["212000-014", "format"],
  ["212000014", "length"],
  ["192120000142", "length"],
  ["2120-000142", "format"],
  ["212000/0142", "format"],
  ["811228-9809", "personal"],
  ["19811228-9809", "length"],
  [2120000142, "format"],
])("%j is refused: %s", (text, error) => {
  expect(parseOrganisationsnummer(text as string)).toEqual({ ok: false, error });
});
