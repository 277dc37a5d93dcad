// One contender, one comparison, and what the whole process took. JavaScript, so that no types are stripped in that time.
import { existsSync, readFileSync } from "node:fs";

const [contender = "", before = "", after = "", columns = ""] = process.argv.slice(2);

async function milstolpe() {
  // What is shipped, when it is built.
  const built = new URL("../dist/node.js", import.meta.url);
  const { diffCsvFiles } = await import(existsSync(built) ? built.href : "@milstolpe/sync/node");
  const options = { isPlain: contender === "plain TypeScript", workers: contender === "kernel, 2 threads" ? 2 : 1 };
  const result = await diffCsvFiles(before, after, { key: "id", ...options });
  if (!result.ok) throw new Error(result.error.code);
  const { added, removed, updated, fieldChanges, unchanged } = result.value;
  return { added, removed, updated, fieldChanges, unchanged };
}

async function duckdb() {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const file = (path) => `read_csv('${path}', header = true, all_varchar = true, quote = '"', delim = ',')`;
  const fields = columns
    .split(",")
    .slice(1)
    .map((name) => `(a.${name} IS DISTINCT FROM b.${name})::INT`)
    .join(" + ");
  const result = await connection.runAndReadAll(`
    WITH d AS (
      SELECT a.id IS NULL AS is_added, b.id IS NULL AS is_removed,
             CASE WHEN a.id IS NULL OR b.id IS NULL THEN 0 ELSE ${fields} END AS fields
      FROM ${file(before)} a FULL OUTER JOIN ${file(after)} b ON a.id = b.id)
    SELECT count(*) FILTER (is_added), count(*) FILTER (is_removed), count(*) FILTER (fields > 0), sum(fields),
           count(*) FILTER (NOT is_added AND NOT is_removed AND fields = 0) FROM d`);
  const [added, removed, updated, fieldChanges, unchanged] = (result.getRows()[0] ?? []).map(Number);
  return { added, removed, updated, fieldChanges, unchanged };
}

/** The most memory this process has had; what it was started from does not count. */
function peakMegabytes() {
  const kilobytes = /VmHWM:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return Number(kilobytes ?? process.resourceUsage().maxRSS) / 1024;
}

const counts = contender === "DuckDB" ? await duckdb() : await milstolpe();
const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({
    counts,
    wallMs: performance.now(),
    cpuMs: (user + system) / 1000,
    rssMb: peakMegabytes(),
  }),
);
process.exit(0);
