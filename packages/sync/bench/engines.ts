// The same plan from rows in memory, in DuckDB and in PostgreSQL: `node --conditions=milstolpe-source bench/engines.ts [people …]`.
// Each in a fresh process; stops when a count is not what was planted, or a digest is another.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Plan, reconcile } from "@milstolpe/sync";
import { createTables, fillTables, reconcileTables, type SqlEngine } from "@milstolpe/sync/duckdb";
import { listed, listedRegister, plantedLinks, plantedRows, plantedTruth } from "../test/planted-register.ts";
import { hasPostgres, startPostgres } from "../test/postgres-server.ts";
import { batch } from "../test/rosters.ts";

interface Measured {
  readonly digest: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly fillMs: number;
  readonly planMs: number;
  readonly planCpuMs: number;
  readonly rssMb: number;
}

const [contender, size, ...more] = process.argv.slice(2);
if (contender === "memory" || contender === "duckdb" || contender === "postgres") {
  console.log(JSON.stringify(await measure(contender, Number(size))));
  process.exit(0);
}
const contenders = ["memory", "duckdb", ...(hasPostgres ? ["postgres"] : [])];
console.log(`${cpus()[0]?.model ?? "?"}, ${cpus().length} cores, Node ${process.version}`);
console.log("| people | rows, both | engine | fill ms | plan ms | plan cpu ms | memory MB | operations |");
console.log("| --- | --- | --- | --- | --- | --- | --- | --- |");
for (const people of [contender, size, ...more].flatMap((one) => (one === undefined ? [] : [Number(one)]))) {
  const digests = new Set<string>();
  for (const one of contenders) {
    const args = ["--conditions=milstolpe-source", "--max-old-space-size=8000", fileURLToPath(import.meta.url)];
    const child = spawnSync(process.execPath, [...args, one, String(people)], { encoding: "utf8" });
    if (child.status !== 0) throw new Error(`${one} failed: ${child.stderr}`);
    const { digest, counts, fillMs, planMs, planCpuMs, rssMb } = JSON.parse(child.stdout) as Measured;
    for (const [what, planted] of Object.entries(plantedTruth(people)))
      if (counts[what] !== planted) throw new Error(`${one}: ${what} is ${counts[what]}, planted were ${planted}`);
    digests.add(digest);
    if (digests.size > 1) throw new Error(`${one} has another digest`);
    const operations = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const rows = Math.round((people * 0.6 * 3 + people) * 2 + people);
    console.log(
      `| ${[people, rows, one, fillMs, planMs, planCpuMs, rssMb, operations].map((value) => (typeof value === "number" ? Math.round(value) : value)).join(" | ")} |`,
    );
  }
}

async function measure(engine: "memory" | "duckdb" | "postgres", people: number): Promise<Measured> {
  const [source, target] = [plantedRows(people, "source"), plantedRows(people, "target")];
  if (engine === "memory") {
    const start = performance.now();
    const options = { source: batch(listed(source)), target: listedRegister(target, "test") };
    return timed(performance.now() - start, () => Promise.resolve(reconcile(options)));
  }
  const { port, stop, serverCpuMs } = engine === "duckdb" ? await duckdb() : await postgres();
  for (const schema of ["source", "target"]) await createTables(port, schema);
  const start = performance.now();
  await fillTables(port, "source", source);
  await fillTables(port, "target", { ...target, links: plantedLinks(target, "test") });
  const filled = performance.now() - start;
  const { units: _, persons: _1, groups: _2, enrolments: _3, placements: _4, duties: _5, memberships: _6, guardianships: _7, ...header } = batch({}); // prettier-ignore
  const result = await timed(
    filled,
    () => reconcileTables(port, { batch: header, source: "source", target: "target" }),
    serverCpuMs,
  );
  await stop();
  return result;
}

async function timed(fillMs: number, plan: () => Promise<Plan>, serverCpuMs = () => 0): Promise<Measured> {
  const [start, cpu, serverCpu] = [performance.now(), process.cpuUsage(), serverCpuMs()];
  const { digest, operations } = await plan();
  const planMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const counts: Record<string, number> = {};
  for (const { kind, entity } of operations) counts[`${kind} ${entity}`] = (counts[`${kind} ${entity}`] ?? 0) + 1;
  return {
    digest,
    counts,
    fillMs,
    planMs,
    planCpuMs: (user + system) / 1000 + serverCpuMs() - serverCpu,
    rssMb: peakMegabytes(),
  };
}

/** The most memory this process has had; what it was started from does not count. */
function peakMegabytes(): number {
  const kilobytes = /VmHWM:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return Number(kilobytes ?? process.resourceUsage().maxRSS) / 1024;
}

interface Database {
  readonly port: SqlEngine;
  readonly stop: () => Promise<void>;
  /** Processor time of what serves it, where that is another process. */
  readonly serverCpuMs: () => number;
}

async function duckdb(): Promise<Database> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const { duckdbPort } = await import("@milstolpe/sync/duckdb");
  const folder = mkdtempSync(join(tmpdir(), "milstolpe-bench-"));
  const instance = await DuckDBInstance.create(join(folder, "register.duckdb"), { memory_limit: "1GB" });
  const connection = await instance.connect();
  return {
    port: duckdbPort(connection),
    serverCpuMs: () => 0,
    stop: () => {
      connection.closeSync();
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}

async function postgres(): Promise<Database> {
  const { postgresPort } = await import("@milstolpe/sync/postgres");
  const server = await startPostgres();
  const client = await server.connect();
  const pid = Number((await client.query("SELECT pg_backend_pid() AS pid")).rows[0]?.pid);
  return {
    port: postgresPort(client),
    serverCpuMs: () => {
      const [, , , , , , , , , , , , , user, system] = readFileSync(`/proc/${pid}/stat`, "utf8").split(" ");
      return (Number(user) + Number(system)) * 10;
    },
    stop: async () => {
      await client.end();
      await server.stop();
    },
  };
}
