import { expect, test } from "vitest";
import {
  bowTie,
  driversOf,
  exampleScores,
  fiveByFive,
  heatMap,
  inferredQuantification,
  type Network,
  riskMatrix,
  riskReport,
  rolloutRisks,
  scaleKey,
  sCurveSpec,
  simulate,
  toHtmlTable,
  tornadoSpec,
  withScores,
} from "./index.ts";

const { R09: _unscored, ...most } = exampleScores;
const register = withScores(rolloutRisks, scaleKey(fiveByFive), most);
const network: Network = {
  activities: [
    { id: "integration-design", duration: { min: 2, mode: 4, max: 8 } },
    { id: "sync-setup", duration: { min: 2, mode: 3, max: 6 } },
    { id: "m3", duration: 0 },
  ],
  links: [
    { from: "integration-design", to: "sync-setup", type: "FS", lag: 0 },
    { from: "sync-setup", to: "m3", type: "FS", lag: 0 },
  ],
  milestones: ["m3"],
};
const run = simulate(
  { network, ...driversOf(register, fiveByFive, inferredQuantification, network) },
  { iterations: 2000, seed: 1 },
);
if (!run.ok) throw new Error("refused");
const simulation = run.value;

/** Tags that are opened and not closed, or the other way round. */
function unbalanced(xml: string): readonly string[] {
  const open: string[] = [];
  for (const [, close, name = "", self] of xml.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (self === "/") continue;
    if (close !== "/") open.push(name);
    else if (open.pop() !== name) return [name];
  }
  return open;
}

test.each(["sv", "en"] as const)("the heat map says the same in its drawing and its table (%s)", (language) => {
  const { svg, table } = heatMap(riskMatrix(register, fiveByFive), { language });
  expect(unbalanced(svg)).toEqual([]);
  expect(svg).toMatch(/role="img" aria-labelledby="risk-matrix-title risk-matrix-desc"/);
  for (const { id } of register.risks) {
    expect(svg).toContain(id);
    expect(table.rows.flat().join(" ")).toContain(id);
  }
  for (const row of table.rows) expect(row).toHaveLength(table.head.length);
  expect(table.rows.at(-1)?.[1]).toBe("R09");
});

test("the bow-tie has causes and dominoes to the left, consequences to the right", () => {
  const { svg, table } = bowTie(register, "R03", { language: "en" });
  expect(unbalanced(svg)).toEqual([]);
  const column = (index: number) => table.rows.map((row) => row[index]).filter(Boolean);
  expect(column(0)).toEqual([
    "Unclear who may decide",
    "Set off by R01 The technical work has to wait",
    expect.stringContaining("R02"),
    expect.stringContaining("R17"),
  ]);
  expect(column(1)).toHaveLength(1);
  expect(column(3)).toEqual([]);
  expect(column(4)).toEqual([
    expect.any(String),
    "Sets off R04 Licence keys come late",
    expect.stringContaining("R11"),
  ]);
  expect(() => bowTie(register, "R99", { language: "en" })).toThrow("R99");
});

test("texts of a register can't break out of a drawing or a table", () => {
  const evil = '"><script>alert(1)</script>&';
  const risks = register.risks.map((risk) => ({ ...risk, id: `${risk.id}${evil}`, event: { sv: evil, en: evil } }));
  const other = { ...register, risks, dominoes: [] };
  const figures = [
    heatMap(riskMatrix(other, fiveByFive), { language: "sv", id: evil }),
    bowTie(other, `R01${evil}`, { language: "sv" }),
  ];
  for (const { svg, table } of figures)
    for (const markup of [svg, toHtmlTable(table)]) expect(markup).not.toContain("<script");
});

test("a drawing is well-formed and names its parts, whatever signs an id or a text has", () => {
  const odd = "R 1\u0000\u001b\ud800";
  const [risk] = register.risks;
  const other = {
    ...register,
    risks: [{ ...risk!, id: odd, event: { sv: odd, en: odd } }],
    dominoes: [],
  };
  for (const { svg } of [
    bowTie(other, odd, { language: "sv" }),
    heatMap(riskMatrix(other, fiveByFive), { language: "sv", id: odd }),
  ]) {
    expect(unbalanced(svg)).toEqual([]);
    expect(svg).not.toMatch(/[^\P{Cc}\n]/u);
    expect(svg).not.toMatch(/\p{Cs}/u);
    const [, named = ""] = /aria-labelledby="([^"]*)"/.exec(svg) ?? [];
    expect(named.split(" ").filter((id) => svg.includes(` id="${id}"`))).toHaveLength(2);
  }
});

test.each(["sv", "en"] as const)(
  "the report names every risk, scored or not, and every date with its interval (%s)",
  (language) => {
    const report = riskReport(register, {
      language,
      scale: fiveByFive,
      simulation,
      dayToText: (day) => `day ${Math.ceil(day)}`,
      names: { m3: "Milestone three" },
    });
    for (const { id } of register.risks) expect(report).toContain(id);
    expect(report).toContain("Milestone three");
    expect(report).toMatch(/day \d+ – day \d+/);
    expect(report).toContain("R13");
    expect(report).not.toMatch(/undefined|NaN|\[object/);
  },
);

test("a report without a simulation or a score says what is missing, and no more", () => {
  const report = riskReport(rolloutRisks, { language: "en", scale: fiveByFive });
  expect(report).toContain("Not scored, and so not ranked: R01, R02");
  expect(report).not.toContain("P80");
});

test("a text with line breaks stays on its line: it begins no heading and ends no row", () => {
  const [first, ...rest] = rolloutRisks.risks;
  const broken = "one\r# two\n\nthree";
  const hostile = {
    ...rolloutRisks,
    title: { sv: broken, en: broken },
    risks: [{ ...first!, title: { sv: broken, en: broken } }, ...rest],
  };
  const report = riskReport(hostile, { language: "en", scale: fiveByFive });
  expect(report).toContain("one # two three");
  expect(report).not.toMatch(/\r|^# two|^three/m);
});

test("the S-curve rises to one, and the tornado has the widest bar first", () => {
  const curve = sCurveSpec(simulation, "sv")["data"] as {
    readonly values: readonly { readonly day: number; readonly share: number }[];
  };
  expect(curve.values).toHaveLength(101);
  expect(curve.values.at(-1)?.share).toBe(1);
  expect(curve.values.map(({ day }) => day)).toEqual(curve.values.map(({ day }) => day).toSorted((a, b) => a - b));
  const bars = tornadoSpec(simulation, "en", 2)["data"] as { readonly values: readonly { readonly source: string }[] };
  expect(bars.values.map(({ source }) => source)).toEqual(simulation.tornado.slice(0, 2).map(({ id }) => id));
});

test.each([
  ["S-curve", sCurveSpec(simulation, "en")],
  ["tornado", tornadoSpec(simulation, "sv")],
])("every field that the %s draws is in its data", (_, spec) => {
  const { data, encoding } = spec as unknown as {
    readonly data: { readonly values: readonly Record<string, unknown>[] };
    readonly encoding: Readonly<Record<string, { readonly field: string }>>;
  };
  expect(data.values.length).toBeGreaterThan(1);
  for (const { field } of Object.values(encoding)) for (const row of data.values) expect(row[field]).toBeDefined();
});
