import { DuckDBInstance } from "@duckdb/node-api";
import * as fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createTables,
  duckdbPort,
  fillTables,
  reconcileShards,
  reconcileTables,
  type SqlEngine,
  type TableOptions,
} from "../src/duckdb.ts";
import { check, type Entities, type Entity, reconcile, type Row } from "../src/index.ts";
import { postgresPort } from "../src/postgres.ts";
import type { ReconcileOptions } from "../src/reconcile.ts";
import { emptyRegister, linkId, references } from "../src/register.ts";
import { planCases } from "./plan-cases.ts";
import { listed, listedRegister, plantedLinks, plantedRows, plantedTruth } from "./planted-register.ts";
import { hasPostgres, type PostgresServer, startPostgres } from "./postgres-server.ts";
import { batch } from "./rosters.ts";

const isLong = Boolean(process.env["MILSTOLPE_LONG"]);
// A schema may be called anything.
const schemas = { source: 'in"coming', target: "the register; --", applied: "applied" };
const { units: _1, persons: _2, groups: _3, enrolments: _4, placements: _5, duties: _6, memberships: _7, guardianships: _8, ...header } = batch({}); // prettier-ignore

async function makeTables(engine: SqlEngine): Promise<void> {
  for (const schema of Object.values(schemas)) await createTables(engine, schema);
}
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
async function empty(engine: SqlEngine): Promise<void> {
  const tables = Object.keys(emptyRegister);
  for (const schema of Object.values(schemas))
    for (const name of tables) await engine.query(`DELETE FROM ${quoted(schema)}.${name}`);
}

/** What the tables are asked for; the rows go into them. */
async function fill(engine: SqlEngine, { source, target, applied, ...rest }: ReconcileOptions): Promise<TableOptions> {
  await empty(engine);
  await fillTables(engine, schemas.source, source);
  await fillTables(engine, schemas.target, target);
  if (applied) await fillTables(engine, schemas.applied, applied);
  const rows = new Set(Object.keys(emptyRegister));
  const asked = Object.fromEntries(Object.entries(source).filter(([name]) => !rows.has(name)));
  return {
    ...rest,
    batch: asked as unknown as TableOptions["batch"],
    source: schemas.source,
    target: schemas.target,
    ...(applied ? { applied: schemas.applied } : {}),
  };
}

async function comparePlans(engine: SqlEngine, numRuns: number): Promise<number> {
  let same = 0;
  await fc.assert(
    fc.asyncProperty(planCases, async (options) => {
      const plan = await reconcileTables(engine, await fill(engine, options));
      const { digest, ...inMemory } = reconcile(options);
      expect(plan).toEqual({ digest: plan.digest, ...inMemory });
      expect(plan.digest).toBe(digest);
      same += 1;
    }),
    { numRuns },
  );
  return same;
}

/** Fills shards with the parts of a planted register, and counts what the plan over them has. */
async function planPlanted(engines: readonly SqlEngine[], people: number) {
  for (const [part, engine] of engines.entries()) {
    await empty(engine);
    await fillTables(engine, schemas.source, plantedRows(people, "source", part, engines.length));
    const target = plantedRows(people, "target", part, engines.length);
    await fillTables(engine, schemas.target, { ...target, links: plantedLinks(target, "test") });
  }
  return { batch: header, source: schemas.source, target: schemas.target } satisfies TableOptions;
}
const counted = (operations: readonly { readonly kind: string; readonly entity: string }[]) => {
  const counts: Record<string, number> = {};
  for (const { kind, entity } of operations) counts[`${kind} ${entity}`] = (counts[`${kind} ${entity}`] ?? 0) + 1;
  return counts;
};
/** The rows of a case under ids of its own: a part of a register. Numbers stay, and clash with those of other parts. */
function cut({ source, target, ...rest }: ReconcileOptions, prefix: string): ReconcileOptions {
  const own = (value: unknown): unknown => (typeof value === "string" ? `${prefix}${value}` : value);
  const renamed = (rows: Entities): Entities =>
    everyEntity((entity) =>
      rows[entity].map((row) => {
        const fields: Record<string, unknown> = { ...row, id: own(row.id) };
        for (const field of Object.keys(references[entity])) if (field in fields) fields[field] = own(fields[field]);
        return fields as unknown as Row;
      }),
    );
  const links = target.links.map(({ sourceId, targetId, ...link }) => ({
    ...link,
    id: linkId(link.source, link.entity, `${prefix}${sourceId}`),
    sourceId: `${prefix}${sourceId}`,
    targetId: `${prefix}${targetId}`,
  }));
  const inactive = target.inactive.map((key) => key.replace("/", `/${prefix}`));
  return { ...rest, source: { ...source, ...renamed(source) }, target: { ...renamed(target), links, inactive } };
}
const everyEntity = (of: (entity: Entity) => readonly Row[]): Entities =>
  Object.fromEntries(
    (Object.keys(references) as Entity[]).map((entity) => [entity, of(entity)]),
  ) as unknown as Entities;
const rowsOf = (rows: Entities): Entities => everyEntity((entity) => rows[entity]);
/** All the rows, under what the first part says of batch and policy. */
function putTogether(parts: readonly ReconcileOptions[]): ReconcileOptions {
  const [one] = parts;
  if (one === undefined) throw new Error("no part");
  const { applied: _, ...first } = one;
  const all = (of: (part: ReconcileOptions) => Entities): Entities =>
    everyEntity((entity) => parts.flatMap((part): readonly Row[] => of(part)[entity]));
  return {
    ...first,
    source: { ...first.source, ...all(({ source }) => source) },
    target: {
      ...all(({ target }) => target),
      links: parts.flatMap(({ target }) => target.links),
      inactive: parts.flatMap(({ target }) => target.inactive),
    },
  };
}
/** A million in memory beside them is for the bench: it takes more than a test runner gives. */
const sizes = isLong ? [10_000, 100_000] : [1500];
const million = 1_000_000;

describe("a plan from DuckDB", () => {
  let engine: SqlEngine;
  beforeAll(async () => {
    engine = duckdbPort(await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect());
    await makeTables(engine);
  });
  test("is the plan of reconcile, to the digest, whatever is in the tables", async () => {
    const runs = isLong ? 500 : 6;
    expect(await comparePlans(engine, runs)).toBe(runs);
  }, 900_000);

  test.each(sizes)(
    "finds what is planted among %i people, and nothing else",
    async (people) => {
      const options = await planPlanted([engine], people);
      const plan = await reconcileTables(engine, options);
      expect(counted(plan.operations)).toEqual(plantedTruth(people));
      const [source, target] = [plantedRows(people, "source"), plantedRows(people, "target")];
      const inMemory = reconcile({ source: batch(listed(source)), target: listedRegister(target, "test") });
      expect(plan.digest).toBe(inMemory.digest);
    },
    900_000,
  );

  test.runIf(isLong)("finds what is planted among a million", { timeout: 1_800_000 }, async () => {
    const plan = await reconcileTables(engine, await planPlanted([engine], million));
    expect(counted(plan.operations)).toEqual(plantedTruth(million));
  });

  test("refuses what it can't hold, and says where", async () => {
    const fillWith = (persons: readonly object[]) =>
      fillTables(engine, schemas.source, { persons: persons as unknown as Entities["persons"] });
    const person = { id: "1", givenName: "a", familyName: "b" };
    await expect(fillWith([{ ...person, shoeSize: "44" }])).rejects.toThrow("persons have no column shoeSize");
    await expect(fillWith([{ ...person, email: "\0" }])).rejects.toThrow("persons.email has a character");
    await expect(fillWith([{ ...person, givenName: undefined }])).rejects.toThrow("persons.givenName must be text");
    await expect(fillWith([{ ...person, email: 12 }])).rejects.toThrow("persons.email must be text, got number");
  });

  test("says which column of a view is empty that must not be", async () => {
    await engine.query("CREATE SCHEMA seen");
    await createTables(engine, "seen");
    await engine.query("DROP TABLE seen.persons");
    await engine.query(
      `CREATE VIEW seen.persons AS SELECT '1' AS id, CAST(NULL AS VARCHAR) AS "givenName", 'b' AS "familyName", * FROM
        (SELECT * EXCLUDE (id, "givenName", "familyName") FROM ${quoted(schemas.source)}.persons UNION ALL BY NAME SELECT 'Man' AS sex) LIMIT 1`,
    );
    const options = { batch: header, source: "seen", target: schemas.target };
    await expect(reconcileTables(engine, options)).rejects.toThrow("a row of seen.persons has no givenName");
  });

  test("makes one plan at a time, and a second one does not disturb the first", async () => {
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const options = { batch: header, source: schemas.source, target: schemas.target };
    const engine = duckdbPort(connection);
    await makeTables(engine);
    const one = reconcileTables(engine, options);
    await expect(reconcileTables(duckdbPort(connection), options)).rejects.toThrow("the connection is in use");
    expect((await one).operations).toEqual([]);
    expect((await reconcileTables(engine, options)).operations).toEqual([]);
  });

  test("stops when it is told to, and leaves no transaction behind", async () => {
    const stopped = new AbortController();
    stopped.abort(new Error("enough"));
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    await makeTables(duckdbPort(connection));
    const options = { batch: header, source: schemas.source, target: schemas.target };
    await expect(reconcileTables(duckdbPort(connection, { signal: stopped.signal }), options)).rejects.toThrow(
      "enough",
    );
    expect((await reconcileTables(duckdbPort(connection), options)).operations).toEqual([]);
  });
});

describe.skipIf(!hasPostgres)("a plan from PostgreSQL (where a server is installed)", () => {
  const servers: PostgresServer[] = [];
  const clients: pg.Client[] = [];
  const engines: SqlEngine[] = [];
  beforeAll(async () => {
    servers.push(...(await Promise.all([0, 1, 2].map(() => startPostgres()))));
    for (const server of servers) {
      const client = await server.connect();
      client.on("error", () => undefined);
      clients.push(client);
      const engine = postgresPort(client);
      await makeTables(engine);
      engines.push(engine);
    }
  }, 60_000);
  afterAll(async () => {
    for (const client of clients) await client.end().catch(() => undefined);
    for (const server of servers) await server.stop();
  });
  const shards = () => engines.map((engine, at) => ({ name: `municipality ${at}`, engine }));
  const first = (): SqlEngine => engines[0] ?? expect.fail("no server");

  test("is the plan of reconcile, to the digest, whatever is in the tables", async () => {
    const runs = isLong ? 1000 : 10;
    expect(await comparePlans(first(), runs)).toBe(runs);
  }, 900_000);

  test("makes one plan at a time, and a second one does not disturb the first", async () => {
    const engine = first();
    const options = { batch: header, source: schemas.source, target: schemas.target };
    await empty(engine);
    const one = reconcileTables(engine, options);
    await expect(reconcileTables(engine, options)).rejects.toThrow("the connection is in use");
    expect((await one).operations).toEqual([]);
    expect((await reconcileTables(engine, options)).operations).toEqual([]);
  });

  test("of three servers is that of one with all the rows, also where two have the same number", async () => {
    const cuts = fc.tuple(planCases, planCases, planCases);
    await fc.assert(
      fc.asyncProperty(cuts, async (cases) => {
        const parts = cases.map((one, at) => cut(one, `${at}`));
        const whole = putTogether(parts);
        const asked = await fill(first(), whole);
        for (const [at, { source, target }] of parts.entries())
          await fill(engines[at] ?? first(), { source: { ...whole.source, ...rowsOf(source) }, target });
        const { plan, missing } = await reconcileShards(shards(), asked);
        expect(missing).toEqual([]);
        const { digest, ...inMemory } = reconcile(whole);
        expect(plan).toEqual({ digest: plan.digest, ...inMemory });
        expect(plan.digest).toBe(digest);
      }),
      { numRuns: isLong ? 200 : 3 },
    );
  }, 900_000);

  test("of shards names the one that is down, takes nobody there for gone, and is for reading only", async () => {
    const options = await planPlanted(engines, 600);
    const [one, other] = shards();
    const spare = await servers[2]?.connect();
    spare?.on("error", () => undefined);
    await spare?.query("SELECT 1");
    // The server goes down while its client thinks it is connected.
    const pid = (await spare?.query("SELECT pg_backend_pid() AS pid"))?.rows[0]?.pid;
    await clients[2]?.query("SELECT pg_terminate_backend($1)", [pid]);
    if (!one || !other || !spare) throw new Error("no server");
    const down = { name: "9903", engine: postgresPort(spare) };
    const { plan, missing } = await reconcileShards([one, down, other], options);
    expect(missing.map(({ name, finding }) => [name, finding.code])).toEqual([["9903", "sync.shard-missing"]]);
    expect(plan.operations.filter(({ kind }) => kind === "deactivate")).toEqual([]);
    expect(plan.operations.filter(({ kind, entity }) => kind === "update" && entity === "persons").length).toBe(
      [0, 1]
        .flatMap((at) => [...plantedRows(600, "source", at, 3).persons])
        .filter(({ email }) => email?.startsWith("ny")).length,
    );
    const [read] = check(plan);
    expect([read?.id, read?.outcome, read?.finding?.en]).toEqual([
      "source-read",
      "reject",
      expect.stringContaining("sync.shard-missing"),
    ]);
    const whole = await reconcileShards([one, other], options);
    expect(whole.plan.operations.some(({ kind }) => kind === "deactivate")).toBe(true);
    await expect(reconcileShards([down], options)).rejects.toThrow("onnection");
  });

  test.runIf(isLong)("of three servers finds what is planted among a million", { timeout: 1_800_000 }, async () => {
    const { plan } = await reconcileShards(shards(), await planPlanted(engines, million));
    expect(counted(plan.operations)).toEqual(plantedTruth(million));
  });

  test("of a server that sees the others through postgres_fdw is the same", async () => {
    const options = await planPlanted(engines, 600);
    const { plan } = await reconcileShards(shards(), options);
    const central = await servers[0]?.connect();
    if (central === undefined) throw new Error("no server");
    await central.query("CREATE EXTENSION postgres_fdw");
    for (const [at, client] of clients.entries()) {
      const { rows } = await client.query("SELECT current_setting('unix_socket_directories') AS host");
      await central.query(
        `CREATE SERVER shard${at} FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '${String(rows[0]?.host)}', dbname 'postgres')`,
      );
      await central.query(`CREATE USER MAPPING FOR postgres SERVER shard${at} OPTIONS (user 'postgres')`);
      for (const side of ["source", "target"] as const) {
        await central.query(`CREATE SCHEMA ${side}${at}`);
        await central.query(`IMPORT FOREIGN SCHEMA ${quoted(schemas[side])} FROM SERVER shard${at} INTO ${side}${at}`);
      }
    }
    for (const side of ["source", "target"] as const) {
      await central.query(`CREATE SCHEMA every_${side}`);
      for (const table of Object.keys(emptyRegister)) {
        const parts = clients.map((_, at) => `SELECT * FROM ${side}${at}.${table}`);
        await central.query(`CREATE VIEW every_${side}.${table} AS ${parts.join(" UNION ALL ")}`);
      }
    }
    const all = { ...options, source: "every_source", target: "every_target" };
    expect((await reconcileTables(postgresPort(central), all)).digest).toBe(plan.digest);
    await central.end();
  }, 60_000);

  test.each(sizes)(
    "finds what is planted among %i people, on one server and on three",
    async (people) => {
      const options = await planPlanted(engines, people);
      const { plan, missing } = await reconcileShards(shards(), options);
      expect(missing).toEqual([]);
      expect(counted(plan.operations)).toEqual(plantedTruth(people));
      const parts = [0, 1, 2];
      const together = (side: "source" | "target"): Entities => {
        const rows = parts.map((part) => listed(plantedRows(people, side, part, 3)));
        return everyEntity((entity) => rows.flatMap((one): readonly Row[] => one[entity]));
      };
      const links = parts.flatMap((part) => [...plantedLinks(plantedRows(people, "target", part, 3), "test")]);
      const whole = { source: batch(together("source")), target: { ...together("target"), links, inactive: [] } };
      expect(plan.digest).toBe(reconcile(whole).digest);
      expect((await reconcileTables(first(), await fill(first(), whole))).digest).toBe(plan.digest);
    },
    900_000,
  );
});
