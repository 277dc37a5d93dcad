import { describe, expect, test } from "vitest";
import { testCoordinationNumber, testIdentity, tfNumber } from "./issue-identity.ts";
import { mayReplaceTf } from "./tf-identity.ts";

const tf = { identity: tfNumber("2013-01-01", 1), givenName: "Åsa Maria", familyName: "Ek" };
const real = { ...tf, identity: testIdentity("2013-01-01", 238) };

describe("a TF number may be given up", () => {
  test.each([
    ["for a personnummer", real],
    ["for a samordningsnummer", { ...real, identity: testCoordinationNumber("2013-01-01", 238) }],
    ["whatever the case and the blanks of the name", { ...real, givenName: " ÅSA  maria ", familyName: "EK" }],
    ["whether å is written as one letter or two", { ...real, givenName: "Åsa Maria".normalize("NFD") }],
  ])("%s", (_, other) => {
    expect(mayReplaceTf(tf, other)).toBe(true);
  });
});

describe("it stays", () => {
  test.each([
    ["for another birth date", tf, { ...real, identity: testIdentity("2013-01-02", 238) }],
    ["for another given name", tf, { ...real, givenName: "Asa Maria" }],
    ["for another family name", tf, { ...real, familyName: "Ekh" }],
    ["for another TF number", tf, { ...tf, identity: tfNumber("2013-01-01", 2) }],
    ["when it is none", real, real],
    ["when names are missing", { ...tf, familyName: "" }, { ...real, familyName: "" }],
    ["for a number that is none", tf, { ...real, identity: "201301010000" }],
  ])("%s", (_, one, other) => {
    expect(mayReplaceTf(one, other)).toBe(false);
  });
});
