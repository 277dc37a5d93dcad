// Applies the approved sync of the store in the folder that is named, if that is not done, with a line for every batch
// that is written. For the tests that kill it.
import { join } from "node:path";
import { openStore } from "../server/store.ts";
import { applyRun, readRun } from "../server/sync-job.ts";

const folder = process.argv[2] ?? "";
const store = openStore(join(folder, "store.sqlite"));
if (readRun(store)?.state !== "applied")
  await applyRun(store, {
    folder,
    now: () => new Date("2026-06-08T05:00:00Z"),
    onProgress: (done) => process.stdout.write(`${done}\n`),
  });
store.close();
