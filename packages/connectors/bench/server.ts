import { parentPort, workerData } from "node:worker_threads";
import { mockSs12000 } from "@milstolpe/connectors/testing";
import { register } from "../test/register.ts";

// The source has a thread of its own, so that what is measured is the reader.
const { pupils } = workerData as { readonly pupils: number };
const server = await mockSs12000({ dataset: register(pupils), pageSize: 1000 }).listen();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(server.baseUrl);
