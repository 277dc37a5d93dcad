import { expect, test } from "vitest";
import type { Plan, Problem } from "./index.ts";
import { calendarFigure, htmlTable } from "./svg.ts";

const days = ["2026-12-31", "2027-01-04", "2027-01-09", "2027-03-29"];
const problem: Problem = {
  days,
  slots: [
    { id: "am", start: "08:30", end: "11:00" },
    { id: "pm", start: "13:00", end: "15:30" },
  ],
  units: [{ id: "north" }, { id: "south" }],
  people: ["p1", "p2", "p3"].map((id, i) => ({ id, unit: i < 2 ? "north" : "south", roles: [] })),
  courses: [
    {
      id: "c",
      title: { sv: "Närvaro & <frånvaro> för alla i skolan", en: "Attendance" },
      capacity: 5,
      window: { from: days[0]!, to: days[3]! },
    },
  ],
  rooms: [{ id: "r", seats: 5 }],
  trainers: [{ id: "t", qualifications: ["c"] }],
};
const session = (id: string, day: string, slot: string): Plan["sessions"][number] => ({
  id,
  course: "c",
  day,
  slot,
  room: "r",
  trainer: "t",
  status: "published",
});
const plan: Plan = {
  sessions: [
    session("s1", days[0]!, "am"),
    session("s2", days[1]!, "pm"),
    session("s3", days[2]!, "am"),
    session("s4", days[3]!, "am"),
  ],
  assignments: [
    { person: "p1", course: "c", session: "s1", status: "invited" },
    { person: "p2", course: "c", session: "s2", status: "invited" },
    { person: "p3", course: "c", session: "s2", status: "invited" },
  ],
};

const texts = (svg: string) => [...svg.matchAll(/<text [^>]*>([^<]*)/g)].map(([, text]) => text);

test("weeks by their ISO numbers across New Year, weekdays by name, Saturday since it is used", () => {
  const { svg } = calendarFigure(problem, plan);
  expect(texts(svg).filter((text) => text?.startsWith("v. "))).toEqual(["v. 53", "v. 1", "v. 13"]);
  expect(texts(svg)).toEqual(expect.arrayContaining(["2026-12-28", "mån", "fre", "lör", "08:30 · 1 pers · r"]));
  expect(texts(svg)).not.toContain("sön");
});

test("says what it is and how much it holds, and every text is text", () => {
  const { svg } = calendarFigure(problem, plan, { id: 'a"b' });
  expect(svg).toContain('role="img" aria-labelledby="a&quot;b-title a&quot;b-desc" lang="sv"');
  expect(svg).toContain('<title id="a&quot;b-title">Utbildningskalender</title>');
  expect(svg).toContain("4 tillfällen från 2026-12-31 till 2027-03-29.");
  expect(svg).toContain("Närvaro &amp; &lt;frånvaro&gt; för alla i skolan, r, t, 1 pers</title>");
  expect(texts(svg)).toContain("Närvaro &amp; &lt;frånv…");
});

test("an id with a blank names one element, not two", () => {
  expect(calendarFigure(problem, plan, { id: "my cal" }).svg).toContain('aria-labelledby="my-cal-title my-cal-desc"');
});

test("no colour is fixed but the stripes', which a page can set", () => {
  const { svg } = calendarFigure(problem, plan);
  const fills = new Set([...svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, colour]) => colour));
  expect(fills).toEqual(new Set(["currentColor", "var(--training-course-1, #2f7fd1)"]));
});

test("the table has a row for each session drawn, whoever's calendar it is", () => {
  for (const whose of [undefined, { unit: "north" }, { person: "p3" }, { trainer: "t" }, { room: "none" }] as const) {
    const { svg, table } = calendarFigure(problem, plan, { language: "en", ...(whose ? { whose } : {}) });
    expect(svg.split("<svg x=")).toHaveLength(1 + table.rows.length);
    expect(htmlTable(table).split('<th scope="row">')).toHaveLength(1 + table.rows.length);
  }
  const { svg, table } = calendarFigure(problem, plan, { language: "en", whose: { unit: "north" } });
  expect(table.caption).toBe("Training calendar, unit north");
  expect(texts(svg)).toContain("13:00 · 1 person · r");
  expect(calendarFigure(problem, plan, { whose: { room: "none" } }).svg).toContain("Inga tillfällen.");
});

test("fewer weeks beside each other make it narrower and longer", () => {
  const size = (weeksPerRow: number) =>
    /width="(\d+)" height="(\d+)" role/
      .exec(calendarFigure(problem, plan, { weeksPerRow }).svg)!
      .slice(1)
      .map(Number);
  const [wide, narrow] = [size(6), size(2)];
  expect(narrow[0]).toBeLessThan(360);
  expect(wide[0]).toBeGreaterThan(narrow[0]!);
  expect(wide[1]).toBeLessThan(narrow[1]!);
  expect(() => calendarFigure(problem, plan, { weeksPerRow: 0 })).toThrow(RangeError);
});

test("a table's texts can't become markup, and what is missing is an empty cell", () => {
  const html = htmlTable({
    caption: "a<b",
    columns: [{ title: "x&y", kind: "text" }],
    rows: [["<i>"], [null]],
  });
  expect(html).toContain("<caption>a&lt;b</caption>");
  expect(html).toContain('<th scope="row">&lt;i&gt;</th>');
  expect(html).toContain('<th scope="row"></th>');
});
