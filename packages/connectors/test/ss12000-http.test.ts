import { afterEach, describe, expect, test } from "vitest";
import { clientCredentials, type ReadSs12000Options, readSs12000, type Ss12000Dataset } from "../src/ss12000.ts";
import {
  type ListeningMock,
  mockSs12000,
  type MockSs12000Options,
  type Ss12000Fault,
  type Ss12000Server,
} from "../src/testing.ts";
import { register, uuid } from "./register.ts";

const dataset = register(130);
const listening: ListeningMock[] = [];
afterEach(async () => {
  for (const server of listening.splice(0)) await server.close();
});

/** The waits that were asked for, without waiting. */
const waits: number[] = [];
const patient = {
  now: () => Date.parse("2025-10-01T08:00:00Z"),
  sleep: (milliseconds: number) => {
    waits.push(milliseconds);
    return Promise.resolve();
  },
};

/** Reads a mock over real HTTP. */
async function read(mock: Partial<MockSs12000Options>, options: Partial<ReadSs12000Options> = {}) {
  waits.length = 0;
  const server: Ss12000Server = mockSs12000({ dataset, pageSize: 50, ...mock });
  const listener = await server.listen();
  listening.push(listener);
  const batch = await readSs12000({ baseUrl: listener.baseUrl, ...patient, ...options });
  return { batch, server, listener, codes: batch.health.findings.map((found) => found.code) };
}

const token = { clientId: "milstolpe", clientSecret: "hemlig å" };

describe("a source that is well", () => {
  test("gives every row of every list, page by page", async () => {
    const { batch, codes } = await read({});
    expect(codes).toEqual([]);
    expect(batch.health).toMatchObject({ complete: true, received: { units: 2, persons: 266, enrolments: 130 } });
    expect(batch.units).toHaveLength(2);
    expect(batch.persons).toHaveLength(266);
    expect(batch.groups).toHaveLength(6);
    expect(batch.enrolments).toHaveLength(130);
    expect(batch.guardianships).toHaveLength(130);
    expect(batch.placements).toHaveLength(13);
    expect(batch.duties).toHaveLength(6);
    // 130 pupils, 6 mentors, 6 teachers
    expect(batch.memberships).toHaveLength(142);
    expect(batch.coverage.every((entry) => entry.complete)).toBe(true);
    expect(batch.rejected).toEqual([]);
  });

  test("a page token is never combined with anything but limit", async () => {
    const { server } = await read({});
    const queries = server.requests.map(({ path }) => new URLSearchParams(path.split("?")[1]));
    const paged = queries.filter((query) => query.has("pageToken"));
    expect(paged.length).toBeGreaterThan(4);
    for (const query of paged) expect([...query.keys()].sort()).toEqual(["limit", "pageToken"]);
    expect(server.requests.every(({ status }) => status === 200)).toBe(true);
  });

  test("the same register gives the same batch whatever the size of its pages", async () => {
    const whole = await read({ pageSize: 10_000 });
    const small = await read({ pageSize: 7 });
    expect(small.batch).toEqual(whole.batch);
  });

  test("progress tells the list, the page and the rows so far", async () => {
    const seen: string[] = [];
    await read({ pageSize: 100 }, { onProgress: ({ list, page, rows }) => seen.push(`${list} ${page} ${rows}`) });
    expect(seen).toEqual([
      "organisations 1 2",
      "persons 1 100",
      "persons 2 200",
      "persons 3 266",
      "groups 1 6",
      "duties 1 6",
      "placements 1 13",
      "activities 1 6",
    ]);
  });
});
