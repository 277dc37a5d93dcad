import { existsSync, readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { dnpDialect, readSs12000Folder, reportSs12000, subscribeSs12000 } from "../src/ss12000.ts";
import { mockSs12000 } from "../src/testing.ts";
import { register } from "./register.ts";

// Skolverket's reference implementation of its SS 12000 subset (Apache-2.0, skolverket/dnp-ss12000-reference-api).
const folder = new URL("../../../../shared/data/rosters/dnp/", import.meta.url);

describe.skipIf(!existsSync(folder))("DNP's own schemas and samples", () => {
  const text = (path: string): string => readFileSync(new URL(path, folder), "utf8");
  const sample = (name: string): unknown => JSON.parse(text(`sampledata/${name}.json`));
  const ajv = new Ajv2020({
    strict: false,
    formats: { uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, "date-time": /^\d{4}-\d{2}-\d{2}T/ },
  });
  if (existsSync(folder))
    for (const file of readdirSync(new URL("schema/", folder))) ajv.addSchema(JSON.parse(text(`schema/${file}`)));

  const dataset = register(60);
  const schoolUnits = dataset.organisations.filter(({ schoolUnitCode }) => schoolUnitCode !== undefined);

  test.each([
    ["organisations", { ...dataset, organisations: schoolUnits }],
    ["persons", dataset],
    ["groups", dataset],
    ["duties", dataset],
    ["activities", dataset],
  ] as const)("a dataset's %s agree with the schema", (list, lists) => {
    const validate = ajv.getSchema(`/schemas/${list}`);
    expect(validate).toBeDefined();
    void validate?.({ [list]: lists[list] });
    expect(validate?.errors ?? []).toEqual([]);
  });

  test("the schema refuses what it should, so that agreeing means something", () => {
    const [person] = dataset.persons;
    expect(ajv.getSchema("/schemas/person")?.({ ...person, eduPersonPrincipalNames: [] })).toBe(false);
    expect(ajv.getSchema("/schemas/activities")?.(sample("activities_invalid"))).toBe(false);
  });

  test("what is told to a source agrees: log entries, statistics, subscriptions", async () => {
    const bodies: [string, unknown][] = [];
    const mock = mockSs12000({ dataset: { ...dataset, organisations: schoolUnits }, dialect: dnpDialect });
    const fetch = (url: string, init: RequestInit): Promise<Response> => {
      const kind = new URL(url).pathname.slice(1).replace("subscriptions", "subscription");
      if (typeof init.body === "string") bodies.push([kind, JSON.parse(init.body)]);
      return mock.handle(new Request(url, init));
    };
    const source = { baseUrl: "https://dnp.example", dialect: dnpDialect, fetch, now: () => 0 };
    const findings = [
      { code: "connectors.x", severity: "must", where: "persons", sv: "Svenska.", en: "English." },
    ] as const;
    await reportSs12000({ ...source, findings, counts: { persons: { created: 1, updated: 2, removed: 3 } } });
    const subscribed = await subscribeSs12000({ ...source, target: "https://ours.example/hooks/secret" });
    expect(subscribed.subscription).toBeDefined();
    expect(bodies.map(([kind]) => kind)).toEqual(["log", "statistics", "subscription"]);
    for (const [kind, body] of bodies) {
      const validate = ajv.getSchema(`/schemas/${kind}`);
      void validate?.(body);
      expect({ kind, errors: validate?.errors }).toEqual({ kind, errors: null });
    }
  });

  const readLists = (lists: Record<string, unknown>) =>
    readSs12000Folder({
      files: Object.fromEntries(
        Object.entries(lists).map(([name, json]) => [`${name}.json`, new TextEncoder().encode(JSON.stringify(json))]),
      ),
      readAt: "2025-10-01T08:00:00Z",
      dialect: dnpDialect,
    });

  test("the sample person, group and activity are read", async () => {
    const batch = await readLists({
      persons: [sample("person")],
      groups: { data: [sample("group_json")] },
      activities: { activities: [sample("activity")] },
      duties: [
        {
          id: "3fa85f64-5717-4562-b3fc-2c963f66afa5",
          person: { id: "123456789" },
          dutyAt: { id: "b60a032a-afbc-595c-b167-b8b767be0e23" },
          dutyRole: "Förstelärare",
        },
      ],
      organisations: [{ id: "b60a032a-afbc-595c-b167-b8b767be0e23", displayName: "Mumin", schoolUnitCode: "10000001" }],
    });
    expect(batch.health.complete).toBe(true);
    expect(batch.persons).toMatchObject([{ id: "123456789", email: "elev1@soderhavetsgymnasium.se" }]);
    expect(batch.enrolments).toMatchObject([{ schoolType: "GY", schoolYear: 1 }]);
    expect(batch.groups).toMatchObject([{ kind: "Undervisning", schoolType: "GR" }]);
    expect(batch.memberships.map(({ id, role }) => [id, role])).toEqual([
      ["8907e5ad-e1be-4ac3-8769-ad57784e5f71", "pupil"],
      ["3fa85f64-5717-4562-b3fc-2c963f66afa5|123456789|teacher", "teacher"],
    ]);
    expect(batch.rejected).toEqual([]);
  });

  test("the sample that is wrong is kept aside", async () => {
    const batch = await readLists({ activities: sample("activities_invalid") });
    expect(batch.rejected).toMatchObject([{ finding: { code: "connectors.missing-field" } }]);
  });
});
