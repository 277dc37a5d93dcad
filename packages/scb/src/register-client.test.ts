import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { person, year6 } from "../test/sample.ts";
import { checkRows } from "./check-report.ts";
import { gradesYear6Vt2026 } from "./grade-layouts.ts";
import { type RegisterCache, registerClient, type RegisterClientOptions } from "./register-client.ts";
import { parseSnapshot, referenceOf } from "./school-unit.ts";

/** An invented register: an ordinary unit, a Waldorf one, one of adapted school, a closed one. */
const units = [
  { schoolUnitCode: "99000003", name: "Anpassade skolan", status: "AKTIV", schoolTypes: ["GRAN"] },
  { schoolUnitCode: "99000001", name: "Skolan", status: "AKTIV", schoolTypes: ["GR", "FTH"], grades: ["4", "5", "6"] },
  { schoolUnitCode: "99000002", name: "Fria skolan", status: "AKTIV", schoolTypes: ["GR"], orientationType: "WALDORF" },
  { schoolUnitCode: "99000004", name: "Gamla skolan", status: "UPPHORT", schoolTypes: ["GR"] },
];
const extractDate = "2026-06-01T00:06:10.19+02:00";

let server: Server;
let baseUrl = "";
const asked: string[] = [];
/** Answers that come before the right ones. */
const faults: number[] = [];
let body: string | undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://localhost");
    asked.push(url.pathname + url.search);
    const fault = faults.shift();
    const unit = units.find(({ schoolUnitCode }) => url.pathname.endsWith(schoolUnitCode));
    const list = units.map(({ schoolUnitCode, name, status }) => ({ schoolUnitCode, name, status }));
    const answer = unit
      ? { data: { type: "schoolunit", schoolUnitCode: unit.schoolUnitCode, attributes: detailsOf(unit) } }
      : { meta: { extractDate }, data: { type: "schoolunit", attributes: list } };
    response.writeHead(fault ?? 200, { "content-type": "application/json" });
    response.end(body ?? JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const detailsOf = ({ name, status, schoolTypes, grades, orientationType = "ALLMAN" }: (typeof units)[number]) => ({
  displayName: name,
  status,
  municipalityCode: "9999",
  schoolTypes,
  schoolTypeProperties: grades ? { gr: { grades } } : {},
  orientationType,
  schoolUnitType: "SKOLENHET",
  reportsStudents: "KOMMUNAL",
  headMaster: "Namn Namnsson",
});

const query = { municipalityCode: "9999" };
function clientWith(options: Partial<RegisterClientOptions> = {}) {
  asked.length = 0;
  const sleep = () => Promise.resolve();
  return registerClient({ fetch, now: () => Date.parse("2026-06-12T08:00:00Z"), sleep, baseUrl, ...options });
}
function memory(): RegisterCache {
  const kept = new Map<string, string>();
  return {
    get: (key) => Promise.resolve(kept.get(key)),
    set: (key, text) => {
      kept.set(key, text);
      return Promise.resolve();
    },
  };
}

test("the units of a municipality come with their details, by code, and without the head's name", async () => {
  const answer = await clientWith().snapshot(query);
  expect(answer.ok && answer.value.snapshot).toMatchObject({
    takenAt: extractDate,
    units: [
      { code: "99000001", schoolTypes: ["GR", "FTH"], grades: ["4", "5", "6"], reportsStudents: "KOMMUNAL" },
      { code: "99000002", orientationType: "WALDORF" },
      { code: "99000003" },
      { code: "99000004", status: "UPPHORT" },
    ],
  });
  expect(asked[0]).toBe("/v2/school-units?municipality_code=9999");
  expect(asked).toHaveLength(5);
  expect(JSON.stringify(answer)).not.toContain("Namnsson");
});

test("a busy register is asked again", async () => {
  faults.push(503, 429);
  expect((await clientWith().snapshot(query)).ok).toBe(true);
  expect(asked).toHaveLength(7);
});

describe("the cache", () => {
  test("a fresh snapshot is used without asking, an old one is renewed", async () => {
    const cache = memory();
    await clientWith({ cache }).snapshot(query);
    const again = clientWith({ cache });
    expect((await again.snapshot(query)).ok).toBe(true);
    expect(asked).toEqual([]);
    await clientWith({ cache, now: () => Date.parse("2026-06-13T08:00:01Z") }).snapshot(query);
    expect(asked).toHaveLength(5);
  });
  test("an old snapshot is used, and said, when the register does not answer", async () => {
    const cache = memory();
    await clientWith({ cache }).snapshot(query);
    const later = { now: () => Date.parse("2026-07-12T08:00:00Z"), cache, baseUrl: "http://127.0.0.1:9" };
    const answer = await clientWith(later).snapshot(query);
    expect(answer.ok && answer.value.findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      "check scb.register-stale",
    ]);
    expect(answer.ok && answer.value.snapshot.units).toHaveLength(4);
  });
  test("a cache that fails costs a request and nothing else", async () => {
    const fails = () => Promise.reject(new Error("disk"));
    expect((await clientWith({ cache: { get: fails, set: fails } }).snapshot(query)).ok).toBe(true);
  });
});

describe("what the register may answer", () => {
  const codeOf = async (client = clientWith()) => {
    const answer = await client.snapshot(query);
    return answer.ok ? "read" : answer.error.code;
  };
  test.each([
    ["no JSON", "<html>"],
    ["JSON of another shape", '{"data":[]}'],
    ["units without code", '{"data":{"attributes":[{"name":"x"}]}}'],
  ])("%s", async (_, text) => {
    body = text;
    expect(await codeOf()).toBe("scb.register-answer");
    body = undefined;
  });
  test("that it does not know the municipality", async () => {
    faults.push(400);
    expect(await codeOf()).toBe("scb.register-refused");
  });
  test("503 to the end", async () => {
    faults.push(503, 503, 503);
    expect(await codeOf()).toBe("scb.register-refused");
  });
  test("nothing", async () => {
    expect(await codeOf(clientWith({ baseUrl: "http://127.0.0.1:9" }))).toBe("scb.register-unreachable");
  });
});

describe("an offline snapshot", () => {
  test("is read as it was written", async () => {
    const answer = await clientWith().snapshot(query);
    if (!answer.ok) throw new Error(answer.error.code);
    expect(parseSnapshot(JSON.stringify(answer.value.snapshot))).toEqual({ ok: true, value: answer.value.snapshot });
  });
  test.each(["", "[]", '{"format":"milstolpe/school-units/1","takenAt":"x","units":[{"code":1}]}', '{"units":[]}'])(
    "%s is refused",
    (text) => expect(parseSnapshot(text).ok).toBe(false),
  );
  test("gives the checks their units", async () => {
    const answer = await clientWith().snapshot(query);
    if (!answer.ok) throw new Error(answer.error.code);
    const reference = referenceOf(answer.value.snapshot);
    const rows = ["99000001", "99000002", "99000003", "99000004", "99000005"].map((Skolenhetskod, index) =>
      year6(index, { Skolenhetskod, PersonNr: person(index), Bl: "Y" }),
    );
    const found = checkRows(rows, gradesYear6Vt2026, { reference }).map(({ findings }) =>
      findings.map(({ code }) => code),
    );
    expect(found).toEqual([
      ["scb.gradeless"],
      [],
      ["scb.adapted-school", "scb.gradeless"],
      ["scb.school-unit-unknown", "scb.gradeless"],
      ["scb.school-unit-unknown", "scb.gradeless"],
    ]);
  });
});

const description = new URL(
  "../../../../shared/data/skolenhetsregistret/skolenhetsregistret_v2_openapi.yaml",
  import.meta.url,
);
test.skipIf(!existsSync(description))("paths and names are those of the published description of the API", () => {
  const yaml = readFileSync(description, "utf8");
  for (const path of ["/v2/school-units:", "/v2/school-units/{schoolUnitCode}:"]) expect(yaml).toContain(`  ${path}\n`);
  expect(yaml).toContain("name: municipality_code");
  expect(yaml).toContain("name: organization_number");
  const names = [
    ...Object.keys(detailsOf(units[0] as (typeof units)[number])),
    "schoolUnitCode",
    "name",
    "extractDate",
  ];
  for (const name of [...names, "attributes", "meta", "data", "gr", "grades"])
    expect(yaml).toMatch(new RegExp(`^ +${name}:$`, "m"));
  for (const value of ["AKTIV", "VILANDE", "WALDORF", "INTERNATIONELL", "GRAN", "GR"])
    expect(yaml).toContain(`- ${value}`);
});
