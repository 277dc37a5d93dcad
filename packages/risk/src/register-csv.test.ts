import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  checkRegister,
  exampleScores,
  fiveByFive,
  registerFromCsv,
  registerToCsv,
  rolloutRisks,
  scaleKey,
  withScores,
} from "./index.ts";

const scored = withScores(rolloutRisks, scaleKey(fiveByFive), exampleScores);

test("a register comes back as it went out", () => {
  for (const register of [rolloutRisks, scored])
    expect(registerFromCsv(registerToCsv(register), register)).toEqual({ ok: true, value: register });
});

test("any text comes back: quotes, line breaks, delimiters, what looks like a formula", () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom("=SUM(A1)", "'=x", "-1", "@a", 'a "b", c;d\te', "rad ett\r\nrad två", "åäö 🙂", "'"),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 17 }), (texts) => {
      const risks = rolloutRisks.risks.map((risk, index) => {
        const [sv, en] = texts[index % texts.length] ?? ["", ""];
        return { ...risk, title: { sv, en }, cause: { sv: en, en: sv } };
      });
      const register = { ...rolloutRisks, risks };
      expect(registerFromCsv(registerToCsv(register), rolloutRisks)).toEqual({ ok: true, value: register });
    }),
  );
});

test("ids come back whole, also with blanks or brackets in them", () => {
  const id = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom("F1 A2", "[F1]", "å ä", "F3\tA1", " "));
  fc.assert(
    fc.property(fc.array(id, { maxLength: 3 }), fc.array(id, { maxLength: 3 }), (phases, activities) => {
      const [first] = rolloutRisks.risks;
      const register = { ...rolloutRisks, risks: [{ ...first!, phases, activities, delays: activities }] };
      expect(registerFromCsv(registerToCsv(register), rolloutRisks)).toEqual({ ok: true, value: register });
    }),
  );
});

test("no cell begins a formula", () => {
  const risks = rolloutRisks.risks.map((risk) => ({ ...risk, title: { sv: '=HYPERLINK("x")', en: "+1" } }));
  for (const line of registerToCsv({ risks }).split("\r\n")) expect(line).not.toMatch(/(^|,)"?[=+@-]/);
});

test.each([
  [";", "a Swedish spreadsheet's"],
  ["\t", "a tabbed"],
])("it is read with %j, %s delimiter, a byte order mark and line feeds alone", (delimiter) => {
  const cells = registerToCsv({
    risks: scored.risks.map((risk) => ({
      ...risk,
      indicators: [],
      cause: risk.title,
      event: risk.title,
      consequence: risk.title,
    })),
  });
  const saved = `\uFEFF${cells
    .replaceAll(/"[^"]*"/g, (cell) => cell.replaceAll(",", ""))
    .replaceAll(",", delimiter)
    .replaceAll("\r\n", "\n")}`;
  const read = registerFromCsv(saved, scored);
  expect(read.ok && read.value.risks.map(({ id, score }) => [id, score])).toEqual(
    scored.risks.map(({ id, score }) => [id, score]),
  );
});

test("columns may come in any order", () => {
  const lines = registerToCsv({ risks: scored.risks.map((risk) => ({ ...risk, indicators: [], inferred: [] })) })
    .split("\r\n")
    .filter(Boolean);
  const simple = lines.filter((line) => !line.includes('"'));
  const turned = simple.map((line) => line.split(",").toReversed().join(",")).join("\n");
  const read = registerFromCsv(turned, scored);
  expect(read.ok && read.value.risks.length).toBe(simple.length - 1);
});

const [head = "", first = ""] = registerToCsv(scored).split("\r\n");
test.each([
  ["a column that is missing", head.replace(",owner", ""), "risk.column-missing row 1"],
  ["a row that is cut", `${head}\nR01,integration`, "risk.column-count row 2"],
  ["a status that does not exist", `${head}\n${first.replace("identified", "open")}`, "risk.invalid row 2"],
  ["a level that is no number", `${head}\n${first.replace("5x5@1.0.0,3", "5x5@1.0.0,3.5")}`, "risk.invalid row 2"],
  ["levels without a scale", `${head}\n${first.replace("5x5@1.0.0,3", ",3")}`, "risk.invalid row 2"],
  ["indicators that are no JSON", `${head}\n${first.replaceAll("measure", 'measure""')}`, "risk.invalid row 2"],
  ["indicators of another form", `${head}\n${first.replaceAll("measure", "m")}`, "risk.invalid row 2"],
  ["a file that is cut off within a text", registerToCsv(scored).slice(0, -30), "risk.unclosed-quote row 18"],
  [
    "a day that does not exist",
    `${head}\n${first.replace("identified", "accepted").replace(/,,inferred|,,owner/, ",2027-02-30,owner")}`,
    "risk.invalid row 2",
  ],
  ["a threshold on no side", `${head}\n${first.replaceAll(/""(below|above)""/g, '""beyond""')}`, "risk.invalid row 2"],
  ["a list that is no JSON", `${head}\n${first.replace(",design ", ",[design ")}`, "risk.invalid row 2"],
  ["nothing", "", "risk.column-missing row 1"],
])("%s is a finding with its row", (_, csv, expected) => {
  const read = registerFromCsv(csv, rolloutRisks);
  expect(read.ok ? [] : read.error.map(({ code, where }) => `${code} ${where}`)).toContain(expected);
});

test("what its ids refer to is left to the check of the register", () => {
  const read = registerFromCsv(registerToCsv(scored).replace("R01,integration", "R01,elsewhere"), scored);
  expect(read.ok && checkRegister(read.value)).toMatchObject([{ code: "risk.unknown-id", where: "risk R01" }]);
});
