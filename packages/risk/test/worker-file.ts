import { parentPort } from "node:worker_threads";
import { serveSimulation } from "../src/worker.ts";

if (parentPort) serveSimulation(parentPort);
