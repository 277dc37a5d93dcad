import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createActor, initialTransition, transition } from "xstate";
import { person, year9 } from "./sample.ts";
import { diffSubmissions } from "../src/diff-submissions.ts";
import { gradesYear9Vt2026 as layout } from "../src/grade-layouts.ts";
import type { ScbRecord } from "../src/layout.ts";
import { type Manifest, manifestDigest, manifestOf } from "../src/manifest.ts";
import { testsYear9Vt2026 } from "../src/national-test-layouts.ts";
import { prepareReport } from "../src/prepare-report.ts";
import type { ProtectedIdentityDecision } from "../src/protected-identity.ts";
import { reviewPage } from "../src/review-page.ts";
import { newSignOff, signOff, type SignOffEvent } from "../src/sign-off.ts";
import { signOffMachine, signOffSnapshot } from "../src/xstate.ts";
import { compareYears, yearSummary } from "../src/year-summary.ts";

const rows: readonly ScbRecord[] = Array.from({ length: 40 }, (_, index) =>
  year9(index, { Skolenhetskod: index < 25 ? "99000001" : "99000002" }),
);
const at = "2026-06-12T08:00:00Z";
const generator = { name: "milstolpe", version: "1.0.0" };
const manifestFor = (records: readonly ScbRecord[]): Manifest =>
  manifestOf(prepareReport({ layout, records }), { layout, records, generator, fileName: "betyg-ak9.txt" });

describe("a manifest", () => {
  test("has the hash that any other program computes of the file", () => {
    const { report } = prepareReport({ layout, records: rows });
    const { file, rowsByUnit, input } = manifestFor(rows);
    expect(file.sha256).toBe(
      createHash("sha256")
        .update(report?.bytes ?? "")
        .digest("hex"),
    );
    expect(file.bytes).toBe(report?.bytes.length);
    expect(rowsByUnit).toEqual({ "99000001": 25, "99000002": 15 });
    expect(input.rows).toBe(40);
  });
  test("is the same for the same rows in any order, and another for other rows", () => {
    expect(manifestDigest(manifestFor(rows.toReversed()))).toBe(manifestDigest(manifestFor(rows)));
    expect(manifestDigest(manifestFor(rows.slice(1)))).not.toBe(manifestDigest(manifestFor(rows)));
  });
  test("counts findings and holds no name and no number", () => {
    const manifest = manifestFor([...rows, year9(50, { Ma: "X", Efternamn: "Hemlig" })]);
    expect(manifest).toMatchObject({ held: 1, isComplete: false, rows: 40, findings: { must: 2, check: 0 } });
    expect(manifest.findings.byCode).toEqual({ "scb.code": 1, "scb.rows-held": 1 });
    expect(JSON.stringify(manifest)).not.toMatch(/Hemlig|Öberg|2013\d{8}/);
  });
  test("there is none of a report that was not written", () => {
    const prepared = prepareReport({ layout: "elever-draft", records: rows });
    expect(() => manifestOf(prepared, { layout, records: rows, generator, fileName: "x" })).toThrow(RangeError);
  });
});

describe("this year beside last year", () => {
  const last = yearSummary(rows, layout);
  const failing = rows.map((row, index) => ({ ...row, Ma: index < 5 ? "F" : "B" }));
  const marked = (records: readonly ScbRecord[], policy = {}) =>
    compareYears(last, yearSummary(records, layout), policy)
      .filter(({ isMarked }) => isMarked)
      .map(({ about, before, after }) => `${about}: ${before} → ${after}`);

  test("counts rows per unit, and who passes among those graded", () => {
    expect(last).toMatchObject({ term: "VT2026", rows: 40, rowsByUnit: { "99000001": 25, "99000002": 15 } });
    expect(last.grades["Ma"]).toEqual({ graded: 40, passed: 40 });
    expect(yearSummary(failing, layout).grades["Ma"]).toEqual({ graded: 40, passed: 35 });
    expect(yearSummary([year9(0, { Ma: "9" })], layout).grades["Ma"]).toEqual({ graded: 0, passed: 0 });
  });
  test("equal years have nothing to explain", () => expect(marked(rows)).toEqual([]));
  test.each<readonly [string, readonly ScbRecord[], readonly string[]]>([
    ["a fifth fewer is not marked", [...rows.slice(0, 20), ...rows.slice(25)], []],
    ["more than a fifth fewer is", [...rows.slice(0, 19), ...rows.slice(25)], ["rows 99000001: 25 → 19"]],
    ["a tenth fewer who pass is not", rows.map((row, i) => ({ ...row, Ma: i < 4 ? "F" : "B" })), []],
    ["an eighth is", failing, ["passed Ma: 1 → 0.875"]],
  ])("%s", (_, records, expected) => expect(marked(records)).toEqual(expected));
  test("the bounds are the caller's", () => {
    expect(marked(rows.slice(1), { countShare: 0, leastRows: 1 })).toEqual(["rows: 40 → 39", "rows 99000001: 25 → 24"]);
    expect(marked(failing, { leastGraded: 41 })).toEqual([]);
    expect(marked(failing, { passedChange: 0.2 })).toEqual([]);
  });
  test("a marked change needs a comment, and then the file may be sent", () => {
    const prepare = (text?: string) =>
      prepareReport({
        layout,
        records: failing,
        lastYear: last,
        comments: text === undefined ? [] : [{ about: "passed Ma", by: "principal", text, at }],
      });
    const without = prepare();
    expect(without.findings.map(({ severity, code, where }) => `${severity} ${code} ${where}`)).toEqual([
      "must scb.year-change passed Ma",
    ]);
    expect(without.findings[0]?.en).toContain("From 100.0 % last year to 87.5 %");
    expect(without.report?.isComplete).toBe(false);
    expect(prepare("  ").report?.isComplete).toBe(false);
    const explained = prepare("A new teacher in May.");
    expect(explained.findings.map(({ code }) => code)).toEqual(["scb.year-explained"]);
    expect(explained.report?.isComplete).toBe(true);
  });
});

describe("a protected identity", () => {
  const persons = new Set([person(0)]);
  const decision = (names: ProtectedIdentityDecision["names"]): ProtectedIdentityDecision => ({
    names,
    by: "head of administration",
    reason: "asked SCB",
    at,
  });
  test("holds the row until somebody has decided which name is written", () => {
    const { report, held, findings } = prepareReport({ layout, records: rows, protectedIdentities: { persons } });
    expect(held.map(({ row }) => row["PersonNr"])).toEqual([person(0)]);
    expect(findings.map(({ code, where }) => `${code} ${where}`)).toEqual([
      "scb.protected-name row 1",
      "scb.rows-held file",
    ]);
    expect(report?.isComplete).toBe(false);
    expect(report?.protectedRows).toBe(0);
  });
  test("is written with the name that was decided on, and the real number", () => {
    const names = { Fornamn: "Skyddad", Efternamn: "Person" };
    const protectedIdentities = { persons, decision: decision(names) };
    const prepared = prepareReport({ layout, records: rows, protectedIdentities });
    const written = prepared.report?.rows.filter((row) => row["Fornamn"] === "Skyddad");
    expect(written).toEqual([{ ...rows[0], ...names }]);
    expect(prepared.findings).toEqual([]);
    const manifest = manifestOf(prepared, {
      layout,
      records: rows,
      generator,
      fileName: "x",
      protectedIdentity: protectedIdentities.decision,
    });
    expect(manifest.protectedIdentity).toEqual({ rows: 1, decision: protectedIdentities.decision });
  });
  test("is written as registered when that was decided", () => {
    const { report } = prepareReport({
      layout,
      records: rows,
      protectedIdentities: { persons, decision: decision("as-registered") },
    });
    expect(report?.rows).toContainEqual(rows[0]);
  });
  test("needs no decision in a file without names", () => {
    const records = [{ PersonNr: person(0) }];
    const { findings } = prepareReport({ layout: testsYear9Vt2026, records, protectedIdentities: { persons } });
    expect(findings.map(({ code }) => code)).not.toContain("scb.protected-name");
  });
});

describe("sign-off", () => {
  const manifest = manifestFor(rows);
  const digest = manifestDigest(manifest);
  const act = { by: "head of administration", at };
  const events = {
    validated: { ...act, type: "report.validated", manifest },
    approved: { ...act, type: "report.approved", digest },
    changed: { ...act, type: "report.changed", reason: "a pupil moved" },
    sent: { ...act, type: "report.sent", digest, receipt: "SCB 4711" },
    superseded: { ...act, type: "report.superseded", newDigest: "f".repeat(64) },
  } as const satisfies Record<string, SignOffEvent>;
  const after = (...taken: readonly SignOffEvent[]) =>
    taken.reduce((report, event) => {
      const step = signOff(report, event);
      if (!step.ok) throw new Error(step.error.code);
      return step.value;
    }, newSignOff);
  const refusal = (report: typeof newSignOff, event: SignOffEvent) => {
    const step = signOff(report, event);
    return step.ok ? step.value.status : step.error.code;
  };

  test("goes from draft to superseded, and keeps every step", () => {
    const { validated, approved, sent, superseded } = events;
    const report = after(validated, approved, sent, superseded);
    expect(report.status).toBe("superseded");
    expect(report.steps.map(({ type, note }) => [type, note])).toEqual([
      ["report.validated", undefined],
      ["report.approved", undefined],
      ["report.sent", "SCB 4711"],
      ["report.superseded", "f".repeat(64)],
    ]);
    expect(report.steps.every((step) => step.digest === digest)).toBe(true);
  });
  test.each<readonly [string, readonly SignOffEvent[], SignOffEvent, string]>([
    ["a draft is not approved", [], events.approved, "scb.sign-off-order"],
    ["what is validated is not sent", [events.validated], events.sent, "scb.sign-off-order"],
    [
      "what is sent is not changed",
      [events.validated, events.approved, events.sent],
      events.changed,
      "scb.sign-off-order",
    ],
    ["another file is not approved", [events.validated], { ...events.approved, digest: "0" }, "scb.sign-off-digest"],
    [
      "another file is not sent",
      [events.validated, events.approved],
      { ...events.sent, digest: "0" },
      "scb.sign-off-digest",
    ],
    [
      "an incomplete report is not validated",
      [],
      { ...events.validated, manifest: { ...manifest, isComplete: false } },
      "scb.sign-off-incomplete",
    ],
    [
      "a report is not superseded by itself",
      [events.validated, events.approved, events.sent],
      { ...events.superseded, newDigest: digest },
      "scb.sign-off-itself",
    ],
    ["nobody's approval is none", [events.validated], { ...events.approved, by: " " }, "scb.sign-off-unsigned"],
    ["a change takes an approved report back", [events.validated, events.approved], events.changed, "draft"],
    ["a change takes a validated report back", [events.validated], events.changed, "draft"],
    ["a changed report is approved anew", [events.validated, events.changed], events.approved, "scb.sign-off-order"],
  ])("%s", (_, taken, event, expected) => expect(refusal(after(...taken), event)).toBe(expected));

  test("the xstate machine takes exactly the steps that the function takes", () => {
    const any = fc.constantFrom<SignOffEvent>(
      ...Object.values(events),
      { ...events.approved, digest: "0" },
      { ...events.superseded, newDigest: digest },
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (sequence) => {
        let [snapshot] = initialTransition(signOffMachine);
        let report = newSignOff;
        for (const event of sequence) {
          [snapshot] = transition(signOffMachine, snapshot, event);
          const step = signOff(report, event);
          report = step.ok ? step.value : report;
          expect(snapshot.value).toBe(report.status);
          expect(snapshot.context.signOff).toEqual(report);
        }
      }),
    );
  });
  test("a report that was kept as data goes on where it was", () => {
    const kept = JSON.parse(JSON.stringify(after(events.validated))) as typeof newSignOff;
    const actor = createActor(signOffMachine, { snapshot: signOffSnapshot(kept) }).start();
    actor.send(events.approved);
    expect(actor.getSnapshot().value).toBe("approved");
  });
});

describe("the review page", () => {
  const records = [...rows.slice(0, 30), year9(50, { Ma: "X" }), year9(51, { Efternamn: "Berg-Ek" })];
  const prepared = prepareReport({ layout, records, previous: rows });
  const manifest = {
    ...manifestFor(records),
    isComplete: false,
    decisions: [{ schoolUnit: "99000002", by: "A & B", reason: "<closed>", at }],
  };
  const page = (language: "sv" | "en") =>
    reviewPage({
      layout,
      manifest,
      findings: prepared.findings,
      language,
      diff: diffSubmissions(rows, records, layout),
      years: compareYears(yearSummary(rows, layout), yearSummary(records, layout)),
    });
  test.each(["sv", "en"] as const)(
    "is whole, in its language, without scripts or outside resources (%s)",
    (language) => {
      const html = page(language);
      expect(html).toMatch(new RegExp(`^<!doctype html>\n<html lang="${language}">`));
      expect(html).not.toMatch(/<script|https?:|src=|url\(/);
      expect(html.match(/<table>/g)).toHaveLength(5);
      expect(html.match(/<caption>/g)).toHaveLength(5);
      expect(html).not.toMatch(/<th[^>]*><\/th>/);
      for (const row of html.match(/<thead><tr>.*?<\/tr>/g) ?? []) expect(row).not.toContain("<td");
      for (const tag of ["table", "tr", "td", "th", "h2", "main", "html"])
        expect(html.match(new RegExp(`<${tag}[ >]`, "g"))?.length).toBe(
          html.match(new RegExp(`</${tag}>`, "g"))?.length,
        );
    },
  );
  test("says what stands in the way, where, and what the reader signs", () => {
    const html = page("en");
    expect(html).toContain("May not be sent");
    expect(html).toContain("row 31, column 13 (Ma)");
    expect(html).toContain(manifest.file.sha256);
    expect(html).toContain("A &amp; B");
    expect(html).toContain("&lt;closed&gt;");
  });
  test("holds no name and no identity number", () => expect(page("sv")).not.toMatch(/Öberg|Berg-Ek|2013\d{8}/));
  test("many findings of one kind are one line with a count", () => {
    const many = prepareReport({ layout, records: rows.map((row) => ({ ...row, Ma: "X" })) });
    const html = reviewPage({ layout, manifest, findings: many.findings, language: "en" });
    expect(html.match(/Possible: A B C/g)).toHaveLength(1);
    expect(html).toContain("; 20 more");
  });
  test("without findings it says so", () => {
    expect(reviewPage({ layout, manifest, findings: [], language: "sv" })).toContain("<p>Inga.</p>");
  });
  test("the Swedish page is Swedish throughout", () => {
    const html = page("sv");
    expect(html).toContain("rad 31, kolumn 13 (Ma)");
    expect(html).toContain("Andel godkända: Matematik");
    expect(html).toContain("skolenhet 99000002");
    const said = html.replaceAll(/<style>.*<\/style>|<[^>]*>/gs, " ");
    expect(said).not.toMatch(/\b(?:row|column|school unit|passed|verified)\b/);
  });
});
