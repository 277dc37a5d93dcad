import type { Kernel } from "./block-loops.ts";
import { drawLoops } from "./draw-loops.ts";
import { mixLoop } from "./mix-loop.ts";
import { networkLoops } from "./network-loops.ts";

/** The kernel in TypeScript: runs everywhere. */
export const typescriptKernel: Kernel = {
  name: "typescript",
  open(bytes) {
    const memory = new ArrayBuffer(bytes);
    const [doubles, words] = [new Float64Array(memory), new Int32Array(memory)];
    return {
      doubles,
      words,
      loops: { ...drawLoops(doubles, words), ...mixLoop(doubles), ...networkLoops(doubles, words) },
      close() {
        // Nothing to give back: it is collected.
      },
    };
  },
};
