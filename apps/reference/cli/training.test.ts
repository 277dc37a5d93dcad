import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { demoMunicipality, trainingProblem } from "../demo/index.ts";
import { commandLine } from "./harness.ts";

const { run, file, path: at } = commandLine();
const small = demoMunicipality(1, { scale: 0.05 });

describe("training solve", () => {
  const problem = () => trainingProblem(small, { accessFrom: "2026-06-09" });
  test("the same seed and steps give the same plan, and everybody has a place", async () => {
    const path = file("problem.json", JSON.stringify(problem()));
    const runs = await Promise.all(
      ["a", "b"].map(async (name) => {
        const out = at(`plan-${name}.json`);
        const budget = ["--seed", "7", "--iterations", "50000"];
        const answer = await run("training", "solve", path, ...budget, "--out", out, "--json");
        return { code: answer.code, result: JSON.parse(answer.stdout) as object, plan: readFileSync(out, "utf8") };
      }),
    );
    expect(runs[0]?.code).toBe(0);
    expect(runs[0]?.result).toMatchObject({ hard: 0, medium: 0, unplaced: 0 });
    expect(runs[0]?.plan).toBe(runs[1]?.plan);
  });

  test("access that is not known yet: nobody is placed, the plan is kept, and the exit code says so", async () => {
    const path = file("gated.json", JSON.stringify({ ...problem(), gates: { platform: null } }));
    const { code, stdout } = await run("training", "solve", path, "--iterations", "1000", "--json");
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ hard: 0, sessions: 0 });
  });
});

describe("training explain", () => {
  test("a possible problem has a plan", async () => {
    const path = file("possible.json", JSON.stringify(trainingProblem(small, { accessFrom: "2026-06-09" })));
    const { code, stdout } = await run("training", "explain", path, "--json");
    expect({ code, ...(JSON.parse(stdout) as object) }).toMatchObject({ code: 0, verdict: "possible", unplaced: 0 });
  });

  test("courses that nobody can hold: what is in the way is named, and so is what would help", async () => {
    const problem = trainingProblem(small, { accessFrom: "2026-06-09" });
    const [one, ...others] = problem.courses.map(({ id }) => id);
    const trainers = problem.trainers.map((trainer) => ({ ...trainer, qualifications: others }));
    const path = file("nobody.json", JSON.stringify({ ...problem, trainers }));
    const { code, stdout } = await run("training", "explain", path, "--iterations", "2000", "--json");
    expect(code).toBe(2);
    const explained = JSON.parse(stdout) as { verdict: string; findings: { where: string }[] };
    expect(explained.verdict).toBe("impossible");
    expect(JSON.stringify(explained.findings)).toContain(one);
  });
});

describe("training check and replan", () => {
  const options = ["--seed", "7", "--iterations", "50000"];
  const [problem, plan] = [at("the-problem.json"), at("the-plan.json")];
  beforeAll(async () => {
    file("the-problem.json", JSON.stringify(trainingProblem(small, { accessFrom: "2026-06-09" })));
    await run("training", "solve", problem, ...options, "--out", plan);
  });

  test("a plan is counted as the solver counted it", async () => {
    const solved = await run("training", "solve", problem, ...options, "--json");
    const checked = await run("training", "check", problem, plan, "--json");
    const { hard, medium, soft, sessions, unplaced } = JSON.parse(solved.stdout) as Record<string, number>;
    expect(checked.code).toBe(0);
    expect(JSON.parse(checked.stdout)).toMatchObject({ hard, medium, soft, sessions, unplaced });
    const { bound } = JSON.parse(checked.stdout) as { bound: number };
    expect(bound).toBeGreaterThan(0);
    expect(bound).toBeLessThanOrEqual(soft ?? 0);
    const told = await run("training", "check", problem, plan, "--lang", "sv");
    expect(told.stdout).toContain(`Ingen plan klarar sig med under ${bound} poäng`);
  });

  test("a broken rule is named, with the sessions and without the people", async () => {
    const before = JSON.parse(readFileSync(plan, "utf8")) as {
      sessions: { id: string; room: string; day: string; slot: string; trainer: string }[];
      assignments: { person: string }[];
    };
    const [first] = before.sessions;
    const sessions = before.sessions.map((one) => ({ ...one, day: first?.day, slot: first?.slot }));
    const answer = await run("training", "check", problem, file("clash.json", JSON.stringify({ ...before, sessions })));
    expect(answer.code).toBe(2);
    expect(answer.stdout).toContain("Two sessions with one trainer at once");
    expect(before.assignments.filter(({ person }) => answer.stdout.includes(person))).toEqual([]);
  });

  test("a trainer who falls ill: nobody loses their place, few are moved, and the new plan stands the check", async () => {
    const { sessions } = JSON.parse(readFileSync(plan, "utf8")) as { sessions: { trainer: string; day: string }[] };
    const [one] = sessions.toSorted((a, b) => (a.day < b.day ? -1 : 1));
    const ill = ["--trainer-away", one?.trainer ?? "", "--from", one?.day ?? "", "--to", one?.day ?? ""];
    const out = at("after.json");
    const answer = await run(
      "training",
      "replan",
      problem,
      plan,
      ...ill,
      "--iterations",
      "20000",
      "--out",
      out,
      "--json",
    );
    expect(answer.code).toBe(0);
    const { moved, hard, medium } = JSON.parse(answer.stdout) as Record<string, number>;
    expect({ hard, medium }).toEqual({ hard: 0, medium: 0 });
    expect(moved).toBeLessThan(60);
    expect((await run("training", "check", problem, out)).code).toBe(0);
  });

  test.each([
    ["nothing has happened", [], "--trainer-away"],
    ["a trainer whom the problem does not have", ["--trainer-away", "nobody", "--from", "2026-08-24"], "nobody"],
    [
      "days the wrong way round",
      ["--trainer-away", "trainer-1", "--from", "2026-09-04", "--to", "2026-08-24"],
      "2026-09-04 is after",
    ],
    ["days that are missing", ["--trainer-away", "trainer-1"], "--from"],
    ["a day that is none", ["--trainer-away", "trainer-1", "--from", "2026-02-30", "--to", "2026-03-01"], "--from"],
    ["a gate that there is not", ["--access", "moon=2026-08-24"], "platform"],
  ])("%s: refused, exit code 1", async (_, options, said) => {
    const { code, stderr } = await run("training", "replan", problem, plan, ...options);
    expect(code).toBe(1);
    expect(stderr).toContain(said);
  });

  test.each([
    ["no JSON", "{", 1],
    ["no plan", "[]", 2],
  ])("%s in place of a plan", async (_, content, expected) => {
    const { code, stdout, stderr } = await run("training", "check", problem, file("bad.json", content));
    expect(code).toBe(expected);
    expect(stdout + stderr).not.toMatch(/\n {4}at /);
  });

  describe("invite", () => {
    const invite = (...args: readonly string[]) => run("training", "invite", problem, plan, ...args);

    test("a calendar and a list of one trainer's sessions, without people", async () => {
      const [ics, csv] = [at("trainer.ics"), at("trainer.csv")];
      const trainer = ["--trainer", "trainer-1"];
      const asCalendar = await invite("--out", ics, ...trainer, "--json");
      const asList = await invite("--out", csv, ...trainer, "--json");
      const { entries } = JSON.parse(asCalendar.stdout) as { entries: number };
      expect(entries).toBeGreaterThan(0);
      expect(JSON.parse(asList.stdout)).toHaveProperty("entries", entries);
      const text = readFileSync(ics, "utf8");
      expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/);
      expect(text).not.toContain("ATTENDEE");
    });

    test("a workbook and a drawing of the same sessions", async () => {
      const [xlsx, svg, places] = [at("plan.xlsx"), at("plan.svg"), at("places.csv")];
      const { entries } = JSON.parse((await invite("--out", xlsx, "--json")).stdout) as { entries: number };
      expect([...readFileSync(xlsx).subarray(0, 4)]).toEqual([0x50, 0x4b, 3, 4]);
      const drawn = await invite("--out", svg, "--lang", "sv");
      expect(drawn.stdout).toContain(`${svg}: ${entries} tillfällen`);
      expect(readFileSync(svg, "utf8").split("<svg x=")).toHaveLength(1 + entries);
      const listed = await invite("--out", places, "--people", "--json");
      expect(JSON.parse(listed.stdout)).toHaveProperty(
        "entries",
        readFileSync(places, "utf8").trimEnd().split("\n").length - 1,
      );
    });

    test("an invitation per person and course, sent once; after a change only what has changed", async () => {
      const addresses = file(
        "addresses.csv",
        ["id;email", ...small.staff.map(({ person }, index) => `${person};p${index}@example.org`)].join("\n"),
      );
      const organizer = ["--organizer", "training@example.org", "--addresses", addresses];
      const first = await invite("--out", at("mail"), ...organizer, "--json");
      const { requests, people, unreachable } = JSON.parse(first.stdout) as Record<string, number>;
      expect({ code: first.code, unreachable }).toEqual({ code: 0, unreachable: 0 });
      expect(requests).toBeGreaterThanOrEqual(people ?? Infinity);
      expect(readFileSync(at("mail/00001-request.ics"), "utf8")).toContain("METHOD:REQUEST");
      const again = await invite("--out", at("mail"), ...organizer, "--before", plan, "--json");
      expect(JSON.parse(again.stdout)).toMatchObject({ requests: 0, cancels: 0 });
    });

    test.each([
      ["no place to write", [], "--out"],
      ["another kind of file", ["--out", "x.docx"], ".xlsx"],
      ["another unit", ["--out", "x.svg", "--unit", "moon"], "moon"],
      ["two of whom", ["--out", "x.ics", "--room", "r", "--unit", "u"], "--room"],
      ["a room that there is not", ["--out", "x.ics", "--room", "attic"], "attic (it has: "],
      ["a person that there is not", ["--out", "x.ics", "--person", "nobody"], "has no nobody."],
      ["no addresses", ["--out", "folder", "--organizer", "a@example.org"], "--addresses"],
    ])("%s: exit code 1", async (_, options, said) => {
      const { code, stderr } = await invite(...options);
      expect({ code, said: stderr.includes(said) }).toEqual({ code: 1, said: true });
    });
  });
});
