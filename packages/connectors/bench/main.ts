import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { readSs12000, standardDialect } from "@milstolpe/connectors/ss12000";
import { readOneRosterRest } from "@milstolpe/connectors/oneroster";
import { csvByteReader, readImportFiles, writeImportFiles } from "@milstolpe/connectors/import-files";
import { parse } from "csv-parse/sync";

/** Runs the two in turn and prints the best time of each, how far the others were, and the ratio. */
async function compare(title: string, ours: [string, () => unknown], theirs: [string, () => unknown], rounds = 5) {
  const times = new Map<string, number[]>([
    [ours[0], []],
    [theirs[0], []],
  ]);
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of [ours, theirs]) {
      const start = performance.now();
      await run();
      times.get(name)?.push(performance.now() - start);
    }
  console.log(title);
  const best = (name: string): number => Math.min(...(times.get(name) ?? []));
  for (const [name, list] of times)
    console.log(
      `  ${name.padEnd(46)} ${best(name).toFixed(0).padStart(6)} ms   (slowest ${Math.max(...list).toFixed(0)} ms of ${rounds})`,
    );
  console.log(`  ratio ${(best(ours[0]) / best(theirs[0])).toFixed(2)}`);
}

const megabytes = (size: number): string => `${(size / 1e6).toFixed(1)} MB`;

// A municipality over loopback HTTP, against nothing but parsing the same bytes.
const pupils = 9810;
const worker = new Worker(new URL("./server.ts", import.meta.url), { workerData: { pupils } });
const [baseUrl]: string[] = await once(worker, "message");
const pages: Uint8Array[] = [];
const collecting = await readSs12000({
  baseUrl: baseUrl ?? "",
  now: Date.now,
  fetch: async (url, init) => {
    const response = await fetch(url, init);
    const body = new Uint8Array(await response.arrayBuffer());
    pages.push(body);
    return new Response(body, { headers: response.headers });
  },
});
const size = pages.reduce((sum, page) => sum + page.length, 0);
console.log(
  `SS 12000, dialect ${standardDialect.id}: ${collecting.persons.length} people, ${collecting.units.length} units, ` +
    `${pages.length} answers, ${megabytes(size)}, complete: ${collecting.health.complete}`,
);
await compare(
  "Reading a whole register",
  ["readSs12000 over HTTP", () => readSs12000({ baseUrl: baseUrl ?? "", now: Date.now })],
  ["JSON.parse of the same bytes", () => pages.map((page): unknown => JSON.parse(new TextDecoder().decode(page)))],
);

// The same people from a OneRoster service.
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
worker.postMessage("OneRoster");
const [roster]: string[] = await once(worker, "message");
const runs: number[] = [];
let people = 0;
for (let round = 0; round < 5; round++) {
  const begin = performance.now();
  const read = await readOneRosterRest({ baseUrl: roster ?? "", version: "1.2", now: Date.now });
  runs.push(performance.now() - begin);
  if (!read.health.complete) throw new Error("the service was not read to its end");
  people = read.persons.length;
}
console.log(
  `\nOneRoster 1.2 over REST: ${people} people in ${Math.min(...runs).toFixed(0)} ms (slowest ${Math.max(...runs).toFixed(0)} ms of 5)`,
);
await worker.terminate();

// The platform's files: 20,000 people written and read, and a larger file for the reader alone.
const { files } = writeImportFiles({ entities: collecting, on: "2025-10-01" });
const written = files.reduce((sum, file) => sum + file.bytes.length, 0);
const users = files[2]?.bytes ?? new Uint8Array();
const copies = Math.ceil(20_000_000 / users.length);
const large = new Uint8Array(users.length * copies);
for (let copy = 0; copy < copies; copy++) large.set(users, copy * users.length);
const chunk = 64 * 1024;

function ours(): number {
  let rows = 0;
  const reader = csvByteReader({ encoding: "utf-8", delimiter: ";", onRow: () => (rows += 1) });
  for (let at = 0; at < large.length; at += chunk) reader.push(large.subarray(at, at + chunk));
  reader.end();
  return rows;
}
const theirs = (): number => (parse(large, { delimiter: ";", relax_quotes: true }) as unknown[]).length;
if (ours() !== theirs()) throw new Error("the readers do not agree");
console.log(`\nUser rows, 19 columns: ${ours()} rows, ${megabytes(large.length)}, in pieces of 64 KiB`);
await compare("Reading rows", ["csvByteReader", ours], ["csv-parse/sync", theirs], 3);
const start = performance.now();
const batch = await readImportFiles({ files, readAt: "2025-10-01T05:00:00Z" });
const seconds = (performance.now() - start) / 1000;
console.log(
  `\nreadImportFiles: ${batch.persons.length} people with relations, ${megabytes(written)} in ${seconds.toFixed(2)} s ` +
    `(${(written / 1e6 / seconds).toFixed(0)} MB/s)`,
);

await import("./streams.ts");
await import("./saml.ts");
