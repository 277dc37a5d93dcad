// One contender of one race, in a process of its own that loads nothing else, so that its memory is its own:
// `stream-contender.ts NAME FILE`.
import { createReadStream, existsSync, readFileSync } from "node:fs";

const [, , name = "", file = ""] = process.argv;
let rows = 0;
let letters = 0;
let loaded = 0;
// What the system calls the process's peak counts the process that started it; Linux also tells its own.
const own = "/proc/self/status";
const peak = (): number =>
  (existsSync(own) ? Number(/VmHWM:\s+(\d+)/.exec(readFileSync(own, "utf8"))?.[1]) : process.resourceUsage().maxRSS) /
  1024;
function take(row: readonly string[]): void {
  rows += 1;
  for (const field of row) letters += field.length;
}

async function pieces(push: (piece: Uint8Array) => void): Promise<void> {
  for await (const piece of createReadStream(file, { highWaterMark: 64 * 1024 }) as AsyncIterable<Uint8Array>)
    push(piece);
}

const contenders: Readonly<Record<string, () => Promise<void>>> = {
  async csvByteReader() {
    const { csvByteReader } = await import("@milstolpe/connectors/import-files");
    loaded = peak();
    const reader = csvByteReader({ encoding: "utf-8", delimiter: ",", onRow: take });
    await pieces((piece) => reader.push(piece));
    reader.end();
  },
  async papaparse() {
    const { default: Papa } = await import("papaparse");
    loaded = peak();
    await new Promise<void>((resolve, reject) => {
      // The stream decodes, since pieces of bytes would be decoded one by one.
      const stream = createReadStream(file, { encoding: "utf8", highWaterMark: 64 * 1024 });
      Papa.parse<string[]>(stream, {
        delimiter: ",",
        skipEmptyLines: true,
        chunk: ({ data }) => data.forEach(take),
        complete: () => resolve(),
        error: reject,
      });
    });
  },
  async xmlRecords() {
    const { xmlRecords } = await import("@milstolpe/connectors/tieto");
    loaded = peak();
    const reader = xmlRecords({ onRecord: (record) => take([record.name]) });
    await pieces((piece) => reader.push(piece));
    const { fault } = reader.end();
    if (fault !== undefined) throw new Error(fault.reason);
  },
  async "fast-xml-parser"() {
    const { XMLParser } = await import("fast-xml-parser");
    loaded = peak();
    const { enterprise }: { enterprise: { person: unknown[] } } = new XMLParser({ ignoreAttributes: false }).parse(
      readFileSync(file, "utf8"),
    );
    for (const _person of enterprise.person) take(["person"]);
  },
};

const start = performance.now();
await contenders[name]?.();
const milliseconds = performance.now() - start;
console.log(JSON.stringify({ milliseconds, rows, letters, megabytes: peak(), loaded }));
