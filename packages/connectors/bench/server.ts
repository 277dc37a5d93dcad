import { parentPort, workerData } from "node:worker_threads";
import { readSs12000 } from "@milstolpe/connectors/ss12000";
import { mockOneRoster, mockSs12000, oneRosterLists } from "@milstolpe/connectors/testing";
import { register } from "../test/register.ts";

// The source has a thread of its own, so that what is measured is the reader.
const { pupils } = workerData as { readonly pupils: number };
const server = await mockSs12000({ dataset: register(pupils), pageSize: 1000 }).listen();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(server.baseUrl);
parentPort?.once("message", async () => {
  // The same people as a OneRoster service.
  const entities = await readSs12000({ baseUrl: server.baseUrl, now: Date.now });
  const schoolYear = { start: "2025-08-18", end: "2026-06-12" };
  const lists = oneRosterLists({ entities, schoolYear, version: "1.2" });
  const { baseUrl } = await mockOneRoster({ version: "1.2", lists, pageSize: 1000 }).listen();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(baseUrl);
});
