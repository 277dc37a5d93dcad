import type { Kernel } from "./block-loops.ts";
import { TypescriptLoops } from "./network-loops.ts";

/** The kernel in TypeScript: runs everywhere. */
export const typescriptKernel: Kernel = {
  name: "typescript",
  open(bytes) {
    const loops = new TypescriptLoops(new ArrayBuffer(bytes));
    const { doubles, words } = loops;
    return {
      doubles,
      words,
      loops,
      close() {
        // Nothing to give back: it is collected.
      },
    };
  },
};
