import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Municipality } from "../test/municipality.ts";
import { rosters } from "../test/rosters.ts";
import { digestTree, treeDifferences } from "./digest-tree.ts";

const rows = new Municipality(2, 3, 8).rows();
const tree = digestTree(rows);

test("a register is summed up by municipality, school type, unit and class", () => {
  const municipality = tree.children.find(({ key }) => key === "9901");
  expect(municipality?.key).toBe("9901");
  expect(municipality?.children.map(({ key }) => key)).toEqual(["", "FS", "GR"]);
  const units = municipality?.children.find(({ key }) => key === "GR")?.children ?? [];
  expect(units.map(({ key }) => key)).toEqual(["hog-0", "hog-2", "lag-0", "lag-1", "lag-2"]);
  expect(units.reduce((sum, { people }) => sum + people, 0)).toBe(rows.enrolments.length);
});

test("the same register in any order has the same digest", () => {
  const turned = { ...rows, persons: rows.persons.toReversed(), guardianships: rows.guardianships.toReversed() };
  expect(digestTree(turned).digest).toBe(tree.digest);
});

test("a pupil who differs is found by the way down to them, and nobody else", () => {
  const [pupil] = rows.enrolments;
  const persons = rows.persons.map((row) => (row.id === pupil?.person ? { ...row, email: "x@example.se" } : row));
  const differences = treeDifferences(tree, digestTree({ ...rows, persons }));
  expect(differences).toMatchObject([{ level: "person", kind: "differs" }]);
  expect(differences[0]?.path.slice(0, 3)).toEqual(["9901", "GR", pupil?.unit]);
  expect(differences[0]?.path.at(-1)).toBe(pupil?.person);
});

test("a unit that one side lacks is told as the unit", () => {
  const enrolments = rows.enrolments.filter(({ unit }) => unit !== "lag-1");
  const differences = treeDifferences(tree, digestTree({ ...rows, enrolments }));
  expect(differences).toContainEqual({ path: ["9901", "GR", "lag-1"], level: "unit", kind: "only-first" });
});

test("a class that is renamed is told as the class", () => {
  const groups = rows.groups.map((row, at) => (at === 0 ? { ...row, name: "7B" } : row));
  const [first] = rows.groups;
  expect(treeDifferences(tree, digestTree({ ...rows, groups }))).toMatchObject([
    { path: ["9901", "", first?.unit, first?.id, ""], kind: "differs" },
  ]);
});

test("what is out of use is not there", () => {
  const [first] = rows.persons;
  const inactive = [`persons/${first?.id}`];
  const without = digestTree({ ...rows, persons: rows.persons.slice(1) });
  expect(digestTree({ ...rows, inactive }).digest).toBe(without.digest);
});

test("two registers have the same digest exactly when they have the same rows", () => {
  fc.assert(
    fc.property(rosters, rosters, (one, other) => {
      const sorted = (list: readonly object[]) => JSON.stringify(list.map((row) => JSON.stringify(row)).sort());
      const isSame = (["units", "persons", "enrolments", "guardianships"] as const).every(
        (entity) => sorted(one[entity]) === sorted(other[entity]),
      );
      expect(digestTree(one).digest === digestTree(other).digest).toBe(isSame);
      expect(treeDifferences(digestTree(one), digestTree(other)).length === 0).toBe(isSame);
    }),
  );
});
