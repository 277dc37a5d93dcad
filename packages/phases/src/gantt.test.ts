import { describe, expect, test } from "vitest";
import { ganttRows, svgGantt, tableGantt, toCsv, toFrappe, toMermaidGantt, toSvar, toVis } from "./gantt.ts";
import { createPlan } from "./plan.ts";
import { rolloutTemplate } from "./rollout-template.ts";
import { schedule } from "./schedule.ts";
import { readXml, type XmlElement } from "./xml.ts";

const plan = createPlan(rolloutTemplate, {
  start: "2027-03-01",
  calendar: { holidays: [] },
  decisions: { "guardians-invited": true },
});
const planned = schedule(plan);
const rows = ganttRows(plan, planned, "en");
const texts = (element: XmlElement): readonly string[] => [element.text, ...element.children.flatMap(texts)];

test("the rows are the phases with what is in them, in order", () => {
  expect(rows).toHaveLength(5 + planned.activities.length + 5);
  expect(rows[0]).toMatchObject({ id: "establishment", kind: "phase", start: "2027-03-01" });
  const phases = rows.filter(({ kind }) => kind === "phase");
  for (const { id, start, end } of phases) {
    const own = rows.filter(({ phase }) => phase === id);
    expect(own.every((row) => row.start >= start && row.end <= end)).toBe(true);
  }
  expect(rows.find(({ id }) => id === "m1")?.after).toContain("rollout-plan");
});

describe("the chart", () => {
  const options = { title: 'Rollout <2027> & "more"', language: "en" } as const;
  const svg = svgGantt(rows, options);

  test("is well-formed, has a name and says for every row what it shows", () => {
    const root = readXml(svg);
    expect(root.name).toBe("svg");
    expect(root.children[0]).toMatchObject({ name: "title", text: options.title });
    const titles = texts(root);
    for (const { title, start } of rows)
      expect(titles.some((text) => text.startsWith(`${title}: ${start}`))).toBe(true);
    expect(svg).toContain('role="img" aria-labelledby="gantt-title"');
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("has a table that says the same", () => {
    const table = readXml(tableGantt(rows, options));
    const cells = table.children[2]!.children.map((row) => row.children.map(({ text }) => text));
    expect(cells).toEqual(
      rows.map(({ title, start, end, totalFloat, isCritical }) => [
        title,
        start,
        end,
        totalFloat === undefined ? "" : `${totalFloat}`,
        isCritical ? "yes" : "",
      ]),
    );
    expect(readXml(svgGantt([], options)).name).toBe("svg");
  });
});

test("a spreadsheet gets every cell as it was, and no formula", () => {
  const [first] = rows;
  const csv = toCsv([{ ...first!, title: '=1+1, "x"\ny' }, ...rows.slice(1)]);
  expect(csv.split("\r\n")).toHaveLength(rows.length + 2);
  expect(csv).toContain(`establishment,phase,"'=1+1, ""x""\ny",,2027-03-01`);
});

test("Mermaid gets a section for every phase and no text that ends a line early", () => {
  const chart = toMermaidGantt(rows, "Rollout: 2027");
  expect(chart.split("\n").filter((line) => line.startsWith("  section "))).toHaveLength(5);
  expect(chart).toContain("title Rollout  2027");
  expect(
    chart
      .split("\n")
      .filter((line) => line.includes(" :"))
      .every((line) => line.split(":").length === 2),
  ).toBe(true);
});

test("other charts get the same days, dependencies that are there, and their own end", () => {
  const activity = rows.find(({ id }) => id === "staffing")!;
  const frappe = toFrappe(rows, { staffing: 0.5 });
  expect(frappe.find(({ id }) => id === "staffing")).toMatchObject({ end: activity.end, progress: 50 });
  const ids = new Set(rows.map(({ id }) => id));
  const svar = toSvar(rows);
  expect(svar.links.filter(({ source, target }) => !ids.has(source) || !ids.has(target))).toEqual([]);
  expect(svar.tasks.filter(({ type }) => type === "summary")).toHaveLength(5);
  const vis = toVis(rows);
  expect(vis.items.find(({ id }) => id === "staffing")!.end! > activity.end).toBe(true);
  expect(vis.items.every(({ group }) => vis.groups.some(({ id }) => id === group))).toBe(true);
});
