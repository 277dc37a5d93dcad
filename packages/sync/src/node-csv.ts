import { isAscii, isUtf8 } from "node:buffer";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { type CsvChange, type CsvCounts, type CsvDiffOptions, sumCounts } from "./csv-change.ts";
import { CsvComparison } from "./csv-comparison.ts";
import { CsvDecoder } from "./csv-decoder.ts";
import type { CsvDiff } from "./csv-diff.ts";
import { decodeCsv } from "./csv-encoding.ts";
import { kernelMatcher } from "./csv-kernel.ts";
import { type CsvMatcherMaker, type CsvPartition, plainMatcher } from "./csv-matcher.ts";
import type { Finding, Result } from "./finding.ts";

export interface CsvFileDiffOptions extends CsvDiffOptions {
  /**
   * How much of the earlier file to hold at once, all threads together; a larger one is compared in as many rounds as it takes.
   * Default 3 GiB.
   */
  readonly memoryBytes?: number;
  /** Threads that share the work. Default 1: each takes its part of the keys and reads both files. */
  readonly workers?: number;
  /** Bytes that are read at a time. Default 256 KiB, which stay in the processor's cache. */
  readonly chunkBytes?: number;
  /** Whether to do without WebAssembly. The result is the same, and slower. Default false. */
  readonly isPlain?: boolean;
  /** Called for every row that differs. What it throws ends the comparison, and is thrown. */
  readonly onChange?: (change: CsvChange) => void;
}

/** What differs between two files, counted. */
export type CsvFileDiff = CsvCounts & Pick<CsvDiff, "columns" | "findings">;

const gibibyte = 2 ** 30;
/** Of the earlier file, beside the index of its rows in the kernel's 4 GiB. */
const kernelBytes = 2.5 * gibibyte;

/**
 * Compares two CSV files as `diffCsv` does, reading the later one in pieces. Memory: the earlier file, or `memoryBytes`
 * of it, about 25 bytes per row, and the rows that differ.
 * @returns an error when the files can't be compared; see `diffCsv`
 * @throws what the file system throws
 * @example
 * const result = await diffCsvFiles("monday.csv", "tuesday.csv", { key: "id", onChange: (change) => out(change) });
 */
export async function diffCsvFiles(
  before: string,
  after: string,
  { memoryBytes = 3 * gibibyte, workers = 1, chunkBytes = 2 ** 18, isPlain = false, onChange, key }: CsvFileDiffOptions,
): Promise<Result<CsvFileDiff, Finding>> {
  if (!(memoryBytes >= 1) || memoryBytes > 3.9 * gibibyte) throw new RangeError("memoryBytes must be 1 to 3.9 GiB");
  if (!Number.isInteger(workers) || workers < 1 || workers > 64) throw new RangeError("workers must be 1 to 64");
  const most = isPlain ? memoryBytes : Math.min(memoryBytes, kernelBytes);
  const parts = partsOf(sizeOf(before), most, workers);
  const job = (index: number): CsvJob => ({
    before,
    after,
    key,
    chunkBytes,
    isPlain,
    isDetailed: onChange !== undefined,
    ...(parts === 1 ? {} : { partition: { index, of: parts } }),
  });
  const results: Result<CsvFileDiff, Finding>[] = [];
  for (let part = 0; part < parts; part += workers) {
    const round = Array.from({ length: workers }, (_, worker) => job(part + worker));
    results.push(
      ...(workers === 1 ? round.map((one) => runCsvJob(one, onChange)) : await runInWorkers(round, onChange)),
    );
    const failed = results.find(({ ok }) => !ok);
    if (failed) return failed;
  }
  return { ok: true, value: together(results.flatMap((result) => (result.ok ? [result.value] : []))) };
}

/** In how many parts a file is compared, so many at a time: those are no more than `most` bytes together. */
export const partsOf = (bytes: number, most: number, workers: number): number =>
  Math.max(1, Math.ceil(bytes / most)) * workers;

/** One part of a comparison; survives `postMessage`. */
export interface CsvJob extends CsvDiffOptions {
  readonly before: string;
  readonly after: string;
  readonly chunkBytes: number;
  readonly isPlain: boolean;
  readonly isDetailed: boolean;
  readonly partition?: CsvPartition;
}

/**
 * Compares two files, or the rows of one partition of their keys. Where rows are so short that their index is too large
 * for the kernel, the partition is halved.
 */
export function runCsvJob(
  job: CsvJob,
  onChange?: (change: CsvChange) => void,
  matcher: CsvMatcherMaker = job.isPlain ? plainMatcher : kernelMatcher,
): Result<CsvFileDiff, Finding> {
  let compared: Result<CsvDiff, Finding>;
  try {
    compared = compareFiles(job, matcher);
  } catch (error) {
    if (!(error instanceof RangeError) || job.isPlain) throw error;
    const { index, of } = job.partition ?? { index: 0, of: 1 };
    if (of >= mostParts) throw error;
    const halves: CsvFileDiff[] = [];
    for (const part of [index * 2, index * 2 + 1]) {
      const half = runCsvJob({ ...job, partition: { index: part, of: of * 2 } }, onChange, matcher);
      if (!half.ok) return half;
      halves.push(half.value);
    }
    return { ok: true, value: together(halves) };
  }
  if (!compared.ok) return compared;
  // What the caller throws is not the kernel's.
  if (onChange) for (const change of compared.value.changes()) onChange(change);
  const { added, removed, updated, fieldChanges, unchanged, setAside, columns, findings } = compared.value;
  return { ok: true, value: { added, removed, updated, fieldChanges, unchanged, setAside, columns, findings } };
}
const mostParts = 1 << 10;

function compareFiles(
  { before, after, key, partition, chunkBytes, isPlain }: CsvJob,
  matcher: CsvMatcherMaker,
): Result<CsvDiff, Finding> {
  const expectedBytes = partition ? Math.ceil((sizeOf(before) / partition.of) * 1.1) : sizeOf(before);
  const comparison = new CsvComparison({ key, expectedBytes, matcher, ...(partition ? { partition } : {}) });
  const isWhole = isPlain && partition === undefined;
  const first = isWhole ? feedWhole(comparison, before) : feedInChunks(comparison, "before", before, chunkBytes);
  const error = first ?? comparison.error ?? feedInChunks(comparison, "after", after, chunkBytes);
  if (error) return { ok: false, error };
  return comparison.result();
}

function feedWhole(comparison: CsvComparison, path: string): Finding | undefined {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.allocUnsafeSlow(fstatSync(file).size);
    let length = 0;
    while (length < bytes.length) {
      const read = readSync(file, bytes, length, Math.min(bytes.length - length, gibibyte), length);
      if (read === 0) break;
      length += read;
    }
    const decoded = decodeCsv(bytes.subarray(0, length), "before", isUtf8);
    if (!decoded.ok) return decoded.error;
    comparison.feed("before", decoded.value.bytes, true);
    return comparison.error;
  } finally {
    closeSync(file);
  }
}

function feedInChunks(
  comparison: CsvComparison,
  which: "before" | "after",
  path: string,
  chunkBytes: number,
): Finding | undefined {
  const file = openSync(path, "r");
  try {
    const decoder = new CsvDecoder(which, { isUtf8, isAscii });
    let buffer = Buffer.allocUnsafeSlow(chunkBytes);
    let length = 0;
    for (;;) {
      const read = readSync(file, buffer, length, buffer.length - length, null);
      length += read;
      const isLast = read === 0;
      const piece = decoder.decode(buffer.subarray(0, length), isLast);
      if (!piece.ok) return piece.error;
      const used = piece.value.bytes.length > 0 || isLast ? comparison.feed(which, piece.value.bytes, isLast) : 0;
      if (comparison.error) return comparison.error;
      if (isLast) return undefined;
      const rest = length - piece.value.usedOf(used);
      buffer.copyWithin(0, length - rest, length);
      length = rest;
      // A row longer than the buffer.
      if (length > buffer.length / 2) buffer = Buffer.concat([buffer.subarray(0, length)], buffer.length * 2);
    }
  } finally {
    closeSync(file);
  }
}

function sizeOf(path: string): number {
  const file = openSync(path, "r");
  try {
    return fstatSync(file).size;
  } finally {
    closeSync(file);
  }
}

/** What a worker says: changes as they are found, then the result. */
export type CsvWorkerMessage =
  | { readonly changes: readonly CsvChange[] }
  | { readonly result: Result<CsvFileDiff, Finding> };

/** Runs a job on a thread each. When one fails, or `onChange` throws, the others are ended and say nothing more. */
async function runInWorkers(
  jobs: readonly CsvJob[],
  onChange?: (change: CsvChange) => void,
): Promise<readonly Result<CsvFileDiff, Finding>[]> {
  const file = import.meta.url.endsWith(".ts") ? "./csv-worker.ts" : "./csv-worker.js";
  const workers = jobs.map((job) => new Worker(new URL(file, import.meta.url), { workerData: job }));
  try {
    return await Promise.all(workers.map((worker) => resultOf(worker, onChange)));
  } finally {
    for (const worker of workers) worker.removeAllListeners("message");
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function resultOf(worker: Worker, onChange?: (change: CsvChange) => void): Promise<Result<CsvFileDiff, Finding>> {
  return new Promise((resolve, reject) => {
    worker.on("message", (message: CsvWorkerMessage) => {
      try {
        if ("result" in message) resolve(message.result);
        else if (onChange) message.changes.forEach((change) => onChange(change));
      } catch (error) {
        worker.removeAllListeners("message");
        reject(error);
      }
    });
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`the worker ended with code ${code}`)));
  });
}

/** The parts of a comparison as one. */
function together(parts: readonly CsvFileDiff[]): CsvFileDiff {
  const findings = new Map(
    parts.flatMap((part) => part.findings.map((found) => [`${found.code} ${found.where}`, found])),
  );
  return {
    ...sumCounts(parts),
    columns: parts[0]?.columns ?? [],
    findings: [...findings.values()],
  };
}
