import { parentPort, workerData } from "node:worker_threads";
import type { CsvChange } from "./csv-change.ts";
import { type CsvJob, type CsvWorkerMessage, runCsvJob } from "./node-csv.ts";

// The thread of one part of a comparison: changes are told in batches, the counts at the end.
const job = workerData as CsvJob;
const batchSize = 1000;
let changes: CsvChange[] = [];
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a MessagePort has no origin
const tell = (message: CsvWorkerMessage): void => parentPort?.postMessage(message);

const result = runCsvJob(job, job.isDetailed ? collect : undefined);
if (changes.length > 0) tell({ changes });
tell({ result });

function collect(change: CsvChange): void {
  changes.push(change);
  if (changes.length < batchSize) return;
  tell({ changes });
  changes = [];
}
