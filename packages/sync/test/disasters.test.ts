import { describe, expect, test } from "vitest";
import type { Batch, Person } from "../src/batch.ts";
import { checkCsv, profileCsv } from "../src/csv.ts";
import { check, type PlanHistory } from "../src/guards.ts";
import { reconcile } from "../src/reconcile.ts";
import { emptyRegister } from "../src/register.ts";
import { csvColumns, plantedCsv } from "./csv-data.ts";
import { afterPlan, Municipality } from "./municipality.ts";

// The corpus: what has happened to registers, each with the guard's verdict and the code that tells it.
// Every one starts from a municipality whose register is right, or from a file like the one before.

const municipality = new Municipality(7, 4, 7);
const good = municipality.batch("2027-03-01T05:00:00Z");
const register = afterPlan(emptyRegister, reconcile({ source: good, target: emptyRegister }));
const history: PlanHistory = {
  municipalityCode: "9901",
  appliedReadAt: "2027-03-01T05:00:00Z",
  appliedTo: "2027-03-01T05:00:00Z",
  rows: { persons: good.persons.length },
};
const today = { ...good, readAt: "2027-03-02T05:00:00Z" };
const persons = (change: (person: Person, at: number) => Partial<Person>): Partial<Batch> => ({
  persons: today.persons.map((person, at) => ({ ...person, ...change(person, at) })),
});
const some = <T>(rows: readonly T[], share: number): readonly T[] => rows.slice(0, Math.floor(rows.length * share));
const twiceEncoded = (text: string) => Buffer.from(text, "utf8").toString("latin1");
const finding = { code: "connectors.cut", severity: "must", where: "page 3", sv: "", en: "" } as const;
const other = new Municipality(99, 4, 7).rows();

const batches: readonly (readonly [string, Partial<Batch>, "hold" | "reject", string, PlanHistory?])[] = [
  [
    "a source that broke off",
    { health: { complete: false, received: {}, findings: [] } },
    "reject",
    "sync.source-incomplete",
  ],
  [
    "an outage answered with empty lists",
    { persons: [], enrolments: [], units: [], groups: [] },
    "reject",
    "sync.source-empty",
  ],
  [
    "a reading with an error that must be dealt with",
    { health: { complete: true, received: {}, findings: [finding] } },
    "reject",
    "sync.source-findings",
  ],
  ["no enrolments", { enrolments: [] }, "hold", "sync.entity-empty"],
  ["no guardians' relations", { guardianships: [] }, "hold", "sync.entity-empty"],
  ["no staff", { duties: [] }, "hold", "sync.entity-empty"],
  ["half a page: a third of the people", { persons: some(today.persons, 0.67) }, "hold", "sync.removals"],
  ["one in eight people gone", { persons: today.persons.filter((_, at) => at % 8 > 0) }, "hold", "sync.removals"],
  [
    "one school's pupils gone",
    { enrolments: today.enrolments.filter(({ unit }) => unit !== "lag-1") },
    "hold",
    "sync.unit-removals",
  ],
  [
    "one preschool's children gone",
    { placements: today.placements.filter(({ unit }) => unit !== "forskola-2") },
    "hold",
    "sync.unit-removals",
  ],
  [
    "a third of the guardians' relations gone",
    { guardianships: some(today.guardianships, 0.67) },
    "hold",
    "sync.relation-removals",
  ],
  ["a third of the staff gone", { duties: some(today.duties, 0.67) }, "hold", "sync.relation-removals"],
  [
    "every class renamed in the middle of term",
    {
      groups: today.groups.map((row) => ({ ...row, id: `new-${row.id}` })),
      memberships: today.memberships.map((row) => ({ ...row, group: `new-${row.group}` })),
    },
    "hold",
    "sync.relation-removals",
  ],
  [
    "the neighbouring municipality",
    { ...other, units: other.units.map((row) => ({ ...row, municipalityCode: "9902" })) },
    "reject",
    "sync.wrong-municipality",
  ],
  [
    "one unit of another municipality",
    { units: today.units.map((row, at) => (at === 3 ? { ...row, municipalityCode: "0180" } : row)) },
    "reject",
    "sync.wrong-municipality",
  ],
  [
    "the test environment",
    {
      units: today.units.map((row, at) => ({
        id: `t-${row.id}`,
        name: row.name,
        kind: row.kind,
        municipalityCode: "9901",
        schoolUnitCode: `1111${String(at).padStart(4, "0")}`,
      })),
    },
    "hold",
    "sync.unknown-units",
  ],
  [
    "new ids and no numbers: nobody is recognised",
    persons(({ id }) => ({ id: `x${id}`, identity: "" })),
    "hold",
    "sync.additions",
  ],
  [
    "ids moved by one row",
    persons((_, at) => ({ id: today.persons[(at + 1) % today.persons.length]?.id ?? "" })),
    "hold",
    "sync.many-disputed",
  ],
  ["one number for everybody", persons(() => ({ identity: "201001010101" })), "reject", "sync.duplicate-keys"],
  ["every row twice", { persons: [...today.persons, ...today.persons] }, "reject", "sync.duplicate-keys"],
  [
    "a column less: names in the place of birth dates",
    persons(({ familyName }) => ({ birthDate: familyName })),
    "hold",
    "sync.malformed",
  ],
  [
    "numbers without their century",
    persons(({ identity = "" }) => ({ identity: identity.slice(2) })),
    "hold",
    "sync.malformed",
  ],
  [
    "numbers as a spreadsheet shows them",
    persons(({ identity = "" }) => ({ identity: Number(identity).toExponential(5) })),
    "hold",
    "sync.malformed",
  ],
  [
    "municipality codes without their zero",
    { units: today.units.map((row) => ({ ...row, municipalityCode: "180" })) },
    "hold",
    "sync.malformed",
    { ...history, municipalityCode: "180" },
  ],
  [
    "school unit codes without their zeros",
    { units: today.units.map((row) => ({ ...row, schoolUnitCode: String(row.schoolUnitCode).slice(3) })) },
    "hold",
    "sync.malformed",
  ],
  ["ids padded with blanks", persons(({ id }) => ({ id: `${id} ` })), "hold", "sync.malformed"],
  ["addresses in the place of names", persons(({ email = "" }) => ({ givenName: email })), "hold", "sync.malformed"],
  [
    "dates written day first",
    persons(({ birthDate = "" }) => ({ birthDate: birthDate.split("-").toReversed().join("/") })),
    "hold",
    "sync.malformed",
  ],
  [
    "å, ä, ö encoded twice",
    persons(({ givenName, familyName }) => ({
      givenName: twiceEncoded(givenName),
      familyName: twiceEncoded(familyName),
    })),
    "hold",
    "sync.garbled",
  ],
  [
    "å, ä, ö lost",
    persons(({ givenName }) => ({ givenName: givenName.replaceAll(/[^ -~]/g, "\ufffd") })),
    "reject",
    "sync.lost-characters",
  ],
  [
    "å, ä, ö as question marks",
    persons(({ givenName }) => ({ givenName: givenName.replaceAll(/[^ -~]/g, "?") })),
    "hold",
    "sync.replaced-characters",
  ],
  [
    "å, ä, ö as a, a, o",
    persons(({ givenName, familyName }) => ({
      givenName: givenName.normalize("NFD").replaceAll(/\p{M}/gu, ""),
      familyName: familyName.normalize("NFD").replaceAll(/\p{M}/gu, ""),
    })),
    "hold",
    "sync.no-nordic-letters",
  ],
  [
    "everybody's address changed and name in capitals",
    persons(({ email = "", familyName }) => ({ email: `x${email}`, familyName: familyName.toUpperCase() })),
    "hold",
    "sync.updates",
  ],
  [
    "two thirds of the addresses changed",
    persons(({ email = "" }, at) => (at % 3 > 0 ? { email: `x${email}` } : {})),
    "hold",
    "sync.field-changes",
  ],
  [
    "addresses no longer filled in for one in five",
    persons((_, at) => (at % 5 === 0 ? { email: "" } : {})),
    "hold",
    "sync.field-emptied",
  ],
  ["yesterday's reading", { readAt: "2027-02-28T05:00:00Z" }, "reject", "sync.older-reading"],
  [
    "a delta before any total",
    { kind: "delta", window: { from: good.readAt, to: today.readAt } },
    "reject",
    "sync.delta-first",
    { municipalityCode: "9901" },
  ],
  [
    "a delta before any total, without its window",
    { kind: "delta" },
    "reject",
    "sync.delta-first",
    { municipalityCode: "9901" },
  ],
  [
    "a delta after a gap",
    { kind: "delta", window: { from: "2027-03-01T08:00:00Z", to: today.readAt } },
    "reject",
    "sync.delta-gap",
  ],
  [
    "one row in ten unreadable",
    {
      persons: today.persons.slice(120),
      rejected: today.persons.slice(0, 120).map((raw) => ({ entity: "persons", where: "row", raw, finding })),
    },
    "hold",
    "sync.rejected-rows",
  ],
];

describe("disasters of a register", () => {
  test("the register as it is passes", () => {
    const verdicts = check(reconcile({ source: today, target: register }), history);
    expect(verdicts.filter(({ outcome }) => outcome !== "pass")).toEqual([]);
  });
  test.each(batches.map((one) => ({ name: one[0], one })))("$name", ({ one }) => {
    const [, change, outcome, code, before = history] = one;
    const verdicts = check(reconcile({ source: { ...today, ...change }, target: register }), before);
    const told = verdicts.map((verdict) => `${verdict.outcome} ${verdict.finding?.code ?? ""}`);
    expect(told).toContain(`${outcome} ${code}`);
    expect(JSON.stringify(verdicts), "no name, number or address").not.toMatch(/Åberg|Sjögren|@example|20\d{10}/);
  });
});

const { before: yesterday, after: file } = plantedCsv(400, "same");
const text = Buffer.from(file).toString("utf8");
const [header = "", ...lines] = text.trimEnd().split("\n");
const rows = lines.map(
  (line) =>
    line
      .match(/("[^"]*"|[^,]*)(,|$)/g)
      ?.map((cell) => cell.replace(/,$/, ""))
      .slice(0, 19) ?? [],
);
const written = (cells: readonly (readonly string[])[], first = header) =>
  `${[first, ...cells.map((row) => row.join(","))].join("\n")}\n`;
const column = (name: string, change: (value: string, at: number) => string) =>
  written(rows.map((row, at) => row.map((value, place) => (csvColumns[place] === name ? change(value, at) : value))));
const profileOf = (bytes: Uint8Array) => {
  const result = profileCsv(bytes, { key: "id" });
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};
const last = profileOf(yesterday);
const older = profileOf(plantedCsv(400, "same", 2).before);
const mixed = [Buffer.from(text), Buffer.from("P9,Åsa,", "latin1"), Buffer.from(`${",".repeat(16)}\n`)];

const files: readonly (readonly [string, string | Uint8Array, "hold" | "reject", string])[] = [
  ["no bytes", "", "reject", "sync.empty-file"],
  ["only a header", `${header}\n`, "reject", "sync.header-only"],
  ["cut inside a quoted field", text.slice(0, text.lastIndexOf(", lgh")), "reject", "sync.cut-file"],
  ["cut inside the last row", text.slice(0, text.length - 40), "hold", "sync.uneven-rows"],
  ["cut inside the last field", text.slice(0, text.length - 5), "hold", "sync.no-final-newline"],
  ["half a file", written(rows.slice(0, 200)), "hold", "sync.file-size"],
  [
    "two files in one",
    written([...rows, ...rows.map((row) => [`Q${row[0]}`, ...row.slice(1)])]),
    "hold",
    "sync.file-size",
  ],
  ["the file of the day before yesterday", plantedCsv(400, "same", 2).before, "reject", "sync.replayed-file"],
  ["partly UTF-8 and partly Latin-1", Buffer.concat(mixed), "reject", "sync.not-utf8"],
  ["encoded twice", twiceEncoded(text), "hold", "sync.garbled"],
  ["å, ä, ö lost", text.replaceAll(/[^ -~\n]/g, "\ufffd"), "reject", "sync.lost-characters"],
  ["å, ä, ö as a, a, o", text.normalize("NFD").replaceAll(/\p{M}/gu, ""), "hold", "sync.no-nordic-letters"],
  [
    "without the key's column",
    written(
      rows.map((row) => row.slice(1)),
      header.slice(3),
    ),
    "reject",
    "sync.column-missing",
  ],
  ["with a column renamed", text.replace("birth_date", "born"), "hold", "sync.columns-gone"],
  ["with two columns of one name", text.replace("guardian_2", "guardian_1"), "reject", "sync.duplicate-column"],
  [
    "with columns shifted",
    written(rows.map((row) => [row[0] ?? "", ...row.slice(2), row[1] ?? ""])),
    "reject",
    "sync.columns-shifted",
  ],
  ["with an unquoted comma in every row", text.replaceAll("Enhet ", "Enhet, "), "reject", "sync.uneven-rows"],
  [
    "with keys repeated",
    column("id", (value, at) => (at % 10 === 0 ? "P00000001" : value)),
    "reject",
    "sync.duplicate-keys",
  ],
  ["with a column no longer filled in", column("email", () => ""), "hold", "sync.column-emptied"],
  [
    "with dates day first",
    column("birth_date", (value) => value.split("-").toReversed().join("/")),
    "hold",
    "sync.dates-rewritten",
  ],
  [
    "with numbers as powers",
    column("unit", (value) => Number(value).toExponential(2)),
    "hold",
    "sync.numbers-rewritten",
  ],
  [
    "with leading zeros lost",
    column("postal_code", (value, at) => (at % 10 ? value : value.slice(1))),
    "hold",
    "sync.zeros-lost",
  ],
  ["with names in the place of numbers", column("unit", () => "Enhet"), "hold", "sync.column-form"],
];

describe("disasters of a file", () => {
  test("the file as it is passes", () => {
    expect(checkCsv(profileOf(file), { earlier: [last, older], required: ["id"] })).toEqual([]);
  });
  test.each(files)("%s", (_, content, outcome, code) => {
    const result = profileCsv(typeof content === "string" ? Buffer.from(content) : content, { key: "id" });
    const found = result.ok ? checkCsv(result.value, { earlier: [last, older], required: ["id"] }) : [];
    const told = result.ok ? found.map((one) => `${one.outcome} ${one.finding.code}`) : [`reject ${result.error.code}`];
    expect(told).toContain(`${outcome} ${code}`);
  });
});

test("the corpus has at least forty disasters, told by at least thirty codes", () => {
  expect(batches.length + files.length).toBeGreaterThanOrEqual(40);
  expect(new Set([...batches, ...files].map(([, , , code]) => code)).size).toBeGreaterThanOrEqual(30);
});
