import type { Chunk } from "./kernel.ts";
import type { SimulateOptions } from "./prepare-run.ts";
import type { SimulationModel } from "./simulation-model.ts";

/** What of a port is used: a `Worker`, `self` in one, or either end of `node:worker_threads`. */
export interface Port {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  addEventListener?(type: "message" | "error", listener: (event: { readonly type: string }) => void): void;
  on?(type: "message" | "error", listener: (message: unknown) => void): unknown;
}

/** A worker that this library may end. */
export interface WorkerPort extends Port {
  terminate(): unknown;
}

/** Hears messages from a port of either platform. */
export function listen(port: Port, take: (message: unknown) => void, fail?: (error: unknown) => void): void {
  if (port.on) {
    port.on("message", take);
    if (fail) port.on("error", fail);
    return;
  }
  // What an event of the platform has besides its type.
  interface Carried {
    readonly data?: unknown;
    readonly message?: string;
  }
  port.addEventListener?.("message", (event) => take((event as Carried).data));
  if (!fail) return;
  port.addEventListener?.("error", (event) => {
    fail(new Error(`a simulation worker failed: ${(event as Carried).message ?? ""}`));
  });
}

/** `run` tells the answers of one simulation from those of another that was given up. */
export type Request =
  | {
      readonly type: "start";
      readonly run: number;
      readonly model: SimulationModel;
      readonly options: Omit<SimulateOptions, "signal" | "onProgress" | "kernel">;
    }
  | { readonly type: "chunk"; readonly run: number; readonly index: number };

export type Answer =
  | { readonly type: "chunk"; readonly run: number; readonly chunk: Chunk }
  | { readonly type: "failed"; readonly run: number; readonly message: string };

/** Sends a message, and gives its memory away. */
export function send(port: Port, message: Request | Answer, transfer: readonly ArrayBuffer[] = []): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
  port.postMessage(message, transfer);
}
