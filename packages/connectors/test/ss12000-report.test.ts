import type { Finding } from "@milstolpe/sync";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { edlevoDialect, lookUpSs12000, readSs12000, reportSs12000 } from "../src/ss12000.ts";
import { mockSs12000, type ListeningMock, type Ss12000Server } from "../src/testing.ts";
import { register, uuid } from "./register.ts";

const dataset = register(30);
const base = { now: () => Date.parse("2026-08-17T05:00:00Z"), sleep: async () => {} };
let mock: Ss12000Server;
let server: ListeningMock;
beforeEach(async () => {
  mock = mockSs12000({ dataset, pageSize: 10 });
  server = await mock.listen();
});
afterEach(() => server.close());

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);

const found = (severity: "must" | "check"): Finding => ({
  code: "connectors.x",
  severity,
  where: "persons, row 3",
  sv: "Svenska.",
  en: "English.",
});

describe("reporting back to the source", () => {
  test("findings are log entries, counts are statistics by the standard's names", async () => {
    const result = await reportSs12000({
      ...base,
      baseUrl: server.baseUrl,
      findings: [found("must"), found("check")],
      counts: {
        persons: { created: 3, updated: 2, removed: 1 },
        enrolments: { created: 4, updated: 0, removed: 1 },
        units: { created: 1, updated: 0, removed: 0 },
      },
    });
    expect(result).toEqual({ sent: 4, findings: [] });
    const timeOfOccurance = "2026-08-17T05:00:00.000Z";
    const log = { message: "persons, row 3: Svenska.", messageType: "connectors.x", timeOfOccurance };
    expect(mock.reported).toEqual([
      { to: "log", entry: { ...log, severityLevel: "Error" } },
      { to: "log", entry: { ...log, severityLevel: "Warning" } },
      {
        to: "statistics",
        entry: { resourceType: "Organisation", newCount: 1, updatedCount: 0, deletedCount: 0, timeOfOccurance },
      },
      {
        to: "statistics",
        entry: { resourceType: "Person", newCount: 3, updatedCount: 7, deletedCount: 1, timeOfOccurance },
      },
    ]);
  });

  test("a source that refuses is told of; a dialect without a place for reports is the caller's error", async () => {
    const fetch = async (): Promise<Response> => Response.json({ code: "Forbidden" }, { status: 403 });
    const result = await reportSs12000({ ...base, baseUrl: server.baseUrl, fetch, findings: [found("must")] });
    expect(result).toMatchObject({ sent: 0, findings: [{ code: "connectors.change-refused" }] });
    await expect(reportSs12000({ ...base, baseUrl: server.baseUrl, dialect: edlevoDialect })).rejects.toThrow("edlevo");
  });
});

describe("looking up single persons", () => {
  const ids = Array.from({ length: 25 }, (_, index) => uuid(2, index));

  test("gives them with their enrolments and guardians, as a delta that speaks for nothing wholly", async () => {
    const batch = await lookUpSs12000({ ...base, baseUrl: server.baseUrl, ids: [uuid(2, 3), "nobody"] });
    expect(batch.kind).toBe("delta");
    expect(batch.persons.map(({ id }) => id)).toEqual([uuid(2, 3)]);
    expect(batch.enrolments).toHaveLength(1);
    expect(batch.guardianships).toHaveLength(1);
    expect(batch.coverage.some(({ complete }) => complete)).toBe(false);
    expect(batch.health.complete).toBe(true);
    expect(batch.health.findings.map(({ code, en }) => [code, en])).toEqual([
      ["connectors.not-found", "1 person is not at the source."],
    ]);
  });

  test("with all that hangs on them, when it is asked for, and no name of anybody else", async () => {
    const whole = await readSs12000({ ...base, baseUrl: server.baseUrl });
    const teacher = whole.duties[0]!.person;
    const guardian = whole.guardianships[0]!.guardian;
    const pupil = whole.placements[0]!.person;
    const asked = [teacher, guardian, pupil];
    const batch = await lookUpSs12000({ ...base, baseUrl: server.baseUrl, ids: asked, related: true });
    const of = <T extends { person: string }>(rows: readonly T[]) =>
      rows.filter(({ person }) => asked.includes(person));
    expect(batch.duties).toEqual(of(whole.duties));
    expect(batch.placements).toEqual(of(whole.placements));
    expect(batch.enrolments).toEqual(of(whole.enrolments));
    // Who teaches hangs on the activities, and shows in a total only.
    expect(batch.memberships).toEqual(of(whole.memberships).filter(({ role }) => role !== "teacher"));
    expect(batch.guardianships.toSorted(byId)).toEqual(
      whole.guardianships.filter((row) => asked.includes(row.child) || asked.includes(row.guardian)).toSorted(byId),
    );
    expect(batch.coverage.some(({ complete }) => complete)).toBe(false);
    expect(batch.rejected).toEqual([]);
    expect(mock.requests.at(-1)?.path).not.toContain("expandReferenceNames");
  });

  test("by number; the same person asked for twice is one", async () => {
    const civicNo = dataset.persons[3]?.civicNo?.value ?? "";
    const batch = await lookUpSs12000({ ...base, baseUrl: server.baseUrl, civicNumbers: [civicNo, civicNo] });
    expect(batch.persons).toHaveLength(1);
    expect(mock.requests.map(({ path }) => path).join()).not.toContain(civicNo);
  });

  test("an answer that is too large for the source is asked for in halves", async () => {
    const batch = await lookUpSs12000({ ...base, baseUrl: server.baseUrl, ids });
    expect(batch.persons.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(batch.health.findings).toEqual([]);
  });

  test("a source that does not answer is no empty answer", async () => {
    const batch = await lookUpSs12000({ ...base, baseUrl: "http://127.0.0.1:9", ids: [uuid(2, 3)] });
    expect(batch.health.complete).toBe(false);
    expect(batch.health.findings.map(({ code }) => code)).toContain("connectors.unreachable");
  });
});
