import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareReport } from "@milstolpe/scb";
import { afterAll, expect, test } from "vitest";
import { demoMunicipality } from "../demo/index.ts";
import { writeReport } from "./scb-job.ts";

const folder = mkdtempSync(join(tmpdir(), "milstolpe-scb-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("what is to be seen to is told once, and the file is the prepared one", () => {
  const [report] = demoMunicipality(1, { scale: 0.15 }).grades;
  if (!report) throw new Error("the demo has no grades");
  const { file, view } = writeReport(folder, report);
  const prepared = prepareReport(report);
  expect(new Uint8Array(readFileSync(file))).toEqual(prepared.report?.bytes);
  expect(view.findings.map(({ code, where }) => `${code} ${where}`)).toEqual(
    prepared.findings.map(({ code, where }) => `${code} ${where}`),
  );
});
