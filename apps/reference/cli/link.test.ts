import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { demoMunicipality } from "../demo/index.ts";
import { demoFiles } from "../server/demo-files.ts";
import { commandLine } from "./harness.ts";

const { run, file, path } = commandLine();
const demo = demoMunicipality(1, { scale: 0.05 });
for (const [name, content] of demoFiles(demo)) if (name.endsWith(".csv") && !name.includes("/")) file(name, content);

const sheet = new URL("../../../../shared/data/scb/datafilsbeskrivning_betyg_ak9_2026.xlsx", import.meta.url);

interface Pair {
  readonly left: string;
  readonly right: string;
  readonly isDefinite: boolean;
}
const pairsIn = (name: string) =>
  readFileSync(path(name), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Pair);

describe("link", () => {
  test("the people of two files are found again, and no definite pair is of two people", async () => {
    const files = [path("platform.csv"), path("register.csv")];
    const { code, stdout } = await run("link", ...files, "--out", path("pairs.ndjson"), "--json");
    expect([0, 2]).toContain(code);
    const { definite, left, columns } = JSON.parse(stdout) as { definite: number; left: number; columns: object };
    expect(columns).toEqual({ given: "givenName", family: "familyName", birthDate: "birthDate", email: "email" });
    expect(definite).toBeGreaterThan(left * 0.9);
    // Whoever gets another number keeps the day of birth; in a coordination number it is 60 days later.
    const born = (id: string) => `${id.slice(0, 6)}${Number(id.slice(6, 8)) % 60}`;
    const wrong = pairsIn("pairs.ndjson").filter(
      ({ left: one, right, isDefinite }) => isDefinite && born(one) !== born(right),
    );
    expect(wrong).toEqual([]);
  });

  test("nothing of a person is printed", async () => {
    const { stdout, stderr } = await run("link", path("platform.csv"), path("register.csv"));
    expect(demo.truth.persons.filter(({ familyName }) => (stdout + stderr).includes(familyName))).toEqual([]);
  });

  test.each([
    ["a column that the file lacks", ["--columns", "given=nickname"], "nickname"],
    ["an id that the file lacks", ["--id", "number"], "number"],
    ["a way to compare that there is not", ["--compare", "email=smell"], "exact"],
    ["a probability above 1", ["--definite", "99"], "--definite"],
    ["columns that are no pairs", ["--columns", "given"], "--columns"],
  ])("%s: exit code 1", async (_, options, said) => {
    const { code, stderr } = await run("link", path("platform.csv"), path("register.csv"), ...options);
    expect({ code, said: stderr.includes(said) }).toEqual({ code: 1, said: true });
  });

  test.skipIf(!existsSync(sheet))(
    "an Excel file: exit code 1, and what to do (with a sheet beside the repository)",
    async () => {
      const { code, stderr } = await run("link", fileURLToPath(sheet));
      expect({ code, said: stderr.includes("CSV") }).toEqual({ code: 1, said: true });
    },
  );

  test("an empty file: exit code 1, in words", async () => {
    const { code, stderr } = await run("link", file("empty.csv", ""));
    expect(code).toBe(1);
    expect(stderr).not.toContain("    at ");
  });
});

const data = new URL("../../../../shared/data/linkage/", import.meta.url);
test.skipIf(!existsSync(data))(
  "doubles in one file (FEBRL 1, beside the repository): all but a few, and none made up",
  async () => {
    const { code } = await run(
      "link",
      fileURLToPath(new URL("febrl_dataset1.csv", data)),
      "--id",
      "rec_id",
      "--columns",
      "given=given_name,family=surname,birthDate=date_of_birth",
      "--compare",
      "soc_sec_id=text,postcode=text,address_1=text,suburb=text",
      "--out",
      path("febrl.ndjson"),
    );
    expect([0, 2]).toContain(code);
    const pairs = pairsIn("febrl.ndjson");
    const personOf = (id: string) => id.split("-")[1];
    const right = pairs.filter((pair) => personOf(pair.left) === personOf(pair.right)).length;
    expect(right).toBeGreaterThan(470);
    expect(pairs.length - right).toBeLessThan(10);
  },
);
