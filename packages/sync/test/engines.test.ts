import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import * as fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changesDigest, diffCsv } from "../src/csv.ts";
import { duckdbPort, sqlDiff, type SqlEngine, type SqlPort } from "../src/duckdb.ts";
import { postgresPort, type ShardedTableDiff, sqlDiffOverShards, type TableDiff } from "../src/postgres.ts";
import { csvColumns, plantedCsv } from "./csv-data.ts";
import { hasPostgres, type PostgresServer, startPostgres } from "./postgres-server.ts";

type Table = readonly (readonly (string | null)[])[];
const names = ["id", "one", 'tw"o'] as const;
const options = { before: "before_rows", after: "after_rows", key: ["id"], columns: ["one", 'tw"o'] };

const value = fc.option(
  fc.oneof(
    fc.constantFrom(
      "",
      "a",
      "A",
      "å",
      "a\u030a",
      "e\u0301",
      "\u00e9",
      " a",
      "0012",
      "12",
      "NULL",
      "x,y",
      'q"',
      "'",
      "1\n2",
      "ß",
      "ss",
      "\u{1f600}",
    ),
    // PostgreSQL has no text with a zero in it.
    fc.string({ maxLength: 4, unit: "grapheme" }).filter((text) => !text.includes("\0")),
  ),
  { nil: null },
);
const key = fc.constantFrom("1", "2", "3", "a", "A", "å", "a\u030a", "", null, " 1");
const tables = fc.array(fc.tuple(key, value, value), { maxLength: 6 });

const literal = (text: string | null) => (text === null ? "NULL" : `'${text.replaceAll("'", "''")}'`);
async function fill(port: SqlPort, table: string, rows: Table): Promise<void> {
  await port.query(`DELETE FROM ${table}`);
  if (rows.length === 0) return;
  await port.query(
    `INSERT INTO ${table} VALUES ${rows.map((row) => `(${row.map((one) => literal(one)).join(", ")})`).join(", ")}`,
  );
}
async function makeTables(port: SqlPort): Promise<void> {
  for (const table of [options.before, options.after])
    await port.query(
      `CREATE TABLE ${table} (${names.map((name) => `"${name.replaceAll('"', '""')}" VARCHAR`).join(", ")})`,
    );
}
const csv = (rows: Table) =>
  Buffer.from(
    [names, ...rows].map((row) => row.map((text) => `"${(text ?? "").replaceAll('"', '""')}"`).join(",")).join("\n"),
  );

/** What the bytes in memory say; the reference. */
function inMemory(before: Table, after: Table) {
  const result = diffCsv(csv(before), csv(after), { key: "id" });
  if (!result.ok) throw new Error(result.error.code);
  const { added, removed, updated, fieldChanges, unchanged, setAside } = result.value;
  return { added, removed, updated, fieldChanges, unchanged, setAside, digest: changesDigest(result.value.changes()) };
}
const withoutChanges = ({ changes, missing = [], ...rest }: Partial<ShardedTableDiff> & TableDiff) => {
  expect(missing).toEqual([]);
  expect(rest.digest).toBe(changesDigest(changes.toReversed()));
  return rest;
};
const runs = { numRuns: process.env["MILSTOLPE_LONG"] ? 500 : 60 };

describe("DuckDB", () => {
  let port: SqlEngine;
  beforeAll(async () => {
    port = duckdbPort(await (await DuckDBInstance.create(":memory:")).connect());
    await makeTables(port);
  });
  test("says the same as the bytes, to the digest, of any tables", async () => {
    await fc.assert(
      fc.asyncProperty(tables, tables, async (before, after) => {
        await fill(port, options.before, before);
        await fill(port, options.after, after);
        expect(withoutChanges(await sqlDiff(port, options))).toEqual(inMemory(before, after));
      }),
      runs,
    );
  }, 120_000);
  test("also of a key of several columns, whatever is in them", async () => {
    const [before, after] = [
      [
        ["a|b", "c", "1"],
        ["a", "b|c", "1"],
      ],
      [
        ["a|b", "c", "2"],
        ["a", "b|c", "1"],
      ],
    ];
    await fill(port, options.before, before);
    await fill(port, options.after, after);
    const diff = await sqlDiff(port, { ...options, key: ["id", "one"], columns: ['tw"o'] });
    const memory = diffCsv(csv(before), csv(after), { key: ["id", "one"] });
    expect(diff.changes).toEqual(memory.ok ? [...memory.value.changes()] : []);
    expect(diff.changes).toMatchObject([{ key: String.raw`a\|b|c` }]);
  });
  test("and of files of ten thousand rows", async () => {
    const planted = plantedCsv(10_000, "shuffled");
    const folder = mkdtempSync(join(tmpdir(), "milstolpe-duckdb-"));
    writeFileSync(`${folder}/b.csv`, planted.before);
    writeFileSync(`${folder}/a.csv`, planted.after);
    const file = (name: string) => `read_csv('${folder}/${name}.csv', all_varchar = true, header = true)`;
    const diff = await sqlDiff(port, {
      before: file("b"),
      after: file("a"),
      key: ["id"],
      columns: csvColumns.slice(1),
    });
    rmSync(folder, { recursive: true });
    const memory = diffCsv(planted.before, planted.after, { key: "id" });
    expect(diff).toMatchObject(planted.truth);
    expect(diff.digest).toBe(memory.ok && changesDigest(memory.value.changes()));
  });
});

describe.skipIf(!hasPostgres)("PostgreSQL (where a server is installed)", () => {
  // Three servers where time allows, else three databases of one: the statements are the same.
  const servers: PostgresServer[] = [];
  const clients: pg.Client[] = [];
  beforeAll(async () => {
    const count = process.env["MILSTOLPE_LONG"] ? 3 : 1;
    servers.push(...(await Promise.all(Array.from({ length: count }, () => startPostgres()))));
    for (const shard of [0, 1, 2]) {
      const server = servers[shard % count];
      const admin = await server?.connect();
      await admin?.query(`CREATE DATABASE shard${shard}`);
      await admin?.end();
      const client = await server?.connect(`shard${shard}`);
      if (client) clients.push(client);
    }
    for (const client of clients) await makeTables(postgresPort(client));
  }, 60_000);
  afterAll(async () => {
    for (const client of clients) await client.end();
    for (const server of servers) await server.stop();
  });
  const shardOf = (id: string | null) =>
    Array.from(id ?? "").reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 3;

  test("says the same as the bytes, to the digest, of any tables: alone, and over three shards", async () => {
    await fc.assert(
      fc.asyncProperty(tables, tables, async (before, after) => {
        const expected = inMemory(before, after);
        const ports = clients.map((client) => postgresPort(client));
        const [first] = ports;
        if (first === undefined) throw new Error("no shard");
        await fill(first, options.before, before);
        await fill(first, options.after, after);
        expect(withoutChanges(await sqlDiff(first, options))).toEqual(expected);
        for (const [shard, port] of ports.entries()) {
          await fill(
            port,
            options.before,
            before.filter(([id]) => shardOf(id) === shard),
          );
          await fill(
            port,
            options.after,
            after.filter(([id]) => shardOf(id) === shard),
          );
        }
        expect(
          withoutChanges(
            await sqlDiffOverShards(
              ports.map((engine, at) => ({ name: `shard ${at}`, engine })),
              options,
            ),
          ),
        ).toEqual(expected);
      }),
      runs,
    );
  }, 300_000);

  test("compares bytes also where a column's collation takes A and a for the same", async () => {
    const [client] = clients;
    if (client === undefined) throw new Error("no server");
    await client.query(
      "CREATE COLLATION IF NOT EXISTS careless (provider = icu, locale = 'und-u-ks-level1', deterministic = false)",
    );
    for (const [table, one] of [
      ["careless_before", "a"],
      ["careless_after", "Å"],
    ])
      await client.query(
        `CREATE TABLE ${table} AS SELECT 'k' COLLATE careless AS id, '${one}' COLLATE careless AS "one"`,
      );
    const careless = { before: "careless_before", after: "careless_after", key: ["id"], columns: ["one"] };
    expect(await sqlDiff(postgresPort(client), careless)).toMatchObject({ updated: 1, unchanged: 0 });
  });

  test("a name is a name: what looks like SQL in it is not run", async () => {
    const [client] = clients;
    if (client === undefined) throw new Error("no server");
    const column = 'x"; DROP TABLE kept; --';
    await client.query("CREATE TABLE kept (id text)");
    await client.query(`CREATE TABLE odd AS SELECT '1' AS id, 'v' AS "${column.replaceAll('"', '""')}"`);
    const diff = await sqlDiff(postgresPort(client), { before: "odd", after: "odd", key: ["id"], columns: [column] });
    expect([diff.unchanged, (await client.query("SELECT * FROM kept")).rows]).toEqual([1, []]);
  });

  test("a shard that is down is named, and its rows are neither added nor removed", async () => {
    const [one, other] = clients.map((client) => postgresPort(client));
    if (one === undefined || other === undefined) throw new Error("no server");
    const gone = { ...other, begin: () => Promise.reject(new Error("connection refused")) };
    await fill(one, options.before, [["1", "a", "b"]]);
    await fill(one, options.after, []);
    const diff = await sqlDiffOverShards(
      [
        { name: "0180", engine: one },
        { name: "1480", engine: gone },
      ],
      options,
    );
    expect([diff.removed, diff.missing.map(({ name, finding }) => [name, finding.code])]).toEqual([
      1,
      [["1480", "sync.shard-missing"]],
    ]);
  });

  test("reads one moment, writes nothing, and takes no longer than it may", async () => {
    const [client] = clients;
    if (client === undefined) throw new Error("no server");
    const port = postgresPort(client, { timeoutMs: 50 });
    const seen = await (async () => {
      await port.begin([]);
      const settings = ["transaction_isolation", "transaction_read_only", "statement_timeout"];
      const values: unknown[] = [];
      for (const name of settings)
        values.push((await port.query(`SELECT current_setting('${name}') AS it`))[0]?.["it"]);
      await expect(port.query("SELECT pg_sleep(5)")).rejects.toThrow("statement timeout");
      await port.end();
      return values;
    })();
    expect(seen).toEqual(["repeatable read", "on", "50ms"]);
    await port.begin([]);
    await expect(port.query("CREATE TABLE nowhere (id text)")).rejects.toThrow("read-only");
    await port.end();
  });

  test("a statement that runs is stopped by the signal, through another client", async () => {
    const [client, canceller] = clients;
    if (client === undefined || canceller === undefined) throw new Error("no server");
    const own = await servers[0]?.connect();
    if (own === undefined) throw new Error("no server");
    const stopped = new AbortController();
    const port = postgresPort(client, { signal: stopped.signal, canceller: own });
    const running = port.query("SELECT pg_sleep(20)");
    setTimeout(() => stopped.abort(new Error("enough")), 200);
    await expect(running).rejects.toThrow("enough");
    await own.end();
  }, 10_000);
});

test("a pool is no client: its statements would go their own ways", () => {
  expect(() => postgresPort({ query: () => Promise.resolve({ rows: [] }), totalCount: 1 } as never)).toThrow(TypeError);
});
