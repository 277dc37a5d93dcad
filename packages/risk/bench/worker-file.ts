import { parentPort } from "node:worker_threads";
import { serveSimulation } from "@milstolpe/risk/worker";

if (parentPort) serveSimulation(parentPort);
