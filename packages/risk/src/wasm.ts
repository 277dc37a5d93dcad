import type { BlockLoops, Kernel, Workspace } from "./block-loops.ts";
import { typescriptKernel } from "./typescript-kernel.ts";
import { assemble } from "./wasm-assembler.ts";
import { wasmDrawLoops } from "./wasm-draw-loops.ts";
import { mixFunction } from "./wasm-mix-loop.ts";
import { wasmNetworkLoops } from "./wasm-network-loops.ts";
import { wasmTableLoops } from "./wasm-table-loops.ts";

export type { Kernel } from "./block-loops.ts";

/** What of the platform's `WebAssembly` is used. */
interface WebAssemblyLike {
  validate(bytes: Uint8Array): boolean;
  compile(bytes: Uint8Array): Promise<object>;
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (
    module: object,
    imports: { readonly memory: { readonly rows: object } },
  ) => { readonly exports: object };
}

/**
 * The kernel in WebAssembly, two numbers at a time: the same bits as the one in TypeScript, about twice as fast.
 * Compiled here, from what this package brings; a page's content security policy has to allow `wasm-unsafe-eval`.
 * Keep it: it may be given to any number of simulations, one after the other or one inside the other. Where the platform
 * has no WebAssembly with SIMD, or does not allow it, it is the one in TypeScript: `name` says which.
 * @example
 * const kernel = await wasmKernel();
 * simulate(model, { iterations: 100_000, seed: 1, measures: "dates", kernel });
 */
export async function wasmKernel(): Promise<Kernel> {
  const platform = (globalThis as { readonly WebAssembly?: WebAssemblyLike }).WebAssembly;
  const bytes = assemble([...wasmDrawLoops, ...wasmTableLoops, mixFunction, ...wasmNetworkLoops]);
  if (!platform?.validate(bytes)) return typescriptKernel;
  let module: object;
  try {
    module = await platform.compile(bytes);
  } catch {
    return typescriptKernel;
  }
  const free: (Workspace & { readonly bytes: number })[] = [];
  const make = (size: number): Workspace => {
    const pages = Math.ceil(size / pageSize);
    const memory = new platform.Memory({ initial: pages });
    const { exports } = new platform.Instance(module, { memory: { rows: memory } });
    const space = {
      bytes: pages * pageSize,
      doubles: new Float64Array(memory.buffer),
      words: new Int32Array(memory.buffer),
      loops: exports as BlockLoops,
      close: () => void free.push(space),
    };
    return space;
  };
  return {
    name: "wasm",
    // Platforms allow few memories at a time: one that is large enough is used again.
    open(size) {
      const index = free.findIndex(({ bytes: room }) => room >= size);
      if (index !== -1) return free.splice(index, 1)[0]!;
      // What is too small today will be so tomorrow.
      free.length = 0;
      return make(size);
    },
  };
}

const pageSize = 65_536;
