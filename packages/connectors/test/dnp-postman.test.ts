import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dnpDialect, readSs12000, readSs12000Changes } from "../src/ss12000.ts";
import { mockSs12000 } from "../src/testing.ts";
import { runCollection } from "./postman.ts";

// Skolverket's reference implementation of its SS 12000 subset (Apache-2.0, skolverket/dnp-ss12000-reference-api).
const folder = new URL("../../../../shared/data/rosters/dnp/newman/", import.meta.url);
const json = (name: string) => JSON.parse(readFileSync(new URL(name, folder), "utf8"));

const unit = { id: "b60a032a-afbc-595c-b167-b8b767be0e23", displayName: "Mumin", schoolUnitCode: "10000001" };
const dataset = { organisations: [unit], persons: [], groups: [], duties: [], placements: [], activities: [] };

/** A mock with DNP's dialect that can be written to, and the collection's environment with the mock's address in it. */
async function withSuite(
  run: (server: { baseUrl: string }, environment: Map<string, string | number>) => Promise<void>,
) {
  const server = await mockSs12000({ dataset, dialect: dnpDialect, writable: true }).listen();
  const values: { key: string; value: string }[] = json("environment.json").values;
  const environment = new Map<string, string | number>(values.map(({ key, value }) => [key, value]));
  const { protocol, hostname, port } = new URL(server.baseUrl);
  environment.set("SS12000_HOST", `${protocol}//${hostname}`);
  environment.set("SS12000_PORT_INGEST", port);
  environment.set("SS12000_PORT_EXPOSE", port);
  try {
    await run(server, environment);
  } finally {
    await server.close();
  }
}

describe.skipIf(!existsSync(folder))("DNP's own Postman suite against the mock", () => {
  test("every request is made and every assertion holds", async () => {
    await withSuite(async (_server, environment) => {
      const { requests, assertions } = await runCollection(json("collection.json"), environment);
      expect(assertions.filter(({ error }) => error !== undefined)).toEqual([]);
      expect(requests).toBeGreaterThanOrEqual(35);
      expect(assertions.length).toBeGreaterThan(2 * requests);
    });
  });

  test("what the suite leaves behind is read, and what it took away is told of", async () => {
    await withSuite(async ({ baseUrl }, environment) => {
      const before = await readSs12000({ baseUrl, dialect: dnpDialect, now: Date.now });
      await runCollection(json("collection.json"), environment);
      const batch = await readSs12000({ baseUrl, dialect: dnpDialect, now: Date.now });
      expect(batch.persons.length).toBeGreaterThan(2);
      expect(batch.enrolments.every(({ schoolType }) => schoolType === "GR")).toBe(true);
      expect(batch.groups).toHaveLength(1);
      const changes = await readSs12000Changes({
        baseUrl,
        dialect: dnpDialect,
        now: Date.now,
        since: before.readAt,
        known: before,
      });
      expect(changes.persons).toEqual(batch.persons);
    });
  });

  test("a suite that meets a server without what it asks for fails, so that passing means something", async () => {
    await withSuite(async (_server, environment) => {
      const deaf = await mockSs12000({ dataset, dialect: dnpDialect }).listen();
      environment.set("SS12000_PORT_INGEST", new URL(deaf.baseUrl).port);
      const { assertions } = await runCollection(json("collection.json"), environment);
      await deaf.close();
      expect(assertions.filter(({ error }) => error !== undefined).length).toBeGreaterThan(30);
    });
  });
});
