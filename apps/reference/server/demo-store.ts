import type { DemoMunicipality } from "../demo/index.ts";
import { countRegister, fillRegister } from "./register-store.ts";
import { keepStatus } from "./status-store.ts";
import type { Store } from "./store.ts";

/** Fills an empty store with what the demo's platform held before, and with what its guards know of the last reading. */
export function fillDemo(store: Store, { code, name, register, history }: DemoMunicipality, at: string): void {
  keepStatus(store, "municipality", { code, name }, at);
  if (countRegister(store) > 0) return;
  fillRegister(store, register);
  store.set("sync.history", history, at);
}
