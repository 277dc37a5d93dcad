import { parentPort } from "node:worker_threads";
import { wasmKernel } from "@milstolpe/risk/wasm";
import { serveSimulation } from "@milstolpe/risk/worker";

if (parentPort) serveSimulation(parentPort, process.env["KERNEL"] === "wasm" ? wasmKernel() : undefined);
