import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { writeWhole } from "../server/scb-job.ts";
import { openStore, type Store } from "../server/store.ts";
import { foreseen } from "./errors.ts";
import { UsageError, type Call } from "./verb.ts";

/** The bytes of a file that the user named. @throws UsageError when it can't be read */
export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    // Reading a folder fails without saying which.
    if (error instanceof Error && !("path" in error)) Object.assign(error, { path });
    const text = foreseen(error);
    throw text ? new UsageError(text) : error;
  }
}

/** Writes text to a file that the user named, whole or not at all. */
export function writeText(path: string, text: string): void {
  writeWhole(resolve(path), new TextEncoder().encode(text));
}

/** The store in the user's data folder, made when it is not there. */
export function storeOf({ folder }: Call): Store {
  mkdirSync(folder, { recursive: true });
  return openStore(join(folder, "store.sqlite"));
}

/** A JSON file that the user named. @throws UsageError when it can't be read, or is no JSON */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(readBytes(path)));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError({
      sv: `${path} är inte JSON i UTF-8: filen är avbruten eller i ett annat format.`,
      en: `${path} is not JSON in UTF-8: the file is cut, or in another format.`,
    });
  }
}
