import type { Kernel } from "./block-loops.ts";
import { type Chunk, runChunk } from "./kernel.ts";
import { listen, type Port, type Request, send } from "./port.ts";
import { prepareRun } from "./prepare-run.ts";
import { makeScratch, type Scratch } from "./scratch.ts";
import { typescriptKernel } from "./typescript-kernel.ts";

/**
 * Answers the simulations' requests. The whole of a worker's file:
 * @param kernel - `wasmKernel()` of `/wasm`, awaited or not. Default: the one in TypeScript
 * @example
 * import { wasmKernel } from "@milstolpe/risk/wasm";
 * import { serveSimulation } from "@milstolpe/risk/worker";
 * serveSimulation(self, wasmKernel()); // in a browser; parentPort in node:worker_threads
 */
export function serveSimulation(port: Port, kernel: Kernel | Promise<Kernel> = typescriptKernel): void {
  let compute: ((index: number) => Chunk) | undefined;
  let scratch: Scratch | undefined;
  const serve = (request: Request, chosen: Kernel): void => {
    const { run } = request;
    if (request.type === "chunk") {
      const chunk = compute?.(request.index);
      if (!chunk) return;
      const { finishes, critical, moments, sides } = chunk;
      send(
        port,
        { type: "chunk", run, chunk },
        [finishes, critical, moments, sides].map(({ buffer }) => buffer as ArrayBuffer),
      );
      return;
    }
    scratch?.close();
    const prepared = prepareRun(request.model, request.options);
    // The caller has checked the very same model before it sent it.
    if (!prepared.ok) throw new Error("the worker's version differs from the caller's");
    const { compiled, chunkOptions } = prepared.value;
    const space = makeScratch(compiled, chunkOptions.seed, chosen);
    scratch = space;
    compute = (index) => runChunk(compiled, index, chunkOptions, space);
  };
  const ready = Promise.resolve(kernel);
  listen(port, (message) => {
    const request = message as Request;
    ready
      .then((chosen) => serve(request, chosen))
      .catch((error: unknown) => send(port, { type: "failed", run: request.run, message: String(error) }));
  });
}
